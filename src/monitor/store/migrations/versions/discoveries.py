"""What the brands' own web sites say of their accounts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "discoveries",
        sa.Column("brand", sa.Text(), nullable=False),
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("seen", sa.BigInteger()),
        sa.Column("next", sa.BigInteger(), nullable=False),
        sa.Column("orphans", sa.Text(), nullable=False),
        sa.Column("failed", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("brand", name=op.f("pk_discoveries")),
    )
