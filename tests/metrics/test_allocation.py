"""Which accounts to keep with the hours there are: the best choice, compared with all choices."""

from __future__ import annotations

import random
import time
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.metrics.allocation import Allocation, Candidate, allocate, worth
from monitor.model.account import Objective
from monitor.model.people import Brand, BrandObjective
from support.health import UTC_ZONE, account

Rank = tuple[int, int, int]  # priority, followers, minutes that are left


def minutes(candidates: tuple[Candidate, ...]) -> int:
    return sum(round(one.hours * 60) for one in candidates)


def rank(kept: tuple[Candidate, ...]) -> Rank:
    return sum(one.priority for one in kept), sum(one.followers for one in kept), -minutes(kept)


def brute(candidates: list[Candidate], hours: float) -> Rank:
    """The best of all choices that fit, each tried."""
    choices = (choice for size in range(len(candidates) + 1) for choice in combinations(candidates, size))
    return max(rank(choice) for choice in choices if minutes(choice) <= round(hours * 60))


def names(found: Allocation) -> tuple[list[str], list[str]]:
    return [one.account for one in found.keep], [one.account for one in found.park]


CANDIDATES = st.lists(
    st.builds(Candidate, st.just(""), st.integers(1, 8), st.integers(0, 300).map(lambda n: n / 60), st.integers(0, 4)),
    max_size=10,
)


@given(CANDIDATES, st.integers(0, 900).map(lambda number: number / 60))
def test_no_choice_is_better(candidates: list[Candidate], hours: float) -> None:
    found = allocate(candidates, hours)
    assert minutes(found.keep) <= round(hours * 60)
    assert rank(found.keep) == brute(candidates, hours)
    assert sorted(map(repr, (*found.keep, *found.park))) == sorted(map(repr, candidates))


@pytest.mark.parametrize("seed", range(3))
def test_no_choice_of_fourteen_is_better(seed: int) -> None:
    chance = random.Random(seed)
    made = [
        Candidate(str(n), chance.randint(1, 30), chance.randint(1, 40) / 4, chance.randint(0, 10_000))
        for n in range(14)
    ]
    assert rank(allocate(made, 20).keep) == brute(made, 20)


def test_priorities_come_first_then_followers_then_fewer_hours() -> None:
    dear, loud, slow, quick = (
        Candidate("dear", 9, 3), Candidate("loud", 4, 2, 900), Candidate("slow", 4, 2, 10), Candidate("quick", 4, 1, 10)
    )  # fmt: skip
    assert names(allocate([dear, loud], 3)) == (["dear"], ["loud"])
    assert names(allocate([loud, slow, quick], 2)) == (["loud"], ["slow", "quick"])
    assert names(allocate([slow, quick], 2)) == (["quick"], ["slow"])


def test_two_small_ones_may_outweigh_a_dear_one() -> None:
    found = allocate([Candidate("dear", 9, 3), Candidate("one", 5, 1.5), Candidate("two", 5, 1.5)], 3)
    assert names(found) == (["one", "two"], ["dear"])
    assert (found.priority, found.taken, found.missing) == (10, 3, 3)


def test_a_third_of_an_hour_three_times_is_an_hour() -> None:
    assert len(allocate([Candidate(str(n), 1, 1 / 3) for n in range(3)], 1).keep) == 3


@pytest.mark.parametrize("hours", [0, -3])
def test_without_hours_only_what_asks_none_is_kept(hours: float) -> None:
    assert names(allocate([Candidate("dear", 9, 1), Candidate("free", 1, 0)], hours)) == (["free"], ["dear"])


def test_hours_enough_keep_all() -> None:
    found = allocate([Candidate("one", 1, 5), Candidate("two", 1, 7.5)], 12.5)
    assert (names(found), found.missing) == ((["one", "two"], []), 0)


def test_an_account_is_worth_its_own_priority_and_that_of_its_brands_objectives() -> None:
    objectives = BrandObjective(Objective.RETAIN, priority=5), BrandObjective(Objective.VISIBILITY, priority=2)
    brand = Brand("acme", "Acme", UTC_ZONE, objectives=objectives)
    served = Objective.RETAIN, Objective.CONTACTS, Objective.RETAIN  # contacts are none of the brand's
    assert worth(account(objectives=served), brand) == 3 + 5
    assert worth(account(priority=4), brand) == 4


def test_three_hundred_accounts_are_allocated_within_a_second() -> None:
    chance = random.Random(7)
    made = [
        Candidate(str(n), chance.randint(1, 30), chance.uniform(0.1, 6), chance.randint(0, 100_000)) for n in range(300)
    ]
    began = time.process_time()
    found = allocate(made, 450)
    assert time.process_time() - began < 1
    assert 440 < found.taken <= 450
