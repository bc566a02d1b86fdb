"""The last 26 weeks of an account as one row of cells. Pure.

| cell    | when                                                                   |
|---------|------------------------------------------------------------------------|
| full    | acts of people reach the plan's weekly target (without a plan: any)    |
| some    | people acted, below the target                                         |
| copied  | only what a machine copied                                             |
| rest    | nothing, all of it in a pause or out of season                         |
| unknown | nothing, and the week lies before what we know or after our last good look |
| none    | nothing, and we looked                                                 |
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from monitor.model.plan import Account, Lifecycle, Span
from monitor.model.state import Record
from monitor.report.digest import Strip, Week

WEEKS: Final = 26
_DAY: Final = timedelta(days=1)
_WEEK: Final = timedelta(days=7)


def strip(account: Account, record: Record, *, seen_until: date | None, end: date) -> Strip:
    """The weeks up to and with the day `end`; `seen_until` is the day of the last good look, None: never."""
    first_days = [*record.days, *([record.first_look.date()] if record.first_look else [])]
    seen_from = min(first_days, default=date.max)
    weeks = tuple(
        _week(account, record, end - (n + 1) * _WEEK + _DAY, seen_from, seen_until or date.min)
        for n in reversed(range(WEEKS))
    )
    known = [week for week in weeks if week not in (Week.UNKNOWN, Week.REST)]
    return Strip(weeks, sum(week in (Week.FULL, Week.SOME) for week in known), len(known))


def _week(account: Account, record: Record, start: date, seen_from: date, seen_until: date) -> Week:
    days = [start + n * _DAY for n in range(7)]
    counts = [record.days[day] for day in days if day in record.days]
    human = sum(count.human for count in counts)
    if human > 0:
        cadence = account.plan.publish
        target = cadence.count * (_WEEK / cadence.per) if cadence else 0.0
        return Week.FULL if human >= target else Week.SOME
    if any(count.copied for count in counts):
        return Week.COPIED
    if all(_rests(account, day) for day in days):
        return Week.REST
    return Week.UNKNOWN if days[-1] < seen_from or start > seen_until else Week.NONE


def _rests(account: Account, day: date) -> bool:
    if any(_holds(pause, day) for pause in account.pauses):
        return True
    return account.lifecycle is Lifecycle.SEASONAL and not any(_holds(season, day) for season in account.seasons)


def _holds(span: Span, day: date) -> bool:
    return span.start <= day and (span.end is None or day <= span.end)
