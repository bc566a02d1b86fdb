"""Real answers (../shared/recorded) of Bandcamp and SoundCloud. Each file is replayed, or stands with its reason.

SoundCloud's were given to its own player, whose interface is not for others: its objects are those of the API.
"""

from __future__ import annotations

import html
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

NOW = datetime(2026, 11, 22, tzinfo=UTC)
BAND = "bandcamp/channel_1.json"
USERS = [
    "soundcloud/soundcloudchannelextractor_dubmatix_2.json",
    "soundcloud/soundcloudchannelextractor_dubmatix_4.json",
]
TRACKS = "soundcloud/soundcloudchanneltabextractor_tracks_2.json"
TRACK, COMMENTS, PLAYER = (
    "one track, which no manifest asks for",
    "comments on a track, which no manifest asks for",
    "a page or a script of the web player",
)


def _said(shared: Path, name: str) -> tuple[str, str]:
    """(what was asked, what was answered)."""
    text = json.loads((shared / "recorded" / name).read_text(encoding="utf-8"))
    return text["request"]["url"], text["response"]["responseBody"]


def _kind(asked: str, body: str) -> str:
    """What a recorded answer of SoundCloud is."""
    path = urlsplit(asked).path
    if not body.startswith("{"):
        return PLAYER
    if path.endswith("/comments"):
        return COMMENTS
    kind = json.loads(body).get("kind")
    return TRACK if kind == "track" else f"{kind} of {path}"


def test_an_artist_of_bandcamp_without_releases(shared: Path, replay: Any, answer: Any) -> None:
    asked, body = _said(shared, BAND)
    said = html.escape('{"item_type":"b","item_id":2450875064}')
    page = f'<html><head><meta name="bc-page-properties" content="{said}"></head></html>'  # made
    answers = answer("https://acme.bandcamp.com/music", page) | answer(asked, body)
    played = replay("bandcamp", "https://acme.bandcamp.com", answers, now=NOW)
    assert played.seen.facts.identity == "2450875064"
    assert played.requests[-1].body == b'{"band_id": "2450875064"}'
    assert (played.seen.complete, played.seen.activities) == (True, ())


@pytest.mark.parametrize("user", USERS)
def test_tracks_of_an_account_of_soundcloud(shared: Path, replay: Any, answer: Any, user: str) -> None:
    profile, first = (
        "https://api.soundcloud.com/resolve?url=https%3A%2F%2Fsoundcloud.com%2Facme",
        "https://api.soundcloud.com/users/542134/tracks?limit=200&linked_partitioning=true",
    )
    listed = json.loads(_said(shared, TRACKS)[1])
    following = listed["next_href"]
    assert parse_qs(urlsplit(following).query)["offset"]
    body = json.dumps(listed | {"next_href": None})  # the next page was not recorded
    answers = answer(profile, _said(shared, user)[1]) | answer(first, body)
    seen = replay("soundcloud-api", "https://soundcloud.com/acme", answers, now=NOW).seen
    said = json.loads(_said(shared, user)[1])
    assert (
        seen.facts.identity,
        seen.facts.followers,
        seen.facts.total,
    ) == (str(said["id"]), said["followers_count"], said["track_count"])
    assert seen.facts.created == datetime(2010, 1, 20, 11, 56, 32, tzinfo=UTC)
    assert [act.id for act in seen.activities] == [
        f"tag:soundcloud,2010:tracks/{track['id']}" for track in listed["collection"]
    ]
    assert [f"{act.published:%Y-%m-%dT%H:%M:%SZ}" for act in seen.activities] == [
        track["display_date"] for track in listed["collection"]
    ]
    assert all(act.trusted and act.url and act.views is not None for act in seen.activities)


def test_every_other_file_of_soundcloud_answers_no_question_of_ours(shared: Path) -> None:
    folder = shared / "recorded" / "soundcloud"
    others = {f"soundcloud/{file.name}" for file in folder.iterdir()} - {*USERS, TRACKS}
    assert {_kind(*_said(shared, name)) for name in others} == {PLAYER, TRACK, COMMENTS}
    assert {f"bandcamp/{file.name}" for file in (shared / "recorded" / "bandcamp").iterdir()} == {BAND}
