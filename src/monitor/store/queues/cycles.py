"""Cycles: one run's checks, which prove that it lives; and what hosts and sites ask of us."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from itertools import pairwise

from sqlalchemy import Connection, func, or_, select, update
from sqlalchemy import insert as plain_insert

from monitor.model.check import SEEN, Outcome
from monitor.model.http import RobotsTxt
from monitor.store.database import storable
from monitor.store.database.columns import not_before
from monitor.store.database.engine import insert
from monitor.store.database.mail_tables import letters
from monitor.store.database.tables import accounts, cycles, holds, looks, robots
from monitor.store.queues.due_accounts import among
from monitor.store.rows import Summary

_RECENTLY = timedelta(weeks=4)
_NOT_FAILED = [outcome.value for outcome in (*SEEN, Outcome.MANUAL)]


def begin(connection: Connection, now: datetime, owner: str) -> int:
    """A new cycle; asked again before anything came of it, the same."""
    used = or_(
        select(looks.c.id).where(looks.c.cycle == cycles.c.id).exists(),
        select(accounts.c.number).where(accounts.c.lease_by == cycles.c.id).exists(),
    )
    mine = (cycles.c.owner == owner) & (cycles.c.started == now) & cycles.c.ended.is_(None)
    if (known := connection.execute(select(cycles.c.id).where(mine, ~used)).scalar()) is not None:
        return int(known)
    row = {"owner": owner, "started": now, "outage": False}
    number: int = connection.execute(plain_insert(cycles).returning(cycles.c.id), row).scalar_one()
    return number


def end(connection: Connection, cycle: int, now: datetime, *, outage: bool) -> None:
    values: dict[str, object] = {"ended": now} | ({"outage": True} if outage else {})
    connection.execute(update(cycles).where(cycles.c.id == cycle).values(values))


def last_commit(connection: Connection) -> datetime | None:
    """When the newest cycle began or ended, or the newest message was made or sent, whichever is later."""
    cycle = select(cycles.c.started, cycles.c.ended).order_by(cycles.c.id.desc()).limit(1)
    message = select(letters.c.created, letters.c.sent_at).order_by(letters.c.id.desc()).limit(1)
    rows = (connection.execute(query).first() or () for query in (cycle, message))
    return max((at for row in rows for at in row if at is not None), default=None)


def mark_outage(connection: Connection, cycle: int) -> None:
    """The failures of this cycle were our own network's."""
    connection.execute(update(cycles).where(cycles.c.id == cycle).values(outage=True))


def outage_since(connection: Connection) -> datetime | None:
    """When the first of the cycles began whose failures are our own, and after which none was well; None: no such one.

    Only cycles that ended count: of others nobody knows yet how they are judged.
    """
    well = select(func.max(cycles.c.id)).where(cycles.c.ended.is_not(None), ~cycles.c.outage).scalar_subquery()
    begun = select(func.min(cycles.c.started)).where(cycles.c.outage, cycles.c.id > func.coalesce(well, 0))
    return connection.execute(begun).scalar()


def interrupted(connection: Connection, now: datetime) -> list[int]:
    """Cycles that never ended and hold no account any more, but have left checks that nobody has judged, or leases."""
    busy = select(accounts.c.number).where(accounts.c.lease_by == cycles.c.id, accounts.c.lease_until > now).exists()
    later = select(func.max(cycles.c.id)).where(cycles.c.ended.is_not(None)).scalar_subquery()
    left = cycles.c.ended.is_(None) & ~busy & (cycles.c.id > func.coalesce(later, 0))
    return list(connection.execute(select(cycles.c.id).where(left).order_by(cycles.c.id)).scalars())


def summary(connection: Connection, since: datetime, until: datetime, ids: Collection[str] | None) -> Summary:
    """The cycles begun in [since, until], what they saw of the accounts, and each network's last good check."""
    within = (cycles.c.started >= since) & (cycles.c.started <= until)
    ran = select(
        func.count(), func.count().filter(cycles.c.ended.is_(None)), func.count().filter(cycles.c.outage)
    ).where(within)
    checked = (
        select(func.count(), func.count().filter(looks.c.outcome.not_in(_NOT_FAILED)))
        .select_from(looks.join(accounts, looks.c.account == accounts.c.number))
        .where(among(ids), looks.c.at >= since, looks.c.at <= until)
    )
    good = (
        select(accounts.c.network, func.max(accounts.c.last_ok))
        .where(among(ids))
        .group_by(accounts.c.network)
        .order_by(accounts.c.network)
    )
    last_good = {network: at for network, at in connection.execute(good) if at is not None}
    begun, unfinished, outages = connection.execute(ran).one()
    made, failed = connection.execute(checked).one()
    return Summary(begun, unfinished, outages, made, failed, last_good)


def longest_gap(connection: Connection, since: datetime, until: datetime) -> tuple[datetime, datetime] | None:
    """The longest time that ended in [since, until] in which no cycle began; None where none had begun before."""
    before = select(func.max(cycles.c.started)).where(cycles.c.started < since)
    within = select(cycles.c.started).where(cycles.c.started >= since, cycles.c.started <= until)
    first = connection.execute(before).scalar()
    begun = sorted(connection.execute(within).scalars())
    instants = [*([first] if first is not None else []), *begun, until]
    return max(pairwise(instants), key=lambda gap: gap[1] - gap[0], default=None)


def usual_gap(connection: Connection, until: datetime) -> timedelta | None:
    """How far apart cycles began in the four weeks up to `until`, on average; None where fewer than two did."""
    within = (cycles.c.started > until - _RECENTLY) & (cycles.c.started <= until)
    query = select(func.count(), func.min(cycles.c.started), func.max(cycles.c.started)).where(within)
    number, first, last = connection.execute(query).one()
    if number < 2:
        return None
    distance: timedelta = (last - first) / (number - 1)
    return distance


def held(connection: Connection, now: datetime) -> dict[str, datetime]:
    """The hosts that may not be asked yet, and until when."""
    query = select(holds.c.host, holds.c.until).where(holds.c.until > now).order_by(holds.c.host)
    return {row.host: row.until for row in connection.execute(query)}


def hold(connection: Connection, until: Mapping[str, datetime], reason: str) -> None:
    """Keep what hosts asked for; of two times the later one counts."""
    rows = [
        {"host": storable.text(host, storable.DETAIL), "until": not_before(at), "reason": reason}
        for host, at in sorted(until.items())  # in one order, so that two runs never wait for each other
    ]
    if rows:
        new = insert(connection.dialect.name, holds)
        later = new.on_conflict_do_update(
            index_elements=["host"],
            set_={"until": new.excluded.until, "reason": new.excluded.reason},
            where=new.excluded.until > holds.c.until,
        )
        connection.execute(later, rows)


def robots_of(connection: Connection, since: datetime) -> dict[str, RobotsTxt]:
    """What sites let programs read, as it was learned from `since` on."""
    query = select(robots.c.site, robots.c.text, robots.c.at).where(robots.c.at >= since)
    return {row.site: RobotsTxt(row.text, row.at) for row in connection.execute(query)}


def learn_robots(connection: Connection, learned: Mapping[str, RobotsTxt]) -> None:
    """Keep what sites let programs read; of two the later."""
    rows = [
        {"site": site, "text": storable.text(one.text, len(one.text)), "at": one.at}
        for site, one in sorted(learned.items())
    ]
    if rows:
        new = insert(connection.dialect.name, robots)
        later = new.on_conflict_do_update(
            index_elements=["site"],
            set_={"text": new.excluded.text, "at": new.excluded.at},
            where=new.excluded.at > robots.c.at,
        )
        connection.execute(later, rows)
