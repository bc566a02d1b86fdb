"""What the lists of one check have given so far: their acts, and whether something may be missing between them.

Rules:
1. Pages are read back to the newest act known, on the first check as far as `back`, at most `max` of them.
   A page that brings nothing new ends the list; one that is empty does not, where it names a next page.
2. A list is short if all that it shows is new and it is full, or if `max` pages of it were read: others may be missing
   before them. Lists that fill (`fills`) are then asked, all of them, and together close the gap, unless one of them is
   short itself. Where nothing closes it, the check has a gap.
3. Where a list shows some days only (`reach.days`) and the last check is longer ago, nobody saw the time between: the
   check has a gap, and silence counts from the end of that time.
4. A check that has a gap keeps no validators.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from monitor.connect.checks.items import Acts
from monitor.connect.checks.questions import Page
from monitor.connect.manifests.paging import OtherHost, PageTurn, next_page
from monitor.connect.manifests.toml_tables import PostsTable
from monitor.model.activity import Activity, Memory, Validator

STALE = "an old copy from a cache"


@dataclass(slots=True)
class Lists:
    """`memory` is what was known before the check, which is made at `now`."""

    memory: Memory
    now: datetime
    acts: list[Activity] = field(default_factory=list)
    validators: dict[str, Validator] = field(default_factory=dict)
    gaps: list[str] = field(default_factory=list)  # why something may be missing
    short: str = ""  # why a list does not reach back
    unfilled: str = ""  # why those that fill do not close that gap
    filled: bool = False  # one of those that fill has answered
    asked: int = 0  # lists that were asked
    window: timedelta | None = None  # how far back the lists go
    ids: set[str] = field(default_factory=set)  # of all items that were read, acts or not
    unchanged: int = 0  # of these, how many the server says are as they were

    def answered(self, posts: PostsTable) -> None:
        """One more list has answered."""
        self.asked += 1
        self.filled |= posts.fills
        if posts.reach.days is not None:
            days = timedelta(days=posts.reach.days)
            self.window = min(days, self.window or days)

    def take(self, page: Page, acts: Acts) -> int:
        """Adds a page's acts; how many of its items are new to this check. Notes what the page itself leaves out."""
        before = len(self.ids)
        self.ids |= acts.ids
        given = {act.id for act in self.acts}
        self.acts += [act for act in acts.activities if act.id not in given]
        if page.stale:
            self.gaps.append(STALE)
        if acts.lost:
            self.gaps.append(f"{acts.lost} posts without an id")
        if isinstance(page.document, dict) and page.document.get("whole") is False:
            self.gaps.append("the document is cut short")
        return len(self.ids) - before

    def following(self, posts: PostsTable, page: Page, acts: Acts, asked: list[str]) -> str | None:
        """Takes a page's acts; the next page's address, or None where enough was read. `asked`: the pages so far."""
        fresh = self.take(page, acts)
        if self._is_known(posts, acts) or (len(asked) > 1 and acts.items and not fresh):
            return None
        if posts.page is None or posts.paged is None:
            if acts.items >= (posts.reach.items or math.inf) and acts.dates:
                self._lacks(posts, f"all {acts.items} posts shown are new: others may be missing before them")
            return None
        try:
            following = next_page(posts.paged, PageTurn(page, asked[-1], acts.items))
        except OtherHost as error:
            self.gaps.append(f"the next page is on another host and was not asked: {error}")
            return None
        if following in asked:
            return None
        if len(asked) < posts.page.max:
            return following
        self._lacks(posts, f"{posts.page.max} pages of posts since the last check, and perhaps more")
        return None

    def unanswered(self, why: str) -> None:
        """One that fills was not read."""
        self.unfilled = self.unfilled or why

    def close(self) -> None:
        """No more lists are asked: what is short now is a gap, but on a first check only the end of what is shown."""
        why = self.unfilled or ("" if self.filled else self.short)
        if why and self.memory.newest is not None:
            self.gaps.append(why)

    def checked(self) -> datetime | None:
        """When everything was last seen; matters only for lists that show some days only."""
        return None if self.window is None else self.memory.checked if self.gaps else self.now

    def unseen_until(self) -> datetime | None:
        """The end of the time that nobody saw, where the last check is longer ago than the lists show; else None."""
        if self.window is None or self.memory.checked is None or self.memory.checked >= self.now - self.window:
            return None
        return self.now - self.window

    def outlived(self) -> bool:
        """Whether all known acts are too old for the lists to show."""
        newest = self.memory.newest
        return self.window is not None and newest is not None and newest < self.now - self.window

    def newest(self) -> datetime | None:
        """The newest act seen, now or before."""
        dates = [act.published for act in self.acts if act.trusted and act.published is not None]
        return max(dates + ([self.memory.newest] if self.memory.newest else []), default=None)

    def _lacks(self, posts: PostsTable, why: str) -> None:
        if posts.fills:
            self.unfilled = self.unfilled or why
        else:
            self.short = self.short or why

    def _is_known(self, posts: PostsTable, acts: Acts) -> bool:
        """Whether the page reaches back to what is known, on a first check to what matters."""
        floor = self.memory.newest or (self.now - posts.page.back if posts.page else None)
        if floor is None or not acts.dates:
            return False
        return (max(acts.dates) if posts.order == "mixed" else min(acts.dates)) <= floor
