"""How recipients want their reports: every wish is kept, with who, when and why; the last word counts."""

from __future__ import annotations

from sqlalchemy import Connection, and_, insert, select

from monitor.model.telling import Wish
from monitor.store import storable
from monitor.store.postal import wishes

_FIELDS = ("on", "hour", "zone", "language", "subscribed")


def wish(connection: Connection, wanted: Wish) -> None:
    """Keep the wish, once."""
    row = {
        "person": wanted.person,
        "every": wanted.every,
        "at": wanted.at,
        "by": storable.text(wanted.by, storable.DETAIL),
        "reason": storable.text(wanted.reason, storable.DETAIL),
        **{name: getattr(wanted, name) for name in _FIELDS},
    }
    same = and_(
        *(wishes.c[name].is_(None) if value is None else wishes.c[name] == value for name, value in row.items())
    )
    if connection.execute(select(wishes.c.id).where(same)).first() is None:
        connection.execute(insert(wishes), [row])


def listed(connection: Connection) -> list[Wish]:
    """All wishes, in the order in which they were said."""
    return [
        Wish(row.person, row.every, row.at, row.by, row.reason, *(getattr(row, name) for name in _FIELDS))
        for row in connection.execute(select(wishes).order_by(wishes.c.id))
    ]
