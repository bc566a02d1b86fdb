"""How much of a plan was kept, in windows of days that count."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from monitor.metrics.cadence_kept import HISTORY, Kept, kept, window
from monitor.model.account import Span, Thresholds
from support.health import cadence, counts

AT = datetime(2026, 11, 30, 12, tzinfo=UTC)
TODAY, DAY = AT.date(), timedelta(days=1)
LONG_AGO = date(2020, 1, 1)


def days(count: int, every: int = 1) -> list[date]:
    """The last `count` days, each `every`th, today the last."""
    return [TODAY - number * every * DAY for number in range(count)]


def measured(posted: list[date], acts: int = 1, per: float = 7, since: date = LONG_AGO, *pauses: Span) -> Kept:
    return kept(counts(*posted), cadence(acts, per), Thresholds(), AT, ZoneInfo("UTC"), pauses, since)


@pytest.mark.parametrize(("per", "length"), [(1, 28), (7, 28), (9, 28), (10, 30), (14, 42), (30, 90)])
def test_the_window_is_28_days_or_three_long_periods(per: float, length: int) -> None:
    assert window(cadence(1, per), Thresholds()) == length * DAY


@pytest.mark.parametrize("per", [91, 365, 800])
def test_the_window_never_reaches_back_further_than_what_is_known(per: float) -> None:
    assert window(cadence(1, per), Thresholds()) == HISTORY


def test_every_post_in_the_window_counts_and_none_before_it() -> None:
    assert measured(days(10, every=7)) == Kept(4, 4.0, 28)


def test_the_share_is_of_what_was_asked() -> None:
    assert measured(days(3, every=7)).share == 0.75


def test_days_of_a_pause_are_neither_asked_for_nor_counted() -> None:
    pause = Span(TODAY - 10 * DAY, TODAY - 4 * DAY)
    assert measured(days(60), 1, 1, LONG_AGO, pause) == Kept(28, 28.0, 28)
    assert measured([day for day in days(60) if day.weekday() != 6], 1, 1, LONG_AGO, pause) == Kept(24, 28.0, 28)


def test_nothing_is_asked_of_days_before_the_account_was_known() -> None:
    assert measured(days(10), 1, 1, TODAY - 9 * DAY) == Kept(10, 10.0, 10)


def test_less_than_one_post_asked_says_nothing_yet() -> None:
    assert measured([], 1, 7, TODAY - 5 * DAY).share == 1.0
    assert measured([], 1, 7, TODAY - 6 * DAY).share == 0.0


def test_a_yearly_plan_is_never_behind_for_want_of_a_history_that_nobody_keeps() -> None:
    assert measured([], 1, 365).share == 1.0


def test_a_quarterly_plan_is_measured_over_half_a_year() -> None:
    found = measured(days(2, every=90), 1, 91)
    assert (found.count, found.target, found.days) == (2, 2.0, 182)


def test_copied_posts_and_other_acts_are_no_posts_of_people() -> None:
    acts = counts(TODAY, post=3, copied=2, share=4, reply=5)
    assert kept(acts, cadence(1, 7), Thresholds(), AT, ZoneInfo("UTC"), (), LONG_AGO).count == 1


@pytest.mark.parametrize(("zone", "count"), [("UTC", 0), ("Pacific/Kiritimati", 1)])
def test_the_window_ends_with_the_day_of_the_brand(zone: str, count: int) -> None:
    tomorrow = counts(TODAY + DAY)
    assert kept(tomorrow, cadence(1, 7), Thresholds(), AT, ZoneInfo(zone), (), LONG_AGO).count == count
