"""docs/health.md shows the transitions as tests/support/transition_table.py has them, and draws the usual ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import chain
from pathlib import Path

import pytest

from support.transition_table import ACTIVITY, OBSERVATION, Change, pairs

TEXT = (Path(__file__).parents[2] / "docs" / "health.md").read_text(encoding="utf-8")


def source(change: Change) -> str:
    """Where a change comes from, in words."""
    if {change.after, *change.before} == set(type(change.after)):
        return "any other"
    return ", ".join("created" if state is None else state.value for state in change.before)


def table(changes: Sequence[Change]) -> str:
    rows = [("from", "to", "rule"), *((source(change), change.after.value, change.rule) for change in changes)]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    return "\n".join([lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]])


def diagram(changes: Sequence[Change]) -> str:
    usual = chain.from_iterable(((state, one.after) for state in one.before) for one in changes if one.usual)
    arrows = [f"    {'[*]' if state is None else state.value} --> {after.value}" for state, after in usual]
    return "\n".join(["```mermaid", "stateDiagram-v2", *arrows, "```"])


@pytest.mark.parametrize("shown", [diagram(ACTIVITY), table(ACTIVITY), table(OBSERVATION)])
def test_the_page_shows_what_the_tables_say(shown: str) -> None:
    """Where it does not, what is printed here is what it should show."""
    assert f"\n\n{shown}\n\n" in TEXT


@pytest.mark.parametrize("changes", [ACTIVITY, OBSERVATION], ids=["activity", "observation"])
def test_a_change_stands_in_one_row_and_leads_elsewhere(changes: Sequence[Change]) -> None:
    found = Counter((state, change.after) for change in changes for state in change.before)
    assert found.keys() == pairs(changes)
    assert set(found.values()) == {1}
    assert all(state is not after for state, after in found)
