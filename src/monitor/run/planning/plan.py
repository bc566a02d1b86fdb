"""What a plan asks and what there is: hours by brand and person, which accounts to keep with them, what if.

accounts as planned -> capacity -> pots: a brand with its hours, or all brands with the hours given -> allocation
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.metrics.allocation import Allocation, Candidate, allocate, worth
from monitor.metrics.capacity import Capacity, capacity
from monitor.metrics.effort import Hours, Spent
from monitor.metrics.objectives import Measure, Public, measured
from monitor.model.account import Objective
from monitor.model.settings import Settings
from monitor.model.state import AccountStatus
from monitor.report.blocks.workloads import paying, spent_on
from monitor.run.app import App
from monitor.run.judging.judging import judged_statuses
from monitor.run.judging.objective_counts import publics


@dataclass(frozen=True, slots=True)
class Weighed:
    """An account of the plan: its status, what it takes, how its objectives fare. `promised` None: it is at rest."""

    account_status: AccountStatus
    promised: float | None
    spent: Spent
    measures: Mapping[Objective, Sequence[Measure]]


@dataclass(frozen=True, slots=True)
class Pot:
    """Hours that are shared: those of a brand, or of several.

    `fixed_hours` of the promised hours are listening and reporting. `people` are by id. `choice` is None where nobody
    said how many hours there are; `before` is the choice as things are, where another was asked for. `paying` are
    accounts that fall short where more is promised than there is.
    """

    brands: tuple[str, ...]
    hours: Hours
    fixed_hours: float
    people: Mapping[str, Hours]
    accounts: tuple[Weighed, ...]
    choice: Allocation | None
    before: Allocation | None
    paying: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scene:
    """The accounts that ask hours of the same people, as they stand at `now`, and what they ask in all."""

    settings: Settings
    now: datetime
    account_statuses: tuple[AccountStatus, ...]
    public: Mapping[str, Public]
    taken: Mapping[str, Spent]

    def asked(self, without: Collection[str] = ()) -> Capacity:
        accounts = (one.account for one in self.account_statuses if one.account.id not in without)
        return capacity(accounts, self.settings, self.now, {name: one.total for name, one in self.taken.items()})

    def of(self, brands: Collection[str], without: Collection[str] = ()) -> list[AccountStatus]:
        return [one for one in self.account_statuses if one.account.brand in brands and one.account.id not in without]

    def candidates(self, account_statuses: Iterable[AccountStatus], found: Capacity) -> list[Candidate]:
        """Those at work whose plan asks hours."""
        return [
            Candidate(one.account.id, worth(one.account, brand), hours, one.record.facts.followers or 0)
            for one in account_statuses
            for brand in (self.settings.brands[one.account.brand],)
            if (hours := found.accounts.get(one.account.id))
        ]


def scene(app: App, brands: Collection[str], people: Collection[str] = ()) -> Scene:
    """The accounts of the brands, and all others that ask hours of the same people, and of `people`."""
    settings, now = app.plan, app.clock()
    app.store.sync(app.settings.accounts.values(), now)
    account_statuses = judged_statuses(app.store, settings, _involved(settings, brands, people), now)
    public = publics(app.store, settings, account_statuses, now)
    received = {name: one.received or () for name, one in public.items()}
    taken = {one.account.id: spent_on(one, received, settings, now) for one in account_statuses}
    return Scene(settings, now, tuple(account_statuses), public, taken)


def pots(found: Scene, brands: Collection[str], hours: float | None, without: Collection[str]) -> list[Pot]:
    """The brands' hours, each for itself; where `hours` are given, all together share those. `without`: what if."""
    chosen = tuple(name for name in found.settings.brands if name in brands)
    whole, rest = found.asked(), found.asked(without)
    groups = [chosen] if hours is not None else [(name,) for name in chosen]
    return [_pot(found, names, whole, rest, hours, without) for names in groups]


def _pot(
    found: Scene,
    brands: tuple[str, ...],
    whole: Capacity,
    rest: Capacity,
    hours: float | None,
    without: Collection[str],
) -> Pot:
    own = found.of(brands, without)
    concerned = {one.account.owner for one in own} | {found.settings.brands[name].manager for name in brands}
    stated = [one.available for name in brands if (one := whole.brands.get(name)) and one.available is not None]
    available = sum(stated) if stated else None
    given = hours if hours is not None else available
    asked = [rest.brands[name] for name in brands if name in rest.brands]
    fixed = sum(rest.fixed_hours.get(name, 0.0) for name in brands)
    other = hours is not None or bool(without)
    return Pot(
        brands=brands,
        hours=Hours(sum(one.promised for one in asked), sum(one.estimated for one in asked), available),
        fixed_hours=fixed,
        people={name: each for name, each in rest.people.items() if name in concerned},
        accounts=tuple(_weighed(found, one, rest) for one in own),
        choice=allocate(found.candidates(own, rest), given - fixed) if given is not None else None,
        before=_as_it_is(found, brands, whole, available) if other and available is not None else None,
        paying=tuple(one.account.id for name in brands for one in paying(name, own, rest)),
    )


def _as_it_is(found: Scene, brands: tuple[str, ...], whole: Capacity, available: float) -> Allocation:
    fixed = sum(whole.fixed_hours.get(name, 0.0) for name in brands)
    return allocate(found.candidates(found.of(brands), whole), available - fixed)


def _weighed(found: Scene, account_status: AccountStatus, asked: Capacity) -> Weighed:
    name = account_status.account.id
    measures = measured(account_status.account.objectives, found.public[name])
    return Weighed(account_status, asked.accounts.get(name), found.taken[name], measures)


def _involved(settings: Settings, brands: Collection[str], people: Collection[str]) -> list[str]:
    owners = {account.owner for account in settings.accounts.values() if account.brand in brands}
    asked = (owners | {settings.brands[name].manager for name in brands} | set(people)) - {None}
    managed = {brand.id for brand in settings.brands.values() if brand.manager in asked} | set(brands)
    return [one.id for one in settings.accounts.values() if one.owner in asked or one.brand in managed]
