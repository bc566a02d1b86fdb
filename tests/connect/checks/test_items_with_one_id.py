"""Rules of feeds, by small documents: which are feeds at all, where an entry leads, which entries are one post."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from monitor.connect.checks.items import with_distinct_keys
from monitor.connect.dates.parse import read_date
from monitor.connect.documents.decode import decode
from monitor.model.activity import Activity
from monitor.model.http import Decode, Decoded, Format

NOW = datetime(2026, 6, 15, 10, tzinfo=UTC)
URL = "https://acme.example/feed"
RSS = "<rss version='2.0'><channel><title>Acme</title><link>https://acme.example/</link>{}</channel></rss>"
NETSCAPE = (
    "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://old.example/rss'>{}</rdf:RDF>"
)


def feed(body: bytes) -> Any:
    decoded = decode(Decode(Format.FEED, body, "application/xml", URL))
    assert isinstance(decoded, Decoded), decoded
    return decoded.document


def is_feed(body: bytes) -> bool:
    return isinstance(decode(Decode(Format.FEED, body, "application/json", URL)), Decoded)


@pytest.mark.parametrize(
    ("body", "read"),
    [
        ('{"version": "1.1", "items": [{"id": "1"}]}', True),
        ('{"version": "1.0", "items": []}', True),
        ('{"version": 1, "items": [{"id": "1"}]}', True),
        ('{"version": "jsonfeed.org/version/2", "items": []}', True),
        ('{"version": "1.1", "items": ["a", "b"]}', False),
        ('{"version": "1.1", "items": 3}', False),
        ('{"version": "1.1"}', False),
        ('{"version": "2.4.1", "items": [{"id": "1"}]}', False),
        ('{"items": [{"id": "1"}]}', False),
    ],
)
def test_a_bare_version_is_a_json_feed_only_beside_its_items(body: str, read: bool) -> None:
    assert read is is_feed(body.encode())


@pytest.mark.parametrize("encoding", ["utf-32-be", "utf-32-le", "utf-16-be", "utf-16-le"])
@pytest.mark.parametrize("declared", ["", "<?xml version='1.0' encoding='utf-32'?>"])
def test_wide_characters_need_no_byte_order_mark(encoding: str, declared: str) -> None:
    document = declared + RSS.format("<item><title>Été</title></item>")
    assert [item["title"] for item in feed(document.encode(encoding))["items"]] == ["Été"]


@pytest.mark.parametrize(
    ("channel", "read"),
    [
        ("<channel><title>Acme</title></channel>", True),
        ("<channel><link>https://acme.example/</link></channel>", True),
        ("<channel/>", False),
        ("", False),
    ],
)
def test_a_feed_of_no_known_form_is_one_where_its_title_or_home_is_read(channel: str, read: bool) -> None:
    assert read is is_feed(NETSCAPE.format(channel).encode())


@pytest.mark.parametrize(
    ("original", "url"),
    [
        ("https://acme.example/one", "https://acme.example/one"),
        ("https://acme.example/", "https://counting.example/1"),  # the feed's home is no post
        ("javascript:x", "https://counting.example/1"),
    ],
)
def test_the_original_address_counts_before_the_one_that_counts_clicks(original: str, url: str) -> None:
    item = (
        "<item xmlns:feedburner='http://rssnamespace.org/feedburner/ext/1.0'><guid isPermaLink='false'>1</guid>"
        f"<link>https://counting.example/1</link><feedburner:origLink>{original}</feedburner:origLink></item>"
    )
    assert [each["url"] for each in feed(RSS.format(item).encode())["items"]] == [url]


@pytest.mark.parametrize("text", ["2026", "2026-06", " 2026-5 "])
def test_a_date_without_its_day_is_shown_and_not_trusted(text: str) -> None:
    stated, trusted = read_date(text, "auto", NOW)
    assert stated is not None
    assert (stated.day, trusted) == (1, False)


@pytest.mark.parametrize("text", ["1234", "3026", "026", "20266"])
def test_other_bare_numbers_are_no_years(text: str) -> None:
    assert read_date(text, "auto", NOW) == (None, False)


def act(day: int | None, name: str, known: str = "x") -> Activity:
    at = datetime(2026, 6, day, tzinfo=UTC) if day else None
    return Activity(known, f"https://acme.example/{name}", at, at is not None, title=name)


def test_posts_that_share_an_id_are_known_by_their_dates_and_the_oldest_by_the_id_alone() -> None:
    acts = with_distinct_keys([act(3, "c"), act(1, "a"), act(2, "b"), act(4, "y", "y")])
    assert [each.key for each in acts] == ["x\n2026-06-03T00:00:00+00:00", "x", "x\n2026-06-02T00:00:00+00:00", "y"]
    assert [each.id for each in acts] == ["x", "x", "x", "y"]
    assert with_distinct_keys([act(2, "b")])[0].key == "x"  # when the older ones have left


@pytest.mark.parametrize(
    "duplicates",
    [
        [act(1, "a"), act(1, "a")],  # the same
        [act(1, "a"), act(2, "a")],  # another date alone
        [act(1, "a"), act(1, "b")],  # another title and address alone
        [act(None, "a"), act(None, "b")],  # without dates
    ],
)
def test_items_that_share_an_id_and_do_not_differ_in_date_and_more_are_one_post(duplicates: list[Activity]) -> None:
    assert [each.key for each in with_distinct_keys(duplicates)] == ["x", "x"]


def test_a_check_shows_every_item_as_it_was_given(replay: Any, answer: Any) -> None:
    item = "<item><guid>https://acme.example/1</guid><title>{}</title></item>"
    seen = replay("feed", URL, answer(URL, RSS.format(item.format("a") + item.format("b")))).seen
    assert [(each.id, each.title) for each in seen.activities] == [
        ("https://acme.example/1", "a"),
        ("https://acme.example/1", "b"),
    ]
