"""Who may check an account now: one at a time, and never for longer than a lease."""

from __future__ import annotations

import multiprocessing
import threading
from datetime import timedelta

import pytest

from monitor.store import Store
from support.shelf import HOUR, MONDAY, Shelf, account, act, claim_all, claim_in_process, failed, new_check, seen

FLEET = [account(f"acme-{number:03}") for number in range(300)]
DAY = timedelta(days=1)


def test_what_is_claimed_is_not_claimed_again(shelf: Shelf) -> None:
    one, two = shelf.cycle(), shelf.cycle()
    assert [claim.account for claim in shelf.claim(one)] == ["acme-feed"]
    assert shelf.claim(two) == []
    assert shelf.claim(two, everything=True) == []


def test_threads_never_claim_the_same_account(shelf: Shelf) -> None:
    shelf.declare(*FLEET)
    found: list[list[str]] = [[] for _ in range(4)]
    threads = [threading.Thread(target=claim_all, args=(shelf.url, shelf.cycle(), names)) for names in found]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(name for names in found for name in names) == sorted(one.id for one in FLEET)


def test_processes_never_claim_the_same_account(shelf: Shelf) -> None:
    shelf.declare(*FLEET)
    context = multiprocessing.get_context("spawn")
    answers: multiprocessing.Queue[list[str]] = context.Queue()
    cycles = [shelf.cycle() for _ in range(2)]
    children = [context.Process(target=claim_in_process, args=(shelf.url, cycle, answers)) for cycle in cycles]
    for child in children:
        child.start()
    names = [name for _ in children for name in answers.get(timeout=60)]
    for child in children:
        child.join(60)
    assert sorted(names) == sorted(one.id for one in FLEET)


def test_a_lease_ends_by_itself(shelf: Shelf) -> None:
    shelf.claim(shelf.cycle(), MONDAY)
    assert shelf.claim(shelf.cycle(), MONDAY + HOUR - timedelta(microseconds=1)) == []
    assert len(shelf.claim(shelf.cycle(), MONDAY + HOUR)) == 1


def test_a_lease_of_a_part_of_a_second_is_held_to_its_end(shelf: Shelf, store: Store) -> None:
    late = MONDAY + timedelta(seconds=0.9)
    store.claim(late, until=late + timedelta(seconds=1), owner=shelf.cycle(), limit=1)
    assert shelf.claim(shelf.cycle(), late + timedelta(seconds=0.99)) == []


def test_a_renewed_lease_lasts_longer(shelf: Shelf, store: Store) -> None:
    cycle = shelf.cycle()
    shelf.claim(cycle)
    store.renew(cycle, MONDAY + 2 * HOUR)
    assert shelf.claim(shelf.cycle(), MONDAY + HOUR) == []
    assert len(shelf.claim(shelf.cycle(), MONDAY + 2 * HOUR)) == 1


def test_the_longest_due_come_first(shelf: Shelf, store: Store) -> None:
    shelf.declare(account("a"), account("b"), account("c"))
    checks = [new_check(name, MONDAY, seen(), every=hours * HOUR) for name, hours in (("a", 3), ("b", 1), ("c", 2))]
    cycle = shelf.cycle()
    rows = store.save_checks(cycle, checks)
    assert [claim.account for claim in shelf.claim(shelf.cycle(), MONDAY + 9 * HOUR, limit=2)] == ["b", "c"]
    assert [check.account for check in (new.check for new in checks)] == ["a", "b", "c"]
    assert len({row.id for row in rows}) == 3


def test_only_what_is_due_and_asked_for_is_claimed(shelf: Shelf, store: Store) -> None:
    shelf.declare(account(), account("acme-other"), account("acme-manual", network="manual"))
    store.save_checks(shelf.cycle(), [new_check("acme-other", MONDAY, seen())])
    cycle = shelf.cycle()
    page = store.claim(MONDAY, until=MONDAY + HOUR, owner=cycle, limit=9, only={"acme-other", "acme-manual"})
    assert page == []
    assert store.any_due(MONDAY)
    assert not store.any_due(MONDAY, {"acme-other"})
    assert [claim.account for claim in shelf.claim(cycle)] == ["acme-feed"]
    assert not store.any_due(MONDAY)


def test_everything_takes_what_is_not_due_and_ends(shelf: Shelf, store: Store) -> None:
    """With a clock that stands still, with leases that run out, however often it is asked."""
    shelf.check(seen(act("1", MONDAY)))
    cycle = shelf.cycle()
    assert shelf.claim(cycle) == []
    assert [claim.account for claim in shelf.claim(cycle, everything=True)] == ["acme-feed"]
    store.save_checks(cycle, [new_check("acme-feed", MONDAY, seen(act("1", MONDAY)))])
    assert shelf.claim(cycle, MONDAY + 2 * HOUR, everything=True) == []
    assert [claim.account for claim in shelf.claim(shelf.cycle(), MONDAY + 2 * HOUR, everything=True)] == ["acme-feed"]


def test_everything_never_asks_before_the_network_allows(shelf: Shelf) -> None:
    shelf.check(failed(retry_at=MONDAY + timedelta(hours=2, microseconds=1)))
    assert shelf.claim(shelf.cycle(), MONDAY + 2 * HOUR, everything=True) == []
    assert len(shelf.claim(shelf.cycle(), MONDAY + 2 * HOUR + timedelta(seconds=1), everything=True)) == 1


def test_a_good_check_ends_the_patience_asked_for(shelf: Shelf) -> None:
    shelf.check(failed(retry_at=MONDAY + DAY))
    shelf.check(seen(), MONDAY + HOUR)
    assert len(shelf.claim(shelf.cycle(), MONDAY + 2 * HOUR, everything=True)) == 1


def test_a_postponed_account_waits(shelf: Shelf, store: Store) -> None:
    shelf.claim(shelf.cycle())
    store.postpone("acme-feed", MONDAY + 2 * HOUR)
    assert shelf.claim(shelf.cycle(), MONDAY + HOUR, everything=True) == []
    assert len(shelf.claim(shelf.cycle(), MONDAY + 2 * HOUR)) == 1


def test_a_claim_says_what_its_checker_needs(shelf: Shelf) -> None:
    (claim,) = shelf.claim(shelf.cycle())
    assert (claim.first, claim.last_check) == (True, None)
    shelf.check(seen(), MONDAY + HOUR)
    (claim,) = shelf.claim(shelf.cycle(), MONDAY + DAY)
    assert (claim.first, claim.last_check) == (False, MONDAY + HOUR)


def test_hosts_are_backed_off_until_the_later_of_two_times(store: Store) -> None:
    store.save_backoffs({"a.example:443": MONDAY + 2 * HOUR, "b.example:443": MONDAY + timedelta(microseconds=1)})
    store.save_backoffs({"a.example:443": MONDAY + HOUR})
    assert store.backoffs(MONDAY) == {
        "a.example:443": MONDAY + 2 * HOUR,
        "b.example:443": MONDAY + timedelta(seconds=1),
    }
    assert store.backoffs(MONDAY + 2 * HOUR) == {}


def test_a_naive_time_is_refused(store: Store) -> None:
    with pytest.raises(Exception, match="time zone"):
        store.backoffs(MONDAY.replace(tzinfo=None))
