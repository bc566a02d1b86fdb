"""What the lists of one check have given so far: their acts, and whether something may be missing between them.

Rules:
1. Pages are read back to what is known (continuity.py), on the first check as far as `back`, at most `max` of them.
   A page that brings nothing new ends the list; one that is empty does not, where it names a next page.
2. A list is short if all that it shows is new and others may stand before it, or if `max` pages of it were read. Others
   may stand before it where it is full, and before what a feed shows of any length; not where it counts all it has.
   Lists that fill (`fills`) are then asked, all of them, and together close the gap, unless one of them is short
   itself. Where nothing closes it, the check has a gap.
3. Where a list shows some days only (`reach.days`, or as it was learned, days_shown.py) and the last check is longer
   ago, nobody saw the time between: the check has a gap, and silence counts from the end of that time.
4. A list that is not what it was (continuity.py), or shows less than it counts (`total_is_list`), is a gap too.
5. A check that has a gap keeps no validators. Nor does one that shows an act of a day to come: it is read again, for
   no 304 says that its day has come.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from monitor.connect.checks import continuity, days_shown
from monitor.connect.checks.items import Acts
from monitor.connect.checks.questions import Page
from monitor.connect.manifests.paging import OtherHost, PageTurn, next_page
from monitor.connect.manifests.toml_tables import PostsTable
from monitor.model.activity import Activity, DaysShown, Listed, Memory, Shrunk, Validator
from monitor.model.http import Format

_NOTHING = 0  # what is left of lists that lost all


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
    items: int = 0  # on the first pages of the lists that do not fill
    known_days: bool = False  # a manifest says how far back the lists go
    shrunk: Shrunk | None = None  # how they stand without what they showed
    whole: bool = False  # all lists were read as they are, whatever may be missing before them
    _first: bool = False  # the next page that holds items is its list's first
    _read: int = 0  # items of this list so far

    def __post_init__(self) -> None:
        self.window, self.shrunk = days_shown.learned(self.memory.shown), self.memory.shrunk

    def answered(self, posts: PostsTable) -> None:
        """One more list has answered."""
        self.asked += 1
        self.filled |= posts.fills
        self._first = not posts.fills
        if posts.reach.days is not None:
            days = timedelta(days=posts.reach.days)
            self.window, self.known_days = min(days, self.window or days), True

    def take(self, page: Page, acts: Acts) -> int:
        """Adds a page's acts; how many of its items are new to this check. Notes what the page itself leaves out."""
        before = len(self.ids)
        self.ids |= acts.ids
        given = {act.id for act in self.acts}
        self.acts += [act for act in acts.activities if act.id not in given]
        if page.stale:
            self.gaps.append(page.stale)
        if acts.lost:
            self.gaps.append(f"{acts.lost} posts without an id")
        if isinstance(page.document, dict) and page.document.get("whole") is False:
            self.gaps.append("the document is cut short")
        return len(self.ids) - before

    def following(
        self, posts: PostsTable, page: Page, acts: Acts, asked: list[str], total: int | None = None
    ) -> str | None:
        """Takes a page's acts; the next page's address, or None where enough was read.

        `asked`: the pages so far; `total`: how many acts there are, as the network says.
        """
        fresh = self.take(page, acts)
        counted = total if posts.total_is_list else None
        if self._first and acts.items:
            self._first = False
            self.items += acts.items
        self._read = acts.items + (self._read if len(asked) > 1 else 0)
        following, elsewhere = None, ""
        if posts.paged is not None:
            try:
                following = next_page(posts.paged, PageTurn(page, asked[-1], acts.items))
            except OtherHost as error:
                elsewhere = f"the next page is on another host and was not asked: {error}"
        ends = following is None and not elsewhere
        if counted is not None and ends and self._read < (counted if posts.page else min(counted, _most(posts))):
            self.gaps.append(f"the list shows {self._read} of the {counted} posts that it counts")
        if self._is_known(posts, acts) or (len(asked) > 1 and acts.items and not fresh):
            return None
        if posts.page is None:
            self._note_hidden(posts, acts, counted)
            return None
        if elsewhere:
            self.gaps.append(elsewhere)
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

    def close(self, fallen: str = "") -> None:
        """No more lists are asked: what is short now is a gap, but on a first check only the end of what is shown.

        `fallen` says that the network counts far fewer posts than before, where it does.
        """
        self.whole = not self.gaps and not self.unchanged and bool(self.acts)
        if self.whole:
            why = self._shrinks(fallen)
            if self.shrunk is not None and self.now - self.shrunk.since < continuity.DELETED:
                self.whole = False
                self.gaps.append(why)
        why = self.unfilled or ("" if self.filled else self.short)
        if why and (self.memory.newest is not None or self.memory.known):
            self.gaps.append(why)

    def remembered(self) -> tuple[Listed | None, Shrunk | None, DaysShown | None]:
        """What is remembered of the lists after this check: what they showed, how they shrank, how far back they go."""
        memory = self.memory
        if self.whole:
            shown = memory.shown if self.known_days else days_shown.learn(self.acts, self.items, memory, self.now)
            return continuity.listed(self.acts, self.items, memory, self.now), None, shown
        if self.acts or self.unchanged:
            return memory.listed, self.shrunk, memory.shown
        listed = memory.listed if self.gaps or memory.listed is None else replace(memory.listed, items=0)
        return listed, self.shrunk, days_shown.was_empty(memory.shown)

    def checked(self) -> datetime | None:
        """When everything was last seen; matters only for lists that show some days only."""
        return None if self.window is None else self.memory.checked if self.gaps else self.now

    def unseen_until(self) -> datetime | None:
        """The end of the time that nobody saw, where the last check is longer ago than the lists show; else None."""
        if self.window is None or self.memory.checked is None or self.memory.checked >= self.now - self.window:
            return None
        return self.now - self.window

    def outlived(self) -> bool:
        """Whether all known acts are too old for the lists to show, and nothing took them away while they were not."""
        newest, slack = self.memory.newest, timedelta(0) if self.known_days else days_shown.SLACK
        if self.window is None or newest is None or _lost_all(self.memory.shrunk):
            return False
        return newest < self.now - self.window - slack

    def lose_all(self, why: str) -> None:
        """The lists are empty, and were not: it stays so until they show something, however old that is by then."""
        self.gaps.append(why)
        newest = self.memory.newest
        if self.window is None or newest is None or newest > self.now - self.window + days_shown.SLACK:
            self.shrunk = self.shrunk if _lost_all(self.shrunk) else Shrunk(self.now, _NOTHING)

    def shows_ahead(self) -> bool:
        return any(act.published is not None and act.published > self.now for act in self.acts)

    def newest(self) -> datetime | None:
        """The newest act seen, now or before."""
        dates = [act.published for act in self.acts if act.trusted and act.published is not None]
        return max(dates + ([self.memory.newest] if self.memory.newest else []), default=None)

    def _shrinks(self, fallen: str) -> str:
        """Notes how the lists stand without what they showed, and says why that is not sure."""
        memory, before, outlived = self.memory, self.memory.listed, self.outlived()
        if before is not None and not outlived and continuity.is_shrunk(self.acts, self.items, before):
            why = (
                f"the list shows {self.items} of the {before.items} posts that it showed; the newest known are missing"
            )
        elif fallen and not outlived and continuity.is_old(self.acts, memory):
            why = f"{fallen}, and the list shows none of the newest"
        else:
            self.shrunk = None
            return ""
        self.shrunk = continuity.what_is_left(self.acts, memory, self.now)
        return why

    def _lacks(self, posts: PostsTable, why: str) -> None:
        if posts.fills:
            self.unfilled = self.unfilled or why
        else:
            self.short = self.short or why

    def _note_hidden(self, posts: PostsTable, acts: Acts, counted: int | None) -> None:
        """Says what may be missing of a list without pages that does not reach back."""
        if not self._may_hide(posts, acts) or (counted is not None and counted <= acts.items):
            return
        which = f"all {acts.items} posts shown are new"
        if not continuity.are_new(acts, self.memory):
            which = f"the {acts.items} posts shown do not reach back to what is known"
        self._lacks(posts, f"{which}: others may be missing before them")

    def _may_hide(self, posts: PostsTable, acts: Acts) -> bool:
        """Whether others may stand before these acts."""
        if acts.items >= _most(posts):
            return bool(acts.dates or self.memory.known)
        before, checked = self.memory.listed, self.memory.checked
        seen = self.window is not None and checked is not None and checked >= self.now - self.window
        if seen and before is not None and (acts.items < before.items or not before.items):
            return False
        return posts.format is Format.FEED and acts.items > 0 and bool(self.memory.known)

    def _is_known(self, posts: PostsTable, acts: Acts) -> bool:
        """Whether the page reaches back to what is known, on a first check to what matters."""
        return continuity.reaches_back(posts, acts, self.memory, self.now - posts.page.back if posts.page else None)


def _lost_all(shrunk: Shrunk | None) -> bool:
    return shrunk is not None and shrunk.left == _NOTHING


def _most(posts: PostsTable) -> float:
    """How many items the list shows at most."""
    return posts.reach.items or math.inf
