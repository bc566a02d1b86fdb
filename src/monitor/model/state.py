"""The three axes of an account's health, what is kept of each between judgements, and what a judgement says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from monitor.model.account import Account
from monitor.model.activity import AccountFacts, Bulk
from monitor.model.check import SEEN, Outcome, proves
from monitor.model.conversation import Conversation


class ObservationState(StrEnum):
    """The observation axis: measured by connectors."""

    UNSEEN = "unseen"  # never checked yet
    OK = "ok"
    FAILING = "failing"
    BLIND = "blind"
    GONE = "gone"
    SUSPENDED = "suspended"
    MOVED = "moved"
    PRIVATE = "private"
    MANUAL = "manual"


class ActivityState(StrEnum):
    """The activity axis: computed only of an account that is active, in season and visible."""

    NEW = "new"
    ON_PLAN = "on_plan"
    BEHIND = "behind"
    LATE = "late"
    OVERDUE = "overdue"
    DORMANT = "dormant"
    ABANDONED = "abandoned"
    RECOVERING = "recovering"


class Flag(StrEnum):
    """What may be true beside any state."""

    AUTOPILOT = "autopilot"
    UNRESPONSIVE = "unresponsive"
    ORPHANED = "orphaned"
    OFF_RHYTHM = "off_rhythm"
    UNPLANNED = "unplanned"
    OVER_CAPACITY = "over_capacity"
    ZOMBIE = "zombie"
    DUPLICATE = "duplicate"  # another account shows its posts too, at their own addresses
    IDENTITY_CHANGED = "identity_changed"


class Status(StrEnum):
    """The one word shown: the first match of judge/status.py's table."""

    CLOSED = "closed"
    CLOSING = "closing"
    PLANNED = "planned"
    GONE = "gone"
    SUSPENDED = "suspended"
    MOVED = "moved"
    PRIVATE = "private"
    BLIND = "blind"
    PAUSED = "paused"
    RESERVED = "reserved"
    OUT_OF_SEASON = "out_of_season"
    FINISHED = "finished"  # its own word: nothing more will come
    ABANDONED = "abandoned"
    DORMANT = "dormant"
    INANIMATE = "inanimate"  # on autopilot and unresponsive
    RECOVERING = "recovering"
    OVERDUE = "overdue"
    LATE = "late"
    BEHIND = "behind"
    NEW = "new"
    ON_PLAN = "on_plan"
    UNSEEN = "unseen"  # not checked yet


class Advice(StrEnum):
    REVIVE = "revive"
    REDUCE = "reduce"
    MERGE = "merge"
    HAND_OVER = "hand_over"
    PARK = "park"
    CLOSE = "close"
    INVESTIGATE = "investigate"


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A check as the store keeps it."""

    id: int
    at: datetime
    cycle: str
    host: str
    outcome: Outcome
    detail: str
    answered: bool
    complete: bool
    activities: int  # seen in the answer
    new: int  # of them, not known before
    page: int | None = None  # the hash of a failed answer's body

    @property
    def proves(self) -> bool:
        """Whether it proves silence: nobody did more than it shows."""
        return proves(self.outcome, self.complete, self.activities)

    @property
    def good(self) -> bool:
        """Whether it is evidence of the account: it proves, or brought an act that nobody knew."""
        return self.proves or (self.outcome in SEEN and self.new > 0)


@dataclass(frozen=True, slots=True)
class ObservationAxis:
    """The observation axis with what its next value depends on. `checks` are the ids of those it rests on.

    `last_ok` is the last check that proves silence, which is measured up to it. `last_proof` is the last good check of
    any kind: it proved, or brought a new act; None where no later one is known than `last_ok` (see `proved_at`).
    """

    state: ObservationState = ObservationState.UNSEEN
    since: datetime | None = None
    detail: str = ""
    outcome: Outcome | None = None  # of the last counted check
    limited: bool = False
    bad_checks: int = 0
    bad_since: datetime | None = None
    gone_checks: int = 0
    gone_since: datetime | None = None
    first_ok: datetime | None = None
    last_ok: datetime | None = None
    last_ok_check: int | None = None
    last_proof: datetime | None = None
    silent_since: datetime | None = None  # the first failure without an answer of its own since
    held_checks: int = 0  # how many failures since count for nothing so far: they are taken for our own
    checks: tuple[int, ...] = ()

    @property
    def proved_at(self) -> datetime | None:
        """The last check that proved, or brought a new act."""
        return max(filter(None, (self.last_ok, self.last_proof)), default=None)


@dataclass(frozen=True, slots=True)
class ActivityAxis:
    """The activity axis with what its next value depends on."""

    state: ActivityState | None = None  # None: never judged
    since: datetime | None = None
    frozen: bool = False  # not judged now: not visible, or not active
    behind_weeks: int = 0  # weekly evaluations in a row below the target
    behind_week: str = ""  # the ISO week of the last one, "2026-W47"
    recovering_since: datetime | None = None  # the act that began it; kept where it failed, and the account is dormant
    # while dormant or abandoned, or late by the grace after that: the last act before, if there ever was one
    slept_after: datetime | None = None
    resumed_at: datetime | None = None  # until when the lifecycle, without naming days, expected nothing


@dataclass(frozen=True, slots=True)
class State:
    """All that is kept of an account's health between judgements."""

    observation: ObservationAxis = field(default_factory=ObservationAxis)
    activity: ActivityAxis = field(default_factory=ActivityAxis)
    flags: frozenset[Flag] = frozenset()
    status: Status = Status.UNSEEN
    status_since: datetime | None = None
    orphaned_since: datetime | None = None  # while the flag is on
    baseline: bool = True  # the next judgement is the first: shown, not alerted


@dataclass(frozen=True, slots=True)
class DayCount:
    """Acts of one day in the brand's zone. Of `post`, a machine copied `copied`, and `planned` were published at a set
    time by an application: a person may have written them, and need not be there.
    """

    post: int = 0
    share: int = 0
    reply: int = 0
    copied: int = 0
    planned: int = 0

    @property
    def human(self) -> int:
        return self.post + self.share + self.reply - self.copied


@dataclass(frozen=True, slots=True)
class Counted:
    """What a profile counted on a day; None where it did not say."""

    followers: int | None = None
    total: int | None = None  # posts
    views: int | None = None  # of a post of the last four weeks, the median


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of an account when it is judged: roll-ups, never its history."""

    created: datetime  # first known to the program
    first_check: datetime | None = None
    last_check: datetime | None = None
    last_human: datetime | None = None  # the last human act, seen or entered by hand
    last_any: datetime | None = None  # the last act of any kind, machines' included
    last_human_url: str | None = None
    last_human_title: str | None = None
    days: Mapping[date, DayCount] = field(default_factory=dict)
    facts: AccountFacts = field(default_factory=AccountFacts)
    unseen_until: datetime | None = None  # the end of an unseen time: silence counts from there at the earliest
    overflowed: datetime | None = None  # when a list was last all new: acts before may be missing from the counts
    copies_of: str | None = None  # the sibling account whose posts were last found copied here
    same_as: str | None = None  # the account, declared earlier, whose posts are this one's too: one publication
    heard: datetime | None = None  # when what others say was last read; None: never, or the network does not show it
    bulk: Bulk | None = None  # the last acts that appeared in bulk, and so count for nobody's presence
    asked: int = 0  # of a closed account: what people said to it in public since
    asked_at: datetime | None = None  # the last of it
    asked_url: str | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, as data: `rule` is a key of the templates' sentences, `values` fills it (numbers, ISO dates, words)."""

    rule: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Transition:
    """One change on one axis. `axis` is "status" (what is shown) or "flag:NAME" (to "on" or "off").

    `announce` is False for the first judgement of an account (baseline) and where one that could not be seen is seen
    again, no worse than before.
    """

    account: str
    axis: str
    before: str
    after: str
    at: datetime
    reasons: tuple[Reason, ...] = ()
    checks: tuple[int, ...] = ()  # the ids of those it rests on
    announce: bool = True


@dataclass(frozen=True, slots=True)
class Proposal:
    """What to do. `hours` a week it costs (positive) or frees (negative).

    If nothing is done, `next_status` comes on `next_on`.
    """

    advice: Advice
    reason: Reason
    hours: float | None = None
    next_status: Status | None = None
    next_on: date | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """A judgement: the new state, what changed, and what to do about it."""

    state: State
    transitions: tuple[Transition, ...] = ()
    reasons: tuple[Reason, ...] = ()
    inanimate: bool = False
    silence_days: float | None = None  # effective; None where nothing was ever seen
    proposal: Proposal | None = None
    silent_90: float | None = None  # the chance of 90 more days without an act; None where nothing can be foreseen
    silence_score: float | None = None  # 0..1: how far the silence is off the account's rhythm, for ranking
    rhythm: Reason | None = None  # what the silence is at that rhythm
    conversation: Conversation | None = None  # None where the network does not show what others say


@dataclass(frozen=True, slots=True)
class AccountStatus:
    """One account as a digest, a status list or an explanation shows it."""

    account: Account
    record: Record
    verdict: Verdict
