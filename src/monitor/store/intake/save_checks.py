"""Checks are taken in: what is new of their activities, the roll-ups, the account's memory. One transaction a batch.

    checks -> the accounts' rows, locked -> acts by key, the known ones left out -> rollup -> rows

What is known is asked for by key, never by reading an account's history, and only for keys that the last observation
did not show: the cost follows what is new. A check that is stored already, the same one of the same cycle, is not
stored again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Insert, Row, bindparam, insert, select, update

from monitor.metrics import likeness
from monitor.model.activity import Activity, Kind, face, key_number
from monitor.model.check import Check, Failure, Observation, Outcome, proves
from monitor.model.state import CheckRow
from monitor.store import codec
from monitor.store.database import storable
from monitor.store.database.columns import day_number, not_before, seconds
from monitor.store.database.engine import insert as upsert
from monitor.store.database.engine import insert_many
from monitor.store.database.tables import accounts, activities, daily_counts, looks
from monitor.store.intake import copies, day_counts, kept_replies, known_posts, profile_counts
from monitor.store.intake.rollup import COUNTS, NUMBERS, NewAct, Rollup
from monitor.store.queues.due_accounts import refuse_unknown
from monitor.store.rows import NewCheck

_LATEST = 1000  # keys kept of an observation; of a longer one the rest is asked for

_NEW_ACTS = insert(activities)
_KNOWN = select(activities.c.key).where(
    activities.c.account == bindparam("account"), activities.c.key.in_(bindparam("keys", expanding=True))
)
_ALWAYS = ("last_look", "last_look_id", "last_ok", "due_at", "not_before")  # written by every check
_SELDOM = (
    "memory",
    "facts",
    "first_look",
    "baseline_at",
    "latest_keys",
    "recent_days",
    "last_human",
    "last_human_url",
    "last_human_title",
    "last_any",
    "copies_of",
)
_COLUMNS = [accounts.c[name] for name in ("id", "number", *_ALWAYS, *_SELDOM)]


def save(connection: Connection, cycle: int, batch: Sequence[NewCheck]) -> list[CheckRow]:
    """Store the checks, in their order; returns their rows. Raises MonitorError for an account never configured."""
    if not batch:
        return []
    ids = {new.check.account for new in batch}
    rows = connection.execute(
        select(*_COLUMNS).where(accounts.c.id.in_(ids)).order_by(accounts.c.number).with_for_update()
    ).all()
    intakes = {row.id: _Intake(row) for row in rows}
    refuse_unknown(ids - intakes.keys())
    known = _stored(connection, cycle, [row.last_look_id for row in rows if row.last_look_id is not None])
    fresh = [new for new in batch if _place(new.check) not in known]
    drafts = [intakes[new.check.account].take(connection, new) | {"cycle": cycle} for new in fresh]
    found: list[CheckRow] = []
    if drafts:
        stored = connection.execute(insert(looks).returning(looks.c.id, sort_by_parameter_order=True), drafts)
        found = [check_row({"id": number} | draft) for number, draft in zip(stored.scalars(), drafts, strict=True)]
        for new, row in zip(fresh, found, strict=True):
            intakes[new.check.account].values["last_look_id"] = row.id
        _write(connection, _settled(connection, list(intakes.values())))
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


class _Intake:
    """One account's row while the checks of a batch are folded into it."""

    def __init__(self, row: Row[*tuple[Any, ...]]) -> None:
        self.number: int = row.number
        self.before: dict[str, Any] = dict(row._mapping)
        self.values: dict[str, Any] = dict(row._mapping)
        self.latest = set(codec.load_keys(row.latest_keys))
        self.rollup = Rollup(
            set(self.latest),
            row.last_human,
            row.last_human_url,
            row.last_human_title,
            row.last_any,
        )
        self.measured: profile_counts.Rows = {}
        self.posts: list[copies.StoredPost] = []

    def take(self, connection: Connection, new: NewCheck) -> dict[str, Any]:
        """Fold one check in; returns its row."""
        check, result, values = new.check, new.check.result, self.values
        seen = added = 0
        if isinstance(result, Observation):
            acts: dict[int, Activity] = {}
            for activity in result.activities:
                acts.setdefault(key_number(activity), activity)
            seen = len(acts)
            self._learn_known(connection, acts)
            known = self.rollup.known
            known |= known_posts.renamed(acts, known, self.latest)
            acts |= known_posts.reused(connection, self.number, acts, known, self.rollup.last_any)
            first, before = values["baseline_at"] is None, len(self.rollup.acts)
            added = self.rollup.take(acts.items(), check.at, new.zone, first=first, copied=new.copied)
            if new.brand is not None:
                self._compare(new.brand, acts, self.rollup.acts[before:], check.at, new.zone)
            fresh = [acts[act.key] for act in self.rollup.acts[before:]] if values["last_ok"] is not None else []
            kept_replies.take(connection, self.number, result.replies, fresh, new.retention, check.at)
            if acts or result.complete:
                values["baseline_at"] = values["baseline_at"] or check.at
            if added or proves(result.outcome, result.complete, seen):
                values["last_ok"] = _later(values["last_ok"], check.at)
            if not self.latest.issuperset(acts):
                self.latest = set(latest := known_posts.latest_of(acts, _LATEST))
                values["latest_keys"] = codec.dump_keys(latest)
        known, values["facts"] = values["facts"], profile_counts.merged(values["facts"], check)
        self.measured |= profile_counts.measured(new, values["facts"] != known, values["last_look"])
        if result.memory is not None:
            values["memory"] = codec.dump_memory(result.memory)
        values["first_look"] = values["first_look"] or check.at
        values["last_look"] = _later(values["last_look"], check.at)
        values["due_at"] = new.due
        values["not_before"] = not_before(result.retry_at if isinstance(result, Failure) else None)
        return {
            "account": self.number,
            "at": check.at,
            "host": storable.text(check.host, storable.DETAIL),
            "requests": check.requests,
            "outcome": result.outcome.value,
            "detail": storable.text(result.detail, storable.DETAIL),
            "answered": getattr(result, "answered", True),
            "complete": getattr(result, "complete", False),
            "activities": seen,
            "new": added,
            "page": getattr(result, "page", None),
        }

    def _compare(
        self, brand: str, acts: Mapping[int, Activity], new: Iterable[NewAct], seen: datetime, zone: ZoneInfo
    ) -> None:
        """Take from the new posts what is compared with those of the brand's other accounts."""
        for act in new:
            if act.kind is Kind.POST and act.at is not None and act.at > seen - copies.KEPT:
                content = acts[act.key].content or act.title
                text, links = likeness.marks(brand, content, act.url)
                place = (self.number, act.key)
                said = likeness.words(content)
                self.posts.append(copies.StoredPost(place, seconds(act.at), zone, said, text, links, act.copied))

    def _learn_known(self, connection: Connection, acts: Mapping[int, Activity]) -> None:
        """Ask which acts are stored already; nothing is, before the first good check."""
        asked = [key for key in acts if key not in self.rollup.known]
        if not asked or self.values["last_ok"] is None:
            return
        for start in range(0, len(asked), _LATEST):
            keys = asked[start : start + _LATEST]
            self.rollup.known.update(connection.execute(_KNOWN, {"account": self.number, "keys": keys}).scalars())

    def settle(self, connection: Connection, copied: Mapping[int, copies.Copy], names: Mapping[int, str]) -> None:
        """Count what is new; `copied` of it, and of what is stored, are what the accounts `names` published before."""
        self.rollup.settle(copied)
        revoked = [self.rollup.revoke(each.post.at, each.post.zone) for each in copied.values() if each.post.stored]
        if any(revoked):
            before = copies.last_human(connection, self.number)
            self.rollup.restart(*(before or (None, None, None)))
        if copied:
            self.values["copies_of"] = names[max(copied.values(), key=lambda copy: copy.post.order).source]

    def changes(self) -> dict[str, Any]:
        """The account's new values, by column; only what every check writes where nothing else is new."""
        rollup = self.rollup
        values = {name: self.values[name] for name in (*_ALWAYS, *_SELDOM)} | {
            "last_human": rollup.last_human,
            "last_human_url": rollup.last_human_url,
            "last_human_title": rollup.last_human_title,
            "last_any": rollup.last_any,
        }
        if rollup.days:
            values["recent_days"] = day_counts.add(values["recent_days"], rollup.days, values["last_look"])
        if all(values[name] == self.before[name] for name in _SELDOM):
            values = {name: values[name] for name in _ALWAYS}
        return values | {"_number": self.number}


def _settled(connection: Connection, intakes: Sequence[_Intake]) -> list[_Intake]:
    """The intakes, all counted, with those of accounts of which stored posts turned out to be copies."""
    found = copies.compare(connection, [post for intake in intakes for post in intake.posts])
    copied: dict[int, dict[int, copies.Copy]] = defaultdict(dict)
    for copy in found:
        copied[copy.post.place[0]][copy.post.place[1]] = copy
    every = {intake.number: intake for intake in intakes}
    if others := copied.keys() - every.keys():
        query = select(*_COLUMNS).where(accounts.c.number.in_(others)).order_by(accounts.c.number).with_for_update()
        every |= {row.number: _Intake(row) for row in connection.execute(query)}
    copies.correct(connection, [copy.post for copy in found if copy.post.stored])
    names = copies.names(connection, {copy.source for copy in found}) if found else {}
    for number, intake in every.items():
        intake.settle(connection, copied[number], names)
    return list(every.values())


def _write(connection: Connection, intakes: Sequence[_Intake]) -> None:
    one = update(accounts).where(accounts.c.number == bindparam("_number"))
    changes = sorted((intake.changes() for intake in intakes), key=len)
    for _, alike in groupby(changes, key=len):
        connection.execute(one, list(alike))
    acts = [
        (
            intake.number,
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
        for intake in intakes
        for act in sorted(intake.rollup.acts, key=lambda act: act.key)  # in the table's order: its pages fill up
    ]
    if acts:
        insert_many(connection, _NEW_ACTS, acts)
    profile_counts.save(connection, ((intake.number, intake.measured) for intake in intakes))
    days = [
        (intake.number, day_number(day), *counts)
        for intake in intakes
        for day, counts in sorted(intake.rollup.days.items())
    ]
    if days:
        insert_many(connection, _adding_days(connection.dialect.name), days)


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


def _later(one: datetime | None, other: datetime) -> datetime:
    return other if one is None else max(one, other)
