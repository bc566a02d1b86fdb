"""The communities that the file lists: when each is checked next, and what the last check saw of it.

Claim, then work: to claim one is to put off its next check, so that no two programs check it, and one that is killed
tries again when that time comes. What the file lists no longer is forgotten.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, select, update

from monitor.model.check import Outcome
from monitor.model.community import Community, Sight
from monitor.store import codec
from monitor.store.database import storable
from monitor.store.database.columns import not_before
from monitor.store.database.engine import insert
from monitor.store.database.tables import communities


def claim(
    connection: Connection, declared: Collection[str], now: datetime, until: datetime, limit: int
) -> list[Community]:
    """Up to `limit` of the declared ones that are due, longest due first; they are due again at `until`."""
    known = set(connection.execute(select(communities.c.url)).scalars())
    if gone := known - set(declared):
        connection.execute(delete(communities).where(communities.c.url.in_(gone)))
    if added := [{"url": url, "due": now, "detail": ""} for url in declared if url not in known]:
        once = insert(connection.dialect.name, communities).on_conflict_do_nothing(index_elements=["url"])
        connection.execute(once, added)  # another run may have been quicker
    page = (
        select(communities)
        .where(communities.c.due <= now)
        .order_by(communities.c.due, communities.c.url)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    found = [_community(row) for row in connection.execute(page)]
    claimed = communities.c.url.in_([one.url for one in found])
    connection.execute(update(communities).where(claimed).values(due=not_before(until)))
    return found


def note(connection: Connection, community: Community) -> None:
    """Keep what a check came to in place of the one before; nothing where the file lists it no longer."""
    sight = community.sight
    values = {
        "network": community.network,
        "due": not_before(community.due),
        "looked": community.checked,
        "outcome": community.outcome and community.outcome.value,
        "detail": storable.text(community.detail, storable.DETAIL),
        "memory": codec.dump_memory(community.memory),
        "seen": sight and sight.at,
        "members": sight and storable.number(sight.members),
        "posts_a_week": sight and sight.posts_a_week,
        "last_post": sight and sight.last_post,
        "at_least": sight and sight.at_least,
    }
    connection.execute(update(communities).where(communities.c.url == community.url).values(values))


def listed(connection: Connection) -> dict[str, Community]:
    """By address."""
    return {row.url: _community(row) for row in connection.execute(select(communities))}


def _community(row: Row[*tuple[Any, ...]]) -> Community:
    return Community(
        url=row.url,
        network=row.network,
        due=row.due,
        checked=row.looked,
        outcome=Outcome(row.outcome) if row.outcome else None,
        detail=row.detail,
        sight=Sight(row.seen, row.members, row.posts_a_week, row.last_post, bool(row.at_least)) if row.seen else None,
        memory=codec.load_memory(row.memory),
    )
