"""What a check does to the observation axis: each outcome, and how many of them over how long."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.judge.observation_state import after_check
from monitor.model.account import Thresholds
from monitor.model.check import SEEN, Outcome
from monitor.model.state import ObservationAxis, ObservationState
from support.health import NOON, row

HOUR = timedelta(hours=1)
BAD = [
    Outcome.TEMPORARY,
    Outcome.RATE_LIMITED,
    Outcome.QUOTA,
    Outcome.UNAUTHORISED,
    Outcome.BLOCKED,
    Outcome.LOGIN_REQUIRED,
    Outcome.CHANGED_FORMAT,
]
AT_ONCE = {
    Outcome.IDENTITY_CHANGED: ObservationState.BLIND,
    Outcome.SUSPENDED: ObservationState.SUSPENDED,
    Outcome.PRIVATE: ObservationState.PRIVATE,
    Outcome.MOVED: ObservationState.MOVED,
}


def after(*checks: tuple[float, Outcome], state: ObservationAxis | None = None) -> ObservationAxis:
    """The axis after checks, each so many hours after noon."""
    found = state or ObservationAxis()
    for number, (hours, outcome) in enumerate(checks, start=len(found.checks) and found.checks[-1] + 1):
        found = after_check(found, row(number, NOON + hours * HOUR, outcome), Thresholds())
    return found


def every(hours: float, outcome: Outcome, count: int) -> list[tuple[float, Outcome]]:
    return [(number * hours, outcome) for number in range(count)]


@pytest.mark.parametrize("outcome", sorted(SEEN))
def test_a_good_check_is_ok(outcome: Outcome) -> None:
    found = after((0, outcome))
    assert (found.state, found.first_ok, found.last_ok) == (ObservationState.OK, NOON, NOON)
    assert found.limited is (outcome is Outcome.LIMITED)


@pytest.mark.parametrize("outcome", BAD)
def test_a_bad_check_is_failing_then_blind_after_three_over_a_day(outcome: Outcome) -> None:
    assert after((0, outcome)).state is ObservationState.FAILING
    assert after(*every(24, outcome, 2)).state is ObservationState.FAILING  # two are too few
    assert after(*every(6, outcome, 4)).state is ObservationState.FAILING  # eighteen hours are too short
    assert after(*every(12, outcome, 3)).state is ObservationState.BLIND


def test_bad_checks_of_any_kind_count_together() -> None:
    assert (
        after((0, Outcome.TEMPORARY), (12, Outcome.QUOTA), (24, Outcome.LOGIN_REQUIRED)).state is ObservationState.BLIND
    )


def test_one_good_check_starts_the_count_again() -> None:
    checks = [(0, Outcome.TEMPORARY), (12, Outcome.TEMPORARY), (18, Outcome.OK), (24, Outcome.TEMPORARY)]
    found = after(*checks)
    assert (found.state, found.bad_checks, found.bad_since) == (ObservationState.FAILING, 1, NOON + 24 * HOUR)


@pytest.mark.parametrize(("outcome", "seen"), AT_ONCE.items())
def test_what_says_it_all_is_believed_at_once(outcome: Outcome, seen: ObservationState) -> None:
    assert seen is after((0, Outcome.OK), (6, outcome)).state


@pytest.mark.parametrize(("hours", "seen"), [(11, ObservationState.FAILING), (12, ObservationState.GONE)])
def test_gone_needs_three_checks_the_first_and_the_last_a_day_apart(hours: float, seen: ObservationState) -> None:
    assert after(*every(30, Outcome.GONE, 2)).state is ObservationState.FAILING
    assert seen is after(*every(hours, Outcome.GONE, 3)).state


def test_gone_stays_gone_while_the_network_is_down() -> None:
    checks = [*every(12, Outcome.GONE, 3), (36, Outcome.TEMPORARY), (72, Outcome.TEMPORARY)]
    assert after(*checks).state is ObservationState.GONE


def test_blind_becomes_gone_once_that_is_definite() -> None:
    checks = [*every(12, Outcome.TEMPORARY, 3), (36, Outcome.GONE), (48, Outcome.GONE)]
    assert after(*checks).state is ObservationState.BLIND
    assert after(*checks, (60, Outcome.GONE)).state is ObservationState.GONE


@pytest.mark.parametrize("outcome", [*BAD, *AT_ONCE, Outcome.GONE])
def test_whatever_it_was_a_good_check_makes_it_ok(outcome: Outcome) -> None:
    found = after(*every(12, outcome, 3), (36, Outcome.OK))
    assert (found.state, found.bad_checks, found.gone_checks, found.bad_since) == (ObservationState.OK, 0, 0, None)


def test_no_check_is_made_of_a_manual_account_so_none_is_bad() -> None:
    found = after(*every(24, Outcome.MANUAL, 9))
    assert (found.state, found.bad_checks) == (ObservationState.MANUAL, 0)
    assert after((999, Outcome.TEMPORARY), state=found).state is ObservationState.FAILING  # a connector reads it now


def test_an_empty_list_that_is_not_complete_proves_nothing() -> None:
    good = after((0, Outcome.OK))
    doubtful = row(9, NOON + HOUR, complete=False, activities=0)
    assert after_check(good, doubtful, Thresholds()).last_ok == NOON
    assert after_check(good, row(9, NOON + HOUR, activities=0), Thresholds()).last_ok == NOON + HOUR


def test_what_an_incomplete_list_shows_proves_no_silence() -> None:
    found = after_check(ObservationAxis(), row(1, NOON, complete=False, activities=3, new=3), Thresholds())
    assert (found.state, found.first_ok, found.last_ok, found.last_ok_check) == (ObservationState.OK, NOON, None, None)


def test_a_limited_page_proves_silence_only_where_it_shows_acts() -> None:
    empty = after_check(ObservationAxis(), row(1, NOON, Outcome.LIMITED, activities=0), Thresholds())
    assert (empty.state, empty.outcome, empty.last_ok) == (ObservationState.FAILING, Outcome.UNPROVED, None)
    assert after_check(ObservationAxis(), row(1, NOON, Outcome.LIMITED), Thresholds()).last_ok == NOON


def test_a_state_names_the_checks_it_rests_on_the_first_and_the_last_ones() -> None:
    assert after(*every(6, Outcome.TEMPORARY, 9)).checks == (0, 5, 6, 7, 8)
    assert after((0, Outcome.TEMPORARY), (1, Outcome.OK)).checks == (1,)


def test_a_check_is_counted_once() -> None:
    once = after((0, Outcome.TEMPORARY))
    assert after_check(once, row(0, NOON, Outcome.TEMPORARY), Thresholds()) == once


SILENT: dict[str, Any] = {"outcome": Outcome.TEMPORARY, "answered": False}
UNPROVED: list[dict[str, Any]] = [
    {"complete": False, "activities": 0, "detail": "an empty list"},
    {"complete": False, "activities": 9, "detail": "an old copy from a cache"},
    {"complete": False, "activities": 4, "detail": "the document is cut short"},
    {"outcome": Outcome.LIMITED, "activities": 0},
    {"outcome": Outcome.LIMITED, "complete": False, "activities": 9},
]


def folded(state: ObservationAxis, number: int, hours: float, *, held: bool = False, **more: Any) -> ObservationAxis:
    return after_check(state, row(number, NOON + hours * HOUR, **more), Thresholds(), held=held)


@pytest.mark.parametrize("answer", UNPROVED)
def test_what_answers_and_proves_nothing_is_blind_after_three_over_a_day(answer: dict[str, Any]) -> None:
    found, states = after((0, Outcome.OK)), []
    for number in (1, 2, 3):
        found = folded(found, number, number * 12, **answer)
        states.append(found.state)
    assert states == [ObservationState.FAILING, ObservationState.FAILING, ObservationState.BLIND]
    assert (found.outcome, found.detail) == (Outcome.UNPROVED, answer.get("detail", ""))
    assert (found.last_ok, found.proved_at) == (NOON, NOON)
    healed = folded(found, 9, 40)
    assert (healed.state, healed.bad_checks, healed.proved_at) == (ObservationState.OK, 0, NOON + 40 * HOUR)


@pytest.mark.parametrize("answer", UNPROVED)
def test_a_new_act_shows_that_the_account_is_there_and_proves_no_silence(answer: dict[str, Any]) -> None:
    bad = folded(after((0, Outcome.OK)), 1, 12, **answer)
    found = folded(bad, 2, 24, **{**answer, "activities": 9, "complete": False, "new": 1})
    assert (found.state, found.bad_checks) == (ObservationState.OK, 0)
    assert (found.last_ok, found.proved_at) == (NOON, NOON + 24 * HOUR)
    proved = folded(found, 3, 36)
    assert (proved.last_ok, proved.proved_at) == (NOON + 36 * HOUR, NOON + 36 * HOUR)


def test_an_answer_that_proves_nothing_begins_the_count_of_gone_anew() -> None:
    found = after(*every(12, Outcome.GONE, 2))
    found = folded(found, 7, 20, complete=False, activities=3)
    found = folded(found, 8, 24, outcome=Outcome.GONE)
    assert (found.state, found.gone_checks) == (ObservationState.FAILING, 1)


def test_what_is_held_counts_for_nothing_for_two_days_then_from_the_first() -> None:
    found = after((0, Outcome.OK))
    for number in range(1, 9):  # every six hours, up to 42 hours after the first
        found = folded(found, number, number * 6, held=True, outcome=Outcome.TEMPORARY, answered=False)
    assert (found.state, found.bad_checks, found.held_checks) == (ObservationState.OK, 0, 8)
    found = folded(found, 9, 54, held=True, outcome=Outcome.TEMPORARY, answered=False)
    assert (found.state, found.bad_checks, found.bad_since) == (ObservationState.BLIND, 9, NOON + 6 * HOUR)


def test_an_answer_between_begins_it_anew() -> None:
    found = folded(after((0, Outcome.OK)), 1, 6, held=True, **SILENT)
    answers: list[dict[str, Any]] = [{}, {"outcome": Outcome.BLOCKED, "answered": True}]
    for number, answer in enumerate(answers, start=2):
        found = folded(found, number, number * 24, **answer)
        found = folded(found, number + 10, number * 24 + 1, held=True, **SILENT)
        assert (found.silent_since, found.held_checks) == (NOON + (number * 24 + 1) * HOUR, 1)


def test_a_failure_of_its_own_counts_beside_what_is_held() -> None:
    found = folded(folded(after((0, Outcome.OK)), 1, 6, held=True, **SILENT), 2, 12, **SILENT)
    assert (found.bad_checks, found.bad_since, found.held_checks) == (1, NOON + 12 * HOUR, 1)
    found = folded(found, 3, 54, **SILENT)
    assert (found.state, found.bad_checks, found.bad_since) == (ObservationState.BLIND, 3, NOON + 6 * HOUR)


@given(st.lists(st.tuples(st.integers(1, 20), st.booleans()), min_size=1, max_size=40))
def test_nothing_is_held_for_longer_than_two_days(steps: list[tuple[int, bool]]) -> None:
    """However the guard speaks: after two days without an answer, with three checks, the account is blind."""
    found, hours = after((0, Outcome.OK)), 0
    for number, (wait, held) in enumerate(steps, start=1):
        hours += wait
        found = folded(found, number, hours, held=held, outcome=Outcome.TEMPORARY, answered=False)
    first = steps[0][0]
    if hours - first >= 48 and len(steps) >= 3:
        assert (found.state, found.bad_checks) == (ObservationState.BLIND, len(steps))
        assert found.bad_since == NOON + first * HOUR
    assert found.held_checks + found.bad_checks == len(steps)


@given(st.lists(st.sampled_from(sorted(set(Outcome) - SEEN)), max_size=30), st.integers(1, 48))
def test_no_failure_ever_proves_anything(outcomes: list[Outcome], hours: int) -> None:
    good = after((0, Outcome.OK))
    failed = after(*((number * hours, outcome) for number, outcome in enumerate(outcomes, start=1)), state=good)
    assert (failed.first_ok, failed.last_ok, failed.last_ok_check) == (good.first_ok, good.last_ok, good.last_ok_check)
