"""The activity axis: from silence and the plan to a state.

Silence is measured between instants that were seen: from the last human act to the last check that proves something
(`ObservationAxis.last_ok`), never to a present that nobody saw. So nothing ages while an account cannot be seen.

First match:

| before                       | silence (effective), or else    | after                                             |
|------------------------------|---------------------------------|---------------------------------------------------|
| nothing seen yet             | watched <= new                  | new                                               |
| any                          | > abandoned                     | abandoned                                         |
| abandoned                    | > dormant                       | abandoned                                         |
| dormant, abandoned           | less, but not all of it seen,   | the same: who knows what the unseen time held     |
|                              | and no human act since          |                                                   |
| dormant, orphaned for 90 d   | > dormant                       | abandoned                                         |
| any                          | > dormant                       | dormant                                           |
| dormant, abandoned           | > overdue, a human act since    | dormant: it came, and it is over                  |
| dormant, abandoned           | a human act since               | recovering                                        |
| dormant after recovering     | > overdue, no human act since   | dormant                                           |
| recovering                   | > overdue                       | dormant: one token post does not buy 30 days      |
| recovering                   | > late, or less than a window   | recovering                                        |
| recovering                   | a whole window went by          | on_plan, or behind where less than 80 % was kept  |
| any, without a plan          |                                 | on_plan: nothing was promised                     |
| any                          | > overdue, or nothing seen yet  | overdue                                           |
| any                          | > late                          | late                                              |
| any                          | 80 % of the plan was kept       | on_plan                                           |
| late, overdue, behind        | less                            | behind                                            |
| any                          | less, at two weekly evaluations | behind                                            |
| any                          | less                            | on_plan                                           |

Counts that are lower bounds (a page restricted, acts entered by hand, a list that was all new) are enough: they show no
lack.
For the grace after a pause, or a time out of season, what would be overdue or worse is late; that wakes nobody.
The window of a recovery counts from the act; from where the plan was asked for, or could be seen, again if that is
later.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from monitor.metrics.measures import Measures
from monitor.model.account import Thresholds
from monitor.model.state import ActivityAxis, ActivityState

ASLEEP = frozenset({ActivityState.DORMANT, ActivityState.ABANDONED})
_TROUBLE = ASLEEP | {ActivityState.OVERDUE}
_SETTLED = frozenset({ActivityState.LATE, ActivityState.OVERDUE, ActivityState.BEHIND})


def next_activity(
    before: ActivityAxis, found: Measures, thresholds: Thresholds, orphaned_since: datetime | None = None
) -> ActivityAxis:
    """The axis after one judgement at `found.at`. `orphaned_since`: nobody answers for the account since then."""
    enough = found.kept is None or found.lower_bound or found.kept.share >= thresholds.behind_share
    before = _evaluated(before, found, enough)
    after = (
        _new(found)
        or _asleep(before, found, thresholds, orphaned_since)
        or _recovering(before, found, enough)
        or _awake(before, found, enough, thresholds)
    )
    slept = after in ASLEEP
    if after in _TROUBLE and resuming(found):
        slept = _slept(before)
        after = ActivityState.LATE if found.kept is not None else ActivityState.ON_PLAN
    return _become(before, after, found, slept=slept)


def resuming(found: Measures) -> bool:
    """Whether a pause ended so lately that whoever animates the account still has time to act."""
    return found.resumed is not None and found.at <= found.resumed + found.limits.grace


def _evaluated(before: ActivityAxis, found: Measures, enough: bool) -> ActivityAxis:
    """Once a week it is written down whether the plan was kept.

    The week in which judging begins, or begins again, counts for nothing: it may have ended an hour later.
    """
    if before.frozen or not before.behind_week:
        return replace(before, behind_week=found.week, behind_weeks=0)
    if before.behind_week == found.week:
        return replace(before, behind_weeks=0) if enough else before
    return replace(before, behind_week=found.week, behind_weeks=0 if enough else before.behind_weeks + 1)


def _new(found: Measures) -> ActivityState | None:
    return ActivityState.NEW if not found.ever and found.watched <= found.limits.new else None


def _asleep(
    before: ActivityAxis, found: Measures, thresholds: Thresholds, orphaned_since: datetime | None
) -> ActivityState | None:
    if found.silence > found.limits.abandoned:
        return ActivityState.ABANDONED
    relapsed = before.state in ASLEEP and before.recovering_since is not None and not _acted(before, found)
    if found.silence <= (found.limits.overdue if relapsed else found.limits.dormant):
        if not found.part_unseen or not _slept(before) or _acted(before, found):
            return None
        return before.state if before.state in ASLEEP else ActivityState.DORMANT
    deserted = (
        before.state is ActivityState.DORMANT
        and before.since is not None
        and orphaned_since is not None
        and found.at - max(before.since, orphaned_since) > thresholds.orphaned_dormant
    )
    return ActivityState.ABANDONED if before.state is ActivityState.ABANDONED or deserted else ActivityState.DORMANT


def _recovering(before: ActivityAxis, found: Measures, enough: bool) -> ActivityState | None:
    woken = before.state in ASLEEP and _acted(before, found)
    if not woken and before.state is not ActivityState.RECOVERING:
        return None
    if found.silence > found.limits.overdue:
        return ActivityState.DORMANT
    # What the plan did not ask for, or nobody could see, is no part of the window that must be kept.
    act = found.last_human if woken else before.recovering_since
    begun = max(filter(None, (act, found.asked_again)), default=found.at)
    if found.silence > found.limits.late or found.counting(begun) < found.window:
        return ActivityState.RECOVERING
    return ActivityState.ON_PLAN if enough else ActivityState.BEHIND


def _awake(before: ActivityAxis, found: Measures, enough: bool, thresholds: Thresholds) -> ActivityState:
    if found.kept is None:
        return ActivityState.ON_PLAN
    if found.silence > found.limits.overdue or not found.ever:
        return ActivityState.OVERDUE
    if found.silence > found.limits.late:
        return ActivityState.LATE
    if enough:
        return ActivityState.ON_PLAN
    settled = before.state in _SETTLED or before.behind_weeks >= thresholds.behind_evaluations
    return ActivityState.BEHIND if settled else ActivityState.ON_PLAN


def _acted(before: ActivityAxis, found: Measures) -> bool:
    """Whether somebody acted since the account fell asleep."""
    return found.last_human is not None and (before.slept_after is None or found.last_human > before.slept_after)


def _slept(before: ActivityAxis) -> bool:
    """Whether it is asleep, or was when a pause ended that leaves it a grace."""
    return before.state in ASLEEP or before.slept_after is not None


def _become(before: ActivityAxis, after: ActivityState, found: Measures, *, slept: bool) -> ActivityAxis:
    """The axis in its next state. `slept`: only an act says that it is awake."""
    if after is before.state:
        return replace(before, frozen=False)
    relapsed = after is ActivityState.DORMANT and before.state in (ActivityState.RECOVERING, ActivityState.ABANDONED)
    began = before.recovering_since if before.state is ActivityState.RECOVERING else found.last_human
    return replace(
        before,
        state=after,
        since=found.at,
        frozen=False,
        recovering_since=began if relapsed or after is ActivityState.RECOVERING else None,
        slept_after=found.last_human if slept else None,
    )
