"""What people say of an account: what they saw where no connector can check, what they decided. Judged at once.

| decision         | is refused where the account is                    |
|------------------|----------------------------------------------------|
| pause            | planned, closing or closed                         |
| resume           | neither paused nor closing nor closed              |
| close            | closed already                                     |
| confirm          | without an owner                                   |
| confirm_identity | the one that was known, as far as it was seen last |
| hand_over        | closed                                             |
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from monitor.judge.status import DeclaredState, declared_on
from monitor.model.account import Account
from monitor.model.check import Outcome
from monitor.model.errors import DecisionRefused
from monitor.model.people import IDENTITY, Decision
from monitor.run.app import App
from monitor.run.judging.judging import judge_again

_REFUSED: Mapping[str, frozenset[DeclaredState]] = {
    "pause": frozenset({DeclaredState.PLANNED, DeclaredState.CLOSING, DeclaredState.CLOSED}),
    "resume": frozenset(DeclaredState) - {DeclaredState.PAUSED, DeclaredState.CLOSING, DeclaredState.CLOSED},
    "close": frozenset({DeclaredState.CLOSED}),
    "hand_over": frozenset({DeclaredState.CLOSED}),
}


def enter_seen(app: App, account: str, day: date, by: str) -> None:
    """Writes down that `by` saw, now, a human act of `account` on `day`."""
    _enter(app, Decision(account, "seen", app.clock(), by, on=day))


def today(app: App, account: str) -> date:
    """The day it is for the account: in its brand's zone."""
    return app.clock().astimezone(app.settings.brands[app.settings.accounts[account].brand].zone).date()


def decide(
    app: App,
    account: str,
    kind: str,
    by: str,
    reason: str = "",
    on: date | None = None,
    until: date | None = None,
    person: str | None = None,
) -> Account:
    """Writes down what `by` decided now; the account as it is planned from now on.

    Raises DecisionRefused, and then nothing was written.
    """
    before, day = app.plan.accounts[account], today(app, account)
    declared = declared_on(before, day)
    if declared in _REFUSED.get(kind, ()):
        state, word = declared.value.replace("_", " "), kind.replace("_", " ")
        raise DecisionRefused(f"{account} is {state}: there is nothing to {word}")
    if kind == "confirm" and before.owner is None:
        raise DecisionRefused(f'{account} has no owner to confirm: add owner = "..." to it ({before.source})')
    if kind == IDENTITY and not _is_another(app, account):
        raise DecisionRefused(f"{account}: nothing else was seen at its address: there is nothing to confirm")
    begins = on or day
    if until is not None and until < max(begins, day):
        raise DecisionRefused(f"until {until}: that is over before it begins ({max(begins, day)})")
    _enter(app, Decision(account, kind, app.clock(), by, reason, on, until, person))
    return app.plan.accounts[account]


def _is_another(app: App, account: str) -> bool:
    """Whether another account answered, in the checks since the last good one."""
    known = app.store.account_statuses([account], app.clock())
    checks = known[account][0].observation.checks if account in known else ()
    return any(check.outcome is Outcome.IDENTITY_CHANGED for check in app.store.checks(checks))


def _enter(app: App, decision: Decision) -> None:
    app.store.sync(app.settings.accounts.values(), decision.at)
    app.store.decide(decision)
    judge_again(app.store, app.plan, decision.at, [decision.account])
