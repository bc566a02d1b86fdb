"""An alert: what happened to somebody's accounts and cannot wait for the next digest. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from monitor.judge.alert_rules import Alert
from monitor.model.people import Person
from monitor.model.settings import Settings
from monitor.model.state import AccountStatus
from monitor.report.blocks.cards import card, names_of
from monitor.report.blocks.section_rows import Card, Listing
from monitor.report.contents.compose import title_of
from monitor.report.readers.period import Period
from monitor.report.readers.privacy import before, in_public

_LINES: Final = 12
_ORDER: Final = (  # the worst first
    "identity_changed", "gone", "suspended", "abandoned", "dormant", "orphaned", "recovered",
)  # fmt: skip
_WEEK: Final = timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Alerted:
    """One account in an alert: `trouble` and `kind` as in Alert, first reported so many `days` ago."""

    card: Card
    trouble: str
    kind: str
    days: int


@dataclass(frozen=True, slots=True)
class AlertMessage:
    """One alert's contents, for one person; what it shares with a Digest is called as there."""

    title: str
    reader: str
    now: datetime
    zone: str
    items: Listing[Alerted]
    counts: tuple[tuple[str, int], ...]  # how many accounts have which trouble, the worst first
    needing: int  # accounts that need somebody: the others are good news
    operator: str

    layout = "alert"

    @property
    def oldest(self) -> int:
        """Days for which the oldest of what is reported again has been waiting; 0 where all is new."""
        return max((one.days for one in self.items.items if one.kind in ("again", "escalated")), default=0)


def warn(
    alerts: Sequence[Alert],
    person: Person | None,
    account_statuses: Mapping[str, AccountStatus],
    settings: Settings,
    now: datetime,
) -> AlertMessage:
    """The alert for `person`; `alerts` are theirs, `account_statuses` of their accounts by id. None: a channel."""
    naming = before(person, settings) if person else in_public(settings)
    brands = sorted({account_statuses[one.account].account.brand for one in alerts})
    zone = settings.brands[brands[0]].zone
    today = now.astimezone(zone).date()
    period = Period("", today - _WEEK, today, now)
    names = names_of([account_statuses[one.account] for one in alerts])

    def warned(alert: Alert) -> Alerted:
        made = card(
            account_statuses[alert.account],
            settings,
            period,
            now,
            new=alert.kind == "new",
            deserted=alert.trouble == "orphaned",
            with_brand=len(brands) > 1,
            names=names,
            naming=naming,
        )
        return Alerted(made, alert.trouble, alert.kind, (today - alert.since.astimezone(zone).date()).days)

    items = sorted((warned(one) for one in alerts), key=lambda one: (_ORDER.index(one.trouble), one.card.id))
    return AlertMessage(
        title=title_of(brands, settings),
        reader=(naming.person(person.id, "") if person else None) or "",
        now=now,
        zone=str(zone),
        items=Listing.cut(items, _LINES),
        counts=tuple((trouble, n) for trouble in _ORDER if (n := sum(one.trouble == trouble for one in items))),
        needing=sum(one.trouble != "recovered" for one in items),
        operator=settings.operator,
    )
