"""Dates as networks write them, read strictly: an impossible date is no date, it is never repaired.

Rules:
1. `published` is the instant that is stated, cut to seconds, in UTC; None where none can be read.
2. `trusted` is False where it is absent, later than `now`, earlier than 1990 (a placeholder: 1970, 0001), or without
   its day: then it is the first that it can be, and may be off by a year.
3. No zone means UTC; a zone's name counts where it means one offset, in capitals; two-digit years are 1950 to 2049.
4. Where bare numbers leave day and month in doubt, the weekday decides, or the language where all its countries write
   one order, or it is no date. Where there is no doubt, a weekday that contradicts the date is not heeded.
5. A form in words that is not known here falls back to another reader's guess, which is shown and never trusted.
6. A date is impossible with a 30 February, a month 13, a minute 61, an offset beyond 15 h: no fall-back then.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from monitor.connect.dates.numbers import full_year, instant, named_offset, written_offset
from monitor.connect.dates.vocabulary import any_language
from monitor.connect.dates.words import read_words

Value = str | int | float | None

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_LONGEST = 100  # characters of a date
_WIDEST = 1000  # with the blanks that a page has within it

_ISO = re.compile(
    r"(\d{4})-0?(\d{1,2})(?:-(\d{1,2})"
    r"(?:(?:\s*[Tt]\s*|\s+)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?"
    r"\s*(?:(?:GMT|UTC)?([+-]\d{2})(?::?(\d{2}))?Z?|([A-Za-z]{1,5}))?)?)?"
)
_RFC822 = re.compile(
    r"(?:[A-Za-z]{3},\s*)?(\d{1,2}) ([A-Za-z]{3}) (\d{4}) (\d{2}):(\d{2}):(\d{2})"
    r" (?:([+-]\d{2})(\d{2})|([A-Za-z]{1,5}))"
)
_BASIC = re.compile(r"(\d{4}|\d{2})(\d{2})(\d{2})|((?:19|20)\d{2})")
_NO_DAY = re.compile(r"\s*\d{4}(?:-\d{1,2})?\s*")
_NO_GUESS = re.compile(r"[\d.+-]*$|\d{4}-\d")  # bare numbers, and ISO dates gone wrong: a guess would repair them
_DIGITS = re.compile(r"[+-]?\d+(?:\.\d+)?")


def read_date(text: Value, style: str, now: datetime, guess: str | None = None) -> tuple[datetime | None, bool]:
    """(the instant stated in `text`, whether it can be trusted). `guess` is another reader's ISO text, or None."""
    try:
        stated = STYLES[style](text)
    except (ValueError, OverflowError):
        return None, False
    if stated is not None:
        return stated, EARLIEST <= stated <= now and not (isinstance(text, str) and _NO_DAY.fullmatch(text))
    return _guessed(text, guess), False


def _guessed(text: Value, guess: str | None) -> datetime | None:
    if guess is None or not isinstance(text, str) or _NO_GUESS.match(text.strip()):
        return None
    try:
        return _iso(guess)
    except (ValueError, OverflowError):
        return None


def _any(value: Value) -> datetime | None:
    if not isinstance(value, str):
        return None
    return _rfc822(value) or _iso(value) or _basic(value) or _words(value)


def _iso(value: Value) -> datetime | None:
    """2026-06-15T10:20:30.5+02:00, and what leaves out seconds, time or day."""
    if not isinstance(value, str) or not (found := _ISO.fullmatch(value.strip()[:_LONGEST])):
        return None
    year, month, day, hour, minute, second, zone_hours, zone_minutes, zone_name = found.groups()
    offset = written_offset(zone_hours, zone_minutes or "00") if zone_hours else named_offset(zone_name or "z")
    if offset is None:
        return None
    return instant(int(year), int(month), int(day or 1), int(hour or 0), int(minute or 0), int(second or 0), offset)


def _rfc822(value: Value) -> datetime | None:
    """Mon, 15 Jun 2026 10:00:00 +0200: the one form that nearly every RSS feed writes, read without taking it apart."""
    if not isinstance(value, str) or not (found := _RFC822.fullmatch(value.strip()[:_LONGEST])):
        return None
    day, name, year, hour, minute, second, zone_hours, zone_minutes, zone_name = found.groups()
    month = any_language().months.get(name.lower())
    offset = written_offset(zone_hours, zone_minutes) if zone_hours else named_offset(zone_name)
    if month is None or offset is None:
        return None
    return instant(int(year), month, int(day), int(hour), int(minute), int(second), offset)


def _basic(value: str) -> datetime | None:
    """20260615, 260615 and 2026. Other bare numbers are epochs or counters: which, a feed cannot say."""
    found = _BASIC.fullmatch(value.strip()[:_LONGEST])
    if found is None:
        return None
    return instant(int(found[4]), 1, 1) if found[4] else instant(full_year(found[1]), int(found[2]), int(found[3]))


def _words(value: Value) -> datetime | None:
    """What is longer is no date: cut short, its year might lose two digits."""
    if not isinstance(value, str):
        return None
    text = value.strip()
    if len(text) > _WIDEST or len(text := " ".join(text.split())) > _LONGEST:
        return None
    return read_words(text)


def _epoch(value: Value, unit: int) -> datetime | None:
    """Seconds since 1970 in `unit`s of a second: a number, or its digits."""
    if isinstance(value, str):
        if not _DIGITS.fullmatch(value.strip()[:_LONGEST]):
            return None
        value = float(value)
    if value is None or isinstance(value, bool) or not math.isfinite(value):
        return None
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=math.floor(value / unit))


STYLES: Mapping[str, Callable[[Value], datetime | None]] = {
    "auto": _any,
    "iso": _iso,
    "iso_no_tz": _iso,  # says that the network writes no zone and means UTC
    "date_only": _iso,
    "rfc822": lambda value: _rfc822(value) or _words(value),
    "epoch_s": lambda value: _epoch(value, 1),
    "epoch_ms": lambda value: _epoch(value, 1000),
}
