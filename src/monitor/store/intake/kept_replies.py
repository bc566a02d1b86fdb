"""What others said to an account: kept as keyed hashes, times, links for a while, and whether it was answered.

    Reply ─> key, author, thread, each hashed with this database's pepper ─> row
    an act of the account that is a reply ─> the rows whose key or, in flat conversations, thread it names

No name, text or picture comes this far, and an id cannot be found from its hash without the pepper, which is made at
the first use and never leaves the database. The first answer counts. What was pruned is not kept again.
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from functools import cache
from hashlib import blake2b

from sqlalchemy import Connection, Insert, bindparam, func, or_, select, update

from monitor.model.activity import Activity, Kind
from monitor.model.conversation import Received, Reply
from monitor.model.settings import Retention
from monitor.store.database import storable
from monitor.store.database.columns import seconds
from monitor.store.database.engine import insert, insert_many
from monitor.store.database.tables import accounts, pepper, replies
from monitor.store.queues.due_accounts import among

_PEPPER = "people"
_ANSWERED = (
    update(replies)
    .where(
        replies.c.account == bindparam("_account"),
        or_(replies.c.key == bindparam("_named"), replies.c.thread == bindparam("_named")),
        replies.c.at <= bindparam("_at"),
        or_(replies.c.answered.is_(None), replies.c.answered > bindparam("_at")),
    )
    .values(answered=bindparam("_at"))
)


def take(
    connection: Connection,
    account: int,
    said: Sequence[Reply],
    acts: Iterable[Activity],
    retention: Retention,
    now: datetime,
) -> None:
    """Store what others said to the account, by its number, and what of it its new `acts` answer."""
    given = [act for act in acts if act.kind is Kind.REPLY and act.in_reply_to and act.trusted and act.published]
    if not said and not given:
        return
    hashed = Hash(_pepper(connection))
    rows = [
        _row(account, each, hashed, now - retention.links) for each in said if each.published >= now - retention.replies
    ]
    if rows:
        insert_many(connection, _saving(connection.dialect.name), rows)
    if given:
        answers = [{"_account": account, "_named": hashed.id(act.in_reply_to), "_at": act.published} for act in given]
        connection.execute(_ANSWERED, answers)


def received(connection: Connection, ids: Collection[str] | None, since: datetime) -> dict[str, list[Received]]:
    """What was said from `since` on, oldest first, to the accounts named, or to all that are configured."""
    found: dict[str, list[Received]] = defaultdict(list)
    query = (
        select(accounts.c.id, replies)
        .join(accounts)
        .where(among(ids), replies.c.at >= since)
        .order_by(replies.c.at, replies.c.key)
    )
    for row in connection.execute(query):
        found[row.id].append(Received(row.at, row.key, row.author, row.thread, row.direct, row.answered, row.url))
    return dict(found)


def prune(connection: Connection, links_before: datetime, before: datetime) -> tuple[int, int]:
    """Forget the links before the one, the rows before the other instant; how many of each."""
    rows = connection.execute(replies.delete().where(replies.c.at < before)).rowcount
    old = update(replies).where(replies.c.at < links_before, replies.c.url.is_not(None))
    return connection.execute(old.values(url=None)).rowcount, rows


class Hash:
    """Hashes of 64 bits that nobody can make without the pepper."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def id(self, text: str | None) -> int | None:
        return self._of(b"id", text)

    def thread(self, text: str | None) -> int | None:
        """Another than the id's, so that an answer to the act is none to what stands below it."""
        return self._of(b"thread", text)

    def person(self, text: str | None) -> int | None:
        return self._of(b"person", text)

    def _of(self, kind: bytes, text: str | None) -> int | None:
        if text is None:
            return None
        digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8, key=self._key, person=kind).digest()
        return int.from_bytes(digest, "big", signed=True)


def _pepper(connection: Connection) -> bytes:
    """The database's own; made by the first who asks."""
    asked = select(pepper.c.value).where(pepper.c.name == _PEPPER)
    found: bytes | None = connection.execute(asked).scalar()
    if found is None:
        once = insert(connection.dialect.name, pepper).on_conflict_do_nothing(index_elements=["name"])
        connection.execute(once, {"name": _PEPPER, "value": secrets.token_bytes(32)})
        found = connection.execute(asked).scalar_one()
    return bytes(found)


def _row(account: int, said: Reply, hashed: Hash, links_since: datetime) -> tuple[object, ...]:
    return (
        account,
        hashed.id(said.id),
        hashed.person(said.author),
        hashed.id(said.post) if said.flat else hashed.thread(said.post),
        seconds(said.published),
        said.direct,
        said.answered and seconds(said.answered),
        storable.url(said.url) if said.published >= links_since else None,
    )


@cache
def _saving(dialect: str) -> Insert:
    new = insert(dialect, replies)
    first = func.coalesce(replies.c.answered, new.excluded.answered)
    return new.on_conflict_do_update(index_elements=["account", "key"], set_={"answered": first})
