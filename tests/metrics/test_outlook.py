"""The outlook of a silence: what holds for every history, and how the plan stands in for a past."""

from __future__ import annotations

import math
from dataclasses import astuple
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.metrics.dropout_model import dropout
from monitor.metrics.outlook import Outlook, outlook
from monitor.metrics.rhythm import DAY, rhythm

NOW = 2_000_000_000.0
AGES = st.floats(0.0, 4000.0)
HISTORIES = st.lists(AGES, max_size=80).map(lambda ages: sorted(NOW - age * DAY for age in ages))
SOME_HISTORY = HISTORIES.filter(bool)
RATES = st.none() | st.floats(0.001, 3.0)


def chances(found: Outlook) -> tuple[float, ...]:
    return found.silent_90, found.silent_180, found.alive, found.silence_score


def every(days: float, count: int, silence: float) -> list[float]:
    return sorted(NOW - (silence + number * days) * DAY for number in range(count))


@given(HISTORIES, RATES)
def test_probabilities_are_probabilities(times: list[float], planned: float | None) -> None:
    found = outlook(times, NOW, planned)
    assert all(0 <= chance <= 1 for chance in chances(found))
    assert 0 <= found.earliest <= found.latest
    assert found.once_in >= 1


@given(SOME_HISTORY, RATES, st.floats(0, 2000), st.floats(0, 2000))
def test_what_goes_on_longer_is_more_of_a_silence(
    times: list[float], planned: float | None, one: float, other: float
) -> None:
    less, more = (outlook(times, NOW + wait * DAY, planned) for wait in sorted((one, other)))
    assert less.silent_90 <= more.silent_90 + 1e-9
    assert less.silent_180 <= more.silent_180 + 1e-9
    assert less.silence_score <= more.silence_score + 1e-9
    assert more.alive <= less.alive + 1e-9


@given(SOME_HISTORY, st.integers(-10_000, 10_000))
def test_a_shift_of_all_times_by_days_changes_nothing(times: list[float], days: int) -> None:
    there = outlook([time + days * DAY for time in times], NOW + days * DAY)
    assert astuple(there) == pytest.approx(astuple(outlook(times, NOW)))  # seconds with fractions are rounded anew


@given(SOME_HISTORY)
def test_posts_at_the_same_instant_are_one_posting_day(times: list[float]) -> None:
    one, twice = rhythm(times), rhythm(sorted(times * 2))
    assert one is not None and twice is not None
    assert (twice.gaps, twice.posting_days) == (one.gaps, one.posting_days)


@pytest.mark.parametrize("times", [[], [NOW - DAY], [NOW - DAY] * 5, every(0.01, 10_000, 1), every(1, 10_000, 400)])
def test_extreme_histories_have_an_outlook(times: list[float]) -> None:
    assert all(math.isfinite(chance) for chance in chances(outlook(times, NOW)))


@pytest.mark.parametrize("planned", [None, 1 / 7])
@pytest.mark.parametrize("gap", [1, 7, 30])
def test_history_grows_without_a_jump(gap: int, planned: float | None) -> None:
    """One more post of the same rhythm never moves a chance by more than a tenth, and after twenty by a thirtieth."""
    found = [outlook(every(gap, count, 2 * gap), NOW, planned) for count in range(1, 60)]
    steps = [abs(more.silent_90 - less.silent_90) for less, more in pairwise(found)]
    assert max(steps) < 0.1
    assert max(steps[20:]) < 1 / 30


@pytest.mark.parametrize(("planned", "days", "chance"), [(1 / 7, 30, 0.0699), (3 / 7, 7, 0.125), (1 / 30, 90, 0.125)])
def test_without_history_the_plan_says_how_long_a_pause_may_be(planned: float, days: float, chance: float) -> None:
    """(k / (k + r s))^k with k = 3: the pauses of accounts that have such a plan."""
    assert pytest.approx(chance, abs=0.001) == math.exp(dropout(None, planned).tail(days))


def test_the_plan_fades_as_history_grows() -> None:
    daily = [
        abs(outlook(every(7, n, 20), NOW, 1.0).silent_90 - outlook(every(7, n, 20), NOW).silent_90) for n in (1, 60)
    ]
    assert daily[1] < daily[0] / 2


def test_the_next_post_is_expected_at_the_usual_distance_while_that_is_not_over() -> None:
    assert outlook(every(7, 30, 2), NOW).expected == 5
    assert outlook(every(7, 30, 9), NOW).expected is None
