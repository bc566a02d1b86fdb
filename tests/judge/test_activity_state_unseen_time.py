"""A network that shows 30 days, checked after a longer time: what nobody saw is no silence, and no sign of life."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.model.account import Lifecycle, Plan
from monitor.model.state import Status
from support.health import DAY, Story, on_plan, plan


def away(story: Story, days: int) -> Story:
    """No check for so long; the first one then sees the last 30 days, and no act, and the next one proves it."""
    story.forward(days=days)
    story.record = replace(story.record, unseen_until=story.now - 30 * DAY)
    story.check(complete=False)
    return story


def test_a_time_that_nobody_saw_makes_no_account_dormant() -> None:
    story = away(on_plan(plan=plan(1, 14)), 70)
    assert story.status is Status.BLIND  # the check proves nothing, and the last one that did is ten weeks old
    verdict = story.forward(hours=1).check()
    assert verdict.state.status is Status.OVERDUE  # 30 days and an hour are known; dormant is more than 49
    assert "part_unseen" in [reason.rule for reason in story.judge().reasons]


def test_silence_that_is_seen_then_makes_it_dormant() -> None:
    story = away(on_plan(plan=plan(1, 14)), 70)
    story.silent(20)
    assert story.status is Status.DORMANT


@pytest.mark.parametrize("status", [Status.DORMANT, Status.ABANDONED])
def test_what_was_asleep_stays_so_until_somebody_is_seen_to_act(status: Status) -> None:
    story = on_plan(plan=plan(dormant=40 * DAY, abandoned=80 * DAY))
    story.silent(50 if status is Status.DORMANT else 90)
    assert status is story.status
    away(story, 45).silent(5)
    assert status is story.status
    story.forward(days=1).act().check()
    assert story.status is Status.RECOVERING


def test_an_act_after_it_counts_as_any_other() -> None:
    story = away(on_plan(), 70)
    story.forward(days=1).act().check()
    assert story.status is Status.ON_PLAN
    assert "part_unseen" not in [reason.rule for reason in story.judge().reasons]


@pytest.mark.parametrize("planned", [plan(1, 7), plan(3, 7), Plan()], ids=["weekly", "often", "nothing"])
def test_the_grace_after_a_pause_wakes_nobody_whose_silence_is_seen_in_part(planned: Plan) -> None:
    """Late it is while the grace lasts, however often it is judged, and asleep again after it."""
    story = on_plan()
    story.silent(100)
    story.declared(plan=planned).judge()
    assert story.status is Status.DORMANT
    story.declared(lifecycle=Lifecycle.PAUSED).judge()
    away(story, 40).silent(26)
    spared = Status.LATE if planned.publish else Status.ON_PLAN
    story.record = replace(story.record, unseen_until=story.now)
    assert story.declared(lifecycle=Lifecycle.ACTIVE).judge().state.status is spared
    assert story.judge().transitions == ()
    assert story.silent(3).state.status is spared
    assert story.silent(13).state.status is Status.DORMANT
    assert story.forward(days=1).act().check().state.status in (Status.RECOVERING, Status.ON_PLAN)


def test_a_time_that_nobody_saw_is_no_recovery() -> None:
    story = on_plan()
    story.silent(31)
    story.act().check()
    assert story.status is Status.RECOVERING
    story.forward(days=70)
    story.record = replace(story.record, unseen_until=story.now - 5 * DAY)
    assert story.act().check().state.status is Status.RECOVERING
    assert story.steady(20, every=5).state.status is Status.RECOVERING
    assert story.steady(10, every=5).state.status is Status.ON_PLAN
