"""docs/health.md shows when an act counts as the tables of the code have it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from monitor.store.intake.counting import BURSTS, RULES
from monitor.store.intake.known_posts import SAME

TEXT = (Path(__file__).parents[3] / "docs" / "health.md").read_text(encoding="utf-8")


def table(*rows: Sequence[str]) -> str:
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    return "\n".join([lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]])


COUNTING = table(
    ("an act that is", "counts at", "more than three in seven days"),
    *((rule.act, rule.counts.value, rule.many) for rule in RULES),
)
REPLACING = table(("undated acts that replace a whole list", "are"), *((one.acts, one.counts) for one in BURSTS))
RECOGNISING = table(
    ("", "an act under an id that is not known is a known act where"), *((str(n), one) for n, one in enumerate(SAME, 1))
)


@pytest.mark.parametrize("shown", [RECOGNISING, COUNTING, REPLACING])
def test_the_page_shows_what_the_tables_say(shown: str) -> None:
    """Where it does not, what is printed here is what it should show."""
    assert f"\n\n{shown}\n\n" in TEXT
