"""The rows of which a message's sections consist: frozen values, ready to be put into words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

from monitor.judge.checklist import Checklist, ChecklistStep
from monitor.model.account import Cadence
from monitor.model.state import Proposal, Reason, Status
from monitor.report.blocks.figures import Heat, Strip

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
    """A Command with the account it is shown for; `kind`: explain, snooze, seen, confirm,
    confirm_identity, pause, hand_over or close."""

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
    owner: str | None = None  # a person's name, also of one who left; "" where it may not be shown, as below
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
    last_seen: datetime | None = None  # the last good check
    outcome: str = ""  # of the last check, an Outcome of model/check.py
    answer: str = ""  # the server's, as "HTTP 403": the same in every language
    by_hand: ByHand | None = None
    reasons: tuple[Reason, ...] = ()
    proposal: Proposal | None = None
    strip: Strip | None = None
    heat: Heat | None = None  # of the first ones that need a decision
    commands: tuple[Command, ...] = ()
    letting_go: Checklist | None = None  # of one that closes, or is advised to
    step: ChecklistStep | None = None  # the next of it
    snooze: Snooze | None = None


@dataclass(frozen=True, slots=True)
class Headline:
    """One part of the verdict: `count` accounts, `new` of them since the last message, the oldest for `oldest` days.

    `what` is a status; or `open`: to be decided on; `unseen` or `slowing`: as the numbers say.
    """

    what: str
    count: int
    new: int = 0
    oldest: int = 0  # of those that are not new; 0 in a first message


@dataclass(frozen=True, slots=True)
class ChangeRow:
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
class Open:
    """Something said in public that nobody answered: since when, and where; None where the link is not kept."""

    since: date
    link: str | None


@dataclass(frozen=True, slots=True)
class Unanswered:
    """An account on which people wait for an answer: `answered` of `judged` got one, `coverage` is their share.

    `coverage` is None where there are too few to judge; `hours` is the median first answer, in office hours.
    """

    card: Card
    answered: int
    judged: int
    coverage: float | None
    hours: float | None
    open: Listing[Open]


@dataclass(frozen=True, slots=True)
class Gathering:
    """One community. Figures are None where it shows none; `seen` is the day of the check, None: never seen.

    `members`; `weekly`: posts a week, of which there may be more where `at_least`; `last`: the day of the last one.
    `asleep`: nothing was said there for long. `present`: accounts of the brand are on its network.
    """

    audience: str
    address: str
    link: str | None
    members: int | None = None
    weekly: int | None = None
    at_least: bool = False
    last: date | None = None
    seen: date | None = None
    asleep: bool = False
    present: bool = False
