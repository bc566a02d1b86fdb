"""When a digest is due, and which days it covers. Pure.

| every | due                       | covers                               | key                           |
|-------|---------------------------|--------------------------------------|-------------------------------|
| day   | each day at `hour`        | the day before                       | 2026-11-22, the day covered   |
| week  | weekday `on` at `hour`    | the 7 days before                    | 2026-W47, ISO, of the last day |
| month | day of month `on`, `hour` | since that day of the month before   | 2026-11, of the last day      |

Days and hours are those of the report's zone. An hour that the clocks skip is due when it would have struck on the
old time; an hour that strikes twice is due the first time: one instant either way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from monitor.model.settings import Report

_DAY: Final = timedelta(days=1)
_ZONES_APART: Final = timedelta(hours=26)  # the widest


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `start` to `end`, both included, reported at `due` (aware, UTC)."""

    key: str
    start: date
    end: date
    due: datetime


def latest_due(report: Report, now: datetime) -> Period:
    """The period whose digest was due last, at `now` or before."""
    return max((p for p in _around(report, now) if p.due <= now), key=lambda p: (p.due, p.end))


def next_due(report: Report, now: datetime) -> datetime:
    """The first instant after `now` at which a digest is due (aware, UTC)."""
    return min(p.due for p in _around(report, now) if p.due > now)


def unsent(report: Report, period: Period, last: str | None, since: datetime) -> list[Period]:
    """The periods before `period` that no message covered, newest first; `last` is the key of the newest that one did.

    `since`: when that message was made, or when there first was something to report. What was due before it is left
    out, unless `last` is found: where the zone was changed in between, a day may have been due before it began.
    """
    found: list[Period] = []
    earlier = period
    while True:
        earlier = latest_due(report, earlier.due - timedelta(seconds=1))
        if earlier.key == last:
            return found
        if earlier.due <= since - _ZONES_APART:
            return [one for one in found if one.due > since]
        found.append(earlier)


def _around(report: Report, now: datetime) -> Iterator[Period]:
    """Every period due near `now`: at least one before and one after."""
    today = now.astimezone(report.zone).date()
    for day, start in _RHYTHMS[report.every](today, report.on):
        local = datetime.combine(day, time(report.hour), tzinfo=report.zone)
        yield Period(_KEYS[report.every](day - _DAY), start, day - _DAY, local.astimezone(UTC))


def _days(today: date, on: int) -> Iterator[tuple[date, date]]:
    """(due day, first day covered) around `today`. A week to each side: zones have skipped whole days."""
    for offset in range(-7, 8):
        day = today + offset * _DAY
        yield day, day - _DAY


def _weeks(today: date, on: int) -> Iterator[tuple[date, date]]:
    this_week = today + (on - today.weekday()) * _DAY
    for offset in range(-14, 15, 7):
        day = this_week + offset * _DAY
        yield day, day - 7 * _DAY


def _months(today: date, on: int) -> Iterator[tuple[date, date]]:
    day_of_month = min(max(on, 1), 28)  # every month has it
    for offset in range(-2, 3):
        months = today.year * 12 + today.month - 1 + offset
        yield _month_day(months, day_of_month), _month_day(months - 1, day_of_month)


def _month_day(months: int, day: int) -> date:
    return date(months // 12, months % 12 + 1, day)


def _iso_week(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


_RHYTHMS: Final[dict[str, Callable[[date, int], Iterator[tuple[date, date]]]]] = {
    "day": _days,
    "week": _weeks,
    "month": _months,
}
_KEYS: Final[dict[str, Callable[[date], str]]] = {
    "day": date.isoformat,
    "week": _iso_week,
    "month": lambda day: f"{day.year:04}-{day.month:02}",
}
