"""The moribund index of each brand, with its trend over the last weeks, from the status of its accounts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from monitor.metrics.moribund_index import Trend, Visible, history, moribund
from monitor.model.settings import Settings
from monitor.model.state import AccountStatus, Transition
from monitor.run.judging.unlinked_accounts import current_orphans
from monitor.store import Store

_WEEKS: Final = 12


def trends(
    store: Store, settings: Settings, account_statuses: Iterable[AccountStatus], now: datetime
) -> dict[str, Trend]:
    """By brand; `account_statuses` are of all accounts of each brand that they name."""
    own: dict[str, list[Visible]] = defaultdict(list)
    for one in account_statuses:
        visible = Visible(one.account.id, one.verdict.state.status, one.record.facts.followers)
        own[one.account.brand].append(visible)
    instants = [now - timedelta(weeks=week) for week in range(1, _WEEKS + 1)]
    sites = current_orphans(store.discoveries(), settings)
    brand_of = {one.account: brand for brand, accounts in own.items() for one in accounts}
    changes: dict[str, list[Transition]] = defaultdict(list)
    for change in store.statuses_since(instants[-1]):
        if change.account in brand_of:
            changes[brand_of[change.account]].append(change)
    return {
        brand: Trend(
            brand,
            moribund(accounts, unlinked),
            tuple(zip(instants, history(accounts, changes[brand], instants, unlinked), strict=True)),
        )
        for brand, accounts in own.items()
        for unlinked in (frozenset(sites[brand].unlinked) if brand in sites else frozenset(),)
    }
