"""When the fault is ours: by hosts, never by accounts."""

from __future__ import annotations

import pytest

from monitor.judge.outage import AN_OUTAGE_CAN_CAUSE, is_ours
from monitor.model.check import Outcome
from monitor.model.state import CheckRow
from support.health import NOON, row


def at(host: int | str, outcome: Outcome = Outcome.TEMPORARY, *, answered: bool = False) -> CheckRow:
    return row(1, NOON, outcome, host=f"{host}.example:443" if host != "" else "", answered=answered)


def hosts(failed: int, good: int, outcome: Outcome = Outcome.TEMPORARY) -> list[CheckRow]:
    bad = [at(number, outcome) for number in range(failed)]
    return bad + [at(failed + number, Outcome.OK, answered=True) for number in range(good)]


@pytest.mark.parametrize(("failed", "ours"), [(49, False), (50, False), (51, True), (100, True)])
def test_of_many_hosts_more_than_half_must_fail(failed: int, ours: bool) -> None:
    """F047: half of the hosts are others' trouble, one more is ours."""
    assert ours is is_ours(hosts(failed, 100 - failed))


@pytest.mark.parametrize(("failed", "good", "ours"), [(2, 3, False), (3, 2, True), (3, 3, False), (5, 0, True)])
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


@pytest.mark.parametrize("outcome", sorted(AN_OUTAGE_CAN_CAUSE))
def test_a_page_that_is_put_before_every_host_is_an_outage(outcome: Outcome) -> None:
    assert is_ours([at(number, outcome, answered=True) for number in range(5)])


@pytest.mark.parametrize("outcome", sorted(set(Outcome) - AN_OUTAGE_CAN_CAUSE - {Outcome.RATE_LIMITED, Outcome.MANUAL}))
def test_what_a_network_says_itself_is_none(outcome: Outcome) -> None:
    assert not is_ours([at(number, outcome, answered=True) for number in range(9)])


def test_a_hundred_accounts_at_one_host_that_is_down_are_one_host() -> None:
    others = [at(f"other{number}", Outcome.OK, answered=True) for number in range(4)]
    assert not is_ours([at("down") for _ in range(100)] + others)


def test_a_host_with_one_good_check_did_not_fail() -> None:
    mixed = [at(number, outcome) for number in range(5) for outcome in (Outcome.TEMPORARY, Outcome.OK)]
    assert not is_ours(mixed)


def test_ports_of_one_name_are_several_hosts() -> None:
    checks = [row(1, NOON, Outcome.TEMPORARY, host=f"pods.example:{8000 + port}") for port in range(5)]
    assert is_ours(checks)


def test_a_host_that_was_not_asked_says_nothing() -> None:
    backed_off = [at(number, Outcome.RATE_LIMITED) for number in range(9)]  # its Retry-After is not over
    assert not is_ours(backed_off)
    assert not is_ours([*backed_off, *hosts(0, 1)])
    assert is_ours([*backed_off, *hosts(1, 0)])
    assert not is_ours([at("", Outcome.MANUAL), at("", Outcome.TEMPORARY)])


def test_an_address_that_our_own_guard_refuses_is_no_outage() -> None:
    assert not is_ours([at("private", Outcome.BLOCKED)])


def test_a_cycle_without_checks_is_none() -> None:
    assert not is_ours([])
