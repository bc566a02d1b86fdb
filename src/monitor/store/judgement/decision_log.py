"""What people decided about accounts; a human act that somebody saw counts as one that was observed."""

from __future__ import annotations

from datetime import UTC, datetime, time

from sqlalchemy import Connection, select, update

from monitor.model.people import IDENTITY, Decision
from monitor.store.database import storable
from monitor.store.database.engine import insert_once
from monitor.store.database.tables import accounts, decisions
from monitor.store.queues.due_accounts import forget, numbers

SEEN = "seen"
_NOON = time(12, tzinfo=UTC)  # of a day without an hour: the same day in nearly every zone


def decide(connection: Connection, decision: Decision) -> None:
    """Keep the decision, once. Raises MonitorError where the account was never configured."""
    number = numbers(connection, [decision.account])[decision.account]
    row = {
        "account": number,
        "kind": decision.kind,
        "at": decision.at,
        "by": storable.text(decision.by, storable.DETAIL),
        "reason": storable.text(decision.reason, storable.DETAIL),
        "on": decision.on,
        "until": decision.until,
        "person": decision.person,
    }
    insert_once(connection, decisions, row)
    if decision.kind == SEEN:
        _raise_last_act(connection, number, decision)
    elif decision.kind == IDENTITY:
        forget(connection, number, decision.at)


def listed(connection: Connection, account: str | None) -> list[Decision]:
    """The decisions about the account, or all, in the order they were taken."""
    query = select(decisions, accounts.c.id.label("name")).join(accounts).order_by(decisions.c.id)
    if account is not None:
        query = query.where(accounts.c.id == account)
    return [
        Decision(row.name, row.kind, row.at, row.by, row.reason, row.on, row.until, row.person)
        for row in connection.execute(query)
    ]


def _raise_last_act(connection: Connection, number: int, decision: Decision) -> None:
    seen = decision.at if decision.on is None else min(datetime.combine(decision.on, _NOON), decision.at)
    columns = (accounts.c.last_human, accounts.c.last_any)
    human, any_act = connection.execute(select(*columns).where(accounts.c.number == number).with_for_update()).one()
    values: dict[str, object] = {}
    if any_act is None or seen > any_act:
        values["last_any"] = seen
    if human is None or seen > human:
        values |= {"last_human": seen, "last_human_url": None, "last_human_title": None}
    if values:
        connection.execute(update(accounts).where(accounts.c.number == number).values(values))
