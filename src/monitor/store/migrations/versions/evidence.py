"""What acts are recognised by, what was seen for certain, and which page stood for an account."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from monitor.model.activity import face

revision = "0010"
down_revision = "0009"

_AT_A_TIME = 5000


def upgrade() -> None:
    op.add_column("activities", sa.Column("face", sa.BigInteger()))
    op.add_column("accounts", sa.Column("evidence", sa.Text()))
    op.add_column("accounts", sa.Column("same_as", sa.Text()))
    op.add_column("looks", sa.Column("page", sa.BigInteger()))
    _fill(op.get_bind())
    op.create_index(op.f("ix_activities_account_face"), "activities", ["account", "face"])


def _fill(connection: sa.Connection) -> None:
    """Every stored act gets its face."""
    columns: list[sa.ColumnClause[Any]] = [sa.column(name) for name in ("account", "key", "url", "title", "face")]
    acts = sa.table("activities", *columns)
    place = sa.tuple_(acts.c.account, acts.c.key)
    page = sa.select(acts.c.account, acts.c.key, acts.c.url, acts.c.title).order_by(acts.c.account, acts.c.key)
    one = sa.update(acts).where(acts.c.account == sa.bindparam("_account"), acts.c.key == sa.bindparam("_key"))
    rows = connection.execute(page.limit(_AT_A_TIME)).all()
    while rows:
        faces = [{"_account": row.account, "_key": row.key, "face": face(row.title, row.url)} for row in rows]
        connection.execute(one, faces)
        after = place > (rows[-1].account, rows[-1].key)
        rows = connection.execute(page.where(after).limit(_AT_A_TIME)).all()
