"""How one account stands, on the day of a sample digest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from monitor.model.account import Account, Cadence, Lifecycle, Plan, Span
from monitor.model.activity import AccountFacts
from monitor.model.check import Outcome
from monitor.model.conversation import Conversation, Exchange
from monitor.model.state import (
    AccountStatus,
    DayCount,
    Flag,
    ObservationAxis,
    ObservationState,
    Proposal,
    Reason,
    Record,
    State,
    Status,
    Transition,
    Verdict,
)

NOW = datetime(2026, 11, 23, 6, 10, tzinfo=UTC)  # Monday, 07:10 in Paris
TODAY = date(2026, 11, 23)
WEEKLY = Cadence(3, timedelta(days=7), "3 per week")
Make = Callable[..., AccountStatus]


def make_status(
    id_: str,
    status: Status = Status.ON_PLAN,
    *,
    brand: str = "acme",
    name: str | None = None,
    network: str = "mastodon",
    owner: str | None = "lea",
    backup: str | None = None,
    since: int = 0,  # days ago
    last: int | None = None,  # days ago, the last act of a person
    cadence: Cadence | None = WEEKLY,
    lifecycle: Lifecycle = Lifecycle.ACTIVE,
    seen: ObservationState = ObservationState.OK,
    last_ok: int | None = 0,
    detail: str = "",
    outcome: Outcome = Outcome.OK,
    flags: frozenset[Flag] = frozenset(),
    copied: bool = False,
    reasons: tuple[Reason, ...] = (),
    proposal: Proposal | None = None,
    pauses: tuple[Span, ...] = (),
    holidays: tuple[Span, ...] = (),
    review_by: date | None = None,
    title: str | None = None,
    url: str | None = None,
    title_url: str | None = None,
    priority: int = 3,
    conversation: Conversation | None = None,
) -> AccountStatus:
    """One account's status; people posted `cadence` until `last` days ago, a machine ever since where `copied`."""
    days: dict[date, DayCount] = {}
    for ago in range(182, -1, -1):
        if last is not None and ago >= last and ago % 3 == last % 3:
            days[TODAY - timedelta(days=ago)] = DayCount(post=1 if ago % 5 else 2)
        elif copied and ago % 2:
            days[TODAY - timedelta(days=ago)] = DayCount(post=1, copied=1)
    observation_axis = ObservationAxis(
        state=seen,
        since=NOW - timedelta(days=since),
        detail=detail,
        outcome=outcome,
        last_ok=NOW - timedelta(days=last_ok, hours=3) if last_ok is not None else None,
    )
    state = State(
        observation=observation_axis,
        flags=flags,
        status=status,
        status_since=NOW - timedelta(days=since),
        baseline=False,
    )
    account = Account(
        id=id_,
        brand=brand,
        network=network,
        url=url or f"https://social.example/@{id_}",
        lifecycle=lifecycle,
        owner=owner,
        backup_owner=backup,
        priority=priority,
        plan=Plan(publish=cadence, review_by=review_by),
        pauses=pauses,
        holidays=holidays,
        source="/srv/monitor/accounts.toml:13",
    )
    record = Record(
        created=NOW - timedelta(days=300),
        first_check=NOW - timedelta(days=170),
        last_human=NOW - timedelta(days=last) if last is not None else None,
        last_human_url=title_url or (f"https://social.example/@{id_}/1" if title else None),
        last_human_title=title,
        days=days,
        facts=AccountFacts(name=name),
    )
    silent = float(last) if last is not None else None
    inanimate = status in (Status.DORMANT, Status.ABANDONED, Status.INANIMATE)
    verdict = Verdict(state, (), reasons, inanimate, silent, proposal, conversation=conversation)
    return AccountStatus(account, record, verdict)


def talk(answered: int, *unanswered: int, hours: float | None = None) -> Conversation:
    """So many who were answered, and those who were not, each since so many days."""
    waiting = tuple(
        Exchange(NOW - timedelta(days=ago), None, f"https://social.example/@rider/{ago}") for ago in unanswered
    )
    judged = answered + len(waiting)
    return Conversation(NOW, answered, 0, waiting, answered / judged if judged >= 5 else None, hours)


def moved(account: str, before: Status, after: Status, announce: bool = True) -> Transition:
    """Its status changed two days ago."""
    return Transition(account, "status", before, after, NOW - timedelta(days=2), announce=announce)
