"""What a digest says, as data: no sentence, no markup. `compose` makes it, `render` puts it into words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from monitor.report.blocks.figures import Index, Numbers, Week, Workload
from monitor.report.blocks.section_rows import (
    Action,
    Card,
    ChangeRow,
    Coming,
    Gathering,
    Headline,
    Listing,
    Ownerless,
    Unanswered,
    Unwatched,
)
from monitor.report.readers.period import Period


@dataclass(frozen=True, slots=True)
class Proof:
    """What shows that the monitor itself is alive. Times are aware, UTC."""

    checks: int = 0
    failures: int = 0
    networks: Mapping[str, datetime | None] = field(default_factory=dict)  # network -> last good check
    cycles: int = 0
    outages: int = 0  # cycles in which the fault was ours: they changed no account
    outage_since: datetime | None = None  # since when hardly anything answers; None where it is not so
    version: str = ""
    next_at: datetime | None = None  # the next message


@dataclass(frozen=True, slots=True)
class Late:
    """What is reported late: `messages` before this one were not sent, and in the longest `gap` between two cycles
    (aware, UTC) so many `missed` cycles fell out.
    """

    messages: int = 0
    gap: tuple[datetime, datetime] | None = None
    missed: int = 0


@dataclass(frozen=True, slots=True)
class Digest:
    """One digest's contents, its sections in the order in which they are read; an empty one is not shown."""

    title: str  # the brand, or the organisation
    reader: str  # the recipient's name, "" where nobody is named
    period: Period
    every: str
    on: int
    hour: int
    zone: str
    manages: bool  # the reader is a brand's manager: all its accounts, and hours
    now: datetime
    numbers: Numbers
    previous: Numbers | None
    headlines: tuple[Headline, ...]  # the verdict, the worst first; () where nothing is to be said
    oldest: int  # days for which the oldest open matter has been waiting
    moribund: Listing[Index] = Listing()
    changed: Listing[ChangeRow] = Listing()
    decide: Listing[Card] = Listing()
    stale: Listing[Card] = Listing()  # reported before, and still open after four weeks
    waiting: Listing[Card] = Listing()
    watch: Listing[Card] = Listing()
    unanswered: Listing[Unanswered] = Listing()
    autopilot: Listing[Card] = Listing()
    hours: Listing[Workload] = Listing()
    coming: Listing[Coming] = Listing()
    unseen: Listing[Card] = Listing()
    unseen_above: Listing[Card] = Listing()  # counted as not seen, but shown as a matter to decide on
    asked: Listing[Card] = Listing()
    ownerless: Listing[Ownerless] = Listing()
    unwatched: Listing[Unwatched] = Listing()
    unlinked: Listing[Card] = Listing()  # watched, and no longer linked from the brand's own site
    gatherings: Listing[Gathering] = Listing()  # once a month: where the audiences talk
    on_plan: Listing[Card] = Listing()
    aside: Listing[Card] = Listing()
    proof: Proof = field(default_factory=Proof)
    late: Late | None = None
    actions: tuple[Action, ...] = ()
    operator: str = ""  # the mail address that takes requests; "" where there is none
    brief: bool = False  # in a week without news, a few lines are enough

    layout = "digest"

    @property
    def quiet(self) -> bool:
        """Whether there is no news: nothing changed, waits for somebody, slows down, or is soon to happen."""
        news = (self.changed, self.decide, self.stale, self.waiting, self.watch, self.unanswered, self.autopilot,
                self.unseen, self.asked, self.ownerless, self.unwatched, self.unlinked, self.coming)  # fmt: skip
        calm = self.late is None and self.proof.outage_since is None
        return self.previous is not None and calm and not any(news)

    @property
    def short(self) -> bool:
        """Whether it comes in a few lines."""
        return self.brief and self.quiet

    @property
    def open(self) -> int:
        """Matters that wait for a decision, new and old."""
        return self.decide.total + self.stale.total + self.waiting.total

    @property
    def days(self) -> int:
        """How many days it covers."""
        return (self.period.end - self.period.start).days + 1

    @property
    def weeks(self) -> frozenset[Week]:
        """The kinds of weeks that its strips show."""
        cards = (*self.decide.items, *self.watch.items, *self.on_plan.items)
        return frozenset(week for card in cards if card.strip for week in card.strip.weeks)

    @property
    def heated(self) -> frozenset[Week]:
        """The kinds of days that its heatmaps show."""
        return frozenset(day for card in self.decide.items if card.heat for row in card.heat.days for day in row)
