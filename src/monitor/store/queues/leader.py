"""Who leads: the one daemon of a database, by a lease that it renews while it lives.

    free ──take──> led by a process ──renew──> ... ──leave──> free
                         │
                         └──take over──> led by another, who has found that process gone or its time over

To take over is to name the lease that was found: of several who find the same one, one is quicker. Every
write here is safe to repeat.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, select, update

from monitor.store.database.columns import not_before
from monitor.store.database.engine import insert
from monitor.store.database.tables import leaders
from monitor.store.rows import Leader, Process

_ROLE = "daemon"


def leader(connection: Connection) -> Leader | None:
    """Who leads, or led when its lease was last renewed; None where nobody does."""
    row = connection.execute(select(leaders).where(leaders.c.role == _ROLE)).first()
    if row is None:
        return None
    return Leader(Process(row.host, row.machine, row.pid, row.born), row.since, row.until)


def take(connection: Connection, process: Process, now: datetime, until: datetime, over: Leader | None) -> bool:
    """Make `process` the leader where nobody leads or, still, the one it takes over from; whether it leads now."""
    row = {
        "host": process.host,
        "machine": process.machine,
        "pid": process.pid,
        "born": process.born,
        "since": now,
        "until": not_before(until),
    }
    if over is None:
        first = insert(connection.dialect.name, leaders).values(role=_ROLE, **row)
        connection.execute(first.on_conflict_do_nothing(index_elements=["role"]))
    else:
        found = _is(over.process) & (leaders.c.since == over.since) & (leaders.c.until == over.until)
        connection.execute(update(leaders).where(found).values(row))
    now_leads = leader(connection)
    return now_leads is not None and now_leads.process == process


def renew(connection: Connection, process: Process, until: datetime) -> bool:
    """Extend the lease; False where `process` leads no longer."""
    mine = update(leaders).where(_is(process)).values(until=not_before(until)).returning(leaders.c.role)
    return connection.execute(mine).first() is not None


def leave(connection: Connection, process: Process) -> None:
    """Let the next one lead at once."""
    connection.execute(delete(leaders).where(_is(process)))


def _is(process: Process) -> ColumnElement[bool]:
    return (
        (leaders.c.role == _ROLE)
        & (leaders.c.host == process.host)
        & (leaders.c.machine == process.machine)
        & (leaders.c.pid == process.pid)
        & (leaders.c.born == process.born)
    )
