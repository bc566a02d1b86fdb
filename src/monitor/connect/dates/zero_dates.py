"""Dates that a program writes where it knows none: the first day of its own reckoning, as its language spells it.

A zone may move such a day by one, so the day before and the day after it are zero dates too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from monitor.connect.dates.vocabulary import any_language, plain

ZERO_DATES: Mapping[str, tuple[int, int, int]] = {  # year, month, day
    ".NET, Go": (1, 1, 1),
    "MySQL": (0, 0, 0),
    "ISO 8601": (0, 1, 1),
    "MySQL by PHP": (-1, 11, 30),
    "Windows files": (1601, 1, 1),
    "SQL Server": (1753, 1, 1),
    "OLE, Delphi, spreadsheets": (1899, 12, 30),
    "databases, C": (1900, 1, 1),
    "classic Mac OS": (1904, 1, 1),
    "Unix": (1970, 1, 1),
    "DOS files": (1980, 1, 1),
}
WORDS = re.compile(r"\s*(?:invalid ?date|nan|null|none|undefined|never|n/a)\b", re.IGNORECASE)

_NUMBERS = re.compile(r"(-?)(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})(?!\d)")
_REVERSED = re.compile(r"(?<!\d)(\d{1,2})[-/.](\d{1,2})[-/.](-?)(\d{4})(?!\d)")
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})(?:\s+|-)([^\W\d]{3,})\.?(?:\s+|-)(-?)(\d|\d{3,4})(?![\d:])")
_MONTH_FIRST = re.compile(r"([^\W\d]{3,})\.?\s+(\d{1,2}),?\s+(-?)(\d{3,4})(?![\d:])")
_LONGEST = 100  # characters of a date


def is_zero_date(text: object) -> bool:
    """Whether a date, as it is stated, is that of a program that knows none."""
    if not isinstance(text, str):
        return False
    stated = text.strip()[:_LONGEST]
    if WORDS.match(stated):
        return True
    return any(abs(_days(read) - _days(zero)) <= 1 for read in _read(stated) for zero in ZERO_DATES.values())


def _read(stated: str) -> list[tuple[int, int, int]]:
    """The days that the text may mean, unchecked: a zero date need not be a date."""
    if found := _NUMBERS.match(stated):
        return [(_year(found[1], found[2]), int(found[3]), int(found[4]))]
    if found := _REVERSED.search(stated):
        first, second, year = int(found[1]), int(found[2]), _year(found[3], found[4])
        return [(year, second, first), (year, first, second)]
    if (found := _DAY_FIRST.search(stated)) and (month := any_language().months.get(plain(found[2]))):
        return [(_year(found[3], found[4]), month, int(found[1]))]
    if (found := _MONTH_FIRST.search(stated)) and (month := any_language().months.get(plain(found[1]))):
        return [(_year(found[3], found[4]), month, int(found[2]))]
    return []


def _year(sign: str, digits: str) -> int:
    return -int(digits) if sign else int(digits)


def _days(day: tuple[int, int, int]) -> int:
    """A number that grows by one from day to day, near the turn of a year too."""
    year, month, date = day
    return year * 372 + (month - 1) * 31 + date - 1
