"""A network that shows some days only (GitHub: 30 days, 300 events): what an empty list proves, and for how long."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from monitor.model.activity import Memory
from support.networks import FEED, NOW, TODAY

DAY = timedelta(days=1)
ADDRESS = "https://github.com/acme"
PROFILE = "https://api.github.com/user/42"
EVENTS = "https://api.github.com/users/acme/events/public?per_page=100"
GAP = "nobody saw the time before 2026-05-16: the last check is longer ago than is shown"
EMPTY = "the list is empty; it was not before"


def known(newest: timedelta | None, checked: timedelta | None, **more: Any) -> Memory:
    """What was remembered; each time is so long before now."""
    return Memory(
        identity="42",
        resolved={"url": ADDRESS, "id": "42", "person": "acme"},
        newest=NOW - newest if newest is not None else None,
        checked=NOW - checked if checked is not None else None,
        seen_any=newest is not None,
        **more,
    )


def event(number: int, ago: timedelta, kind: str = "PushEvent") -> dict[str, Any]:
    at = (NOW - ago).strftime("%Y-%m-%dT%H:%M:%SZ")
    actor = {"id": 42, "login": "acme"}
    return {"id": str(number), "type": kind, "created_at": at, "actor": actor, "repo": {"name": "acme/shop"}}


def check(replay: Any, answer: Any, memory: Memory, *events: dict[str, Any], now: datetime = NOW) -> Any:
    answers = answer(PROFILE, '{"id": 42, "login": "acme", "type": "User"}') | answer(EVENTS, json.dumps(events))
    return replay("github", ADDRESS, answers, memory, now).seen


@pytest.mark.parametrize(
    ("newest", "checked", "detail"),
    [
        (29 * DAY, DAY, EMPTY),  # it must still be shown
        (31 * DAY, DAY, ""),  # it is not shown any more
        (90 * DAY, 29 * DAY, ""),
        (90 * DAY, 30 * DAY, ""),  # exactly as far back as is shown
        (90 * DAY, 31 * DAY, GAP),
        (None, 31 * DAY, GAP),  # never an act, and part of the time not seen
        (None, None, ""),  # the first check
        (90 * DAY, None, ""),  # remembered by a release that did not write down its checks
    ],
)
def test_an_empty_list(
    replay: Any, answer: Any, newest: timedelta | None, checked: timedelta | None, detail: str
) -> None:
    seen = check(replay, answer, known(newest, checked))
    assert (seen.complete, seen.detail) == (not detail, detail)


def test_the_check_after_that_is_complete_again_and_remembers_the_time_that_nobody_saw(
    replay: Any, answer: Any
) -> None:
    first = check(replay, answer, known(90 * DAY, 45 * DAY))
    assert (first.memory.checked, first.memory.unseen_until) == (NOW, NOW - 30 * DAY)
    second = check(replay, answer, first.memory, now=NOW + DAY)
    assert (second.complete, second.memory.checked, second.memory.unseen_until) == (True, NOW + DAY, NOW - 30 * DAY)


def test_acts_within_what_is_shown_leave_the_time_before_unseen(replay: Any, answer: Any) -> None:
    seen = check(replay, answer, known(90 * DAY, 45 * DAY), event(9, 3 * DAY))
    assert ([act.id for act in seen.activities], seen.complete, seen.detail) == (["9"], False, GAP)


def test_a_check_that_missed_something_is_not_the_last_that_saw_all(replay: Any, answer: Any) -> None:
    assert check(replay, answer, known(5 * DAY, DAY)).memory.checked == NOW - DAY


def test_a_list_without_such_an_end_remembers_no_check(replay: Any, answer: Any) -> None:
    assert replay("feed", FEED, answer(FEED, TODAY)).seen.memory.checked is None


def test_what_is_no_act_shows_how_far_the_list_reaches(replay: Any, answer: Any) -> None:
    stars = [event(number, 10 * DAY, "WatchEvent") for number in range(5)]
    seen = check(replay, answer, known(20 * DAY, DAY), *stars)
    assert (seen.activities, seen.complete, seen.detail) == ((), False, EMPTY)  # an act of 20 days ago is missing


def test_300_events_that_are_no_acts_hide_what_was_before_them(replay: Any, answer: Any) -> None:
    page = [f"{EVENTS}&page={number}" if number > 1 else EVENTS for number in (1, 2, 3)]
    answers = answer(PROFILE, '{"id": 42, "login": "acme", "type": "User"}')
    for number, url in enumerate(page):
        stars = [event(1000 * number + each, number * DAY, "WatchEvent") for each in range(100)]
        link = {"link": f'<{page[number + 1]}>; rel="next"'} if number < 2 else {}
        answers |= answer(url, json.dumps(stars), 200, link)
    seen = replay("github", ADDRESS, answers, known(20 * DAY, 15 * DAY), NOW).seen
    assert not seen.complete
    assert "3 pages of posts since the last check, and perhaps more" in seen.detail
