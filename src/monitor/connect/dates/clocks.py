"""The time of day in a date, and its zone: what is found is taken out of the text.

    10:30, 10:30:00.5 PM, 10h30, 10 h 30 min, 10 Uhr, kl. 10.30, 午前10時30分, 10.30 -- then +02:00, UTC+2, CET, (CET)

An abbreviation of a zone is one where it is in capitals and stands directly after a time, in brackets or at the end:
"at" and "et" are words. UTC and GMT are no words, and count wherever they stand.
"""

from __future__ import annotations

import re
from datetime import timedelta
from functools import cache

from monitor.connect.dates.numbers import named_offset, written_offset
from monitor.connect.dates.vocabulary import halves, hour_words

Clock = tuple[int, int, int]

MIDNIGHT: Clock = (0, 0, 0)
_TAKEN = " , "  # what stood around it does not become one number, nor one date

_HOUR = r"(?<![\d.:/-])(?P<hour>\d{1,2})"
_COLON = re.compile(r"(?<![\d:])(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{1,2})(?:[.,]\d+)?)?(?![\d:])")
_UNITS = re.compile(
    _HOUR + r"\s?(?:h|uhr|heures?|ч|hod|[時时點点시])\.?"
    r"(?:\s?(?P<minute>\d{2}|\d(?=[分분]))(?:\s?(?:min(?:utes)?|m|мин|хв|[分분])\.?"
    r"(?:\s?(?P<second>\d{1,2})\s?(?:sec|s|[秒초])\.?)?)?)?(?![^\W_])",
    re.IGNORECASE,
)
_DOTTED = re.compile(_HOUR + r"\.(?P<minute>\d{2})(?:\.(?P<second>\d{2}))?(?!\d|[.:/-]\d)")

_OFFSET = re.compile(r"(?<![\w:])(?:GMT|UTC)?\s?([+-]\d{2}):?(\d{2})(?![\d:])", re.IGNORECASE)
_OFFSET_AFTER = re.compile(
    r"\s?\(?(?:(?:GMT|UTC)\s?([+-]\d{1,2})|([+-]\d{2}))(?::?(\d{2}))?\)?(?![\d:./-])", re.IGNORECASE
)
_ZONE_AFTER = re.compile(r"\s?\(?([A-Za-z]{1,5})\)?(?![\w/])")
_ZONE_LAST = re.compile(r"\(([A-Z]{2,5})\)\s*$|(?<!\w)([A-Z]{3,5})\s*$")
_UNIVERSAL = re.compile(r"(?<![\w/])(?:UTC|GMT)(?![\w/+-])", re.IGNORECASE)


def take_clock(text: str) -> tuple[str, Clock | None, timedelta | None]:
    """(the rest, the time of day, its offset where one stands beside it). Raises ValueError: no such offset or hour."""
    found = None
    for form in (_COLON, _UNITS, *_worded()):
        if found := form.search(text):
            break
    return (text, None, None) if found is None else _taken(text, found)


def take_dotted_clock(text: str) -> tuple[str, Clock | None, timedelta | None]:
    """As `take_clock`, of 10.30 alone: what is no part of a day may be a time so."""
    found = _DOTTED.search(text)
    return (text, None, None) if found is None else _taken(text, found)


def take_zone(text: str, clock: Clock | None) -> tuple[str, timedelta | None]:
    """(the rest, an offset that stands apart from the time). Raises ValueError for an offset too large."""
    if found := _OFFSET.search(text):
        return _without(text, found.start(), found.end()), written_offset(found[1], found[2])
    if clock is not None and (found := _ZONE_LAST.search(text)):
        offset = named_offset(found[1] or found[2])
        if offset is not None:
            return text[: found.start()], offset
    if found := _UNIVERSAL.search(text):
        return _without(text, found.start(), found.end()), timedelta(0)
    return text, None


def _taken(text: str, found: re.Match[str]) -> tuple[str, Clock | None, timedelta | None]:
    parts = found.groupdict()
    hour, start, end = int(parts["hour"]), found.start(), found.end()
    before, after = _half_before().search(text, 0, start), _half_after().match(text, end)
    if half := after or before:
        word = next(name for name, value in half.groupdict().items() if value)
        if (1 if half[word].isascii() else 0) <= hour <= 12:  # in Japan, noon is 午後0時
            hour = hour % 12 + (12 if word == "pm" else 0)
            start, end = (start, half.end()) if half is after else (half.start(), end)
        elif hour > 12 and half.end() == len(text):  # else it may be a word: "um 13:00 am Freitag"
            raise ValueError("no such hour")
    offset, end = _zone_at(text, end)
    return _without(text, start, end), (hour, int(parts["minute"] or 0), int(parts.get("second") or 0)), offset


def _zone_at(text: str, at: int) -> tuple[timedelta | None, int]:
    """The offset that stands at a place of the text, and where it ends: +02, UTC+2, CET, +0200 (CEST)."""
    offset = None
    if found := _OFFSET_AFTER.match(text, at):
        offset, at = written_offset(found[1] or found[2], found[3] or "00"), found.end()
    if found := _ZONE_AFTER.match(text, at):
        named = named_offset(found[1])
        if named is not None and (offset is None or offset == named):
            return named, found.end()
    return offset, at


def _without(text: str, start: int, end: int) -> str:
    return f"{text[:start]}{_TAKEN}{text[end:]}"


@cache
def _worded() -> tuple[re.Pattern[str], ...]:
    """An hour alone, or with its minutes after a dot, beside a word that makes it one."""
    minutes = r"(?:\.(?P<minute>\d{2})(?:\.(?P<second>\d{2}))?)?(?!\d|[.:/-]\d)"
    before, after = ("|".join(sorted(words, key=len, reverse=True)) for words in hour_words())
    return (
        re.compile(rf"{_HOUR}{minutes}(?=\s?{_half()})", re.IGNORECASE),
        re.compile(rf"{_HOUR}{minutes}\s?(?:{after})(?![^\W_])", re.IGNORECASE),
        re.compile(rf"(?<![^\W_])(?:{before})[.:]?\s?(?P<hour>\d{{1,2}}){minutes}", re.IGNORECASE),
    )


def _half(named: bool = False) -> str:
    """A pattern of the words for the halves of the day, with dots and blanks in them or without."""
    words: tuple[list[str], list[str]] = ([], [])
    for word, half in sorted(halves().items(), key=lambda item: -len(item[0])):
        words[half].append(r"\.?\s?".join(word) if len(word) == 2 else word)
    am, pm = ("|".join(each) for each in words)
    pattern = rf"(?P<am>{am})|(?P<pm>{pm})" if named else f"{am}|{pm}"
    return rf"(?<![^\W\d_])(?:{pattern})(?![^\W\d_])\.?(?!\s\d{{1,2}}\.)"  # in German, "am 20." is a day


@cache
def _half_after() -> re.Pattern[str]:
    return re.compile(rf"\s?{_half(named=True)}", re.IGNORECASE)


@cache
def _half_before() -> re.Pattern[str]:
    return re.compile(rf"{_half(named=True)}\s?$", re.IGNORECASE)
