"""Who is to be told at once of what, given what they were told before. Pure.

| what                                              | who is told                                              |
|---------------------------------------------------|----------------------------------------------------------|
| a trouble began, and it is announced              | the owner; where there is none to write to, the manager  |
|                                                   | and whoever stands in; and whoever was told of another   |
|                                                   | trouble that it followed                                 |
| it lasts, `repeat` after it was told last         | the same                                                 |
| it lasts for `escalate`                           | the brand's manager too                                  |
| the account is animated again                     | whoever was told of the trouble                          |
| somebody put it off                               | nobody, until that ends                                  |
| it could not be seen, or is neither well nor ill  | nobody: the trouble stands as it was                     |
| the plan expects nothing any more                 | nobody: it is over                                       |

What stood so at the first judgement of an account is not announced, so it is never told here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from monitor.model.plan import Account, Settings
from monitor.model.state import Flag, Standing, Status, Transition
from monitor.model.telling import Alerts, Told

RECOVERED: Final = "recovered"
ORPHANED: Final = Flag.ORPHANED.value
_BY_STATUS: Final = frozenset({Status.DORMANT, Status.ABANDONED, Status.GONE, Status.SUSPENDED})
_ANIMATED: Final = frozenset({Status.ON_PLAN, Status.RECOVERING, Status.LATE, Status.BEHIND})
_NOT_SEEN: Final = frozenset({Status.BLIND, Status.UNSEEN, Status.MOVED, Status.PRIVATE})
_ENDED: Final = frozenset(
    {Status.CLOSED, Status.CLOSING, Status.PLANNED, Status.PAUSED, Status.RESERVED, Status.OUT_OF_SEASON}
)
_SLACK: Final = timedelta(hours=2)  # a run comes a little sooner on one day than on another


@dataclass(frozen=True, slots=True)
class Alarm:
    """One account's trouble, to be told to one person. `kind`: new, again, escalated or recovered."""

    account: str
    person: str
    trouble: str
    kind: str
    since: datetime  # when it was told first


@dataclass(frozen=True, slots=True)
class Rung:
    """What is told, what is to be remembered as told, and what is over, each by account, person and trouble."""

    alarms: tuple[Alarm, ...] = ()
    told: tuple[Told, ...] = ()
    over: tuple[tuple[str, str, str], ...] = ()


def edges(transitions: Iterable[Transition]) -> frozenset[tuple[str, str]]:
    """(account, trouble) of the troubles whose beginning is announced."""
    return frozenset(
        (one.account, one.after if one.axis == "status" else ORPHANED)
        for one in transitions
        if one.announce
        and ((one.axis == "status" and one.after in _BY_STATUS) or (one.axis, one.after) == (f"flag:{ORPHANED}", "on"))
    )


def concerned(transitions: Iterable[Transition], told: Iterable[Told], alerts: Alerts, now: datetime) -> set[str]:
    """The accounts that have to be asked about: those that changed, and those whose time has come."""
    of_accounts: dict[str, list[Told]] = defaultdict(list)
    for row in told:
        of_accounts[row.account].append(row)
    due = {name for name, rows in of_accounts.items() if any(_again(row, alerts, now) for row in rows)}
    due |= {
        name
        for name, rows in of_accounts.items()
        if now - (first := min(row.first for row in rows)) >= alerts.escalate
        and all(row.last - first < alerts.escalate for row in rows)
    }
    return due | {one.account for one in transitions}


def ring(
    standings: Iterable[Standing],
    began: Collection[tuple[str, str]],
    told: Iterable[Told],
    settings: Settings,
    snoozed: Collection[str],
    now: datetime,
) -> Rung:
    """Whom to tell of what at `now`. `began`: see `edges`; `told` are all rows of these accounts."""
    alerts = settings.alerts
    if alerts is None:
        return Rung()
    known: dict[str, list[Told]] = defaultdict(list)
    for row in told:
        known[row.account].append(row)
    alarms: list[Alarm] = []
    noted: list[Told] = []
    over: list[Told] = []
    for standing in standings:
        account, status, rows = standing.account, standing.verdict.state.status, known[standing.account.id]
        new = {trouble for name, trouble in began if name == account.id and trouble in alerts.on}
        current = _troubles(standing, alerts)
        ended = [row for row in rows if row.trouble not in current]
        kept = status not in _ENDED | _ANIMATED and not current
        followed = [row for row in ended if row.trouble != ORPHANED] if set(current) & _BY_STATUS else []
        for trouble in [*current, *(new if status in _NOT_SEEN else ())]:
            before = {row.person: row for row in rows if row.trouble == trouble}
            carried = {row.person: row for row in followed} if trouble in _BY_STATUS and not before else {}
            for row, kind in _turns(account, trouble, {**carried, **before}, settings, alerts, trouble in new, now):
                quiet = account.id in snoozed or trouble not in current
                if quiet and kind == "again" and not carried:
                    continue
                noted.append(row if kind == "" or quiet else replace(row, last=now))
                if kind and not quiet:
                    alarms.append(Alarm(account.id, row.person, trouble, kind, row.first))
        if kept:
            continue
        over += ended
        if RECOVERED in alerts.on and status in _ANIMATED:
            first_of = {row.person: row.first for row in ended if row.trouble != ORPHANED and was_told(row)}
            alarms += [Alarm(account.id, person, RECOVERED, RECOVERED, first) for person, first in first_of.items()]
    return Rung(tuple(alarms), tuple(noted), tuple((row.account, row.person, row.trouble) for row in over))


def was_told(row: Told) -> bool:
    """Whether it was ever told: a row that only waits for its time has a `last` before its `first`."""
    return row.last >= row.first


def untold(row: Told, alerts: Alerts, now: datetime) -> Told:
    """The row of what could not be told at `now`: it is due at once, and of its end nobody is told."""
    return replace(row, first=now, last=now - alerts.repeat)


def _again(row: Told, alerts: Alerts, now: datetime) -> bool:
    return now - row.last >= alerts.repeat - min(_SLACK, alerts.repeat / 2)


def _troubles(standing: Standing, alerts: Alerts) -> list[str]:
    state = standing.verdict.state
    found = [state.status.value] if state.status in _BY_STATUS else []
    if Flag.ORPHANED in state.flags and state.status not in _ENDED:
        found.append(ORPHANED)
    return [trouble for trouble in found if trouble in alerts.on]


def _turns(
    account: Account,
    trouble: str,
    before: Mapping[str, Told],
    settings: Settings,
    alerts: Alerts,
    new: bool,
    now: datetime,
) -> list[tuple[Told, str]]:
    """The row of each who has to do with the trouble, with the kind of alarm: "" where the row is only carried on."""
    if not before and not new:
        return []
    begun = min((row.first for row in before.values()), default=now)
    manager = settings.brands[account.brand].manager if account.brand in settings.brands else None
    people = _answering(account, trouble, manager, settings)
    people += [person for person in before if person not in people and _reached(person, settings)]
    late = now - begun >= alerts.escalate and manager not in people and _reached(manager, settings)
    found: list[tuple[Told, str]] = []
    for person in [*people, *([manager] if late and manager else [])]:
        row = before.get(person)
        waits = Told(account.id, person, trouble, begun, begun - alerts.repeat)
        waiting = replace(row, trouble=trouble) if row is not None else waits
        if row is None or (new and row.trouble != trouble):
            found.append((waiting, "new" if new and person in people else "escalated"))
        elif _again(row, alerts, now):
            found.append((waiting, "again" if was_told(row) else "new"))
        elif row.trouble != trouble:
            found.append((waiting, ""))
    return found


def _answering(account: Account, trouble: str, manager: str | None, settings: Settings) -> list[str]:
    """The owner, or, where there is none to write to, the manager and whoever stands in."""
    if trouble != ORPHANED and account.owner is not None and _reached(account.owner, settings):
        return [account.owner]
    return [
        one for one in dict.fromkeys((manager, account.backup_owner)) if one is not None and _reached(one, settings)
    ]


def _reached(person: str | None, settings: Settings) -> bool:
    """Whether somebody is there to be written to."""
    one = settings.people.get(person or "")
    return one is not None and not one.left and one.email is not None
