"""A notice in place of the account is a failure with its words; a post that quotes such words is a post."""

from __future__ import annotations

from typing import Any

import pytest

from monitor.connect.checks.error_items import NOTICES
from monitor.model.activity import Memory, number
from monitor.model.check import Outcome
from support.feeds import item, post, rss
from support.networks import FEED

DAY = "Mon, 15 Jun 2026 08:00:00 GMT"
BRIDGE = "https://bridge.example/"
KNOWN = Memory(known=frozenset(map(number, ("p1", "p2", "p3", "p4"))), seen_any=True)
SAID = [
    ("Bridge returned error 0! (20611)", Outcome.TEMPORARY),
    ("PinterestBridge failed", Outcome.TEMPORARY),
    ("Reddit Bridge: Error 429", Outcome.TEMPORARY),
    ("RSS reader not yet whitelisted!", Outcome.BLOCKED),
    ("This client is not allow-listed", Outcome.BLOCKED),
    ("Instagram: Rate limit exceeded", Outcome.RATE_LIMITED),
    ("Error: Too Many Requests", Outcome.RATE_LIMITED),
    ("Your free trial of this service has expired", Outcome.BLOCKED),
    ("Please upgrade your plan to receive new items", Outcome.BLOCKED),
    ("This RSS feed has moved to a new address", Outcome.MOVED),
    ("Acme News Feed has been discontinued", Outcome.BLOCKED),
    ("This feed is no longer available", Outcome.BLOCKED),
    ("Could not load the requested page", Outcome.TEMPORARY),
    ("Error while parsing the source", Outcome.TEMPORARY),
    ("RSSHub: Error 503", Outcome.TEMPORARY),
    ("Erreur : connection refused", Outcome.TEMPORARY),
    ("502 Bad Gateway", Outcome.TEMPORARY),
    ("Uncaught TypeError in index.php", Outcome.TEMPORARY),
    ("“Acme weekly” inbox created", Outcome.TEMPORARY),
]
OWN = [
    ("Please sign in to continue", Outcome.LOGIN_REQUIRED),
    ("Your session has expired", Outcome.LOGIN_REQUIRED),
    ("Access denied", Outcome.BLOCKED),
    ("We are down for maintenance", Outcome.TEMPORARY),
    ("User acme could not be found", Outcome.BLOCKED),
    ("Profile is private", Outcome.BLOCKED),
    ("Free plan limit reached", Outcome.BLOCKED),
    ("Fehler", Outcome.TEMPORARY),
]
PEOPLE = [
    "How we got rid of “Bridge returned error 403!” in our reader",
    "We have moved to a larger shop",
    "404 trees planted",
    "Error: a short history of mistakes",
    "The climate plan has been approved",
    "Feed available in stores",
    "Bridge opened to traffic",
    "Terror in the streets",
    "Profile of a gardener",
]


@pytest.mark.parametrize(("title", "outcome"), SAID)
def test_a_notice_alone_is_a_failure_with_its_words(replay: Any, answer: Any, title: str, outcome: Outcome) -> None:
    body = rss([item(title, "https://elsewhere.example/x", DAY, "id-of-today")])
    failed = replay("feed", FEED, answer(FEED, body)).failed
    assert (failed.outcome, title in failed.detail) == (outcome, True)


@pytest.mark.parametrize(("title", "outcome"), OWN)
@pytest.mark.parametrize("link", ["", BRIDGE, FEED, f"{FEED}?action=display"])
def test_words_of_people_too_are_a_notice_where_they_lead_nowhere(
    replay: Any, answer: Any, title: str, outcome: Outcome, link: str
) -> None:
    assert replay("feed", FEED, answer(FEED, rss([item(title, link, DAY, "1")]))).failed.outcome is outcome
    post_of_it = replay("feed", FEED, answer(FEED, rss([item(title, "https://acme.example/about-it", DAY, "1")])))
    assert [act.title for act in post_of_it.seen.activities] == [title]


@pytest.mark.parametrize("title", PEOPLE)
def test_a_post_alone_in_its_feed_is_a_post(replay: Any, answer: Any, title: str) -> None:
    body = rss([item(title, "https://acme.example/news/1", DAY, "1")])
    assert len(replay("feed", FEED, answer(FEED, body)).seen.activities) == 1


@pytest.mark.parametrize(("title", "_"), SAID)
def test_among_posts_such_words_are_a_post(replay: Any, answer: Any, title: str, _: Outcome) -> None:
    body = rss([item(title, "https://acme.example/news/1", DAY, "1"), post(14)])
    assert len(replay("feed", FEED, answer(FEED, body)).seen.activities) == 2


def test_several_notices_are_one_failure(replay: Any, answer: Any) -> None:
    body = rss([item(f"Bridge returned error 500! ({day})", BRIDGE, DAY, str(day)) for day in (1, 2, 3)])
    assert replay("feed", FEED, answer(FEED, body)).failed.outcome is Outcome.TEMPORARY


def test_a_notice_of_a_move_names_the_new_address(replay: Any, answer: Any) -> None:
    body = rss([item("The feed for Acme News has moved", "https://new.example/feed.xml", DAY, "1")])
    assert replay("feed", FEED, answer(FEED, body)).failed.facts.moved_to == "https://new.example/feed.xml"


@pytest.mark.parametrize("title", ["調整中です", "Niedostępne", ""])
@pytest.mark.parametrize("link", ["https://acme.example/", FEED])
def test_in_any_language_a_sole_item_that_links_to_the_front_end_is_none_of_the_account(
    replay: Any, answer: Any, title: str, link: str
) -> None:
    for day in ("one", "two"):
        body = rss([item(title, link, DAY, f"of-day-{day}")])
        assert replay("feed", FEED, answer(FEED, body), KNOWN).failed.outcome is Outcome.TEMPORARY
    known = replay("feed", FEED, answer(FEED, rss([item(title, link, DAY, "p1")])), KNOWN)
    assert [act.id for act in known.seen.activities] == ["p1"]  # a post that is known, and the last one left
    first = replay("feed", FEED, answer(FEED, rss([item(title, link, DAY, "of-day-one")])))
    assert len(first.seen.activities) == 1  # nothing says that it stands in place of anything


def test_every_row_of_the_table_is_needed() -> None:
    first = [
        next(row for row in NOTICES if (own or not row.own) and row.title.match(title))
        for own, said in ((False, SAID), (True, OWN))
        for title, _ in said
    ]
    assert set(first) >= {row for row in NOTICES if not row.own}
