"""Who was notified of which trouble, and how far the transitions were read for that."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, delete, func, select

from monitor.model.alerting import Notified
from monitor.store.database.engine import insert
from monitor.store.database.mail_tables import cursors, told
from monitor.store.database.tables import accounts, transitions
from monitor.store.queues import messages
from monitor.store.queues.due_accounts import numbers
from monitor.store.rows import NewMessage

_ALERTS = "alerts"  # the name under which the transitions are read


def rows(connection: Connection) -> list[Notified]:
    """Who was notified of what, as far as it is not over."""
    query = select(told, accounts.c.id.label("name")).join(accounts)
    return [Notified(row.name, row.person, row.trouble, row.first, row.last) for row in connection.execute(query)]


def cursor(connection: Connection) -> int | None:
    """The number of the last transition that was read for alerts; None where none ever was."""
    return connection.execute(select(cursors.c.transition).where(cursors.c.name == _ALERTS)).scalar()


def newest(connection: Connection) -> int:
    """The number of the last transition."""
    return int(connection.execute(select(func.coalesce(func.max(transitions.c.id), 0))).scalar_one())


def queue_alerts(
    connection: Connection,
    read: int | None,
    known: Collection[Notified],
    through: int,
    new: Sequence[NewMessage],
    noted: Sequence[Notified],
    over: Sequence[Notified],
) -> bool:
    """Queue the messages, note whom they notify, and that transitions were read through `through`: all or nothing.

    False, and nothing is done, where another run has read on since `read`, or notified somebody beside those `known`.
    """
    reached = select(cursors.c.transition).where(cursors.c.name == _ALERTS).with_for_update()
    if connection.execute(reached).scalar() != read or set(rows(connection)) != set(known):
        return False
    put = insert(connection.dialect.name, cursors).values(name=_ALERTS, transition=through)
    connection.execute(put.on_conflict_do_update(index_elements=["name"], set_={"transition": through}))
    for message in new:
        messages.queue(connection, message)
    number = numbers(connection, {row.account for row in (*noted, *over)})
    for row in over:
        mine = (told.c.account == number[row.account], told.c.person == row.person, told.c.matter == row.matter)
        connection.execute(delete(told).where(*mine))
    if noted:
        names = ("person", "matter", "trouble", "first", "last")
        values = [{"account": number[row.account], **{name: getattr(row, name) for name in names}} for row in noted]
        upsert = insert(connection.dialect.name, told)
        changed = {name: upsert.excluded[name] for name in ("trouble", "first", "last")}
        keys = ["account", "person", "matter"]
        connection.execute(upsert.on_conflict_do_update(index_elements=keys, set_=changed), values)
    return True
