"""Whether a cycle's failures are our own: then no account is judged by them.

At least 5 hosts were tried and more than half of them failed; or fewer, and all failed before any HTTP answer.
A host failed when no look at it came to an answer of its own: nothing came back, or something that an outage can
cause (temporary, or a page put in the way of every host alike). A 404, a 410 or a rate limit is the network's answer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from monitor.model.look import Outcome
from monitor.model.state import LookRow

MANY = 5  # hosts
AN_OUTAGE_CAN_CAUSE = frozenset({Outcome.TEMPORARY, Outcome.BLOCKED, Outcome.LOGIN_REQUIRED, Outcome.CHANGED_FORMAT})


def is_ours(looks: Sequence[LookRow]) -> bool:
    """Whether the looks of one cycle say that our own network was down. A host is name and port."""
    hosts: dict[str, list[LookRow]] = defaultdict(list)
    for look in looks:
        if look.host:
            hosts[look.host].append(look)
    if len(hosts) >= MANY:
        failed = sum(all(look.outcome in AN_OUTAGE_CAN_CAUSE for look in found) for found in hosts.values())
        return failed * 2 > len(hosts)
    return bool(hosts) and all(not look.answered for found in hosts.values() for look in found)
