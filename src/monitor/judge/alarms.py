"""Who is to be told at once of what, given what they were told before. Pure.

| what                                                     | who is told                                     |
|----------------------------------------------------------|-------------------------------------------------|
| a trouble began, and it is announced                     | the owner; where nobody answers for the account,|
|                                                          | its manager and whoever stands in               |
| it lasts, `repeat` after it was told last                | the same                                        |
| it lasts for `escalate`                                  | the brand's manager too                         |
| the account is animated again                            | whoever was told of the trouble                 |
| somebody put it off, or the plan expects nothing now     | nobody                                          |
| it could not be seen                                     | nobody: the trouble stands as it was            |

What stood so at the first judgement of an account is not announced, so it is never told here. Whoever has no address is
passed over.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from monitor.model.plan import Account, Settings
from monitor.model.state import Flag, Standing, Status, Transition
from monitor.model.telling import Alerts, Told

RECOVERED: Final = "recovered"
ORPHANED: Final = Flag.ORPHANED.value
_BY_STATUS: Final = frozenset({Status.DORMANT, Status.ABANDONED, Status.GONE, Status.SUSPENDED})
_ANIMATED: Final = frozenset({Status.ON_PLAN, Status.RECOVERING, Status.LATE, Status.BEHIND})
_NOT_SEEN: Final = frozenset({Status.BLIND, Status.UNSEEN, Status.MOVED, Status.PRIVATE})
_ENDED: Final = frozenset({Status.CLOSED, Status.CLOSING, Status.PAUSED, Status.OUT_OF_SEASON})


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
    due = {one.account for one in told if now - one.last >= alerts.repeat or now - one.first >= alerts.escalate}
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
    over: list[tuple[str, str, str]] = []
    for standing in standings:
        account, rows = standing.account, known[standing.account.id]
        current = _troubles(standing, alerts)
        for trouble in current:
            before = {row.person: row for row in rows if row.trouble == trouble}
            new = (account.id, trouble) in began
            if not before and not new:
                continue
            for person, first, kind in _to_tell(account, trouble, before, settings, alerts, new=new, now=now):
                noted.append(Told(account.id, person, trouble, first, now))
                if account.id not in snoozed:
                    alarms.append(Alarm(account.id, person, trouble, kind, first))
        if standing.verdict.state.status in _NOT_SEEN:
            continue
        ended = [row for row in rows if row.trouble not in current]
        over += [(row.account, row.person, row.trouble) for row in ended]
        if RECOVERED in alerts.on and standing.verdict.state.status in _ANIMATED:
            first_of = {row.person: row.first for row in ended if row.trouble != ORPHANED}
            alarms += [Alarm(account.id, person, RECOVERED, RECOVERED, first) for person, first in first_of.items()]
    return Rung(tuple(alarms), tuple(noted), tuple(over))


def _troubles(standing: Standing, alerts: Alerts) -> list[str]:
    state = standing.verdict.state
    found = [state.status.value] if state.status in _BY_STATUS else []
    if Flag.ORPHANED in state.flags and state.status not in _ENDED:
        found.append(ORPHANED)
    return [trouble for trouble in found if trouble in alerts.on]


def _to_tell(
    account: Account,
    trouble: str,
    before: Mapping[str, Told],
    settings: Settings,
    alerts: Alerts,
    *,
    new: bool,
    now: datetime,
) -> list[tuple[str, datetime, str]]:
    """(person, when it was told first, kind of alarm), for those whose turn it is."""
    begun = min((row.first for row in before.values()), default=now)
    manager = settings.brands[account.brand].manager if account.brand in settings.brands else None
    people = _answering(account, trouble, manager, settings)
    if now - begun >= alerts.escalate and manager not in people:
        people.append(manager)
    found = []
    for person in people:
        if person is None or settings.people[person].email is None:
            continue
        row = before.get(person)
        if row is None:
            found.append((person, begun, "new" if new and not before else "escalated"))
        elif now - row.last >= alerts.repeat:
            found.append((person, row.first, "again"))
    return found


def _answering(account: Account, trouble: str, manager: str | None, settings: Settings) -> list[str | None]:
    """The owner, or, where there is none to tell, the manager and whoever stands in."""

    def there(person: str | None) -> bool:
        return person is not None and person in settings.people and not settings.people[person].left

    if trouble != ORPHANED and there(account.owner):
        return [account.owner]
    return [person for person in dict.fromkeys((manager, account.backup_owner)) if there(person)]
