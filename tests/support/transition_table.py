"""Which change of an axis there may be, and by which rule: the tables that docs/health.md shows, as data.

What makes a change is decided elsewhere (judge/activity_state.py, judge/observation_state.py). Tests walk through
whole lives and hold that no change occurs that does not stand here, and that every one that stands here does occur.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from monitor.model.state import ActivityState, ObservationState

_AWAKE: Final = (
    ActivityState.NEW,
    ActivityState.ON_PLAN,
    ActivityState.BEHIND,
    ActivityState.LATE,
    ActivityState.OVERDUE,
)
_ASLEEP: Final = (ActivityState.DORMANT, ActivityState.ABANDONED)
_PROVED: Final = "one check proves such a silence at once"
_CORRECTED: Final = "the plan asks less than it did, or days count no more"


@dataclass(frozen=True, slots=True)
class Change:
    """From each of `before` to `after`; None is what was never judged yet. `usual`: it stands in the diagram."""

    before: tuple[ActivityState | ObservationState | None, ...]
    after: ActivityState | ObservationState
    rule: str
    usual: bool = True


def _but(*left_out: ObservationState) -> tuple[ObservationState, ...]:
    return tuple(seen for seen in ObservationState if seen not in left_out)


ACTIVITY: Final = (
    Change((None,), ActivityState.NEW, "nothing seen yet, and watched for no longer than P + G, or 7 days"),
    Change((None,), ActivityState.ON_PLAN, "visible history skips new; nothing is late where nothing was planned"),
    Change(
        (ActivityState.NEW, ActivityState.LATE, ActivityState.OVERDUE, ActivityState.BEHIND),
        ActivityState.ON_PLAN,
        "silence at most P, 80 % of the plan kept",
    ),
    Change((ActivityState.NEW,), ActivityState.OVERDUE, "watched for longer than P + G, and 7 days, and still nothing"),
    Change(
        (ActivityState.ON_PLAN,),
        ActivityState.BEHIND,
        "silence at most P, less than 80 % kept at two weekly evaluations",
    ),
    Change(
        (ActivityState.LATE, ActivityState.OVERDUE), ActivityState.BEHIND, "posted again, but less than 80 % was kept"
    ),
    Change((ActivityState.ON_PLAN, ActivityState.BEHIND), ActivityState.LATE, "silence longer than P"),
    Change((ActivityState.LATE,), ActivityState.OVERDUE, "silence longer than P + G"),
    Change((ActivityState.OVERDUE,), ActivityState.DORMANT, "silence longer than D"),
    Change(
        (ActivityState.DORMANT,),
        ActivityState.ABANDONED,
        "silence as tabled, or dormant and without an owner for 90 days",
    ),
    Change((ActivityState.DORMANT, ActivityState.ABANDONED), ActivityState.RECOVERING, "a person acted"),
    Change((ActivityState.RECOVERING,), ActivityState.ON_PLAN, "a whole window went by, 80 % of the plan kept"),
    Change((ActivityState.RECOVERING,), ActivityState.BEHIND, "a whole window went by, less than 80 % kept"),
    Change((ActivityState.RECOVERING,), ActivityState.DORMANT, "silent again for longer than P + G"),
    # one check proves more than one step
    Change((None, ActivityState.NEW), ActivityState.LATE, _PROVED, usual=False),
    Change((None, ActivityState.ON_PLAN, ActivityState.BEHIND), ActivityState.OVERDUE, _PROVED, usual=False),
    Change(
        (None, ActivityState.NEW, ActivityState.ON_PLAN, ActivityState.BEHIND, ActivityState.LATE),
        ActivityState.DORMANT,
        _PROVED,
        usual=False,
    ),
    Change((None, *_AWAKE, ActivityState.RECOVERING), ActivityState.ABANDONED, _PROVED, usual=False),
    Change(
        (ActivityState.NEW,), ActivityState.BEHIND, "the first acts are seen, and less than 80 % was kept", usual=False
    ),
    # what is declared changes
    Change(
        (ActivityState.OVERDUE, *_ASLEEP, ActivityState.RECOVERING),
        ActivityState.LATE,
        "a pause ended: G to act; or the plan asks less than it did",
        usual=False,
    ),
    Change(_ASLEEP, ActivityState.OVERDUE, _CORRECTED, usual=False),
    Change(_ASLEEP, ActivityState.BEHIND, _CORRECTED, usual=False),
    Change(_ASLEEP, ActivityState.ON_PLAN, _CORRECTED, usual=False),
    Change((ActivityState.ABANDONED,), ActivityState.DORMANT, _CORRECTED, usual=False),
    Change(
        (ActivityState.ON_PLAN, ActivityState.LATE, ActivityState.OVERDUE, *_ASLEEP),
        ActivityState.NEW,
        "nobody ever acted, and the clock began again with the lifecycle or the plan",
        usual=False,
    ),
)
OBSERVATION: Final = (
    Change(_but(ObservationState.OK), ObservationState.OK, "a good check"),
    Change(
        (ObservationState.UNSEEN, ObservationState.OK, ObservationState.MANUAL), ObservationState.FAILING, "a bad check"
    ),
    Change(
        (ObservationState.FAILING,), ObservationState.BLIND, "3 bad checks over 24 h or more; another account answers"
    ),
    Change(
        _but(ObservationState.FAILING, ObservationState.BLIND),
        ObservationState.BLIND,
        "another account answers",
        usual=False,
    ),
    Change(
        (
            ObservationState.FAILING,
            ObservationState.BLIND,
            ObservationState.SUSPENDED,
            ObservationState.MOVED,
            ObservationState.PRIVATE,
        ),
        ObservationState.GONE,
        "absent in 3 checks, the first and the last 24 h apart",
    ),
    Change(_but(ObservationState.SUSPENDED), ObservationState.SUSPENDED, "the network says so"),
    Change(_but(ObservationState.MOVED), ObservationState.MOVED, "the network says so"),
    Change(_but(ObservationState.PRIVATE), ObservationState.PRIVATE, "the network says so"),
    Change(_but(ObservationState.MANUAL), ObservationState.MANUAL, "people enter what they saw"),
)


def pairs(
    changes: Iterable[Change],
) -> frozenset[tuple[ActivityState | ObservationState | None, ActivityState | ObservationState]]:
    """All that may be before a change, with what is after it."""
    return frozenset((before, change.after) for change in changes for before in change.before)
