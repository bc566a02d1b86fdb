"""The times between two good checks that are longer than usual."""

from __future__ import annotations

from datetime import timedelta

from monitor.metrics.gaps import Gap, gaps
from monitor.model.check import Outcome
from support.health import DAY, NOON, row

LONGEST = timedelta(hours=36)


def test_failed_checks_between_good_ones_make_a_gap() -> None:
    checks = [row(n, NOON + n * DAY, Outcome.BLOCKED if n in (3, 4, 5) else Outcome.OK) for n in range(8)]
    expected = [Gap(NOON + 2 * DAY, NOON + 6 * DAY, 3, Outcome.BLOCKED)]
    assert gaps(checks, NOON + 7 * DAY, LONGEST) == expected
    assert gaps(reversed(checks), NOON + 7 * DAY, LONGEST) == expected


def test_a_single_failure_among_many_checks_is_none() -> None:
    checks = [row(n, NOON + n * DAY / 4, Outcome.TEMPORARY if n == 5 else Outcome.OK) for n in range(12)]
    assert gaps(checks, NOON + 3 * DAY, LONGEST) == []


def test_the_last_gap_lasts_until_now_and_says_what_most_checks_came_to() -> None:
    outcomes = [Outcome.OK, Outcome.OK, Outcome.TEMPORARY, Outcome.BLOCKED, Outcome.BLOCKED]
    checks = [row(n, NOON + n * DAY, outcome) for n, outcome in enumerate(outcomes)]
    assert gaps(checks, NOON + 5 * DAY, LONGEST) == [Gap(NOON + DAY, None, 3, Outcome.BLOCKED)]


def test_a_machine_that_was_off_left_a_gap_without_checks() -> None:
    checks = [row(n, NOON + n * DAY + (9 * DAY if n > 5 else 0 * DAY)) for n in range(12)]
    assert gaps(checks, NOON + 20 * DAY, LONGEST) == [Gap(NOON + 5 * DAY, NOON + 15 * DAY, 0, None)]


def test_who_checks_once_a_week_misses_nothing_in_between() -> None:
    checks = [row(n, NOON + 7 * n * DAY) for n in range(5)]
    assert gaps(checks, NOON + 30 * DAY, LONGEST) == []


def test_before_the_first_good_check_nothing_was_missed() -> None:
    assert gaps([], NOON, LONGEST) == []
    assert gaps([row(1, NOON, Outcome.GONE)], NOON + 30 * DAY, LONGEST) == []
