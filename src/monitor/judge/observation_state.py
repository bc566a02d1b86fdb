"""The observation axis: what a check does to it.

| outcome                                                        | the account is                              |
|----------------------------------------------------------------|---------------------------------------------|
| ok, limited                                                    | ok                                          |
| temporary, rate_limited, quota, unauthorised, blocked,         | failing; blind after 3 bad checks since the |
| login_required, changed_format                                 | last good one, over 24 h or more            |
| identity_changed                                               | blind at once                               |
| gone                                                           | failing; gone after 3 such checks since the |
|                                                                | last good one, over 24 h or more            |
| suspended, private, moved                                      | that, at once                               |
| manual                                                         | manual: no check was made, none was bad     |

Only a good check resets the counts. What was blind, gone, suspended, private or moved stays so over later bad checks,
until one says more. `last_ok` is the last good check that proves silence: one that is complete and, where the page is
limited, shows activities. Any other (an old copy from a cache, a document cut short, a restricted page that is empty)
is evidence of the acts that it shows, and of no more.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from monitor.model.account import Thresholds
from monitor.model.check import SEEN, Outcome
from monitor.model.state import CheckRow, ObservationAxis, ObservationState

AT_ONCE = {
    Outcome.IDENTITY_CHANGED: ObservationState.BLIND,
    Outcome.SUSPENDED: ObservationState.SUSPENDED,
    Outcome.PRIVATE: ObservationState.PRIVATE,
    Outcome.MOVED: ObservationState.MOVED,
}
_STAYS = frozenset(
    {
        ObservationState.BLIND,
        ObservationState.GONE,
        ObservationState.SUSPENDED,
        ObservationState.PRIVATE,
        ObservationState.MOVED,
    }
)
_KEPT_CHECKS = 5  # ids of checks that a state rests on: the first and the last ones


def after_check(state: ObservationAxis, check: CheckRow, thresholds: Thresholds) -> ObservationAxis:
    """The axis after one more check. A check that is not newer than those already counted changes nothing."""
    if state.checks and check.id <= state.checks[-1]:
        return state
    if check.outcome in SEEN:
        return _good(state, check)
    if check.outcome is Outcome.MANUAL:
        return _become(_cleared(state, check), ObservationState.MANUAL, check)
    counted = replace(
        state,
        outcome=check.outcome,
        detail=check.detail,
        bad_checks=state.bad_checks + 1,
        bad_since=state.bad_since or check.at,
        checks=_with(state.checks if state.bad_checks else (), check.id),
    )
    if check.outcome is Outcome.GONE:
        counted = replace(counted, gone_checks=state.gone_checks + 1, gone_since=state.gone_since or check.at)
    return _become(counted, _next(counted, check, thresholds), check)


def _next(state: ObservationAxis, check: CheckRow, thresholds: Thresholds) -> ObservationState:
    if check.outcome in AT_ONCE:
        return AT_ONCE[check.outcome]

    def enough(checks: int, since: datetime | None) -> bool:
        return since is not None and checks >= thresholds.bad_looks and check.at - since >= thresholds.bad_span

    if check.outcome is Outcome.GONE and enough(state.gone_checks, state.gone_since):
        return ObservationState.GONE
    if state.state in _STAYS:
        return state.state
    if check.outcome is not Outcome.GONE and enough(state.bad_checks, state.bad_since):
        return ObservationState.BLIND
    return ObservationState.FAILING


def _good(state: ObservationAxis, check: CheckRow) -> ObservationAxis:
    proves = check.complete and (check.outcome is not Outcome.LIMITED or check.activities > 0)
    good = replace(
        _cleared(state, check),
        limited=check.outcome is Outcome.LIMITED,
        first_ok=state.first_ok or check.at,
        last_ok=check.at if proves else state.last_ok,
        last_ok_check=check.id if proves else state.last_ok_check,
    )
    return _become(good, ObservationState.OK, check)


def _cleared(state: ObservationAxis, check: CheckRow) -> ObservationAxis:
    return replace(
        state,
        outcome=check.outcome,
        detail=check.detail,
        limited=False,
        bad_checks=0,
        bad_since=None,
        gone_checks=0,
        gone_since=None,
        checks=(check.id,),
    )


def _become(state: ObservationAxis, after: ObservationState, check: CheckRow) -> ObservationAxis:
    return state if after is state.state else replace(state, state=after, since=check.at)


def _with(checks: tuple[int, ...], check: int) -> tuple[int, ...]:
    return (*checks, check) if len(checks) < _KEPT_CHECKS else (checks[0], *checks[2:], check)
