"""Whether a cycle's failures are our own: then no account is judged by them.

| hosts tried | the fault is ours where                                                                    |
|-------------|--------------------------------------------------------------------------------------------|
| 5 or more   | more than half of them failed                                                              |
| fewer       | at all of them, every check failed before any HTTP answer                                  |

A host is name and port. It failed where each check at it ended as an outage can end it: nothing came back, or a page
that something in between serves for every host alike. A 404, a 410 or a rate limit is the network's own answer.
A host whose Retry-After is not over, or whose address our own guard refuses, was not tried: nothing was sent.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from monitor.model.check import Outcome
from monitor.model.state import CheckRow

MANY = 5  # hosts
AN_OUTAGE_CAN_CAUSE = frozenset({Outcome.TEMPORARY, Outcome.BLOCKED, Outcome.LOGIN_REQUIRED, Outcome.CHANGED_FORMAT})


def is_ours(checks: Sequence[CheckRow]) -> bool:
    """Whether the checks of one cycle say that our own network was down."""
    hosts: dict[str, list[CheckRow]] = defaultdict(list)
    for check in checks:
        if check.host and not _unsent(check):
            hosts[check.host].append(check)
    if len(hosts) >= MANY:
        failed = sum(all(check.outcome in AN_OUTAGE_CAN_CAUSE for check in tried) for tried in hosts.values())
        return failed * 2 > len(hosts)
    return bool(hosts) and all(_unanswered(check) for tried in hosts.values() for check in tried)


def commonest(checks: Sequence[CheckRow]) -> str:
    """What most failed checks say, without their hosts; "" where none says anything."""
    said = Counter(
        check.detail.removeprefix(f"{check.host}: ") for check in checks if check.outcome in AN_OUTAGE_CAN_CAUSE
    )
    return next((phrase for phrase, _ in said.most_common(1)), "")


def _unsent(check: CheckRow) -> bool:
    return check.outcome in (Outcome.RATE_LIMITED, Outcome.BLOCKED) and not check.answered


def _unanswered(check: CheckRow) -> bool:
    """Nothing came back."""
    return check.outcome is Outcome.TEMPORARY and not check.answered
