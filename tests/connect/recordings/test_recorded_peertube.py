"""Real answers of PeerTube servers (../shared/recorded/peertube) through observe, read right.

A file holds a question and its answer. What is hand-made stands under `made`.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from monitor.model.check import Outcome

REPLAYED = {
    "accountextractor_framasoft_0.json",
    "accounttabextractor_videos_0.json",
    "accounttabextractor_videos_1.json",
    "channeltabextractor_videos_1.json",
    "commentsextractor_default_0.json",
    "trendingextractor_trending_0.json",
}
NOT_ASKED = {
    "accountextractor_framasoft_1.json": "the list of an account's channels",
    "accounttabextractor_channels_0.json": "the list of an account's channels",
    "commentsextractor_default_1.json": "the same comments as commentsextractor_default_0.json",
}
NOW = datetime(2026, 11, 22, tzinfo=UTC)
ACCOUNT = "https://framatube.org/a/framasoft"
PROFILE = "https://framatube.org/api/v1/accounts/framasoft"
LIST = "videos?start=0&count=100&sort=-publishedAt"

Said: TypeAlias = Callable[[str], str]


@pytest.fixture
def said(shared: Path) -> Said:
    """What a server answered in a file."""

    def body(name: str) -> str:
        file = shared / "recorded" / "peertube" / f"{name}.json"
        text: str = json.loads(file.read_text(encoding="utf-8"))["response"]["responseBody"]
        return text

    return body


def test_the_list_covers_every_file(shared: Path) -> None:
    files = {path.name for path in (shared / "recorded" / "peertube").iterdir()}
    assert REPLAYED | set(NOT_ASKED) == files
    assert not REPLAYED & set(NOT_ASKED)


@pytest.mark.parametrize(
    ("name", "first", "latest"),
    [
        ("accounttabextractor_videos_0", "1baa6897-c2ad-4caf-beb4-0c85b8dc8d09", "2025-04-10T15:32:07"),
        ("accounttabextractor_videos_1", "4690f326-de96-442a-9769-18f6ece46993", "2024-03-07T11:44:38"),
    ],
)
def test_a_recorded_account_and_its_videos(
    said: Said, replay: Any, answer: Any, name: str, first: str, latest: str
) -> None:
    answers = answer(PROFILE, said("accountextractor_framasoft_0")) | answer(f"{PROFILE}/{LIST}", said(name))
    played = replay("peertube", ACCOUNT, answers, now=NOW)
    assert [request.url for request in played.requests] == [PROFILE, f"{PROFILE}/{LIST}"]
    facts = played.seen.facts
    assert (facts.identity, facts.name, facts.url) == ("3", "Framasoft", "https://framatube.org/accounts/framasoft")
    assert facts.total == 712
    acts = played.seen.activities
    assert (len(acts), acts[0].id) == (12, first)
    assert acts[0].published == datetime.fromisoformat(f"{latest}+00:00")
    assert {act.kind.value for act in acts} == {"post"}
    assert {act.author for act in acts} == {"3"}
    assert all(act.trusted and act.url and act.title and act.views is not None for act in acts)


def test_recorded_videos_of_a_channel(said: Said, replay: Any, answer: Any) -> None:
    """Another server gave the list: the channel's number is that server's."""
    base = "https://video.lqdn.fr/api/v1/video-channels/lqdn_channel"
    profile = {"id": 1126, "name": "lqdn_channel", "ownerAccount": {"name": "lqdn", "host": "video.lqdn.fr"}}  # made
    answers = answer(base, json.dumps(profile)) | answer(f"{base}/{LIST}", said("channeltabextractor_videos_1"))
    seen = replay("peertube", "https://video.lqdn.fr/c/lqdn_channel", answers, now=NOW).seen
    assert (seen.facts.total, seen.activities[0].id) == (589, "b65afbb7-f661-44d6-9f63-88aa6448214a")
    assert {act.author for act in seen.activities} == {"1126"}


def test_recorded_videos_of_everybody_are_not_the_accounts(said: Said, replay: Any, answer: Any) -> None:
    trending = answer(f"{PROFILE}/{LIST}", said("trendingextractor_trending_0"))
    answers = answer(PROFILE, said("accountextractor_framasoft_0")) | trending
    failed = replay("peertube", ACCOUNT, answers, now=NOW).failed
    assert (failed.outcome, failed.detail) == (Outcome.CHANGED_FORMAT, "a post by 8585, not by the account (3)")


def test_recorded_comments_below_a_video(said: Said, replay: Any, answer: Any) -> None:
    """Those that were deleted are left out: they have no author any more."""
    video = {
        "uuid": "9c9de5e8",
        "publishedAt": "2020-12-25T10:00:00.000Z",
        "comments": 18,
        "account": {"id": 3},
    }  # made
    comments = "https://framatube.org/api/v1/videos/9c9de5e8/comment-threads?start=0&count=100&sort=-createdAt"
    answers = answer(PROFILE, said("accountextractor_framasoft_0"))
    answers |= answer(f"{PROFILE}/{LIST}", json.dumps({"total": 1, "data": [video]}))
    answers |= answer(comments, said("commentsextractor_default_0"))
    replies = replay("peertube", ACCOUNT, answers, now=NOW, replies=True).seen.replies
    assert [reply.id for reply in replies] == ["29511", "33533", "34293", "40714", "41984", "42679"]
    assert replies[-1].author == "grrg@videos.abnormalbeings.space"
    assert replies[-1].published == datetime(2025, 7, 10, 21, 39, 33, tzinfo=UTC)
    assert {reply.answered for reply in replies} == {None}
    assert {(reply.post, reply.direct) for reply in replies} == {("9c9de5e8", True)}
