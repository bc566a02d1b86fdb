"""Numbers of a date as an instant in UTC. What is impossible raises ValueError or OverflowError, never shifts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from monitor.connect.dates.vocabulary import zones

_LARGEST_OFFSET = timedelta(hours=15)
_UNIVERSAL = frozenset({"z", "utc", "gmt"})
_CENTURY_TURN = 50  # 49 is 2049, 50 is 1950


def instant(
    year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0, offset: timedelta = timedelta(0)
) -> datetime:
    """In UTC; 24:00 starts the next day, a leap second is the one before. Raises ValueError, OverflowError."""
    if hour == 24 and minute == 0 and second == 0:
        return instant(year, month, day, offset=offset) + timedelta(days=1)
    moment = datetime(year, month, day, hour, minute, 59 if second == 60 else second, tzinfo=timezone(offset))
    return moment.astimezone(UTC)


def full_year(digits: str) -> int:
    number = int(digits)
    return number if len(digits) == 4 else number + (1900 if number >= _CENTURY_TURN else 2000)


def written_offset(hours: str, minutes: str) -> timedelta:
    size = timedelta(hours=abs(int(hours)), minutes=int(minutes))
    if size > _LARGEST_OFFSET or int(minutes) > 59:
        raise ValueError("no such offset")
    return -size if hours.startswith("-") else size


def named_offset(name: str) -> timedelta | None:
    """Abbreviations count in capitals alone: small "est" and "art" are words. The names of UTC are no words."""
    minutes = zones().get(name.lower()) if name.isupper() or name.lower() in _UNIVERSAL else None
    return None if minutes is None else timedelta(minutes=minutes)
