"""One account status as a digest's card: cleaned text, dates in the brand's zone, commands to copy. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

from monitor.judge.checklist import checklist
from monitor.judge.trouble import kind_of
from monitor.model.account import MANUAL, Account
from monitor.model.people import Decision
from monitor.model.settings import Settings
from monitor.model.state import AccountStatus, Flag, ObservationState, Reason
from monitor.report.blocks.actions import commands
from monitor.report.blocks.figures import Strip
from monitor.report.blocks.section_rows import ByHand, Card, Snooze
from monitor.report.blocks.strip import seen_until, strip
from monitor.report.readers.audience import absence, zone_of
from monitor.report.readers.period import Period
from monitor.report.readers.privacy import Naming
from monitor.report.readers.sanitise import line, link, unbroken

Names = Mapping[str, Mapping[str, str]]  # account -> {"name", "network"}

_SAID_ANYWAY: Final = frozenset(
    {"no_owner", "owner_left", "owner_to_confirm", "entered_by_hand"}
)  # reasons that a card's lines say
_TO_CONFIRM: Final = frozenset({"owner_unconfirmed", "owner_to_confirm"})
_SOURCES: Final = 5  # accounts that one is copied from, at most so many named
_ANSWER: Final = re.compile(r"HTTP [1-5]\d\d\b")  # in a check's detail; the rest of it is our own English


def card(
    account_status: AccountStatus,
    settings: Settings,
    period: Period,
    now: datetime,
    *,
    new: bool,
    deserted: bool,
    with_brand: bool,
    names: Names,
    naming: Naming,
    decisions: Sequence[Decision] = (),
) -> Card:
    """The card of one account. `new`: it entered its state since the last message; `deserted`: it lost its owner."""
    account, record, verdict = account_status.account, account_status.record, account_status.verdict
    state, brand = verdict.state, settings.brands.get(account.brand)
    zone = zone_of(account, settings)
    since = state.status_since.astimezone(zone).date() if state.status_since else None
    today = now.astimezone(zone).date()
    answer = _ANSWER.match(state.observation.detail)
    proposal = verdict.proposal
    letting_go = checklist(account, proposal, today)

    def fit(reason: Reason) -> Reason:
        return _clean(naming.reason(reason, account.brand), names)

    return Card(
        id=account.id,
        name=names[account.id]["name"],
        network=names[account.id]["network"],
        brand=line(brand.name if brand else account.brand, 60) if with_brand else "",
        status=state.status,
        link=link(account.url, account.url),
        owner=naming.person(account.owner, account.brand),
        absence=absence(account, settings),
        backup=naming.person(account.backup_owner, account.brand),
        deserted=deserted,
        failing=state.observation.state is ObservationState.FAILING,
        manual=state.observation.state is ObservationState.MANUAL,
        autopilot=Flag.AUTOPILOT in state.flags,
        to_confirm=any(one.rule in _TO_CONFIRM for one in verdict.reasons),
        since=since,
        age=max(0, (today - since).days) if since else 0,
        new=new,
        silence=int(verdict.silence_days) if verdict.silence_days is not None else None,
        last=record.last_human.astimezone(zone).date() if record.last_human else None,
        last_link=link(record.last_human_url, account.url),
        last_title=unbroken(line(record.last_human_title or "", 90)),
        cadence=account.plan.publish,
        last_seen=state.observation.proved_at,
        outcome=kind_of(state.observation.outcome, state.observation.detail) or "",
        answer=answer[0].replace(" ", "\u00a0") if answer else "",
        by_hand=_by_hand(account, decisions, naming),
        reasons=tuple(fit(one) for one in verdict.reasons if one.rule not in _SAID_ANYWAY),
        proposal=replace(proposal, reason=fit(proposal.reason)) if proposal else None,
        strip=_strip(account_status, period.end, settings),
        commands=commands(account, proposal, today),
        letting_go=letting_go,
        step=letting_go.due(today) if letting_go is not None else None,
        snooze=_snooze(account, decisions, naming, today),
    )


def names_of(account_statuses: Sequence[AccountStatus]) -> Names:
    """What each account is called in a message."""
    return {
        account_status.account.id: {
            "name": unbroken(line(account_status.record.facts.name or "", 60)) or account_status.account.id,
            "network": line(account_status.account.network, 40),
        }
        for account_status in account_statuses
    }


def _clean(reason: Reason, names: Names) -> Reason:
    """A reason fit for a message: texts may come from a network; accounts are called by their names."""
    values = {key: _clean_value(value) for key, value in reason.values.items()}
    sources = [names.get(source, line(source, 60)) for source in values.get("sources") or ()][:_SOURCES]
    return Reason(line(reason.rule, 60), {**values, **({"sources": sources} if sources else {})})


def _clean_value(value: Any) -> Any:
    if isinstance(value, str):
        return line(value, 160)
    return [_clean_value(item) for item in value[:10]] if isinstance(value, list | tuple) else value


def _strip(account_status: AccountStatus, end: date, settings: Settings) -> Strip | None:
    """None where no week is known: the account was never seen, or only people check it."""
    record, observation = account_status.record, account_status.verdict.state.observation
    if observation.state is ObservationState.MANUAL and not record.days:
        return None
    made = strip(
        account_status.account,
        record,
        seen_until=seen_until(account_status, zone_of(account_status.account, settings)),
        end=end,
    )
    return made if made.known else None


def _by_hand(account: Account, decisions: Sequence[Decision], naming: Naming) -> ByHand | None:
    """The latest entry of what somebody saw; None for an account that a connector reads."""
    mine = [d for d in decisions if d.account == account.id and d.kind == "seen" and d.on]
    latest = max(mine, key=lambda d: d.at, default=None)
    if latest is None or latest.on is None or account.network != MANUAL:
        return None
    return ByHand(latest.on, naming.person(latest.by, account.brand) or "")


def _snooze(account: Account, decisions: Sequence[Decision], naming: Naming, today: date) -> Snooze | None:
    """The latest snooze, where it still holds."""
    mine = [d for d in decisions if d.account == account.id and d.kind == "snooze" and d.until]
    latest = max(mine, key=lambda d: d.at, default=None)
    if latest is None or latest.until is None or latest.until < today:
        return None
    return Snooze(naming.person(latest.by, account.brand) or "", latest.until, line(latest.reason, 120))
