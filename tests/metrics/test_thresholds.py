"""When silence becomes a state: the table of the health model, and its order for every plan."""

from __future__ import annotations

from dataclasses import astuple
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.metrics.thresholds import Limits, limits, limits_or_default
from monitor.model.account import Cadence, Plan, Thresholds

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PERIODS = st.integers(6, 800 * 24).map(lambda hours: hours * HOUR)
TABLE = {  # period: late, overdue, dormant, abandoned, in days
    1: (1, 3, 30, 180),
    7: (7, 10.5, 30, 180),
    14: (14, 21, 49, 180),
    30: (30, 45, 90, 180),
    91: (91, 121, 151, 365),
    365: (365, 395, 425, 515),
}


def of(period: timedelta, thresholds: Thresholds | None = None, count: int = 1) -> Limits:
    found = limits(Plan(publish=Cadence(count, period, ""), thresholds=thresholds or Thresholds()))
    assert found is not None
    return found


def only(name: str, days: int) -> Thresholds:
    given: dict[str, Any] = {name: days * DAY}
    return Thresholds(**given)


def states(found: Limits) -> tuple[timedelta, ...]:
    return found.late, found.overdue, found.dormant, found.abandoned


@pytest.mark.parametrize("days", TABLE)
def test_the_table_of_the_health_model(days: int) -> None:
    assert tuple(length / DAY for length in states(of(days * DAY))) == TABLE[days]


@given(PERIODS)
def test_each_state_needs_a_longer_silence_than_the_one_before(period: timedelta) -> None:
    found = of(period)
    assert found.late == period
    assert sorted(set(states(found))) == list(states(found))


@given(PERIODS, PERIODS)
def test_a_longer_period_never_shortens_a_limit(one: timedelta, other: timedelta) -> None:
    shorter, longer = (astuple(of(period)) for period in sorted((one, other)))
    assert all(less <= more for less, more in zip(shorter, longer, strict=True))


def test_every_hour_from_six_to_eight_hundred_days_keeps_the_order_and_never_shortens_a_limit() -> None:
    before = of(6 * HOUR)
    for hours in range(7, 800 * 24 + 1):
        found = of(hours * HOUR)
        assert found.late < found.overdue < found.dormant < found.abandoned
        assert all(less <= more for less, more in zip(astuple(before), astuple(found), strict=True))
        before = found


@given(PERIODS, st.integers(1, 100))
def test_the_count_of_a_plan_does_not_matter(period: timedelta, count: int) -> None:
    """Three a week are not late every Tuesday."""
    assert of(period, count=count) == of(period)


@pytest.mark.parametrize(("days", "grace"), [(0.25, 2), (1, 2), (4, 2), (7, 3.5), (60, 30), (91, 30), (365, 30)])
def test_grace_is_half_a_period_within_two_and_thirty_days(days: float, grace: float) -> None:
    assert of(days * DAY).grace / DAY == grace


@pytest.mark.parametrize(("days", "new"), [(1, 7), (4, 7), (7, 10.5), (30, 45)])
def test_an_account_is_new_for_a_week_at_least(days: float, new: float) -> None:
    assert of(days * DAY).new / DAY == new


def test_where_nothing_is_planned_nothing_is_late_yet_silence_is_dormant_at_ninety_days() -> None:
    assert limits(Plan()) is None
    assert limits_or_default(Plan()).dormant == timedelta(days=90)


@pytest.mark.parametrize("name", ["late", "overdue", "dormant", "abandoned"])
@pytest.mark.parametrize("days", [0, 5, 400])
def test_what_the_plan_sets_stands(name: str, days: int) -> None:
    assert getattr(of(7 * DAY, only(name, days)), name) == days * DAY


@given(PERIODS, st.sampled_from(["late", "overdue", "dormant", "abandoned"]), st.integers(0, 900))
def test_what_is_not_set_keeps_the_order_behind_what_is(period: timedelta, name: str, days: int) -> None:
    found = of(period, only(name, days))
    names = ["late", "overdue", "dormant", "abandoned"]
    behind = [getattr(found, each) for each in names[names.index(name) :]]
    assert sorted(behind) == behind
