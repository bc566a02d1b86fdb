"""How old the last good check may be, before nothing is said of an account but that it was not seen.

First match:

| account                                             | how old at most              | past it                       |
|-----------------------------------------------------|------------------------------|-------------------------------|
| paused, reserved, planned, closing, closed,         | any age                      |                               |
| out of season                                       |                              |                               |
| entered by hand                                     | P + G, at least 45 days      | "nothing entered since"       |
| dormant, abandoned                                  | any age                      |                               |
| with a plan                                         | P + G, at least 14 days and  | blind: "not seen since"       |
|                                                     | at most 60                   |                               |
| without a plan                                      | 14 days                      | blind: "not seen since"       |

A check is good that proves, or brings a new act (judge/observation_state.py). Days off count: they excuse nobody from
checking. What was seen asleep stays so, frozen: that it was not seen since is no sign of life.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.judge.status import DeclaredState
from monitor.metrics.thresholds import entered_limit, proof_limit
from monitor.model.account import Plan
from monitor.model.state import ObservationAxis, ObservationState

_NAMED = frozenset({ObservationState.SUSPENDED, ObservationState.PRIVATE, ObservationState.MOVED})


def oldest(axis: ObservationAxis, plan: Plan) -> timedelta:
    """How old the last good check, or the last entry, may be."""
    return entered_limit(plan) if axis.state is ObservationState.MANUAL else proof_limit(plan)


def is_old(declared: DeclaredState, axis: ObservationAxis, plan: Plan, now: datetime) -> bool:
    """Whether it is too old at `now`; never where nothing is expected, or nothing was seen yet."""
    at = axis.proved_at
    return declared is DeclaredState.ANIMATED and at is not None and now - at > oldest(axis, plan)


def never_seen(axis: ObservationAxis) -> bool:
    """Whether checks were made, and nothing was ever seen there, nor named by the network: the address may be wrong."""
    checked = axis.bad_checks > 0 and axis.state not in _NAMED
    return checked and axis.first_ok is None and axis.proved_at is None
