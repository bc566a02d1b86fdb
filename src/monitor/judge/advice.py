"""What to do about an account: one proposal, by the first row that matches.

| status                                 | where                                           | advice      |
|----------------------------------------|-------------------------------------------------|-------------|
| blind, gone, suspended, private, moved |                                                 | investigate |
| closed                                 | something is still published                    | investigate |
| overdue, dormant, abandoned, inanimate | it has no owner, or one who left                | hand over   |
| dormant, abandoned, inanimate          | a machine copies to it from another             | merge       |
| abandoned                              |                                                 | close       |
| finished                               |                                                 | close       |
| dormant                                | its priority is 1 or 2: in doubt, not there     | park        |
| overdue, dormant, inanimate            |                                                 | revive      |
| behind                                 | some posts were kept up                         | reduce      |
| behind                                 |                                                 | revive      |
| any other                              | nobody answers for it                           | hand over   |

Merging, closing and parking free the plan's hours; reviving takes them, and so does handing over, from the new owner.
Reducing frees what was promised and not kept.

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

from monitor.judge.proof_age import never_seen
from monitor.judge.reason_catalogue import reason
from monitor.judge.trouble import kind_of
from monitor.metrics.autopilot import copied_from
from monitor.metrics.effort import promised
from monitor.metrics.measures import Measures
from monitor.metrics.thresholds import Limits
from monitor.model.account import Account
from monitor.model.settings import Effort
from monitor.model.state import Advice, Flag, Proposal, Record, State, Status

_LOW_PRIORITY = 2

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


_Rule = tuple[str, dict[str, Any]]  # of reason_catalogue.ADVICE, with its values


@dataclass(frozen=True, slots=True)
class _Row:
    statuses: frozenset[Status]
    holds: Callable[[_Case], bool]
    advice: Advice
    why: Callable[[_Case], _Rule]
    costs: Callable[[_Case], float] | None = None  # hours a week


def _always(_: _Case) -> bool:
    return True


def _orphaned(case: _Case) -> bool:
    return Flag.ORPHANED in case.state.flags


def _ownerless(case: _Case) -> bool:
    """An owner who is named, and was not confirmed for too long, may still revive the account, or close it."""
    return _orphaned(case) and not case.lapsed


def _copied(case: _Case) -> bool:
    return bool(copied_from(case.account, case.record))


def _low(case: _Case) -> bool:
    return case.account.priority <= _LOW_PRIORITY


def _zombie(case: _Case) -> bool:
    return Flag.ZOMBIE in case.state.flags


def _kept_up(case: _Case) -> bool:
    return case.found is not None and case.found.kept is not None and case.found.kept.count > 0


def _unseen(case: _Case) -> _Rule:
    axis = case.state.observation
    if Flag.IDENTITY_CHANGED in case.state.flags:
        return "investigate_identity", {}
    if never_seen(axis):
        return "check_the_address", {}
    outcome = axis.outcome if axis.bad_checks else None  # else the last check was good, and none was made since
    return "investigate_unseen", {"outcome": outcome and outcome.value, "kind": kind_of(outcome, axis.detail)}


def _owning(case: _Case) -> _Rule:
    if case.lapsed:
        return "confirm_or_hand_over", {"owner": case.account.owner}
    backup = case.account.backup_owner
    return ("hand_over_to_backup", {"backup": backup}) if backup is not None else ("find_an_owner", {})


def _merging(case: _Case) -> _Rule:
    return "merge_into_source", {"sources": list(copied_from(case.account, case.record))}


def _closing(case: _Case) -> _Rule:
    return "close_abandoned", {"days": case.found.silence.days if case.found is not None else None}


def _reviving(case: _Case) -> _Rule:
    return ("revive_with_hours", {"hours": round(case.hours, 2)}) if case.hours else ("plan_or_let_go", {})


def _reducing(case: _Case) -> _Rule:
    cadence = case.account.plan.publish
    return "reduce_to_kept", {"kept": round(_achieved(case), 1), "planned": cadence.count if cadence else None}


def _achieved(case: _Case) -> float:
    """Acts a period that were kept up."""
    cadence, kept = case.account.plan.publish, case.found.kept if case.found is not None else None
    return kept.count / kept.days * (cadence.per / timedelta(days=1)) if cadence and kept and kept.days else 0.0


def _takes(case: _Case) -> float:
    return case.hours


def _frees(case: _Case) -> float:
    return -case.hours


def _spares(case: _Case) -> float:
    cadence = case.account.plan.publish
    return -case.hours * max(0.0, 1 - _achieved(case) / cadence.count) if cadence is not None else 0.0


def _on(*statuses: Status) -> frozenset[Status]:
    return frozenset(statuses)


_ROWS = (
    _Row(_on(Status.BLIND), _always, Advice.INVESTIGATE, _unseen),
    _Row(_on(Status.GONE), _always, Advice.INVESTIGATE, lambda _: ("investigate_gone", {})),
    _Row(_on(Status.SUSPENDED), _always, Advice.INVESTIGATE, lambda _: ("investigate_suspended", {})),
    _Row(_on(Status.PRIVATE), _always, Advice.INVESTIGATE, lambda _: ("investigate_private", {})),
    _Row(_on(Status.MOVED), _always, Advice.INVESTIGATE, lambda case: ("follow_the_move", {"to": _moved_to(case)})),
    _Row(_on(Status.CLOSED), _zombie, Advice.INVESTIGATE, lambda case: ("investigate_zombie", {"last": _last(case)})),
    _Row(_on(_OVERDUE, _DORMANT, _ABANDONED, _INANIMATE), _ownerless, Advice.HAND_OVER, _owning, _takes),
    _Row(_on(_DORMANT, _ABANDONED, _INANIMATE), _copied, Advice.MERGE, _merging, _frees),
    _Row(_on(_ABANDONED), _always, Advice.CLOSE, _closing, _frees),
    _Row(_on(Status.FINISHED), _always, Advice.CLOSE, lambda _: ("close_finished", {}), _frees),
    _Row(
        _on(_DORMANT),
        _low,
        Advice.PARK,
        lambda case: ("park_low_priority", {"priority": case.account.priority}),
        _frees,
    ),
    _Row(_on(_OVERDUE, _DORMANT, _INANIMATE), _always, Advice.REVIVE, _reviving, _takes),
    _Row(_on(_BEHIND), _kept_up, Advice.REDUCE, _reducing, _spares),
    _Row(_on(_BEHIND), _always, Advice.REVIVE, _reviving, _takes),
    _Row(_on(*Status), _orphaned, Advice.HAND_OVER, _owning, _takes),
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
        hours=(row.costs(case) or None) if row.costs is not None else None,
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
    since, orphaned_since = case.state.activity.since, case.state.orphaned_since
    if case.state.status is not _DORMANT or since is None or orphaned_since is None:
        return None
    return max(since, orphaned_since) + case.account.plan.thresholds.orphaned_dormant


def _moved_to(case: _Case) -> str | None:
    return case.record.facts.moved_to


def _last(case: _Case) -> str | None:
    return case.record.last_any.date().isoformat() if case.record.last_any is not None else None
