"""How much a count has grown in 28 days, from the days that are known."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from monitor.metrics.growth import Growth, growth

TODAY = date(2026, 11, 30)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({28: 100, 14: 900, 0: 110}, (28, 0, 100, 110)),
        ({30: 90, 27: 100, 1: 110}, (30, 1, 90, 110)),  # the last before the span
        ({36: 90, 20: 100, 1: 80}, (20, 1, 100, 80)),  # too old: from the first within it
        ({35: 90, 27: 95}, (35, 27, 90, 95)),
        ({28: 100}, None),  # one count
        ({28: 100, 30: 90}, None),  # nothing within the span
        ({0: 5}, None),
        ({28: 100, -1: 110}, None),  # not of the future
        ({}, None),
    ],
)
def test_growth(counts: dict[int, int], expected: tuple[int, int, int, int] | None) -> None:
    found = growth({ago(days): number for days, number in counts.items()}, TODAY)
    wanted = Growth(ago(expected[0]), ago(expected[1]), *expected[2:]) if expected else None
    assert found == wanted


def test_change_and_share() -> None:
    found = Growth(ago(28), TODAY, 100, 90)
    assert (found.change, found.share) == (-10, -0.1)
    assert Growth(ago(28), TODAY, 0, 9).share is None
