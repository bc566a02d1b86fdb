"""Hours a week, for those who may see them. Pure; the figures are metrics/effort.py's and metrics/capacity.py's.

| reader            | sees                                                                      |
|-------------------|---------------------------------------------------------------------------|
| a brand's manager | the brand, each person who owns an account of it, then the accounts that  |
|                   | nobody answers for: somebody has to take them                             |
| anybody else      | their own hours                                                           |

A person's hours count all accounts that the person owns, whatever the brand: nobody has more hours for being split.
A brand that promises more than it has names the accounts that pay for it: those of its accounts that fall short.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from monitor.metrics.capacity import Capacity, capacity
from monitor.metrics.effort import Hours, Spent, spent
from monitor.model.account import Account
from monitor.model.conversation import Received
from monitor.model.people import Person
from monitor.model.settings import Settings
from monitor.model.state import AccountStatus, Status
from monitor.report.blocks.cards import Names
from monitor.report.blocks.figures import Workload
from monitor.report.readers.audience import absence, zone_of
from monitor.report.readers.privacy import Naming
from monitor.report.readers.sanitise import line

FALLING_SHORT: Final = (
    Status.ABANDONED,
    Status.DORMANT,
    Status.INANIMATE,
    Status.OVERDUE,
    Status.LATE,
    Status.BEHIND,
)
_NAMED: Final = 3

Heard = Mapping[str, Sequence[Received]]  # by account, what others said in the last four weeks, or for longer


def workloads(
    reader: Person,
    managed_brands: Collection[str],
    account_statuses: Sequence[AccountStatus],
    brands: Sequence[str],
    settings: Settings,
    names: Names,
    naming: Naming,
    received: Heard,
    now: datetime,
) -> list[Workload]:
    """The rows of `brands` that `reader`, the manager of `managed_brands`, may see: brands first, then people, the most
    overloaded first.
    """
    taken = {one.account.id: spent_on(one, received, settings, now).total for one in account_statuses}
    found = capacity([one.account for one in account_statuses], settings, now, taken)
    managed = [brand for brand in brands if brand in managed_brands]
    of_brands = [_brand(brand, found, account_statuses, settings, names) for brand in managed]
    owners = {one.account.owner for one in account_statuses if one.account.brand in managed} | {reader.id}
    people = [p for p in settings.people.values() if p.id in owners and p.id in found.people]
    accounts = [one.account for one in account_statuses]
    of_people = [_of_person(one, found, accounts, naming, managed) for one in people]
    of_people.sort(key=lambda work: (-work.hours.over, work.name))
    left = [one.account for one in account_statuses if one.account.brand in managed and absence(one.account, settings)]
    deserted = Hours(sum(found.accounts.get(a.id, 0.0) for a in left), sum(taken[a.id] for a in left))
    rows = [*of_brands, *of_people, Workload("", deserted)]
    return [work for work in rows if work.hours.promised or work.hours.estimated]


def _of_person(
    person: Person, found: Capacity, accounts: Iterable[Account], naming: Naming, managed: Sequence[str]
) -> Workload:
    name = naming.person(person.id, managed[0] if managed else "") or ""
    owned = () if name else tuple(account.id for account in accounts if account.owner == person.id)
    return Workload(name, found.people[person.id], owned=owned)


def spent_on(account_status: AccountStatus, received: Heard, settings: Settings, now: datetime) -> Spent:
    """What an account is estimated to have taken, by work."""
    account, record = account_status.account, account_status.record
    heard = received.get(account.id, ()) if record.heard is not None else None
    return spent(record.days, heard, settings.effort, now, zone_of(account, settings))


def paying(brand: str, account_statuses: Iterable[AccountStatus], found: Capacity) -> list[AccountStatus]:
    """The brand's accounts that fall short, the worst first, where it promises more than it has; else none."""
    if brand not in found.brands or not found.brands[brand].over:
        return []
    short = [
        one for one in account_statuses if one.account.brand == brand and one.verdict.state.status in FALLING_SHORT
    ]
    return sorted(short, key=lambda one: (FALLING_SHORT.index(one.verdict.state.status), one.account.id))


def _brand(
    brand: str, found: Capacity, account_statuses: Sequence[AccountStatus], settings: Settings, names: Names
) -> Workload:
    short = [names[one.account.id]["name"] for one in paying(brand, account_statuses, found)]
    hours = found.brands.get(brand, Hours())
    return Workload(line(settings.brands[brand].name, 60), hours, tuple(short[:_NAMED]), len(short[_NAMED:]))
