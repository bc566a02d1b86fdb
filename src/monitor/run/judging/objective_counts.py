"""What is known from outside of accounts' objectives: counts by day, what others said, and how they were answered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from monitor.metrics.growth import SPAN
from monitor.metrics.objectives import Answers, Public
from monitor.metrics.reply_coverage import conversation
from monitor.metrics.silence import excluded_spans
from monitor.model.conversation import Conversation
from monitor.model.settings import Settings
from monitor.model.state import AccountStatus
from monitor.store import Store

_COUNTED = 3 * SPAN  # growth now and before, and counts that are a little older


def publics(
    store: Store, settings: Settings, account_statuses: Iterable[AccountStatus], now: datetime
) -> dict[str, Public]:
    """By account: what its objectives can be measured by at `now`."""
    shown = {one.account.id: one for one in account_statuses}
    counted = store.facts(list(shown), (now - _COUNTED).date())
    with_replies = [name for name, one in shown.items() if one.record.heard is not None]
    received = store.received(with_replies, now - settings.retention.replies)
    found = {}
    for name, account_status in shown.items():
        said = received.get(name, []) if account_status.record.heard is not None else None
        account, zone = account_status.account, settings.brands[account_status.account.brand].zone
        off = excluded_spans(account)
        talks = [conversation(said or (), account.plan, at, zone, off) for at in (now, now - SPAN)]
        days = counted.get(name, {})
        found[name] = Public(
            at=now,
            today=now.astimezone(zone).date(),
            followers={day: one.followers for day, one in days.items() if one.followers is not None},
            views={day: one.views for day, one in days.items() if one.views is not None},
            received=said,
            answers=(_answers(talks[0]), _answers(talks[1])),
        )
    return found


def _answers(talk: Conversation) -> Answers:
    return Answers(talk.coverage, talk.median_hours)
