"""What would change a status, and when. The judge itself is asked, of each day to come. Pure.

| answer   | is asked of days on which                                                               |
|----------|-----------------------------------------------------------------------------------------|
| next     | everything is seen, and nobody acts; of one that cannot be seen nothing is foretold     |
| keep_by  | somebody acts once more, as late as keeps it from becoming that                         |
| acted    | somebody acts now                                                                        |
| acts     | somebody acts so often today that the plan is kept                                       |
| restored | somebody keeps the plan from today on: the first day on plan                             |
| seen     | one that cannot be seen is seen again now, and shows nothing new                         |

A day is judged at its end in the brand's zone, so that what is said to come on a day has come when it is over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from math import ceil
from typing import Final
from zoneinfo import ZoneInfo

from monitor.judge.status import INVISIBLE
from monitor.metrics.silence import begins
from monitor.model.account import Account
from monitor.model.state import (
    AccountStatus,
    DayCount,
    ObservationAxis,
    ObservationState,
    Record,
    State,
    Status,
    Verdict,
)

_DAY: Final = timedelta(days=1)
_AHEAD: Final = 550  # days; a yearly account is abandoned after 515
_MOST_ACTS: Final = 50  # in a day
_QUIET: Final = frozenset({Status.CLOSED, Status.RESERVED, Status.PLANNED, Status.FINISHED})  # only people change these
_DECLARED: Final = _QUIET | {Status.CLOSING, Status.PAUSED, Status.OUT_OF_SEASON, Status.UNSEEN}

Ask = Callable[[State, Record, datetime], Verdict]  # the judge, of one account


@dataclass(frozen=True, slots=True)
class Turn:
    """A status that comes, on a day of the brand's zone."""

    status: Status
    on: date


@dataclass(frozen=True, slots=True)
class NextChanges:
    """The answers of the table above; None where there is none."""

    next: Turn | None = None
    keep_by: date | None = None
    acted: Status | None = None
    acts: int | None = None
    restored: date | None = None
    seen: Status | None = None


def next_changes(account_status: AccountStatus, now: datetime, zone: ZoneInfo, ask: Ask) -> NextChanges:
    """What would change the account's status. `ask` judges the same account in another state, or at another time."""
    account, record, state = account_status.account, account_status.record, account_status.verdict.state
    if state.status in _QUIET:
        return NextChanges()
    if state.status is Status.CLOSING:
        return NextChanges(next=Turn(Status.CLOSED, account.closing_on) if account.closing_on is not None else None)
    if state.status in INVISIBLE:
        back = ask(replace(state, observation=_good(state.observation, now)), record, now).state.status
        return NextChanges(seen=back)
    today = now.astimezone(zone).date()
    comes = next(
        (Turn(status, day) for day, status in _days(account_status, today, zone, ask) if status is not state.status),
        None,
    )
    if state.status in _DECLARED:
        return NextChanges(next=comes)
    acted = ask(_seen_at(state, now), _acting(record, now, today), now).state.status
    return NextChanges(
        next=comes,
        keep_by=_keep_by(account_status, comes, today, zone, ask) if comes is not None else None,
        acted=acted,
        acts=_acts(state, record, now, today, ask) if acted is Status.BEHIND else None,
        restored=_restored(account_status, today, zone, ask) if state.status is not Status.ON_PLAN else None,
    )


def _days(
    account_status: AccountStatus, today: date, zone: ZoneInfo, ask: Ask, acts: Callable[[date], int] = lambda _: 0
) -> Iterator[tuple[date, Status]]:
    """The status at the end of each day from `today` on, where people act so often on each day."""
    state, record = account_status.verdict.state, account_status.record
    for place in range(_AHEAD):
        day = today + place * _DAY
        at = begins(day + _DAY, zone) - timedelta(seconds=1)
        if count := acts(day):
            record = _acting(record, at, day, count)
        state = ask(_seen_at(state, at), record, at).state
        yield day, state.status


def _keep_by(account_status: AccountStatus, comes: Turn, today: date, zone: ZoneInfo, ask: Ask) -> date | None:
    """The last day on which one act keeps it from what `comes`; None where one act does not."""
    day = max(today, comes.on - _DAY)
    once = _days(account_status, today, zone, ask, lambda other: int(other == day))
    kept = next(status for on, status in once if on == comes.on)
    return day if kept is not comes.status else None


def _acts(state: State, record: Record, now: datetime, today: date, ask: Ask) -> int | None:
    """How many acts today keep the plan."""
    for count in range(2, _MOST_ACTS + 1):
        if ask(_seen_at(state, now), _acting(record, now, today, count), now).state.status is Status.ON_PLAN:
            return count
    return None


def _restored(account_status: AccountStatus, today: date, zone: ZoneInfo, ask: Ask) -> date | None:
    """The first day on plan, where the plan is kept every day from `today` on."""
    daily = _daily(account_status.account)
    for day, status in _days(account_status, today, zone, ask, lambda _: daily):
        if status is Status.ON_PLAN:
            return day
    return None


def _daily(account: Account) -> int:
    cadence = account.plan.publish
    return max(1, ceil(cadence.count / (cadence.per / _DAY))) if cadence is not None else 1


def _seen_at(state: State, at: datetime) -> State:
    """The state where a good check is made at `at`; for an account that only people check, nobody enters anything."""
    return (
        state
        if state.observation.state is ObservationState.MANUAL
        else replace(state, observation=_good(state.observation, at))
    )


def _good(observation: ObservationAxis, at: datetime) -> ObservationAxis:
    first = observation.first_ok or at
    return replace(observation, state=ObservationState.OK, first_ok=first, last_ok=at, last_proof=None)


def _acting(record: Record, at: datetime, day: date, count: int = 1) -> Record:
    """The record with so many posts of people at `at`."""
    known = record.days.get(day, DayCount())
    days = {**record.days, day: replace(known, post=known.post + count)}
    return replace(record, last_human=at, last_any=at, days=days)
