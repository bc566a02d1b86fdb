"""How recipients want their reports: every preference is kept, with who, when and why; the last one counts."""

from __future__ import annotations

from sqlalchemy import Connection, select

from monitor.model.alerting import Preference
from monitor.store.database import storable
from monitor.store.database.engine import insert_once
from monitor.store.database.mail_tables import wishes

_FIELDS = ("on", "hour", "zone", "language", "subscribed")


def preference(connection: Connection, wanted: Preference) -> None:
    """Keep the preference, once."""
    row = {
        "person": wanted.person,
        "every": wanted.every,
        "at": wanted.at,
        "by": storable.text(wanted.by, storable.DETAIL),
        "reason": storable.text(wanted.reason, storable.DETAIL),
        **{name: getattr(wanted, name) for name in _FIELDS},
    }
    insert_once(connection, wishes, row)


def listed(connection: Connection) -> list[Preference]:
    """All preferences, in the order in which they were stated."""
    return [
        Preference(row.person, row.every, row.at, row.by, row.reason, *(getattr(row, name) for name in _FIELDS))
        for row in connection.execute(select(wishes).order_by(wishes.c.id))
    ]
