"""What a check says of a community: posts a week from lists of any length; not what is pinned, below, or misdated."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from monitor.metrics.community_activity import sight
from monitor.model.activity import AccountFacts, Activity, Kind, Memory
from monitor.model.check import Observation
from monitor.model.community import Sight

NOW = datetime(2026, 11, 16, 12, tzinfo=UTC)


def post(days: float, *, kind: Kind = Kind.POST, pinned: bool = False, trusted: bool = True) -> Activity:
    return Activity(f"{days} {kind}", None, NOW - timedelta(days=days), trusted, kind, pinned=pinned)


def seen(*posts: Activity, followers: int | None = None, complete: bool = True, limited: bool = False) -> Sight:
    facts = AccountFacts(followers=followers)
    return sight(Observation(posts, facts, Memory(), complete, limited), NOW)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([1, 2, 27.9, 28, 100], 0.75),  # three of the last four weeks
        ([40, 100], 0.0),
        ([1], 0.25),  # a list of one: there is no other
        ([float(day) for day in range(1, 10)], 2.25),  # nine: all there are
        ([0.5 * number for number in range(1, 15)], 13.0),  # a full page of a week: thirteen since its oldest
        ([1 / 24] * 10, 9 * 24 * 7.0),  # all at once
        ([0.0] * 10, 9 * 24 * 7.0),
    ],
)
def test_posts_a_week_are_those_of_four_weeks_or_of_as_long_as_the_list_shows(
    days: list[float], expected: float
) -> None:
    assert seen(*map(post, days)).posts_a_week == pytest.approx(expected)


def test_what_is_pinned_does_not_show_how_far_the_list_reaches() -> None:
    page = [post(0.5 * number) for number in range(1, 15)]
    assert seen(post(900, pinned=True), *page).posts_a_week == pytest.approx(13.0)
    assert seen(post(900, pinned=True), post(1)).posts_a_week == 0.25
    assert seen(post(900, pinned=True)).posts_a_week == 0.0


def test_answers_and_dates_that_cannot_be_trusted_do_not_count() -> None:
    assert seen(post(1, kind=Kind.REPLY), post(2, trusted=False), post(-1), post(3)) == Sight(
        NOW, None, 0.25, NOW - timedelta(days=3)
    )


def test_an_empty_list_is_no_post_a_week_unless_something_may_be_missing() -> None:
    assert seen(followers=12) == Sight(NOW, 12, 0.0)
    assert seen(followers=12, complete=False) == Sight(NOW, 12, None)
    assert seen(post(1, trusted=False)) == Sight(NOW, None, None)


def test_what_is_shown_in_part_is_a_lower_bound() -> None:
    assert seen(post(1), limited=True) == Sight(NOW, None, 0.25, NOW - timedelta(days=1), at_least=True)


def test_the_profile_may_know_of_a_later_post() -> None:
    facts = AccountFacts(last_post=NOW - timedelta(hours=1))
    found = sight(Observation((post(3),), facts, Memory()), NOW)
    assert found.last_post == NOW - timedelta(hours=1)
