"""Whether people who speak to an account in public are answered: how many of them, how soon, and who still waits.

    what was said ─> exchanges: what one person says below one act ─> coverage, median first reply, who waits longest

Rules:
1. An exchange begins with the first thing that is said to the account itself; what people say to each other is none.
2. It is answered by the first answer to any of it. Whoever is thanked and says thanks in turn asks nothing new.
3. One that is younger than the plan's `reply_within` and not answered yet is waiting, and counts neither way.
4. Below `conversation_items` exchanges, there are too few to judge: no coverage, no median.

Hours are those of the clock: nights and holidays are not left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from monitor.model.conversation import Received
from monitor.model.plan import Plan

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Exchange:
    """What one person said below one act. `url` leads to its beginning, None where that was pruned."""

    began: datetime
    answered: datetime | None = None
    url: str | None = None

    @property
    def hours(self) -> float | None:
        """How long the first answer took; None where there is none, or nobody says when it came."""
        if self.answered is None or self.answered == self.began:
            return None
        return (self.answered - self.began) / _HOUR


@dataclass(frozen=True, slots=True)
class Conversation:
    """The exchanges of the last weeks: `answered` and `unanswered` (oldest first) are judged, `waiting` are too young.

    `coverage` is the share of the judged that was answered, `median_hours` how long the first answer took; both None
    where there are too few to judge, the latter also where nobody was answered.
    """

    answered: int
    waiting: int
    unanswered: tuple[Exchange, ...]
    coverage: float | None
    median_hours: float | None

    @property
    def received(self) -> int:
        return self.answered + self.waiting + len(self.unanswered)

    @property
    def too_few(self) -> bool:
        return self.coverage is None


def exchanges(received: Iterable[Received]) -> list[Exchange]:
    """What was said, by person and act, oldest first. What has no known author or act is an exchange of its own."""
    together: dict[tuple[int | None, ...], list[Received]] = defaultdict(list)
    for one in received:
        known = one.author is not None and one.thread is not None
        together[(one.author, one.thread) if known else (one.key,)].append(one)
    return sorted(
        (_exchange(said) for said in together.values() if any(one.direct for one in said)),
        key=lambda exchange: exchange.began,
    )


def conversation(received: Iterable[Received], plan: Plan, at: datetime) -> Conversation:
    """How the account was in conversation over `conversation_window`, ending at `at`."""
    limits, patience = plan.thresholds, plan.reply_within or timedelta(0)
    since = at - limits.conversation_window
    recent = [one for one in exchanges(one for one in received if one.at <= at) if one.began > since]
    hours = [one.hours for one in recent if one.hours is not None]
    silent = [one for one in recent if one.answered is None]
    unanswered = tuple(one for one in silent if at - one.began > patience)
    answered = len(recent) - len(silent)
    judged = answered + len(unanswered)
    enough = judged >= limits.conversation_items
    return Conversation(
        answered=answered,
        waiting=len(silent) - len(unanswered),
        unanswered=unanswered,
        coverage=answered / judged if enough else None,
        median_hours=median(hours) if enough and hours else None,
    )


def _exchange(said: list[Received]) -> Exchange:
    first = min((one for one in said if one.direct), key=lambda one: (one.at, one.key))
    answered = min((one.answered for one in said if one.answered is not None), default=None)
    return Exchange(first.at, None if answered is None else max(answered, first.at), first.url)
