"""Real feeds of podcasts (../shared/recorded and its suites) through the manifest, read as the feed manifest does.

Apple's answer is made here; tests/recordings/podcast/recorded.toml has it whole.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.model.http import NoResponse, Refusal

NOW = datetime(2026, 11, 22, tzinfo=UTC)
LOOKUP = "https://itunes.apple.com/lookup?id=123&entity=podcast"
FEED = "https://radio.example/feed.xml"
MOVED = {"http://example.com/new.xml", "https://www.dasding.de/~podcast/podcasts/endorphine-fuer-delfine-100.xml"}
EPISODES = {  # how many, and the newest one's day
    "feeds/feedjira_itunes.xml": (3, "2005-06-15"),
    "feeds/feedjira_itunes_feedburner.xml": (3, "2023-09-22"),
    "feeds/feedrs_rss_2.0_anchorfm.xml": (1, "2023-02-08"),
    "feeds/feedrs_rss_2.0_nightvale.xml": (1, "2023-02-01"),
    "feeds/rssparser_itunes-keywords-astext.rss": (32, "2020-10-15"),
    "feeds/rssparser_narro.rss": (1, "2015-02-20"),
    "feeds/rssparser_pagination-links.rss": (1, "2021-01-21"),
    "podcast/podcast.rss": (4, "2016-03-10"),
}


def test_every_recorded_feed_of_a_podcast_is_replayed(shared: Path) -> None:
    bodies = {
        f"{folder}/{path.name}": path.read_bytes().lower()
        for folder in ("feeds", "podcast")
        for path in (shared / "recorded" / folder).iterdir()
    }
    assert EPISODES.keys() == {name for name, body in bodies.items() if b"<enclosure" in body and b"<itunes:" in body}
    assert {name for name in bodies if name.startswith("podcast/")} <= EPISODES.keys()


@pytest.mark.parametrize("name", EPISODES)
def test_a_recorded_podcast(shared: Path, replay: Any, answer: Any, name: str) -> None:
    body = (shared / "recorded" / name).read_bytes()
    found = json.dumps({"resultCount": 1, "results": [{"kind": "podcast", "feedUrl": FEED}]})  # made
    elsewhere = {url: NoResponse(Refusal.UNREACHABLE, "long gone") for url in MOVED}  # so the old address is read
    answers = answer(LOOKUP, found) | answer(FEED, body) | elsewhere
    seen = replay("podcast", "https://podcasts.apple.com/fr/podcast/acme/id123", answers, now=NOW).seen
    newest = max(act.published for act in seen.activities if act.published and act.trusted)
    assert (len(seen.activities), f"{newest:%Y-%m-%d}") == EPISODES[name]
    plain = replay("feed", FEED, answer(FEED, body) | elsewhere, now=NOW).seen
    assert (seen.activities, seen.complete) == (plain.activities, plain.complete)
