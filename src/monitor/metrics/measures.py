"""What is measured of an account when it is judged: silence, how long it was watched, how much of the plan was kept.

All of it at one instant, the last look that proves something (`SeenState.last_ok`): nothing is measured up to a present
that nobody saw.

| last human act | what else was seen | silence counts from                                                |
|----------------|--------------------|--------------------------------------------------------------------|
| known          |                    | that act                                                           |
| none           | copied items       | the first day of which items are known, or the declared opening    |
| none           | nothing            | the declared opening, else the first good look                     |
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from monitor.metrics.cadence import Kept, kept, window
from monitor.metrics.silence import effective, excluded_spans
from monitor.metrics.thresholds import UNPLANNED, Limits
from monitor.model.plan import Account
from monitor.model.state import Record, SeenState

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Measures:
    """All at `at`. `since` is where silence counts from; `ever` is False where no person was ever seen to act.

    `watched` is how long the account is known; `kept` is None without a plan; `window` is the plan's window of
    measurement; `week` the ISO week of `at` in the brand's zone; `resumed` the time since the last pause ended.
    """

    at: datetime
    since: datetime
    silence: timedelta
    ever: bool
    watched: timedelta
    kept: Kept | None
    window: timedelta
    week: str
    last_human: datetime | None
    resumed: timedelta | None
    limits: Limits


def measure(account: Account, seen: SeenState, record: Record, zone: ZoneInfo, limits: Limits) -> Measures | None:
    """The measures of an account; None where no look proves anything yet."""
    at = seen.last_ok
    if at is None:
        return None
    plan, excluded = account.plan, excluded_spans(account)
    first_ok = seen.first_ok or at
    begun = _begun(account, first_ok, record, zone)
    since = record.last_human or begun
    local = at.astimezone(zone).date().isocalendar()
    return Measures(
        at=at,
        since=since,
        silence=effective(since, at, excluded, zone),
        ever=record.last_human is not None,
        watched=effective(min(begun, first_ok) if record.days else first_ok, at, excluded, zone),
        kept=kept(record.days, plan.publish, plan.thresholds, at, zone, excluded) if plan.publish else None,
        window=window(plan.publish or UNPLANNED, plan.thresholds),
        week=f"{local.year}-W{local.week:02}",
        last_human=record.last_human,
        resumed=_resumed(account, at, zone),
        limits=limits,
    )


def _begun(account: Account, first_ok: datetime, record: Record, zone: ZoneInfo) -> datetime:
    """Since when somebody could have acted, as far as is known."""
    known = [_midnight(day, zone) for day in (account.opened, min(record.days, default=None)) if day is not None]
    return min(known, default=first_ok)


def _resumed(account: Account, at: datetime, zone: ZoneInfo) -> timedelta | None:
    ends = [_midnight(pause.end + _DAY, zone) for pause in account.pauses if pause.end is not None]
    over = [end for end in ends if end <= at]
    return at - max(over) if over else None


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)
