"""The one word shown: the first match of the list, whatever else is true."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.judge.status import DeclaredState, declared_on, is_inanimate, shown, visible
from monitor.model.account import Lifecycle, Span
from monitor.model.state import ActivityState, Flag, ObservationState, Status
from support.health import NOON, account

DAY = NOON.date()
BOTH = frozenset({Flag.AUTOPILOT, Flag.UNRESPONSIVE})
INVISIBLE = [
    ObservationState.GONE,
    ObservationState.SUSPENDED,
    ObservationState.MOVED,
    ObservationState.PRIVATE,
    ObservationState.BLIND,
]
ORDER: list[DeclaredState | ObservationState | ActivityState] = [
    DeclaredState.CLOSED,
    DeclaredState.CLOSING,
    DeclaredState.PLANNED,
    *INVISIBLE,
]
ORDER += [
    DeclaredState.PAUSED,
    DeclaredState.RESERVED,
    DeclaredState.OUT_OF_SEASON,
    ActivityState.ABANDONED,
    ActivityState.DORMANT,
]


@pytest.mark.parametrize("word", ORDER)
def test_of_what_is_true_the_first_of_the_list_is_shown(word: DeclaredState | ObservationState | ActivityState) -> None:
    for other in ORDER[ORDER.index(word) + 1 :]:
        if type(other) is not type(word):  # an axis has one value
            assert Status(word.value) is of(word, other)


def of(*words: DeclaredState | ObservationState | ActivityState) -> Status:
    declared, seen, activity = DeclaredState.ANIMATED, ObservationState.OK, ActivityState.LATE
    for word in words:
        if isinstance(word, DeclaredState):
            declared = word
        elif isinstance(word, ObservationState):
            seen = word
        else:
            activity = word
    return shown(declared, seen, activity, BOTH)


@pytest.mark.parametrize("activity", ActivityState)
def test_an_account_that_is_animated_and_seen_shows_its_activity(activity: ActivityState) -> None:
    assert Status(activity.value) is shown(DeclaredState.ANIMATED, ObservationState.OK, activity, frozenset())


@pytest.mark.parametrize("activity", sorted(set(ActivityState) - {ActivityState.DORMANT, ActivityState.ABANDONED}))
def test_on_autopilot_and_unresponsive_is_inanimate_before_anything_lighter(activity: ActivityState) -> None:
    assert shown(DeclaredState.ANIMATED, ObservationState.OK, activity, BOTH) is Status.INANIMATE


@pytest.mark.parametrize("flag", sorted(BOTH))
def test_one_of_the_two_flags_alone_is_a_flag(flag: Flag) -> None:
    assert (
        shown(DeclaredState.ANIMATED, ObservationState.OK, ActivityState.ON_PLAN, frozenset({flag})) is Status.ON_PLAN
    )


@pytest.mark.parametrize("seen", [ObservationState.FAILING, ObservationState.MANUAL])
def test_failing_and_manual_are_marks_beside_the_status(seen: ObservationState) -> None:
    assert shown(DeclaredState.ANIMATED, seen, ActivityState.LATE, frozenset()) is Status.LATE


def test_what_was_never_judged_is_unseen() -> None:
    assert shown(DeclaredState.ANIMATED, ObservationState.FAILING, None, frozenset()) is Status.UNSEEN


def test_inanimate_are_the_silent_and_those_on_autopilot() -> None:
    assert {one for one in Status if is_inanimate(one)} == {Status.DORMANT, Status.ABANDONED, Status.INANIMATE}


def test_only_what_can_be_seen_is_judged() -> None:
    assert {seen for seen in ObservationState if visible(seen)} == {
        ObservationState.OK,
        ObservationState.FAILING,
        ObservationState.MANUAL,
    }


PAUSE = (Span(DAY, DAY),)


@pytest.mark.parametrize(
    ("lifecycle", "pauses", "seasons", "expected"),
    [
        (Lifecycle.ACTIVE, (), (), DeclaredState.ANIMATED),
        (Lifecycle.ACTIVE, PAUSE, (), DeclaredState.PAUSED),
        (Lifecycle.ACTIVE, (), PAUSE, DeclaredState.ANIMATED),  # seasons are of seasonal accounts
        (Lifecycle.PAUSED, (), (), DeclaredState.PAUSED),
        (Lifecycle.RESERVED, PAUSE, (), DeclaredState.RESERVED),
        (Lifecycle.PLANNED, (), (), DeclaredState.PLANNED),
        (Lifecycle.CLOSING, PAUSE, (), DeclaredState.CLOSING),
        (Lifecycle.CLOSED, (), (), DeclaredState.CLOSED),
        (Lifecycle.SEASONAL, (), PAUSE, DeclaredState.ANIMATED),
        (Lifecycle.SEASONAL, (), (Span(date(2027, 1, 1)),), DeclaredState.OUT_OF_SEASON),
        (Lifecycle.SEASONAL, PAUSE, PAUSE, DeclaredState.PAUSED),
    ],
)
def test_what_is_declared_for_a_day(
    lifecycle: Lifecycle, pauses: tuple[Span, ...], seasons: tuple[Span, ...], expected: DeclaredState
) -> None:
    assert expected is declared_on(account(lifecycle=lifecycle, pauses=pauses, seasons=seasons), DAY)
