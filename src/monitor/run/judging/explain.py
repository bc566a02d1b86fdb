"""What stands behind one account's verdict, gathered: the plan with its places, the looks, what would come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from monitor.config.show import provenance
from monitor.judge.checklist import Checklist, checklist, successor
from monitor.judge.decisions import planned
from monitor.judge.next_changes import prospects
from monitor.metrics.gaps import gaps
from monitor.metrics.measures import measure
from monitor.metrics.objectives import measured
from monitor.model.account import Account
from monitor.model.settings import Settings
from monitor.model.state import Flag, Standing, Status
from monitor.report.readers.privacy import at_terminal, said_by_somebody, without_people
from monitor.report.terminal.explanation import Explanation, Setting
from monitor.run.app import App
from monitor.run.judging.automation import looks_like
from monitor.run.judging.growth_and_questions import growths
from monitor.run.judging.judging import asking, judged_standings, received_by
from monitor.run.judging.objective_counts import publics
from monitor.run.judging.unlinked_accounts import told

_LONG: Final = 3650  # days of history that a rhythm is told from
_LOOKS: Final = 500  # in which gaps are looked for
_LATEST: Final = 10
_TRANSITIONS: Final = 10
_GAP: Final = timedelta(hours=36)  # less than that a machine may be off overnight
_ALWAYS: Final = frozenset({"plan.publish", "lifecycle", "owner", "zone"})  # told, wherever they come from
_RELEVANT: Final = ("plan.", "pauses", "seasons", "opened", "closing_on", "confirmed_until", "cross_posts_from")
_ALIVE: Final = (Status.ON_PLAN, Status.BEHIND, Status.RECOVERING, Status.LATE)  # who takes readers, the best first


def explain(app: App, name: str, now: datetime) -> Explanation:
    """Everything behind the verdict of a declared account at `now`."""
    plan, store = app.plan, app.store
    (standing,) = judged_standings(store, plan, [name], now)
    account, brand = standing.account, plan.brands[standing.account.brand]
    zone = brand.zone
    (long,) = judged_standings(store, plan, [name], now, _LONG)
    state = standing.verdict.state
    said = received_by(store, plan, {name: standing.record}, now).get(name, ())
    found, other = _letting_go(app, plan, standing, now)
    proving = {state.seen.last_ok_look} if state.seen.last_ok_look is not None else set()
    rests_on = store.looks(proving | set(state.seen.looks))
    looks = store.look_rows(name, _LOOKS)
    shown = {look.id for look in rests_on}
    return Explanation(
        standing=standing,
        naming=at_terminal(app.settings),
        brand=brand,
        now=now,
        zone=zone,
        measures=measure(account, state, standing.record, now, zone),
        rhythm=long.verdict.rhythm,
        prospects=prospects(standing, now, zone, asking(plan, account, said)),
        checklist=found,
        successor=other,
        rests_on=tuple(rests_on),
        latest=tuple(look for look in looks[:_LATEST] if look.id not in shown),
        gaps=tuple(gaps(looks, now, max(_GAP, 3 * plan.poll_every))),
        settings=_settings(app, name, now),
        transitions=tuple(one for _, one in store.transitions(after=0, accounts=[name]))[-_TRANSITIONS:],
        decisions=tuple(said_by_somebody(store.decisions(name), app.settings)),
        grown=growths(store, app.settings, [standing], now)[name],
        machine=looks_like(store, plan, account, now),
        aims=measured(account.objectives, publics(store, app.settings, [standing], now)[name]),
    )


def _letting_go(
    app: App, plan: Settings, standing: Standing, now: datetime
) -> tuple[Checklist | None, Standing | None]:
    """The dated steps of an account that is let go, and how the account stands that takes its readers."""
    account = standing.account
    today = now.astimezone(plan.brands[account.brand].zone).date()
    if checklist(account, standing.verdict.proposal, today) is None:
        return None, None
    own = [one.id for one in plan.accounts.values() if one.brand == account.brand or one.id in account.cross_posts_from]
    others = {one.account.id: one for one in judged_standings(app.store, plan, own, now)}
    site = told(app.store.discoveries(), app.settings).get(account.brand)
    made = checklist(
        account,
        standing.verdict.proposal,
        today,
        successor(account, _alive(list(others.values()))),
        unlinked=site is not None and account.id in site.unlinked,
    )
    return made, others.get(made.successor or "") if made is not None else None


def _alive(standings: Sequence[Standing]) -> list[Account]:
    """The accounts that people animate: those of the best status that there is."""
    for status in _ALIVE:
        found = [
            one.account
            for one in standings
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
