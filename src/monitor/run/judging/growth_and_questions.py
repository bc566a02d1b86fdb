"""How accounts are received in public: how their followers grow, and whether closed ones are still asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from monitor.judge.closed_watch import closed_on
from monitor.metrics.growth import SPAN, Growth, growth
from monitor.metrics.silence import begins
from monitor.model.account import Account
from monitor.model.settings import Settings
from monitor.model.state import AccountStatus, Record, State
from monitor.store import Store

_SLACK = timedelta(days=8)  # a count that is a little older than the span, and a day of zones


def growths(
    store: Store, settings: Settings, account_statuses: Iterable[AccountStatus], now: datetime
) -> dict[str, Growth | None]:
    """How the followers of each account grow; None where their number is not known for two days."""
    shown = {account_status.account.id: account_status for account_status in account_statuses}
    counted = store.facts(list(shown), (now - SPAN - _SLACK).date())
    found = {}
    for name, account_status in shown.items():
        today = now.astimezone(settings.brands[account_status.account.brand].zone).date()
        days = {day: one.followers for day, one in counted.get(name, {}).items() if one.followers is not None}
        found[name] = growth(days, today)
    return found


def with_questions(
    store: Store, settings: Settings, account: Account, state: State, record: Record, now: datetime
) -> Record:
    """The record, of a closed account with what people said to it since the day after it closed."""
    zone = settings.brands[account.brand].zone
    closed = closed_on(account, state, zone)
    if closed is None or record.heard is None:
        return record
    since = begins(closed + timedelta(days=1), zone)
    said = [
        one for one in store.received([account.id], since).get(account.id, ()) if one.direct and since <= one.at <= now
    ]
    if not said:
        return record
    last = max(said, key=lambda one: (one.at, one.key))
    return replace(record, asked=len(said), asked_at=last.at, asked_url=last.url)
