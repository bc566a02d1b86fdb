"""Which accounts there are, which of them are due, and who may check them now.

Claim, then work: a claim is a lease of an account to one cycle. It ends when the check is judged, when the cycle gives
it back, or when its time is over; so a cycle that is killed keeps nobody waiting for longer than that.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, bindparam, func, or_, select, update

from monitor.model.account import MANUAL, Account
from monitor.model.errors import MonitorError
from monitor.model.state import Status
from monitor.store import codec
from monitor.store.database.columns import not_before
from monitor.store.database.engine import insert
from monitor.store.database.tables import accounts, looks
from monitor.store.rows import Claim

# What is known of who answers at an address, and of what it showed.
_KNOWN = {"memory": None, "facts": None, "latest_keys": None, "evidence": None, "not_before": None}
# An account that is declared anew at another address is another account: nothing of the old one counts.
_FRESH = _KNOWN | {"baseline_at": None, "same_as": None}


def sync(connection: Connection, declared: Iterable[Account], now: datetime) -> None:
    """Make the table say what the file says; only differences are written, nothing is deleted."""
    columns = (accounts.c.id, accounts.c.brand, accounts.c.network, accounts.c.url, accounts.c.configured)
    known = {row.id: row for row in connection.execute(select(*columns))}
    added, changed, moved, seen = [], [], [], set()
    for account in declared:
        seen.add(account.id)
        values = {"brand": account.brand, "network": account.network, "url": account.url, "configured": True}
        row = known.get(account.id)
        if row is None:
            fresh = {"created": now, "due_at": now, "status": Status.UNSEEN.value}
            added.append({"id": account.id} | values | fresh)
        elif (row.network, row.url) != (account.network, account.url):
            moved.append({"_id": account.id} | values)
        elif (row.brand, row.configured) != (account.brand, True):
            changed.append({"_id": account.id} | values)
    gone = [{"_id": row.id} for row in known.values() if row.configured and row.id not in seen]
    one = update(accounts).where(accounts.c.id == bindparam("_id"))
    if added:
        once = insert(connection.dialect.name, accounts).on_conflict_do_nothing(index_elements=["id"])
        connection.execute(once, added)  # another run may have been quicker
    if changed:
        connection.execute(one, changed)
    if moved:
        connection.execute(one.values(due_at=now, **_FRESH), moved)
    if gone:
        connection.execute(one.values(configured=False), gone)


def forget(connection: Connection, account: int, now: datetime) -> None:
    """Who the account was: the next check takes whoever answers for it, and what it shows for known (save_checks)."""
    connection.execute(update(accounts).where(accounts.c.number == account).values(due_at=now, **_KNOWN))


def numbers(connection: Connection, ids: Collection[str]) -> dict[str, int]:
    """The number of each account. Raises MonitorError for one that was never configured."""
    rows = connection.execute(select(accounts.c.id, accounts.c.number).where(among(ids)))
    found = {row.id: row.number for row in rows}
    refuse_unknown(set(ids) - found.keys())
    return found


def refuse_unknown(ids: Collection[str]) -> None:
    """Raises MonitorError if there are any."""
    if ids:
        named = ", ".join(sorted(ids))
        raise MonitorError(f"no such account in the database: {named}; add it to the configuration first")


def among(ids: Collection[str] | None) -> ColumnElement[bool]:
    """The accounts named, or, for None, all that are configured."""
    return accounts.c.configured if ids is None else accounts.c.id.in_(list(ids))


def due(now: datetime, only: Collection[str] | None, *, everything: bool = False) -> ColumnElement[bool]:
    """What may be checked now: `everything` also takes what is not due yet, never what asked for patience."""
    condition = (
        accounts.c.configured
        & (accounts.c.network != MANUAL)
        & or_(accounts.c.lease_until.is_(None), accounts.c.lease_until <= now)
        & or_(accounts.c.not_before.is_(None), accounts.c.not_before <= now)
    )
    if not everything:
        condition &= accounts.c.due_at <= now
    return condition if only is None else condition & accounts.c.id.in_(list(only))


def any_due(connection: Connection, now: datetime, only: Collection[str] | None) -> bool:
    return connection.execute(select(accounts.c.number).where(due(now, only)).limit(1)).first() is not None


def claim(
    connection: Connection,
    now: datetime,
    *,
    until: datetime,
    cycle: int,
    limit: int,
    only: Collection[str] | None,
    everything: bool,
) -> list[Claim]:
    """Lease up to `limit` accounts to the cycle, longest due first; none that it has checked already."""
    ready = due(now, only, everything=everything) & _not_checked_in(cycle)
    page = (
        select(accounts.c.number)
        .where(ready)
        .order_by(accounts.c.due_at, accounts.c.number)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("page")
    )
    lease = (
        update(accounts)
        .where(accounts.c.number.in_(select(page.c.number)))
        .values(lease_until=not_before(until), lease_by=cycle)
        .returning(
            accounts.c.due_at,
            accounts.c.number,
            accounts.c.id,
            accounts.c.memory,
            accounts.c.latest_keys,
            accounts.c.baseline_at,
            accounts.c.last_look,
        )
    )
    rows = sorted(connection.execute(lease).all(), key=lambda row: (row.due_at, row.number))
    memories = {row.number: codec.load_memory(row.memory, row.latest_keys) for row in rows}
    return [Claim(row.id, memories[row.number], row.baseline_at is None, row.due_at, row.last_look) for row in rows]


def _not_checked_in(cycle: int) -> ColumnElement[bool]:
    last = select(looks.c.id).where(looks.c.id == accounts.c.last_look_id, looks.c.cycle == cycle)
    return ~last.exists()


def renew(connection: Connection, cycle: int, until: datetime) -> None:
    """Extend the cycle's leases."""
    connection.execute(update(accounts).where(accounts.c.lease_by == cycle).values(lease_until=not_before(until)))


def postpone(connection: Connection, account: str, until: datetime) -> None:
    """Give back an account that was not checked, and leave it alone until then.

    It stays due since when it was, and so comes before those that were checked meanwhile: each gets its turn.
    """
    connection.execute(
        update(accounts)
        .where(accounts.c.id == account)
        .values(not_before=not_before(until), lease_until=None, lease_by=None)
    )


def give_back(connection: Connection, cycle: int) -> int:
    """Free what the cycle claimed and did not check; how many accounts."""
    mine = update(accounts).where(accounts.c.lease_by == cycle, _not_checked_in(cycle))
    freed = connection.execute(mine.values(lease_until=None, lease_by=None).returning(accounts.c.number))
    return len(freed.all())


def watched_since(connection: Connection) -> datetime | None:
    """When the first of the configured accounts became known."""
    return connection.execute(select(func.min(accounts.c.created)).where(accounts.c.configured)).scalar()
