"""Office hours as people write them: "mon-fri 9-18", "mon,tue,thu 8:30-17", "lun-ven 9h-18h", "always"."""

from __future__ import annotations

import re
from typing import Final

from monitor.model.account import Office

OFFICE_HELP: Final = 'write them as "mon-fri 9-18", "mon,wed 8:30-17:00" or "always"'

_DAYS: Final = {
    word: number
    for number, words in enumerate(("mon lun", "tue mar", "wed mer", "thu jeu", "fri ven", "sat sam", "sun dim"))
    for word in words.split()
}
_ALWAYS: Final = frozenset({"always", "toujours"})
_DAY_LONG: Final = 24 * 60
_HOURS: Final = re.compile(r"(?P<days>[a-z,-]+) (?P<opens>[\dh:]+) ?[-–] ?(?P<closes>[\dh:]+)")
_TIME: Final = re.compile(r"(\d{1,2})(?:[h:](\d\d)?)?")


def parse_office(text: str) -> Office:
    """Raises ValueError for what is no days and hours, and for hours that end before they begin."""
    plain = " ".join(text.lower().split())
    if plain in _ALWAYS:
        return Office(tuple(range(7)), 0, _DAY_LONG, text)
    found = _HOURS.fullmatch(plain)
    days = _days(found["days"]) if found else None
    opens, closes = (_minutes(found["opens"]), _minutes(found["closes"])) if found else (None, None)
    if not days or opens is None or closes is None:
        raise ValueError(f'"{text}" are no office hours: {OFFICE_HELP}')
    if opens >= closes:
        raise ValueError(f'"{text}" end before they begin: {OFFICE_HELP}')
    return Office(days, opens, closes, text)


def _days(text: str) -> tuple[int, ...] | None:
    """Weekdays, Monday 0, each once; a range may pass the end of the week."""
    days: set[int] = set()
    for part in text.split(","):
        first, _, last = part.partition("-")
        if first[:3] not in _DAYS or (last or first)[:3] not in _DAYS:
            return None
        begin, end = _DAYS[first[:3]], _DAYS[(last or first)[:3]]
        days |= {(begin + step) % 7 for step in range((end - begin) % 7 + 1)}
    return tuple(sorted(days))


def _minutes(text: str) -> int | None:
    found = _TIME.fullmatch(text)
    minutes = int(found[1]) * 60 + int(found[2] or 0) if found else _DAY_LONG + 1
    return minutes if minutes <= _DAY_LONG and (found is None or int(found[2] or 0) < 60) else None
