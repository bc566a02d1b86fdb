"""What looks like a machine and proves nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from monitor.metrics.machinelike import Machinelike, Published, machinelike

AT = datetime(2026, 11, 2, 9, 17, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("title", "after", "expected"),
    [
        ("Test rides this Saturday at the workshop", 47 * HOUR, 1),
        ("Test rides this Saturday at our workshop!", 47 * HOUR, 1),
        ("Test rides this Saturday at the workshop", 49 * HOUR, 0),
        ("Test rides this Saturday at the workshop", -HOUR, 0),  # ours was first
        ("Come and try one, the children too", 2 * HOUR, 0),
        (None, 2 * HOUR, 0),
    ],
)
def test_most_words_of_a_siblings_post_of_the_48_hours_before(title: str, after: timedelta, expected: int) -> None:
    sibling = Published(AT, "Test rides this Saturday at the workshop")
    assert machinelike([Published(AT + after, title)], [sibling]).alike == expected


def test_a_clockwork_and_a_person() -> None:
    clockwork = [Published(AT + number * DAY, "x") for number in range(8)]
    person = [Published(AT + number * number * timedelta(minutes=313), "x") for number in range(8)]
    assert machinelike(clockwork, []) == Machinelike(8, 0, 1.0, 1.0)
    found = machinelike(person, [])
    assert found.one_minute is not None and found.one_minute < 0.5
    assert found.one_gap is not None and found.one_gap < 0.5


def test_few_posts_show_no_regularity() -> None:
    found = machinelike([Published(AT + number * DAY, "x") for number in range(4)], [])
    assert (found.posts, found.one_minute, found.one_gap) == (4, None, None)
