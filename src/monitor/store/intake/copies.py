"""Which posts are copies: the same text or link as a sibling's, another account of the brand, shortly before.

    new posts -> marks, hashes of their texts and links -> stored marks that are the same, of about the same time
    of two such posts the earlier is the original, the later one the copy, in whatever order they become known

Rules:
1. The same text within `WINDOW` is a copy. So is the same link, unless the words differ: who writes anew for each
   network is a person.
2. Of two posts of the same second the one of the account that was declared later is the copy.
3. A post at the same address as a sibling's, on the site of both, is no copy: it is one post, seen in two lists of that
   site. Two accounts with such posts are one publication seen two ways (shared_posts.py).
4. Only posts are compared, not shares and replies, and only those younger than `KEPT` when they are first seen.

Marks are looked up by hash and time: the cost follows what is new. A copy that was taken for a person's act, because
its original was seen later, is corrected.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, bindparam, select, update

from monitor.metrics.likeness import page, same_words, words
from monitor.metrics.machinelike import Published
from monitor.model.activity import Kind
from monitor.store import codec
from monitor.store.database.columns import seconds
from monitor.store.database.engine import insert, insert_many
from monitor.store.database.tables import accounts, activities, marks
from monitor.store.intake.rollup import NUMBERS

WINDOW: Final = timedelta(minutes=15)
KEPT: Final = timedelta(days=92)

_ASKED = 500  # marks a question
_SAME = (
    select(
        marks, activities.c.title, activities.c.copied, activities.c.url, accounts.c.url.label("home"), accounts.c.facts
    )
    .join(activities, (activities.c.account == marks.c.account) & (activities.c.key == marks.c.key))
    .join(accounts, accounts.c.number == marks.c.account)
    .where(
        marks.c.mark.in_(bindparam("marks", expanding=True)), marks.c.at.between(bindparam("since"), bindparam("until"))
    )
)
_COPIED = (
    update(activities)
    .where(activities.c.account == bindparam("_account"), activities.c.key == bindparam("_key"))
    .values(copied=True)
)

Place = tuple[int, int]  # the account's number and the act's key


@dataclass(frozen=True, slots=True)
class StoredPost:
    """A post with what it is compared by; `second` is when it counts, since 1970 UTC.

    `page` is its address where that is on the account's own site.
    """

    place: Place
    second: int
    zone: ZoneInfo
    words: tuple[str, ...]
    text: int | None = None
    links: frozenset[int] = frozenset()
    copied: bool = False
    page: str | None = None
    stored: bool = False

    @property
    def at(self) -> datetime:
        return datetime.fromtimestamp(self.second, UTC)

    @property
    def order(self) -> tuple[int, Place]:
        return self.second, self.place


@dataclass(frozen=True, slots=True)
class Copy:
    """A post, and the account (its number) that published it first."""

    post: StoredPost
    source: int


@dataclass(frozen=True, slots=True)
class SharedAndCopied:
    """The copies; and by two accounts (their numbers, the smaller first) the pages that both show."""

    copies: list[Copy] = field(default_factory=list)
    shared: Mapping[tuple[int, int], set[str]] = field(default_factory=dict)


def compare(connection: Connection, new: Sequence[StoredPost]) -> SharedAndCopied:
    """The copies among the new posts, and among those stored that were taken for people's. Keeps the marks."""
    if not new:
        return SharedAndCopied()
    alike: dict[int, list[StoredPost]] = defaultdict(list)
    for post in new:
        for mark in _marks(post):
            alike[mark].append(post)
    for row in _stored(connection, new, list(alike)):
        place, zone = (row.account, row.key), alike[row.mark][0].zone  # one brand, one zone
        alike[row.mark].append(
            StoredPost(place, seconds(row.at), zone, words(row.title), copied=row.copied, stored=True, page=_page(row))
        )
    texts = {post.text for post in new}
    found: dict[Place, Copy] = {}
    shared: dict[tuple[int, int], set[str]] = defaultdict(set)
    for mark, posts in alike.items():
        for copy, original in _copies(sorted(posts, key=lambda post: post.order), link=mark not in texts):
            if copy.page is not None and copy.page == original.page:
                one, other = sorted((copy.place[0], original.place[0]))
                shared[one, other].add(copy.page)
            elif not (copy.stored and (copy.copied or original.stored)):
                found.setdefault(copy.place, Copy(copy, original.place[0]))
    rows = sorted({(mark, post.second, *post.place) for post in new for mark in _marks(post)})
    if rows:
        once = insert(connection.dialect.name, marks).on_conflict_do_nothing()
        insert_many(connection, once, rows)
    return SharedAndCopied(list(found.values()), shared)


def correct(connection: Connection, copies: Iterable[StoredPost]) -> None:
    """Write down that stored posts were copied."""
    rows = [{"_account": post.place[0], "_key": post.place[1]} for post in copies]
    if rows:
        connection.execute(_COPIED, rows)


def last_human(connection: Connection, account: int) -> Row[*tuple[Any, ...]] | None:
    """The newest stored act that nobody copied: asked for only where the one that was taken for it is a copy."""
    mine = select(activities.c.at, activities.c.url, activities.c.title).where(
        activities.c.account == account, ~activities.c.copied, activities.c.at.is_not(None)
    )
    return connection.execute(mine.order_by(activities.c.at.desc()).limit(1)).one_or_none()


def published(connection: Connection, ids: Sequence[str], since: datetime) -> dict[str, list[Published]]:
    """The posts of the accounts from `since` on, by account."""
    query = (
        select(accounts.c.id, activities.c.at, activities.c.title, activities.c.url)
        .join(accounts)
        .where(accounts.c.id.in_(ids), activities.c.kind == NUMBERS[Kind.POST], activities.c.at >= since)
    )
    found: dict[str, list[Published]] = defaultdict(list)
    for row in connection.execute(query):
        found[row.id].append(Published(row.at, row.title, page(row.url, row.url)))
    return dict(found)


def names(connection: Connection, numbers: Iterable[int]) -> Mapping[int, str]:
    """The accounts' ids by their numbers."""
    wanted = select(accounts.c.number, accounts.c.id).where(accounts.c.number.in_(sorted(set(numbers))))
    return {row.number: row.id for row in connection.execute(wanted)}


def prune(connection: Connection, before: datetime) -> None:
    connection.execute(marks.delete().where(marks.c.at < before))


def _marks(post: StoredPost) -> Iterator[int]:
    yield from post.links
    if post.text is not None:
        yield post.text


def _stored(
    connection: Connection, new: Sequence[StoredPost], wanted: Sequence[int]
) -> Iterator[Row[*tuple[Any, ...]]]:
    since, until = min(post.at for post in new) - WINDOW, max(post.at for post in new) + WINDOW
    for start in range(0, len(wanted), _ASKED):
        asked = {"marks": wanted[start : start + _ASKED], "since": since, "until": until}
        yield from connection.execute(_SAME, asked)


def _page(row: Row[*tuple[Any, ...]]) -> str | None:
    return page(row.url, row.home, codec.load_facts(row.facts).url)


def _copies(posts: Sequence[StoredPost], *, link: bool) -> Iterator[tuple[StoredPost, StoredPost]]:
    """Each post, the earliest first, with the first one of a sibling that it repeats, and those it is itself."""
    start, window = 0, WINDOW // timedelta(seconds=1)
    for post in posts:
        while post.second - posts[start].second > window:
            start += 1
        for other in posts[start:]:
            if other.order >= post.order:
                break
            if other.place[0] == post.place[0]:
                continue
            if post.page is not None and post.page == other.page:
                yield post, other
            elif not (link and not same_words(post.words, other.words)):
                yield post, other
                break
