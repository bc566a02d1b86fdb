"""Every recorded feed (../shared/recorded/feeds and feeds_malformed) is read as feeds_profile.tsv says, or better."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.connect.dates.parse import read_date
from monitor.connect.documents.decode import decode
from monitor.model.check import Failure, Outcome
from monitor.model.http import Decode, Decoded, Format, NoResponse, Refusal

SHARED = Path(__file__).parents[3].parent / "shared"
FOLDERS = ("feeds", "feeds_malformed")
FILES = [f"{folder}/{path.name}" for folder in FOLDERS for path in sorted((SHARED / "recorded" / folder).glob("*"))]
URL = "https://feeds.example/feed"
NOW = datetime(2026, 11, 22, tzinfo=UTC)

MOVED = {"http://example.com/new.xml", "https://www.dasding.de/~podcast/podcasts/endorphine-fuer-delfine-100.xml"}
NO_FEED = {
    "feeds/rssparser_unrecognized.rss": "an HTML page of a server that moved",
    "feeds_malformed/feedparser_ill_rss_empty_document.xml": "a comment and nothing else",
    "feeds_malformed/feedrs_rss_2.0_invalid_1.xml": "a feed that a server's exception ended before its first entry",
    "feeds_malformed/nodefp_notafeed.html": "an HTML page",
}
JSON = {  # feedparser reads none of them: entries, newest day
    "feeds/feedjira_json_feed.json": (20, "2017-06-03"),
    "feeds/feedjira_json_feed_with_escaped_uris.json": (30, "2025-01-06"),
    "feeds/feedrs_jsonfeed_example_1.json": (2, "2020-01-24"),
    "feeds/nnw_DaringFireball.json": (48, "2017-06-27"),
    "feeds/nnw_ScriptingNews.json": (50, "2017-06-26"),  # RSS written as JSON
    "feeds/nnw_authors.json": (4, ""),
    "feeds/nnw_inessential.json": (20, "2017-06-03"),
}
BETTER = {  # entries, newest day, and why it is not what the profile says
    "feeds/miniflux_urdu_UTF8.xml": (26, "2018-01-11", "in no order: the profile names the first entry's day"),
    "feeds/rssparser_uolNoticias.rss": (15, "2018-09-24", "Portuguese dates, which feedparser does not read"),
    "feeds_malformed/feedparser_ill_rss_incomplete_cdata.xml": (0, "", "cut inside its only entry, which is none then"),
    "feeds_malformed/nodefp_compressed.xml": (10, "2014-01-22", "a gzip file served without saying so"),
    "feeds_malformed/nodefp_invalid-characters-gzipped.xml": (25, "2014-07-14", "a gzip file served without saying so"),
    "feeds_malformed/simplepie_feed-utf16be.xml": (1, "", "UTF-16 without a byte order mark"),
    "feeds_malformed/validator_everything.xml": (30, "2106-02-09", "in no order: the profile names the last day"),
}


def test_the_tables_name_files_that_are_there(shared: Path) -> None:
    assert {*NO_FEED, *JSON, *BETTER} <= set(FILES)
    assert len({*_profile(shared), *NO_FEED, *JSON}) == len(FILES)


@pytest.mark.parametrize("name", FILES)
def test_recorded_feed(shared: Path, name: str) -> None:
    body = (shared / "recorded" / name).read_bytes()
    decoded = decode(Decode(Format.FEED, body, "text/xml", URL))
    if name in NO_FEED:
        assert not isinstance(decoded, Decoded)
        return
    assert isinstance(decoded, Decoded), decoded
    items = decoded.document["items"]
    dates = [read_date(item["published"], "auto", NOW, item["guess"])[0] for item in items]
    newest = max((date for date in dates if date), default=None)
    assert (len(items), f"{newest:%Y-%m-%d}" if newest else "") == _expected(shared, name)
    assert all(item["id"] for item in items)


@pytest.mark.parametrize("name", FILES)
def test_recorded_feed_as_a_check(shared: Path, name: str, replay: Any, answer: Any) -> None:
    body = (shared / "recorded" / name).read_bytes()
    elsewhere = {url: NoResponse(Refusal.UNREACHABLE, "long gone") for url in MOVED}  # so the old address is read
    played = replay("feed", URL, answer(URL, body) | elsewhere, now=NOW)
    if name in NO_FEED:
        assert isinstance(played.result, Failure)
        assert played.result.outcome is Outcome.CHANGED_FORMAT
        return
    entries, newest = _expected(shared, name)
    assert len(played.seen.activities) == entries
    if newest and newest < "2026-11-22":
        assert max(f"{act.published:%Y-%m-%d}" for act in played.seen.activities if act.published) == newest


def _expected(shared: Path, name: str) -> tuple[int, str]:
    if name in JSON:
        return JSON[name]
    if name in BETTER:
        return BETTER[name][:2]
    return _profile(shared)[name]


def _profile(shared: Path) -> dict[str, tuple[int, str]]:
    """Entries and newest day of each feed; two folders of many. "2014-04-30..2014-04-17": one end is the newest."""
    lines = (shared / "recorded" / "feeds_profile.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line.startswith(tuple(f"{folder}/" for folder in FOLDERS))]
    return {row[0]: (int(row[1].removeprefix("n=")), max(row[8].split(".."))) for row in rows}
