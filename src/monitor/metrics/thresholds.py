"""When silence becomes a state: an account's plan turned into lengths of time. The formulas stand at `Thresholds`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from monitor.model.account import Cadence, Plan, Thresholds

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


def proof_limit(plan: Plan) -> timedelta:
    """How old the last good check may be, in plain days, before nothing is said of the account but that."""
    given, planned = plan.thresholds, limits(plan)
    return _within(planned.period + planned.grace, given.proof_min, given.proof_max) if planned else given.proof_min


def entered_limit(plan: Plan) -> timedelta:
    """The same of what people enter by hand."""
    given, planned = plan.thresholds, limits(plan)
    return max(planned.period + planned.grace, given.entered_min) if planned else given.entered_min


def _limits(cadence: Cadence, given: Thresholds) -> Limits:
    """What is set in the plan stands as it is set; what is not is never less than the state before it."""
    period = cadence.per
    grace = _within(period * given.grace_share, given.grace_min, given.grace_max)
    late = _set(given.late, period)
    overdue = _set(given.overdue, max(late, period + grace))
    asleep = _within(3 * period + grace, given.dormant_min, given.dormant_max)
    dormant = _set(given.dormant, max(overdue, period + 2 * grace, asleep))
    left = _within(6 * period, given.abandoned_min, given.abandoned_max)
    abandoned = _set(given.abandoned, max(dormant + given.abandoned_after_dormant, left))
    return Limits(period, grace, late, overdue, dormant, abandoned, max(period + grace, given.new_min))


def _set(given: timedelta | None, otherwise: timedelta) -> timedelta:
    return given if given is not None else otherwise


def _within(length: timedelta, least: timedelta, most: timedelta) -> timedelta:
    return min(max(length, least), most)
