"""The observation axis: what a look does to it.

| outcome                                                        | the account is                              |
|----------------------------------------------------------------|---------------------------------------------|
| ok, limited                                                    | ok                                          |
| temporary, rate_limited, quota, unauthorised, blocked,         | failing; blind after 3 bad looks since the  |
| login_required, changed_format                                 | last good one, over 24 h or more            |
| identity_changed                                               | blind at once                               |
| gone                                                           | failing; gone after 3 such looks since the  |
|                                                                | last good one, over 24 h or more            |
| suspended, private, moved                                      | that, at once                               |
| manual                                                         | manual: no look was made, none was bad      |

Only a good look resets the counts. What was blind, gone, suspended, private or moved stays so over later bad looks,
until one says more. `last_ok` is the last good look that proves silence: one that is complete and, where the page is
limited, shows activities. Any other (an old copy from a cache, a document cut short, a restricted page that is empty)
is evidence of the acts that it shows, and of no more.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from monitor.model.account import Thresholds
from monitor.model.check import SEEN, Outcome
from monitor.model.state import LookRow, Seen, SeenState

AT_ONCE = {
    Outcome.IDENTITY_CHANGED: Seen.BLIND,
    Outcome.SUSPENDED: Seen.SUSPENDED,
    Outcome.PRIVATE: Seen.PRIVATE,
    Outcome.MOVED: Seen.MOVED,
}
_STAYS = frozenset({Seen.BLIND, Seen.GONE, Seen.SUSPENDED, Seen.PRIVATE, Seen.MOVED})
_KEPT_LOOKS = 5  # ids of looks that a state rests on: the first and the last ones


def after_look(state: SeenState, look: LookRow, thresholds: Thresholds) -> SeenState:
    """The axis after one more look. A look that is not newer than those counted already changes nothing."""
    if state.looks and look.id <= state.looks[-1]:
        return state
    if look.outcome in SEEN:
        return _good(state, look)
    if look.outcome is Outcome.MANUAL:
        return _become(_cleared(state, look), Seen.MANUAL, look)
    counted = replace(
        state,
        outcome=look.outcome,
        detail=look.detail,
        bad_looks=state.bad_looks + 1,
        bad_since=state.bad_since or look.at,
        looks=_with(state.looks if state.bad_looks else (), look.id),
    )
    if look.outcome is Outcome.GONE:
        counted = replace(counted, gone_looks=state.gone_looks + 1, gone_since=state.gone_since or look.at)
    return _become(counted, _next(counted, look, thresholds), look)


def _next(state: SeenState, look: LookRow, thresholds: Thresholds) -> Seen:
    if look.outcome in AT_ONCE:
        return AT_ONCE[look.outcome]

    def enough(looks: int, since: datetime | None) -> bool:
        return since is not None and looks >= thresholds.bad_looks and look.at - since >= thresholds.bad_span

    if look.outcome is Outcome.GONE and enough(state.gone_looks, state.gone_since):
        return Seen.GONE
    if state.seen in _STAYS:
        return state.seen
    if look.outcome is not Outcome.GONE and enough(state.bad_looks, state.bad_since):
        return Seen.BLIND
    return Seen.FAILING


def _good(state: SeenState, look: LookRow) -> SeenState:
    proves = look.complete and (look.outcome is not Outcome.LIMITED or look.activities > 0)
    good = replace(
        _cleared(state, look),
        limited=look.outcome is Outcome.LIMITED,
        first_ok=state.first_ok or look.at,
        last_ok=look.at if proves else state.last_ok,
        last_ok_look=look.id if proves else state.last_ok_look,
    )
    return _become(good, Seen.OK, look)


def _cleared(state: SeenState, look: LookRow) -> SeenState:
    return replace(
        state,
        outcome=look.outcome,
        detail=look.detail,
        limited=False,
        bad_looks=0,
        bad_since=None,
        gone_looks=0,
        gone_since=None,
        looks=(look.id,),
    )


def _become(state: SeenState, seen: Seen, look: LookRow) -> SeenState:
    return state if seen is state.seen else replace(state, seen=seen, since=look.at)


def _with(looks: tuple[int, ...], look: int) -> tuple[int, ...]:
    return (*looks, look) if len(looks) < _KEPT_LOOKS else (looks[0], *looks[2:], look)
