"""A community where an audience already is, and what a check saw of it: counts and dates, not who wrote what."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from monitor.model.activity import Memory
from monitor.model.check import SEEN, Outcome


@dataclass(frozen=True, slots=True)
class Sight:
    """What a good check saw, at `at` (UTC). Each is None where the community does not show it.

    `at_least`: posts are missing from what was shown, so that there are more a week.
    """

    at: datetime
    members: int | None = None
    posts_a_week: float | None = None
    last_post: datetime | None = None
    at_least: bool = False


@dataclass(frozen=True, slots=True)
class Community:
    """One community by its address as the file lists it. Instants are aware, UTC.

    `network` is the one that reads it, None as long as none did. `checked`, `outcome` and `detail` are those of the
    last check, good or bad; `sight` is what the last good one saw, and is older than `checked` where the last failed.
    """

    url: str
    network: str | None = None
    due: datetime | None = None  # when it is checked next; None: as soon as possible
    checked: datetime | None = None
    outcome: Outcome | None = None
    detail: str = ""
    sight: Sight | None = None
    memory: Memory = field(default_factory=Memory, repr=False)

    @property
    def seen(self) -> bool:
        """Whether the last check was a good one."""
        return self.outcome in SEEN
