"""Checks are taken in: what is new of their activities, the roll-ups, the account's memory. One transaction a batch.

    checks -> the accounts' rows, locked -> each check folded in (fold_check.py) -> copies found -> rows

A check that is stored already, the same one of the same cycle, is not stored again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Insert, bindparam, insert, select, update

from monitor.model.activity import Activity, face
from monitor.model.check import Check, Outcome
from monitor.model.state import CheckRow
from monitor.store.database import storable
from monitor.store.database.columns import day_number, seconds
from monitor.store.database.engine import insert as upsert
from monitor.store.database.engine import insert_many
from monitor.store.database.tables import accounts, activities, daily_counts, looks
from monitor.store.intake import copies, profile_counts, shared_posts
from monitor.store.intake.fold_check import COLUMNS, Fold
from monitor.store.intake.rollup import COUNTS, NUMBERS
from monitor.store.queues.due_accounts import refuse_unknown
from monitor.store.rows import NewCheck

_NEW_ACTS = insert(activities)
_MOVED = (
    update(activities)
    .where(activities.c.account == bindparam("_account"), activities.c.key == bindparam("_key"))
    .values(url=bindparam("_url"), title=bindparam("_title"), face=bindparam("_face"))
)


def save(connection: Connection, cycle: int, batch: Sequence[NewCheck]) -> list[CheckRow]:
    """Store the checks, in their order; returns their rows. Raises MonitorError for an account never configured."""
    if not batch:
        return []
    ids = {new.check.account for new in batch}
    rows = connection.execute(
        select(*COLUMNS).where(accounts.c.id.in_(ids)).order_by(accounts.c.number).with_for_update()
    ).all()
    folds = {row.id: Fold(row) for row in rows}
    refuse_unknown(ids - folds.keys())
    known = _stored(connection, cycle, [row.last_look_id for row in rows if row.last_look_id is not None])
    fresh = [new for new in batch if _place(new.check) not in known]
    drafts = [folds[new.check.account].take(connection, new) | {"cycle": cycle} for new in fresh]
    found: list[CheckRow] = []
    if drafts:
        stored = connection.execute(insert(looks).returning(looks.c.id, sort_by_parameter_order=True), drafts)
        found = [check_row({"id": number} | draft) for number, draft in zip(stored.scalars(), drafts, strict=True)]
        for new, row in zip(fresh, found, strict=True):
            folds[new.check.account].values["last_look_id"] = row.id
        _write(connection, _settled(connection, list(folds.values())))
    added = iter(found)
    return [known.get(_place(new.check)) or next(added) for new in batch]


def _place(check: Check) -> tuple[str, int]:
    """Which check it is, among those of one cycle."""
    return check.account, seconds(check.at)


def _stored(connection: Connection, cycle: int, last: Sequence[int]) -> dict[tuple[str, int], CheckRow]:
    """Of the accounts' last checks those of this cycle, by their place: stored by a write whose answer was lost."""
    if not last:
        return {}
    mine = select(looks, accounts.c.id.label("name")).join(accounts).where(looks.c.id.in_(last), looks.c.cycle == cycle)
    return {(row["name"], seconds(row["at"])): check_row(row) for row in connection.execute(mine).mappings()}


def rows_of(connection: Connection, account: str, limit: int) -> list[CheckRow]:
    """The account's last checks, newest first."""
    mine = select(looks).join(accounts).where(accounts.c.id == account).order_by(looks.c.id.desc()).limit(limit)
    return [check_row(row._mapping) for row in connection.execute(mine)]


def rows_called(connection: Connection, numbers: Collection[int]) -> list[CheckRow]:
    """The checks with these ids, oldest first."""
    query = select(looks).where(looks.c.id.in_(list(numbers))).order_by(looks.c.id)
    return [check_row(row._mapping) for row in connection.execute(query)]


def _settled(connection: Connection, folds: Sequence[Fold]) -> list[Fold]:
    """The folds, all counted, with those of accounts of which stored posts turned out to be copies."""
    compared = copies.compare(connection, [post for fold in folds for post in fold.posts])
    found, paired = compared.copies, {number for pair in compared.shared for number in pair}
    copied: dict[int, dict[int, copies.Copy]] = defaultdict(dict)
    for copy in found:
        copied[copy.post.place[0]][copy.post.place[1]] = copy
    every = {fold.number: fold for fold in folds}
    if others := (copied.keys() | paired) - every.keys():
        query = select(*COLUMNS).where(accounts.c.number.in_(others)).order_by(accounts.c.number).with_for_update()
        every |= {row.number: Fold(row) for row in connection.execute(query)}
    copies.correct(connection, [copy.post for copy in found if copy.post.stored])
    names = copies.names(connection, {copy.source for copy in found}) if found else {}
    for number, fold in every.items():
        fold.settle(connection, copied[number], names)
    for (one, other), pages in compared.shared.items():
        shared_posts.note(every[one].values, every[other].values, len(pages))
    return list(every.values())


def _write(connection: Connection, folds: Sequence[Fold]) -> None:
    one = update(accounts).where(accounts.c.number == bindparam("_number"))
    changes = sorted((fold.changes() for fold in folds), key=len)
    for _, alike in groupby(changes, key=len):
        connection.execute(one, list(alike))
    acts = [
        (
            fold.number,
            act.key,
            NUMBERS[act.kind],
            act.copied,
            act.at and seconds(act.at),
            act.stated and seconds(act.stated),
            seconds(act.first_seen),
            act.url,
            act.title,
            face(act.title, act.url),
        )
        for fold in folds
        for act in sorted(fold.rollup.acts, key=lambda act: act.key)  # in the table's order: its pages fill up
    ]
    if acts:
        insert_many(connection, _NEW_ACTS, acts)
    moved = [
        {"_account": fold.number, "_key": key} | _recognised_by(act)
        for fold in folds
        for key, act in sorted(fold.moved.items())
    ]
    if moved:
        connection.execute(_MOVED, moved)
    profile_counts.save(connection, ((fold.number, fold.measured) for fold in folds))
    days = [
        (fold.number, day_number(day), *counts) for fold in folds for day, counts in sorted(fold.rollup.days.items())
    ]
    if days:
        insert_many(connection, _adding_days(connection.dialect.name), days)


def _recognised_by(act: Activity) -> dict[str, object]:
    title, url = storable.title(act.title), storable.url(act.url)
    return {"_title": title, "_url": url, "_face": face(title, url)}


@cache
def _adding_days(dialect: str) -> Insert:
    more = upsert(dialect, daily_counts)
    sums = {name: daily_counts.c[name] + more.excluded[name] for name in COUNTS}
    return more.on_conflict_do_update(index_elements=["account", "day"], set_=sums)


def check_row(row: Mapping[Any, Any]) -> CheckRow:
    """A row of `looks` as the model has it."""
    return CheckRow(
        id=row["id"],
        at=row["at"],
        cycle=str(row["cycle"]),
        host=row["host"],
        outcome=Outcome(row["outcome"]),
        detail=row["detail"],
        answered=row["answered"],
        complete=row["complete"],
        activities=row["activities"],
        new=row["new"],
        page=row["page"],
    )
