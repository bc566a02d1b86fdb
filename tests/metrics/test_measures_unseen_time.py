"""A time that nobody could see counts neither as silence nor against the plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from monitor.metrics.measures import Measures, measure
from monitor.model.state import ObservationAxis, Record, State
from support.health import DAY, NOON, UTC_ZONE, account, counts, plan

FIRST = NOON - 200 * DAY  # checked since then


def measured(last: datetime | None, unseen_until: datetime | None, last_ok: datetime = NOON) -> Measures:
    """At noon, of an account whose last act was at `last`."""
    record = Record(FIRST, last_human=last, days=counts(last.date()) if last else {}, unseen_until=unseen_until)
    state = State(observation=ObservationAxis(first_ok=FIRST, last_ok=last_ok))
    found = measure(account(plan=plan(1, 7)), state, record, NOON, UTC_ZONE)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("last", "unseen", "silence", "part_unseen"),
    [
        (90, None, 90, False),
        (90, 31, 31, True),  # nobody knows what was before
        (10, 31, 10, False),  # somebody acted since
        (None, None, 200, False),
        (None, 31, 31, True),  # nobody was ever seen to act
    ],
)
def test_silence_counts_from_the_end_of_what_nobody_saw(
    last: int | None, unseen: int | None, silence: int, part_unseen: bool
) -> None:
    found = measured(
        NOON - last * DAY if last is not None else None, NOON - unseen * DAY if unseen is not None else None
    )
    assert (found.silence, found.part_unseen) == (silence * DAY, part_unseen)
    assert found.since == NOON - silence * DAY


def test_what_no_check_proves_yet_changes_nothing() -> None:
    """The check that found the gap proves nothing itself: silence stays what it was at the last check that did."""
    before = measured(NOON - 90 * DAY, None, last_ok=NOON - 80 * DAY)
    after = measured(NOON - 90 * DAY, NOON - 30 * DAY, last_ok=NOON - 80 * DAY)
    assert (after.silence, after) == (10 * DAY, before)


def test_nothing_of_the_plan_is_asked_of_days_that_nobody_saw() -> None:
    whole, part = measured(NOON - DAY, None), measured(NOON - DAY, NOON - 7 * DAY)
    assert whole.kept is not None
    assert part.kept is not None
    assert (whole.kept.count, part.kept.count) == (1, 1)
    assert part.kept.target < whole.kept.target


def test_the_threshold_comes_later_by_as_much() -> None:
    found = measured(NOON - 90 * DAY, NOON - 31 * DAY)
    assert found.reaches(40 * DAY) == NOON - 31 * DAY + 40 * DAY
    assert replace(found, since=NOON).counting(NOON) == timedelta(0)
