"""One account's standing as a digest's card: cleaned text, dates in the brand's zone, commands to copy. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from monitor.model.plan import Account, Decision, Settings
from monitor.model.state import Flag, Proposal, Reason, Seen, Standing
from monitor.report.actions import commands
from monitor.report.digest import Card, Snooze
from monitor.report.outside import line, link
from monitor.report.period import Period
from monitor.report.scope import zone_of
from monitor.report.strip import strip

_PEOPLE: Final = ("owner", "backup")  # the values of reasons that are people's ids


def card(
    standing: Standing,
    settings: Settings,
    period: Period,
    now: datetime,
    *,
    new: bool,
    with_brand: bool,
    decisions: Sequence[Decision] = (),
) -> Card:
    """The card of one account. `new`: it entered its state since the last letter."""
    account, record, verdict = standing.account, standing.record, standing.verdict
    state, brand = verdict.state, settings.brands.get(account.brand)
    zone = zone_of(account, settings)
    since = state.status_since.astimezone(zone).date() if state.status_since else None
    today = now.astimezone(zone).date()
    manual = state.seen.seen is Seen.MANUAL
    seen_at = now if manual else state.seen.last_ok
    return Card(
        id=account.id,
        name=line(record.facts.name or "", 60) or account.id,
        network=line(account.network, 40),
        brand=line(brand.name if brand else account.brand, 60) if with_brand else "",
        status=state.status,
        link=link(account.url, account.url),
        owner=_person(account.owner, settings),
        failing=state.seen.seen is Seen.FAILING,
        manual=manual,
        autopilot=Flag.AUTOPILOT in state.flags,
        since=since,
        age=max(0, (today - since).days) if since else 0,
        new=new,
        silence=int(verdict.silence_days) if verdict.silence_days is not None else None,
        last=record.last_human.astimezone(zone).date() if record.last_human else None,
        last_link=link(record.last_human_url, account.url),
        last_title=line(record.last_human_title or "", 90),
        cadence=account.plan.publish,
        last_seen=state.seen.last_ok,
        detail=line(state.seen.detail, 160),
        reasons=tuple(_clean(reason, settings) for reason in verdict.reasons),
        proposal=_clean_proposal(verdict.proposal, settings),
        strip=strip(account, record, seen_until=seen_at.astimezone(zone).date() if seen_at else None, end=period.end),
        commands=commands(account, verdict.proposal, now),
        snooze=_snooze(account, decisions, settings, now.astimezone(zone)),
    )


def _person(id_: str | None, settings: Settings) -> str | None:
    if id_ is None:
        return None
    return line(settings.people[id_].name if id_ in settings.people else id_, 60)


def _clean(reason: Reason, settings: Settings) -> Reason:
    """A reason fit for a letter: texts may come from a network, people are called by their names."""
    values = {key: _clean_value(value) for key, value in reason.values.items()}
    names = {key: _person(str(values[key]), settings) for key in _PEOPLE if values.get(key)}
    return Reason(reason.rule, {**values, **names})


def _clean_value(value: Any) -> Any:
    if isinstance(value, str):
        return line(value, 160)
    return [_clean_value(item) for item in value[:10]] if isinstance(value, list | tuple) else value


def _clean_proposal(proposal: Proposal | None, settings: Settings) -> Proposal | None:
    return replace(proposal, reason=_clean(proposal.reason, settings)) if proposal else None


def _snooze(account: Account, decisions: Sequence[Decision], settings: Settings, now: datetime) -> Snooze | None:
    """The last word on putting the matter off, where it still holds."""
    mine = [d for d in decisions if d.account == account.id and d.kind == "snooze" and d.until]
    latest = max(mine, key=lambda d: d.at, default=None)
    if latest is None or latest.until is None or latest.until < now.date():
        return None
    return Snooze(_person(latest.by, settings) or "", latest.until, line(latest.reason, 120))
