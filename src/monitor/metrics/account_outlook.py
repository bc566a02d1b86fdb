"""The outlook of an account as it is judged: from its counts by day, in days that count.

The silence is the judge's own (pauses and days out of season left out). Nothing is foreseen where acts may have been
missed (a limited page, acts entered by hand, a list that was all new), nor before anybody ever acted.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from monitor.metrics.measures import Measures
from monitor.metrics.outlook import Outlook, after
from monitor.metrics.rhythm import DAY, ENOUGH, rhythm
from monitor.model.account import Account, Plan
from monitor.model.state import Record

_DAY: Final = timedelta(days=1)
_NOON: Final = 43_200


def foresee(account: Account, record: Record, found: Measures | None) -> Outlook | None:
    """The outlook at `found.at`; None where nothing can be foreseen."""
    if found is None or not found.ever or found.lower_bound:
        return None
    acted = [day.toordinal() * DAY + _NOON for day, count in sorted(record.days.items()) if count.human > 0]
    born = record.facts.created
    first = born.astimezone(found.zone).date().toordinal() * DAY if born is not None else None
    return after(rhythm(acted, first), found.silence / _DAY, planned_days(account.plan))


def planned_days(plan: Plan) -> float | None:
    """How many posting days a day the plan asks, at most one; None where it asks none."""
    cadence = plan.publish
    return min(1.0, cadence.count / (cadence.per / _DAY)) if cadence is not None else None


def is_off_rhythm(outlook: Outlook | None) -> bool:
    """Whether the silence is off the account's rhythm, and enough of that is known."""
    return outlook is not None and outlook.gaps >= ENOUGH - 1 and outlook.off_rhythm
