"""When silence becomes a state: an account's plan turned into five lengths of time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from monitor.model.plan import Cadence, Plan, Thresholds

UNPLANNED = Cadence(1, timedelta(days=30), "")  # what an account without a plan is measured by: dormant at 90 days


@dataclass(frozen=True, slots=True)
class Limits:
    """Lengths of effective silence. A state begins when the silence is longer (`>`)."""

    period: timedelta
    grace: timedelta
    late: timedelta
    overdue: timedelta
    dormant: timedelta
    abandoned: timedelta
    new: timedelta  # observed for so long, and still nothing


def limits(plan: Plan) -> Limits | None:
    """The limits of a plan; None where it promises no publishing, so that nothing can be late."""
    return _limits(plan.publish, plan.thresholds) if plan.publish is not None else None


def limits_or_default(plan: Plan) -> Limits:
    """The limits of a plan, or those of an unplanned account."""
    return _limits(plan.publish or UNPLANNED, plan.thresholds)


def _limits(cadence: Cadence, given: Thresholds) -> Limits:
    period = cadence.per
    grace = _within(period * given.grace_share, given.grace_min, given.grace_max)
    late = given.late or period
    overdue = given.overdue or period + grace
    dormant = given.dormant or max(
        period + 2 * grace, _within(3 * period + grace, given.dormant_min, given.dormant_max)
    )
    abandoned = given.abandoned or max(
        dormant + given.abandoned_after_dormant, _within(6 * period, given.abandoned_min, given.abandoned_max)
    )
    return Limits(period, grace, late, overdue, dormant, abandoned, max(period + grace, given.new_min))


def _within(length: timedelta, least: timedelta, most: timedelta) -> timedelta:
    return min(max(length, least), most)
