"""Hours a week: what the plans promise, what the observed acts are estimated to have taken, what people have.

Estimated hours are acts times the minutes that the organisation states for each. They are estimates, and shown as such;
what cannot be seen (moderation, private messages) is not in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.model.plan import Account, Cadence, Effort, Lifecycle, Person
from monitor.model.state import DayCount

WEEKS = 4  # over which acts are averaged
_WEEK = timedelta(days=7)
_ANIMATED = frozenset({Lifecycle.ACTIVE, Lifecycle.SEASONAL})


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours a week. `available` is None where nobody said how many there are."""

    promised: float = 0.0
    estimated: float = 0.0
    available: float | None = None

    @property
    def over(self) -> float:
        """Promised hours that nobody has."""
        return max(0.0, self.promised - self.available) if self.available is not None else 0.0


def promised(account: Account, effort: Effort) -> float:
    """Hours a week that the account's plan promises: as stated, else from its cadences."""
    if account.lifecycle not in _ANIMATED:
        return 0.0
    plan = account.plan
    if plan.hours_per_week is not None:
        return plan.hours_per_week
    minutes = (
        _weekly(plan.publish) * effort.publish
        + _weekly(plan.curate) * effort.curate
        + _weekly(plan.outreach) * effort.outreach
    )
    return minutes / 60


def estimated(days: Mapping[date, DayCount], effort: Effort, at: datetime, zone: ZoneInfo) -> float:
    """Hours a week that the acts of people in the last four weeks are estimated to have taken."""
    end = at.astimezone(zone).date()
    since = end - timedelta(days=7 * WEEKS - 1)
    minutes = sum(
        (count.post - count.copied) * effort.publish + count.share * effort.curate + count.reply * effort.reply
        for day, count in days.items()
        if since <= day <= end
    )
    return minutes / 60 / WEEKS


def of_person(person: Person, accounts: Iterable[tuple[Account, Hours]]) -> Hours:
    """What the accounts that a person owns ask of that person."""
    own = [hours for account, hours in accounts if account.owner == person.id]
    return Hours(
        sum(hours.promised for hours in own),
        sum(hours.estimated for hours in own),
        0.0 if person.left else person.hours_per_week,
    )


def of_brand(accounts: Iterable[Hours], people: Iterable[Person]) -> Hours:
    """What a brand's accounts ask, against the hours of those who own them."""
    hours = list(accounts)
    known = [person.hours_per_week for person in people if not person.left and person.hours_per_week is not None]
    return Hours(sum(one.promised for one in hours), sum(one.estimated for one in hours), sum(known) if known else None)


def _weekly(cadence: Cadence | None) -> float:
    return cadence.count * (_WEEK / cadence.per) if cadence is not None else 0.0
