"""One check of one account: what came of it.

A check gives an `Observation` (the account was seen) or a `Failure` (it was not). Only an Observation is evidence of
silence, and the types keep it so: nothing in judge/ or metrics/ takes activities from a Failure.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from monitor.model.activity import AccountFacts, Activity, Memory
from monitor.model.conversation import Reply


class Outcome(StrEnum):
    """How a check ended, in one word."""

    OK = "ok"
    LIMITED = "limited"
    TEMPORARY = "temporary"
    RATE_LIMITED = "rate_limited"
    QUOTA = "quota"
    UNAUTHORISED = "unauthorised"
    BLOCKED = "blocked"
    LOGIN_REQUIRED = "login_required"
    CHANGED_FORMAT = "changed_format"
    IDENTITY_CHANGED = "identity_changed"
    GONE = "gone"
    MANUAL = "manual"
    SUSPENDED = "suspended"
    PRIVATE = "private"
    MOVED = "moved"
    UNPROVED = "unproved"  # answered, and proved nothing: the observation axis says so, no check does


SEEN = frozenset({Outcome.OK, Outcome.LIMITED})


def proves(outcome: Outcome, complete: bool, activities: int) -> bool:
    """Whether a check that ended so, with so many acts in the answer, proves that nobody did more than it shows."""
    return complete and (outcome is Outcome.OK or (outcome is Outcome.LIMITED and activities > 0))


@dataclass(frozen=True, slots=True)
class Observation:
    """The account answered, and is itself.

    `complete`: everything since the last check (or as far back as the network shows) was read; nothing is missing
    in between. `limited`: counts are lower bounds. `not_modified`: the server said that nothing changed.
    `replies` are what others said, as far as the check shows; what the account answered is among `activities`.
    """

    activities: tuple[Activity, ...]
    facts: AccountFacts
    memory: Memory
    complete: bool = True
    limited: bool = False
    not_modified: bool = False
    detail: str = ""
    replies: tuple[Reply, ...] = ()

    @property
    def outcome(self) -> Outcome:
        return Outcome.LIMITED if self.limited else Outcome.OK


@dataclass(frozen=True, slots=True)
class Failure:
    """The account was not seen, or was seen to be gone, moved, private or suspended. Never evidence of silence.

    `answered` is False where nothing of HTTP came back: then our own network may be at fault.
    """

    outcome: Outcome
    detail: str
    retry_at: datetime | None = None
    answered: bool = True
    page: int | None = None  # the hash of the answer's body, to see whether every host gives the same one
    facts: AccountFacts = field(default_factory=AccountFacts)
    memory: Memory | None = None  # None: keep what was known


@dataclass(frozen=True, slots=True)
class Check:
    """One check as it was carried out: when, at which host, with how many requests."""

    account: str
    at: datetime
    host: str  # name:port asked; "" where no request was made
    requests: int
    result: Observation | Failure
