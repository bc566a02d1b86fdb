"""The last half-year's counts by day, packed on the account's row: judging reads them without touching another table.

`daily_counts` holds the same figures without an end; here stand those of the last `DAYS` days before a check, twelve
bytes a day on which something happened: the day's number, then post, share, reply, copied and planned, each at most
65,535.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cache

from monitor.model.state import DayCount
from monitor.store.database.columns import day_number, day_of

DAYS = 190  # 26 weeks and a little

_DAY = struct.Struct("<6H")
_MOST = 65_535

counted = cache(DayCount)  # most days are alike


def unpack(packed: bytes | None, since: date) -> dict[date, DayCount]:
    """The counts from `since` on."""
    first = day_number(since)
    return {day_of(day): counted(*counts) for day, *counts in _DAY.iter_unpack(packed or b"") if day >= first}


def add(packed: bytes | None, counts: Mapping[date, list[int]], at: datetime) -> bytes | None:
    """The counts with more added, and those too old at `at` left out."""
    first = max(0, day_number(oldest(at, DAYS)))
    days = {day: row for day, *row in _DAY.iter_unpack(packed or b"") if day >= first}
    for day, more in counts.items():
        number = day_number(day)
        if first <= number <= _MOST:
            known = days.get(number)
            days[number] = more if known is None else [old + new for old, new in zip(known, more, strict=True)]
    return b"".join(_pack(day, row) for day, row in sorted(days.items())) or None


def _pack(day: int, row: list[int]) -> bytes:
    try:
        return _DAY.pack(day, *row)
    except struct.error:  # more than fits
        return _DAY.pack(day, *(min(count, _MOST) for count in row))


def oldest(at: datetime, days: int) -> date:
    """The first of the last `days` days, in whichever zone they are cut."""
    return (at - timedelta(days=days + 1)).date()
