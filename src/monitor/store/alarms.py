"""Of which trouble an alert told whom, and how far the transitions were read for that."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import Connection, and_, delete, func, or_, select

from monitor.model.telling import Told
from monitor.store import letters
from monitor.store.accounts import numbers
from monitor.store.engine import insert
from monitor.store.postal import cursors, told
from monitor.store.rows import NewLetter
from monitor.store.tables import accounts, transitions

_PAGE = 200  # rows in one statement


def rows(connection: Connection) -> list[Told]:
    """All that was told and is not over."""
    query = select(told, accounts.c.id.label("name")).join(accounts)
    return [Told(row.name, row.person, row.trouble, row.first, row.last) for row in connection.execute(query)]


def cursor(connection: Connection, name: str) -> int | None:
    """The number of the last transition that was read under this name; None where none ever was."""
    return connection.execute(select(cursors.c.transition).where(cursors.c.name == name)).scalar()


def newest(connection: Connection) -> int:
    """The number of the last transition."""
    return int(connection.execute(select(func.coalesce(func.max(transitions.c.id), 0))).scalar_one())


def ring(
    connection: Connection,
    name: str,
    read: int | None,
    known: Collection[Told],
    through: int,
    new: Sequence[NewLetter],
    noted: Sequence[Told],
    over: Iterable[tuple[str, str, str]],
) -> bool:
    """Queue the letters, remember what they told, and that the transitions were read through `through`: all or nothing.

    False, and nothing is done, where another run has read on since `read`, or told something beside what is `known`.
    """
    mine = select(cursors.c.transition).where(cursors.c.name == name).with_for_update()
    if connection.execute(mine).scalar() != read or set(rows(connection)) != set(known):
        return False
    put = insert(connection.dialect.name, cursors).values(name=name, transition=through)
    connection.execute(put.on_conflict_do_update(index_elements=["name"], set_={"transition": through}))
    for letter in new:
        letters.queue(connection, letter)
    ended = list(over)
    number = numbers(connection, {*(one.account for one in noted), *(account for account, *_ in ended)})
    for start in range(0, len(ended), _PAGE):
        each = [
            and_(told.c.account == number[account], told.c.person == person, told.c.trouble == trouble)
            for account, person, trouble in ended[start : start + _PAGE]
        ]
        connection.execute(delete(told).where(or_(*each)))
    names = ("person", "trouble", "first", "last")
    values = [{"account": number[row.account], **{name: getattr(row, name) for name in names}} for row in noted]
    if values:
        upsert = insert(connection.dialect.name, told)
        same = ["account", "person", "trouble"]
        connection.execute(
            upsert.on_conflict_do_update(
                index_elements=same, set_={"first": upsert.excluded.first, "last": upsert.excluded.last}
            ),
            values,
        )
    return True
