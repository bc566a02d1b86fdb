"""Whatever the life of a feed: a check is complete where what it shows goes on from what is known, and only there."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Literal

from hypothesis import given, settings
from hypothesis import strategies as st

from support.listing import Item, Listing

Order = Literal["newest", "oldest", "any"]


@dataclass
class Life:
    """A feed that shows the last `shown` of its posts; in `posts` the oldest stands first."""

    shown: int
    day: float = 0
    made: int = 0
    posts: list[Item] = field(default_factory=list)
    listing: Listing = field(default_factory=Listing)
    known: set[str] = field(default_factory=set)

    def live(self, days: float, posts: int, deleted: int) -> int:
        """So many days with so many posts; how many of these are still there."""
        for number in range(posts):
            self.posts.append(Item(f"p{self.made}", self.day + days * (number + 1) / (posts + 1)))
            self.made += 1
        self.day += days
        del self.posts[max(len(self.posts) - deleted, 0) :]
        return max(posts - deleted, 0)

    def check(self, order: Order = "newest", dice: random.Random | None = None) -> tuple[bool, bool]:
        """Whether the check was complete, and whether it showed a post that the last one showed."""
        window = self.posts[-self.shown :]
        if order == "newest":
            window.reverse()
        if order == "any" and dice is not None:
            dice.shuffle(window)
        names = {item.name for item in window}
        met = not self.known or bool(names & self.known)
        seen = self.listing.check(self.day, window)
        if not names <= self.known:
            self.known = names
        return seen.complete, met


STEPS = st.lists(
    st.tuples(
        st.sampled_from([0.25, 1, 2, 7]),
        st.integers(0, 14),
        st.integers(0, 2),
        st.sampled_from(["newest", "oldest", "any"]),
        st.randoms(use_true_random=False),
    ),
    min_size=1,
    max_size=15,
)


@settings(max_examples=60)
@given(shown=st.integers(1, 12), steps=STEPS)
def test_it_is_complete_where_nothing_lies_between(
    shown: int, steps: list[tuple[float, int, int, Order, random.Random]]
) -> None:
    life = Life(shown)
    life.live(1, shown, 0)
    assert life.check()[0]
    for days, posts, deleted, order, dice in steps:
        there = life.live(days, posts, deleted)
        if not life.posts:
            life.live(0.1, 1, 0)
        complete, met = life.check(order, dice)
        assert (complete <= met) if order == "any" else (complete == met)  # by chance a post stands above the others
        assert not (complete and there > shown)


@settings(max_examples=40)
@given(
    shown=st.integers(10, 40),
    kept=st.integers(1, 9),
    lost=st.integers(3, 30),
    days=st.lists(st.floats(0.1, 3), min_size=3, max_size=12),
)
def test_what_lost_its_newest_posts_is_never_complete_within_14_days(
    shown: int, kept: int, lost: int, days: list[float]
) -> None:
    """Some older ones are left, fewer than half."""
    life = Life(shown)
    life.live(100, shown, 0)
    assert life.check()[0]
    lost = min(max(lost, shown // 2 + 1), shown - 1)
    life.live(0.1, 0, lost)
    del life.posts[: max(len(life.posts) - kept, 0)]
    began = life.day
    for step in days:
        complete, _ = life.check()
        assert complete == (life.day - began >= 14)
        life.live(step, 0, 0)
