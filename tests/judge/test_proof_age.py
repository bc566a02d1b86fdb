"""How old a proof may be, and what is said past that: by the table that docs/health.md shows."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.judge.observation_state import HELD
from monitor.judge.outage import MANY, WELL
from monitor.judge.proof_age import oldest
from monitor.metrics.thresholds import entered_limit, proof_limit
from monitor.model.account import Lifecycle, Plan, Span, Thresholds
from monitor.model.check import Outcome
from monitor.model.state import ActivityState, Advice, Flag, ObservationAxis, ObservationState, Status
from support.health import DAY, NOON, Story, account, on_plan, plan

HEALTH = (Path(__file__).parents[2] / "docs" / "health.md").read_text(encoding="utf-8")
SECOND = timedelta(seconds=1)


def rules(story: Story) -> list[str]:
    return [reason.rule for reason in story.judge().reasons]


@pytest.mark.parametrize(
    ("days", "seen", "entered"),
    [(1, 14, 45), (7, 14, 45), (14, 21, 45), (30, 45, 45), (91, 60, 121), (365, 60, 395)],
)
def test_a_proof_may_be_as_old_as_the_plan_and_its_grace_within_bounds(days: float, seen: float, entered: int) -> None:
    assert (proof_limit(plan(1, days)), entered_limit(plan(1, days))) == (seen * DAY, entered * DAY)


def test_without_a_plan_it_is_two_weeks_and_the_plan_can_say_otherwise() -> None:
    assert (proof_limit(Plan()), entered_limit(Plan())) == (14 * DAY, 45 * DAY)
    given = Thresholds(proof_min=30 * DAY, proof_max=40 * DAY, entered_min=90 * DAY)
    assert (proof_limit(Plan(thresholds=given)), entered_limit(Plan(thresholds=given))) == (30 * DAY, 90 * DAY)
    assert proof_limit(plan(1, 91, proof_max=40 * DAY)) == 40 * DAY


def test_past_it_an_account_is_not_seen_and_until_then_it_is_as_it_was() -> None:
    story = on_plan()
    story.now = NOON + 14 * DAY
    assert story.judge().state.status is Status.ON_PLAN
    story.now += SECOND
    verdict = story.judge()
    assert (verdict.state.status, verdict.state.activity.frozen) == (Status.BLIND, True)
    assert verdict.state.activity.state is ActivityState.ON_PLAN
    assert verdict.reasons[0].values == {"last_ok": "2026-11-02", "days": 14, "limit": 14}
    assert verdict.proposal is not None
    assert verdict.proposal.advice is Advice.INVESTIGATE
    assert (verdict.inanimate, verdict.silence_score) == (False, None)


@pytest.mark.parametrize("days", [2, 9, 12])
def test_whatever_was_well_or_slow_is_not_seen_then(days: int) -> None:
    """On plan, late and overdue alike."""
    story = on_plan()
    before = story.silent(days).state.status
    assert before in (Status.ON_PLAN, Status.LATE, Status.OVERDUE)
    story.forward(days=14.1)
    assert story.judge().state.status is Status.BLIND
    assert story.check().state.status is not Status.BLIND


def test_what_is_new_and_what_recovers_is_not_seen_either() -> None:
    new = Story()
    assert new.check().state.status is Status.NEW
    new.forward(days=15)
    assert new.judge().state.status is Status.BLIND
    recovering = on_plan()
    recovering.silent(31)
    assert recovering.forward(days=1).act().check().state.status is Status.RECOVERING
    recovering.forward(days=15)
    assert recovering.judge().state.status is Status.BLIND


@pytest.mark.parametrize(("days", "status"), [(31, Status.DORMANT), (190, Status.ABANDONED)])
def test_what_was_seen_asleep_stays_so(days: int, status: Status) -> None:
    story = on_plan()
    story.silent(days)
    story.forward(days=400)
    assert status is story.judge().state.status
    story.declared(plan=plan(1, 365))  # the plan asks less than it did: that shows nobody alive
    assert status is story.judge().state.status


def test_nobody_is_on_autopilot_and_unresponsive_whom_nobody_sees() -> None:
    story = on_plan()
    story.state = replace(story.state, flags=frozenset({Flag.AUTOPILOT, Flag.UNRESPONSIVE}))
    story.forward(days=15)
    assert story.judge().state.status is Status.BLIND


@pytest.mark.parametrize("lifecycle", [Lifecycle.PAUSED, Lifecycle.RESERVED, Lifecycle.CLOSING, Lifecycle.CLOSED])
def test_where_nothing_is_expected_nothing_is_said_of_it(lifecycle: Lifecycle) -> None:
    story = on_plan().declared(lifecycle=lifecycle)
    story.forward(days=400)
    assert story.judge().state.status.value == lifecycle.value
    assert not {"not_seen_lately", "nothing_entered_since"} & set(rules(story))


def test_nor_out_of_season_nor_in_a_pause() -> None:
    summer = Span(NOON.date() - 200 * DAY, NOON.date() + 5 * DAY)
    story = on_plan().declared(lifecycle=Lifecycle.SEASONAL, seasons=(summer,))
    story.forward(days=40)
    assert story.judge().state.status is Status.OUT_OF_SEASON
    paused = on_plan(pauses=(Span(NOON.date() + 10 * DAY, NOON.date() + 90 * DAY),))
    paused.forward(days=40)
    assert paused.judge().state.status is Status.PAUSED


def test_a_new_act_is_a_proof_that_the_account_is_seen() -> None:
    """A busy desk: no check sees all of it, and each brings something new."""
    story = on_plan()
    for _ in range(30):
        story.forward(days=2).act().check(complete=False, activities=20)
        assert story.status is Status.ON_PLAN
    assert story.state.observation.last_ok == NOON


def test_few_bad_checks_far_apart_do_not_outlast_it() -> None:
    story = on_plan()
    for _ in range(2):  # too few to be blind by their number
        story.forward(days=7.1).check(Outcome.TEMPORARY)
    assert story.status is Status.BLIND
    assert rules(story) == ["not_seen_lately", "failing"]


def test_what_was_entered_by_hand_is_never_blind_and_said_to_be_old() -> None:
    axis = ObservationAxis(ObservationState.MANUAL, NOON, first_ok=NOON, last_ok=NOON)
    story = Story(account(network="manual")).act()
    story.check(Outcome.MANUAL, activities=1)
    story.state = replace(story.state, observation=axis)
    story.forward(days=45)
    assert (story.judge().state.status, rules(story)[-1]) == (Status.ON_PLAN, "entered_by_hand")
    story.forward(days=1)
    verdict = story.judge()
    assert (verdict.state.status, verdict.reasons[-1].rule) == (Status.ON_PLAN, "nothing_entered_since")
    assert verdict.reasons[-1].values == {"on": "2026-11-02", "days": 46, "limit": 45}


@pytest.mark.parametrize("outcome", [Outcome.GONE, Outcome.TEMPORARY, Outcome.CHANGED_FORMAT])
def test_what_was_never_seen_is_neither_gone_nor_dead(outcome: Outcome) -> None:
    story = Story()
    story.check(outcome, detail="HTTP 404 from acme.example")
    assert (story.status, rules(story)) == (Status.UNSEEN, ["never_seen"])
    for _ in range(7):
        story.forward(days=20).check(outcome)
        assert story.status in (Status.UNSEEN, Status.BLIND)
    verdict = story.judge()
    assert (verdict.state.status, rules(story), verdict.inanimate) == (Status.BLIND, ["never_seen"], False)
    assert verdict.proposal is not None
    assert verdict.proposal.reason.rule == "check_the_address"


def test_what_was_seen_once_can_be_gone() -> None:
    story = on_plan()
    for _ in range(3):
        story.forward(days=1).check(Outcome.GONE)
    assert story.status is Status.GONE


def test_the_page_says_how_old_a_proof_may_be() -> None:
    section = HEALTH.split("### Proof has an age\n")[1].split("\n### ")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if line[:1] == "|"]
    said = {
        row[0]: [
            int(number) for number in re.findall(r"(\d+) days|at most (\d+)", row[1]) for number in number if number
        ]
        for row in rows[2:]
    }
    given = Thresholds()
    by_hand = oldest(ObservationAxis(ObservationState.MANUAL), Plan())
    assert said == {
        "paused, reserved, planned, closing, closed, out of season": [],
        "entered by hand": [by_hand.days],
        "dormant, abandoned": [],
        "with a plan": [given.proof_min.days, given.proof_max.days],
        "without a plan": [oldest(ObservationAxis(), Plan()).days],
    }


def test_the_page_says_when_the_guard_speaks_and_for_how_long() -> None:
    section = HEALTH.split("### Our own network\n")[1].split("\n## ")[0]
    hours = HELD // timedelta(hours=1)
    assert f"of {MANY} hosts or more" in section
    assert f"while {WELL} other hosts are well" in section
    assert f"held for {hours} hours at most" in section
