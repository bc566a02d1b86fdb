"""What in an account's posts looks like a machine: for whoever asks, never for a judgement."""

from __future__ import annotations

from datetime import datetime

from monitor.metrics.machinelike import NEAR, Machinelike, Published, machinelike
from monitor.model.account import Account
from monitor.model.settings import Settings
from monitor.store import Store


def looks_like(store: Store, settings: Settings, account: Account, now: datetime) -> Machinelike:
    """Over the plan's `autopilot_window`, compared with the brand's other accounts."""
    since = now - account.plan.thresholds.autopilot_window
    brand = [one.id for one in settings.accounts.values() if one.brand == account.brand]
    found = store.published(brand, since - NEAR)
    own = [post for post in found.pop(account.id, []) if post.at >= since]
    siblings: list[Published] = [post for posts in found.values() for post in posts]
    return machinelike(own, siblings)
