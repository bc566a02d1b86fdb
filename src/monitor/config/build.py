"""From tables that are right to the model's types. Everything here has been checked: nothing can fail.

The plan of an account is put together value by value: account over brand over network over the model's defaults.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from monitor.model import alerting
from monitor.model.account import Account, Lifecycle, Plan, Span, Thresholds
from monitor.model.people import Audience, Brand, BrandObjective, DayOff, Person, is_address
from monitor.model.settings import WEEKDAYS, Effort, FetchSettings, MailSettings, Privacy, Report, Retention, Settings

if TYPE_CHECKING:
    from monitor.config.account_schema import AccountTable, PlanTable
    from monitor.config.schema import (
        AlertsTable,
        BrandTable,
        ChannelTable,
        FetchTable,
        File,
        MailTable,
        PersonTable,
        ReportTable,
    )

_UTC = ZoneInfo("UTC")
_MESSAGES = "letters"  # the folder of maildir and eml, beside the file
_DEFAULT = Settings(database="")
_HOUR = Report(to="", brands=()).hour


@dataclass(frozen=True, slots=True)
class Declared:
    """An account as a file declares it, with its network settled and its place."""

    entry: AccountTable
    network: str
    source: str


class Plans:
    """The plans of all accounts. Most accounts of a brand on a network have the same one, so it is made once."""

    def __init__(self, file: File) -> None:
        self._brands = {name: brand.get("plan", {}) for name, brand in file.get("brands", {}).items()}
        self._networks = {name: network.get("plan", {}) for name, network in file.get("networks", {}).items()}
        self._shared: dict[tuple[str, str], Plan] = {}

    def of(self, brand: str, network: str, own: PlanTable | None) -> Plan:
        """The plan of an account that says `own` itself."""
        if own:
            return plan_of(self.layers(brand, network, own))
        key = (brand, network)
        if key not in self._shared:
            self._shared[key] = plan_of(self.layers(brand, network, {}))
        return self._shared[key]

    def layers(self, brand: str, network: str, own: PlanTable) -> tuple[PlanTable, PlanTable, PlanTable]:
        """What network, brand and account say, the last one winning."""
        return self._networks.get(network, {}), self._brands.get(brand, {}), own


def plan_of(layers: tuple[PlanTable, ...]) -> Plan:
    """One plan from several, each over those before it."""
    values: dict[str, Any] = {}
    thresholds: dict[str, Any] = {}
    for layer in layers:
        values |= layer
        thresholds |= layer.get("thresholds", {})
    return Plan(**values | {"thresholds": Thresholds(**thresholds)})


def settings(
    file: File,
    accounts: list[Declared],
    folder: Path,
    database: str,
    proxy: str | None,
    days_off: Mapping[str, tuple[DayOff, ...]],
) -> Settings:
    """All of the configuration but its notices. Relative paths are taken from `folder`, the main file's.

    `days_off` are what the calendar files of each brand give it.
    """
    monitor = file.get("monitor", {})
    zone, language = monitor.get("zone", _UTC), monitor.get("language", "en")
    brands = {
        name: _brand(name, entry, zone, language, days_off.get(name, ()))
        for name, entry in file.get("brands", {}).items()
    }
    people = {name: _person(name, entry) for name, entry in file.get("people", {}).items()}
    plans = Plans(file)
    return Settings(
        database=database,
        organisation=monitor.get("organisation", ""),
        brands=brands,
        people=people,
        audiences={
            name: Audience(name, entry["name"], tuple(entry.get("communities", ())))
            for name, entry in file.get("audiences", {}).items()
        },
        accounts={one.entry["id"]: _account(one, plans) for one in accounts},
        effort=_effort(file),
        reports=tuple(_report(entry, brands, people, zone, language) for entry in file.get("reports", ())),
        fetch=_fetch(file.get("fetch", {}), monitor.get("contact", ""), proxy),
        mail=_mail(file.get("mail", {}), folder),
        networks={
            name: {key: str(value) for key, value in entry.items() if key != "plan"}
            for name, entry in file.get("networks", {}).items()
        },
        connectors=tuple(str(folder / Path(one).expanduser()) for one in monitor.get("connectors", ())),
        poll_every=monitor.get("poll_every", _DEFAULT.poll_every),
        lease=monitor.get("lease", _DEFAULT.lease),
        retention=Retention(**file.get("retention", {})),
        privacy=Privacy(**file.get("privacy", {})),
        alerts=_alerts(file["alerts"]) if "alerts" in file else None,
        channels=tuple(_channel(entry, language) for entry in file.get("channels", ())),
    )


def _alerts(entry: AlertsTable) -> alerting.Alerts:
    said: dict[str, Any] = {**entry, "on": frozenset(entry.get("on", alerting.EDGES))}
    return alerting.Alerts(**said)


def _channel(entry: ChannelTable, language: str) -> alerting.Channel:
    return alerting.Channel(
        name=entry["name"],
        secret=entry["url_secret"],
        brands=tuple(entry.get("brands", ())),
        on=frozenset(entry.get("on", alerting.EDGES)),
        language=entry.get("language", language),
    )


def _person(name: str, entry: PersonTable) -> Person:
    """A person, whose address is left out where no mail can go there: one bad entry must not stop the others' mail."""
    said: dict[str, Any] = {**entry}
    if not is_address(said.get("email", "")):
        said["email"] = None
    return Person(id=name, **said)


def _account(declared: Declared, plans: Plans) -> Account:
    entry = declared.entry
    said: dict[str, Any] = {**entry}
    for key in ("objectives", "audience", "cross_posts_from"):
        if key in said:
            said[key] = tuple(said[key])
    for key in ("pauses", "seasons"):
        if key in said:
            said[key] = tuple(Span(one["from"], one.get("to"), one.get("reason", "")) for one in said[key])
    # The name the file gives counts here, also where no connector reads it and the account is manual.
    said["plan"] = plans.of(entry["brand"], entry.get("network", declared.network), entry.get("plan"))
    said.setdefault("lifecycle", _lifecycle(entry))
    return Account(**said | {"network": declared.network, "source": declared.source})


def _lifecycle(entry: AccountTable) -> Lifecycle:
    """What an account is that does not say: its dates do."""
    if "closing_on" in entry:
        return Lifecycle.CLOSING
    return Lifecycle.SEASONAL if entry.get("seasons") else Lifecycle.ACTIVE


def _brand(name: str, entry: BrandTable, zone: ZoneInfo, language: str, days_off: tuple[DayOff, ...]) -> Brand:
    return Brand(
        id=name,
        name=entry["name"],
        zone=entry.get("zone", zone),
        language=entry.get("language", language),
        country=entry.get("country"),
        site=entry.get("site"),
        public_holidays=entry.get("holidays", ()) is not None,
        days_off=days_off,
        manager=entry.get("manager"),
        objectives=tuple(BrandObjective(**one) for one in entry.get("objectives", ())),
    )


def _effort(file: File) -> Effort:
    minutes: dict[str, float] = {}
    for name, entry in file.get("effort", {}).get("activities", {}).items():
        assert isinstance(entry, dict)  # noqa: S101 — a typed dictionary's values are known to be tables
        for unit, number in entry.items():
            minutes[name if unit == "minutes" else f"{name}_{unit}"] = number
    return Effort(**minutes)


def _report(
    entry: ReportTable, brands: Mapping[str, Brand], people: Mapping[str, Person], zone: ZoneInfo, language: str
) -> Report:
    """A report in the zone that its brands share and the language of who receives it, unless it says otherwise."""
    chosen = entry.get("brands") or list(brands)
    zones = {brands[name].zone.key for name in chosen}
    every = entry.get("every", "week")
    on = entry.get("on", 1 if every == "month" else "monday")
    return Report(
        to=entry["to"],
        brands=tuple(entry.get("brands", ())),
        every=every,
        on=on if isinstance(on, int) else WEEKDAYS.index(on),
        hour=entry.get("at", _HOUR),
        zone=entry.get("zone") or (brands[chosen[0]].zone if len(zones) == 1 else zone),
        language=entry.get("language") or people[entry["to"]].language or language,
        level=entry.get("level", "brand"),
        empty=entry.get("empty", "short"),
    )


def _fetch(entry: FetchTable, contact: str, proxy: str | None) -> FetchSettings:
    said: dict[str, Any] = {**entry, "contact": contact}
    for key in ("allow_private", "robots_exempt"):
        if key in said:
            said[key] = tuple(said[key])
    return FetchSettings(**said | ({"proxy": proxy} if proxy else {}))


def _mail(entry: MailTable, folder: Path) -> MailSettings:
    said: dict[str, Any] = {**entry}
    if "from" in said:
        said["sender"] = said.pop("from")
    said["folder"] = str(folder / Path(said.get("folder", _MESSAGES)).expanduser())
    if "templates" in said:
        said["templates"] = str(folder / Path(said["templates"]).expanduser())
    return MailSettings(**said)
