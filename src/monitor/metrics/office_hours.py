"""The hours in which somebody may be expected to answer: office hours of the brand's zone.

    a question at 17:00 on Friday, answered at 10:00 on Monday     2 hours: one before closing, one after opening
    a promise of "4h"                                              4 office hours
    a promise of "24h"                                             a working day: by the same time on the next one
    a promise of "36h"                                             a working day and what is left, at most another one

A day on which nothing is expected (a pause, out of season, a holiday) has no hours.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from monitor.metrics.silence import within
from monitor.model.account import Office, Span

_DAY = timedelta(days=1)
_NOTHING = timedelta(0)


def office_time(start: datetime, end: datetime, office: Office, excluded: Sequence[Span], zone: ZoneInfo) -> timedelta:
    """How much of the time from `start` to `end` lies in office hours; zero where `end` is before `start`."""
    total, day, last = _NOTHING, start.astimezone(zone).date(), end.astimezone(zone).date()
    while day <= last:
        if day.weekday() in office.days and within(excluded, day) is None:
            opens, closes = _instant(day, office.opens, zone), _instant(day, office.closes, zone)
            total += max(_NOTHING, min(end, closes) - max(start, opens))
        day += _DAY
    return total


def promised(length: timedelta, office: Office) -> timedelta:
    """A length of the plan in office hours (see the table above)."""
    day = timedelta(minutes=office.closes - office.opens)
    return length // _DAY * day + min(length % _DAY, day)


def _instant(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    """In UTC; 1440 minutes are the first instant of the next day."""
    days, minutes = divmod(minutes, 24 * 60)
    return datetime.combine(day + days * _DAY, time(*divmod(minutes, 60)), zone).astimezone(UTC)
