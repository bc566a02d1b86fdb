"""The activity axis: from silence and the plan to a state.

Silence is measured between instants that were seen: from the last human act to the last look that proves something
(`SeenState.last_ok`), never to a present that nobody saw. So nothing ages while an account cannot be seen.

| before                       | silence (effective)      | after                                                    |
|------------------------------|--------------------------|----------------------------------------------------------|
| any but recovering           | > abandoned              | abandoned                                                |
| any but recovering           | > dormant                | dormant                                                  |
| dormant, orphaned for 90 d   | any longer               | abandoned                                                |
| dormant, abandoned           | a human act since        | recovering                                               |
| recovering                   | > overdue                | dormant: one token post does not buy 30 days             |
| recovering                   | a whole window went by   | on_plan, or behind                                       |
| new, nothing seen yet        | watched <= new           | new                                                      |
| new, nothing seen yet        | longer                   | overdue, and on from there                               |
| new, on_plan, behind, late, overdue | > overdue         | overdue                                                  |
| new, on_plan, behind, late, overdue | > late            | late                                                     |
| new, late, overdue           | <= late                  | on_plan, or behind where less than 80 % was kept         |
| on_plan                      | <= late                  | behind after two weekly evaluations in a row below 80 %  |
| behind                       | <= late                  | on_plan once 80 % is kept                                |

Where a pause ended, what would be overdue or worse is late until the grace is over. Without a plan nothing is late.
"""

from __future__ import annotations

from dataclasses import replace

from monitor.metrics.measures import Measures
from monitor.metrics.thresholds import Limits
from monitor.model.plan import Thresholds
from monitor.model.state import Pulse, PulseState

_ASLEEP = frozenset({Pulse.DORMANT, Pulse.ABANDONED})
_TROUBLE = frozenset({Pulse.OVERDUE, Pulse.DORMANT, Pulse.ABANDONED})


def next_pulse(
    before: PulseState, found: Measures, limits: Limits, thresholds: Thresholds, *, orphaned: bool = False
) -> PulseState:
    """The axis after one judgement at `found.at`. `orphaned`: nobody answers for the account."""
    enough = found.kept is None or found.kept.share >= thresholds.behind_share
    before = _evaluated(before, found, enough)
    asleep = _asleep(before, found, limits, thresholds, orphaned)
    after = _after(before, found, limits, enough, thresholds, asleep)
    if found.resumed is not None and found.resumed <= limits.grace and after in _TROUBLE:
        after = Pulse.LATE
    recovering = found.last_human if after is Pulse.RECOVERING else None
    if after is before.pulse:
        return replace(before, frozen=False, recovering_since=before.recovering_since or recovering)
    return replace(before, pulse=after, since=found.at, frozen=False, recovering_since=recovering)


def _evaluated(before: PulseState, found: Measures, enough: bool) -> PulseState:
    """Once a week it is written down whether the plan was kept."""
    if before.behind_week == found.week:
        return replace(before, behind_weeks=0) if enough else before
    return replace(before, behind_week=found.week, behind_weeks=0 if enough else before.behind_weeks + 1)


def _after(
    before: PulseState,
    found: Measures,
    limits: Limits,
    enough: bool,
    thresholds: Thresholds,
    asleep: Pulse | None,
) -> Pulse:
    if before.pulse is Pulse.RECOVERING:
        return _recovering(before, found, limits, enough)
    if asleep is not None:
        return asleep
    if before.pulse in _ASLEEP:
        return Pulse.RECOVERING
    if not found.ever and found.watched <= limits.new:
        return Pulse.NEW
    if found.kept is None:
        return Pulse.ON_PLAN
    if found.silence > limits.overdue or not found.ever:
        return Pulse.OVERDUE
    if found.silence > limits.late:
        return Pulse.LATE
    if enough:
        return Pulse.ON_PLAN
    settled = before.pulse not in (None, Pulse.ON_PLAN) or before.behind_weeks >= thresholds.behind_evaluations
    return Pulse.BEHIND if settled else Pulse.ON_PLAN


def _asleep(
    before: PulseState, found: Measures, limits: Limits, thresholds: Thresholds, orphaned: bool
) -> Pulse | None:
    if not found.ever and found.watched <= limits.new:
        return None
    if found.silence > limits.abandoned:
        return Pulse.ABANDONED
    if found.silence <= limits.dormant:
        return None
    if before.pulse is Pulse.DORMANT and before.since is not None and orphaned:
        return Pulse.ABANDONED if found.at - before.since > thresholds.orphaned_dormant else Pulse.DORMANT
    return Pulse.ABANDONED if before.pulse is Pulse.ABANDONED else Pulse.DORMANT


def _recovering(before: PulseState, found: Measures, limits: Limits, enough: bool) -> Pulse:
    if found.silence > limits.overdue:
        return Pulse.DORMANT
    since = before.recovering_since or before.since or found.at
    if found.at - since < found.window:
        return Pulse.RECOVERING
    return Pulse.ON_PLAN if enough else Pulse.BEHIND
