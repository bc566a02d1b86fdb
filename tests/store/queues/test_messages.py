"""The outbox: one message for a recipient and a period, its bytes fixed, handed over by one at a time."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from monitor.store import MessageState, Store
from support.shelf import HOUR, MONDAY, Shelf, message

MINUTE = timedelta(minutes=1)


def claim(store: Store, at: timedelta = timedelta(), limit: int = 9) -> list[int]:
    now = MONDAY + at
    return [found.id for found in store.claim_messages(now, now + 5 * MINUTE, "host:1", limit)]


def send(store: Store, number: int) -> None:
    """Hands a message over."""
    store.settle(number, "sent", "250 ok", MONDAY)


def test_mails_and_messages_to_channels_are_claimed_apart(store: Store) -> None:
    for recipient in ("lea", "#ops", "#press"):
        store.queue(message("alert 1", recipient))
    until = MONDAY + 5 * MINUTE
    found = store.claim_messages(MONDAY, until, "host:1", 9, channels=True, without=["#ops"])
    assert [one.recipient for one in found] == ["#press"]
    assert [one.recipient for one in store.claim_messages(MONDAY, until, "host:1", 9)] == ["lea"]
    assert [one.recipient for one in store.claim_messages(MONDAY, until, "host:1", 9, channels=True)] == ["#ops"]


def test_a_message_is_queued_once(store: Store) -> None:
    assert store.queue(message())
    assert not store.queue(message(through=99))
    assert store.queue(message(recipient="tom"))
    assert store.queue(message(recipient="ida"))
    assert store.has_message("lea", "2026-W44")
    assert not store.has_message("lea", "2026-W46")
    assert store.outbox_counts() == {"queued": 3}


def test_of_two_writers_at_the_same_time_one_queues_the_message(shelf: Shelf) -> None:
    together = threading.Barrier(4)
    answers: list[bool] = []

    def write() -> None:
        with shelf.again() as own:
            own.check()
            together.wait(30)
            answers.append(own.queue(message()))

    writers = [threading.Thread(target=write) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert sorted(answers) == [False, False, False, True]
    assert len(shelf.store.messages()) == 1


def test_a_message_comes_back_byte_for_byte(store: Store) -> None:
    new = message(through=7)
    store.queue(new)
    (found,) = store.claim_messages(MONDAY, MONDAY + HOUR, "host:1", 9)
    assert (
        found.body,
        found.message_id,
        found.address,
        found.numbers,
    ) == (new.body, new.message_id, new.address, new.numbers)
    assert (found.state, found.attempts, found.through_transition) == (MessageState.SENDING, 1, 7)


def test_messages_are_claimed_oldest_first_and_by_one(store: Store) -> None:
    for recipient in ("lea", "tom", "ida"):
        store.queue(message(recipient=recipient))
    assert claim(store, limit=2) == [1, 2]
    assert claim(store) == [3]
    assert claim(store) == []


def test_a_message_whose_sender_was_killed_is_tried_again(store: Store) -> None:
    store.queue(message())
    assert claim(store) == [1]
    assert claim(store, 4 * MINUTE) == []
    assert claim(store, 5 * MINUTE) == [1]
    assert store.messages()[0].attempts == 2


@pytest.mark.parametrize("state", ["queued", "uncertain"])
def test_a_message_to_be_tried_again_waits_for_its_time(store: Store, state: str) -> None:
    store.queue(message())
    claim(store)
    store.settle(1, state, "mailbox busy", MONDAY, MONDAY + 30 * MINUTE)
    assert claim(store, 29 * MINUTE) == []
    assert claim(store, 30 * MINUTE) == [1]


@pytest.mark.parametrize("state", ["sent", "failed", "superseded", "uncertain"])
def test_a_message_that_is_settled_is_left_alone(store: Store, state: str) -> None:
    store.queue(message())
    claim(store)
    store.settle(1, state, "250 ok", MONDAY)
    assert claim(store, timedelta(days=30)) == []
    (found,) = store.messages()
    assert (found.state.value, found.detail, found.sent_at) == (state, "250 ok", MONDAY if state == "sent" else None)


def test_a_message_that_was_sent_stays_sent(store: Store) -> None:
    store.queue(message())
    claim(store)
    store.settle(1, "sent", "250 ok", MONDAY)
    store.settle(1, "queued", "a slower run", MONDAY, MONDAY)
    assert (store.messages()[0].state, store.messages()[0].detail) == (MessageState.SENT, "250 ok")


def test_a_word_that_is_no_state_is_refused(store: Store) -> None:
    store.queue(message())
    with pytest.raises(ValueError, match="delivered"):
        store.settle(1, "delivered", "", MONDAY)


def test_the_next_message_goes_on_where_the_last_one_ended(store: Store) -> None:
    assert store.last_message("lea", before="2026-W44") is None
    store.queue(message("2026-W44", through=10))
    send(store, 1)
    store.queue(message("2026-W45", through=20))
    send(store, 2)
    store.queue(message("2026-W45", recipient="tom", through=15))
    last = store.last_message("lea", before="2026-W46")
    assert last is not None
    assert (last.period, last.through_transition) == ("2026-W45", 20)
    earlier = store.last_message("lea", before="2026-W45")
    assert earlier is not None
    assert (earlier.period, earlier.through_transition) == ("2026-W44", 10)
    assert store.last_message("lea", before="2026-11") is None  # a month's message goes on where a month's ended
    assert store.thread("lea", "2026-W46") == ["<2026-W44.lea@acme.example>", "<2026-W45.lea@acme.example>"]
    assert store.thread("lea", "2026-W46", limit=1) == ["<2026-W45.lea@acme.example>"]


@pytest.mark.parametrize("state", ["failed", "superseded"])
def test_what_a_message_that_never_arrived_reported_is_reported_again(store: Store, state: str) -> None:
    store.queue(message("2026-W44", through=10))
    send(store, 1)
    store.queue(message("2026-W45", through=20))
    store.settle(2, state, "", MONDAY)
    last = store.last_message("lea", before="2026-W46")
    assert last is not None
    assert last.through_transition == 10


def test_a_message_that_was_never_handed_over_gives_way_to_the_next(store: Store) -> None:
    """F089: what it reported is reported by the newer one, which goes on where the last one that left ended."""
    store.queue(message("2026-W44", through=10))
    send(store, 1)
    store.queue(message("2026-W45", through=20))
    store.queue(message("2026-W45", recipient="tom"))
    last = store.last_message("lea", before="2026-W46")
    assert last is not None and last.period == "2026-W44"
    store.queue(message("2026-W46", through=30))
    states = {(found.recipient, found.period): found for found in store.messages()}
    assert (states["lea", "2026-W45"].state, states["lea", "2026-W46"].state) == ("superseded", "queued")
    assert "2026-W46" in states["lea", "2026-W45"].detail
    assert (states["lea", "2026-W44"].state, states["tom", "2026-W45"].state) == ("sent", "queued")
    assert claim(store) == [3, 4]


def test_a_message_that_may_have_arrived_does_not_give_way(store: Store) -> None:
    store.queue(message("2026-W44", through=10))
    claim(store)
    store.settle(1, "uncertain", "no answer", MONDAY, MONDAY + HOUR)
    last = store.last_message("lea", before="2026-W45")
    assert last is not None and last.through_transition == 10
    store.queue(message("2026-W45"))
    assert store.outbox_counts() == {"queued": 1, "uncertain": 1}


def test_a_message_that_was_given_up_is_tried_again_on_request(store: Store) -> None:
    store.queue(message())
    claim(store)
    store.settle(1, "failed", "550 no such mailbox", MONDAY)
    assert store.send_again(1, MONDAY + HOUR)
    assert claim(store, HOUR) == [1]
    send(store, 1)
    assert not store.send_again(1, MONDAY + HOUR)
    assert not store.send_again(9, MONDAY + HOUR)
