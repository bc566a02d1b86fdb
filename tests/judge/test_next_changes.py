"""What would change a status is what does change it, on the day that was said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.judge.next_changes import NextChanges, Turn, next_changes
from monitor.judge.verdict import judge
from monitor.metrics.silence import begins
from monitor.model.account import Lifecycle, Span
from monitor.model.check import Outcome
from monitor.model.state import AccountStatus, Record, State, Status, Verdict
from support.health import DAY, NOON, UTC_ZONE, Story, on_plan, plan

PARIS = ZoneInfo("Europe/Paris")


def asking(story: Story) -> Callable[[State, Record, datetime], Verdict]:
    return lambda state, record, at: judge(story.account, state, record, at, story.zone)


def foretold(story: Story) -> NextChanges:
    account_status = AccountStatus(story.account, story.record, story.judge())
    return next_changes(account_status, story.now, story.zone, asking(story))


def quiet(days: float, **more: Any) -> Story:
    story = on_plan(**more)
    story.silent(days)
    return story


@pytest.mark.parametrize(
    ("days", "status", "comes", "after", "act_by", "acted"),
    [
        (0, Status.ON_PLAN, Status.LATE, 7, 6, Status.ON_PLAN),
        (8, Status.LATE, Status.OVERDUE, 10.5, 10, Status.ON_PLAN),
        (11, Status.OVERDUE, Status.DORMANT, 30, 29, Status.ON_PLAN),
        (31, Status.DORMANT, Status.ABANDONED, 180, 179, Status.RECOVERING),
    ],
)
def test_both_directions_of_a_silence(
    days: int, status: Status, comes: Status, after: float, act_by: int, acted: Status
) -> None:
    story = quiet(days)
    found = foretold(story)
    assert status is story.status
    assert found.next == Turn(comes, (NOON + after * DAY).date())
    assert (found.keep_by, found.acted) == (NOON.date() + act_by * DAY, acted)


def test_a_post_in_time_keeps_an_account_on_plan() -> None:
    story = quiet(5)
    found = foretold(story)
    assert (found.next, found.keep_by) == (Turn(Status.LATE, date(2026, 11, 9)), date(2026, 11, 8))
    story.forward(days=1).act().check()
    story.silent(3)
    assert story.status is Status.ON_PLAN


def test_who_is_behind_sees_how_many_posts_it_takes() -> None:
    story = on_plan(plan=plan(4, 7))
    story.steady(42, every=4)
    found = foretold(story)
    assert (story.status, found.acted) == (Status.BEHIND, Status.BEHIND)
    assert found.acts is not None
    for _ in range(found.acts - 1):
        story.act()
    assert story.check().state.status is Status.BEHIND
    assert story.act().check().state.status is Status.ON_PLAN


def test_what_is_abandoned_stays_so_until_somebody_acts() -> None:
    found = foretold(quiet(181))
    assert (found.next, found.acted) == (None, Status.RECOVERING)
    assert found.restored is not None


def test_what_recovers_is_on_plan_after_a_whole_window() -> None:
    story = quiet(40)
    story.act().check()
    found = foretold(story)
    assert found.next == Turn(Status.DORMANT, (story.now + 10.5 * DAY).date())
    assert found.restored is not None
    while (verdict := story.forward(days=1).act().check()).state.status is Status.RECOVERING:
        assert story.now.date() <= found.restored
    assert (verdict.state.status, story.now.date()) == (Status.ON_PLAN, found.restored)


def test_of_what_cannot_be_seen_only_that_is_said_which_seeing_would_show() -> None:
    story = quiet(8)
    for _ in range(4):
        story.forward(days=1).check(Outcome.BLOCKED)
    assert story.status is Status.BLIND
    assert foretold(story) == NextChanges(seen=Status.OVERDUE)
    assert story.check().state.status is Status.OVERDUE


def test_a_pause_ends_on_its_day() -> None:
    story = on_plan(pauses=(Span(date(2026, 11, 3), date(2026, 11, 20), "fair"),))
    story.silent(4)
    assert story.status is Status.PAUSED
    found = foretold(story)
    assert found.next is not None and (date(2026, 11, 21), None) == (found.next.on, found.acted)


def test_what_people_declared_only_people_change() -> None:
    story = quiet(3)
    story.declared(lifecycle=Lifecycle.RESERVED)
    assert foretold(story) == NextChanges()
    story.declared(lifecycle=Lifecycle.CLOSING, closing_on=date(2026, 12, 1))
    assert foretold(story) == NextChanges(next=Turn(Status.CLOSED, date(2026, 12, 1)))


@settings(max_examples=25, deadline=None)
@given(
    count=st.integers(1, 5),
    per=st.sampled_from([1, 7, 14, 30]),
    days=st.integers(0, 60),
    zone=st.sampled_from([UTC_ZONE, PARIS, ZoneInfo("Pacific/Auckland")]),
)
def test_it_comes_on_the_day_that_was_said_and_not_before(count: int, per: int, days: int, zone: ZoneInfo) -> None:
    story = on_plan(plan=plan(count, per))
    story.zone = zone
    story.silent(days)
    before, comes = story.status, foretold(story).next
    if comes is None:
        assert before is Status.ABANDONED
        return
    day = story.now.astimezone(zone).date()
    while day <= comes.on:
        assert before is story.status
        story.now = begins(day + timedelta(days=1), zone) - timedelta(seconds=1)
        story.check()
        day += timedelta(days=1)
    assert comes.status is story.status
