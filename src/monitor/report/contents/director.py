"""What a director reads: the brands rolled up, no person, no account by name. Pure.

A director asks whether to stay on a network, and whether there are hours for what is promised. So each brand is shown
with its index, its figures, its hours and the decisions that wait; each network with what is advised there:

| word   | where of the accounts at work on a network  |
|--------|---------------------------------------------|
| leave  | all are to be let go                        |
| reduce | some are to be let go, or promise too much  |
| mend   | some are inanimate, all are to be kept      |
| stay   | none is inanimate                           |

To let go is to merge, park or close. Account names are left out too: they are often a person's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from monitor.metrics.capacity import capacity
from monitor.metrics.effort import Hours
from monitor.metrics.moribund_index import Trend
from monitor.model.settings import Report, Settings
from monitor.model.state import AccountStatus, Advice, Status
from monitor.report.blocks.figures import Index, Numbers
from monitor.report.blocks.index_figures import percent
from monitor.report.blocks.section_rows import Listing
from monitor.report.blocks.workloads import Heard, spent_on
from monitor.report.contents import sections
from monitor.report.contents.digest import Late, Proof
from monitor.report.contents.headlines import INANIMATE
from monitor.report.readers.audience import zone_of
from monitor.report.readers.period import Period
from monitor.report.readers.sanitise import line

LETTING_GO: Final = (Advice.CLOSE, Advice.PARK, Advice.MERGE)
_LINES: Final = 12
_WORDS: Final = ("leave", "reduce", "mend", "stay")  # as they are shown


@dataclass(frozen=True, slots=True)
class PendingDecision:
    """A decision that waits for `age` days."""

    network: str
    brand: str
    status: Status
    advice: Advice | None
    age: int


@dataclass(frozen=True, slots=True)
class BrandRow:
    """A brand: its index, its accounts, its hours a week, and how many decisions wait, the oldest for so many days."""

    name: str
    index: Index | None
    numbers: Numbers
    hours: Hours
    pending: int
    oldest: int


@dataclass(frozen=True, slots=True)
class NetworkRow:
    """A network over all brands: what is advised (`word`), its accounts, those to let go, hours promised there."""

    network: str
    word: str
    accounts: int
    inanimate: int
    letting_go: int
    hours: float


@dataclass(frozen=True, slots=True)
class DirectorReport:
    """One message to a director; what it shares with a Digest is called as there."""

    title: str
    period: Period
    every: str
    on: int
    hour: int
    zone: str
    now: datetime
    numbers: Numbers
    previous: Numbers | None
    pending: int
    oldest: int
    hours: Hours
    brands: Listing[BrandRow]
    networks: Listing[NetworkRow]
    waiting: Listing[PendingDecision]
    proof: Proof
    late: Late | None
    brief: bool

    reader = operator = ""  # nobody is named, and an address may name somebody
    layout = "director"

    @property
    def days(self) -> int:
        return (self.period.end - self.period.start).days + 1

    @property
    def quiet(self) -> bool:
        """Whether there is no news: nothing waits, and every account that counts is on plan, as reported before."""
        numbers = self.numbers
        regular = self.previous is not None and self.late is None
        return regular and not self.pending and numbers.on_plan + numbers.aside == numbers.total

    @property
    def short(self) -> bool:
        """Whether it comes in a few lines."""
        return self.brief and self.quiet


def roll_up(
    *,
    report: Report,
    title: str,
    settings: Settings,
    account_statuses: Sequence[AccountStatus],
    previous: Numbers | None,
    period: Period,
    proof: Proof,
    now: datetime,
    late: Late | None = None,
    trends: Mapping[str, Trend] | None = None,
    received: Heard | None = None,
) -> DirectorReport:
    """The brands of the report, the most moribund first. `account_statuses` are of all their accounts, no others."""
    of_brands: dict[str, list[AccountStatus]] = defaultdict(list)
    for one in account_statuses:
        of_brands[one.account.brand].append(one)
    taken = {one.account.id: spent_on(one, received or {}, settings, now).total for one in account_statuses}
    found = capacity([one.account for one in account_statuses], settings, now, taken)
    waiting = {
        one.account.id: _pending(one, settings, now) for one in account_statuses if sections.severity(one) is not None
    }
    pending = sorted(waiting.values(), key=lambda p: (-p.age, p.brand))

    def row(brand: str, own: Sequence[AccountStatus]) -> BrandRow:
        name = _name(brand, settings)
        ages = [waiting[one.account.id].age for one in own if one.account.id in waiting]
        trend = (trends or {}).get(brand)
        now_percent = percent(trend.now.index) if trend else None
        index = Index("", now_percent, percent(trend.week_ago)) if trend and now_percent is not None else None
        return BrandRow(
            name, index, sections.numbers(own), found.brands.get(brand, Hours()), len(ages), max(ages, default=0)
        )

    rows = [row(brand, own) for brand, own in of_brands.items()]
    rows.sort(key=lambda r: (-(r.index.percent if r.index else 0), -r.pending, r.name))
    networks = _networks(account_statuses, found.accounts)
    return DirectorReport(
        title=title,
        period=period,
        every=report.every,
        on=report.on,
        hour=report.hour,
        zone=str(report.zone),
        now=now,
        numbers=sections.numbers(account_statuses),
        previous=previous,
        pending=len(pending),
        oldest=max((one.age for one in pending), default=0),
        hours=found.total,
        brands=Listing.cut(rows, _LINES),
        networks=Listing.cut(networks, _LINES),
        waiting=Listing.cut(pending, _LINES),
        proof=proof,
        late=late,
        brief=report.empty != "full",
    )


def _pending(account_status: AccountStatus, settings: Settings, now: datetime) -> PendingDecision:
    state, proposal = account_status.verdict.state, account_status.verdict.proposal
    zone = zone_of(account_status.account, settings)
    since = state.status_since or now
    age = (now.astimezone(zone).date() - since.astimezone(zone).date()).days
    network, brand = line(account_status.account.network, 40), _name(account_status.account.brand, settings)
    return PendingDecision(network, brand, state.status, proposal.advice if proposal else None, max(0, age))


def _networks(account_statuses: Iterable[AccountStatus], promised: Mapping[str, float]) -> list[NetworkRow]:
    of_networks: dict[str, list[AccountStatus]] = defaultdict(list)
    for one in account_statuses:
        if sections.is_counted(one):
            of_networks[line(one.account.network, 40)].append(one)
    rows = [_network(name, own, promised) for name, own in of_networks.items()]
    return sorted(rows, key=lambda row: (_WORDS.index(row.word), -row.hours, row.network))


def _network(name: str, own: Sequence[AccountStatus], promised: Mapping[str, float]) -> NetworkRow:
    advice = [one.verdict.proposal.advice for one in own if one.verdict.proposal]
    letting_go = sum(one in LETTING_GO for one in advice)
    inanimate = sum(one.verdict.state.status in INANIMATE for one in own)
    if letting_go == len(own):
        word = "leave"
    elif letting_go or Advice.REDUCE in advice:
        word = "reduce"
    else:
        word = "mend" if inanimate else "stay"
    hours = sum(promised.get(one.account.id, 0.0) for one in own)
    return NetworkRow(name, word, len(own), inanimate, letting_go, hours)


def _name(brand: str, settings: Settings) -> str:
    return line(settings.brands[brand].name if brand in settings.brands else brand, 60)
