"""A series that says it is complete is not judged: it is shown as finished, and asked about."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.judge.next_changes import NextChanges, next_changes
from monitor.model.account import Lifecycle
from monitor.model.check import Outcome
from monitor.model.state import AccountStatus, Advice, Status
from support.health import Story, on_plan


def said(story: Story, finished: bool | None) -> Story:
    """The last check read so much of the feed's own word."""
    story.record = replace(story.record, facts=replace(story.record.facts, finished=finished))
    return story


def test_however_long_it_is_silent_it_is_finished_and_never_dormant() -> None:
    story = said(on_plan(), True)
    story.silent(400, step=10)
    assert story.statuses(announced=True) == [Status.FINISHED]
    verdict = story.judge()
    assert (verdict.inanimate, verdict.proposal and verdict.proposal.advice) == (False, Advice.CLOSE)
    assert verdict.reasons[0].rule == "finished"
    assert {reason.rule for reason in verdict.reasons} <= {"finished", "owner_unconfirmed"}


def test_at_the_first_check_it_is_finished_and_nobody_is_told_of_a_change() -> None:
    story = said(Story(), True)
    story.act(ago=story.now.replace(year=2027) - story.now).check()
    assert (story.statuses(), story.statuses(announced=True)) == ([Status.FINISHED], [])


def test_what_it_takes_back_is_judged_again_with_time_to_act() -> None:
    story = said(on_plan(), True)
    story.silent(200, step=10)
    said(story, None).forward(days=1).check()
    assert story.status is Status.LATE
    story.act().check()
    assert story.status in (Status.ON_PLAN, Status.BEHIND)


@pytest.mark.parametrize(("outcome", "status"), [(Outcome.MOVED, Status.MOVED), (Outcome.SUSPENDED, Status.SUSPENDED)])
def test_what_cannot_be_seen_comes_first(outcome: Outcome, status: Status) -> None:
    story = said(on_plan(), True)
    story.check(outcome)
    assert story.status is status


@pytest.mark.parametrize("lifecycle", [Lifecycle.CLOSED, Lifecycle.PLANNED, Lifecycle.RESERVED, Lifecycle.PAUSED])
def test_what_people_declare_comes_first(lifecycle: Lifecycle) -> None:
    story = said(on_plan().declared(lifecycle=lifecycle), True)
    story.check()
    assert story.status.value == lifecycle.value


def test_nothing_is_foretold_of_it() -> None:
    story = said(on_plan(), True)
    verdict = story.check()
    shown = AccountStatus(story.account, story.record, verdict)
    assert next_changes(shown, story.now, story.zone, lambda *_: verdict) == NextChanges()
