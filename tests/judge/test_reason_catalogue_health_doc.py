"""docs/health.md says what the program does: its tables are read and compared."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from monitor.judge.checklist import STEPS
from monitor.metrics.thresholds import limits
from monitor.model.account import Cadence, Lifecycle, Plan
from monitor.model.check import Outcome
from monitor.model.state import ActivityState, Advice, Flag, ObservationState, Status

TEXT = (Path(__file__).parents[2] / "docs" / "health.md").read_text(encoding="utf-8")
PERIODS = {"daily": 1, "weekly": 7, "fortnight": 14, "monthly": 30, "quarter": 91, "yearly": 365}


def table(heading: str, number: int = 1) -> list[list[str]]:
    """The rows of the section's nth table, its head first."""
    section = TEXT.split(f"## {heading}\n")[1].split("\n## ")[0]
    blocks = [block.strip() for block in section.split("\n\n") if block.strip().startswith("|")]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in blocks[number - 1].splitlines()]
    return [rows[0], *rows[2:]]


def words(cells: list[str]) -> list[str]:
    return [word.split(" ")[0] for cell in cells for word in cell.split(", ")]


def column(heading: str, position: int, number: int = 1) -> list[str]:
    return words([row[position] for row in table(heading, number)[1:]])


@pytest.mark.parametrize("period", PERIODS)
def test_its_thresholds_are_those_that_are_computed(period: str) -> None:
    head, *rows = table("Activity: when silence becomes a state")
    found = limits(Plan(publish=Cadence(1, timedelta(days=PERIODS[period]), "")))
    expected = {row[0]: float(row[head.index(period)]) for row in rows}
    assert {name: getattr(found, name) / timedelta(days=1) for name in expected} == expected
    assert list(expected) == ["late", "overdue", "dormant", "abandoned"]


def test_its_axes_have_every_value() -> None:
    rows = {row[0]: set(words([row[2]])) for row in table("Three axes")[1:]}
    assert {
        "lifecycle": {value.value for value in Lifecycle},
        "observation": {value.value for value in ObservationState if value is not ObservationState.UNSEEN},
        "activity": {value.value for value in ActivityState},
    } == rows


def test_its_statuses_are_all_and_in_the_order_in_which_they_are_shown() -> None:
    assert column("The status shown", 1) == [status.value for status in Status]


def test_its_outcomes_are_all() -> None:
    assert sorted(column("Observation: what a check does", 0)) == sorted(Outcome)


def test_its_states_of_activity_are_all() -> None:
    assert sorted(column("Activity: when silence becomes a state", 0, 2)) == sorted(ActivityState)


def test_its_flags_are_those_that_are_raised() -> None:
    assert set(column("Flags", 0)) == set(Flag)


def test_its_proposals_are_all() -> None:
    said = {row[2].replace("hand over", "hand_over").split(" ")[0] for row in table("What is proposed")[1:]}
    assert said == set(Advice)


def test_its_steps_of_letting_an_account_go_are_all_on_their_days() -> None:
    signs = {"before": -1, "after": 1, "": 0}
    said = [
        (row[0], int(number) * signs[side], row[2])
        for row in table("Letting an account go")[1:]
        for number, _, side in (row[1].partition(" "),)
    ]
    assert [(what, days, ", ".join(sorted(kinds.split(", ")))) for what, days, kinds in said] == [
        (what, shift.days, ", ".join(sorted(kinds))) for what, shift, kinds in STEPS
    ]
