"""What whole lives are lived on: six accounts as their networks show them, and what checks and judges them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from monitor.model.account import Account
from monitor.model.check import SEEN, Outcome
from monitor.model.state import ActivityState, Record, State, Transition

ECHO = "acme-echo"  # a machine copies to it
NAMES = ("acme-blog", "acme-news", "acme-lab", "acme-shop", "acme-jobs", ECHO)
SELDOM = (
    frozenset(  # changes that walks may miss: tests/judge/test_activity_state_rare_transitions.py has a story of each
        {
            (ActivityState.NEW, ActivityState.BEHIND),
            (ActivityState.BEHIND, ActivityState.DORMANT),
            (ActivityState.BEHIND, ActivityState.ABANDONED),
            (ActivityState.LATE, ActivityState.ON_PLAN),
            (ActivityState.RECOVERING, ActivityState.LATE),
            (ActivityState.DORMANT, ActivityState.ON_PLAN),
            (ActivityState.DORMANT, ActivityState.BEHIND),
            (ActivityState.ABANDONED, ActivityState.ON_PLAN),
            (ActivityState.ABANDONED, ActivityState.BEHIND),
            (ActivityState.ON_PLAN, ActivityState.NEW),
            (ActivityState.LATE, ActivityState.NEW),
        }
    )
)


@dataclass
class Act:
    at: datetime
    kind: str
    shown: bool = True
    edited: bool = False


@dataclass
class World:
    """One account on its network: what it shows, and how a check of it ends."""

    host: str
    acts: dict[str, Act] = field(default_factory=dict)
    outcome: Outcome = Outcome.OK
    complete: bool = True

    @property
    def shown(self) -> dict[str, Act]:
        return {number: act for number, act in self.acts.items() if act.shown} if self.outcome in SEEN else {}


class Ground(ABC):
    """Where the accounts live and are judged."""

    transitions: list[Transition]

    @abstractmethod
    def declare(self, accounts: Mapping[str, Account], now: datetime) -> None: ...

    @abstractmethod
    def cycle(self, worlds: Mapping[str, World], now: datetime, *, down: bool) -> tuple[bool, Mapping[str, int]]:
        """Checks all and judges; whether the fault was ours, and the id of each account's check."""

    @abstractmethod
    def again(self, now: datetime) -> None:
        """Judges by the clock alone."""

    @abstractmethod
    def state(self, name: str) -> State: ...

    @abstractmethod
    def record(self, name: str) -> Record: ...

    @abstractmethod
    def close(self) -> None:
        """Closes what was opened."""
