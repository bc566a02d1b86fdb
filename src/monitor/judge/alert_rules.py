"""Who is to be alerted to what, given what they were notified of before. Pure.

| what                                              | who is notified                                         |
|---------------------------------------------------|---------------------------------------------------------|
| a trouble began, and it is announced              | the owner; where there is none to write to, the manager |
|                                                   | and the backup owner; and those notified of the trouble |
|                                                   | before                                                  |
| another account answers to its name               | the owner and the manager, at once                      |
| it lasts, `repeat` after the last alert           | the same                                                |
| it lasts for `escalate`                           | the brand's manager too                                 |
| the account is animated again                     | those who were notified                                 |
| somebody put it off                               | nobody, until that ends                                 |
| it could not be seen, or is neither well nor ill  | nobody: the trouble stands as it was                    |
| the plan expects nothing any more                 | nobody: it is over                                      |

A channel is notified of the same, of the edges and brands that it asks for; to it nothing escalates. It is notified
also where no alerts go by mail.

An account has two matters, its activity and its ownership; a trouble of either may become another, and is still one
matter. What was so at the first judgement of an account is not announced, so it never raises an alert.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from monitor.model.account import Account
from monitor.model.alerting import (
    ACTIVITY,
    IDENTITY_CHANGED,
    ORPHANED,
    OWNERSHIP,
    Alerts,
    Channel,
    Notified,
    is_channel,
)
from monitor.model.settings import Settings
from monitor.model.state import AccountStatus, Flag, Status, Transition

RECOVERED: Final = "recovered"
_BY_STATUS: Final = frozenset({Status.DORMANT, Status.ABANDONED, Status.GONE, Status.SUSPENDED})
_ANIMATED: Final = frozenset({Status.ON_PLAN, Status.RECOVERING, Status.LATE, Status.BEHIND})
_NOT_SEEN: Final = frozenset({Status.BLIND, Status.UNSEEN, Status.MOVED, Status.PRIVATE})
_ENDED: Final = frozenset(
    {
        Status.CLOSED,
        Status.CLOSING,
        Status.PLANNED,
        Status.PAUSED,
        Status.RESERVED,
        Status.OUT_OF_SEASON,
        Status.FINISHED,
    }
)
_BY_FLAG: Final = {f"flag:{IDENTITY_CHANGED}": (ACTIVITY, IDENTITY_CHANGED), f"flag:{ORPHANED}": (OWNERSHIP, ORPHANED)}
_SLACK: Final = timedelta(hours=2)  # a run comes a little sooner on one day than on another


@dataclass(frozen=True, slots=True)
class Alert:
    """One account's trouble, for one person or channel. `kind`: new, again, escalated or recovered."""

    account: str
    person: str
    trouble: str
    kind: str
    since: datetime  # the first alert


@dataclass(frozen=True, slots=True)
class _Circle:
    """Who is notified of one matter of one account, by which rules: those who answer for it, later the manager too.

    `rows` are what they were notified of, by person.
    """

    rules: Alerts
    answering: Sequence[str | None]
    manager: str | None
    rows: Mapping[str, Notified]


@dataclass(frozen=True, slots=True)
class Notifications:
    """The alerts to send, the rows to remember for them, and the rows that are `over`."""

    alerts: tuple[Alert, ...] = ()
    notified: tuple[Notified, ...] = ()
    over: tuple[Notified, ...] = ()


def edges(transitions: Iterable[Transition]) -> dict[tuple[str, str], str]:
    """(account, matter) -> the trouble whose beginning is announced, the last one of each."""
    found = {}
    for one in transitions:
        if one.announce and one.axis == "status" and one.after in _BY_STATUS:
            found[one.account, ACTIVITY] = one.after
        elif one.announce and one.axis in _BY_FLAG and one.after == "on":
            matter, trouble = _BY_FLAG[one.axis]
            found[one.account, matter] = trouble
    return found


def concerned(
    transitions: Iterable[Transition], notified: Iterable[Notified], alerts: Alerts, now: datetime
) -> set[str]:
    """The accounts that have to be asked about: those that changed, and those whose time has come."""
    of_accounts: dict[str, list[Notified]] = defaultdict(list)
    for row in notified:
        of_accounts[row.account].append(row)
    due = {name for name, rows in of_accounts.items() if any(_again(row, alerts, now) for row in rows)}
    due |= {
        name
        for name, rows in of_accounts.items()
        if (people := [row for row in rows if not is_channel(row.person)])
        and now - (first := min(row.first for row in people)) >= alerts.escalate
        and all(row.last - first < alerts.escalate for row in people)
    }
    return due | {one.account for one in transitions}


def decide_alerts(
    account_statuses: Iterable[AccountStatus],
    began: Mapping[tuple[str, str], str],
    notified: Iterable[Notified],
    settings: Settings,
    snoozed: Collection[str],
    now: datetime,
) -> Notifications:
    """Whom to notify of what at `now`. `began`: see `edges`; `notified` are all rows of these accounts."""
    known: dict[tuple[str, str], dict[str, Notified]] = defaultdict(dict)
    for row in notified:
        known[row.account, row.matter][row.person] = row
    parts = []
    for account_status in account_statuses:
        quiet = account_status.account.id in snoozed
        for matter in (ACTIVITY, OWNERSHIP):
            key = account_status.account.id, matter
            parts += [
                _notifications(account_status, matter, began.get(key), circle, settings, quiet, now)
                for circle in _circles(account_status, matter, known[key], settings)
            ]
    return Notifications(
        *(tuple(one for part in parts for one in getattr(part, each)) for each in ("alerts", "notified", "over"))
    )


def _notifications(
    account_status: AccountStatus,
    matter: str,
    began: str | None,
    circle: _Circle,
    settings: Settings,
    quiet: bool,
    now: datetime,
) -> Notifications:
    """The same of one matter of one account to one circle: `began` is the trouble that did."""
    account, status = account_status.account, account_status.verdict.state.status
    rules, rows = circle.rules, circle.rows
    new = began if began in rules.on else None
    trouble = _trouble(account_status, matter, rules)
    if trouble is None and new is not None and status in _NOT_SEEN:
        trouble, quiet = new, True  # alerted to when it can be seen
    if trouble is None:
        return _without_trouble(status, matter, rows, rules)
    if not rows and new is None:
        return Notifications()  # it was so before the first judgement
    alerts, noted = [], []
    begun = min((row.first for row in rows.values()), default=now)
    late = [circle.manager] if now - begun >= rules.escalate else []
    for person in dict.fromkeys((*circle.answering, *rows, *late)):
        if person is None or not _reached(person, settings):
            continue
        row = rows.get(person)
        if row is None:
            kind = "new" if new == trouble and person in circle.answering else "escalated"
            row = Notified(account.id, person, trouble, begun, begun - rules.repeat)
        elif row.trouble != trouble:
            kind, row = "new" if new == trouble else "", replace(row, trouble=trouble)
        elif _again(row, rules, now) and not quiet:
            kind = "again" if was_notified(row) else "new"
        else:
            continue
        if kind and not quiet:
            row = replace(row, last=now)
            alerts.append(Alert(account.id, person, trouble, kind, row.first))
        noted.append(row)
    return Notifications(tuple(alerts), tuple(noted))


def _without_trouble(status: Status, matter: str, rows: Mapping[str, Notified], rules: Alerts) -> Notifications:
    """What becomes of earlier alerts: nothing, where the account is neither well nor out of the plan."""
    if matter == ACTIVITY and status not in _ANIMATED | _ENDED:
        return Notifications()
    alerts = []
    if matter == ACTIVITY and status in _ANIMATED and RECOVERED in rules.on:
        notified = [row for row in rows.values() if was_notified(row)]
        alerts = [Alert(row.account, row.person, RECOVERED, RECOVERED, row.first) for row in notified]
    return Notifications(tuple(alerts), over=tuple(rows.values()))


def was_notified(row: Notified) -> bool:
    """Whether an alert was ever sent: a row that only waits for its time has a `last` before its `first`."""
    return row.last >= row.first


def as_never_notified(row: Notified, alerts: Alerts, now: datetime) -> Notified:
    """The row of what could not be sent at `now`: it is due at once, and nobody is notified of its end."""
    return replace(row, first=now, last=now - alerts.repeat)


def _again(row: Notified, alerts: Alerts, now: datetime) -> bool:
    return now - row.last >= alerts.repeat - min(_SLACK, alerts.repeat / 2)


def _trouble(account_status: AccountStatus, matter: str, alerts: Alerts) -> str | None:
    state = account_status.verdict.state
    if matter == ACTIVITY:
        other = IDENTITY_CHANGED if _another_answers(account_status) else None
        found = state.status.value if state.status in _BY_STATUS else other
    else:
        found = ORPHANED if Flag.ORPHANED in state.flags and state.status not in _ENDED else None
    return found if found in alerts.on else None


def _another_answers(account_status: AccountStatus) -> bool:
    state = account_status.verdict.state
    return Flag.IDENTITY_CHANGED in state.flags and state.status is Status.BLIND


def channels_of(account: Account, settings: Settings) -> list[Channel]:
    """The channels that are notified of the account."""
    return [one for one in settings.channels if not one.brands or account.brand in one.brands]


def _circles(
    account_status: AccountStatus, matter: str, rows: Mapping[str, Notified], settings: Settings
) -> Iterator[_Circle]:
    """The people, where alerts go by mail; and each channel by itself."""
    account, rules = account_status.account, settings.alerts or Alerts()
    if settings.alerts is not None:
        people = {name: row for name, row in rows.items() if not is_channel(name)}
        manager = settings.brands[account.brand].manager
        answering = _answering(account, matter, settings)
        if matter == ACTIVITY and _another_answers(account_status):
            answering = [*answering, manager]
        yield _Circle(rules, answering, manager, people)
    for channel in channels_of(account, settings):
        name = channel.recipient
        own = {name: rows[name]} if name in rows else {}
        yield _Circle(replace(rules, on=channel.on), [name], None, own)


def _answering(account: Account, matter: str, settings: Settings) -> list[str | None]:
    """The owner, or, where there is none to write to, the manager and the backup owner."""
    if matter == ACTIVITY and _reached(account.owner, settings):
        return [account.owner]
    return [settings.brands[account.brand].manager, account.backup_owner]


def _reached(person: str | None, settings: Settings) -> bool:
    """Whether the person can be written to; a channel always can."""
    if is_channel(person or ""):
        return True
    one = settings.people.get(person or "")
    return one is not None and not one.left and one.email is not None
