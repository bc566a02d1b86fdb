"""Whole lives over the pure judgement: 2,000 walks of 50 steps where every test is asked for, else 100 of 30."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from monitor.judge.outage import held
from monitor.model.account import Account
from monitor.model.check import SEEN, Outcome
from monitor.model.state import CheckRow, Record, State, Transition
from support.ground import NAMES, SELDOM, Act, Ground, World
from support.health import Story, row
from support.lives import Lives
from support.transition_table import ACTIVITY, OBSERVATION, pairs


class Judgement(Ground):
    """Six stories, whose checks are judged cycle by cycle."""

    def __init__(self) -> None:
        self.transitions: list[Transition] = []
        self.stories = {name: Story(transitions=self.transitions) for name in NAMES}
        self.known: dict[str, set[str]] = {name: set() for name in NAMES}
        self.count = 0

    def declare(self, accounts: Mapping[str, Account], now: datetime) -> None:
        for name, story in self.stories.items():
            story.account, story.now = accounts[name], now

    def cycle(self, worlds: Mapping[str, World], now: datetime, *, down: bool) -> tuple[bool, Mapping[str, int]]:
        rows = {name: self._check(world, now, down=down) for name, world in worlds.items()}
        ours = held(list(rows.values()))
        before = sum(story.state.observation.held_checks for story in self.stories.values())
        for name, check in rows.items():
            story = self.stories[name]
            if check.activities:
                self._take_in(name, worlds[name].shown, now)
            story.checks = check.id - 1
            told = {"host": check.host, "complete": check.complete, "activities": check.activities}
            story.check(check.outcome, held=check.id in ours, answered=check.answered, **told)
        after = sum(story.state.observation.held_checks for story in self.stories.values())
        return after > before, {name: check.id for name, check in rows.items()}

    def _check(self, world: World, now: datetime, *, down: bool) -> CheckRow:
        self.count += 1
        if down:
            return row(self.count, now, Outcome.TEMPORARY, host=world.host, answered=False)
        good = world.outcome in SEEN
        shown = sum(act.at <= now for act in world.shown.values())
        return row(self.count, now, world.outcome, host=world.host, complete=good and world.complete, activities=shown)

    def _take_in(self, name: str, shown: Mapping[str, Act], now: datetime) -> None:
        story = self.stories[name]
        for number, act in shown.items():
            if number not in self.known[name] and act.at <= now:
                self.known[name].add(number)
                copied = bool(story.account.cross_posts_from) and act.kind == "post"
                story.act(act.kind, copied=copied, ago=now - act.at)

    def again(self, now: datetime) -> None:
        for story in self.stories.values():
            story.now = now
            story.judge()

    def state(self, name: str) -> State:
        return self.stories[name].state

    def record(self, name: str) -> Record:
        return self.stories[name].record

    def close(self) -> None:
        """Nothing was opened."""


class Pure(Lives):
    ground_of = Judgement


@pytest.mark.parametrize(
    ("walks", "steps"), [(100, 30), pytest.param(2000, 50, marks=pytest.mark.slow)], ids=["some", "all"]
)
def test_whole_lives(walks: int, steps: int) -> None:
    class Here(Pure):
        activity, observation = set(), set()

    run_state_machine_as_test(Here, settings=settings(max_examples=walks, stateful_step_count=steps, deadline=None))
    # No other change than those of the tables; which of the rare ones a walk meets is left to the draw.
    assert Here.activity <= pairs(ACTIVITY)
    assert Here.observation <= pairs(OBSERVATION)
    assert len(Here.activity | SELDOM) > len(pairs(ACTIVITY)) / 2
