"""Lifecycle: what stops the clock, and what happens when it goes on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.model.account import Lifecycle, Span
from monitor.model.check import Outcome
from monitor.model.state import Status
from support.health import DAY, NOON, Story, account, on_plan, plan

TODAY = NOON.date()
TROUBLE = {Status.OVERDUE, Status.DORMANT, Status.ABANDONED}


def pause(start: int, end: int | None = None) -> Span:
    """From and to so many days after today."""
    return Span(TODAY + start * DAY, None if end is None else TODAY + end * DAY)


def test_a_pause_is_shown_and_its_days_do_not_count() -> None:
    story = on_plan(pauses=(pause(2, 60),))
    assert story.silent(60).state.status is Status.PAUSED
    assert story.silent(1).state.status is Status.ON_PLAN
    assert 2 <= (story.judge().silence_days or 0) < 3


@pytest.mark.parametrize("silent", [12, 32, 185])
def test_a_pause_that_ended_leaves_the_grace_to_act(silent: int) -> None:
    """Overdue, dormant or abandoned before it: late after it, until the grace is over."""
    story = on_plan(pauses=(pause(silent + 1, silent + 10),))
    before = story.silent(silent).state.status
    assert before in TROUBLE
    assert story.silent(10).state.status is Status.PAUSED
    assert story.silent(3.75, step=0.25).state.status is Status.LATE  # grace of a weekly plan: 3.5 days from midnight
    assert before is story.silent(0.5, step=0.25).state.status
    assert story.statuses(announced=True)[-3:] == [Status.PAUSED, Status.LATE, before]


def test_an_act_within_the_grace_is_enough() -> None:
    story = on_plan(pauses=(pause(32, 40),))
    story.silent(42)
    assert story.status is Status.LATE
    assert story.act().check().state.status is Status.BEHIND


def test_a_pause_that_ended_unseen_still_leaves_time_to_act() -> None:
    """No check since: what was seen before the pause says nothing of the days after it."""
    story = on_plan(pauses=(pause(12, 20),))
    story.silent(11)
    story.forward(days=10.5)
    assert story.judge().state.status is Status.LATE
    story.forward(days=20)
    assert story.judge().state.status is Status.BLIND  # and after two weeks without a check nothing else is said


def test_an_account_first_seen_just_after_its_pause_is_late_not_dormant() -> None:
    story = Story(account(pauses=(pause(-9, -2),)))
    assert story.act(ago=90 * DAY).check().state.status is Status.LATE


@pytest.mark.parametrize("lifecycle", [Lifecycle.PAUSED, Lifecycle.RESERVED, Lifecycle.CLOSING, Lifecycle.CLOSED])
def test_a_lifecycle_without_days_stops_the_clock_too(lifecycle: Lifecycle) -> None:
    story = on_plan()
    story.silent(3)
    story.declared(lifecycle=lifecycle)
    assert Status(lifecycle.value) is story.silent(200).state.status
    story.declared(lifecycle=Lifecycle.ACTIVE)
    assert story.silent(3.5, step=0.25).state.status is Status.LATE
    assert story.silent(0.25, step=0.25).state.status is Status.OVERDUE
    assert story.silent(20).state.status is Status.DORMANT


def test_days_on_which_a_lifecycle_expected_nothing_are_not_asked_for() -> None:
    story = on_plan(plan=plan(1, 1))
    story.declared(lifecycle=Lifecycle.PAUSED).silent(20)
    story.declared(lifecycle=Lifecycle.ACTIVE).steady(30, every=1)
    assert Status.BEHIND not in story.statuses()


def test_a_planned_account_is_new_from_the_day_on_which_it_becomes_active() -> None:
    story = Story(account(lifecycle=Lifecycle.PLANNED))
    story.check()
    assert story.silent(100).state.status is Status.PLANNED
    story.declared(lifecycle=Lifecycle.ACTIVE)
    assert story.silent(10).state.status is Status.NEW
    assert story.silent(2).state.status is Status.OVERDUE


def test_a_season_begins_like_a_pause_ends() -> None:
    seasons = (pause(-30, 11), pause(100, 200))
    story = on_plan(lifecycle=Lifecycle.SEASONAL, seasons=seasons)
    assert story.silent(11).state.status is Status.OVERDUE
    assert story.silent(88).state.status is Status.OUT_OF_SEASON
    assert story.silent(2).state.status is Status.LATE
    assert story.silent(4).state.status is Status.OVERDUE


def test_paused_and_blind_is_blind_and_the_pause_still_leaves_its_grace() -> None:
    story = on_plan(pauses=(pause(32, 50),))
    story.silent(31)
    for _ in range(20):
        story.forward(days=1).check(Outcome.TEMPORARY)
    assert story.status is Status.BLIND
    assert story.forward(hours=6).check().state.status is Status.LATE


def test_a_window_of_measurement_leaves_the_pause_out() -> None:
    story = on_plan(pauses=(pause(1, 90),))
    story.silent(91)
    story.steady(60, every=7)
    assert Status.BEHIND not in story.statuses()


def test_a_recovery_takes_a_whole_window_of_days_that_count() -> None:
    story = on_plan(pauses=(pause(34, 60),))
    story.silent(31)
    story.act().check()
    story.silent(29)
    assert story.steady(10, every=2).state.status is Status.RECOVERING
    assert story.steady(28, every=2).state.status is Status.ON_PLAN


def test_who_acted_after_a_pause_and_stopped_again_is_late_for_that() -> None:
    story = on_plan(plan=plan(1, 1), pauses=(pause(12, 20),))
    story.silent(21)
    story.act().check()
    verdict = story.silent(1.25, step=0.25)
    assert (verdict.state.status, verdict.reasons[0].rule) == (Status.LATE, "silent")


def test_grace_is_that_of_the_plan() -> None:
    story = on_plan(pauses=(pause(32, 40),))
    story.silent(41)
    resumed = next(reason for reason in story.judge().reasons if reason.rule == "resumed")
    since = TODAY + 41 * DAY
    assert resumed.values == {"since": since.isoformat(), "until": (since + timedelta(days=3)).isoformat()}
