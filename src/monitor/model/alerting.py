"""How people are notified: their preferences for reports, and what cannot wait for one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

EDGES = (  # what can raise an alert
    "dormant", "abandoned", "gone", "suspended", "identity_changed", "orphaned", "recovered",
)  # fmt: skip
ORPHANED, IDENTITY_CHANGED = "orphaned", "identity_changed"
CHANNEL = "#"  # begins a channel's name as a recipient; no person's id does
ACTIVITY, OWNERSHIP = "activity", "ownership"  # the matters that a trouble is of


@dataclass(frozen=True, slots=True)
class Alerts:
    """What raises an alert: the edges, how soon again while it lasts, and when the manager is notified too."""

    on: frozenset[str] = frozenset(EDGES)
    repeat: timedelta = timedelta(days=7)
    escalate: timedelta = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Channel:
    """Where several people read: a further recipient of alerts. `secret` names the secret that holds its address."""

    name: str
    secret: str
    brands: tuple[str, ...] = ()  # () = all
    on: frozenset[str] = frozenset(EDGES)
    language: str = "en"

    @property
    def recipient(self) -> str:
        return f"{CHANNEL}{self.name}"


def is_channel(recipient: str) -> bool:
    return recipient.startswith(CHANNEL)


@dataclass(frozen=True, slots=True)
class Notified:
    """Who was notified of which trouble of an account: when first, and when last; one row for each matter.

    `person` may be a channel's `recipient`.
    """

    account: str
    person: str
    trouble: str
    first: datetime
    last: datetime

    @property
    def matter(self) -> str:
        return OWNERSHIP if self.trouble == ORPHANED else ACTIVITY


@dataclass(frozen=True, slots=True)
class Preference:
    """How a recipient wants the report of a rhythm (`every`), beside what the file says; None: as it says."""

    person: str
    every: str
    at: datetime
    by: str
    reason: str = ""
    on: int | None = None
    hour: int | None = None
    zone: str | None = None
    language: str | None = None
    subscribed: bool | None = None
