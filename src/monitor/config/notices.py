"""What is not wrong, yet worth a notice: the configuration is valid, and does less than it could.

Rules, each a function below: what was odd while reading; no contact; a country without known holidays; gaps in
accounts; one address twice; reports that reach nobody; channels that nothing can deliver to; a file that everyone can
read although an address in it holds a key.
"""

from __future__ import annotations

import stat
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path

from monitor.config.sources import Source, read_toml
from monitor.config.url_secrets import has_token
from monitor.model.account import Account, Lifecycle
from monitor.model.errors import Mistake
from monitor.model.settings import Settings

_PROMISED = frozenset({Lifecycle.ACTIVE, Lifecycle.SEASONAL, Lifecycle.PAUSED})
_NAMED = 3  # accounts with the same gaps are named up to here, then counted


def notices(settings: Settings) -> list[Mistake]:
    """Every notice, with its place; none of them stops anything."""
    places = _Places(settings)
    return [
        *settings.notices,
        *_contact(settings, places),
        *_countries(settings, places),
        *_gaps(settings),
        *_dates(settings),
        *_twice(settings),
        *_reports(settings, places),
        *_channels(settings, places),
        *_readable(settings),
    ]


class _Places:
    """Lines of the main file, read again when a notice asks: settings keep none but the accounts'."""

    def __init__(self, settings: Settings) -> None:
        self._name = settings.files[0] if settings.files else "monitor.toml"

    @cached_property
    def _source(self) -> Source:
        source = read_toml(Path(self._name))
        return source if isinstance(source, Source) else Source(self._name, {}, "\n")

    def notice(self, path: tuple[str | int, ...], message: str) -> Mistake:
        return self._source.mistake(path, message)


def _contact(settings: Settings, places: _Places) -> Iterator[Mistake]:
    if not settings.fetch.contact:
        remedy = 'add contact = "you@your.domain" below [monitor]: networks then know whom to ask'
        yield places.notice(("monitor",), f"no contact: {remedy}")


def _countries(settings: Settings, places: _Places) -> Iterator[Mistake]:
    asked = [one for one in settings.brands.values() if one.country and one.public_holidays]
    if not asked:
        return
    from holidays import list_supported_countries

    known = list_supported_countries()
    for brand in asked:
        if brand.country not in known:
            remedy = 'name a calendar, holidays = ["days-off.ics"], or say holidays = "none"'
            where = ("brands", brand.id, "country")
            yield places.notice(
                where, f'[brands.{brand.id}] country: no public holidays are known for "{brand.country}": {remedy}'
            )


def _gaps(settings: Settings) -> Iterator[Mistake]:
    same: dict[str, list[Account]] = defaultdict(list)
    for account in settings.accounts.values():
        if account.lifecycle in _PROMISED and (missing := _missing(account)):
            same[missing].append(account)
    for missing, accounts in same.items():
        what = f"no {missing}: without these, the digest cannot say what was promised, and who acts"
        names = ", ".join(f'"{account.id}"' for account in accounts[:_NAMED])
        more = f" and {len(accounts) - _NAMED} more" if len(accounts) > _NAMED else ""
        yield _at(accounts[0], f"account{'s' if len(accounts) > 1 else ''} {names}{more}: {what}")


def _missing(account: Account) -> str:
    stated = {
        "owner": account.owner,
        "plan.publish": account.plan.publish,
        "objectives": account.objectives,
        "audience": account.audience,
    }
    return ", ".join(name for name, value in stated.items() if not value)


def _dates(settings: Settings) -> Iterator[Mistake]:
    for account in settings.accounts.values():
        if account.lifecycle == Lifecycle.CLOSING and account.closing_on is None:
            yield _at(account, f'account "{account.id}": it is closing and says no day: add closing_on = 2027-01-31')
        if account.lifecycle == Lifecycle.PAUSED and not account.pauses:
            remedy = "add pauses = [{ from = 2027-01-04, to = 2027-01-31 }]"
            yield _at(account, f'account "{account.id}": it is paused and says no days: {remedy}')


def _twice(settings: Settings) -> Iterator[Mistake]:
    first: dict[tuple[str, str], Account] = {}
    for account in settings.accounts.values():
        before = first.setdefault((account.network, account.url.rstrip("/")), account)
        if before is not account:
            yield _at(account, f'account "{account.id}": the same address as "{before.id}" ({before.source})')


def _reports(settings: Settings, places: _Places) -> Iterator[Mistake]:
    if not settings.reports:
        yield places.notice((), "no report: nobody receives a digest; add [[reports]] with to = a person's id")
    elif not settings.mail.sender:
        yield places.notice(("mail",), '[mail]: no sender: add from = "monitor@your.domain"')
    for number, report in enumerate(settings.reports):
        person = settings.people[report.to]
        where = ("reports", number, "to")
        if person.email is None:
            yield places.notice(
                where, f'report {number + 1}: "{person.id}" has no email: add it to [people.{person.id}]'
            )
        if person.left:
            yield places.notice(where, f'report {number + 1}: "{person.id}" has left: send it to somebody else')


def _channels(settings: Settings, places: _Places) -> Iterator[Mistake]:
    if settings.channels and find_spec("apprise") is None:
        remedy = "pip install 'account-health-monitor[notify]'"
        yield places.notice(("channels", 0), f"channels are notified by Apprise, which is not installed: {remedy}")


def _readable(settings: Settings) -> Iterator[Mistake]:
    for account in settings.accounts.values():
        if has_token(account.url):
            file, _, _ = account.source.rpartition(":")
            try:
                mode = Path(file).stat().st_mode
            except OSError:
                continue
            if mode & stat.S_IROTH:
                remedy = f"chmod 640 {file}"
                yield _at(
                    account,
                    f'account "{account.id}": its address holds a key, and everyone can read the file: {remedy}',
                )


def _at(account: Account, message: str) -> Mistake:
    file, _, line = account.source.rpartition(":")
    return Mistake(file, int(line) if line.isdigit() else 1, message)
