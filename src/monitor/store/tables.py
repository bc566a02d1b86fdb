"""The tables, as SQLAlchemy Core; no ORM.

    accounts ─┬─ activities      what an account did; key = (account, 64-bit hash of the act's id)
              ├─ daily_counts    acts by day in the brand's zone; outlives the activities
              ├─ looks           what each look came to; of a cycle
              ├─ transitions     what changed, in the order of their ids
              └─ decisions       what people decided
    cycles, letters (the outbox), holds (hosts that asked to be left alone), robots, locks, leaders

Roll-ups (last human act, last look, state) stand on the account's row, so that judging and showing never scan
history; so do the keys of the acts last seen, by which most acts are known without a question. Instants are whole
seconds since 1970 UTC, rounded down; days are days since 1970-01-01.
"""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta
from functools import cache

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

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


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# Looks outlive 32 bits in a large fleet; SQLite counts only an INTEGER up by itself, and its own are of 64 bits.
Number = BigInteger().with_variant(Integer, "sqlite")

cycles = Table(
    "cycles",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("owner", Text, nullable=False),
    Column("started", Instant, nullable=False),
    Column("ended", Instant),
    Column("outage", Boolean, nullable=False),
    sqlite_autoincrement=True,
)

accounts = Table(
    "accounts",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("brand", Text, nullable=False),
    Column("network", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("configured", Boolean, nullable=False),
    Column("created", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("not_before", Instant),  # the network asked for patience until then
    Column("lease_until", Instant),
    Column("lease_by", ForeignKey(cycles.c.id)),
    Column("memory", Text),
    Column("facts", Text),
    Column("first_look", Instant),
    Column("last_look", Instant),
    Column("last_look_id", Number),
    Column("baseline_at", Instant),  # the first observation at this URL; NULL: the next one is the first
    Column("last_ok", Instant),
    Column("latest_keys", LargeBinary),  # and faces, of the acts in the last observation (see recognising.py)
    Column("recent_days", LargeBinary),  # see recent.py
    Column("last_human", Instant),
    Column("last_human_url", Text),
    Column("last_human_title", Text),
    Column("last_any", Instant),
    Column("status", Text, nullable=False),
    Column("state", Text),
    Column("judged_look_id", Number),
    Column("judged_at", Instant),
    Index(None, "due_at"),
)

activities = Table(
    "activities",
    metadata,
    Column("account", ForeignKey(accounts.c.number), primary_key=True),
    Column("key", BigInteger, primary_key=True),
    Column("kind", SmallInteger, nullable=False),  # its place in rollup.KINDS
    Column("copied", Boolean, nullable=False),
    Column("at", Instant),  # when it counts; NULL: it does not
    Column("stated", Instant),  # the date it states, where that is not `at`
    Column("first_seen", Instant, nullable=False),
    Column("url", Text),
    Column("title", Text),
    sqlite_with_rowid=False,
)

daily_counts = Table(
    "daily_counts",
    metadata,
    Column("account", ForeignKey(accounts.c.number), primary_key=True),
    Column("day", Day, primary_key=True),
    Column("post", Integer, nullable=False),
    Column("share", Integer, nullable=False),
    Column("reply", Integer, nullable=False),
    Column("copied", Integer, nullable=False),  # of post
    sqlite_with_rowid=False,
)

looks = Table(
    "looks",
    metadata,
    Column("id", Number, primary_key=True),
    Column("account", ForeignKey(accounts.c.number), nullable=False),
    Column("cycle", ForeignKey(cycles.c.id), nullable=False),
    Column("at", Instant, nullable=False),
    Column("host", Text, nullable=False),
    Column("requests", Integer, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("answered", Boolean, nullable=False),
    Column("complete", Boolean, nullable=False),
    Column("activities", Integer, nullable=False),
    Column("new", Integer, nullable=False),
    Index(None, "account", "id"),
    sqlite_autoincrement=True,
)

transitions = Table(
    "transitions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("account", ForeignKey(accounts.c.number), nullable=False, index=True),
    Column("axis", Text, nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("reasons", Text, nullable=False),
    Column("looks", Text, nullable=False),
    Column("announce", Boolean, nullable=False),
    sqlite_autoincrement=True,
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("account", ForeignKey(accounts.c.number), nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("by", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("on", Day),
    Column("until", Day),
    sqlite_autoincrement=True,
)

letters = Table(
    "letters",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("recipient", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("period", Text, nullable=False),
    Column("created", Instant, nullable=False),
    Column("message_id", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("numbers", Text, nullable=False),
    Column("through_transition", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_try", Instant),
    Column("lease_until", Instant),
    Column("lease_by", Text),
    Column("sent_at", Instant),
    Column("detail", Text, nullable=False),
    UniqueConstraint("recipient", "period"),
    sqlite_autoincrement=True,
)

holds = Table(
    "holds",
    metadata,
    Column("host", Text, primary_key=True),
    Column("until", Instant, nullable=False),
    Column("reason", Text, nullable=False),
)

robots = Table(  # what sites let programs read: the part of their robots.txt that speaks to us
    "robots",
    metadata,
    Column("site", Text, primary_key=True),  # "https://name:port"
    Column("text", Text, nullable=False),
    Column("at", Instant, nullable=False),
)

locks = Table(  # rows that writers lock in turn where the database does not let one writer in at a time
    "locks",
    metadata,
    Column("name", Text, primary_key=True),
)

leaders = Table(  # the one daemon of this database
    "leaders",
    metadata,
    Column("role", Text, primary_key=True),
    Column("host", Text, nullable=False),
    Column("machine", Text, nullable=False),
    Column("pid", Integer, nullable=False),
    Column("born", BigInteger, nullable=False),
    Column("since", Instant, nullable=False),
    Column("until", Instant, nullable=False),
)
