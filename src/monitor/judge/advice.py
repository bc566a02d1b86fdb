"""What to do about an account: one proposal, by the first row that matches.

| status                                 | where                                           | advice      |
|----------------------------------------|-------------------------------------------------|-------------|
| blind, gone, suspended, private, moved |                                                 | investigate |
| overdue, dormant, abandoned, inanimate | it has no owner, or one who left                | hand over   |
| dormant, abandoned, inanimate          | a machine copies to it from another             | merge       |
| abandoned                              |                                                 | close       |
| dormant                                | its priority is 1 or 2: in doubt, not there     | park        |
| overdue, dormant, inanimate            |                                                 | revive      |
| behind                                 | some posts were kept up                         | reduce      |
| behind                                 |                                                 | revive      |
| any other                              | nobody answers for it                           | hand over   |

Merging, closing and parking free the plan's hours, reviving takes them.

| status  | if nothing is done, it is next | once the silence is longer than                     |
|---------|--------------------------------|-----------------------------------------------------|
| behind  | late                           | late                                                |
| overdue | dormant                        | dormant                                             |
| dormant | abandoned                      | abandoned, or 90 days orphaned: whichever is sooner |
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from monitor.judge.reasons import reason
from monitor.metrics.effort import promised
from monitor.metrics.measures import Measures
from monitor.metrics.thresholds import Limits
from monitor.model.plan import Account, Effort
from monitor.model.state import Advice, Flag, Proposal, Record, State, Status

_LOW_PRIORITY = 2
_FREES, _TAKES = -1, 1  # the plan's hours

_OVERDUE, _DORMANT, _ABANDONED = Status.OVERDUE, Status.DORMANT, Status.ABANDONED
_INANIMATE, _BEHIND = Status.INANIMATE, Status.BEHIND


@dataclass(frozen=True, slots=True)
class _Case:
    account: Account
    state: State
    record: Record
    found: Measures | None
    hours: float  # a week, to keep the plan; 0 without one
    lapsed: bool = False  # an owner is named, and was not confirmed for too long


_Rule = tuple[str, dict[str, Any]]  # of reasons.ADVICE, with its values


@dataclass(frozen=True, slots=True)
class _Row:
    statuses: frozenset[Status]
    holds: Callable[[_Case], bool]
    advice: Advice
    why: Callable[[_Case], _Rule]
    costs: int = 0


def _always(_: _Case) -> bool:
    return True


def _orphaned(case: _Case) -> bool:
    return Flag.ORPHANED in case.state.flags


def _ownerless(case: _Case) -> bool:
    """An owner who is named, and was not confirmed for too long, may still revive the account, or close it."""
    return _orphaned(case) and not case.lapsed


def _copied(case: _Case) -> bool:
    return bool(case.account.cross_posts_from)


def _low(case: _Case) -> bool:
    return case.account.priority <= _LOW_PRIORITY


def _kept_up(case: _Case) -> bool:
    return case.found is not None and case.found.kept is not None and case.found.kept.count > 0


def _unseen(case: _Case) -> _Rule:
    outcome = case.state.seen.outcome
    return "investigate_unseen", {"outcome": outcome.value if outcome is not None else None}


def _owning(case: _Case) -> _Rule:
    if case.lapsed:
        return "confirm_or_hand_over", {"owner": case.account.owner}
    backup = case.account.backup_owner
    return ("hand_over_to_backup", {"backup": backup}) if backup is not None else ("find_an_owner", {})


def _merging(case: _Case) -> _Rule:
    return "merge_into_source", {"sources": list(case.account.cross_posts_from)}


def _closing(case: _Case) -> _Rule:
    return "close_abandoned", {"days": case.found.silence.days if case.found is not None else None}


def _reviving(case: _Case) -> _Rule:
    return ("revive_with_hours", {"hours": round(case.hours, 2)}) if case.hours else ("plan_or_let_go", {})


def _reducing(case: _Case) -> _Rule:
    cadence, kept = case.account.plan.publish, case.found.kept if case.found is not None else None
    achieved = kept.count / kept.days * (cadence.per / timedelta(days=1)) if cadence and kept and kept.days else 0.0
    return "reduce_to_kept", {"kept": round(achieved, 1), "planned": cadence.count if cadence else None}


def _on(*statuses: Status) -> frozenset[Status]:
    return frozenset(statuses)


_ROWS = (
    _Row(_on(Status.BLIND), _always, Advice.INVESTIGATE, _unseen),
    _Row(_on(Status.GONE), _always, Advice.INVESTIGATE, lambda _: ("investigate_gone", {})),
    _Row(_on(Status.SUSPENDED), _always, Advice.INVESTIGATE, lambda _: ("investigate_suspended", {})),
    _Row(_on(Status.PRIVATE), _always, Advice.INVESTIGATE, lambda _: ("investigate_private", {})),
    _Row(_on(Status.MOVED), _always, Advice.INVESTIGATE, lambda case: ("follow_the_move", {"to": _moved_to(case)})),
    _Row(_on(_OVERDUE, _DORMANT, _ABANDONED, _INANIMATE), _ownerless, Advice.HAND_OVER, _owning),
    _Row(_on(_DORMANT, _ABANDONED, _INANIMATE), _copied, Advice.MERGE, _merging, _FREES),
    _Row(_on(_ABANDONED), _always, Advice.CLOSE, _closing, _FREES),
    _Row(
        _on(_DORMANT),
        _low,
        Advice.PARK,
        lambda case: ("park_low_priority", {"priority": case.account.priority}),
        _FREES,
    ),
    _Row(_on(_OVERDUE, _DORMANT, _INANIMATE), _always, Advice.REVIVE, _reviving, _TAKES),
    _Row(_on(_BEHIND), _kept_up, Advice.REDUCE, _reducing),
    _Row(_on(_BEHIND), _always, Advice.REVIVE, _reviving, _TAKES),
    _Row(_on(*Status), _orphaned, Advice.HAND_OVER, _owning),
)

_NEXT: dict[Status, tuple[Status, Callable[[Limits], timedelta]]] = {
    _BEHIND: (Status.LATE, lambda limits: limits.late),
    _OVERDUE: (_DORMANT, lambda limits: limits.dormant),
    _DORMANT: (_ABANDONED, lambda limits: limits.abandoned),
}


def propose(
    account: Account,
    state: State,
    record: Record,
    found: Measures | None,
    today: date,
    effort: Effort,
    lapsed: bool = False,
) -> Proposal | None:
    """The one proposal for an account in trouble or without an owner, None for others. `today`: the brand's day.

    `lapsed`: its owner was not confirmed for too long.
    """
    case = _Case(account, state, record, found, promised(account, effort), lapsed)
    row = next((row for row in _ROWS if state.status in row.statuses and row.holds(case)), None)
    if row is None:
        return None
    rule, values = row.why(case)
    next_status, next_on = _comes(case, today)
    return Proposal(
        row.advice,
        reason(rule, **values),
        hours=case.hours * row.costs if case.hours and row.costs else None,
        next_status=next_status,
        next_on=next_on,
    )


def _comes(case: _Case, today: date) -> tuple[Status, date] | tuple[None, None]:
    """What the account becomes if nothing is done, and on which day: not before `today`."""
    found = case.found
    if found is None or case.state.status not in _NEXT:
        return None, None
    status, length = _NEXT[case.state.status]
    instants = [found.reaches(length(found.limits)), _deserted(case)]
    instant = min((instant for instant in instants if instant is not None), default=None)
    return (status, max(today, instant.astimezone(found.zone).date())) if instant is not None else (None, None)


def _deserted(case: _Case) -> datetime | None:
    """When a dormant account that nobody answers for is given up."""
    since, orphaned_since = case.state.pulse.since, case.state.orphaned_since
    if case.state.status is not _DORMANT or since is None or orphaned_since is None:
        return None
    return max(since, orphaned_since) + case.account.plan.thresholds.orphaned_dormant


def _moved_to(case: _Case) -> str | None:
    return case.record.facts.moved_to
