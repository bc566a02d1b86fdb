"""What judging and showing read: each account's state and roll-ups, and the checks that nobody has judged yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, or_, select

from monitor.model.check import Outcome
from monitor.model.state import CheckRow, DayCount, Record, State
from monitor.store import codec
from monitor.store.database.tables import accounts, daily_counts, looks
from monitor.store.intake.day_counts import DAYS, counted, oldest, unpack
from monitor.store.intake.save_checks import check_row
from monitor.store.queues.due_accounts import among
from monitor.store.rows import Pending

_COLUMNS = (
    accounts.c.number,
    accounts.c.id,
    accounts.c.created,
    accounts.c.first_look,
    accounts.c.last_look,
    accounts.c.last_human,
    accounts.c.last_any,
    accounts.c.last_human_url,
    accounts.c.last_human_title,
    accounts.c.facts,
    accounts.c.memory,
    accounts.c.state,
    accounts.c.recent_days,
    accounts.c.copies_of,
)
_UNJUDGED = accounts.c.last_look_id > func.coalesce(accounts.c.judged_look_id, 0)

Counts = dict[int, dict[date, DayCount]]  # by the account's number, then by day


def account_statuses(
    connection: Connection, ids: Collection[str] | None, now: datetime, days: int
) -> dict[str, tuple[State, Record]]:
    """The accounts named, or all that are configured, each with its counts of the last `days` days."""
    chosen = among(ids)
    since = oldest(now, days)
    long = _long_counts(connection, chosen, since) if days > DAYS else None
    rows = connection.execute(select(*_COLUMNS).where(chosen).order_by(accounts.c.number))
    return {
        row.id: (
            codec.load_state(row.state),
            _record(row, unpack(row.recent_days, since) if long is None else long.get(row.number, {})),
        )
        for row in rows
    }


def pending(connection: Connection, cycle: int | None, now: datetime) -> list[Pending]:
    """Configured accounts with checks that are not judged: those of `cycle`, and those whose lease is over."""
    over = or_(accounts.c.lease_until.is_(None), accounts.c.lease_until <= now)
    mine = over if cycle is None else or_(over, accounts.c.lease_by == cycle)
    chosen = accounts.c.configured & _UNJUDGED & mine
    unjudged: dict[int, list[CheckRow]] = defaultdict(list)
    newer = looks.c.id > func.coalesce(accounts.c.judged_look_id, 0)
    query = select(looks).join(accounts).where(chosen, newer).order_by(looks.c.id)
    for row in connection.execute(query).mappings():
        unjudged[row["account"]].append(check_row(row))
    since = oldest(now, DAYS)
    rows = connection.execute(select(*_COLUMNS).where(chosen).order_by(accounts.c.number))
    return [
        Pending(
            row.id,
            codec.load_state(row.state),
            _record(row, unpack(row.recent_days, since)),
            tuple(unjudged[row.number]),
        )
        for row in rows
    ]


def failing(connection: Connection, outcomes: Collection[Outcome]) -> set[tuple[str, Outcome]]:
    """At which hosts the last check of a judged account ended so."""
    last = looks.c.id == accounts.c.last_look_id
    chosen = accounts.c.configured & ~_UNJUDGED & looks.c.outcome.in_([outcome.value for outcome in outcomes])
    query = select(looks.c.host, looks.c.outcome).join(accounts, last).where(chosen).distinct()
    return {(host, Outcome(outcome)) for host, outcome in connection.execute(query)}


def stale(connection: Connection, now: datetime, older_than: timedelta) -> list[str]:
    """Configured accounts that were not judged since `older_than` ago, or never."""
    old = or_(accounts.c.judged_at.is_(None), accounts.c.judged_at <= now - older_than)
    query = select(accounts.c.id).where(accounts.c.configured, old).order_by(accounts.c.number)
    return list(connection.execute(query).scalars())


def _long_counts(connection: Connection, chosen: ColumnElement[bool], since: date) -> Counts:
    found: Counts = defaultdict(dict)
    query = (
        select(daily_counts)
        .where(daily_counts.c.account.in_(select(accounts.c.number).where(chosen)), daily_counts.c.day >= since)
        .order_by(daily_counts.c.account, daily_counts.c.day)
    )
    for row in connection.execute(query):
        found[row.account][row.day] = counted(row.post, row.share, row.reply, row.copied, row.planned)
    return found


def _record(row: Row[*tuple[Any, ...]], days: Mapping[date, DayCount]) -> Record:
    memory = codec.load_memory(row.memory)
    return Record(
        created=row.created,
        first_check=row.first_look,
        last_check=row.last_look,
        last_human=row.last_human,
        last_any=row.last_any,
        last_human_url=row.last_human_url,
        last_human_title=row.last_human_title,
        days=days,
        facts=codec.load_facts(row.facts),
        unseen_until=memory.unseen_until,
        overflowed=memory.overflowed,
        heard=memory.heard,
        copies_of=row.copies_of,
    )
