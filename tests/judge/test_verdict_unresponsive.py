"""Whether the judgement notices that people who speak to an account get no answer, and says so once it knows."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from monitor.judge.verdict import judge
from monitor.model.account import Span
from monitor.model.check import Outcome
from monitor.model.conversation import Received
from monitor.model.state import Flag, Status, Verdict
from support.health import DAY, NOON, UTC_ZONE, Story, account, on_plan, plan

HOUR = timedelta(hours=1)
FRIDAY = NOON - 3 * DAY  # at noon; NOON is a Monday


def asked(*after: timedelta | None, first: timedelta = 20 * DAY) -> list[Received]:
    """Questions by as many people, a day apart from `first` ago on, each answered so long after or never."""
    return [
        Received(at := NOON - first + number * DAY, number, number, number, True, None if each is None else at + each)
        for number, each in enumerate(after)
    ]


def judged(story: Story, received: list[Received], heard: timedelta | None = timedelta(0), **more: Any) -> Verdict:
    """The story judged, what others said last read so long ago; None: the network does not show it."""
    at = None if heard is None else story.now - heard
    record = replace(story.record, heard=at)
    verdict = judge(story.account, story.state, record, story.now, UTC_ZONE, received=received, **more)
    story.state = verdict.state
    story.transitions.extend(verdict.transitions)
    return verdict


def rules(verdict: Verdict) -> dict[str, Any]:
    return {reason.rule: reason.values for reason in verdict.reasons}


@pytest.mark.parametrize(
    ("answered", "unanswered", "unresponsive"),
    [(4, 1, False), (3, 2, True), (13, 7, False), (12, 7, True), (0, 4, False), (0, 5, True), (4, 0, False)],
)
def test_fewer_than_65_percent_answered_of_at_least_five(answered: int, unanswered: int, unresponsive: bool) -> None:
    verdict = judged(on_plan(), asked(*[HOUR] * answered, *[None] * unanswered))
    assert unresponsive is (Flag.UNRESPONSIVE in verdict.state.flags)
    assert unresponsive is ("unanswered" in rules(verdict))


def test_the_reason_says_how_many_and_since_when() -> None:
    verdict = judged(on_plan(), asked(HOUR, None, None, HOUR, None))
    assert rules(verdict)["unanswered"] == {
        "unanswered": 3,
        "judged": 5,
        "coverage": 0.4,
        "least": 0.65,
        "days": 28,
        "oldest": (NOON - 19 * DAY).date().isoformat(),
    }


@pytest.mark.parametrize(("hours", "late"), [(18, False), (19, True)])
def test_a_median_of_more_than_twice_the_promise(hours: int, late: bool) -> None:
    """A day of the plan is a working day of nine hours."""
    monday = NOON - 21 * DAY - 3 * HOUR  # at nine
    days, rest = divmod(hours, 9)
    answered = monday + days * DAY + rest * HOUR
    said = [Received(monday, key, key, key, True, answered) for key in range(5)]
    verdict = judged(on_plan(plan=plan(reply_within=DAY)), said)
    assert late is (Flag.UNRESPONSIVE in verdict.state.flags)
    if late:
        assert rules(verdict)["answers_late"] == {"hours": 19.0, "promised": 9.0, "answered": 5, "days": 28}


def test_without_a_promise_no_answer_is_late() -> None:
    assert Flag.UNRESPONSIVE not in judged(on_plan(), asked(*[15 * DAY] * 5)).state.flags


def test_a_weekend_does_not_make_an_account_unresponsive() -> None:
    """Asked on Friday at noon, promised within a day: nobody is late before Monday at noon."""
    said = [Received(FRIDAY + HOUR, key, key, key) for key in range(5)]
    story = on_plan(plan=plan(reply_within=DAY))
    assert judged(story, said).conversation.waiting == 5  # type: ignore[union-attr]  # heard
    assert Flag.UNRESPONSIVE not in story.state.flags
    story.forward(hours=2)
    assert Flag.UNRESPONSIVE in judged(story, said).state.flags


def test_a_pause_does_not_make_an_account_unresponsive() -> None:
    said = asked(*[None] * 6, first=6 * DAY)
    assert Flag.UNRESPONSIVE in judged(on_plan(), said).state.flags
    away = on_plan(pauses=(Span((NOON - 7 * DAY).date()),))
    assert Flag.UNRESPONSIVE not in judged(away, said).state.flags


def test_the_plan_sets_the_numbers() -> None:
    said = asked(HOUR, HOUR, None)
    strict = plan(conversation_items=3, coverage_min=0.9)
    assert Flag.UNRESPONSIVE in judged(on_plan(plan=strict), said).state.flags
    assert Flag.UNRESPONSIVE not in judged(on_plan(plan=plan(conversation_items=3)), said).state.flags


def test_what_no_network_shows_is_not_judged() -> None:
    verdict = judged(on_plan(), asked(*[None] * 9), heard=None)
    assert (verdict.conversation, Flag.UNRESPONSIVE in verdict.state.flags) == (None, False)


def test_nothing_is_judged_up_to_a_present_that_nobody_heard() -> None:
    """Ten days ago all waited for less than was promised; who was answered since, nobody knows."""
    story = on_plan(plan=plan(reply_within=5 * DAY))
    said = asked(*[None] * 5, first=13 * DAY)
    assert judged(story, said, heard=8 * DAY).conversation.waiting == 5  # type: ignore[union-attr]  # heard
    assert Flag.UNRESPONSIVE not in story.state.flags


def test_what_was_not_heard_for_a_whole_window_stays_as_it_was() -> None:
    story = on_plan()
    said = asked(*[None] * 5)
    judged(story, said)
    judged(story, said, heard=40 * DAY)
    assert Flag.UNRESPONSIVE in story.state.flags


def test_an_account_that_cannot_be_seen_keeps_the_flag_and_gains_none() -> None:
    for before, expected in (([None] * 5, True), ([HOUR] * 5, False)):
        story = on_plan()
        judged(story, asked(*before))
        story.forward(days=1)
        story.check(Outcome.PRIVATE)
        judged(story, asked(*[None] * 5) if not expected else asked(*[HOUR] * 5))
        assert expected is (Flag.UNRESPONSIVE in story.state.flags)


def test_that_nobody_asks_any_more_is_not_announced_as_an_answer() -> None:
    story = on_plan()
    judged(story, asked(*[None] * 5))
    (raised,) = [change for change in story.transitions if change.axis == "flag:unresponsive"]
    assert (raised.before, raised.after, raised.announce) == ("off", "on", True)
    judged(story, asked(None))
    assert (story.transitions[-1].after, story.transitions[-1].announce) == ("off", False)


def test_that_people_are_answered_again_is_announced() -> None:
    story = on_plan()
    judged(story, asked(*[None] * 5))
    judged(story, asked(*[HOUR] * 5))
    assert (story.transitions[-1].after, story.transitions[-1].announce) == ("off", True)


@pytest.mark.parametrize(
    ("copied", "answers", "expected"),
    [(True, None, True), (True, HOUR, False), (False, None, False)],
    ids=["both", "on autopilot", "unresponsive"],
)
def test_inanimate_needs_autopilot_and_unresponsive(copied: bool, answers: timedelta | None, expected: bool) -> None:
    story = Story(account(cross_posts_from=("acme-blog",)))
    story.history(12, 4 * DAY, copied=copied).act(ago=4 * DAY if copied else DAY)
    story.check()
    verdict = judged(story, asked(*[answers] * 5))
    assert expected is (verdict.state.status is Status.INANIMATE)
    assert expected is verdict.inanimate
    if expected:
        assert list(rules(verdict))[:2] == ["autopilot", "unanswered"]


def test_replies_written_on_the_network_itself_are_counted() -> None:
    story = on_plan()
    for ago in (1, 5, 40):
        story.act("reply", ago=ago * DAY)
    story.forward(hours=1).check()
    assert judged(story, []).conversation.given == 2  # type: ignore[union-attr]  # heard
