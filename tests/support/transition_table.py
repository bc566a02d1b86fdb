"""Which change of an axis there may be, and by which rule: the tables that docs/health.md shows, as data.

What makes a change is decided elsewhere (judge/activity_state.py, judge/observation_state.py). Tests walk through
whole lives and hold that no change occurs that does not stand here, and that every one that stands here does occur.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from monitor.model.state import Pulse, Seen

_AWAKE: Final = (Pulse.NEW, Pulse.ON_PLAN, Pulse.BEHIND, Pulse.LATE, Pulse.OVERDUE)
_ASLEEP: Final = (Pulse.DORMANT, Pulse.ABANDONED)
_PROVED: Final = "one look proves such a silence at once"
_CORRECTED: Final = "the plan asks less than it did, or days count no more"


@dataclass(frozen=True, slots=True)
class Change:
    """From each of `before` to `after`; None is what was never judged yet. `usual`: it stands in the diagram."""

    before: tuple[Pulse | Seen | None, ...]
    after: Pulse | Seen
    rule: str
    usual: bool = True


def _but(*left_out: Seen) -> tuple[Seen, ...]:
    return tuple(seen for seen in Seen if seen not in left_out)


ACTIVITY: Final = (
    Change((None,), Pulse.NEW, "nothing seen yet, and watched for no longer than P + G, or 7 days"),
    Change((None,), Pulse.ON_PLAN, "visible history skips new; nothing is late where nothing was planned"),
    Change(
        (Pulse.NEW, Pulse.LATE, Pulse.OVERDUE, Pulse.BEHIND), Pulse.ON_PLAN, "silence at most P, 80 % of the plan kept"
    ),
    Change((Pulse.NEW,), Pulse.OVERDUE, "watched for longer than P + G, and 7 days, and still nothing"),
    Change((Pulse.ON_PLAN,), Pulse.BEHIND, "silence at most P, less than 80 % kept at two weekly evaluations"),
    Change((Pulse.LATE, Pulse.OVERDUE), Pulse.BEHIND, "posted again, but less than 80 % was kept"),
    Change((Pulse.ON_PLAN, Pulse.BEHIND), Pulse.LATE, "silence longer than P"),
    Change((Pulse.LATE,), Pulse.OVERDUE, "silence longer than P + G"),
    Change((Pulse.OVERDUE,), Pulse.DORMANT, "silence longer than D"),
    Change((Pulse.DORMANT,), Pulse.ABANDONED, "silence as tabled, or dormant and without an owner for 90 days"),
    Change((Pulse.DORMANT, Pulse.ABANDONED), Pulse.RECOVERING, "a person acted"),
    Change((Pulse.RECOVERING,), Pulse.ON_PLAN, "a whole window went by, 80 % of the plan kept"),
    Change((Pulse.RECOVERING,), Pulse.BEHIND, "a whole window went by, less than 80 % kept"),
    Change((Pulse.RECOVERING,), Pulse.DORMANT, "silent again for longer than P + G"),
    # one look proves more than one step
    Change((None, Pulse.NEW), Pulse.LATE, _PROVED, usual=False),
    Change((None, Pulse.ON_PLAN, Pulse.BEHIND), Pulse.OVERDUE, _PROVED, usual=False),
    Change((None, Pulse.NEW, Pulse.ON_PLAN, Pulse.BEHIND, Pulse.LATE), Pulse.DORMANT, _PROVED, usual=False),
    Change((None, *_AWAKE, Pulse.RECOVERING), Pulse.ABANDONED, _PROVED, usual=False),
    Change((Pulse.NEW,), Pulse.BEHIND, "the first acts are seen, and less than 80 % was kept", usual=False),
    # what is declared changes
    Change(
        (Pulse.OVERDUE, *_ASLEEP, Pulse.RECOVERING),
        Pulse.LATE,
        "a pause ended: G to act; or the plan asks less than it did",
        usual=False,
    ),
    Change(_ASLEEP, Pulse.OVERDUE, _CORRECTED, usual=False),
    Change(_ASLEEP, Pulse.BEHIND, _CORRECTED, usual=False),
    Change(_ASLEEP, Pulse.ON_PLAN, _CORRECTED, usual=False),
    Change((Pulse.ABANDONED,), Pulse.DORMANT, _CORRECTED, usual=False),
    Change(
        (Pulse.ON_PLAN, Pulse.LATE, Pulse.OVERDUE, *_ASLEEP),
        Pulse.NEW,
        "nobody ever acted, and the clock began again with the lifecycle or the plan",
        usual=False,
    ),
)
OBSERVATION: Final = (
    Change(_but(Seen.OK), Seen.OK, "a good look"),
    Change((Seen.UNSEEN, Seen.OK, Seen.MANUAL), Seen.FAILING, "a bad look"),
    Change((Seen.FAILING,), Seen.BLIND, "3 bad looks over 24 h or more; another account answers"),
    Change(
        _but(Seen.FAILING, Seen.BLIND),
        Seen.BLIND,
        "another account answers",
        usual=False,
    ),
    Change(
        (Seen.FAILING, Seen.BLIND, Seen.SUSPENDED, Seen.MOVED, Seen.PRIVATE),
        Seen.GONE,
        "absent in 3 looks, the first and the last 24 h apart",
    ),
    Change(_but(Seen.SUSPENDED), Seen.SUSPENDED, "the network says so"),
    Change(_but(Seen.MOVED), Seen.MOVED, "the network says so"),
    Change(_but(Seen.PRIVATE), Seen.PRIVATE, "the network says so"),
    Change(_but(Seen.MANUAL), Seen.MANUAL, "people enter what they saw"),
)


def pairs(changes: Iterable[Change]) -> frozenset[tuple[Pulse | Seen | None, Pulse | Seen]]:
    """All that may be before a change, with what is after it."""
    return frozenset((before, change.after) for change in changes for before in change.before)
