"""How instants and days stand in the database: whole seconds since 1970 UTC, rounded down; days since 1970-01-01."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta
from functools import cache

from sqlalchemy import BigInteger, Dialect, Integer, TypeDecorator

_EPOCH_DAY = date(1970, 1, 1).toordinal()
_ALMOST_A_SECOND = timedelta(microseconds=999_999)


class Instant(TypeDecorator[datetime]):
    """An aware datetime as whole seconds since 1970 UTC; refuses naive ones."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else seconds(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromtimestamp(value, UTC)


class Day(TypeDecorator[date]):
    """A calendar day as days since 1970-01-01."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> int | None:
        return None if value is None else day_number(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> date | None:
        return None if value is None else day_of(value)


def seconds(instant: datetime) -> int:
    """Seconds since 1970 UTC, rounded down. Raises ValueError for a naive datetime."""
    if instant.tzinfo is None:
        raise ValueError(f"an instant needs a time zone: {instant!r}")
    return math.floor(instant.timestamp())


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return day.toordinal() - _EPOCH_DAY


@cache  # the same few hundred days come again and again
def day_of(number: int) -> date:
    """The day with this number."""
    return date.fromordinal(number + _EPOCH_DAY)


def not_before(instant: datetime | None) -> datetime | None:
    """The instant rounded up to a second: what may not happen before it must not be stored as earlier."""
    return None if instant is None else (instant + _ALMOST_A_SECOND).replace(microsecond=0)
