"""The clock of an account: time that counts. Pauses and days out of season are left out, cut in the brand's zone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from monitor.model.plan import Account, Lifecycle, Span

_DAY = timedelta(days=1)
_EVER = date(1900, 1, 1)  # before anything that is watched


def excluded_spans(account: Account) -> tuple[Span, ...]:
    """The days on which nothing is expected of the account: its pauses, and what lies between its seasons."""
    return account.pauses + (_gaps(account.seasons) if account.lifecycle is Lifecycle.SEASONAL else ())


def effective(start: datetime, end: datetime, excluded: Sequence[Span], zone: ZoneInfo) -> timedelta:
    """How much of the time from `start` to `end` counts; zero where `end` is before `start`."""
    if end <= start:
        return timedelta(0)
    out = sum(
        (min(until, end) - max(since, start) for since, until in _merged(excluded, zone, start, end)), timedelta(0)
    )
    return end - start - out


def reaches(start: datetime, length: timedelta, excluded: Sequence[Span], zone: ZoneInfo) -> datetime | None:
    """The instant at which `length` of counting time since `start` is over; None where an open pause prevents it."""
    end = start + length
    for _ in range(len(excluded) + 1):
        missing = length - effective(start, end, excluded, zone)
        if not missing:
            return end
        end += missing
    return end if effective(start, end, excluded, zone) >= length else None


def within(spans: Sequence[Span], day: date) -> Span | None:
    """The span that holds the day."""
    return next((span for span in spans if span.start <= day and (span.end is None or day <= span.end)), None)


def _merged(
    spans: Sequence[Span], zone: ZoneInfo, start: datetime, end: datetime
) -> Iterator[tuple[datetime, datetime]]:
    """The spans as instants, those that touch [start, end] only, overlaps made one."""
    bounds = sorted(
        (_midnight(span.start, zone), _midnight(span.end + _DAY, zone) if span.end else end) for span in spans
    )
    current: tuple[datetime, datetime] | None = None
    for since, until in bounds:
        if until <= start or since >= end:
            continue
        if current is not None and since <= current[1]:
            current = (current[0], max(current[1], until))
            continue
        if current is not None:
            yield current
        current = (since, until)
    if current is not None:
        yield current


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    """When the day begins, as an aware instant in UTC arithmetic."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _gaps(seasons: Sequence[Span]) -> tuple[Span, ...]:
    """The days before, between and after the seasons."""
    gaps: list[Span] = []
    after = _EVER
    for season in sorted(seasons, key=lambda span: span.start):
        if season.start > after:
            gaps.append(Span(after, season.start - _DAY))
        if season.end is None:
            return tuple(gaps)
        after = max(after, season.end + _DAY)
    return (*gaps, Span(after, None))
