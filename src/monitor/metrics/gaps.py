"""When an account was not seen: the times between two good checks that are longer than usual.

A check is good that proved something, or brought a new act: that a network answered is not enough.

Who checks once a week leaves six days between two checks, and misses nothing. So a gap is longer than `longest`, and
than half as much again as what usually lies between two checks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from monitor.model.check import SEEN, Outcome
from monitor.model.state import CheckRow


@dataclass(frozen=True, slots=True)
class Gap:
    """Not seen from the good check at `start` to that at `end`, None where it lasts.

    So many `checks` in it were bad, most of them with `outcome`; None where none was made.
    """

    start: datetime
    end: datetime | None
    checks: int
    outcome: Outcome | None


def gaps(checks: Iterable[CheckRow], now: datetime, longest: timedelta) -> list[Gap]:
    """The gaps between the first of the checks and `now`, in their order."""
    ordered = sorted(checks, key=lambda check: (check.at, check.id))
    distances = [(later.at - one.at).total_seconds() for one, later in pairwise(ordered)]
    longest = max(longest, timedelta(seconds=median(distances or [0.0]) * 1.5))
    found: list[Gap] = []
    since: datetime | None = None
    failed: list[Outcome] = []

    def close(end: datetime | None) -> None:
        if since is not None and (end or now) - since > longest:
            commonest = Counter(failed).most_common(1)
            found.append(Gap(since, end, len(failed), commonest[0][0] if commonest else None))

    for check in ordered:
        if not check.good:
            failed.append(Outcome.UNPROVED if check.outcome in SEEN else check.outcome)
            continue
        close(check.at)
        since, failed = check.at, []
    close(None)
    return found
