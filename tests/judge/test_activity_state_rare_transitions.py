"""Changes of activity that random lives seldom meet: a story each. Those of every day are in test_activity_state.py."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from monitor.model.account import Plan, Span
from monitor.model.state import ActivityState
from support.ground import SELDOM
from support.health import DAY, NOON, Story, account, on_plan, plan
from support.transition_table import ACTIVITY, pairs


def behind() -> Story:
    story = on_plan(plan=plan(3, 7))
    story.steady(28, every=7)
    return story


def silent(days: int, per: float = 7, **more: Any) -> Story:
    story = on_plan(plan=plan(1, per), **more)
    story.silent(days)
    return story


def watched(days: int, planned: Plan, *pauses: Span) -> Story:
    """Nobody ever acted."""
    story = Story(account(plan=planned, pauses=pauses))
    story.check()
    story.silent(days)
    return story


def pause(start: int, end: int) -> Span:
    return Span(NOON.date() + start * DAY, NOON.date() + end * DAY)


def recovering() -> Story:
    story = silent(31, pauses=(pause(42, 50),))
    story.act().check()
    return story


def replanned(story: Story, new: Plan) -> Story:
    story.declared(plan=new).judge()
    return story


def later(story: Story, days: int) -> Story:
    story.forward(days=days).check()
    return story


def acted(story: Story) -> Story:
    story.act().check()
    return story


STORIES: dict[tuple[ActivityState, ActivityState], tuple[Callable[[], Story], Callable[[Story], Story]]] = {
    (ActivityState.NEW, ActivityState.BEHIND): (lambda: watched(44, plan(1, 30)), acted),
    (ActivityState.BEHIND, ActivityState.DORMANT): (behind, lambda story: later(story, 40)),
    (ActivityState.BEHIND, ActivityState.ABANDONED): (behind, lambda story: later(story, 200)),
    (ActivityState.LATE, ActivityState.ON_PLAN): (lambda: silent(15, 14), acted),
    (ActivityState.RECOVERING, ActivityState.LATE): (recovering, lambda story: later(story, 20)),
    (ActivityState.DORMANT, ActivityState.ON_PLAN): (
        lambda: silent(40, 1),
        lambda story: replanned(story, plan(1, 365)),
    ),
    (ActivityState.DORMANT, ActivityState.BEHIND): (
        lambda: silent(40, 1),
        lambda story: replanned(story, plan(30, 91)),
    ),
    (ActivityState.ABANDONED, ActivityState.ON_PLAN): (
        lambda: silent(181),
        lambda story: replanned(story, plan(1, 365)),
    ),
    (ActivityState.ABANDONED, ActivityState.BEHIND): (
        lambda: silent(181),
        lambda story: replanned(story, plan(90, 365)),
    ),
    (ActivityState.ON_PLAN, ActivityState.NEW): (
        lambda: watched(50, Plan()),
        lambda story: replanned(story, plan(1, 91)),
    ),
    (ActivityState.LATE, ActivityState.NEW): (
        lambda: watched(21, plan(1, 7), pause(13, 20)),
        lambda story: replanned(story, plan(1, 91)),
    ),
}


@pytest.mark.parametrize("change", STORIES, ids=lambda change: f"{change[0]}-{change[1]}")
def test_rare_change(change: tuple[ActivityState, ActivityState]) -> None:
    begin, happen = STORIES[change]
    story = begin()
    assert change[0] is story.state.activity.state
    assert change[1] is happen(story).state.activity.state


def test_every_rare_change_has_its_story_and_stands_in_the_table() -> None:
    assert STORIES.keys() == SELDOM
    assert pairs(ACTIVITY) >= SELDOM
