"""Whether what a list shows goes on from what is known of it. Pure; acts are recognised by key and face.

| the page reaches back where                                 | in order | mixed | mixed, with pages           |
|-------------------------------------------------------------|----------|-------|-----------------------------|
| an act of it is known                                       | yes      | yes   | where each is, or is as old |
| an act of it is as old as the newest known                  | yes      | no    | where each is, or is known  |
| one is so old, and no act is known by its id (first checks) | yes      | yes   | where each is               |

| this proves nothing                                                    | because                                  |
|------------------------------------------------------------------------|------------------------------------------|
| a pinned act; acts above a list that is in order without them          | they may be of any age                   |
| one or two known acts of a later date than any before, beside new ones | a standing notice is dated anew          |
| a face that several acts of the page have                              | it tells none of them from the others    |

| the list                                                                | then                                    |
|-------------------------------------------------------------------------|-----------------------------------------|
| lacks three or more of its newest known acts, and is shorter than half  | something withholds them                |
| has stood so for 14 days                                                | they were deleted                       |
| lacks one or two of them                                                | they were deleted                       |
| is shorter, and begins by the newest known                              | it shows fewer, or the last days only   |
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set
from datetime import datetime, timedelta
from itertools import pairwise

from monitor.connect.checks.items import Acts
from monitor.connect.manifests.toml_tables import PostsTable
from monitor.model.activity import Activity, Listed, Memory, Shrunk, face, key_number, number

DELETED = timedelta(days=14)  # a list that stands so long without what it showed: its owner took them away
_NEWEST = 6  # acts of a list that are remembered one by one
_LACKED = 3  # of these: fewer are deletions
_ABOVE = 3  # acts at most that may stand above a list, and as many at least below them
_DATED_ANEW = 3  # known acts with later dates that show that all dates of a list are made anew


def reaches_back(posts: PostsTable, acts: Acts, memory: Memory, floor: datetime | None) -> bool:
    """Whether this page reaches back to what is known; to `floor` where nothing is."""
    telling = below_notices(acts.activities)
    known, latest = _known(telling, memory.known), memory.newest or floor
    dated = [act for act in (*telling, *acts.others) if act.trusted and act.published and not act.pinned]
    old = [act for act in dated if latest is not None and _published(act) <= latest]
    if posts.order == "mixed" and posts.page is not None:
        met = {act.key for act in (*known, *old)}
        counted = (*telling, *dated) if memory.known else dated
        return bool(counted) and all(act.key in met for act in counted)
    if old and not (posts.order == "mixed" and memory.known):
        return True
    anew = {act.key for act in dated if memory.newest and _published(act) > memory.newest}
    moved = sum(act.key in anew for act in known)
    return len(known) > moved or moved >= _DATED_ANEW or len(known) == len(telling) > 0


def unknown(acts: Sequence[Activity], memory: Memory) -> list[Activity]:
    """The acts that the last observation with acts did not show."""
    known = {act.key for act in _known(acts, memory.known)}
    return [act for act in acts if act.key not in known]


def are_new(acts: Acts, memory: Memory) -> bool:
    """Whether no act of the page is known, nor as old as what is known."""
    newest = memory.newest
    later = newest is None or all(at > newest for at in acts.dates)
    return later and len(unknown(acts.activities, memory)) == len(acts.activities)


def below_notices(acts: Sequence[Activity]) -> list[Activity]:
    """The acts without pinned ones, and without those above a list that is in order, newest first, but for them."""
    telling = [act for act in acts if not act.pinned]
    dates = [act.published for act in telling if act.trusted and act.published]
    if len(dates) < len(telling):
        return telling
    above = next((n for n in range(_ABOVE + 1) if all(one >= other for one, other in pairwise(dates[n:]))), 0)
    apart = above and len(dates) - above >= _ABOVE and max(dates[:above]) < dates[above]
    return telling[above:] if apart else telling


def listed(acts: Sequence[Activity], items: int, memory: Memory, now: datetime) -> Listed:
    """What is remembered of the lists; what was remembered, where it says the same."""
    telling = below_notices(acts)
    dated = sorted((act for act in telling if act.trusted and act.published), key=_published, reverse=True)
    newest = (dated or telling)[:_NEWEST]
    oldest = _published(dated[-1]) if dated else None
    marks = tuple((key_number(act), face(act.title, act.url)) for act in newest)
    before = memory.listed
    if before is not None and (before.newest, before.items, before.oldest) == (marks, items, oldest):
        return before
    return Listed(marks, items, now, oldest)


def is_shrunk(acts: Sequence[Activity], items: int, before: Listed) -> bool:
    """Whether a list of so many items lacks its newest known acts, and is shorter than half."""
    return 2 * items < before.items and lacked(acts, before) >= _LACKED


def is_old(acts: Sequence[Activity], memory: Memory) -> bool:
    """Whether all that is shown is older than what was known."""
    dates = [act.published for act in acts if act.trusted and act.published]
    return memory.newest is not None and bool(dates) and max(dates) < memory.newest


def what_is_left(acts: Sequence[Activity], memory: Memory, now: datetime) -> Shrunk:
    """Since when the list holds what it holds of the time before; what came since changes nothing."""
    before = memory.listed
    kept = [act for act in acts if before is None or act.published is None or act.published <= before.at]
    left = number(" ".join(sorted(str(key_number(act)) for act in kept)))
    return memory.shrunk if memory.shrunk is not None and memory.shrunk.left == left else Shrunk(now, left)


def lacked(acts: Sequence[Activity], before: Listed) -> int:
    """How many of the newest acts are missing above the oldest of them that is shown."""
    shown = {key_number(act) for act in acts} | {face(act.title, act.url) for act in acts}
    there = [key in shown or (mark is not None and mark in shown) for key, mark in before.newest]
    last = max((place for place, is_there in enumerate(there) if is_there), default=len(there))
    return there[:last].count(False)


def _known(acts: Sequence[Activity], known: Set[int]) -> list[Activity]:
    if not known or all(key_number(act) in known for act in acts):
        return list(acts) if known else []
    faces = [face(act.title, act.url) for act in acts]
    borne = Counter(faces)
    return [
        act
        for act, mark in zip(acts, faces, strict=True)
        if key_number(act) in known or (mark is not None and borne[mark] == 1 and mark in known)
    ]


def _published(act: Activity) -> datetime:
    assert act.published is not None  # noqa: S101 — it is asked of dated acts only
    return act.published
