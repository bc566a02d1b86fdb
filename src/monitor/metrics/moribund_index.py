"""The moribund index of a brand: how much of what a visitor finds of it nobody animates. Pure.

    index = weight of the inanimate accounts / weight of all accounts that count

| what                  | rule                                                                                 |
|-----------------------|--------------------------------------------------------------------------------------|
| an account counts     | where its activity is judged, and the brand's site is not known to leave it out      |
| it does not           | not seen, gone, paused, out of season, reserved, closing, closed, planned: whatever  |
|                       | nobody is expected to animate, or nobody can see                                     |
| its weight            | log10(10 + followers): 1 with none, 2 with 90, 4 with 10,000, 6 with a million       |
| followers not known   | the median weight of the brand's other accounts; 1 where none is known               |

By the logarithm a large account counts for several small ones, and never for all of them: a brand with one lively
account of a million followers and nine dead ones is moribund nevertheless.

The past is derived from the changes of status since, of the accounts as they are planned and followed now: what moves
the trend is whether they were animated, and nothing else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import log10
from statistics import median
from typing import Final

from monitor.model.state import Status, Transition

_INANIMATE: Final = frozenset({Status.ABANDONED, Status.DORMANT, Status.INANIMATE})
_JUDGED: Final = _INANIMATE | {
    Status.RECOVERING,
    Status.OVERDUE,
    Status.LATE,
    Status.BEHIND,
    Status.NEW,
    Status.ON_PLAN,
}


@dataclass(frozen=True, slots=True)
class Visible:
    """An account as the index takes it. `followers` is None where the network does not say."""

    account: str
    status: Status
    followers: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """What one account that counts adds: its `weight`, and its `share` of all."""

    account: str
    weight: float
    share: float
    inanimate: bool


@dataclass(frozen=True, slots=True)
class Moribund:
    """The index from 0 to 1, None where no account counts; its parts, the heaviest first; `left_out` do not count."""

    index: float | None
    parts: tuple[Part, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def inanimate(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.inanimate)


@dataclass(frozen=True, slots=True)
class Trend:
    """A brand's index now, and what it was at instants before: `before`, the latest first, each a week earlier."""

    brand: str
    now: Moribund
    before: tuple[tuple[datetime, float | None], ...] = ()

    @property
    def week_ago(self) -> float | None:
        return self.before[0][1] if self.before else None


def moribund(accounts: Iterable[Visible], unlinked: Collection[str] = ()) -> Moribund:
    """The index of one brand's accounts; `unlinked` are those that its site is known not to lead to."""
    accounts = list(accounts)
    weights = _weights(accounts)
    status = {one.account: one.status for one in accounts}
    counting = [one for one in accounts if one.status in _JUDGED and one.account not in unlinked]
    left_out = tuple(sorted({one.account for one in accounts} - {one.account for one in counting}))
    total = sum(weights[one.account] for one in counting)
    if not total:
        return Moribund(None, (), left_out)
    parts = [
        Part(one.account, weights[one.account], weights[one.account] / total, one.status in _INANIMATE)
        for one in counting
    ]
    parts.sort(key=lambda part: (-part.weight, part.account))
    return Moribund(_index(status, {part.account: part.weight for part in parts}), tuple(parts), left_out)


def history(
    accounts: Sequence[Visible],
    changes: Iterable[Transition],
    instants: Sequence[datetime],
    unlinked: Collection[str] = (),
) -> list[float | None]:
    """The index at each of the instants; `changes` are all since the earliest of them, in order."""
    known = {one.account for one in accounts}
    later = [change for change in changes if change.axis == "status" and change.account in known]
    later.sort(key=lambda change: change.at)
    status = {one.account: one.status for one in accounts}
    weights = {account: weight for account, weight in _weights(accounts).items() if account not in unlinked}
    found: dict[datetime, float | None] = {}
    for instant in sorted(instants, reverse=True):  # backwards from now, one change after the other taken back
        while later and later[-1].at > instant:
            change = later.pop()
            status[change.account] = Status(change.before)
        found[instant] = _index(status, weights)
    return [found[instant] for instant in instants]


def _index(status: Mapping[str, Status], weights: Mapping[str, float]) -> float | None:
    """The weight of the inanimate accounts of the weight of all that count; None where none does."""
    whole = sum(weight for account, weight in weights.items() if status[account] in _JUDGED)
    dead = sum(weight for account, weight in weights.items() if status[account] in _INANIMATE)
    return dead / whole if whole else None


def _weights(accounts: Sequence[Visible]) -> Mapping[str, float]:
    known = {one.account: log10(10 + max(0, one.followers)) for one in accounts if one.followers is not None}
    usual = median(known.values()) if known else 1.0
    return {one.account: known.get(one.account, usual) for one in accounts}
