"""What stands behind one account's verdict: the plan with its sources, the checks, what would come next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from monitor.config.show import provenance
from monitor.judge.checklist import Checklist, checklist, successor
from monitor.judge.decisions import planned
from monitor.judge.next_changes import next_changes
from monitor.metrics.gaps import gaps
from monitor.metrics.measures import measure
from monitor.metrics.objectives import measured
from monitor.model.account import Account
from monitor.model.settings import Settings
from monitor.model.state import AccountStatus, Flag, Status
from monitor.report.readers.privacy import at_terminal, said_by_somebody, without_people
from monitor.report.terminal.explanation import Explanation, Setting
from monitor.run.app import App
from monitor.run.judging.automation import looks_like
from monitor.run.judging.growth_and_questions import growths
from monitor.run.judging.judging import asking, judged_statuses, received_by
from monitor.run.judging.objective_counts import publics
from monitor.run.judging.unlinked_accounts import current_orphans

_LONG: Final = 3650  # days of history that a rhythm is estimated from
_CHECKS: Final = 500  # in which gaps are looked for
_LATEST: Final = 10
_TRANSITIONS: Final = 10
_GAP: Final = timedelta(hours=36)  # less than that a machine may be off overnight
_ALWAYS: Final = frozenset({"plan.publish", "lifecycle", "owner", "zone"})  # shown, wherever they come from
_RELEVANT: Final = ("plan.", "pauses", "seasons", "opened", "closing_on", "confirmed_until", "cross_posts_from")
_ALIVE: Final = (Status.ON_PLAN, Status.BEHIND, Status.RECOVERING, Status.LATE)  # who takes readers, the best first


def explain(app: App, name: str, now: datetime) -> Explanation:
    """Everything behind the verdict of a declared account at `now`."""
    plan, store = app.plan, app.store
    (account_status,) = judged_statuses(store, plan, [name], now)
    account, brand = account_status.account, plan.brands[account_status.account.brand]
    zone = brand.zone
    (long,) = judged_statuses(store, plan, [name], now, _LONG)
    state = account_status.verdict.state
    said = received_by(store, plan, {name: account_status.record}, now).get(name, ())
    found, other = _letting_go(app, plan, account_status, now)
    proving = {state.observation.last_ok_check} if state.observation.last_ok_check is not None else set()
    rests_on = store.checks(proving | set(state.observation.checks))
    checks = store.check_rows(name, _CHECKS)
    shown = {check.id for check in rests_on}
    return Explanation(
        account_status=account_status,
        naming=at_terminal(app.settings),
        brand=brand,
        now=now,
        zone=zone,
        measures=measure(account, state, account_status.record, now, zone),
        rhythm=long.verdict.rhythm,
        next_changes=next_changes(account_status, now, zone, asking(plan, account, said)),
        checklist=found,
        successor=other,
        rests_on=tuple(rests_on),
        latest=tuple(check for check in checks[:_LATEST] if check.id not in shown),
        gaps=tuple(gaps(checks, now, max(_GAP, 3 * plan.poll_every))),
        settings=_settings(app, name, now),
        transitions=tuple(one for _, one in store.transitions(after=0, accounts=[name]))[-_TRANSITIONS:],
        decisions=tuple(said_by_somebody(store.decisions(name), app.settings)),
        grown=growths(store, app.settings, [account_status], now)[name],
        machine=looks_like(store, plan, account, now),
        aims=measured(account.objectives, publics(store, app.settings, [account_status], now)[name]),
    )


def _letting_go(
    app: App, plan: Settings, account_status: AccountStatus, now: datetime
) -> tuple[Checklist | None, AccountStatus | None]:
    """The dated steps of an account that is let go, and the status of the account that takes its readers."""
    account = account_status.account
    today = now.astimezone(plan.brands[account.brand].zone).date()
    if checklist(account, account_status.verdict.proposal, today) is None:
        return None, None
    own = [one.id for one in plan.accounts.values() if one.brand == account.brand or one.id in account.cross_posts_from]
    others = {one.account.id: one for one in judged_statuses(app.store, plan, own, now)}
    site = current_orphans(app.store.discoveries(), app.settings).get(account.brand)
    made = checklist(
        account,
        account_status.verdict.proposal,
        today,
        successor(account, _alive(list(others.values()))),
        unlinked=site is not None and account.id in site.unlinked,
    )
    return made, others.get(made.successor or "") if made is not None else None


def _alive(account_statuses: Sequence[AccountStatus]) -> list[Account]:
    """The accounts that people animate: those of the best status that there is."""
    for status in _ALIVE:
        found = [
            one.account
            for one in account_statuses
            if one.verdict.state.status is status and Flag.AUTOPILOT not in one.verdict.state.flags
        ]
        if found:
            return found
    return []


def _settings(app: App, name: str, now: datetime) -> tuple[Setting, ...]:
    """What the verdict depends on: the plan and what is stated beside it; of thresholds those that are not defaults."""
    declared, decisions = app.settings.accounts[name], said_by_somebody(app.store.decisions(name), app.settings)
    by = planned(declared, decisions, now, app.settings.brands[declared.brand].zone).by
    return tuple(
        Setting(key, value, source)
        for key, value, source in without_people(provenance(app.settings, name, (), by), app.settings)
        if key in _ALWAYS or (key.startswith(_RELEVANT) and source != "default")
    )
