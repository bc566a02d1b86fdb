"""How accounts are received in public: how their followers grow, and how those who speak to them are answered."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.metrics.conversation import Conversation, conversation
from monitor.metrics.growth import SPAN, Growth, growth
from monitor.model.plan import Settings
from monitor.store import Store

_SLACK = timedelta(days=8)  # a count that is a little older than the span, and a day of zones


@dataclass(frozen=True, slots=True)
class Reception:
    """`followers` is None where their number is not known for two days."""

    followers: Growth | None
    conversation: Conversation


def receptions(store: Store, settings: Settings, ids: Collection[str] | None, now: datetime) -> dict[str, Reception]:
    """Of the accounts named, or of all that are configured."""
    declared = {name: account for name, account in settings.accounts.items() if ids is None or name in ids}
    counted = store.facts(ids, (now - SPAN - _SLACK).date())
    longest = max((one.plan.thresholds.conversation_window for one in declared.values()), default=SPAN)
    received = store.received(ids, now - longest)
    found = {}
    for name, account in declared.items():
        today = now.astimezone(settings.brands[account.brand].zone).date()
        days = {day: one.followers for day, one in counted.get(name, {}).items() if one.followers is not None}
        found[name] = Reception(growth(days, today), conversation(received.get(name, ()), account.plan, now))
    return found
