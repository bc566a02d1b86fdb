"""Dates in words and numbers, in the languages of the table: every part must be understood, or it is no date.

    text -- clock, zone and a numeric date are taken out --> the rest, word by word --> what the languages that know
    all of its words read in it --> one day, or none --> an instant

A date is read in one language: "mar 10 nov" is no March, for only where "mar" is a weekday is there one month in it.
Where no language knows all the words, they count as far as all languages agree. Where two days could be meant, none is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from monitor.connect.dates.clocks import MIDNIGHT, Clock, take_clock, take_dotted_clock, take_zone
from monitor.connect.dates.numbers import full_year, instant
from monitor.connect.dates.vocabulary import Vocabulary, any_language, plain, speakers, vocabularies

_Date = tuple[int, int, int]

_KOREAN = re.compile("[년전후]")
_KOREAN_TIME = timedelta(hours=9)  # Korean feeds that write so give Korean time
_COMMENT = re.compile(r"\([^()]*\)\s*$")
_EASTERN = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日號号일]?")
_REGION = re.compile(r"(?<![\w/])[A-Z][A-Za-z]+/[A-Z][A-Za-z_]+(?![\w/])")
_NUMERIC = re.compile(
    r"(?<!\d)(?<!\d[./-])(\d{1,4})(?:\s?([./-])\s?|\s)(\d{1,2})(?(2)\s?\2\s?|\s)(\d{1,4})(?!\d|[./-]\d)(\.?)"
)
_TOKEN = re.compile(r"\d+|[^\W\d_]+(?:['’ʼ`´][^\W\d_]+)*|\S")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_MARKS = frozenset(",.-|·•@()[]/:;،、'’ʼ")
_NEUTRAL = frozenset("t")  # between day and time, as in ISO


def read_words(text: str) -> datetime | None:
    """The instant, None where a part is not understood. Raises ValueError or OverflowError where it is impossible."""
    text = _EASTERN.sub(r" \1/\2/\3 ", spelled := _tidy(text))
    region = _REGION.search(text)
    if region:
        text = f"{text[: region.start()]} {text[region.end() :]}"
    text, clock, offset = take_clock(text)
    if offset is None:
        text, offset = take_zone(text, clock)
    day = _day(text)
    if clock is None and day is None:  # 10.30 is a time where the rest is a day
        text, clock, offset_after = take_dotted_clock(text)
        offset = offset_after if offset is None else offset
        day = _day(text) if clock is not None else None
    if day is None:
        return None
    if region:
        return _in_region(region[0], day, clock or MIDNIGHT)
    if offset is None:
        offset = _KOREAN_TIME if _KOREAN.search(spelled) else timedelta(0)
    return instant(*day, *(clock or MIDNIGHT), offset)


def _day(text: str) -> _Date | None:
    """The day of what is left of a date. What stands in brackets at its end, a weekday or a remark, may be left out."""
    bare = _COMMENT.sub("", text)
    for each in (text, bare) if not any(map(str.isdecimal, text[len(bare) :])) else (bare,):
        rest, numeric = _take_numeric(each)
        if (parts := _Parts.of(rest)) and (day := parts.day(numeric)):
            return day
    return None


def _tidy(text: str) -> str:
    """One blank for every kind and number of them, plain digits, one dash, and no signs that nobody sees."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(_DASHES)
        text = "".join(
            str(unicodedata.decimal(sign)) if sign.isdecimal() else sign
            for sign in text
            if unicodedata.category(sign) != "Cf"
        )
    return " ".join(text.split())


def _take_numeric(text: str) -> tuple[str, Sequence[str] | None]:
    """2026/11/20, 20.11.26, 20. 11. 2026: three numbers, then what separates and perhaps ends them."""
    if found := _NUMERIC.search(text):
        return f"{text[: found.start()]} {text[found.end() :]}", found.group(1, 3, 4, 2, 5)
    return text, None


@dataclass(frozen=True, slots=True)
class _Parts:
    """What is left of a date: words as the table has them, and numbers, each in its order."""

    words: Sequence[str]
    numbers: Sequence[str]

    @classmethod
    def of(cls, text: str) -> _Parts | None:
        """None where a sign or a word is no part of a date in any language."""
        words: list[str] = []
        numbers: list[str] = []
        known = speakers()
        before: list[str] = []  # the two tokens before this one
        for token in _TOKEN.findall(text):
            word = plain(token)
            if token.isdecimal():
                numbers.append(token)
            elif _dotted(before) and f".{word}" in known:
                words.append(f".{word}")
            elif words and before[-1:] != ["."] and f"{words[-1]} {word}" in known:
                words[-1] = f"{words[-1]} {word}"
            elif token[0].isalpha() and word not in _NEUTRAL:
                words.append(word)
            elif token not in _MARKS and word not in _NEUTRAL:
                return None
            before = [*before[-1:], token]
        return cls(words, numbers)

    def day(self, numeric: Sequence[str] | None) -> _Date | None:
        """The one day that is meant."""
        languages = [speakers().get(word, frozenset[str]()) for word in self.words]
        shared = frozenset.intersection(*languages) if languages else frozenset[str]()
        for readers in ([vocabularies()[code] for code in shared], [any_language()]):
            days = {day for reader in readers for day in self._days(numeric, reader)}
            if days:
                return days.pop() if len(days) == 1 else None
        return None

    def _days(self, numeric: Sequence[str] | None, reader: Vocabulary) -> Sequence[_Date]:
        """The days that a reader of one language may see here: none where it is no date, two where it is in doubt."""
        if not all(word in reader.months or word in reader.weekdays or word in reader.others for word in self.words):
            return ()
        months = [word for word in self.words if word in reader.months]
        sure = [word for word in months if word not in reader.weekdays]
        month = (sure or months)[-1:] if numeric is None else []
        if len(sure) > len(month) or (numeric is not None and self.numbers):
            return ()
        weekdays = {reader.weekdays[word] for word in self.words if word in reader.weekdays and word not in month}
        if len(weekdays) > 1:
            return ()
        if month:
            return _named(reader.months[month[0]], self.numbers)
        return () if numeric is None else _numbered(numeric, next(iter(weekdays), None), reader.order)


def _dotted(before: Sequence[str]) -> bool:
    return len(before) == 2 and before[0].isdecimal() and before[1] == "."


def _named(month: int, numbers: Sequence[str]) -> Sequence[_Date]:
    """15 June 2026, June 15 2026, 2026 June 15."""
    if len(numbers) != 2:
        return ()
    day, year = reversed(numbers) if len(numbers[0]) == 4 else numbers
    return ((full_year(year), month, int(day)),) if len(day) <= 2 and len(year) in (2, 4) else ()


def _numbered(numeric: Sequence[str], weekday: int | None, order: str) -> Sequence[_Date]:
    """2026/06/15, 15.06.26, 15/06/2026 or 06/15/2026: the weekday decides where more are meant, or the language."""
    first, second, third, separator, end = numeric
    if len(first) == 4:
        return ((int(first), int(second), int(third)),)
    if len(first) > 2 or len(third) not in (2, 4):
        return ()
    year, one, two = full_year(third), int(first), int(second)
    day_first, month_first = (year, two, one), (year, one, two)
    year_first = (full_year(first), two, int(third)) if len(third) == len(first) == 2 else None
    if order == "ymd" and year_first:
        return (year_first,)
    readings = [day_first]
    if separator in ("/", "-") and one != two:
        readings = [month_first] if two > 12 else [day_first] if one > 12 else [day_first, month_first]
    if year_first and (separator == "-" or end):  # 26-11-20, and in Korea 26. 11. 20.
        readings.append(year_first)
    if len(readings) == 1:
        return readings
    fitting = [day for day in readings if weekday is None or _weekday(day) == weekday]
    if len(fitting) == 1:
        return fitting
    return readings[:1] if fitting and order == "dmy" else readings


def _weekday(day: _Date) -> int | None:
    try:
        return datetime(*day, tzinfo=UTC).weekday()
    except ValueError:
        return None


def _in_region(region: str, day: _Date, clock: Clock) -> datetime | None:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        zone = ZoneInfo(region)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
    return datetime(*day, *clock, tzinfo=zone).astimezone(UTC)
