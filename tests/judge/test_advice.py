"""One proposal for an account in trouble, with what happens otherwise and when."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from monitor.judge.reason_catalogue import ADVICE, REASONS, reason
from monitor.model.account import Lifecycle, Plan, Span
from monitor.model.check import Outcome
from monitor.model.state import Advice, Flag, Proposal, Status
from support.health import DAY, NOON, Story, on_plan, plan

COPIED = {"cross_posts_from": ("acme-blog",)}


def silent(days: float, **more: Any) -> Story:
    story = on_plan(**{"plan": plan(hours_per_week=4), **more})
    story.silent(days)
    return story


def proposed(story: Story) -> Proposal:
    proposal = story.judge().proposal
    assert proposal is not None
    return proposal


@pytest.mark.parametrize(
    ("days", "more", "advice", "rule", "hours"),
    [
        (11, {}, Advice.REVIVE, "revive_with_hours", 4),
        (11, {"owner": None}, Advice.HAND_OVER, "find_an_owner", 4),
        (11, {"owner": None, "backup_owner": "tom"}, Advice.HAND_OVER, "hand_over_to_backup", 4),
        (11, {"priority": 1}, Advice.REVIVE, "revive_with_hours", 4),
        (31, {}, Advice.REVIVE, "revive_with_hours", 4),
        (31, {"owner": None}, Advice.HAND_OVER, "find_an_owner", 4),
        (31, COPIED, Advice.MERGE, "merge_into_source", -4),
        (31, {"priority": 2}, Advice.PARK, "park_low_priority", -4),
        (31, {"priority": 3}, Advice.REVIVE, "revive_with_hours", 4),
        (91, {"plan": Plan()}, Advice.REVIVE, "plan_or_let_go", None),
        (181, {}, Advice.CLOSE, "close_abandoned", -4),
        (181, {"owner": None}, Advice.HAND_OVER, "find_an_owner", 4),
        (181, COPIED, Advice.MERGE, "merge_into_source", -4),
    ],
)
def test_what_is_proposed_for_a_silent_account(
    days: float, more: dict[str, Any], advice: Advice, rule: str, hours: float | None
) -> None:
    found = proposed(silent(days, **more))
    assert (found.advice, found.reason.rule, found.hours) == (advice, rule, hours)


@pytest.mark.parametrize(
    ("outcome", "rule"),
    [
        (Outcome.LOGIN_REQUIRED, "investigate_unseen"),
        (Outcome.IDENTITY_CHANGED, "investigate_identity"),
        (Outcome.GONE, "investigate_gone"),
        (Outcome.SUSPENDED, "investigate_suspended"),
        (Outcome.PRIVATE, "investigate_private"),
        (Outcome.MOVED, "follow_the_move"),
    ],
)
def test_what_cannot_be_seen_is_to_be_investigated(outcome: Outcome, rule: str) -> None:
    story = on_plan(owner=None)
    for _ in range(4):
        story.forward(days=1).check(outcome)
    found = proposed(story)
    assert (found.advice, found.reason.rule, found.hours, found.next_on) == (Advice.INVESTIGATE, rule, None, None)


def test_a_plan_that_is_not_kept_is_to_be_reduced_to_what_is() -> None:
    story = on_plan(plan=plan(4, 7))
    story.steady(42, every=4)
    found = proposed(story)
    assert (found.advice, found.reason.values) == (Advice.REDUCE, {"kept": 1.8, "planned": 4})
    assert (found.next_status, found.next_on) == (Status.LATE, story.now.date() + 7 * DAY)


def test_a_plan_of_which_nothing_is_kept_cannot_be_reduced() -> None:
    story = on_plan()
    for _ in range(60):
        story.forward(days=1).act("reply").check()
    assert (story.status, proposed(story).advice) == (Status.BEHIND, Advice.REVIVE)


def test_hours_that_no_plan_states_come_from_its_acts() -> None:
    assert proposed(silent(11, plan=plan())).hours == 0.75


@pytest.mark.parametrize("days", [0, 8])
def test_an_account_that_is_on_plan_or_just_late_needs_no_decision(days: float) -> None:
    assert silent(days).judge().proposal is None


@pytest.mark.parametrize("lifecycle", [Lifecycle.PAUSED, Lifecycle.CLOSING, Lifecycle.CLOSED, Lifecycle.RESERVED])
def test_nor_does_one_that_nobody_is_to_animate(lifecycle: Lifecycle) -> None:
    story = silent(40)
    story.declared(lifecycle=lifecycle)
    assert story.silent(2).proposal is None


def otherwise(story: Story) -> tuple[Status | None, date | None]:
    found = proposed(story)
    return found.next_status, found.next_on


def test_what_comes_otherwise_comes_on_the_day_that_was_said() -> None:
    story = silent(11)
    for status, day in ((Status.DORMANT, 30), (Status.ABANDONED, 180)):
        on = NOON.date() + day * DAY
        assert otherwise(story) == (status, on)
        story.silent((NOON + day * DAY - story.now) / DAY, step=0.25)
        assert status is not story.status  # exactly so long is not longer
        story.silent(0.25, step=0.25)
        assert status is story.status
    assert otherwise(story) == (None, None)


def test_a_pause_ahead_puts_it_off() -> None:
    ahead = Span(NOON.date() + 20 * DAY, NOON.date() + 29 * DAY)
    assert otherwise(silent(11, pauses=(ahead,))) == (Status.DORMANT, NOON.date() + 40 * DAY)


def test_an_open_pause_ahead_prevents_it() -> None:
    assert otherwise(silent(11, pauses=(Span(NOON.date() + 20 * DAY),))) == (None, None)


def test_what_nobody_answers_for_is_given_up_sooner() -> None:
    story = silent(31, owner=None)
    assert otherwise(story) == (Status.ABANDONED, NOON.date() + (31 + 90) * DAY)


def test_what_was_to_come_before_today_comes_today() -> None:
    story = silent(29.5, plan=plan(1, 7))
    story.forward(days=3)
    assert otherwise(story) == (Status.DORMANT, story.now.date())


def test_behind_a_cross_poster_an_account_is_dormant_and_to_be_merged() -> None:
    story = on_plan(**COPIED)
    for _ in range(31):
        story.forward(days=1).act(copied=True).check()
    verdict = story.judge()
    assert (verdict.state.status, verdict.inanimate) == (Status.DORMANT, True)
    assert proposed(story).advice is Advice.MERGE
    expected = {"days": 31, "last": NOON.date().isoformat(), "sources": ["acme-blog"], "copied": 31}
    assert verdict.reasons[0] == reason("silent_behind_a_cross_poster", **expected)
    assert Flag.AUTOPILOT in verdict.state.flags


def test_replies_keep_an_account_behind_a_cross_poster_alive() -> None:
    story = on_plan(**COPIED)
    for day in range(60):
        story.forward(days=1).act(copied=True)
        if day % 5 == 0:
            story.act("reply")
        story.check()
    assert set(story.statuses()) == {Status.ON_PLAN, Status.BEHIND}
    assert Flag.AUTOPILOT not in story.state.flags


def test_an_account_that_only_a_machine_ever_fed_is_silent_since_its_first_item() -> None:
    story = Story(on_plan(**COPIED).account)
    story.history(20, timedelta(days=3), copied=True)
    verdict = story.check()
    assert verdict.state.status is Status.DORMANT
    assert (verdict.reasons[0].rule, verdict.reasons[0].values["last"]) == ("silent_behind_a_cross_poster", None)
    assert verdict.silence_days is None


@pytest.mark.parametrize("rules", [REASONS, ADVICE])
def test_a_reason_has_its_values_and_no_others(rules: dict[str, tuple[str, ...]]) -> None:
    for rule, keys in rules.items():
        values = dict.fromkeys(keys, 1)
        assert reason(rule, **values, more=2).values == values
    with pytest.raises(KeyError):
        reason("silent", days=3)
    with pytest.raises(KeyError):
        reason("no_such_rule")
