"""The one word shown: the first row that matches.

| row | holds where                                        | shown         |
|-----|----------------------------------------------------|---------------|
| 1   | declared closed, closing or planned                | that          |
| 2   | gone, and nothing was ever seen there              | blind         |
| 3   | gone, suspended, moved, private or blind           | that          |
| 4   | paused, reserved, or out of season                 | that          |
| 5   | its own word: nothing more will come               | finished      |
| 6   | abandoned, dormant                                 | that          |
| 7   | the last good check is too old (proof_age.py)      | blind         |
| 8   | on autopilot and unresponsive                      | inanimate     |
| 9   | recovering, overdue, late, behind, new, on_plan    | that          |
| 10  | nothing was seen, or entered, yet                  | unseen        |
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from monitor.metrics.silence import within
from monitor.model.account import Account, Lifecycle, Span
from monitor.model.state import ActivityState, Flag, ObservationState, Status


class DeclaredState(StrEnum):
    """What the declared lifecycle comes to on a day; `finished` is what the account itself declares."""

    ANIMATED = "animated"
    CLOSED = "closed"
    CLOSING = "closing"
    PLANNED = "planned"
    PAUSED = "paused"
    RESERVED = "reserved"
    OUT_OF_SEASON = "out_of_season"
    FINISHED = "finished"


_DECLARED: dict[Lifecycle, DeclaredState] = {
    Lifecycle.CLOSED: DeclaredState.CLOSED,
    Lifecycle.CLOSING: DeclaredState.CLOSING,
    Lifecycle.PLANNED: DeclaredState.PLANNED,
    Lifecycle.PAUSED: DeclaredState.PAUSED,
    Lifecycle.RESERVED: DeclaredState.RESERVED,
}
_FIRST = frozenset({DeclaredState.CLOSED, DeclaredState.CLOSING, DeclaredState.PLANNED})
_INVISIBLE: dict[ObservationState, Status] = {
    ObservationState.GONE: Status.GONE,
    ObservationState.SUSPENDED: Status.SUSPENDED,
    ObservationState.MOVED: Status.MOVED,
    ObservationState.PRIVATE: Status.PRIVATE,
    ObservationState.BLIND: Status.BLIND,
}
INVISIBLE = frozenset(_INVISIBLE.values())


def declared_on(account: Account, day: date) -> DeclaredState:
    """What is declared for the day: the lifecycle, its pauses and seasons."""
    if account.lifecycle in _DECLARED:
        return _DECLARED[account.lifecycle]
    if pause_on(account, day) is not None:
        return DeclaredState.PAUSED
    if account.lifecycle is Lifecycle.SEASONAL and within(account.seasons, day) is None:
        return DeclaredState.OUT_OF_SEASON
    return DeclaredState.ANIMATED


def pause_on(account: Account, day: date) -> Span | None:
    return within(account.pauses, day)


def visible(observation: ObservationState) -> bool:
    """Whether what the account does can be judged at all."""
    return observation not in _INVISIBLE and observation is not ObservationState.UNSEEN


def shown(
    declared: DeclaredState,
    observation: ObservationState,
    activity: ActivityState | None,
    flags: frozenset[Flag],
    *,
    never: bool = False,
    old: bool = False,
) -> Status:
    """The first match of the table. `never`: nothing was ever seen there; `old`: the last good check is too old."""
    if declared in _FIRST:
        return Status(declared.value)
    if observation in _INVISIBLE:
        return Status.BLIND if never and observation is ObservationState.GONE else _INVISIBLE[observation]
    if declared is not DeclaredState.ANIMATED:
        return Status(declared.value)
    if activity in (ActivityState.ABANDONED, ActivityState.DORMANT):
        return Status(activity.value)
    if old:
        return Status.BLIND
    if activity is None:
        return Status.UNSEEN
    return Status.INANIMATE if {Flag.AUTOPILOT, Flag.UNRESPONSIVE} <= flags else Status(activity.value)


def is_inanimate(status: Status) -> bool:
    """Nobody animates it: active or in season, visible, and dormant, abandoned, or on autopilot and unresponsive."""
    return status in (Status.ABANDONED, Status.DORMANT, Status.INANIMATE)
