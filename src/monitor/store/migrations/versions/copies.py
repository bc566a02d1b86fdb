"""What accounts of a brand have in common, and what was published at a set time."""

from __future__ import annotations

import struct

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_BEFORE, _AFTER = struct.Struct("<5H"), struct.Struct("<6H")  # a day of `recent_days`


def upgrade() -> None:
    op.create_table(
        "marks",
        sa.Column("mark", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("account", sa.Integer(), nullable=False),
        sa.Column("key", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account"], ["accounts.number"], name=op.f("fk_marks_account")),
        sa.PrimaryKeyConstraint("mark", "at", "account", "key", name=op.f("pk_marks")),
        sqlite_with_rowid=False,
    )
    op.add_column("daily_counts", sa.Column("planned", sa.Integer(), server_default="0", nullable=False))
    op.add_column("accounts", sa.Column("copies_of", sa.Text()))
    _widen(op.get_bind())


def _widen(connection: sa.Connection) -> None:
    """The counts on the accounts' rows get room for one more a day."""
    accounts = sa.table("accounts", sa.column("number", sa.Integer), sa.column("recent_days", sa.LargeBinary))
    rows = connection.execute(sa.select(accounts).where(accounts.c.recent_days.is_not(None))).all()
    wider = [
        {"_number": row.number, "days": b"".join(_AFTER.pack(*day, 0) for day in _BEFORE.iter_unpack(row.recent_days))}
        for row in rows
    ]
    if wider:
        one = sa.update(accounts).where(accounts.c.number == sa.bindparam("_number"))
        connection.execute(one.values(recent_days=sa.bindparam("days")), wider)
