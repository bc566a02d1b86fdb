"""What profiles count, by day in the brand's zone: followers and posts; and the views of a post. The last check counts.

Views are the median of the posts that a check shows, of the last four weeks and at least a day old: however many posts
a list shows, and however new the newest is, days can be compared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from functools import cache
from statistics import median

from sqlalchemy import Connection, Insert, func, select

from monitor.model.activity import AccountFacts, Activity, Kind
from monitor.model.check import Check, Observation, Outcome
from monitor.model.state import Counted
from monitor.store import codec
from monitor.store.database import storable
from monitor.store.database.columns import day_number
from monitor.store.database.engine import insert, insert_many
from monitor.store.database.tables import accounts, facts_daily
from monitor.store.intake.rollup import local_day
from monitor.store.queues.due_accounts import among
from monitor.store.rows import NewCheck

Rows = dict[date, tuple[int | None, int | None, int | None]]  # followers, posts and views of a day

_RECENT, _SETTLED = timedelta(days=28), timedelta(days=1)


def measured(new: NewCheck, changed: bool, last: datetime | None) -> Rows:
    """What a check adds: nothing where the profile counted nothing, or the same as at the day's `last` check."""
    check: Check = new.check
    if check.result.outcome is Outcome.IDENTITY_CHANGED:
        return {}
    facts, day = check.result.facts, local_day(check.at, new.zone)
    views = _views(check.result.activities, check.at) if isinstance(check.result, Observation) else None
    if facts.followers is None and facts.total is None and views is None:
        return {}
    if not changed and views is None and last is not None and local_day(last, new.zone) == day:
        return {}
    return {day: (storable.number(facts.followers), storable.number(facts.total), storable.number(views))}


def _views(acts: Iterable[Activity], at: datetime) -> int | None:
    """Of a post, or None where no post says how often it was seen."""
    seen = [
        act.views
        for act in acts
        if act.views is not None
        and act.kind is Kind.POST
        and act.trusted
        and act.published is not None
        and _SETTLED <= at - act.published < _RECENT
    ]
    return int(median(seen)) if seen else None


def merged(known: str | None, check: Check) -> str | None:
    """What the profile said last; a check that says nothing of a fact leaves it as it was.

    A profile seen in its place has not moved, and is finished only where it says so again; one of another account says
    nothing of this one.
    """
    result, new = check.result, check.result.facts
    if result.outcome is Outcome.IDENTITY_CHANGED:
        return known
    in_place = isinstance(result, Observation) and not result.not_modified
    if new == AccountFacts() and not in_place:
        return known
    old = codec.load_facts(known)
    merged = AccountFacts(
        identity=new.identity or old.identity,
        name=storable.text(new.name, storable.TITLE) if new.name else old.name,
        url=storable.url(new.url) or old.url,
        followers=old.followers if new.followers is None else new.followers,
        total=old.total if new.total is None else new.total,
        last_post=new.last_post or old.last_post,
        created=new.created or old.created,
        moved_to=new.moved_to if in_place else new.moved_to or old.moved_to,
        finished=new.finished if in_place else old.finished,
        verified=old.verified if new.verified is None else new.verified,
    )
    return known if merged == old else codec.dump_facts(merged)


def save(connection: Connection, days: Iterable[tuple[int, Rows]]) -> None:
    """Store what was measured, by the accounts' numbers; a count that a later check does not state is kept."""
    rows = [(number, day_number(day), *counts) for number, found in days for day, counts in sorted(found.items())]
    if rows:
        insert_many(connection, _saving(connection.dialect.name), rows)


def series(connection: Connection, ids: Collection[str] | None, since: date) -> dict[str, dict[date, Counted]]:
    """The days from `since` on, oldest first, of the accounts named, or of all that are configured."""
    found: dict[str, dict[date, Counted]] = defaultdict(dict)
    columns = (accounts.c.id, facts_daily.c.day, facts_daily.c.followers, facts_daily.c.total, facts_daily.c.views)
    query = select(*columns).join(accounts).where(among(ids), facts_daily.c.day >= since).order_by(facts_daily.c.day)
    for row in connection.execute(query):
        found[row.id][row.day] = Counted(row.followers, row.total, row.views)
    return dict(found)


def prune(connection: Connection, before: date) -> int:
    """Forget the days before; how many rows."""
    return connection.execute(facts_daily.delete().where(facts_daily.c.day < before)).rowcount


@cache
def _saving(dialect: str) -> Insert:
    new = insert(dialect, facts_daily)
    latest = {
        name: func.coalesce(new.excluded[name], facts_daily.c[name])  # the later check's, where it states it
        for name in ("followers", "total", "views")
    }
    return new.on_conflict_do_update(index_elements=["account", "day"], set_=latest)
