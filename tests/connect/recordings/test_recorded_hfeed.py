"""Real pages with microformats (../shared/recorded/hfeed) through observe, read right."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.model.check import Outcome

SITE = "https://site.example/notes"
READ = {  # file: the ids as the page writes them, the first one's address and title
    "mf2py_feed_with_rel_bookmark.html": (
        ["/2014/11/24/jump-rope", "/2014/11/23/graffiti", "/2014/11/21/earth", "/2014/11/19/labor"],
        "https://site.example/2014/11/24/jump-rope",
        "Jumping Rope for Weight Loss",
    ),
    "mf2py_hfeed_on_html_tag.html": (["entry1", "entry2"], None, "entry1"),  # an entry's text is its name
    "mf2tests_h-entry_encoding.html": (["x<y AT&T <b>NotBold</b> Bold"], None, "x<y AT&T NotBold Bold"),
    "mf2tests_h-entry_urlincontent.html": (
        ["Expanding URLs within HTML content"],
        None,
        "Expanding URLs within HTML content",
    ),
    "mf2tests_h-feed_implied-title.html": (
        ["http://microformats.org/2012/06/25/microformats-org-at-7"],
        "http://microformats.org/2012/06/25/microformats-org-at-7",
        "microformats.org at 7",
    ),
    "simplepie_h-feed-simple.html": (["/1", "/2", "/3", "/4"], "https://site.example/1", "One"),
}
DATED = {"mf2tests_h-feed_implied-title.html": datetime(2012, 6, 25, 17, 8, 26, tzinfo=UTC)}  # when it was updated
UNREADABLE = {  # file: why nothing can be read from it
    "mf2tests_rel_duplicate-rels.html": "the page has another layout than the manifest knows",  # no entry
    "mf2tests_rel_nofollow.html": "the page has another layout than the manifest knows",
}


def test_the_list_covers_every_file(shared: Path) -> None:
    assert READ.keys() | UNREADABLE.keys() == {path.name for path in (shared / "recorded" / "hfeed").iterdir()}


@pytest.mark.parametrize("name", READ)
def test_a_recorded_page(shared: Path, replay: Any, answer: Any, name: str) -> None:
    """Only one dates its posts; those of the others are acts without a date, which count from when they are seen."""
    ids, url, title = READ[name]
    body = (shared / "recorded" / "hfeed" / name).read_bytes()
    played = replay("hfeed", SITE, answer(SITE, body, 200, {"content-type": "text/html; charset=utf-8"}))
    acts = played.seen.activities
    assert [act.id for act in acts] == ids
    assert (acts[0].url, acts[0].title, acts[0].kind.value) == (url, title, "post")
    assert {(act.published, act.trusted) for act in acts} == {(DATED.get(name), name in DATED)}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_recorded_page_without_readable_posts_is_never_silence(
    shared: Path, replay: Any, answer: Any, name: str
) -> None:
    body = (shared / "recorded" / "hfeed" / name).read_bytes()
    failed = replay("hfeed", SITE, answer(SITE, body, 200, {"content-type": "text/html; charset=utf-8"})).failed
    assert (failed.outcome, failed.detail) == (Outcome.CHANGED_FORMAT, UNREADABLE[name])
