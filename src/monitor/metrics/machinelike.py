"""What in an account's posts looks like a machine and proves nothing: shown, never judged. Pure.

alike       posts with most words of a sibling's post of the 48 hours before, at another address
one minute  the share of posts at the commonest minute of the hour
one gap     the share of distances between posts that are the commonest one, to the minute
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from monitor.metrics.likeness import LEAST_WORDS, alike, words

NEAR: Final = timedelta(hours=48)
_LIKE: Final = 0.6  # of the words of both
_FEW: Final = 5  # posts that show no regularity
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Published:
    """A post as far as it is kept. `page` is its address, as likeness.py has it."""

    at: datetime
    title: str | None
    page: str | None = None


@dataclass(frozen=True, slots=True)
class Machinelike:
    """Of `posts`, how many are `alike`; the shares from 0 to 1, None of fewer than five posts."""

    posts: int
    alike: int
    one_minute: float | None
    one_gap: float | None


def machinelike(own: Sequence[Published], siblings: Sequence[Published]) -> Machinelike:
    """`own` are an account's posts, `siblings` those of the brand's other accounts, in any order."""
    times = sorted(post.at for post in own)
    gaps = [round((later - earlier) / _MINUTE) for earlier, later in pairwise(times)]
    enough = len(times) >= _FEW
    return Machinelike(
        posts=len(own),
        alike=_alike(own, siblings),
        one_minute=_commonest([at.minute for at in times]) if enough else None,
        one_gap=_commonest(gaps) if enough else None,
    )


def _alike(own: Sequence[Published], siblings: Sequence[Published]) -> int:
    theirs = sorted((post.at, words(post.title), post.page or "") for post in siblings)
    times, found = [at for at, _, _ in theirs], 0
    for post in own:
        said = words(post.title)
        near = theirs[bisect_left(times, post.at - NEAR) : bisect_left(times, post.at)]
        found += len(said) >= LEAST_WORDS and any(
            alike(said, other) >= _LIKE for _, other, page in near if not page or page != post.page
        )
    return found


def _commonest(values: Sequence[int]) -> float:
    return Counter(values).most_common(1)[0][1] / len(values)
