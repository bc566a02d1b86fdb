"""A list that shows nothing known may have lost acts; when that was last so is remembered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from monitor.model.activity import Memory
from support.networks import FEED, NOW

DAY = timedelta(days=1)
EARLIER = datetime(2026, 5, 1, tzinfo=UTC)


def feed(*days: int) -> str:
    """A feed with an item of so many days ago."""
    items = "".join(
        f"<item><guid>{day}</guid><pubDate>{format_datetime(NOW - day * DAY, usegmt=True)}</pubDate></item>"
        for day in days
    )
    return f'<rss version="2.0"><channel><title>Acme</title>{items}</channel></rss>'


def remembered(newest: int | None, overflowed: datetime | None = None) -> Memory:
    if newest is None:
        return Memory()
    return Memory(resolved={}, newest=NOW - newest * DAY, seen_any=True, overflowed=overflowed)


@pytest.mark.parametrize(
    ("newest", "days", "overflowed"),
    [
        (3, [1], NOW),
        (3, [0, 1, 2], NOW),
        (30, list(range(10)), NOW),
        (3, [1, 3], EARLIER),  # reaches back
        (3, [3], EARLIER),  # nothing new
        (3, [5], EARLIER),
        (3, [], EARLIER),
    ],
)
def test_what_is_remembered(replay: Any, answer: Any, newest: int, days: list[int], overflowed: datetime) -> None:
    seen = replay("feed", FEED, answer(FEED, feed(*days)), remembered(newest, EARLIER)).seen
    assert seen.memory.overflowed == overflowed


def test_a_first_check_shows_the_end_of_a_list_and_no_loss(replay: Any, answer: Any) -> None:
    assert replay("feed", FEED, answer(FEED, feed(1)), remembered(None)).seen.memory.overflowed is None
