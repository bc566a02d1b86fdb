"""How accounts are received in public: how their followers grow, and how those who speak to them are answered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.metrics.growth import SPAN, Growth, growth
from monitor.model.conversation import Conversation
from monitor.model.plan import Settings
from monitor.model.state import Standing
from monitor.store import Store

_SLACK = timedelta(days=8)  # a count that is a little older than the span, and a day of zones


@dataclass(frozen=True, slots=True)
class Reception:
    """`followers` is None where their number is not known for two days, `conversation` where nobody can see any."""

    followers: Growth | None
    conversation: Conversation | None


def receptions(store: Store, settings: Settings, standings: Iterable[Standing], now: datetime) -> dict[str, Reception]:
    """By account."""
    shown = {standing.account.id: standing for standing in standings}
    counted = store.facts(list(shown), (now - SPAN - _SLACK).date())
    found = {}
    for name, standing in shown.items():
        today = now.astimezone(settings.brands[standing.account.brand].zone).date()
        days = {day: one.followers for day, one in counted.get(name, {}).items() if one.followers is not None}
        found[name] = Reception(growth(days, today), standing.verdict.conversation)
    return found
