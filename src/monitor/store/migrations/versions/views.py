"""How often a post was seen, beside what profiles count by day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("facts_daily", sa.Column("views", sa.BigInteger()))
