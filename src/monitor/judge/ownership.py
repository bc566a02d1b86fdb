"""Who answers for an account, and until when.

| owner                              | answers                                                            |
|------------------------------------|--------------------------------------------------------------------|
| none, or one who has left          | not at all: orphaned                                               |
| named, and confirmed by somebody   | until that day (`accounts confirm`)                                |
| named, and nobody ever confirmed   | for `unconfirmed_after` since the account became known             |

After its last day the account is orphaned; for 30 days before, its owner is asked to confirm. Nobody has to confirm an
account that is closed. Days are those of the brand's zone.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from monitor.judge.reason_catalogue import reason
from monitor.model.account import Account, Lifecycle
from monitor.model.state import Reason, Record

ASKED_BEFORE: Final = timedelta(days=30)
ORPHANED: Final = frozenset({"no_owner", "owner_left", "owner_unconfirmed"})  # the reasons that say so


def answers_until(account: Account, record: Record, zone: ZoneInfo) -> date:
    """The last day on which the named owner counts as confirmed."""
    if account.confirmed_until is not None:
        return account.confirmed_until
    return record.created.astimezone(zone).date() + account.plan.thresholds.unconfirmed_after


def ownership(account: Account, record: Record, today: date, zone: ZoneInfo, left: bool) -> Reason | None:
    """The reason why the account is orphaned, or soon to be; None where somebody answers for it.

    `left`: its owner is marked as left.
    """
    if account.owner is None:
        return reason("no_owner")
    if left:
        return reason("owner_left", owner=account.owner)
    until = answers_until(account, record, zone)
    if account.lifecycle is Lifecycle.CLOSED or today < until - ASKED_BEFORE:
        return None
    if today > until:
        return reason("owner_unconfirmed", owner=account.owner, since=until.isoformat())
    return reason("owner_to_confirm", owner=account.owner, until=until.isoformat())
