"""Off rhythm: a flag that warns early, explains and ranks; of what cannot be seen nothing is foreseen."""

from __future__ import annotations

from datetime import timedelta

from monitor.model.account import Span
from monitor.model.check import Outcome
from monitor.model.state import Flag, Status
from support.health import Story, account, plan

DAY = timedelta(days=1)


def daily_with_a_monthly_plan() -> Story:
    """Far above its plan: the plan says nothing for a month."""
    story = Story(account(plan=plan(1, 30)))
    story.steady(100, 1)
    return story


def test_a_silence_off_the_rhythm_is_flagged_before_the_plan_says_anything() -> None:
    story = daily_with_a_monthly_plan()
    verdict = story.silent(28)
    assert verdict.state.status is Status.ON_PLAN
    assert Flag.OFF_RHYTHM in verdict.state.flags
    assert "pause_longest" in [reason.rule for reason in verdict.reasons]


def test_the_flag_is_written_down_and_not_announced() -> None:
    story = daily_with_a_monthly_plan()
    story.silent(28)
    changes = [change for change in story.transitions if change.axis == "flag:off_rhythm"]
    assert [(change.before, change.after, change.announce) for change in changes] == [("off", "on", False)]


def test_one_act_brings_it_back() -> None:
    story = daily_with_a_monthly_plan()
    story.silent(28)
    verdict = story.act().check()
    assert Flag.OFF_RHYTHM not in verdict.state.flags


def test_an_account_in_its_rhythm_has_no_flag_and_no_such_reason() -> None:
    story = daily_with_a_monthly_plan()
    verdict = story.silent(2)
    assert Flag.OFF_RHYTHM not in verdict.state.flags
    assert verdict.rhythm is not None and verdict.rhythm not in verdict.reasons


def test_nothing_is_foreseen_of_an_account_that_cannot_be_seen() -> None:
    story = daily_with_a_monthly_plan()
    story.silent(10)
    for _ in range(4):
        verdict = story.forward(days=10).check(Outcome.PRIVATE)
    assert Flag.OFF_RHYTHM not in verdict.state.flags
    assert (verdict.silent_90, verdict.silence_score, verdict.rhythm) == (None, None, None)


def test_few_posts_raise_no_flag() -> None:
    story = Story(account(plan=plan(1, 30)))
    story.history(4, DAY)
    story.check()
    assert Flag.OFF_RHYTHM not in story.silent(29).state.flags


def test_days_of_a_pause_do_not_count() -> None:
    story = daily_with_a_monthly_plan()
    rest = Span(story.now.date() + DAY, story.now.date() + 27 * DAY)
    story.declared(pauses=(rest,))
    assert Flag.OFF_RHYTHM not in story.silent(28).state.flags
