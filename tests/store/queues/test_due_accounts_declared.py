"""The table follows the file: differences only, and nothing is ever lost by a line taken out."""

from __future__ import annotations

from datetime import timedelta

from monitor.model.activity import Memory
from monitor.model.people import Decision
from monitor.model.state import Status
from monitor.store import Store
from support.shelf import HOUR, MONDAY, Shelf, account, act, seen

LATER = MONDAY + timedelta(days=3)


def test_an_account_is_known_since_it_was_first_declared(shelf: Shelf, store: Store) -> None:
    shelf.declare(account(), account("acme-new"), at=LATER)
    assert (shelf.record().created, shelf.record(name="acme-new").created) == (MONDAY, LATER)
    assert store.first_account(LATER) == MONDAY


def test_no_account_is_watched_by_an_empty_store(shelf: Shelf, store: Store) -> None:
    shelf.declare()
    assert store.first_account(LATER) is None


def test_an_account_taken_out_is_kept_and_left_alone(shelf: Shelf, store: Store) -> None:
    shelf.check(seen(act("1", MONDAY)))
    shelf.declare(at=LATER)
    assert (store.account_statuses(None, LATER), shelf.claim(shelf.cycle(), LATER, everything=True)) == ({}, [])
    assert store.pending(None, LATER) == []
    assert shelf.record().last_human == MONDAY


def test_an_account_that_comes_back_is_as_it_was(shelf: Shelf) -> None:
    shelf.check(seen(act("1", MONDAY), memory=Memory(identity="42")))
    shelf.declare(at=LATER)
    shelf.declare(account(), at=LATER)
    (claim,) = shelf.claim(shelf.cycle(), LATER)
    assert (claim.memory.identity, claim.first) == ("42", False)
    assert shelf.record(LATER).created == MONDAY
    assert shelf.check(seen(act("1", MONDAY)), LATER).new == 0


def test_another_address_is_asked_afresh(shelf: Shelf) -> None:
    shelf.check(seen(act("1", MONDAY), memory=Memory(identity="42")))
    shelf.declare(account(url="https://feeds.example/elsewhere"), at=MONDAY + HOUR)
    (claim,) = shelf.claim(shelf.cycle(), MONDAY + HOUR)
    assert (claim.memory, claim.first) == (Memory(), True)
    row = shelf.check(seen(act("1", MONDAY), act("undated")), MONDAY + HOUR)
    assert row.new == 1  # what was known stays known
    assert shelf.record().last_human == MONDAY  # and its undated acts are a baseline again


def test_another_network_is_asked_afresh(shelf: Shelf) -> None:
    shelf.check(seen(memory=Memory(identity="42")))
    shelf.declare(account(network="mastodon"), at=MONDAY + HOUR)
    (claim,) = shelf.claim(shelf.cycle(), MONDAY + HOUR)
    assert claim.memory == Memory()


def test_another_brand_changes_nothing_of_what_was_seen(shelf: Shelf) -> None:
    shelf.check(seen(memory=Memory(identity="42")))
    shelf.declare(account(brand="other"), at=MONDAY + HOUR)
    assert shelf.claim(shelf.cycle(), MONDAY + HOUR) == []
    (claim,) = shelf.claim(shelf.cycle(), LATER)
    assert claim.memory.identity == "42"


def test_what_people_decided_is_kept_in_order(shelf: Shelf, store: Store) -> None:
    pause = Decision("acme-feed", "pause", MONDAY, "lea", "holidays", until=LATER.date())
    resume = Decision("acme-feed", "resume", LATER, "tom")
    store.decide(pause)
    store.decide(resume)
    assert [pause, resume] == store.decisions("acme-feed") == store.decisions()
    assert store.decisions("acme-other") == []


def test_an_act_that_a_person_saw_is_the_last_human_act(shelf: Shelf, store: Store) -> None:
    shelf.check(seen(act("1", MONDAY)))
    store.decide(Decision("acme-feed", "seen", LATER, "lea", on=LATER.date() - timedelta(days=1)))
    record = shelf.record(LATER)
    assert record.last_human is not None
    assert record.last_human.date() == LATER.date() - timedelta(days=1)
    assert (record.last_human_url, record.last_human_title) == (None, None)
    assert record.last_any == record.last_human


def test_an_act_seen_long_ago_does_not_replace_a_newer_one(shelf: Shelf, store: Store) -> None:
    shelf.check(seen(act("1", MONDAY)))
    store.decide(Decision("acme-feed", "seen", LATER, "lea", on=MONDAY.date() - timedelta(days=9)))
    assert (shelf.record().last_human, shelf.record().last_human_title) == (MONDAY, "Title of 1")


def test_an_act_seen_today_is_never_in_the_future(shelf: Shelf, store: Store) -> None:
    store.decide(Decision("acme-feed", "seen", MONDAY, "lea", on=MONDAY.date()))
    assert shelf.record().last_human == MONDAY


def test_other_decisions_are_no_signs_of_life(shelf: Shelf, store: Store) -> None:
    store.decide(Decision("acme-feed", "confirm", MONDAY, "lea"))
    assert shelf.record().last_human is None
    assert shelf.state().status is Status.UNSEEN
