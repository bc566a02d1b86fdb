"""Counts are lower bounds for a window after a list that was all new."""

from __future__ import annotations

from datetime import datetime

import pytest

from monitor.metrics.measures import measure
from monitor.model.account import Span
from monitor.model.state import ObservationAxis, Record, State
from support.health import DAY, NOON, UTC_ZONE, account, counts, plan


@pytest.mark.parametrize(
    ("overflowed", "paused", "expected"),
    [
        (None, 0, False),
        (NOON, 0, True),
        (NOON + DAY, 0, True),  # by a check that proved no silence
        (NOON - 28 * DAY, 0, True),
        (NOON - 29 * DAY, 0, False),
        (NOON - 29 * DAY, 5, True),  # a window of days that count
        (NOON - 40 * DAY, 5, False),
    ],
)
def test_how_long_counts_are_lower_bounds(overflowed: datetime | None, paused: int, expected: bool) -> None:
    acted = (NOON - DAY).date()
    record = Record(NOON - 200 * DAY, last_human=NOON - DAY, days=counts(acted), overflowed=overflowed)
    state = State(observation=ObservationAxis(first_ok=NOON - 200 * DAY, last_ok=NOON))
    pauses = (Span((NOON - 15 * DAY).date(), (NOON - (16 - paused) * DAY).date()),) if paused else ()
    found = measure(account(plan=plan(3, 7), pauses=pauses), state, record, NOON, UTC_ZONE)
    assert found is not None
    assert found.lower_bound is expected
