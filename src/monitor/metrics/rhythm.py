"""The rhythm of an account, from its posting times alone: what its own history says about how long it can be quiet.

Posting days count, not posts: twenty posts on one day are one day. A gap is the number of days from one posting day to
the next. The newest gaps weigh most: the j-th newest has the weight exp(-j / memory), for memories of 2, 6 and 20 gaps.
An account without history has the gaps of `_NO_GAP`, as if it had one gap of 15 days; its own gaps outweigh that soon.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import exp, log
from operator import mul
from typing import Final

DAY: Final = 86_400.0  # seconds

FEATURES: Final = (
    "gap_2",  # mean of the logarithms of gaps, with a memory of 2 gaps
    "gap_6",
    "gap_20",
    "spread_6",  # variance of the logarithms of gaps
    "spread_20",
    "longest_20",  # logarithm of the longest of the last 20 gaps
    "longest_60",
    "mean_2",  # logarithm of the mean gap
    "mean_20",
    "known",  # logarithm of posting days / 20
    "age",  # logarithm of the years since the first known post
    "year",  # logarithm of 1 + posting days in the year before the last post
    "crowd",  # logarithm of posts a posting day
    "weekly",  # share of whole weeks among the last 20 gaps
    "recent",  # logarithm of posting days in the 90 days before the last post
)

ENOUGH: Final = 8  # posting days: of fewer too little is known, and none fewer were learned from
_GAPS: Final = 60  # gaps that count
_MEMORIES: Final = (2.0, 6.0, 20.0)
_WEIGHTS: Final = {memory: tuple(exp(-j / memory) for j in range(_GAPS)) for memory in _MEMORIES}
_TOTALS: Final = {memory: tuple(accumulate(weights, initial=1.0)) for memory, weights in _WEIGHTS.items()}
_NO_GAP: Final = 2.7  # log days
_NO_SPREAD: Final = 1.5
_NO_MEAN: Final = (10.8, 0.734)  # days, gaps
_LATELY, _YEAR = 20, 365


@dataclass(frozen=True, slots=True)
class Rhythm:
    """An account at its last post: `last` in unix seconds, `features` as in FEATURES, `gaps` in days, newest first."""

    last: float
    posting_days: int
    yearly: int  # posting days in the year before the last post
    gaps: tuple[int, ...]
    features: tuple[float, ...]

    @property
    def median(self) -> float | None:
        """The median of the last 20 gaps, in days: the best single guess at the next one. None without a gap."""
        lately = sorted(self.gaps[:_LATELY])
        if not lately:
            return None
        middle = len(lately) // 2
        return float(lately[middle]) if len(lately) % 2 else (lately[middle - 1] + lately[middle]) / 2


def rhythm(times: Sequence[float], first: float | None = None) -> Rhythm | None:
    """The rhythm of posts at `times` (unix seconds, in any order); None where there are none.

    `first`: since when the account is known to have existed, where that is earlier than the posts that are known.
    """
    if not times:
        return None
    days = sorted({int(time // DAY) for time in times}, reverse=True)
    newest, oldest = days[0], days[-1] if first is None else min(days[-1], int(first // DAY))
    gaps = tuple(later - earlier for later, earlier in pairwise(days[: _GAPS + 1]))
    year = _within(days, newest - _YEAR)
    return Rhythm(
        last=max(times),
        posting_days=len(days),
        yearly=year,
        gaps=gaps,
        features=(
            *_shape(gaps),
            log(len(days) / 20),
            log((newest - oldest + 30) / _YEAR),
            log(year + 1),
            log(len(times) / len(days)),
            (sum(gap % 7 == 0 for gap in gaps[:_LATELY]) + 0.14) / (len(gaps[:_LATELY]) + 1),
            log(_within(days, newest - 90) + 0.5),
        ),
    )


def _shape(gaps: Sequence[int]) -> tuple[float, ...]:
    """The first nine features: level, spread and extremes of the gaps."""
    logs = [log(gap) for gap in gaps]
    means, levels, spreads = [], [], []
    for memory in _MEMORIES:
        weights = _WEIGHTS[memory]
        total = _TOTALS[memory][len(gaps)]
        weighed_logs = list(map(mul, weights, logs))
        level = (_NO_GAP + sum(weighed_logs)) / total
        square = (_NO_GAP**2 + _NO_SPREAD + sum(map(mul, weighed_logs, logs))) / total
        weighed = sum(map(mul, weights, gaps))
        levels.append(level)
        spreads.append(max(0.0, square - level**2))
        means.append(log((_NO_MEAN[0] + weighed) / (_NO_MEAN[1] + total - 1)))
    longest = (max(logs[:_LATELY], default=_NO_GAP), max(logs, default=_NO_GAP))
    return (*levels, *spreads[1:], *longest, means[0], means[2])


def _within(days: Sequence[int], after: int) -> int:
    """How many of the days, newest first, are later than `after`."""
    return next((index for index, day in enumerate(days) if day <= after), len(days))
