"""What to do about an account in trouble: one proposal, by the first row that matches.

| status                          | where                                      | advice      |
|---------------------------------|--------------------------------------------|-------------|
| blind, gone, suspended, private |                                            | investigate |
| moved                           |                                            | investigate |
| overdue and worse               | nobody answers for it                      | hand over   |
| dormant, abandoned              | a machine copies to it from another        | merge       |
| abandoned                       |                                            | close       |
| dormant                         | its priority is 1 or 2: in doubt, not there | park       |
| overdue, dormant                |                                            | revive      |
| behind                          |                                            | reduce      |
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from monitor.judge.reasons import reason
from monitor.metrics.measures import Measures
from monitor.metrics.silence import excluded_spans, reaches
from monitor.metrics.thresholds import Limits
from monitor.model.plan import Account
from monitor.model.state import Advice, Flag, Proposal, Reason, Record, State, Status

_TROUBLE = frozenset({Status.OVERDUE, Status.DORMANT, Status.ABANDONED, Status.INANIMATE})
_ASLEEP = frozenset({Status.DORMANT, Status.ABANDONED})
_LOW_PRIORITY = 2


@dataclass(frozen=True, slots=True)
class _Case:
    account: Account
    state: State
    record: Record
    found: Measures | None


@dataclass(frozen=True, slots=True)
class _Row:
    statuses: frozenset[Status]
    holds: Callable[[_Case], bool]
    advice: Advice
    why: Callable[[_Case], Reason]
    costs: int = 0  # the plan's hours: +1 it takes them, -1 it frees them


def _always(_: _Case) -> bool:
    return True


def _handing_over(case: _Case) -> Reason:
    backup = case.account.backup_owner
    return reason("hand_over_to_backup", backup=backup) if backup is not None else reason("find_an_owner")


def _reducing(case: _Case) -> Reason:
    cadence, kept = case.account.plan.publish, case.found.kept if case.found is not None else None
    achieved = kept.count / kept.days * (cadence.per / timedelta(days=1)) if kept and cadence and kept.days else 0.0
    return reason("reduce_to_kept", kept=round(achieved, 1), planned=cadence.count if cadence else None)


def _only(*statuses: Status) -> frozenset[Status]:
    return frozenset(statuses)


_ROWS = (
    _Row(_only(Status.BLIND), _always, Advice.INVESTIGATE, lambda case: reason(
        "investigate_unseen", outcome=case.state.seen.outcome.value if case.state.seen.outcome else None
    )),
    _Row(_only(Status.GONE), _always, Advice.INVESTIGATE, lambda _: reason("investigate_gone")),
    _Row(_only(Status.SUSPENDED), _always, Advice.INVESTIGATE, lambda _: reason("investigate_suspended")),
    _Row(_only(Status.PRIVATE), _always, Advice.INVESTIGATE, lambda _: reason("investigate_private")),
    _Row(_only(Status.MOVED), _always, Advice.INVESTIGATE, lambda case: reason(
        "follow_the_move", to=case.record.facts.moved_to
    )),
    _Row(_TROUBLE, lambda case: Flag.ORPHANED in case.state.flags, Advice.HAND_OVER, _handing_over),
    _Row(_ASLEEP, lambda case: bool(case.account.cross_posts_from), Advice.MERGE, lambda case: reason(
        "merge_into_source", sources=list(case.account.cross_posts_from)
    ), -1),
    _Row(_only(Status.ABANDONED), _always, Advice.CLOSE, lambda case: reason(
        "close_abandoned", days=case.found.silence.days if case.found is not None else None
    ), -1),
    _Row(_only(Status.DORMANT), lambda case: case.account.priority <= _LOW_PRIORITY, Advice.PARK, lambda case: reason(
        "park_low_priority", priority=case.account.priority
    ), -1),
    _Row(_TROUBLE, _always, Advice.REVIVE, lambda case: reason(
        "revive_with_hours", hours=case.account.plan.hours_per_week
    ), 1),
    _Row(_only(Status.BEHIND), _always, Advice.REDUCE, _reducing),
)  # fmt: skip


def propose(
    account: Account, state: State, record: Record, found: Measures | None, limits: Limits, zone: ZoneInfo
) -> Proposal | None:
    """The one proposal for an account in trouble, None for others."""
    case = _Case(account, state, record, found)
    row = next((row for row in _ROWS if state.status in row.statuses and row.holds(case)), None)
    if row is None:
        return None
    hours = account.plan.hours_per_week
    next_status, after = _NEXT.get(state.status, (None, None))
    comes = None
    if found is not None and after is not None:
        comes = reaches(found.since, after(limits), excluded_spans(account), zone)
    return Proposal(
        row.advice,
        row.why(case),
        hours=hours * row.costs if hours is not None and row.costs else None,
        next_status=next_status if comes is not None else None,
        next_on=comes.astimezone(zone).date() if comes is not None else None,
    )


_NEXT: dict[Status, tuple[Status, Callable[[Limits], timedelta]]] = {
    Status.BEHIND: (Status.LATE, lambda limits: limits.late),
    Status.LATE: (Status.OVERDUE, lambda limits: limits.overdue),
    Status.OVERDUE: (Status.DORMANT, lambda limits: limits.dormant),
    Status.DORMANT: (Status.ABANDONED, lambda limits: limits.abandoned),
}
