"""The days that a brand has off: the public holidays of its country, and what its calendar files say.

| brand                           | days off                                       |
|---------------------------------|------------------------------------------------|
| `country`, as "FR"              | the public holidays of that country            |
| `holidays = ["days-off.ics"]`   | those of the files, besides                    |
| `holidays = "none"`, no country | none                                           |

Weekends are none: the plan's period knows of them. Days are taken from ten years before now, the longest threshold that
a plan may set, to the end of the next year. Which days a country keeps, the package `holidays` knows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final

from monitor.model.account import Span
from monitor.model.people import Brand, DayOff
from monitor.model.settings import Settings

_PAST: Final = 10  # years
_MOST: Final = 4000  # days of one rule


def with_days_off(settings: Settings, now: datetime) -> Settings:
    """The settings, each account with its brand's days off of the years around `now`."""
    of_brand = {name: days_off(brand, now.year) for name, brand in settings.brands.items()}
    if not any(of_brand.values()):
        return settings
    accounts = {
        name: replace(account, holidays=of_brand[account.brand]) if of_brand[account.brand] else account
        for name, account in settings.accounts.items()
    }
    return replace(settings, accounts=accounts)


def days_off(brand: Brand, year: int) -> tuple[Span, ...]:
    """The brand's days off from ten years before `year` to the year after it, in order."""
    first, last = max(year - _PAST, 1), min(year + 1, 9999)
    public = public_holidays(brand.country, brand.language, first, last) if brand.country else ()
    own = [span for one in brand.days_off for span in _of_calendar(one, date(first, 1, 1), date(last, 12, 31))]
    return tuple(sorted((*(public if brand.public_holidays else ()), *own), key=lambda span: span.start))


@lru_cache(maxsize=256)
def public_holidays(country: str, language: str, first: int, last: int) -> tuple[Span, ...]:
    """Of the years from `first` to `last`, named in the language where that is known; none for an unknown country."""
    import holidays

    try:
        known = holidays.country_holidays(country, years=range(first, last + 1))
        spoken = [one for one in known.supported_languages if one.startswith(language)]
        if spoken:
            known = holidays.country_holidays(country, years=range(first, last + 1), language=spoken[0])
    except NotImplementedError:
        return ()
    return tuple(Span(day, day, name) for day, name in sorted(known.items()))


def _of_calendar(one: DayOff, first: date, last: date) -> Iterator[Span]:
    length = (one.span.end or one.span.start) - one.span.start
    for start in _starts(one, first - length, last):
        if start not in one.but and first <= start + length and start <= last:
            yield Span(start, start + length, one.span.reason)


def _starts(one: DayOff, first: date, last: date) -> Iterator[date]:
    if not one.rule:
        yield one.span.start
        return
    from dateutil.rrule import rrulestr

    rule = rrulestr(one.rule, dtstart=datetime.combine(one.span.start, time()))
    since = datetime.combine(first, time()) - timedelta(days=1)
    for start in rule.xafter(since, count=_MOST):
        if start.date() > last:
            return
        yield start.date()
