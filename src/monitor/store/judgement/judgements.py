"""Verdicts are written down, with what they changed, in one transaction.

Two runs may judge one account at the same time (an idle one and a digest, or after a lease ran out). The first to
write wins; a verdict that started from a state which is no longer the account's is dropped with its transitions, so
that no change is reported twice. The next judgement starts from what is there.

Transitions are numbered in the order in which they become visible: a message reports all up to a number, and none may
appear below it later. Hence the lock.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from monitor.model.state import State, Status, Transition, Verdict
from monitor.store import codec
from monitor.store.database.tables import TRANSITIONS, accounts, locks, transitions

_ON = {True: "on", False: "off"}


def save(connection: Connection, verdicts: Sequence[tuple[str, Verdict, int | None]], now: datetime) -> None:
    """Store (account, verdict, the last check it rests on or None), and give the accounts back."""
    if not verdicts:
        return
    connection.execute(select(locks.c.name).where(locks.c.name == TRANSITIONS).with_for_update())
    columns = (
        accounts.c.number,
        accounts.c.id,
        accounts.c.state,
        accounts.c.judged_look_id,
        accounts.c.judged_at,
        accounts.c.last_look_id,
        accounts.c.lease_until,
        accounts.c.lease_by,
        accounts.c.due_at,
    )
    ids = [account for account, _, _ in verdicts]
    chosen = select(*columns).where(accounts.c.id.in_(ids)).order_by(accounts.c.number).with_for_update()
    rows = {row.id: row for row in connection.execute(chosen)}
    judged: dict[int, dict[str, Any]] = {}
    changes: list[dict[str, Any]] = []
    for account, verdict, check in verdicts:
        row = rows.get(account)
        if row is None or row.number in judged or not _stands(row, verdict, check, now):
            continue
        free = check is not None and (row.last_look_id or 0) <= check
        judged[row.number] = {
            "_number": row.number,
            "state": codec.dump_state(verdict.state),
            "status": verdict.state.status.value,
            "judged_at": now,
            "judged_look_id": row.judged_look_id if check is None else check,
            "lease_until": None if free else row.lease_until,
            "lease_by": None if free else row.lease_by,
            "due_at": min(row.due_at, now) if _reopened(verdict) else row.due_at,
        }
        changes.extend(_change(row.number, transition) for transition in verdict.transitions)
    if judged:
        one = update(accounts).where(accounts.c.number == bindparam("_number"))
        connection.execute(one, list(judged.values()))
    if changes:
        connection.execute(insert(transitions), changes)


def _reopened(verdict: Verdict) -> bool:
    """A closed account is checked rarely; one that is animated again, at once."""
    return any(one.axis == "status" and one.before == Status.CLOSED for one in verdict.transitions)


def after(connection: Connection, number: int, ids: Collection[str] | None) -> list[tuple[int, Transition]]:
    """The transitions with a greater number, in order; of the accounts named, or of all."""
    query = select(transitions, accounts.c.id.label("name")).join(accounts).where(transitions.c.id > number)
    if ids is not None:
        query = query.where(accounts.c.id.in_(list(ids)))
    return [(row.id, _transition(row)) for row in connection.execute(query.order_by(transitions.c.id))]


def statuses_since(connection: Connection, since: datetime) -> list[Transition]:
    """Where the configured accounts' statuses went from `since` on, in order, without the reasons."""
    columns = (accounts.c.id, transitions.c.before, transitions.c.after, transitions.c.at)
    chosen = accounts.c.configured & (transitions.c.axis == "status") & (transitions.c.at >= since)
    query = select(*columns).join_from(transitions, accounts).where(chosen).order_by(transitions.c.id)
    return [Transition(row.id, "status", row.before, row.after, row.at) for row in connection.execute(query)]


def _stands(row: Row[*tuple[Any, ...]], verdict: Verdict, check: int | None, now: datetime) -> bool:
    """Whether the verdict was made from what the account's row still says."""
    if check is not None and row.judged_look_id is not None and row.judged_look_id >= check:
        return False
    if check is None and row.judged_at is not None and row.judged_at > now:
        return False
    if not verdict.transitions:
        return True
    state = codec.load_state(row.state)
    return all(_value(state, change.axis) == change.before for change in verdict.transitions)


def _value(state: State, axis: str) -> str:
    """What a transition on this axis starts from."""
    kind, _, flag = axis.partition(":")
    return _ON[flag in state.flags] if kind == "flag" else state.status.value


def _change(number: int, transition: Transition) -> dict[str, Any]:
    return {
        "account": number,
        "axis": transition.axis,
        "before": transition.before,
        "after": transition.after,
        "at": transition.at,
        "reasons": codec.dump_reasons(transition.reasons),
        "looks": codec.dump_numbers(transition.checks),
        "announce": transition.announce,
    }


def _transition(row: Row[*tuple[Any, ...]]) -> Transition:
    return Transition(
        account=row.name,
        axis=row.axis,
        before=row.before,
        after=row.after,
        at=row.at,
        reasons=codec.load_reasons(row.reasons),
        checks=tuple(json.loads(row.looks)),
        announce=row.announce,
    )
