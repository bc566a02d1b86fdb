"""Who sees what.

| reader            | level        | accounts                                                | hours of people |
|-------------------|--------------|---------------------------------------------------------|-----------------|
| a brand's manager | brand        | all of the brand's                                      | yes             |
| anybody           | owner, brand | those they own; while nobody owns them, those they      | their own       |
|                   |              | stand in for                                            |                 |
| anybody           | director     | all, counted, none by name                              | by brand alone  |

Figures about a named person so reach that person and the manager alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from monitor.model.account import Account
from monitor.model.people import Person
from monitor.model.settings import Report, Settings
from monitor.model.state import AccountStatus


def visible(
    report: Report, person: Person, settings: Settings, account_statuses: Iterable[AccountStatus]
) -> list[AccountStatus]:
    """The account statuses that `person` gets in this report."""
    return [
        account_status
        for account_status in account_statuses
        if concerns(report, person, account_status.account, settings)
    ]


def concerns(report: Report, person: Person, account: Account, settings: Settings) -> bool:
    """Whether the account is one of those that `person` gets in this report."""
    if report.brands and account.brand not in report.brands:
        return False
    if report.level == "director" or (report.level == "brand" and manages(person, account.brand, settings)):
        return True
    return _answers_for(person, account, settings)


def weighed(shown: Iterable[Account], person: Person, settings: Settings) -> list[Account]:
    """The accounts whose hours count beside those `shown`: all that their owners, and `person`, own or manage."""
    shown = list(shown)
    ids, owners = {account.id for account in shown}, {account.owner for account in shown} - {None} | {person.id}
    managed = {brand.id for brand in settings.brands.values() if brand.manager in owners}
    return [
        account
        for account in settings.accounts.values()
        if account.id in ids or account.owner in owners or account.brand in managed
    ]


def manages(person: Person, brand: str, settings: Settings) -> bool:
    return brand in settings.brands and settings.brands[brand].manager == person.id


def managed(report: Report, person: Person, settings: Settings) -> frozenset[str]:
    """The brands that `person` reads of as their manager in this report."""
    reported = report.brands or settings.brands
    return frozenset(brand for brand in reported if report.level == "brand" and manages(person, brand, settings))


def absence(account: Account, settings: Settings) -> str | None:
    """Why nobody answers for the account: "nobody", "unknown" or "left"; None where somebody does."""
    if account.owner is None:
        return "nobody"
    owner = settings.people.get(account.owner)
    if owner is None:
        return "unknown"
    return "left" if owner.left else None


def zone_of(account: Account, settings: Settings) -> ZoneInfo:
    """The zone in which the account's days are counted: its brand's."""
    brand = settings.brands.get(account.brand)
    return brand.zone if brand else ZoneInfo("UTC")


def _answers_for(person: Person, account: Account, settings: Settings) -> bool:
    if account.owner == person.id:
        return True
    return account.backup_owner == person.id and absence(account, settings) is not None
