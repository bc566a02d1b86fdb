"""How much of what a visitor finds of a brand nobody animates."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.metrics.moribund_index import Moribund, Trend, Visible, history, moribund
from monitor.model.state import Status, Transition
from support.health import DAY, NOON

COUNTED = {
    Status.ABANDONED, Status.DORMANT, Status.INANIMATE, Status.RECOVERING, Status.OVERDUE, Status.LATE, Status.BEHIND,
    Status.NEW, Status.ON_PLAN,
}  # fmt: skip


def test_accounts_without_known_followers_count_alike() -> None:
    found = moribund([Visible("a", Status.DORMANT), Visible("b", Status.ON_PLAN), Visible("c", Status.LATE)])
    assert pytest.approx(1 / 3) == found.index
    assert [(part.account, part.inanimate) for part in found.parts] == [("a", True), ("b", False), ("c", False)]
    assert [part.account for part in found.inanimate] == ["a"]


def test_the_more_follow_an_account_the_more_it_weighs_and_it_never_weighs_all() -> None:
    found = moribund([Visible("big", Status.ON_PLAN, 999_990), Visible("small", Status.DORMANT, 90)])
    assert [(part.account, round(part.weight, 6)) for part in found.parts] == [("big", 6.0), ("small", 2.0)]
    assert found.index == 0.25


def test_one_whose_followers_nobody_knows_weighs_as_the_others_usually_do() -> None:
    found = moribund(
        [Visible("a", Status.ON_PLAN, 90), Visible("b", Status.ON_PLAN, 99_990), Visible("feed", Status.DORMANT)]
    )
    assert {part.account: round(part.weight, 6) for part in found.parts} == {"a": 2.0, "b": 5.0, "feed": 3.5}


@pytest.mark.parametrize("status", Status)
def test_only_what_is_judged_counts(status: Status) -> None:
    found = moribund([Visible("a", status)])
    expected = ((status in COUNTED), ()) if status in COUNTED else (False, ("a",))
    assert (bool(found.parts), found.left_out) == expected
    assert (status not in COUNTED) == (found.index is None)


def test_what_the_site_does_not_lead_to_is_left_out() -> None:
    accounts = [Visible("linked", Status.ON_PLAN), Visible("lost", Status.DORMANT)]
    found = moribund(accounts, {"lost"})
    assert (found.index, found.left_out) == (0, ("lost",))
    assert moribund(accounts, {"linked", "lost"}) == Moribund(None, (), ("linked", "lost"))


@given(st.lists(st.tuples(st.sampled_from(sorted(Status)), st.none() | st.integers(0, 10**9)), max_size=12))
def test_it_is_a_share_and_its_parts_add_up(given_: list[tuple[Status, int | None]]) -> None:
    found = moribund([Visible(str(n), status, followers) for n, (status, followers) in enumerate(given_)])
    if found.index is None:
        assert found.parts == ()
        return
    assert -1e-9 <= found.index <= 1 + 1e-9
    assert pytest.approx(1) == sum(part.share for part in found.parts)
    assert {part.account for part in found.parts} | set(found.left_out) == {str(n) for n in range(len(given_))}


def change(account: str, before: Status, after: Status, ago: float) -> Transition:
    return Transition(account, "status", before.value, after.value, NOON - ago * DAY)


def test_the_past_index_follows_from_the_changes_since() -> None:
    accounts = [Visible("a", Status.DORMANT), Visible("b", Status.ON_PLAN)]
    changes = [
        change("b", Status.DORMANT, Status.RECOVERING, 20),
        change("a", Status.ON_PLAN, Status.LATE, 16),
        change("b", Status.RECOVERING, Status.ON_PLAN, 10),
        change("a", Status.LATE, Status.DORMANT, 3),
        change("stranger", Status.LATE, Status.DORMANT, 2),
        Transition("a", "flag:orphaned", "off", "on", NOON - DAY),
    ]
    instants = [NOON - week * 7 * DAY for week in range(1, 5)]
    assert [*history(accounts, changes, [*instants[:2], NOON - 21 * DAY, NOON], ())] == [0, 0, 0.5, 0.5]
    assert history(accounts, [], [NOON - 365 * DAY]) == [0.5]


def test_before_an_account_was_judged_it_does_not_count() -> None:
    accounts = [Visible("a", Status.DORMANT)]
    changes = [change("a", Status.UNSEEN, Status.DORMANT, 10)]
    assert history(accounts, changes, [NOON - 7 * DAY, NOON - 14 * DAY]) == [1, None]


def test_a_trend_knows_the_week_before() -> None:
    assert Trend("acme", Moribund(0.5)).week_ago is None
    assert Trend("acme", Moribund(0.5), ((NOON - 7 * DAY, 0.25), (NOON - 14 * DAY, 1.0))).week_ago == 0.25
