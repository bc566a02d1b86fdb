"""The digest's figures: accounts by state, how moribund a brand is, whose hours, an account's days."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from monitor.metrics.effort import Hours


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many accounts are in which state; kept with the message, so that the next one can say what moved.

    `on_plan`, `slowing`, `inanimate`, `unseen` and `aside` (paused, reserved, closed ...) add up to `total`.
    """

    on_plan: int = 0
    slowing: int = 0
    inanimate: int = 0
    unseen: int = 0
    aside: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class Index:
    """The moribund index of a brand, and what it was a week ago, in %; `name` is "" where the digest is about one."""

    name: str
    percent: int
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Workload:
    """The hours a week of a brand or a person; `name` says whose, "" are accounts that nobody answers for.

    `paying` are the accounts of an overloaded brand that fall short, the worst first, and how many more.
    `owned`: the ids of a person's accounts, where the name may not be shown.
    """

    name: str
    hours: Hours
    paying: tuple[str, ...] = ()
    more: int = 0
    owned: tuple[str, ...] = ()


class Week(StrEnum):
    """One cell of a chart: what a week, or a day, of an account was like (rules: strip.py, heatmap.py)."""

    FULL = "full"  # the plan was kept
    SOME = "some"  # people acted, and it was not
    NONE = "none"  # seen, and nothing
    COPIED = "copied"  # only what a machine copied
    REST = "rest"  # a pause, or out of season
    UNKNOWN = "unknown"  # not seen
    BEFORE = "before"  # before anything was known of the account


@dataclass(frozen=True, slots=True)
class Strip:
    """The last 26 weeks of an account, the oldest first: `full` of `known` ones kept the plan.

    `planned` is False where there is no plan: then a week is full in which people acted.
    """

    weeks: tuple[Week, ...]
    full: int
    known: int
    planned: bool


@dataclass(frozen=True, slots=True)
class Heat:
    """The days of an account's last 12 weeks: seven rows, Monday's first, each with a cell a week, the oldest first.

    People acted on `active` of `known` days.
    """

    days: tuple[tuple[Week, ...], ...]
    active: int
    known: int
