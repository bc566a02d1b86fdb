"""Numbers, dates and plurals as each language writes them: the filters of the templates."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any, Final
from zoneinfo import ZoneInfo

LANGUAGES: Final = ("en", "fr")

_DAYS: Final = {
    "long": "EEEE d MMMM y",
    "short": "d MMMM y",
    "day": "d MMMM",
    "weekday": "EEEE d",
    "weekday_month": "EEEE d MMMM",
    "month": "MMMM y",
}
_PATTERNS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {**_DAYS, "time": "HH:mm"},
    "fr": {**_DAYS, "time": "H 'h' mm"},
}


def language_of(wanted: str) -> str:
    """The language that a message is written in: "fr-CA" is French, one that nobody wrote is English."""
    short = wanted.lower().replace("_", "-").partition("-")[0]
    return short if short in LANGUAGES else LANGUAGES[0]


@cache
def filters(language: str) -> Mapping[str, Callable[..., Any]]:
    """The filters of a language, by the names that templates use.

    `number`: 1,284.5, at most one decimal (a text stays as it is). `day`: a date, or its ISO text, in one of
    `_PATTERNS`; `day_in`: that of an instant in a zone; `time`: the hour of an instant in a zone. `plural`: of a
    count, one of two words.
    """
    from babel import Locale
    from babel.dates import format_date, format_time
    from babel.numbers import format_decimal

    locale, patterns = Locale(language), _PATTERNS[language]

    @lru_cache(maxsize=4096)
    def number(value: float | str) -> str:
        return value if isinstance(value, str) else str(format_decimal(value, "#,##0.#", locale))

    @lru_cache(maxsize=4096)
    def day(value: date | str, pattern: str = "short") -> str:
        value = date.fromisoformat(value[:10]) if isinstance(value, str) else value
        if not isinstance(value, date):
            raise TypeError(f"{value!r} is no date")  # Babel would take today's
        text = str(format_date(value, patterns[pattern], locale))
        if language == "fr" and value.day == 1:
            text = re.sub(r"\b1 ", "1er ", text)
        return re.sub(r"(\d(?:er)?) ", "\\1\u00a0", text, count=1)  # a day stays on the line of its month

    def day_in(value: datetime, zone: str, pattern: str = "short") -> str:
        return day(value.astimezone(ZoneInfo(zone)).date(), pattern)

    def time(value: datetime, zone: str) -> str:
        local = value.astimezone(ZoneInfo(zone))
        return str(format_time(local, patterns["time"], locale=locale)).replace(" ", "\u00a0")

    def plural(count: float, one: str, many: str) -> str:
        return one if locale.plural_form(abs(count)) == "one" else many

    return {"number": number, "day": day, "day_in": day_in, "time": time, "plural": plural}
