"""Rhythms and lengths of time as people write them, in English and in French.

Rules:
- A cadence is "COUNT per [N] UNIT" ("3 per week", "1 par mois", "1 per 2 weeks"), an adverb ("daily", "mensuel"), or
  "every [N] UNIT" ("every 2 weeks", "chaque semaine").
- A duration is one or more of "NUMBER UNIT" ("24h", "2 days", "1 day 12 h").
- Day, week, fortnight, month, quarter and year are 1, 7, 14, 30, 91 and 365 days: a plan is judged by effective days,
  not by the calendar.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import timedelta
from functools import lru_cache

from monitor.model.account import Cadence

_DAY = timedelta(days=1)
_LONGEST = 3650 * _DAY
_MOST = 1000

_UNITS: dict[timedelta, str] = {
    timedelta(seconds=1): "s sec secs second seconds seconde secondes",
    timedelta(minutes=1): "m min mins minute minutes",
    timedelta(hours=1): "h hr hrs hour hours heure heures",
    _DAY: "d day days j jour jours",
    7 * _DAY: "w week weeks sem semaine semaines",
    14 * _DAY: "fortnight fortnights quinzaine quinzaines",
    30 * _DAY: "month months mois",
    91 * _DAY: "quarter quarters trimestre trimestres",
    365 * _DAY: "y year years an ans année années annee annees",
}
_UNIT = {word: length for length, words in _UNITS.items() for word in words.split()}

_ADVERBS: dict[timedelta, str] = {
    _DAY: "daily quotidien quotidienne quotidiennement",
    7 * _DAY: "weekly hebdomadaire hebdo",
    14 * _DAY: "fortnightly bimensuel bimensuelle",
    30 * _DAY: "monthly mensuel mensuelle",
    60 * _DAY: "bimestriel bimestrielle",
    91 * _DAY: "quarterly trimestriel trimestrielle",
    365 * _DAY: "yearly annually annual annuel annuelle",
}
_ADVERB = {word: length for length, words in _ADVERBS.items() for word in words.split()}

_AMBIGUOUS = frozenset({"biweekly", "bi-weekly", "bimonthly", "bi-monthly"})

_NUMBERS = {
    "a": 1,
    "an": 1,
    "one": 1,
    "once": 1,
    "un": 1,
    "une": 1,
    "two": 2,
    "twice": 2,
    "deux": 2,
    "three": 3,
    "trois": 3,
}
_NUMBER = r"(?:\d+|(?:" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + r")(?=\s))"
_PER = re.compile(
    rf"(?P<count>{_NUMBER})\s*(?:(?:x|times?|fois|posts?|publications?)\s*)?"
    rf"(?:/|\b(?:per|a|an|each|every|in|par|chaque|tous les|toutes les)\b)\s*(?:(?P<n>{_NUMBER})\s*)?(?P<unit>[^\W\d]+)"
)
_EVERY = re.compile(rf"(?:every|each|chaque|tous les|toutes les)\s+(?:(?P<n>{_NUMBER})\s*)?(?P<unit>[^\W\d]+)")
_LENGTH = re.compile(r"(?P<number>\d+(?:[.,]\d+)?)\s*(?P<unit>[^\W\d]+)\s*(?:,|and\b|et\b)?\s*")

CADENCE_HELP = (
    'say it as "3 per week", "1 per 2 weeks", "daily", "weekly", "2 per month", "1 per quarter" or "1 per year"'
)
DURATION_HELP = 'say it as "30m", "24h", "2 days", "1 week" or "90 days"'


@lru_cache(maxsize=4096)
def parse_cadence(text: str) -> Cadence:
    """The cadence that `text` states. Raises ValueError saying what is understood."""
    words = _normal(text)
    if words in _AMBIGUOUS:
        raise ValueError(
            f'"{text}" means two things: say "2 per week", "1 per 2 weeks", "2 per month" or "1 per 2 months"'
        )
    if words in _ADVERB:
        return Cadence(1, _ADVERB[words], text)
    found = _PER.fullmatch(words) or _EVERY.fullmatch(words)
    unit = _UNIT.get(found["unit"]) if found else None
    if found is None or unit is None:
        raise ValueError(f"{_quoted(text)} is no cadence: {CADENCE_HELP}")
    if unit < _DAY:
        raise ValueError(f"{_quoted(text)} is shorter than a day, and plans are judged by days: {CADENCE_HELP}")
    count = _number(found.groupdict().get("count") or "1")
    periods = _number(found["n"] or "1")
    if count == 0:
        raise ValueError(
            f'{_quoted(text)} promises nothing: leave the line out, or say "none" to undo a plan of the brand'
        )
    if count > _MOST or periods == 0 or periods > _LONGEST // unit:
        raise ValueError(f"{_quoted(text)} is out of range: at most {_MOST} acts, in a period of 1 day to 10 years")
    return Cadence(count, periods * unit, text)


@lru_cache(maxsize=4096)
def parse_duration(text: str) -> timedelta:
    """The length of time that `text` states, at most ten years. Raises ValueError saying what is understood."""
    words = _normal(text)
    seconds, position = 0.0, 0
    while found := _LENGTH.match(words, position):
        unit = _UNIT.get(found["unit"])
        if unit is None:
            break
        seconds += float(found["number"].replace(",", ".")) * unit.total_seconds()
        if seconds > _LONGEST.total_seconds():
            raise ValueError(f"{_quoted(text)} is too long: at most 10 years")
        position = found.end()
    if not words or position < len(words):
        raise ValueError(f"{_quoted(text)} is no length of time: {DURATION_HELP}")
    return timedelta(seconds=seconds)


def duration_text(length: timedelta) -> str:
    """`length` in the largest units that divide it: "24h" is "1 day", 36 hours "1 day 12 hours"."""
    parts = []
    rest = length
    for unit, name in ((_DAY, "day"), (timedelta(hours=1), "hour"), (timedelta(minutes=1), "minute")):
        count, rest = divmod(rest, unit)
        if count:
            parts.append(f"{count} {name}{'s' if count > 1 else ''}")
    if rest or not parts:
        parts.append(f"{rest.total_seconds():g} seconds")
    return " ".join(parts)


def _normal(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).lower().split())


def _number(word: str) -> int:
    return _NUMBERS[word] if word in _NUMBERS else int(word[:12])


def _quoted(text: str) -> str:
    return f'"{text}"' if len(text) <= 60 else f'"{text[:60]}…"'
