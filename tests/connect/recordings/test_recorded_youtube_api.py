"""Real answers of YouTube's Data API (../shared/recorded/youtube) through observe, read right.

What is not recorded is hand-made and stands under `made`.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.model.check import Outcome

CHANNEL = "UC_x5XG1OV2P6uZZ5FSM9Ttw"
ADDRESS = f"https://www.youtube.com/channel/{CHANNEL}"
API = "https://www.googleapis.com/youtube/v3"
PROFILE = f"{API}/channels?part=snippet,statistics&id={CHANNEL}"
UPLOADS = f"{API}/playlistItems?part=snippet,contentDetails&playlistId=UU{CHANNEL[2:]}&maxResults=50"
COMMENTS = f"{API}/commentThreads?part=snippet,replies&allThreadsRelatedToChannelId={CHANNEL}&order=time&maxResults=100"
NOW = datetime(2019, 12, 1, tzinfo=UTC)


@pytest.fixture
def recorded(shared: Path) -> Any:
    return lambda name: (shared / "recorded" / "youtube" / f"{name}.json").read_text(encoding="utf-8")


def test_a_recorded_channel_and_two_pages_of_a_recorded_list(recorded: Any, replay: Any, answer: Any) -> None:
    following = f"{API}/playlistItems?part=snippet%2CcontentDetails&playlistId=UU{CHANNEL[2:]}&maxResults=50"
    answers = answer(PROFILE, recorded("api_info")) | answer(UPLOADS, recorded("api_playlist_items_paged_1"))
    answers |= answer(f"{following}&pageToken=CAoQAA", recorded("api_playlist_items_paged_2"))
    seen = replay("youtube-api", ADDRESS, answers, now=NOW).seen
    assert (seen.facts.identity, seen.facts.name, seen.facts.url) == (CHANNEL, "Google Developers", ADDRESS)
    assert seen.facts.created == datetime(2007, 8, 23, 0, 34, 43, tzinfo=UTC)
    assert (len(seen.activities), seen.complete) == (13, True)
    first = seen.activities[0]
    assert (first.id, first.author, first.kind.value, first.trusted) == ("yt:video:CvTApw9X8aA", CHANNEL, "post", True)
    assert first.url == "https://www.youtube.com/watch?v=CvTApw9X8aA"
    assert first.published == datetime(2019, 11, 21, 22, 17, 43, tzinfo=UTC)
    assert first.title == "Welcome from Google Developers - Pittsburgh ML Summit ‘19"


def test_a_recorded_handle(recorded: Any, replay: Any, answer: Any) -> None:
    made = json.dumps({"kind": "youtube#playlistItemListResponse", "items": []})
    answers = answer(f"{API}/channels?part=id&forHandle=%40googledevelopers", recorded("api_info"))
    answers |= answer(PROFILE, recorded("api_info")) | answer(UPLOADS, made)
    played = replay("youtube-api", "https://www.youtube.com/@googledevelopers", answers, now=NOW)
    assert played.seen.memory.resolved["code"] == CHANNEL[2:]


@pytest.mark.parametrize(
    ("name", "ids", "thread"),
    [
        ("api_comment_threads_by_channel", {"UgyUBI0HsgL9emxcZpR4AaABAg", "Ugzi3lkqDPfIOirGFLh4AaABAg"}, None),
        (
            "api_comment_threads_by_video_paged_1",
            {
                "UgyZ1jqkHKYvi1-ruOZ4AaABAg",
                "Ugy4OzAuz5uJuFt3FH54AaABAg",
                "UgysQP-vp089eFP0Stl4AaABAg",
                "UgyKv8ziPYFJDGytM_J4AaABAg",
                "UgwI_ylXVnzPS8Q-oAV4AaABAg",
            },
            "yt:video:F1UP7wRCPH8",
        ),
    ],
)
def test_recorded_comments(
    recorded: Any, replay: Any, answer: Any, name: str, ids: set[str], thread: str | None
) -> None:
    answers = answer(PROFILE, recorded("api_info")) | answer(UPLOADS, recorded("api_playlist_items_paged_2"))
    seen = replay("youtube-api", ADDRESS, answers | answer(COMMENTS, recorded(name)), now=NOW, replies=True).seen
    assert {reply.id for reply in seen.replies} == ids
    assert {reply.post for reply in seen.replies} == {thread}
    assert all(reply.author and reply.author.startswith("UC") and reply.direct for reply in seen.replies)
    assert all(reply.answered is None for reply in seen.replies)


def test_a_second_page_of_recorded_comments_is_read_alike(recorded: Any, replay: Any, answer: Any) -> None:
    answers = answer(PROFILE, recorded("api_info")) | answer(UPLOADS, recorded("api_playlist_items_paged_2"))
    said = recorded("api_comment_threads_by_video_paged_2")
    seen = replay("youtube-api", ADDRESS, answers | answer(COMMENTS, said), now=NOW, replies=True).seen
    assert {reply.id for reply in seen.replies} == {item["id"] for item in json.loads(said)["items"]}


def test_a_recorded_refusal(recorded: Any, replay: Any, answer: Any) -> None:
    failed = replay("youtube-api", ADDRESS, answer(PROFILE, recorded("api_error_403"), 403), now=NOW).failed
    assert failed.outcome is Outcome.BLOCKED
