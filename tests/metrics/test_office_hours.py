"""Office hours: what of a time lies in them, and what a promise of the plan comes to."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.metrics.office_hours import office_time, promised
from monitor.model.account import Office, Span

PARIS = ZoneInfo("Europe/Paris")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
USUAL = Office()
MOMENTS = st.integers(0, 365 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
ALWAYS = Office(tuple(range(7)), 0, 24 * 60)


def at(day: int, hour: int, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=PARIS).astimezone(UTC)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        (at(6, 17), at(9, 10), 2),  # Friday to Monday
        (at(6, 20), at(9, 9), 0),  # over a weekend
        (at(7, 12), at(8, 12), 0),
        (at(9, 10), at(9, 11), 1),
        (at(9, 18), at(10, 9), 0),
        (at(2, 9), at(9, 9), 45),  # a week
        (at(9, 11), at(9, 10), 0),  # the wrong way round
        (at(23, 9, 10), at(26, 9, 10), 9),  # the clock went back on Sunday
    ],
)
def test_nights_and_weekends_do_not_count(start: datetime, end: datetime, hours: int) -> None:
    assert office_time(start, end, USUAL, (), PARIS) == hours * HOUR


def test_nor_do_days_on_which_nothing_is_expected() -> None:
    bridge = Span(date(2026, 11, 10), date(2026, 11, 11))
    assert office_time(at(9, 12), at(12, 12), USUAL, (bridge,), PARIS) == 9 * HOUR


@given(MOMENTS, st.timedeltas(timedelta(0), 40 * DAY))
def test_all_hours_are_the_clocks(start: datetime, length: timedelta) -> None:
    assert office_time(start, start + length, ALWAYS, (), PARIS) == length


@given(
    MOMENTS,
    st.lists(st.timedeltas(timedelta(0), 9 * DAY), min_size=2, max_size=2),
)
def test_two_times_one_after_the_other_are_their_sum(first: datetime, lengths: list[timedelta]) -> None:
    second, third = first + lengths[0], first + lengths[0] + lengths[1]
    parts = office_time(first, second, USUAL, (), PARIS) + office_time(second, third, USUAL, (), PARIS)
    assert office_time(first, third, USUAL, (), PARIS) == parts


@pytest.mark.parametrize(
    ("length", "hours"),
    [(4 * HOUR, 4), (12 * HOUR, 9), (24 * HOUR, 9), (36 * HOUR, 18), (48 * HOUR, 18), (7 * DAY, 63)],
)
def test_a_day_of_the_plan_is_a_working_day(length: timedelta, hours: int) -> None:
    assert (promised(length, USUAL), promised(length, ALWAYS)) == (hours * HOUR, length)
