"""What people decided about an account, applied to what the file declares. Pure.

| decision  | what it changes                                                         | until it ends             |
|-----------|-------------------------------------------------------------------------|---------------------------|
| pause     | a pause more, from `on`, or from the day it was decided                 | `until`, or a `resume`    |
| resume    | the pauses of that day end the day before; a closing is taken back      | another decision          |
| close     | closing until `on`, closed from then on, or from the day it was decided | a `resume`                |
| confirm   | the owner answers for the account                                       | `until`, or the threshold |
| confirm_identity | nothing: store/ forgets who the account was                      |                           |
| hand_over | another owner, who answers for the account                              | another `hand_over`       |
| snooze    | nothing: the matter is not put before anybody (see `in_force`)          | `until`; better or worse  |

They are applied in the order in which they were taken. Each changes what it names and nothing else: what the file says
of other days, or of other things, still counts. Days are those of the brand's zone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from monitor.model.account import Account, Lifecycle, Span
from monitor.model.people import Decision
from monitor.model.settings import Settings
from monitor.model.state import Status, Transition

SNOOZE = "snooze"
_DAY = timedelta(days=1)
_ENDS_A_SNOOZE = frozenset(
    one.value for one in (Status.ON_PLAN, Status.RECOVERING, Status.ABANDONED, Status.GONE, Status.SUSPENDED)
)
_ENDED = frozenset({Lifecycle.PAUSED, Lifecycle.CLOSING, Lifecycle.CLOSED})


@dataclass(frozen=True, slots=True)
class PlannedAccount:
    """An account as it is planned now, and by field the decision that says so."""

    account: Account
    by: Mapping[str, Decision]


def decided(settings: Settings, decisions: Iterable[Decision], now: datetime) -> Settings:
    """The settings with the decisions applied to their accounts, as they hold at `now`."""
    about: dict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        if decision.kind in _CHANGES and decision.account in settings.accounts:
            about[decision.account].append(decision)
    if not about:
        return settings
    changed = {
        name: planned(settings.accounts[name], taken, now, settings.brands[settings.accounts[name].brand].zone).account
        for name, taken in about.items()
    }
    return replace(settings, accounts={**settings.accounts, **changed})


def in_force(decisions: Iterable[Decision], statuses: Iterable[Transition]) -> list[Decision]:
    """The decisions without the snoozes that a recovery, or something worse, has ended since.

    `statuses`: the accounts' changes of status, in order.
    """
    ended = {change.account: change.at for change in statuses if change.after in _ENDS_A_SNOOZE}
    return [one for one in decisions if one.kind != SNOOZE or one.at >= ended.get(one.account, one.at)]


def planned(account: Account, decisions: Iterable[Decision], now: datetime, zone: ZoneInfo) -> PlannedAccount:
    """The account with the decisions about it applied, in their order."""
    by: dict[str, Decision] = {}
    today = now.astimezone(zone).date()
    for decision in decisions:
        if change := _CHANGES.get(decision.kind):
            taken = decision.at.astimezone(zone).date()
            values = {
                field: value
                for field, value in change(account, decision, taken, today).items()
                if value != getattr(account, field)
            }
            account = replace(account, **values)
            by |= dict.fromkeys(values, decision)
    return PlannedAccount(account, by)


def _pause(account: Account, decision: Decision, taken: date, today: date) -> dict[str, Any]:
    return {"pauses": (*account.pauses, Span(decision.on or taken, decision.until, decision.reason))}


def _resume(account: Account, decision: Decision, taken: date, today: date) -> dict[str, Any]:
    day = decision.on or taken
    ended = [
        replace(span, end=day - _DAY) if span.start <= day and (span.end is None or day <= span.end) else span
        for span in account.pauses
    ]
    values: dict[str, Any] = {"pauses": tuple(span for span in ended if span.end is None or span.start <= span.end)}
    if account.lifecycle in _ENDED:
        animated = Lifecycle.SEASONAL if account.seasons else Lifecycle.ACTIVE
        values |= {"lifecycle": animated, "closing_on": None}
    return values


def _close(account: Account, decision: Decision, taken: date, today: date) -> dict[str, Any]:
    day = decision.on or taken
    return {"lifecycle": Lifecycle.CLOSED if day <= today else Lifecycle.CLOSING, "closing_on": day}


def _confirm(account: Account, decision: Decision, taken: date, today: date) -> dict[str, Any]:
    return {"confirmed_until": decision.until or taken + account.plan.thresholds.unconfirmed_after}


def _hand_over(account: Account, decision: Decision, taken: date, today: date) -> dict[str, Any]:
    return {"owner": decision.person, **_confirm(account, decision, taken, today)}


_CHANGES: Mapping[str, Callable[[Account, Decision, date, date], dict[str, Any]]] = {
    "pause": _pause,
    "resume": _resume,
    "close": _close,
    "confirm": _confirm,
    "hand_over": _hand_over,
}
