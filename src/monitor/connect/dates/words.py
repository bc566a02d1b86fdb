"""Dates in words and numbers, in any of the languages known: every part must be understood, or it is no date.

    text -- clock, offset and numbers are taken out --> the rest, word by word --> a day --> an instant

15 June 2026, June 15 2026, lun. 15 juin 2026, 15/06/2026, 2026년 06월 15일: with or without weekday, clock and zone.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from monitor.connect.dates.numbers import full_year, instant, named_offset, written_offset
from monitor.connect.dates.vocabulary import months, plain, weekdays

Clock = tuple[int, int, int]
Numeric = tuple[str, str, str, str]  # three numbers and what separates them

_COMMENT = re.compile(r"\([^()]*\)\s*$")
_HANGUL_DATE = re.compile(r"(\d{4})\s*년\s*(\d{1,2})\s*월\s*(\d{1,2})\s*일")
_HANGUL_HALF = re.compile(r"(오전|오후)\s*([\d:]+)")
_NAMED_DATE = re.compile(r"(?<!\d)(\d{1,4})-([^\W\d_]+)-(\d{1,4})(?!\d)[Tt]?")
_CLOCK = re.compile(
    r"(?<![\d:])(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?(?![\d:])\s*([ap])?(?(4)\.?m\b\.?)", re.IGNORECASE
)
_OFFSET = re.compile(r"(?<![\w:])(?:GMT|UTC)?\s?([+-]\d{2}):?(\d{2})(?![\d:])", re.IGNORECASE)
_REGION = re.compile(r"[A-Z][A-Za-z]+/[A-Z][A-Za-z_]+")
_NUMERIC = re.compile(r"(?<![\d/.])(\d{1,4})([/.])(\d{1,2})\2(\d{1,4})(?![\d/.])")
_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|º|\.)", re.IGNORECASE)
_SPLIT = re.compile(r"[\s,]+")


def read_words(text: str) -> datetime | None:
    """The instant, None where a part is not understood. Raises ValueError or OverflowError where it is impossible."""
    text = _COMMENT.sub("", text)
    default = timedelta(0)
    if "년" in text or "오전" in text or "오후" in text:
        default = timedelta(hours=9)  # Korean feeds that write so give Korean time
        text = _HANGUL_DATE.sub(r"\1/\2/\3", text)
        text = _HANGUL_HALF.sub(lambda found: f"{found[2]} {'am' if found[1] == '오전' else 'pm'}", text)
        text = re.sub(r"(\d{4})-(\d{1,2})-(\d{1,2})", r"\1/\2/\3", text)
    text = _NAMED_DATE.sub(r" \1 \2 \3 ", text)
    text, clock = _take_clock(text)
    text, offset = _take_offset(text)
    text, numbers = _take_numeric(text)
    day = _Day()
    for part in filter(None, _SPLIT.split(text)):
        if not day.take(part):
            named = named_offset(part)
            if named is None or offset is not None:
                return None
            offset = named
    return day.at(numbers, clock, default if offset is None else offset)


def _take_clock(text: str) -> tuple[str, tuple[int, int, int]]:
    found = _CLOCK.search(text)
    if found is None:
        return text, (0, 0, 0)
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    if half := (found[4] or "").lower():
        if not 1 <= hour <= 12:
            raise ValueError("no such hour")
        hour = hour % 12 + (12 if half == "p" else 0)
    return f"{text[: found.start()]} {text[found.end() :]}", (hour, minute, second)


def _take_offset(text: str) -> tuple[str, timedelta | None]:
    if found := _OFFSET.search(text):
        return f"{text[: found.start()]} {text[found.end() :]}", written_offset(found[1], found[2])
    return text, None


def _take_numeric(text: str) -> tuple[str, Numeric | None]:
    if found := _NUMERIC.search(text):
        return f"{text[: found.start()]} {text[found.end() :]}", (found[1], found[3], found[4], found[2])
    return text, None


class _Day:
    """What the words of a date say: a weekday, a month, and numbers in their order."""

    def __init__(self) -> None:
        self.weekday: int | None = None
        self.month: int | None = None
        self.both: int | None = None  # the weekday that the month's word may be instead
        self.numbers: list[str] = []
        self.region: str | None = None

    def take(self, part: str) -> bool:
        """Whether the part is part of a day. "mar" is Tuesday where another month follows, else March."""
        if part == "-":
            return True
        if _REGION.fullmatch(part):
            self.region = part
            return True
        number = _ORDINAL.fullmatch(part)
        if number or part.isdecimal():
            self.numbers.append(number[1] if number else part)
            return True
        word = plain(part.rstrip("."))
        month, weekday = months().get(word), weekdays().get(word)
        if month is not None and self.both is not None:
            self.month, self.weekday, self.both = month, self.both, None
        elif month is not None and self.month is None:
            self.month, self.both = month, weekday
        elif weekday is not None and self.weekday is None:
            self.weekday = weekday
        else:
            return False
        return True

    def at(self, numeric: Numeric | None, clock: Clock, offset: timedelta) -> datetime | None:
        day = self._named() if numeric is None and self.month is not None else self._numbered(numeric)
        if day is None:
            return None
        if self.region is None:
            return instant(*day, *clock, offset)
        return _in_region(self.region, day, clock)

    def _named(self) -> tuple[int, int, int] | None:
        """15 June 2026, June 15 2026, 2026 June 15."""
        if len(self.numbers) != 2 or self.month is None:
            return None
        first, second = self.numbers
        day, year = (second, first) if len(first) == 4 else (first, second)
        return (full_year(year), self.month, int(day)) if len(day) <= 2 and len(year) in (2, 4) else None

    def _numbered(self, numeric: Numeric | None) -> tuple[int, int, int] | None:
        """2026/06/15, 15.06.26, 15/06/2026 or 06/15/2026: where both could be meant, the weekday decides, or nobody."""
        if numeric is None and self.month is None and len(self.numbers) == 3:
            numeric = (self.numbers[0], self.numbers[1], self.numbers[2], " ")
        elif numeric is None or self.numbers or self.month is not None:
            return None
        first, second, third, separator = numeric
        if len(first) == 4:
            return int(first), int(second), int(third)
        if len(first) > 2 or len(third) not in (2, 4):
            return None
        year, one, two = full_year(third), int(first), int(second)
        if separator != "/" or one > 12 or one == two:
            return year, two, one
        if two > 12:
            return year, one, two
        return self._by_weekday([(year, two, one), (year, one, two)])

    def _by_weekday(self, candidates: list[tuple[int, int, int]]) -> tuple[int, int, int] | None:
        fitting = [each for each in candidates if datetime(*each, tzinfo=UTC).weekday() == self.weekday]
        return fitting[0] if len(fitting) == 1 else None


def _in_region(region: str, day: tuple[int, int, int], clock: Clock) -> datetime | None:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        zone = ZoneInfo(region)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
    return datetime(*day, *clock, tzinfo=zone).astimezone(UTC)
