"""What a profile's count says of its list: that it grew or fell, and more only where it counts just that list."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from monitor.model.activity import Memory
from monitor.model.check import Outcome
from support.networks import ACCOUNT, LIST, LOOKUP, NOW, PROFILE, status

DAY = timedelta(days=1)
NEWEST = datetime.fromisoformat("2026-06-14T08:00:00+00:00")
CHANNEL = "https://tube.example/c/acme"
ABOUT = "https://tube.example/api/v1/video-channels/acme"
VIDEOS = f"{ABOUT}/videos?start=0&count=100&sort=-publishedAt"


def before(total: int | None, **more: Any) -> Memory:
    resolved = {"url": ACCOUNT, "id": "1"}
    return Memory(identity="1", resolved=resolved, total=total, newest=NEWEST, seen_any=True, **more)


def check(replay: Any, answer: Any, memory: Memory, total: int, *posts: Any, now: datetime = NOW) -> Any:
    profile = json.dumps({"id": "1", "statuses_count": total})
    answers = answer(LOOKUP, profile) | answer(PROFILE, profile) | answer(LIST, json.dumps(posts))
    return replay("mastodon", ACCOUNT, answers, memory, now)


def test_an_empty_list_that_the_profile_agrees_with_is_as_it_should_be(replay: Any, answer: Any) -> None:
    assert check(replay, answer, before(None), 0).seen.complete
    assert check(replay, answer, before(0), 0).seen.complete


@pytest.mark.parametrize("total", [1, 40])
def test_a_profile_that_counted_posts_and_counts_none_does_not_show_silence(
    replay: Any, answer: Any, total: int
) -> None:
    seen = check(replay, answer, before(total), 0).seen
    said = f"the list is empty; it was not before, and the profile counts no post: it counted {total}"
    assert (seen.complete, seen.detail, seen.memory.total) == (False, said, total)
    assert not check(replay, answer, seen.memory, 0, now=NOW + 30 * DAY).seen.complete


def test_an_empty_list_of_a_profile_that_counts_posts_is_blocked(replay: Any, answer: Any) -> None:
    assert check(replay, answer, before(40), 40).failed.outcome is Outcome.BLOCKED


def test_a_count_that_fell_by_half_with_an_old_list_stands_for_14_days(replay: Any, answer: Any) -> None:
    memory, found = before(40), []
    for days in (0, 7, 13.9, 14):
        now = NOW + days * DAY
        seen = check(replay, answer, memory, 12, status(5, "2026-05-01"), now=now).seen
        found.append(seen.complete)
        memory = seen.memory
        if days == 7:
            said = "the profile counts 12 posts, it counted 40, and the list shows none of the newest"
            assert (seen.detail, memory.total) == (said, 40)
    assert (found, memory.total) == ([False, False, False, True], 12)


@pytest.mark.parametrize(
    ("counted", "counts", "days"),
    [
        (40, 12, ["2026-06-14", "2026-05-01"]),  # old posts were deleted
        (40, 12, ["2026-06-15", "2026-05-01"]),
        (40, 39, ["2026-05-01"]),
        (2, 1, ["2026-05-01"]),
    ],
    ids=["the newest is there", "a new one", "one deleted", "one of two deleted"],
)
def test_what_says_nothing_of_silence(replay: Any, answer: Any, counted: int, counts: int, days: list[str]) -> None:
    posts = [status(number, day) for number, day in enumerate(days, 5)]
    assert check(replay, answer, before(counted), counts, *posts).seen.complete


def test_a_count_that_grew_is_explained_by_a_post_with_an_old_date(replay: Any, answer: Any) -> None:
    first = check(replay, answer, before(40), 41, status(7, "2026-06-14")).seen
    assert "the profile counts 1 posts more than before" in first.detail
    known = before(40, known=frozenset({1, 2}))
    assert check(replay, answer, known, 41, status(7, "2026-05-01"), status(8, "2026-06-14")).seen.complete


@pytest.mark.parametrize(("total", "shown", "complete"), [(30, 30, True), (130, 100, True), (30, 4, False)])
def test_a_list_that_counts_what_it_shows_and_shows_less(
    replay: Any, answer: Any, total: int, shown: int, complete: bool
) -> None:
    channel = {"id": 7, "name": "acme", "ownerAccount": {"name": "acme", "host": "tube.example"}}
    video = {"channel": channel, "publishedAt": "2026-06-14T08:00:00.000Z"}
    videos = [video | {"uuid": f"v{number}", "url": f"https://tube.example/w/{number}"} for number in range(shown)]
    answers = answer(ABOUT, json.dumps(channel)) | answer(VIDEOS, json.dumps({"total": total, "data": videos}))
    seen = replay("peertube", CHANNEL, answers, Memory(newest=NEWEST, seen_any=True)).seen
    said = "" if complete else "the list shows 4 of the 30 posts that it counts"
    assert (seen.complete, seen.detail) == (complete, said)
