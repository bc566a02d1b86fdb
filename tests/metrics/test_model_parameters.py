"""What the shipped constants reach on the recorded histories, by the scorer's own rules; docs/silence.md says the same.

The figures out of fold are made by tools/fit_silence.py; these are of the constants as shipped, fitted on all of it.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise
from math import ceil, floor, log
from pathlib import Path
from typing import Any

import pytest

from monitor.metrics.dropout_model import dropout
from monitor.metrics.rhythm import rhythm

DAY = 86_400
HORIZONS = (90, 180)
MOST = 24  # instants an account


def instants(account: dict[str, Any]) -> list[float]:
    """When an account is asked about: every 30 days, while it is known well enough and not silent for half a year."""
    times = account["times"]
    firsts = sorted({time // DAY: time for time in reversed(times)}.items())
    if len(firsts) < 8:
        return []
    begun = max(firsts[7][1] + 1, times[0] + 180 * DAY)
    phase = int(hashlib.sha256(account["account_id"].encode()).hexdigest()[:12], 16) % 30
    end = account["obs_end"] - 90 * DAY
    steps = range(ceil((begun / DAY - phase) / 30), floor((end / DAY - phase) / 30) + 1)
    asked = [float((step * 30 + phase) * DAY) for step in steps]
    asked = [now for now in asked if now - times[bisect_left(times, now) - 1] <= 180 * DAY]
    if len(asked) <= MOST:
        return asked
    return [asked[place] for place in sorted({round(n * (len(asked) - 1) / (MOST - 1)) for n in range(MOST)})]


def answered(file: Path) -> Iterator[tuple[int, float, bool]]:
    """Horizon, probability and truth for each instant whose outcome is known."""
    with gzip.open(file, "rt") as lines:
        for account in map(json.loads, lines):
            times = account["times"]
            for now in instants(account):
                place = bisect_left(times, now)
                known = rhythm(times[max(0, place - 1000) : place])
                model = dropout(known)
                for horizon in HORIZONS:
                    end = now + horizon * DAY
                    if end <= account["obs_end"]:
                        back = place < len(times) and times[place] <= end
                        yield horizon, model.silent((now - times[place - 1]) / DAY, horizon), not back


def figures(pairs: list[tuple[float, bool]]) -> tuple[float, float, float]:
    """AUC, log loss, and the mean distance of 15 bins of equal size from the diagonal."""
    pairs.sort()
    silent = sum(truth for _, truth in pairs)
    ranks = sum(rank for rank, (_, truth) in enumerate(pairs, 1) if truth)
    auc = (ranks - silent * (silent + 1) / 2) / (silent * (len(pairs) - silent))
    loss = -sum(log(max(p if truth else 1 - p, 1e-4)) for p, truth in pairs) / len(pairs)
    edges = [len(pairs) * n // 15 for n in range(16)]
    bins = [pairs[low:high] for low, high in pairwise(edges)]
    return auc, loss, sum(abs(sum(truth - p for p, truth in one)) for one in bins) / len(pairs)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "horizon", "auc", "loss", "error"),
    [
        ("train", 90, 0.840, 0.476, 0.016),
        ("train", 180, 0.838, 0.433, 0.016),
        ("train-social", 90, 0.955, 0.130, 0.015),
        ("train-social", 180, 0.950, 0.112, 0.018),
    ],
)
def test_the_shipped_constants_reach_what_is_said_of_them(
    name: str, horizon: int, auc: float, loss: float, error: float, shared: Path
) -> None:
    pairs = [(p, truth) for of, p, truth in answered(shared / "dormancy" / f"{name}.jsonl.gz") if of == horizon]
    reached = figures(pairs)
    assert reached[0] >= auc
    assert reached[1] <= loss
    assert reached[2] <= error
