"""What goes into the store and what comes out of it, besides the model's own types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from monitor.model.activity import Memory
from monitor.model.check import Check
from monitor.model.settings import Retention
from monitor.model.state import CheckRow, Record, State


@dataclass(frozen=True, slots=True)
class Claim:
    """An account that its claimer may check until the lease ends.

    `first`: it was never observed at this URL; `due`: since when; `last_check` is the last one, good or bad.
    """

    account: str
    memory: Memory
    first: bool
    due: datetime
    last_check: datetime | None = None


@dataclass(frozen=True, slots=True)
class NewCheck:
    """A check to keep: when the account is due again, the zone its days are cut in, whether a machine copies to it.

    `brand` is given where other accounts of it may have the same posts. `period` is that of the account's plan: a list
    that stood still for three of them and changes as a whole was rebuilt.
    """

    check: Check
    due: datetime
    zone: ZoneInfo
    copied: bool = False
    retention: Retention = field(default_factory=Retention)
    brand: str | None = None
    period: timedelta = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Pending:
    """An account with checks that nobody has judged yet, oldest check first."""

    account: str
    state: State
    record: Record
    checks: tuple[CheckRow, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """The proof of life of a period: what was done, and each network's last good check (at any time): one that
    proved, or brought a new act."""

    cycles: int
    unfinished: int
    outages: int
    checks: int
    failures: int
    last_good: Mapping[str, datetime]


@dataclass(frozen=True, slots=True)
class Pruned:
    """How much was forgotten: links to what others said, the rows of it, days of what profiles counted."""

    links: int = 0
    replies: int = 0
    days: int = 0


class MessageState(StrEnum):
    """What became of a message. `queued`, and `uncertain` with a next try, will be tried (again)."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    UNCERTAIN = "uncertain"  # the server may have it: tried again with the same bytes
    FAILED = "failed"
    SUPERSEDED = "superseded"
    SKIPPED = "skipped"  # there was nothing to report, and its reader wants no message then


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A finished message for the outbox. `through_transition`: the last transition it reports; `numbers`: JSON."""

    recipient: str
    address: str
    period: str
    created: datetime
    message_id: str
    subject: str
    body: bytes
    numbers: Mapping[str, Any] = field(default_factory=dict)
    through_transition: int = 0
    state: MessageState = MessageState.QUEUED


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A message as the outbox keeps it; `attempts` counts those begun."""

    id: int
    recipient: str
    address: str
    period: str
    created: datetime
    message_id: str
    subject: str
    body: bytes
    numbers: Mapping[str, Any]
    through_transition: int
    state: MessageState
    attempts: int
    next_try: datetime | None
    sent_at: datetime | None
    detail: str


@dataclass(frozen=True, slots=True)
class Process:
    """A process that no other is taken for, even if its number is used again.

    `machine` distinguishes what numbers processes for itself: one start of a machine, one container. `born` is when the
    process began, in ticks since that start. "" and 0 where a machine does not say.
    """

    host: str
    machine: str
    pid: int
    born: int


@dataclass(frozen=True, slots=True)
class Leader:
    """The process that leads, since when, and until when if it does not renew its lease."""

    process: Process
    since: datetime
    until: datetime
