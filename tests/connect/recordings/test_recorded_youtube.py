"""A real feed of a YouTube channel (../shared/recorded/youtube) through observe, read right.

YouTube's own 404, its channel pages and its lists are hand-made: they stand in tests/recordings/youtube.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from monitor.model.check import Outcome

REPLAYED = {"channel_feed_short.xml", "api_error_403.json"}
BY_KEY = "the Data API's: replayed in test_recorded_youtube_api.py"
NOT_READ = "a list of the Data API that is not asked for: uploads are read, search costs a hundred times more"
NOT_ASKED = {
    "api_activities_by_channel_p1.json": NOT_READ,
    "api_activities_by_channel_p2.json": NOT_READ,
    "api_comment_threads_by_channel.json": BY_KEY,
    "api_comment_threads_by_video_paged_1.json": BY_KEY,
    "api_comment_threads_by_video_paged_2.json": BY_KEY,
    "api_info.json": BY_KEY,
    "api_playlist_items_paged_1.json": BY_KEY,
    "api_playlist_items_paged_2.json": BY_KEY,
    "api_search_by_keywords_p1.json": NOT_READ,
    "api_videos_info_multi.json": NOT_READ,
}
CHANNEL = "UC7_gcs09iThXybpVgjHZ_7g"
ADDRESS = f"https://www.youtube.com/channel/{CHANNEL}"
FEED = f"https://www.youtube.com/feeds/videos.xml?channel_id={CHANNEL}"
NOW = datetime(2020, 12, 26, tzinfo=UTC)


def test_the_list_covers_every_file(shared: Path) -> None:
    files = {path.name for path in (shared / "recorded" / "youtube").iterdir()}
    assert REPLAYED | set(NOT_ASKED) == files
    assert not REPLAYED & set(NOT_ASKED)


def test_a_recorded_channel(shared: Path, replay: Any, answer: Any) -> None:
    body = (shared / "recorded" / "youtube" / "channel_feed_short.xml").read_bytes()
    played = replay("youtube", ADDRESS, answer(FEED, body, 200, {"content-type": "text/xml; charset=UTF-8"}), now=NOW)
    assert [request.url for request in played.requests] == [FEED]
    (act,) = played.seen.activities
    assert (act.id, act.kind.value, act.author) == ("yt:video:0A1ouV7iD8o", "post", CHANNEL)
    assert (act.published, act.trusted, act.updated) == (datetime(2020, 12, 22, 19, 15, 1, tzinfo=UTC), True, None)
    assert act.url == "https://www.youtube.com/watch?v=0A1ouV7iD8o"
    assert (act.title, act.views, act.likes) == ("Navigating with Quantum Entanglement", 304_321, 15_020)
    facts = played.seen.facts
    assert (facts.identity, facts.name, facts.url) == (CHANNEL, "PBS Space Time", ADDRESS)
    assert played.seen.complete


def test_a_recorded_refusal_is_never_silence(shared: Path, replay: Any, answer: Any) -> None:
    body = (shared / "recorded" / "youtube" / "api_error_403.json").read_bytes()
    assert replay("youtube", ADDRESS, answer(FEED, body, 403), now=NOW).failed.outcome is Outcome.BLOCKED
