"""Which acts of a check are posts that are stored already, whatever ids a network gives them.

An act is known by its key (model.activity). Two kinds of networks need more than that:

    the key is new, the face is one of the last observation   the same post: its id has changed
    the key is known, the act is newer than all before it,    another post that was given an old id: from now on known
    and its date, title and address are all others            by that id and its date

A face is the date, title and path of an act that has a date to be trusted: whole seconds, no query, no scheme.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select

from monitor.model import activity
from monitor.model.activity import Activity, number
from monitor.store.database import storable
from monitor.store.database.columns import seconds
from monitor.store.database.tables import activities

_STORED = select(
    activities.c.key,
    func.coalesce(activities.c.stated, activities.c.at).label("at"),
    activities.c.url,
    activities.c.title,
).where(activities.c.account == bindparam("account"), activities.c.key.in_(bindparam("keys", expanding=True)))


def face(act: Activity) -> int | None:
    """The hash of the act's face, None where it has none."""
    if not act.trusted or act.published is None or not (act.title or act.url):
        return None
    path = (act.url or "").partition("://")[2].partition("?")[0].partition("#")[0]
    return number(f"{seconds(act.published)}\n{path}\n{act.title}")


def renamed(acts: Mapping[int, Activity], known: set[int], latest: set[int]) -> set[int]:
    """The keys among `acts` that are new and yet name posts of the last observation, whose keys and faces it holds."""
    if not latest:
        return set()
    return {key for key, act in acts.items() if key not in known and face(act) in latest}


def reused(
    connection: Connection, account: int, acts: Mapping[int, Activity], known: set[int], last: datetime | None
) -> dict[int, Activity]:
    """The posts that were given an id known already, by keys of their own. `last` is when the newest known one was."""
    asked = [key for key, act in acts.items() if key in known and _is_newer(act, last)]
    if not asked:
        return {}
    rows = connection.execute(_STORED, {"account": account, "keys": asked})
    found = (acts[row.key] for row in rows if _is_another(acts[row.key], row.at, row.url, row.title))
    return {number(f"{act.key}\n{act.published}"): act for act in found}


def latest_of(acts: Mapping[int, Activity], limit: int) -> Collection[int]:
    """What is kept of an observation: the keys of its first acts, and their faces, dated and not."""
    keys = list(acts)[:limit]
    faces = (each for key in keys for each in (face(acts[key]), activity.face(acts[key].title, acts[key].url)))
    return dict.fromkeys((*keys, *(each for each in faces if each is not None)))


def _is_newer(act: Activity, last: datetime | None) -> bool:
    return act.trusted and act.published is not None and last is not None and act.published > last


def _is_another(act: Activity, at: datetime | None, url: str | None, title: str | None) -> bool:
    return act.published != at and storable.url(act.url) != url and storable.title(act.title) != title
