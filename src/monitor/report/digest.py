"""What a digest says, as data: no sentence, no markup. `compose` makes it, `render` puts it into words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Generic, TypeVar

from monitor.judge.checklist import Checklist, Step
from monitor.model.promise import Cadence
from monitor.model.state import Proposal, Reason, Status
from monitor.report.figures import Heat, Index, Numbers, Strip, Week, Workload
from monitor.report.period import Period

if TYPE_CHECKING:
    from monitor.report.gatherings import Gathering
    from monitor.report.unanswered import Unanswered

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Listing(Generic[T]):
    """The rows of a section that are shown, and how many more there are."""

    items: tuple[T, ...] = ()
    more: int = 0

    @classmethod
    def cut(cls, items: Sequence[T], limit: int) -> Listing[T]:
        """The first of them, the others counted."""
        return cls(tuple(items[:limit]), max(0, len(items) - limit))

    def __bool__(self) -> bool:
        return bool(self.items)

    @property
    def total(self) -> int:
        return len(self.items) + self.more


@dataclass(frozen=True, slots=True)
class Snooze:
    """Somebody put a matter off."""

    by: str
    until: date
    why: str


@dataclass(frozen=True, slots=True)
class ByHand:
    """What somebody saw of an account that no program reads: the day of its last act, and who says so."""

    last: date
    by: str


@dataclass(frozen=True, slots=True)
class Command:
    """Something to copy: a command line, or a setting to write at `place` (file:line; "" for a command)."""

    text: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """A Command with the account it is shown for; `kind`: explain, snooze, seen, confirm, pause,
    hand_over or close."""

    kind: str
    command: Command
    name: str
    id: str


@dataclass(frozen=True, slots=True)
class Card:
    """One account in one section. All text is clean, all links may be clicked."""

    id: str
    name: str
    network: str
    brand: str  # "" where the digest is about one brand
    status: Status
    link: str | None = None
    owner: str | None = None  # a person's name, also of one who left; "" where it may not be told, as below
    absence: str | None = None  # why nobody answers for it: nobody, left or unknown; None: the owner does
    backup: str | None = None  # who stands in
    deserted: bool = False  # nobody answers for it since this period
    failing: bool = False
    manual: bool = False
    autopilot: bool = False
    to_confirm: bool = False  # its owner is to say that he or she answers for it
    since: date | None = None  # of the status
    age: int = 0  # days in it
    new: bool = False  # entered it in this period
    silence: int | None = None  # effective days since the last act of a person
    last: date | None = None  # that act
    last_link: str | None = None
    last_title: str = ""
    cadence: Cadence | None = None
    last_seen: datetime | None = None  # the last good look
    outcome: str = ""  # of the last look, a word of model/look
    answer: str = ""  # the server's, as "HTTP 403": the same in every language
    by_hand: ByHand | None = None
    reasons: tuple[Reason, ...] = ()
    proposal: Proposal | None = None
    strip: Strip | None = None
    heat: Heat | None = None  # of the first ones that need a decision
    commands: tuple[Command, ...] = ()
    letting_go: Checklist | None = None  # of one that closes, or is advised to
    step: Step | None = None  # the next of it
    snooze: Snooze | None = None


@dataclass(frozen=True, slots=True)
class Headline:
    """One part of the verdict: `count` accounts, `new` of them since the last letter, the oldest for `oldest` days.

    `what` is a status; or `open`: to be decided on; `unseen` or `slowing`: as the numbers say.
    """

    what: str
    count: int
    new: int = 0
    oldest: int = 0  # of those that are not new; 0 in a first letter


@dataclass(frozen=True, slots=True)
class Change:
    """An account went from one state to another. `axis`, `before` and `after` as in Transition."""

    card: Card
    axis: str
    before: str
    after: str
    on: date
    better: bool = False


@dataclass(frozen=True, slots=True)
class Coming:
    """Something that will happen: pause_starts, pause_ends, season_starts, season_ends, review, closing or holiday.

    A holiday is of a `brand` ("" where the digest is about one) and no card's; it ends with the day `until`.
    """

    card: Card | None
    what: str
    on: date
    why: str = ""
    brand: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Ownerless:
    """An account that nobody answers for: nobody, left, unknown or unconfirmed (since `on`); or due, by `on`."""

    card: Card
    why: str
    on: str | None = None  # an ISO date


@dataclass(frozen=True, slots=True)
class Unwatched:
    """An account that a brand's own site leads to, and nobody watches. All text is clean."""

    address: str
    link: str | None
    network: str
    brand: str  # "" where the digest is about one brand
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Proof:
    """What shows that the monitor itself is alive. Times are aware, UTC."""

    looks: int = 0
    failures: int = 0
    networks: Mapping[str, datetime | None] = field(default_factory=dict)  # network -> last good look
    cycles: int = 0
    outages: int = 0  # cycles in which the fault was ours: they changed no account
    version: str = ""
    next_at: datetime | None = None  # the next letter


@dataclass(frozen=True, slots=True)
class Late:
    """What is told later than it should be: `letters` before this one were not sent, and in the longest `gap` between
    two rounds of looking (aware, UTC) so many `rounds` were missed.
    """

    letters: int = 0
    gap: tuple[datetime, datetime] | None = None
    rounds: int = 0


@dataclass(frozen=True, slots=True)
class Digest:
    """One letter's contents, its sections in the order in which they are read; an empty one is not shown."""

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
    changed: Listing[Change] = Listing()
    decide: Listing[Card] = Listing()
    stale: Listing[Card] = Listing()  # told before, and still open after four weeks
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
    operator: str = ""  # the mail address that takes wishes; "" where there is none
    brief: bool = False  # in a week without news, a few lines are enough

    layout = "digest"

    @property
    def quiet(self) -> bool:
        """Whether there is no news: nothing changed, waits for somebody, slows down, or is soon to happen."""
        news = (self.changed, self.decide, self.stale, self.waiting, self.watch, self.unanswered, self.autopilot,
                self.unseen, self.asked, self.ownerless, self.unwatched, self.unlinked, self.coming)  # fmt: skip
        return self.previous is not None and self.late is None and not any(news)

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
