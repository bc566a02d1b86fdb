"""Accounts that no connector reads: judged by what people entered, at the instant at which they did."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from monitor.judge.verdict import judge
from monitor.model.state import ObservationAxis, ObservationState, Record, State, Status, Verdict
from support.health import NOON, UTC_ZONE, account, counts

DAY = timedelta(days=1)


def entered(at: datetime | None, last: datetime | None = None, now: datetime = NOON) -> Verdict:
    """A judgement where somebody wrote at `at` that the last act was at `last`."""
    state = State(observation=ObservationAxis(ObservationState.MANUAL, at, first_ok=at, last_ok=at))
    record = Record(NOON, last_human=last, last_any=last, days=counts(last.date()) if last else {})
    return judge(account(network="manual"), state, record, now, UTC_ZONE)


def test_where_nothing_was_entered_nothing_is_said() -> None:
    verdict = entered(None)
    assert (verdict.state.status, verdict.reasons[0].rule) == (Status.UNSEEN, "nothing_entered")


@pytest.mark.parametrize(
    ("days", "status"),
    [(1, Status.ON_PLAN), (8, Status.LATE), (12, Status.OVERDUE), (40, Status.DORMANT), (200, Status.ABANDONED)],
)
def test_what_was_entered_is_judged_like_a_check(days: int, status: Status) -> None:
    verdict = entered(NOON, NOON - days * DAY)
    assert status is verdict.state.status
    assert (verdict.reasons[-1].rule, verdict.reasons[-1].values) == ("entered_by_hand", {"on": "2026-11-02"})


def test_that_nobody_checked_since_is_no_silence() -> None:
    assert entered(NOON, NOON - DAY, now=NOON + 300 * DAY).state.status is Status.ON_PLAN


def test_who_enters_the_last_post_only_is_not_behind() -> None:
    """The days before it are not known to have been empty."""
    state = State(observation=ObservationAxis(ObservationState.MANUAL, NOON, first_ok=NOON, last_ok=NOON))
    for week in range(8):
        at = NOON + week * 7 * DAY
        seen = ObservationAxis(ObservationState.MANUAL, NOON, first_ok=NOON, last_ok=at)
        record = Record(NOON, last_human=at, last_any=at, days=counts(at.date()))
        state = judge(account(), State(seen, state.activity), record, at, UTC_ZONE).state
    assert state.status is Status.ON_PLAN
