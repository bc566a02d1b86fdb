"""Waking up, or not: what an act of a person does to a dormant account, beyond the rows of the table."""

from __future__ import annotations

import pytest

from monitor.model.state import Status
from support.health import Story, on_plan, plan


def asleep(days: float) -> Story:
    story = on_plan()
    story.silent(days)
    return story


@pytest.mark.parametrize("days", [31, 200])
def test_an_act_that_is_over_when_it_is_found_wakes_nobody(days: int) -> None:
    """It came between two checks, and the silence after it is longer than P + G already."""
    story = asleep(days)
    story.forward(days=1).act()
    assert story.forward(days=20).check().state.status is Status.DORMANT
    assert story.judge().transitions == ()
    assert story.silent(1).state.status is Status.DORMANT
    assert story.act().check().state.status is Status.RECOVERING


@pytest.mark.parametrize("every", [1, 9])
def test_a_recovery_ends_with_an_act_or_as_a_relapse_not_in_between(every: int) -> None:
    """The window is over and the last act is older than P, but not than P + G."""
    story = asleep(31)
    story.act().check()
    story.steady(19, every=every)
    assert story.silent(10).state.status is Status.RECOVERING
    assert story.judge().transitions == ()
    assert story.silent(1).state.status is Status.DORMANT


def test_a_plan_that_is_corrected_corrects_a_relapse() -> None:
    story = on_plan(plan=plan(1, 1))
    story.silent(40)
    story.act().check()
    assert story.silent(10).state.status is Status.DORMANT
    assert story.declared(plan=plan(1, 30)).judge().state.status is Status.ON_PLAN
