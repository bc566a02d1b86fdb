"""Which accounts to keep animated with the hours there are, and which to park. Pure, and exact.

Of all choices that fit into the hours, the one with the greatest sum of priorities; of those the one with the most
followers; of those the one that takes the fewest hours. An account's priority is its own and that of each objective it
serves, as its brand weighs it. What nobody planned asks no known hours, and is no part of the choice.

A 0/1 knapsack, by dynamic programming: the three aims, one before the other, are one number, so that the best choice
for every number of minutes follows from the best without the account. Hours are counted in minutes, those of an account
rounded up; where that would be more than three million steps, in units of 5, 15 or 60 minutes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import repeat
from math import ceil, floor
from operator import add, gt

from monitor.model.account import Account
from monitor.model.people import Brand

_UNITS = (1, 5, 15, 60)  # minutes
_STEPS = 3_000_000
_NOISE = 1e-6  # minutes; sums of thirds are not exact


@dataclass(frozen=True, slots=True)
class Candidate:
    """An account that could be kept: what it is worth, and the hours a week that it takes."""

    account: str
    priority: int
    hours: float
    followers: int = 0


@dataclass(frozen=True, slots=True)
class Allocation:
    """The accounts to keep and to park, each in the order given; `hours` were to be had."""

    hours: float
    keep: tuple[Candidate, ...] = ()
    park: tuple[Candidate, ...] = ()

    @property
    def taken(self) -> float:
        return sum(one.hours for one in self.keep)

    @property
    def priority(self) -> int:
        return sum(one.priority for one in self.keep)

    @property
    def missing(self) -> float:
        """Hours a week that keeping all would take beyond those to be had."""
        return max(0.0, self.taken + sum(one.hours for one in self.park) - self.hours)


def worth(account: Account, brand: Brand) -> int:
    """Its own priority, and that of each of the brand's objectives that it serves; others weigh nothing."""
    weights = {objective.kind: objective.priority for objective in brand.objectives}
    return account.priority + sum(weights.get(kind, 0) for kind in set(account.objectives))


def allocate(candidates: Iterable[Candidate], hours: float) -> Allocation:
    """The best choice for so many hours a week."""
    every = tuple(candidates)
    unit = _unit(len(every), hours)
    room = max(0, floor(hours * 60 / unit + _NOISE))
    sizes = [max(0, ceil(one.hours * 60 / unit - _NOISE)) for one in every]
    kept = _best(sizes, _values(every, sizes), room)
    return Allocation(
        hours,
        tuple(one for number, one in enumerate(every) if number in kept),
        tuple(one for number, one in enumerate(every) if number not in kept),
    )


def _unit(count: int, hours: float) -> int:
    return next((unit for unit in _UNITS if count * hours * 60 / unit <= _STEPS), _UNITS[-1])


def _values(candidates: Sequence[Candidate], sizes: Sequence[int]) -> list[int]:
    """One number for each that orders sums by priority, then followers, then how little they take."""
    most_followers, most_taken = sum(one.followers for one in candidates) + 1, sum(sizes) + 1
    return [
        (one.priority * most_followers + one.followers) * most_taken - size
        for one, size in zip(candidates, sizes, strict=True)
    ]


def _best(sizes: Sequence[int], values: Sequence[int], room: int) -> set[int]:
    """The numbers of those that together are worth most, and fit into the room."""
    best = [0] * (room + 1)  # by room, of those so far
    taken: list[tuple[int, bytes]] = []  # from which room on, and by room from there: whether the best has it
    after = sum(sizes)
    for size, value in zip(sizes, values, strict=True):
        after -= size
        first = max(size, room - after)  # those still to come cannot fill more: less room is never asked for
        with_it = list(map(add, best[first - size : max(0, room + 1 - size)], repeat(value)))
        taken.append((first, bytes(map(gt, with_it, best[first:]))))
        best[first:] = map(max, with_it, best[first:])
    kept = set()
    for number in reversed(range(len(sizes))):
        first, better = taken[number]
        if room >= first and better[room - first]:
            kept.add(number)
            room -= sizes[number]
    return kept
