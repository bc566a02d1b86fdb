"""What could not be seen never ages into silence."""

from __future__ import annotations

import pytest

from monitor.judge.outage import held
from monitor.model.check import SEEN, Outcome
from monitor.model.state import ActivityState, Flag, ObservationState, Status
from support.health import Story, on_plan, row

SILENT = {Status.LATE, Status.OVERDUE, Status.DORMANT, Status.ABANDONED}


def fails(outcome: Outcome, days: int = 400) -> Story:
    """An account that kept its plan, and from then on only gives this."""
    story = on_plan()
    for _ in range(days):
        story.forward(days=1).check(outcome)
        assert story.status not in SILENT
        assert story.state.activity.state is ActivityState.ON_PLAN
    return story


def test_a_failed_check_makes_no_account_late_overdue_or_dormant() -> None:
    assert fails(Outcome.TEMPORARY).status is Status.BLIND


def test_a_login_page_makes_no_account_late_overdue_or_dormant() -> None:
    assert fails(Outcome.LOGIN_REQUIRED).status is Status.BLIND


def test_an_empty_list_with_a_grown_total_makes_no_account_late_overdue_or_dormant() -> None:
    """The profile counts more posts than before, and shows none: a connector takes that for another format."""
    assert fails(Outcome.CHANGED_FORMAT).status is Status.BLIND


def test_another_id_behind_the_handle_is_blind_at_once_and_makes_no_account_late_overdue_or_dormant() -> None:
    story = fails(Outcome.IDENTITY_CHANGED, days=1)
    assert story.status is Status.BLIND
    assert story.statuses(announced=True) == [Status.BLIND]
    assert fails(Outcome.IDENTITY_CHANGED).status is Status.BLIND


def flagged(story: Story) -> list[tuple[str, bool]]:
    changes = [change for change in story.transitions if change.axis == "flag:identity_changed"]
    return [(change.after, change.announce) for change in changes]


def test_another_id_behind_the_handle_is_announced_at_once_and_ends_with_the_first_good_check() -> None:
    story = on_plan()
    verdict = story.forward(days=1).check(Outcome.IDENTITY_CHANGED)
    assert (verdict.reasons[0].rule, flagged(story)) == ("identity_changed", [("on", True)])
    story.forward(days=1).check(Outcome.TEMPORARY)
    story.forward(days=1).check(complete=False, activities=3)
    assert (story.judge().reasons[0].rule, len(flagged(story))) == ("identity_changed", 1)
    story.forward(days=1).check()
    assert (story.status, flagged(story)) == (Status.ON_PLAN, [("on", True), ("off", True)])


def test_also_where_nobody_saw_it_for_a_while_before() -> None:
    """The usual way: a name runs out, nothing answers for a week, then somebody else does."""
    story = fails(Outcome.TEMPORARY, days=7)
    story.forward(days=1).check(Outcome.IDENTITY_CHANGED)
    assert (story.statuses(announced=True), flagged(story)) == ([Status.BLIND], [("on", True)])


def test_our_own_network_down_makes_no_account_late_overdue_or_dormant() -> None:
    story = on_plan()
    before = story.state
    for number in range(40):
        cycle = [
            row(number * 9 + host, story.now, Outcome.TEMPORARY, host=f"{host}.example", answered=False)
            for host in range(6)
        ]
        assert held(cycle) == {check.id for check in cycle}  # so none of its checks is folded
        story.forward(hours=1).judge()
    assert story.state == before


@pytest.mark.parametrize("outcome", sorted(set(Outcome) - SEEN))
def test_no_outcome_but_a_good_one_makes_an_account_late(outcome: Outcome) -> None:
    fails(outcome, days=40)


def test_an_empty_list_that_may_be_hidden_makes_no_account_late() -> None:
    """Posts were seen once, the network gives no count, and now the list is empty: not complete, so no proof."""
    story = on_plan()
    for _ in range(60):
        story.forward(days=1).check(complete=False, activities=0)
    assert story.statuses() == [Status.ON_PLAN, Status.BLIND]


def test_an_old_copy_from_a_cache_makes_no_account_late() -> None:
    """It shows acts, none of them new: what came after them is not in it."""
    story = on_plan()
    for _ in range(60):
        story.forward(days=1).check(complete=False)
    assert story.statuses() == [Status.ON_PLAN, Status.BLIND]


def test_a_restricted_page_that_is_empty_makes_no_account_late() -> None:
    story = on_plan()
    for _ in range(60):
        story.forward(days=1).check(Outcome.LIMITED, activities=0)
    assert story.statuses() == [Status.ON_PLAN, Status.BLIND]


def test_an_act_is_a_sign_of_life_even_where_the_list_is_not_complete() -> None:
    story = on_plan()
    story.silent(31)
    assert story.forward(days=1).act().check(complete=False).state.status is Status.RECOVERING
    assert Story().act().check(complete=False).state.status is Status.ON_PLAN


def test_an_account_that_was_never_seen_is_unseen_then_blind() -> None:
    story = Story()
    assert story.check(Outcome.TEMPORARY).state.status is Status.UNSEEN
    story.forward(hours=12).check(Outcome.TEMPORARY)
    assert story.forward(hours=12).check(Outcome.TEMPORARY).state.status is Status.BLIND
    assert story.state.activity.state is None


def test_failing_keeps_the_last_state_with_a_mark() -> None:
    story = on_plan()
    story.silent(8)
    verdict = story.forward(hours=6).check(Outcome.TEMPORARY)
    assert (verdict.state.status, verdict.state.observation.state) == (Status.LATE, ObservationState.FAILING)
    assert {reason.rule for reason in verdict.reasons} == {"silent", "failing"}


def test_blind_keeps_the_last_state_and_its_date_frozen() -> None:
    story = on_plan()
    story.silent(8)
    before = story.state.activity
    for _ in range(30):
        story.forward(days=1).check(Outcome.BLOCKED)
    after = story.state.activity
    assert (after.frozen, after.state, after.since) == (True, before.state, before.since)


def test_on_return_the_state_follows_real_dates_and_what_fills_the_gap_is_no_news() -> None:
    story = on_plan()
    for _ in range(40):
        story.forward(days=1).act()
        story.check(Outcome.TEMPORARY)
    assert story.forward(days=1).check().state.status is Status.ON_PLAN
    assert story.statuses(announced=True) == [Status.BLIND]


def test_on_return_what_was_dormant_before_is_not_announced_again() -> None:
    story = on_plan()
    story.silent(31)
    for _ in range(9):
        story.forward(days=1).check(Outcome.TEMPORARY)
    assert story.forward(days=1).check().state.status is Status.DORMANT
    assert story.statuses(announced=True) == [Status.LATE, Status.OVERDUE, Status.DORMANT, Status.BLIND]


def test_on_return_what_fell_silent_meanwhile_is_announced() -> None:
    story = on_plan()
    for _ in range(40):
        story.forward(days=1).check(Outcome.TEMPORARY)
    assert story.forward(days=1).check().state.status is Status.DORMANT
    assert story.statuses(announced=True) == [Status.BLIND, Status.DORMANT]


@pytest.mark.parametrize(
    ("outcome", "status"),
    [
        (Outcome.GONE, Status.GONE),
        (Outcome.SUSPENDED, Status.SUSPENDED),
        (Outcome.MOVED, Status.MOVED),
        (Outcome.PRIVATE, Status.PRIVATE),
    ],
)
def test_what_became_of_an_account_is_shown_and_announced_once(outcome: Outcome, status: Status) -> None:
    story = fails(outcome, days=30)
    assert status is story.status
    assert story.statuses(announced=True) == [status]


def test_a_change_names_the_checks_it_rests_on() -> None:
    story = on_plan()
    story.silent(8)
    rests_on = [story.transitions[-1].checks]
    for _ in range(3):
        story.forward(hours=12).check(Outcome.TEMPORARY)
    rests_on.append(story.transitions[-1].checks)
    assert rests_on == [(9,), (9, 10, 11, 12)]  # the last good one, and the bad ones since


def test_autopilot_is_measured_up_to_what_was_seen_not_to_the_present() -> None:
    story = on_plan(cross_posts_from=("acme-blog",))
    story.history(10, story.now - story.now, copied=True).check()
    assert Flag.AUTOPILOT not in story.state.flags  # ten human posts stand beside them
    for _ in range(100):
        story.forward(days=1).check(Outcome.TEMPORARY)
    assert Flag.AUTOPILOT not in story.state.flags
