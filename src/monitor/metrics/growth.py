"""How much a count that a profile states has grown: followers, or posts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

SPAN = timedelta(days=28)
_SLACK = timedelta(days=7)  # how much older the count may be from which growth is measured


@dataclass(frozen=True, slots=True)
class Growth:
    """From `before` on `since` to `after` on `until`: the days that were measured, not those that were asked for."""

    since: date
    until: date
    before: int
    after: int

    @property
    def change(self) -> int:
        return self.after - self.before

    @property
    def share(self) -> float | None:
        """Of the count before; None where that was nothing."""
        return self.change / self.before if self.before else None


def growth(counts: Mapping[date, int], until: date, span: timedelta = SPAN) -> Growth | None:
    """The growth over the `span` that ends with `until`; None where it holds fewer than two counts.

    From the last count before the span, if that is at most a week older, else from the first within it.
    """
    days = sorted(day for day in counts if until - span - _SLACK <= day <= until)
    if not days or days[-1] <= until - span:
        return None
    before = [day for day in days if day <= until - span]
    since = before[-1] if before else days[0]
    return Growth(since, days[-1], counts[since], counts[days[-1]]) if since < days[-1] else None
