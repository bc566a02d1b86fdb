"""Items of a list as activities, by a manifest's map. A list that cannot be such a list gives a Failure.

Rules:
1. Every item of a page is an act; what an earlier page gave is left out. Of those with one id, those whose dates, and
   whose addresses or titles differ too, are several posts, all others one post. Of several the oldest is known by the
   id alone, each other by its date too: so each stays known when older ones leave the list.
2. An item without an id is left out, and the check is not complete. A list of only such items has changed its format.
3. So has a list in which no item has a readable date, except where the manifest calls undated acts usual.
4. Where the manifest says who the author must be (`by`), only a share may have another. Capital and small letters are
   the same in a handle (`fold`), and never in an id.
5. An item that is no act (`only`) shows how far the list reaches, and nothing else.
6. An entry without a date of its own among dated ones is a page, no act: one with the zero date of its program
   (zero_dates.py), and in a feed, where most are dated, one without any. It shows nothing else either.
7. A date is what the item states, also one in the future: that one is not trusted, and store/ decides when it counts.
   Where the network says when it got the act (`received`), and that is a day or more off, it is that instant, and what
   the author claims is kept beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from monitor.connect.checks.failures import changed
from monitor.connect.dates.parse import read_date
from monitor.connect.dates.zero_dates import is_zero_date
from monitor.connect.documents import text
from monitor.connect.manifests.expressions import Expression
from monitor.connect.manifests.toml_tables import PostsTable
from monitor.model.activity import Activity, Kind
from monitor.model.check import Failure
from monitor.model.http import Format

_DAY = timedelta(days=1)
_DATED = 2  # entries beside which one with a zero date is a page
_MOST = 3  # dated entries beside each without a date: then those without are pages
_KINDS = {kind.value: kind for kind in Kind}


@dataclass(frozen=True, slots=True)
class Acts:
    """What one page holds. `others` are items that are no acts of the account.

    `lost` counts the items that could not be read, `items` all that the list held.
    """

    activities: tuple[Activity, ...]
    others: tuple[Activity, ...] = ()
    lost: int = 0
    items: int = 0

    @property
    def dates(self) -> list[datetime]:
        """The trusted dates of all acts but the pinned ones, which may be of any age and say nothing."""
        read = (*self.activities, *self.others)
        return [act.published for act in read if act.trusted and act.published and not act.pinned]

    @property
    def ids(self) -> set[str]:
        return {act.id for act in (*self.activities, *self.others)}


def read_items(document: Any, posts: PostsTable, author: str | None, now: datetime, base: str) -> Acts | Failure:
    """The acts of one page. `author` is who must have written them, None where that is not asked."""
    if posts.present is not None and not posts.present.read(document):
        return changed("the page has another layout than the manifest knows")
    items = _items(document, posts)
    if not isinstance(items, list):
        return changed("the list of posts is not where it was")
    read = [(act, item) for item in items if (act := read_item(item, posts, now, base)) is not None]
    acts = [act for act, _ in read]
    if items and not acts:
        return changed("no post of the list has an id")
    if acts and not posts.undated and all(act.published is None for act in acts):
        return changed("no post of the list has a readable date")
    if author is not None:
        for act in acts:
            if act.kind is not Kind.SHARE and not same_author(act.author, author, fold=posts.fold):
                return changed(f"a post by {act.author or 'nobody'}, not by the account ({author})")
    pages = _pages(read, posts)
    is_act = [act.id not in pages and (posts.only is None or bool(posts.only.read(item))) for act, item in read]
    counted = [act for act, counts in zip(acts, is_act, strict=True) if counts]
    others = [act for act, counts in zip(acts, is_act, strict=True) if not counts]
    return Acts(with_distinct_keys(counted), tuple(others), len(items) - len(acts), len(items))


def same_author(one: str | None, other: str, *, fold: bool) -> bool:
    """`fold`: handles that are the same in capital and in small letters, as most networks' are; ids never."""
    return one is not None and (one == other or (fold and one.casefold() == other.casefold()))


def _pages(read: Sequence[tuple[Activity, Any]], posts: PostsTable) -> set[str]:
    """The ids of entries that are pages: those without a date of their own, where others have one (rule 6)."""
    stated = [(act, posts.map.published.read(item)) for act, item in read]
    zero = {act.id for act, date in stated if is_zero_date(date)}
    bare = {act.id for act, date in stated if act.published is None and date in (None, "")}
    dated = sum(act.published is not None and act.id not in zero for act, _ in stated)
    if dated < _DATED:
        return set()
    return zero | bare if posts.format is Format.FEED and dated >= _MOST * len(bare) else zero


def with_distinct_keys(acts: Sequence[Activity]) -> tuple[Activity, ...]:
    """The acts in their order, each with what distinguishes it from others with its id."""
    if len({act.id for act in acts}) == len(acts):
        return tuple(acts)
    oldest: dict[str, Activity] = {}
    for act in acts:
        known = oldest.setdefault(act.id, act)
        if act.published and (known.published is None or act.published < known.published):
            oldest[act.id] = act
    return tuple(replace(act, apart=_apart(act, oldest[act.id])) for act in acts)


def _apart(act: Activity, oldest: Activity) -> str | None:
    if act.published is None or act.published == oldest.published:
        return None
    return None if (act.url, act.title) == (oldest.url, oldest.title) else act.published.isoformat()


def read_item(item: Any, posts: PostsTable, now: datetime, base: str) -> Activity | None:
    """One act, or None without an id. Links are made absolute against `base`."""
    fields = posts.map
    act = text.identifier(fields.id.read(item))
    if act is None:
        return None
    kind = _KINDS.get(str(_value(fields.kind, item)), Kind.POST)
    event = _value(fields.event_time, item) if kind is Kind.SHARE else None
    stated = event or fields.published.read(item)
    guess = _value(fields.guess, item)
    published, trusted = read_date(_date(stated), posts.dates, now, guess if isinstance(guess, str) else None)
    claimed = None
    received = read_date(_date(_value(fields.received, item)), posts.dates, now)
    if event is None and received[0] is not None and (published is None or abs(received[0] - published) >= _DAY):
        claimed = published if published is not None and published < received[0] else None
        published, trusted = received
    title = _value(fields.title, item)
    return Activity(
        id=act,
        url=text.address(_value(fields.url, item), base),
        published=published,
        trusted=trusted,
        kind=kind,
        author=(text.name if posts.by is None else text.identifier)(_value(fields.author, item)),
        title=text.title(title),
        in_reply_to=text.identifier(_value(fields.in_reply_to, item)),
        updated=read_date(_date(_value(fields.updated, item)), posts.dates, now)[0],
        replies=text.count(_value(fields.replies, item)),
        likes=text.count(_value(fields.likes, item)),
        shares=text.count(_value(fields.shares, item)),
        views=text.count(_value(fields.views, item)),
        pinned=_value(fields.pinned, item) is True,
        claimed=claimed,
        content=text.cut(title),
        application=text.name(_value(fields.application, item)),
    )


def _items(document: Any, posts: PostsTable) -> Any:
    if posts.html is not None:
        return document.get("items") if isinstance(document, dict) else None
    return document if posts.items is None else posts.items.read(document)


def _value(field: Expression | None, item: Any) -> Any:
    return None if field is None else field.read(item)


def _date(value: Any) -> str | int | float | None:
    return value if isinstance(value, str | int | float) and not isinstance(value, bool) else None
