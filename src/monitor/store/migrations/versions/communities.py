"""Communities where the audiences already are."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "communities",
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("network", sa.Text()),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("looked", sa.BigInteger()),
        sa.Column("outcome", sa.Text()),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("memory", sa.Text()),
        sa.Column("seen", sa.BigInteger()),
        sa.Column("members", sa.BigInteger()),
        sa.Column("posts_a_week", sa.Float()),
        sa.Column("last_post", sa.BigInteger()),
        sa.Column("at_least", sa.Boolean()),
        sa.PrimaryKeyConstraint("url", name=op.f("pk_communities")),
    )
