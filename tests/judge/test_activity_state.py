"""The table of transitions, a test a row: an account lives, is checked, and its status moves."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from monitor.judge.reason_catalogue import reason
from monitor.model.account import Plan
from monitor.model.activity import AccountFacts
from monitor.model.check import Outcome
from monitor.model.state import Flag, Record, Status
from support.health import DAY, NOON, Story, account, on_plan, plan

WEEK = timedelta(days=7)


def behind() -> Story:
    """Three posts a week are planned; one is made."""
    story = on_plan(plan=plan(3, 7))
    story.steady(28, every=7)
    return story


def dormant(days: float = 31) -> Story:
    story = on_plan()
    story.silent(days)
    return story


def test_created_to_new() -> None:
    assert Story().check().state.status is Status.NEW


def test_new_lasts_for_as_long_as_the_grace_of_the_first_period() -> None:
    assert Story(account(plan=plan(1, 7))).silent(10.5, step=0.5).state.status is Status.NEW
    assert Story(account(plan=plan(1, 1))).silent(7).state.status is Status.NEW


def test_visible_history_skips_new() -> None:
    assert on_plan().status is Status.ON_PLAN


def test_new_to_on_plan() -> None:
    story = Story()
    story.check()
    assert story.forward(days=3).act().check().state.status is Status.ON_PLAN


def test_new_to_overdue() -> None:
    story = Story()
    story.check()
    story.silent(12)
    assert story.statuses() == [Status.NEW, Status.OVERDUE]


def test_an_account_that_nobody_ever_animated_goes_on_to_dormant_and_abandoned() -> None:
    story = Story()
    story.check()
    story.silent(182)
    assert story.statuses() == [Status.NEW, Status.OVERDUE, Status.DORMANT, Status.ABANDONED]


def test_the_clock_of_a_new_account_starts_at_its_declared_opening() -> None:
    opened_later = Story(account(opened=(NOON + 20 * DAY).date()))
    opened_later.check()
    assert opened_later.silent(30).state.status is Status.NEW
    assert opened_later.silent(2).state.status is Status.OVERDUE
    never_used = Story(account(opened=(NOON - 40 * DAY).date()), record=Record(NOON, facts=AccountFacts(total=0)))
    never_used.check()
    assert never_used.silent(11).state.status is Status.DORMANT


def test_before_the_first_check_an_opening_alone_proves_no_silence() -> None:
    """A list without dates shows nothing of the years before it was first read."""
    story = Story(account(opened=date(2019, 1, 1)))
    story.check()
    assert story.silent(30).state.status is Status.OVERDUE
    assert story.silent(1).state.status is Status.DORMANT


def test_on_plan_to_behind() -> None:
    assert behind().statuses() == [Status.ON_PLAN, Status.BEHIND]


def test_behind_takes_two_weekly_evaluations() -> None:
    story = on_plan(plan=plan(3, 7))
    statuses = [story.steady(1, every=2 if day < 8 else 6).state.status for day in range(1)]
    while story.status is Status.ON_PLAN:
        verdict = story.steady(7, every=7)
        statuses.append(verdict.state.status)
        assert verdict.state.activity.behind_weeks <= 2
    assert story.state.activity.behind_weeks == 2
    assert statuses.count(Status.ON_PLAN) >= 2


def test_one_poor_week_is_not_behind() -> None:
    story = on_plan(plan=plan(1, 1))
    story.steady(28, every=1)
    story.steady(6, every=6)
    assert story.steady(15, every=1).state.status is Status.ON_PLAN
    assert Status.BEHIND not in story.statuses()


def test_a_short_history_does_not_count_against_a_daily_plan() -> None:
    """A feed shows ten posts: what came before is not known, and not asked for."""
    story = Story(account(plan=plan(1, 1)))
    verdict = story.history(10, DAY).check()
    assert verdict.reasons[0] == reason("kept", count=10, target=10, days=10)
    story.steady(30, every=1)
    assert story.statuses() == [Status.ON_PLAN]


@pytest.mark.parametrize("days", [91, 365])
def test_a_plan_of_long_periods_is_kept_by_one_post_a_period(days: int) -> None:
    story = Story(account(plan=plan(1, days)))
    story.history(4, days * DAY).check()
    for _ in range(3):
        story.silent(days - 1, step=7)
        story.act().check()
    assert story.statuses() == [Status.ON_PLAN]


def test_a_yearly_plan_is_late_after_a_year() -> None:
    story = on_plan(plan=plan(1, 365))
    story.silent(520, step=5)
    assert story.statuses() == [Status.ON_PLAN, Status.LATE, Status.OVERDUE, Status.DORMANT, Status.ABANDONED]


@pytest.mark.parametrize(("days", "status"), [(7, Status.ON_PLAN), (7.5, Status.LATE)])
def test_on_plan_to_late(days: float, status: Status) -> None:
    assert status is on_plan().silent(days, step=0.5).state.status


def test_behind_to_late() -> None:
    assert behind().silent(8).state.status is Status.LATE


@pytest.mark.parametrize(("days", "status"), [(10.5, Status.LATE), (11, Status.OVERDUE)])
def test_late_to_overdue(days: float, status: Status) -> None:
    assert status is on_plan().silent(days, step=0.5).state.status


@pytest.mark.parametrize(("days", "status"), [(30, Status.OVERDUE), (30.5, Status.DORMANT)])
def test_overdue_to_dormant(days: float, status: Status) -> None:
    assert status is on_plan().silent(days, step=0.5).state.status


@pytest.mark.parametrize(("days", "status"), [(180, Status.DORMANT), (181, Status.ABANDONED)])
def test_dormant_to_abandoned(days: float, status: Status) -> None:
    assert status is on_plan().silent(days).state.status


def test_each_state_is_announced_once_however_often_the_account_is_judged() -> None:
    story = on_plan()
    story.silent(200, step=0.25)
    assert story.statuses() == [Status.ON_PLAN, Status.LATE, Status.OVERDUE, Status.DORMANT, Status.ABANDONED]


def test_dormant_and_orphaned_for_ninety_days_to_abandoned() -> None:
    story = on_plan(owner=None)
    assert story.silent(31 + 90).state.status is Status.DORMANT
    assert story.silent(1).state.status is Status.ABANDONED


def test_an_owner_who_leaves_a_dormant_account_leaves_it_ninety_days() -> None:
    story = dormant(150)
    story.account = account(plan=plan(1, 7, abandoned=900 * DAY))
    story.owner_left = True
    assert story.silent(90).state.status is Status.DORMANT
    assert story.silent(2).state.status is Status.ABANDONED


def test_late_to_on_plan() -> None:
    story = on_plan(plan=plan(1, 14))
    assert story.silent(15).state.status is Status.LATE
    assert story.act().check().state.status is Status.ON_PLAN


def test_overdue_to_on_plan() -> None:
    story = on_plan(plan=plan(1, 14))
    assert story.silent(22).state.status is Status.OVERDUE
    assert story.act().act().check().state.status is Status.ON_PLAN


@pytest.mark.parametrize("days", [10, 12])
def test_late_and_overdue_to_behind(days: int) -> None:
    """Posted again, but the count is still too low."""
    story = on_plan(plan=plan(3, 7))
    assert (Status.LATE if days == 10 else Status.OVERDUE) is story.silent(days).state.status
    assert story.act().check().state.status is Status.BEHIND


def test_the_days_on_which_nobody_posted_are_asked_for_since_the_first_check() -> None:
    story = Story(account(plan=plan(1, 1)))
    story.check()
    assert story.silent(8).state.status is Status.OVERDUE
    assert story.act().check().state.status is Status.BEHIND


def test_behind_to_on_plan() -> None:
    story = behind()
    assert story.steady(28, every=2).state.status is Status.ON_PLAN


@pytest.mark.parametrize("days", [31, 200])
def test_dormant_and_abandoned_to_recovering(days: int) -> None:
    story = on_plan()
    assert (Status.DORMANT if days == 31 else Status.ABANDONED) is story.silent(days).state.status
    assert story.act().check().state.status is Status.RECOVERING


def test_a_machine_s_act_does_not_wake_an_account() -> None:
    story = dormant()
    assert story.act(copied=True).check().state.status is Status.DORMANT


def test_recovering_to_on_plan() -> None:
    story = dormant()
    story.act().check()
    assert story.steady(27, every=3).state.status is Status.RECOVERING
    assert story.steady(1, every=1).state.status is Status.ON_PLAN
    assert story.statuses(announced=True)[-2:] == [Status.RECOVERING, Status.ON_PLAN]


def test_recovering_to_behind() -> None:
    story = on_plan(plan=plan(3, 7))
    story.silent(31)
    story.act().check()
    assert story.steady(27, every=6).state.status is Status.RECOVERING
    assert story.steady(1, every=6).state.status is Status.BEHIND


def test_recovering_to_dormant() -> None:
    """One token post does not buy thirty days."""
    story = dormant()
    story.act().check()
    assert story.silent(10.5, step=0.5).state.status is Status.RECOVERING
    assert story.silent(0.5, step=0.5).state.status is Status.DORMANT
    story.silent(25)
    assert story.statuses()[-3:] == [Status.DORMANT, Status.RECOVERING, Status.DORMANT]


def test_a_relapse_is_over_with_the_next_act() -> None:
    story = dormant()
    story.act().check()
    story.silent(12)
    assert story.act().check().state.status is Status.RECOVERING


def test_a_relapse_that_lasts_is_abandoned() -> None:
    story = dormant()
    story.act().check()
    assert story.silent(181).state.status is Status.ABANDONED


def test_a_plan_that_is_corrected_corrects_what_was_dormant_by_it() -> None:
    """Planned daily by mistake, it was dormant; yearly, it never was."""
    story = on_plan(plan=plan(1, 1))
    assert story.silent(40).state.status is Status.DORMANT
    assert story.declared(plan=plan(1, 365)).judge().state.status is Status.ON_PLAN
    assert story.silent(5).state.status is Status.ON_PLAN


def test_without_a_plan_nothing_is_late_and_silence_is_dormant_after_ninety_days() -> None:
    story = on_plan(plan=Plan())
    story.silent(181)
    assert story.statuses() == [Status.ON_PLAN, Status.DORMANT, Status.ABANDONED]
    assert Flag.UNPLANNED in story.state.flags


def test_replies_are_a_sign_of_life_but_keep_no_plan_of_posts() -> None:
    story = on_plan(plan=plan(1, 7))
    for _ in range(60):
        story.forward(days=1).act("reply").check()
    assert story.status is Status.BEHIND


def test_counts_that_are_lower_bounds_are_never_behind() -> None:
    story = on_plan(plan=plan(3, 7))
    for _ in range(60):
        story.forward(days=1).act("reply").check(Outcome.LIMITED)
    assert story.statuses() == [Status.ON_PLAN]
