"""Hours a week, for those who may see them. Pure; the figures are metrics/effort's.

| reader            | sees                                                            |
|-------------------|-----------------------------------------------------------------|
| a brand's manager | the brand, each person who owns an account of it, then the      |
|                   | accounts that nobody answers for: somebody has to take them     |
| anybody else      | their own hours                                                 |

A person's hours count all accounts that the person owns, whatever the brand: nobody has more hours for being split.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from monitor.metrics.effort import Hours, estimated, of_brand, of_person, promised
from monitor.model.plan import Account, Person, Settings
from monitor.model.state import Standing
from monitor.report.digest import Workload
from monitor.report.naming import Naming
from monitor.report.outside import line
from monitor.report.scope import absence, manages, zone_of


def workloads(
    reader: Person,
    standings: Iterable[Standing],
    brands: Sequence[str],
    settings: Settings,
    naming: Naming,
    now: datetime,
) -> list[Workload]:
    """The rows that `reader` may see of `brands`, brands first, then people, the most overloaded first."""
    asked = [(s.account, _hours(s, settings, now)) for s in standings]
    managed = [brand for brand in brands if manages(reader, brand, settings)]
    owners = {account.owner for account, _ in asked if account.brand in managed} | {reader.id}
    people = [p for p in settings.people.values() if p.id == reader.id or (p.id in owners and not p.left)]
    of_people = [_of_person(person, asked, naming, managed) for person in people]
    of_people.sort(key=lambda work: (-work.hours.over, work.name))
    of_brands = [Workload(line(settings.brands[b].name, 60), _brand(b, asked, settings)) for b in managed]
    deserted = [hours for account, hours in asked if account.brand in managed and absence(account, settings)]
    rows = [*of_brands, *of_people, Workload("", of_brand(deserted, ()))]
    return [work for work in rows if work.hours.promised or work.hours.estimated]


def _of_person(
    person: Person, asked: Sequence[tuple[Account, Hours]], naming: Naming, managed: Sequence[str]
) -> Workload:
    name = naming.person(person.id, managed[0] if managed else "") or ""
    owned = () if name else tuple(account.id for account, _ in asked if account.owner == person.id)
    return Workload(name, of_person(person, asked), owned)


def _hours(standing: Standing, settings: Settings, now: datetime) -> Hours:
    account = standing.account
    zone = zone_of(account, settings)
    return Hours(promised(account, settings.effort), estimated(standing.record.days, settings.effort, now, zone))


def _brand(brand: str, asked: Sequence[tuple[Account, Hours]], settings: Settings) -> Hours:
    own = [(account, hours) for account, hours in asked if account.brand == brand]
    owners = {account.owner for account, _ in own}
    return of_brand((hours for _, hours in own), (p for p in settings.people.values() if p.id in owners))
