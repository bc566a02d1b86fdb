"""A feed that names another address is read there where that shows what is known; else it is moved, for a person."""

from __future__ import annotations

import json
from typing import Any

import pytest

from monitor.model.activity import Memory, face, key_number
from monitor.model.check import Outcome
from monitor.model.http import NoResponse, Refusal, Response
from support.feeds import item, post, rss
from support.networks import FEED

NEW, NEXT, LAST = (f"https://{name}.example/feed.xml" for name in ("new", "next", "last"))


def naming(url: str, *numbers: int) -> str:
    """A feed that says it has moved to `url`, and its posts."""
    return rss(map(post, numbers), f"<itunes:new-feed-url>{url}</itunes:new-feed-url>")


def json_feed(**more: object) -> str:
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Acme", "items": [{"id": 1}], **more})


def redirect(url: str) -> str:
    return f'<?xml version="1.0"?>\n<redirect>\n <newLocation>\n{url}\n</newLocation>\n</redirect>'


def remembered(replay: Any, answer: Any, body: str) -> Memory:
    """What a check of the feed leaves behind, with what the store adds."""
    seen = replay("feed", FEED, answer(FEED, body)).seen
    numbers = {key_number(act) for act in seen.activities} | {face(act.title, act.url) for act in seen.activities}
    return Memory(**{**_fields(seen.memory), "known": frozenset(one for one in numbers if one is not None)})


def _fields(memory: Memory) -> dict[str, Any]:
    return {name: getattr(memory, name) for name in memory.__slots__}


@pytest.mark.parametrize("old", [naming(NEW, 1, 2, 3), redirect(NEW)])
@pytest.mark.parametrize("numbers", [(3, 4, 5), (1,)])
def test_it_is_read_at_the_address_that_shows_something_known(
    replay: Any, answer: Any, old: str, numbers: tuple[int, ...]
) -> None:
    memory = remembered(replay, answer, rss(map(post, (1, 2, 3))))
    played = replay("feed", FEED, answer(FEED, old) | answer(NEW, rss(map(post, numbers))), memory)
    assert [act.id for act in played.seen.activities] == [f"p{number}" for number in numbers]
    assert (played.seen.memory.moved_to, played.seen.memory.validators) == (NEW, {})


def test_a_face_is_enough_where_the_new_address_gives_other_ids(replay: Any, answer: Any) -> None:
    memory = remembered(replay, answer, rss(map(post, (1, 2, 3))))
    other = rss([item("Post 3", "https://new.example/p3", "03 Jun 2026 08:00:00 GMT", "urn:other:3")])
    played = replay("feed", FEED, answer(FEED, naming(NEW, 1, 2, 3)) | answer(NEW, other), memory)
    assert [act.id for act in played.seen.activities] == ["urn:other:3"]


def test_another_series_at_the_new_address_is_for_a_person(replay: Any, answer: Any) -> None:
    memory = remembered(replay, answer, rss(map(post, (1, 2, 3))))
    stranger = rss([item("Win a car", "https://new.example/win", "14 Jun 2026 08:00:00 GMT", "w1")])
    failed = replay("feed", FEED, answer(FEED, naming(NEW, 1, 2, 3)) | answer(NEW, stranger), memory).failed
    assert (failed.outcome, failed.facts.moved_to) == (Outcome.MOVED, NEW)
    assert NEW in failed.detail


def test_on_the_first_check_what_is_there_is_read_and_later_on_too(replay: Any, answer: Any) -> None:
    answers = answer(FEED, naming(NEW, 1)) | answer(NEW, rss(map(post, (8, 9))))
    first = replay("feed", FEED, answers).seen
    assert [act.id for act in first.activities] == ["p8", "p9"]
    later = Memory(**{**_fields(first.memory), "known": frozenset({1, 2, 3})})  # a long time off: nothing known is left
    answers = answer(FEED, naming(NEW, 1)) | answer(NEW, rss(map(post, (13, 14))))
    assert [act.id for act in replay("feed", FEED, answers, later).seen.activities] == ["p13", "p14"]


@pytest.mark.parametrize("own", [FEED, "http://www.acme.example/feed.xml/", "/feed.xml", "not an address", ""])
def test_a_feed_that_names_itself_has_not_moved(replay: Any, answer: Any, own: str) -> None:
    played = replay("feed", FEED, answer(FEED, naming(own, 1, 2), headers={"etag": '"a"'}))
    assert len(played.requests) == 1
    assert (played.seen.memory.moved_to, list(played.seen.memory.validators)) == (None, [FEED])


def test_two_moves_are_followed_and_a_third_is_for_a_person(replay: Any, answer: Any) -> None:
    answers = answer(FEED, redirect(NEW)) | answer(NEW, naming(NEXT)) | answer(NEXT, rss([post(5)]))
    assert [act.id for act in replay("feed", FEED, answers).seen.activities] == ["p5"]
    failed = replay("feed", FEED, answers | answer(NEXT, naming(LAST, 5))).failed
    assert (failed.outcome, failed.facts.moved_to) == (Outcome.MOVED, LAST)


def test_a_circle_ends(replay: Any, answer: Any) -> None:
    played = replay("feed", FEED, answer(FEED, naming(NEW, 1)) | answer(NEW, naming(FEED, 1, 2)))
    assert (len(played.requests), [act.id for act in played.seen.activities]) == (2, ["p1", "p2"])


@pytest.mark.parametrize(
    ("there", "outcome", "moved_to"),
    [
        (Response(404, {}, b"", NEW), Outcome.MOVED, NEW),
        (Response(200, {}, b"<html><title>Parked</title></html>", NEW), Outcome.MOVED, NEW),
        (Response(503, {}, b"", NEW), Outcome.TEMPORARY, None),
        (NoResponse(Refusal.TIMEOUT, "late"), Outcome.TEMPORARY, None),
    ],
)
def test_an_address_that_cannot_be_read(
    replay: Any, answer: Any, there: Response | NoResponse, outcome: Outcome, moved_to: str | None
) -> None:
    memory = remembered(replay, answer, rss(map(post, (1, 2, 3))))
    failed = replay("feed", FEED, answer(FEED, naming(NEW, 1, 2, 3)) | {NEW: there}, memory).failed
    assert (failed.outcome, failed.facts.moved_to) == (outcome, moved_to)
    alive = replay("feed", FEED, answer(FEED, naming(NEW, 2, 3, 4)) | {NEW: there}, memory).seen
    assert [act.id for act in alive.activities] == ["p2", "p3", "p4"]  # somebody still writes to the old one


def test_a_redirect_within_the_site_is_read_though_all_of_a_busy_feed_is_new(replay: Any, answer: Any) -> None:
    memory = remembered(replay, answer, rss(map(post, (1, 2, 3))))
    busy = Response(200, {}, rss(map(post, (8, 9))).encode(), "https://feeds.acme.example/all.xml", moved=True)
    assert [act.id for act in replay("feed", FEED, {FEED: busy}, memory).seen.activities] == ["p8", "p9"]


def test_where_nothing_is_known_and_the_new_address_cannot_be_read_the_old_one_is(replay: Any, answer: Any) -> None:
    dead = {NEW: NoResponse(Refusal.UNREACHABLE, "no such name")}
    assert [act.id for act in replay("feed", FEED, answer(FEED, naming(NEW, 1)) | dead).seen.activities] == ["p1"]
    assert replay("feed", FEED, answer(FEED, redirect(NEW)) | dead).failed.outcome is Outcome.TEMPORARY


def test_a_permanent_redirect_to_another_host_goes_by_the_same_guard(replay: Any, answer: Any) -> None:
    memory = remembered(replay, answer, rss(map(post, (1, 2, 3))))
    known = Response(200, {}, rss([post(3), post(4)]).encode(), NEW, moved=True)
    assert replay("feed", FEED, {FEED: known}, memory).seen.memory.moved_to == NEW
    won = item("Win a car", "https://new.example/win", "14 Jun 2026 08:00:00 GMT", "w1")
    stranger = rss([won], home="https://new.example/").encode()
    failed = replay("feed", FEED, {FEED: Response(200, {}, stranger, NEW, moved=True)}, memory).failed
    assert (failed.outcome, failed.facts.moved_to) == (Outcome.MOVED, NEW)
    for answered in (Response(200, {}, stranger, NEW), Response(200, {}, stranger, f"{FEED}?page=1", moved=True)):
        assert replay("feed", FEED, {FEED: answered}, memory).seen  # for today only; on its own host


@pytest.mark.parametrize(
    "body",
    [
        rss([post(1)], "<itunes:complete>Yes</itunes:complete>"),
        rss([post(1)], "<itunes:complete> yes </itunes:complete>"),
        rss([post(1)], '<podcast:updateFrequency complete="true">That was it</podcast:updateFrequency>'),
        json_feed(expired=True),
    ],
)
def test_a_feed_says_that_nothing_more_will_come(replay: Any, answer: Any, body: str) -> None:
    assert replay("feed", FEED, answer(FEED, body)).seen.facts.finished is True


@pytest.mark.parametrize(
    "body",
    [
        rss([post(1)]),
        rss([post(1)], "<itunes:complete>no</itunes:complete>"),
        rss([post(1)], '<podcast:updateFrequency rrule="FREQ=WEEKLY">weekly</podcast:updateFrequency>'),
        rss([post(1)], '<fh:complete xmlns:fh="http://purl.org/syndication/history/1.0"/>'),  # all is on one page
        rss([f"{post(1)[:-7]}<itunes:complete>yes</itunes:complete></item>"]),
        json_feed(expired="no"),
    ],
)
def test_nothing_else_says_so(replay: Any, answer: Any, body: str) -> None:
    assert replay("feed", FEED, answer(FEED, body)).seen.facts.finished is None
