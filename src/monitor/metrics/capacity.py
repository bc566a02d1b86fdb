"""Whether there are hours for what is promised: by person, by brand, and over all brands. Pure.

Rules:
1. An account's hours are its owner's. What nobody answers for counts for the brand alone.
2. Listening and reporting are done once a brand, by its manager, as long as one of its accounts is at work.
3. A person has the stated hours once: brands share them in the proportion of what they are promised by that person.
4. Who left has no hours; whose hours nobody stated is left out, and of a brand of such people nothing is known.
5. What is paused or out of season today promises nothing today.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from monitor.metrics.effort import Hours, at_work, promised, standing_work
from monitor.model.account import Account
from monitor.model.settings import Settings

_NOISE = 1e-6  # hours; sums of minutes are not exact


@dataclass(frozen=True, slots=True)
class Capacity:
    """Hours a week by person, by brand and in all. `accounts` are the promised hours of those at work."""

    accounts: Mapping[str, float] = field(default_factory=dict)
    people: Mapping[str, Hours] = field(default_factory=dict)
    brands: Mapping[str, Hours] = field(default_factory=dict)
    fixed_hours: Mapping[str, float] = field(default_factory=dict)  # of the promised, by brand: listening and reporting
    total: Hours = field(default_factory=Hours)

    @property
    def overcommitted(self) -> frozenset[str]:
        """The people who have promised more than their hours."""
        return frozenset(name for name, hours in self.people.items() if hours.over > _NOISE)


@dataclass(slots=True)
class _Sum:
    promised: float = 0.0
    taken: float = 0.0


def capacity(
    accounts: Iterable[Account], settings: Settings, now: datetime, estimated: Mapping[str, float] | None = None
) -> Capacity:
    """What the accounts ask of people and brands at `now`; `estimated` are hours a week by account, where known."""
    taken = estimated or {}
    asked: dict[str, float] = {}
    sums: dict[tuple[str | None, str], _Sum] = defaultdict(_Sum)  # by person, None for nobody, and brand
    fixed, fixed_hours = sum(standing_work(settings.effort).values()), {}
    today = {name: now.astimezone(brand.zone).date() for name, brand in settings.brands.items()}
    for account in accounts:
        if at_work(account, today[account.brand]):
            asked[account.id] = promised(account, settings.effort)
            fixed_hours[account.brand] = fixed
        one = sums[_present(account.owner, settings), account.brand]
        one.promised += asked.get(account.id, 0.0)
        one.taken += taken.get(account.id, 0.0)
    for name, hours in fixed_hours.items():
        sums[_present(settings.brands[name].manager, settings), name].promised += hours
    return _summed(asked, sums, fixed_hours, settings)


def _summed(
    asked: Mapping[str, float],
    sums: Mapping[tuple[str | None, str], _Sum],
    fixed_hours: Mapping[str, float],
    settings: Settings,
) -> Capacity:
    of_people: dict[str, list[_Sum]] = defaultdict(list)
    of_brands: dict[str, list[_Sum]] = defaultdict(list)
    for (person, brand), one in sums.items():
        of_brands[brand].append(one)
        if person is not None:
            of_people[person].append(one)
    people = {name: _hours(own, settings.people[name].hours_per_week) for name, own in of_people.items()}
    parts: dict[str, list[float]] = defaultdict(list)
    for (person, brand), one in sums.items():
        if person is not None and (available := people[person].available) is not None:
            promise = people[person].promised
            parts[brand].append(available * (one.promised / promise if promise else 1 / len(of_people[person])))
    brands = {name: _hours(own, sum(parts[name]) if name in parts else None) for name, own in of_brands.items()}
    stated = [hours.available for hours in people.values() if hours.available is not None]
    return Capacity(asked, people, brands, fixed_hours, _hours(sums.values(), sum(stated) if stated else None))


def _present(person: str | None, settings: Settings) -> str | None:
    """The person, where somebody of that name still works here."""
    known = settings.people.get(person or "")
    return known.id if known is not None and not known.left else None


def _hours(sums: Iterable[_Sum], available: float | None) -> Hours:
    sums = list(sums)
    return Hours(sum(one.promised for one in sums), sum(one.taken for one in sums), available)
