"""What profiles count by day, and what others said."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "facts_daily",
        sa.Column("account", sa.Integer(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("followers", sa.BigInteger()),
        sa.Column("total", sa.BigInteger()),
        sa.ForeignKeyConstraint(["account"], ["accounts.number"], name=op.f("fk_facts_daily_account")),
        sa.PrimaryKeyConstraint("account", "day", name=op.f("pk_facts_daily")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "replies",
        sa.Column("account", sa.Integer(), nullable=False),
        sa.Column("key", sa.BigInteger(), nullable=False),
        sa.Column("author", sa.BigInteger()),
        sa.Column("thread", sa.BigInteger()),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("direct", sa.Boolean(), nullable=False),
        sa.Column("answered", sa.BigInteger()),
        sa.Column("url", sa.Text()),
        sa.ForeignKeyConstraint(["account"], ["accounts.number"], name=op.f("fk_replies_account")),
        sa.PrimaryKeyConstraint("account", "key", name=op.f("pk_replies")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "pepper",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_pepper")),
    )
