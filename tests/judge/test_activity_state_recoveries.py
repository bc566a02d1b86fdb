"""Waking up, or not: what an act of a person does to a dormant account, beyond the rows of the table."""

from __future__ import annotations

import pytest

from monitor.model.account import Lifecycle
from monitor.model.state import Status
from support.health import DAY, Story, on_plan, plan


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


def test_an_act_on_a_closed_account_is_no_recovery_until_a_window_is_kept_that_was_asked_for() -> None:
    """Found by a walk: a window had gone by since the act, so the same instant said recovering, then on plan."""
    story = asleep(31)
    story.declared(lifecycle=Lifecycle.CLOSING).act().check()
    story.silent(28)
    assert story.declared(lifecycle=Lifecycle.ACTIVE).judge().state.status is Status.RECOVERING
    assert story.judge().transitions == ()
    assert story.steady(27, every=3).state.status is Status.RECOVERING
    assert story.steady(3, every=1).state.status is Status.ON_PLAN


@pytest.mark.parametrize("lifecycle", [Lifecycle.PAUSED, Lifecycle.RESERVED, Lifecycle.PLANNED])
def test_a_time_in_which_nothing_was_expected_is_no_recovery(lifecycle: Lifecycle) -> None:
    story = asleep(31)
    story.act().check()
    story.declared(lifecycle=lifecycle).silent(60)
    assert story.declared(lifecycle=Lifecycle.ACTIVE).judge().state.status is Status.RECOVERING
    assert story.steady(20, every=3).state.status is Status.RECOVERING
    assert story.steady(10, every=3).state.status is Status.ON_PLAN


def test_an_act_that_is_found_a_window_later_is_judged_once() -> None:
    """The plan sets a silence longer than the window: what was posted meanwhile is known, and too little."""
    story = on_plan(plan=plan(late=60 * DAY, dormant=90 * DAY))
    story.silent(91)
    story.act()
    assert story.forward(days=40).check().state.status is Status.BEHIND
    assert story.judge().transitions == ()
