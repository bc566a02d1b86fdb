"""The days of an account's last 12 weeks as a heatmap: on which weekdays people post, and when they stopped. Pure.

First match:

| cell    | when                                                         |
|---------|--------------------------------------------------------------|
| before  | nothing was known of the account yet, or the day is to come  |
| unknown | the day lies after our last good check                       |
| full    | people acted twice or more: posted, shared or replied        |
| some    | people acted once                                            |
| copied  | only a machine posted                                        |
| rest    | a pause, or out of season                                    |
| none    | nothing, and we checked                                      |
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from monitor.metrics.silence import excluded_spans, near, within
from monitor.model.account import Account
from monitor.model.settings import Settings
from monitor.model.state import AccountStatus, Record
from monitor.report.blocks.figures import Heat, Week
from monitor.report.blocks.section_rows import Card
from monitor.report.blocks.strip import first_day, seen_until
from monitor.report.readers.audience import zone_of

_WEEKS: Final = 12
_DAYS: Final = 7
_SHOWN: Final = 3  # cards with a heatmap: one takes three times the room of a strip
_SEEN: Final = frozenset({Week.FULL, Week.SOME, Week.COPIED, Week.NONE})


def with_heat(
    cards: Sequence[Card], account_statuses: Iterable[AccountStatus], settings: Settings, end: date
) -> list[Card]:
    """The cards, the first of them with a heatmap, where they have a strip."""
    of = {one.account.id: one for one in account_statuses}

    def heated(card: Card) -> Card:
        one = of[card.id]
        until = seen_until(one, zone_of(one.account, settings))
        return replace(card, heat=heat(one.account, one.record, seen_until=until, end=end)) if card.strip else card

    return [*map(heated, cards[:_SHOWN]), *cards[_SHOWN:]]


def heat(account: Account, record: Record, *, seen_until: date | None, end: date) -> Heat:
    """The 12 weeks that end with that of the day `end`; `seen_until` is the day of the last good check, None: never."""
    monday = end - timedelta(days=end.weekday() + (_WEEKS - 1) * _DAYS)
    known_from, spans = first_day(record), near(excluded_spans(account), monday, end)

    def cell(day: date) -> Week:
        if day < known_from or day > end:
            return Week.BEFORE
        if day > (seen_until or date.min):
            return Week.UNKNOWN
        count = record.days.get(day)
        if count is not None and count.human:
            return Week.FULL if count.human > 1 else Week.SOME
        if count is not None and count.copied:
            return Week.COPIED
        return Week.REST if within(spans, day) is not None else Week.NONE

    def row(weekday: int) -> tuple[Week, ...]:
        return tuple(cell(monday + timedelta(days=week * _DAYS + weekday)) for week in range(_WEEKS))

    days = tuple(map(row, range(_DAYS)))
    seen = [day for week in days for day in week if day in _SEEN]
    return Heat(days, seen.count(Week.FULL) + seen.count(Week.SOME), len(seen))
