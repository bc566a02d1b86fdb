"""The observation axis: what a check does to it.

| outcome                                                        | the account is                              |
|----------------------------------------------------------------|---------------------------------------------|
| ok, limited: it proves, or brings a new act                    | ok                                          |
| temporary, rate_limited, quota, unauthorised, blocked,         | failing; blind after 3 bad checks since the |
| login_required, changed_format, unproved                       | last good one, over 24 h or more            |
| identity_changed                                               | blind at once                               |
| gone                                                           | failing; gone after 3 such checks since the |
|                                                                | last good one, over 24 h or more            |
| suspended, private, moved                                      | that, at once                               |
| manual                                                         | manual: no check was made, none was bad     |

A check proves where it is complete and, where the page is limited, shows activities. One that ended well, proves
nothing (an old copy from a cache, a document cut short, an empty list where there was one) and brings no new act is
bad, with the outcome `unproved`. One that proves nothing and brings a new act shows that the account is there: it
clears the count. Silence is measured up to `last_ok`, the last check that proves; how old the evidence is, from
`ObservationAxis.proved_at`.

Only a good check resets the counts. What was blind, gone, suspended, private or moved stays so over later bad checks,
until one says more; but an answer, even one that proves nothing, begins the count of `gone` anew.

A failure that is held (judge/outage.py) counts for nothing, until the first failure without an answer of its own since
is `HELD` old: then all of them count, from that one. It is held for each account by itself: what is kept of an account
is all that is read and written when it is judged, and who is checked more seldom than its neighbours is not blind
sooner by them.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from monitor.model.account import Thresholds
from monitor.model.check import SEEN, Outcome
from monitor.model.state import CheckRow, ObservationAxis, ObservationState

HELD = timedelta(hours=48)
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


def after_check(
    state: ObservationAxis, check: CheckRow, thresholds: Thresholds, *, held: bool = False
) -> ObservationAxis:
    """The axis after one more check. A check that is not newer than those already counted changes nothing.

    `held`: its failure is taken for our own network's.
    """
    if state.checks and check.id <= state.checks[-1]:
        return state
    if check.good:
        return _good(state, check)
    if check.outcome is Outcome.MANUAL:
        return _become(_cleared(state, check), ObservationState.MANUAL, check)
    if held and holds(state, check.at):
        return replace(state, silent_since=state.silent_since or check.at, held_checks=state.held_checks + 1)
    return _bad(_released(state, check, held=held), check, thresholds)


def holds(state: ObservationAxis, at: datetime) -> bool:
    """Whether a failure at `at` can still be held: so lately began the time without an answer."""
    return state.silent_since is None or at - state.silent_since < HELD


def _released(state: ObservationAxis, check: CheckRow, *, held: bool) -> ObservationAxis:
    """The axis before a bad check is counted: what was held counts too once its time is over, else goes by an answer.

    The instant stays, so that nothing more is held until there is an answer.
    """
    if check.answered and not held:
        return replace(state, silent_since=None, held_checks=0)
    if held or check.outcome is Outcome.TEMPORARY:  # else nothing was sent: that is no silence
        state = replace(state, silent_since=state.silent_since or check.at)
    if holds(state, check.at) or not state.held_checks:
        return state
    return replace(
        state,
        bad_checks=state.bad_checks + state.held_checks,
        bad_since=min(filter(None, (state.bad_since, state.silent_since)), default=None),
        held_checks=0,
    )


def _bad(state: ObservationAxis, check: CheckRow, thresholds: Thresholds) -> ObservationAxis:
    outcome = Outcome.UNPROVED if check.outcome in SEEN else check.outcome
    counted = replace(
        state,
        outcome=outcome,
        detail=check.detail,
        bad_checks=state.bad_checks + 1,
        bad_since=state.bad_since or check.at,
        checks=_with(state.checks if state.bad_checks else (), check.id),
    )
    if outcome is Outcome.GONE:
        counted = replace(counted, gone_checks=state.gone_checks + 1, gone_since=state.gone_since or check.at)
    elif outcome is Outcome.UNPROVED:
        counted = replace(counted, gone_checks=0, gone_since=None)
    return _become(counted, _next(counted, outcome, check.at, thresholds), check)


def _next(state: ObservationAxis, outcome: Outcome, at: datetime, thresholds: Thresholds) -> ObservationState:
    if outcome in AT_ONCE:
        return AT_ONCE[outcome]

    def enough(checks: int, since: datetime | None) -> bool:
        return since is not None and checks >= thresholds.bad_looks and at - since >= thresholds.bad_span

    if outcome is Outcome.GONE and enough(state.gone_checks, state.gone_since):
        return ObservationState.GONE
    if state.state in _STAYS:
        return state.state
    if outcome is not Outcome.GONE and enough(state.bad_checks, state.bad_since):
        return ObservationState.BLIND
    return ObservationState.FAILING


def _good(state: ObservationAxis, check: CheckRow) -> ObservationAxis:
    good = replace(
        _cleared(state, check),
        limited=check.outcome is Outcome.LIMITED,
        first_ok=state.first_ok or check.at,
        last_ok=check.at if check.proves else state.last_ok,
        last_ok_check=check.id if check.proves else state.last_ok_check,
        last_proof=None if check.proves else check.at,
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
        silent_since=None,
        held_checks=0,
        checks=(check.id,),
    )


def _become(state: ObservationAxis, after: ObservationState, check: CheckRow) -> ObservationAxis:
    return state if after is state.state else replace(state, state=after, since=check.at)


def _with(checks: tuple[int, ...], check: int) -> tuple[int, ...]:
    return (*checks, check) if len(checks) < _KEPT_CHECKS else (checks[0], *checks[2:], check)
