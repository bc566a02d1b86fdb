"""The tables of messages: the outbox, recipients' preferences, and who was notified of which trouble.

letters     the outbox: bytes that never change, and what became of them
wishes      how a recipient wants a report, beside what the file says; the last one counts
told        who was notified of an account's trouble: when first and when last
cursors     how far something has read the transitions
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Integer, LargeBinary, Table, Text, UniqueConstraint

from monitor.store.database.columns import Instant
from monitor.store.database.tables import accounts, metadata

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

wishes = Table(
    "wishes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("person", Text, nullable=False),
    Column("every", Text, nullable=False),  # of the report
    Column("at", Instant, nullable=False),
    Column("by", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("on", Integer),
    Column("hour", Integer),
    Column("zone", Text),
    Column("language", Text),
    Column("subscribed", Boolean),
    sqlite_autoincrement=True,
)

told = Table(
    "told",
    metadata,
    Column("account", ForeignKey(accounts.c.number), primary_key=True),
    Column("person", Text, primary_key=True),
    Column("matter", Text, primary_key=True),
    Column("trouble", Text, nullable=False),
    Column("first", Instant, nullable=False),
    Column("last", Instant, nullable=False),
)

cursors = Table(
    "cursors",
    metadata,
    Column("name", Text, primary_key=True),
    Column("transition", Integer, nullable=False),
)
