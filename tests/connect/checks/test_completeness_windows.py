"""What a feed shows is a window on its posts: however it slides, no post is lost, and none is counted twice."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.model.activity import Memory
from support.shelf import MONDAY, Shelf, account

URL = "https://acme.example/feed"
HOUR = timedelta(hours=1)
SHOWN = 10


class Feed:
    """Posts numbered in their order, an hour or more apart, and a store that keeps what each check reads."""

    def __init__(self, shelf: Shelf, replay: Any, answer: Any) -> None:
        self.shelf, self.replay, self.answer = shelf, replay, answer
        self.now = MONDAY
        self.posts: list[datetime] = []
        self.known = 0  # posts that were shown to a check
        self.memory = Memory()

    def post(self, count: int) -> None:
        for _ in range(count):
            self.now += HOUR
            self.posts.append(self.now)

    def document(self, numbers: list[int], name: Callable[[int], str] = str) -> str:
        items = "".join(
            f"<item><guid isPermaLink='false'>{name(number)}</guid><title>Post {number}</title>"
            f"<link>https://acme.example/{number}</link>"
            f"<pubDate>{format_datetime(self.posts[number], usegmt=True)}</pubDate></item>"
            for number in numbers
        )
        return f'<rss version="2.0"><channel><title>A</title><link>https://acme.example</link>{items}</channel></rss>'

    def check(self, body: str) -> Any:
        self.now += HOUR
        seen = self.replay("feed", URL, self.answer(URL, body), self.memory, self.now).seen
        self.memory = seen.memory
        self.shelf.check(seen, self.now)
        return seen

    def window(self) -> list[int]:
        return list(range(len(self.posts)))[-SHOWN:][::-1]

    def counted(self) -> int:
        return sum(day.post for day in self.shelf.record(self.now, days=400).days.values())


@pytest.fixture
def shelves(tmp_path: Path) -> Iterator[Callable[[], Shelf]]:
    made: list[Shelf] = []

    def make() -> Shelf:
        shelf = Shelf(f"sqlite:///{tmp_path / f'{len(made)}.db'}")
        shelf.declare(account())
        made.append(shelf)
        return shelf

    yield make
    for shelf in made:
        shelf.store.close()


STEPS = st.lists(
    st.tuples(
        st.integers(0, 12),
        st.sampled_from(["whole", "empty", "cut", "reversed", "shuffled", "some"]),
        st.randoms(use_true_random=False),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])  # each makes its own shelf
@given(steps=STEPS)
def test_stored_posts_stay_whatever_the_window_shows(
    steps: list[tuple[int, str, random.Random]], shelves: Callable[[], Shelf], replay: Any, answer: Any
) -> None:
    """F065: emptied, cut short, reordered or slid on: what was stored stays, and each post shown is counted once."""
    feed = Feed(shelves(), replay, answer)
    shown: set[int] = set()
    for count, kind, dice in steps:
        feed.post(count)
        window = feed.window()
        fresh = set(window) - shown
        if kind == "empty":
            window = []
        elif kind == "reversed":
            window.reverse()
        elif kind == "shuffled":
            dice.shuffle(window)
        elif kind == "some":
            window = dice.sample(window, dice.randint(0, len(window)))
        body = feed.document(window)
        if kind == "cut" and window:
            body = body[: body.index("</item>") + len("</item>")]
            window = window[:1]
        before = bool(shown)
        seen = feed.check(body)
        shown |= set(window)
        assert feed.counted() == len(shown)
        if kind == "cut" and window:
            assert not seen.complete
        if not window and before:
            assert not seen.complete
            assert seen.detail.startswith("the list is empty; it was not before")
        if kind == "whole" and len(fresh) == SHOWN and before:
            assert not seen.complete  # others may have come and gone before them


def dealt(dice: random.Random) -> Callable[[int], str]:
    """The ids of one answer: those that last, or new ones."""
    answer = dice.random()
    return str if answer < 0.7 else lambda number: f"{number}-{answer}"


@pytest.mark.slow
def test_a_thousand_checks_at_ids_that_come_and_go(shelves: Callable[[], Shelf], replay: Any, answer: Any) -> None:
    """F064: with ids that last, change, or stand twice, at random, each post is counted once in a thousand checks."""
    dice = random.Random(64)
    feed = Feed(shelves(), replay, answer)
    feed.post(3)
    for _ in range(1000):
        feed.post(dice.choice([0, 0, 0, 1, 2]))
        window = feed.window()
        window += dice.sample(window, dice.randint(0, 2))
        dice.shuffle(window)
        feed.check(feed.document(window, dealt(dice)))
        assert feed.counted() == len(feed.posts)
