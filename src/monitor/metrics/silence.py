"""The clock of an account: time that counts. Pauses, days out of season and holidays are left out, cut in the brand's
zone.

A day lasts from its first instant to the first of the next, however long the zone makes it: 23 hours, 24 and a half,
or none at all where a zone skipped it. Lengths are measured in UTC.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from monitor.model.account import Account, Lifecycle, Span

_DAY = timedelta(days=1)
_FIRST, _LAST = date(1900, 1, 1), date(9000, 1, 1)  # whoever writes 0001-01-01 or 9999-12-31 means "ever"
_NEVER = datetime.max.replace(tzinfo=UTC)

_Interval = tuple[datetime, datetime]


def excluded_spans(account: Account) -> tuple[Span, ...]:
    """The days that do not count: those on which the account rests, and holidays."""
    return resting_spans(account) + account.holidays


def resting_spans(account: Account) -> tuple[Span, ...]:
    """The days on which nothing is expected of the account: its pauses, and what lies between its seasons.

    Not its holidays: they make nothing late, yet nobody takes up work again after one.
    """
    return account.pauses + (_gaps(account.seasons) if account.lifecycle is Lifecycle.SEASONAL else ())


def left_out(excluded: Iterable[Span], first: date, last: date) -> list[Span]:
    """What of `excluded` lies between two days, both included, in order; each span cut to them."""
    cut = (
        Span(max(span.start, first), min(span.end or last, last), span.reason) for span in near(excluded, first, last)
    )
    return sorted(cut, key=lambda span: span.start)


def effective(start: datetime, end: datetime, excluded: Iterable[Span], zone: ZoneInfo) -> timedelta:
    """How much of the time from `start` to `end` counts; zero where `end` is before `start`."""
    nothing = timedelta(0)
    if end <= start:
        return nothing
    out = (min(until, end) - max(since, start) for since, until in _intervals(_near(excluded, start, end), zone))
    return end - start - sum((length for length in out if length > nothing), nothing)


def reaches(start: datetime, length: timedelta, excluded: Iterable[Span], zone: ZoneInfo) -> datetime | None:
    """The first instant at which `length` of counting time since `start` is over; None where an open pause prevents it.

    The inverse of `effective`.
    """
    if length <= timedelta(0):
        return start
    for since, until in _intervals(_near(excluded, start), zone):
        if start + length <= since:
            break
        if until > start:
            length -= max(since - start, timedelta(0))
            start = until
        if start == _NEVER:
            return None
    return start + length


def resumption(excluded: Iterable[Span], now: datetime, zone: ZoneInfo) -> datetime | None:
    """When the last of the excluded times that are over at `now` ended."""
    return max((until for _, until in _intervals(excluded, zone) if until <= now), default=None)


def near(spans: Iterable[Span], first: date, last: date) -> list[Span]:
    """The spans that hold a day from `first` to `last`; ten years of holidays are many to ask about each day."""
    return [span for span in spans if span.start <= last and (span.end is None or span.end >= first)]


def within(spans: Sequence[Span], day: date) -> Span | None:
    """The span that holds the day."""
    return next((span for span in spans if span.start <= day and (span.end is None or day <= span.end)), None)


@lru_cache(maxsize=4096)
def begins(day: date, zone: ZoneInfo) -> datetime:
    """The first instant of the day in the zone, in UTC."""
    return datetime.combine(min(max(day, _FIRST), _LAST), time(), zone).astimezone(UTC)


def _near(spans: Iterable[Span], start: datetime, end: datetime | None = None) -> list[Span]:
    """The spans that may hold a part of the time from `start` to `end`, in whichever zone they are cut."""
    return near(spans, start.date() - 2 * _DAY, _LAST if end is None else end.date() + 2 * _DAY)


def _intervals(spans: Iterable[Span], zone: ZoneInfo) -> list[_Interval]:
    """The spans as instants in UTC, in order; those that overlap or touch are one."""
    merged: list[_Interval] = []
    for since, until in sorted((begins(span.start, zone), _ends(span.end, zone)) for span in spans):
        if merged and since <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], until))
        else:
            merged.append((since, until))
    return merged


def _ends(day: date | None, zone: ZoneInfo) -> datetime:
    return _NEVER if day is None or day >= _LAST else begins(day + _DAY, zone)


def _gaps(seasons: Iterable[Span]) -> tuple[Span, ...]:
    """The days before, between and after the seasons."""
    gaps: list[Span] = []
    after = _FIRST
    for season in sorted(seasons, key=lambda span: span.start):
        if season.start > after:
            gaps.append(Span(after, season.start - _DAY))
        if season.end is None or season.end >= _LAST:
            return tuple(gaps)
        after = max(after, season.end + _DAY)
    return (*gaps, Span(after, None))
