"""When the fault is ours: by hosts, never by accounts; and which failures are held then."""

from __future__ import annotations

import pytest

from monitor.judge.outage import held, is_ours
from monitor.model.check import Outcome
from monitor.model.state import CheckRow
from support.health import NOON, row

PORTAL, OTHER = 7, 8  # the hashes of two pages
PAGES = [Outcome.TEMPORARY, Outcome.BLOCKED, Outcome.LOGIN_REQUIRED, Outcome.CHANGED_FORMAT]


def at(host: int | str, outcome: Outcome = Outcome.TEMPORARY, *, answered: bool = False, **more: object) -> CheckRow:
    where = f"{host}.example:443" if host != "" else ""
    number = hash_of(host)
    return row(number, NOON, outcome, host=where, answered=answered, **more)


def hash_of(host: int | str) -> int:
    return host if isinstance(host, int) else 1_000 + sum(map(ord, host))


def hosts(failed: int, good: int, outcome: Outcome = Outcome.TEMPORARY, *, answered: bool = False) -> list[CheckRow]:
    bad = [at(number, outcome, answered=answered) for number in range(failed)]
    return bad + [at(failed + number, Outcome.OK, answered=True) for number in range(good)]


@pytest.mark.parametrize(("failed", "ours"), [(49, False), (50, True), (51, True), (100, True)])
def test_of_many_hosts_at_least_half_must_not_answer(failed: int, ours: bool) -> None:
    """F047: less than half of the hosts are others' trouble, half of them is ours."""
    assert ours is is_ours(hosts(failed, 100 - failed))


@pytest.mark.parametrize(("failed", "good", "ours"), [(2, 3, False), (3, 2, True), (2, 2, False), (5, 0, True)])
def test_many_begins_at_five(failed: int, good: int, ours: bool) -> None:
    assert ours is is_ours(hosts(failed, good))


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_of_few_hosts_all_must_fail_before_any_answer(count: int) -> None:
    assert is_ours(hosts(count, 0))
    assert not is_ours(hosts(count - 1, 1))
    assert not is_ours([*hosts(count - 1, 0), at("down", answered=True)])  # a 503 is an answer


@pytest.mark.parametrize("outcome", [Outcome.RATE_LIMITED, Outcome.BLOCKED])
def test_a_host_to_which_nothing_was_sent_was_not_tried(outcome: Outcome) -> None:
    """Its Retry-After is not over, or our own guard refuses its address."""
    unsent = [at(f"unsent{number}", outcome) for number in range(9)]
    assert not is_ours(unsent)
    assert not is_ours([*unsent, *hosts(2, 3)])
    assert is_ours([*unsent, *hosts(2, 0)])


@pytest.mark.parametrize("outcome", PAGES)
@pytest.mark.parametrize("count", [2, 5, 40])
def test_one_page_before_every_host_is_an_outage(outcome: Outcome, count: int) -> None:
    same = [at(number, outcome, answered=True, page=PORTAL) for number in range(count)]
    assert is_ours(same)
    assert held(same) == set(range(count))
    assert not is_ours([*same[1:], at(0, outcome, answered=True, page=OTHER)])
    assert not is_ours([*same[1:], at(0, outcome, answered=True)])
    assert not is_ours([*same[1:], at(0, Outcome.OK, answered=True)])


def test_the_page_of_one_host_is_its_own() -> None:
    assert not is_ours([at("one", answered=True, page=PORTAL), at("one", answered=True, page=PORTAL)])


@pytest.mark.parametrize("outcome", sorted(set(Outcome) - {Outcome.MANUAL, Outcome.UNPROVED}))
def test_what_hosts_answer_each_in_its_own_way_is_none(outcome: Outcome) -> None:
    assert not is_ours([at(number, outcome, answered=True, page=number) for number in range(9)])
    assert not is_ours([at(number, outcome, answered=True) for number in range(9)])


@pytest.mark.parametrize("outcome", [Outcome.BLOCKED, Outcome.RATE_LIMITED, Outcome.TEMPORARY])
def test_six_hosts_of_ten_that_refuse_are_no_outage_of_ours(outcome: Outcome) -> None:
    refused = hosts(6, 4, outcome, answered=True)
    assert (is_ours(refused), held(refused)) == (False, frozenset())


def test_what_a_host_answers_is_its_own_word_while_two_others_are_well() -> None:
    silent = [at(number) for number in range(5)]
    well = [at(10 + number, Outcome.OK, answered=True) for number in range(2)]
    refused = at(20, Outcome.BLOCKED, answered=True)
    assert held([*silent, *well, refused]) == set(range(5))
    assert held([*silent, well[0], refused]) == {*range(5), 20}


def test_an_answer_that_proves_nothing_is_held_like_any_other() -> None:
    """A document cut short, where hardly anything answers: the network that lets nothing through cut it."""
    cut = at(20, Outcome.OK, answered=True, complete=False)
    assert held([*hosts(5, 0), cut]) == {*range(5), 20}
    assert held([*hosts(5, 2), cut]) == set(range(5))
    assert held([*hosts(5, 0), at(20, Outcome.OK, answered=True, complete=False, new=1)]) == set(range(5))


def test_a_hundred_accounts_at_one_host_that_is_down_are_one_host() -> None:
    others = [at(f"other{number}", Outcome.OK, answered=True) for number in range(4)]
    assert not is_ours([at("down") for _ in range(100)] + others)


def test_a_host_that_answered_once_did_answer() -> None:
    mixed = [at(number, outcome) for number in range(5) for outcome in (Outcome.TEMPORARY, Outcome.OK)]
    assert not is_ours(mixed)


def test_ports_of_one_name_are_several_hosts() -> None:
    checks = [row(1, NOON, Outcome.TEMPORARY, host=f"pods.example:{8000 + port}", answered=False) for port in range(5)]
    assert is_ours(checks)


def test_a_host_that_was_not_asked_says_nothing() -> None:
    backed_off = [at(number, Outcome.RATE_LIMITED) for number in range(9)]  # its Retry-After is not over
    assert not is_ours(backed_off)
    assert not is_ours([*backed_off, *hosts(0, 1)])
    assert is_ours([*backed_off, at(99)])
    assert not is_ours([at("", Outcome.MANUAL), at("", Outcome.TEMPORARY)])


def test_an_address_that_our_own_guard_refuses_is_no_outage() -> None:
    assert not is_ours([at("private", Outcome.BLOCKED)])


def test_a_cycle_without_checks_is_none() -> None:
    assert (is_ours([]), held([])) == (False, frozenset())
