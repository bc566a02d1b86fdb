"""How much of the plan was kept: acts counted in a window of days that count, against what they should be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.model.account import Cadence, Span, Thresholds
from monitor.model.state import DayCount

HISTORY = timedelta(weeks=26)  # as far back as a Record's counts reach

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Kept:
    """Posts of people in `days` days that count, and how many the plan asks of so many days."""

    count: int
    target: float
    days: int

    @property
    def share(self) -> float:
        """Of the target; 1 where less than one post was asked: that says nothing yet."""
        return self.count / self.target if self.target >= 1 else 1.0


def window(cadence: Cadence, thresholds: Thresholds) -> timedelta:
    """How far back the plan is measured: 28 days, or three periods of a long cadence, within the known history."""
    if cadence.per > thresholds.behind_long_period:
        return min(cadence.per * thresholds.behind_periods, HISTORY)
    return min(thresholds.behind_window, HISTORY)


def kept(
    days: Mapping[date, DayCount],
    cadence: Cadence,
    thresholds: Thresholds,
    at: datetime,
    zone: ZoneInfo,
    excluded: Iterable[Span],
    since: date,
) -> Kept:
    """What was kept in the window that ends with the day of `at`; nothing is asked of days before `since`."""
    end = at.astimezone(zone).date()
    first = max(since, end - HISTORY + _DAY)
    wanted = max(1, window(cadence, thresholds) // _DAY)
    out = _days_of(excluded, first, end)
    counted, count, day = 0, 0, end
    while counted < wanted and day >= first:
        if day not in out:
            counted += 1
            count += days[day].post - days[day].copied if day in days else 0
        day -= _DAY
    return Kept(count, counted * cadence.count * (_DAY / cadence.per), counted)


def _days_of(spans: Iterable[Span], first: date, last: date) -> set[date]:
    """The days of the spans, from `first` to `last`."""
    found: set[date] = set()
    for span in spans:
        day, end = max(span.start, first), min(span.end or last, last)
        while day <= end:
            found.add(day)
            day += _DAY
    return found
