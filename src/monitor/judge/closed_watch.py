"""The watch on closed accounts: closed is what is left alone, not what still posts or is still being asked.

What happened on the day of the closing itself counts for nothing: that day has a last word.
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from monitor.judge.reason_catalogue import reason
from monitor.model.account import Account, Lifecycle
from monitor.model.state import Reason, Record, State, Status


def closed_on(account: Account, state: State, zone: ZoneInfo) -> date | None:
    """The day on which it was to close; where the plan names none, that on which it was seen closed.

    None: it is not, or nobody knows since when.
    """
    if account.lifecycle is not Lifecycle.CLOSED:
        return None
    if account.closing_on is not None:
        return account.closing_on
    if state.status is not Status.CLOSED or state.status_since is None:
        return None
    return state.status_since.astimezone(zone).date()


def signs_of_life(account: Account, state: State, record: Record, zone: ZoneInfo) -> tuple[Reason, ...]:
    """What was published, or asked, after the account closed."""
    closed, found = closed_on(account, state, zone), []
    if closed is None:
        return ()
    if record.last_any is not None and (last := _day(record.last_any, zone)) > closed:
        url = record.last_human_url if record.last_any == record.last_human else None
        found.append(reason("still_active_though_closed", last=last.isoformat(), url=url))
    if record.asked_at is not None and (last := _day(record.asked_at, zone)) > closed:
        found.append(
            reason("still_asked_though_closed", count=record.asked, last=last.isoformat(), url=record.asked_url)
        )
    return tuple(found)


def _day(instant: datetime, zone: ZoneInfo) -> date:
    return instant.astimezone(zone).date()
