"""What is announced, once, and what is only written down."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from monitor.model.account import Lifecycle, Plan
from monitor.model.check import Outcome
from monitor.model.state import Flag, Status
from support.health import Story, account, on_plan


def test_the_first_judgement_is_a_baseline() -> None:
    story = on_plan(owner=None, plan=Plan())
    assert {(change.axis, change.announce) for change in story.transitions} == {
        ("status", False),
        ("flag:orphaned", False),
        ("flag:unplanned", False),
    }


def test_a_fleet_that_was_silent_before_it_was_watched_floods_nobody() -> None:
    story = Story()
    story.act(ago=story.now.replace(year=2027) - story.now).check()
    assert story.status is Status.ABANDONED
    assert story.statuses(announced=True) == []


def test_later_changes_are_announced() -> None:
    story = on_plan()
    story.silent(31)
    assert story.statuses(announced=True) == [Status.LATE, Status.OVERDUE, Status.DORMANT]


def test_an_account_that_was_blind_from_the_start_has_its_baseline_when_it_is_first_seen() -> None:
    story = Story()
    for _ in range(3):
        story.forward(hours=12).check(Outcome.UNAUTHORISED)
    story.act(ago=story.now.replace(year=2027) - story.now).check()
    assert story.statuses() == [Status.BLIND, Status.ABANDONED]
    assert story.statuses(announced=True) == []


def test_judging_again_at_the_same_instant_changes_nothing() -> None:
    story = on_plan(owner=None)
    story.silent(31)
    before = story.state
    again = story.judge()
    assert (again.transitions, again.state) == ((), before)


def test_a_flag_is_announced_when_it_is_raised_and_when_it_is_lowered() -> None:
    story = on_plan()
    story.owner_left = True
    story.forward(days=1).check()
    story.owner_left = False
    story.forward(days=1).check()
    flags = [
        (change.before, change.after, change.announce) for change in story.transitions if change.axis == "flag:orphaned"
    ]
    assert flags == [("off", "on", True), ("on", "off", True)]


def test_orphaned_is_who_has_no_owner_or_one_who_left() -> None:
    assert Flag.ORPHANED not in on_plan().state.flags
    assert Flag.ORPHANED in on_plan(owner=None).state.flags
    story = Story(owner_left=True)
    assert Flag.ORPHANED in story.check().state.flags
    assert "owner_left" in {reason.rule for reason in story.judge().reasons}


def test_closed_and_still_posting_is_a_zombie() -> None:
    closed = account(lifecycle=Lifecycle.CLOSED)
    story = Story(closed)
    story.act(ago=story.now.replace(year=2027) - story.now).check()
    assert Flag.ZOMBIE not in story.state.flags  # it posted before it was closed
    story.forward(days=2).act(copied=True).check()
    assert Flag.ZOMBIE in story.state.flags
    assert story.status is Status.CLOSED
    assert "still_active_though_closed" in {reason.rule for reason in story.judge().reasons}


def test_the_day_of_closing_is_the_declared_one() -> None:
    story = on_plan()
    story.declared(lifecycle=Lifecycle.CLOSED, closing_on=story.now.date())
    assert Flag.ZOMBIE not in story.silent(1).state.flags
    assert Flag.ZOMBIE in story.act().check().state.flags


def test_days_are_those_of_the_brand() -> None:
    story = on_plan()
    story.zone = ZoneInfo("Pacific/Kiritimati")  # fourteen hours ahead: the third there
    assert story.silent(8).reasons[0].values["last"] == "2026-11-03"


def test_the_status_keeps_its_date_while_it_lasts() -> None:
    story = on_plan()
    story.silent(8)
    since = story.state.status_since
    story.silent(2)
    assert (story.status, story.state.status_since) == (Status.LATE, since)
