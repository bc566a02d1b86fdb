"""One managed account as declared, and the effort that was planned for it. Made by config/."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

MANUAL = "manual"  # the network of accounts that no connector reads: people enter what they see


@dataclass(frozen=True, slots=True)
class Cadence:
    """So many acts per period: "3 per week" is Cadence(3, 7 days)."""

    count: int
    per: timedelta
    text: str


@dataclass(frozen=True, slots=True)
class Office:
    """When answers may be expected: on these weekdays (Monday 0), from `opens` to `closes`, minutes of the day."""

    days: tuple[int, ...] = (0, 1, 2, 3, 4)
    opens: int = 9 * 60
    closes: int = 18 * 60
    text: str = "mon-fri 9-18"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """How silence becomes a state; every default of the health model is set here and nowhere else. Days are effective.

    P is the cadence's period, G = `grace_share` x P kept within `grace_min`..`grace_max`:
    late > P; overdue > P + G; dormant > max(P + 2G, 3P + G kept within `dormant_min`..`dormant_max`);
    abandoned > max(dormant + `abandoned_after_dormant`, 6P kept within `abandoned_min`..`abandoned_max`).
    The four fields `late` to `abandoned`, where set, replace what the formulas give.
    """

    grace_share: float = 0.5
    grace_min: timedelta = timedelta(days=2)
    grace_max: timedelta = timedelta(days=30)
    dormant_min: timedelta = timedelta(days=30)
    dormant_max: timedelta = timedelta(days=90)
    abandoned_after_dormant: timedelta = timedelta(days=90)
    abandoned_min: timedelta = timedelta(days=180)
    abandoned_max: timedelta = timedelta(days=365)
    behind_share: float = 0.8
    behind_window: timedelta = timedelta(days=28)
    behind_periods: int = 3  # the window where P is longer than `behind_long_period`
    behind_long_period: timedelta = timedelta(days=9)
    behind_evaluations: int = 2  # weekly evaluations in a row
    new_min: timedelta = timedelta(days=7)
    autopilot_items: int = 5
    autopilot_human_share: float = 0.2
    autopilot_window: timedelta = timedelta(days=28)
    conversation_items: int = 5
    conversation_window: timedelta = timedelta(days=28)
    coverage_min: float = 0.65  # unresponsive below this share of answers,
    reply_factor: float = 2  # or where the median first one takes longer than so many times `reply_within`
    office_hours: Office = Office()  # the hours that count for that, in the brand's zone
    bad_looks: int = 3  # blind after so many bad checks ...
    bad_span: timedelta = timedelta(hours=24)  # ... over at least this; the same for gone
    proof_min: timedelta = timedelta(days=14)  # not seen: the last good check is longer ago than P + G kept within ...
    proof_max: timedelta = timedelta(days=60)  # ... these two; without a plan, than the first
    entered_min: timedelta = timedelta(days=45)  # entered by hand: longer ago than P + G, and than this
    unconfirmed_after: timedelta = timedelta(days=180)
    orphaned_dormant: timedelta = timedelta(days=90)
    late: timedelta | None = None
    overdue: timedelta | None = None
    dormant: timedelta | None = None
    abandoned: timedelta | None = None


class Lifecycle(StrEnum):
    """What people declare an account to be."""

    PLANNED = "planned"
    ACTIVE = "active"
    PAUSED = "paused"
    RESERVED = "reserved"
    SEASONAL = "seasonal"
    CLOSING = "closing"
    CLOSED = "closed"


class Objective(StrEnum):
    """Why an account exists."""

    VISIBILITY = "visibility"
    RECRUIT = "recruit"
    RETAIN = "retain"
    CONTACTS = "contacts"
    INTERACTION = "interaction"


@dataclass(frozen=True, slots=True)
class Plan:
    """What was promised for an account. `publish` None: nothing was planned, so nothing can be late."""

    publish: Cadence | None = None
    curate: Cadence | None = None
    reply_within: timedelta | None = None
    outreach: Cadence | None = None
    coverage: float | None = None
    hours_per_week: float | None = None
    review_by: date | None = None
    thresholds: Thresholds = field(default_factory=Thresholds)


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `start` to `end`, both included, `end` None: open. A pause, or a season."""

    start: date
    end: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """One account as declared; `number` (its row's key) is the store's, not here."""

    id: str
    brand: str
    network: str  # a network's id, or "manual"
    url: str
    lifecycle: Lifecycle = Lifecycle.ACTIVE
    owner: str | None = None
    backup_owner: str | None = None
    mission: str = ""
    objectives: tuple[Objective, ...] = ()
    audience: tuple[str, ...] = ()
    priority: int = 3
    plan: Plan = field(default_factory=Plan)
    pauses: tuple[Span, ...] = ()
    seasons: tuple[Span, ...] = ()
    holidays: tuple[Span, ...] = ()  # its brand's days off around now, in order: added by metrics/days_off
    opened: date | None = None  # the declared opening
    closing_on: date | None = None
    confirmed_until: date | None = None  # until then somebody said that the owner answers for it; None: nobody ever did
    cross_posts_from: tuple[str, ...] = ()  # accounts that a machine copies to this one
    language: str | None = None
    source: str = ""  # file:line, for messages
