"""Whole lives in a database: the same walks as over the pure judgement, by the use case that judges stored checks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from monitor.model.account import Account
from monitor.model.activity import AccountFacts, Activity, Kind, Memory
from monitor.model.check import SEEN, Check, Failure, Observation, Outcome
from monitor.model.people import Brand
from monitor.model.settings import Settings
from monitor.model.state import Record, State, Transition
from monitor.run.judging.judging import judge_again, judge_checks
from monitor.store import NewCheck
from support.ground import NAMES, Ground, World
from support.health import UTC_ZONE
from support.lives import HOUR, Lives
from support.shelf import Shelf


class Stored(Ground):
    """Six accounts in a store; the changes are read from it, each change by its number."""

    def __init__(self, url: str) -> None:
        self.shelf = Shelf(url)
        self.settings = Settings(url, brands={"acme": Brand("acme", "Acme", UTC_ZONE)})
        self.transitions: list[Transition] = []
        self.read = 0
        self.account_statuses: dict[str, tuple[State, Record]] = {}

    def declare(self, accounts: Mapping[str, Account], now: datetime) -> None:
        if accounts != self.settings.accounts:
            self.settings = replace(self.settings, accounts=dict(accounts))
            self.shelf.declare(*accounts.values(), at=now)
        self._read(now)

    def cycle(self, worlds: Mapping[str, World], now: datetime, *, down: bool) -> tuple[bool, Mapping[str, int]]:
        cycle = self.shelf.cycle(now)
        checks = [
            NewCheck(
                Check(name, now, world.host, 1, self._result(world, now, down=down)),
                now + HOUR,
                UTC_ZONE,
                copied=bool(self.settings.accounts[name].cross_posts_from),
            )
            for name, world in worlds.items()
        ]
        rows = self.shelf.store.save_checks(cycle, checks)
        judged = judge_checks(self.shelf.store, self.settings, cycle, now)
        self.shelf.store.close_cycle(cycle, now)
        assert judged.accounts == len(worlds)
        self._read(now)
        return bool(judged.outages), {new.check.account: row.id for new, row in zip(checks, rows, strict=True)}

    def _result(self, world: World, now: datetime, *, down: bool) -> Observation | Failure:
        if down:
            return Failure(Outcome.TEMPORARY, "no answer", answered=False)
        if world.outcome not in SEEN:
            return Failure(world.outcome, "said so")
        acts = [
            Activity(number, None, act.at, trusted=True, kind=Kind(act.kind), updated=now if act.edited else None)
            for number, act in world.shown.items()
            if act.at <= now
        ]
        limited = world.outcome is Outcome.LIMITED
        return Observation(tuple(acts), AccountFacts(), Memory(), complete=world.complete, limited=limited)

    def again(self, now: datetime) -> None:
        judge_again(self.shelf.store, self.settings, now, NAMES)
        self._read(now)

    def _read(self, now: datetime) -> None:
        for number, change in self.shelf.store.transitions(self.read):
            assert number > self.read
            self.read = number
            self.transitions.append(change)
        self.account_statuses = self.shelf.store.account_statuses(NAMES, now)

    def state(self, name: str) -> State:
        return self.account_statuses[name][0]

    def record(self, name: str) -> Record:
        return self.account_statuses[name][1]

    def close(self) -> None:
        self.shelf.store.close()


@pytest.fixture
def ground(tmp_path: Path) -> Iterator[Callable[[], Ground]]:
    numbers = count()
    yield lambda: Stored(f"sqlite:///{tmp_path / f'{next(numbers)}.db'}")


@pytest.mark.parametrize(
    ("walks", "steps"), [(8, 20), pytest.param(150, 50, marks=pytest.mark.slow)], ids=["some", "all"]
)
def test_whole_lives_stored(ground: Callable[[], Ground], walks: int, steps: int) -> None:
    class Here(Lives):
        ground_of = staticmethod(ground)

    run_state_machine_as_test(Here, settings=settings(max_examples=walks, stateful_step_count=steps, deadline=None))
