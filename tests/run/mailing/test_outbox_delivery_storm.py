"""A thousand digests through a mail server of which a fifth of all talks go wrong, and a sender that is killed.

Every message is accepted at least once, or shown as given up; it is accepted twice only where a reply was lost, or the
sender was killed between the reply and its note of it; every copy has the same bytes under the same Message-ID.
"""

from __future__ import annotations

import multiprocessing
import random
import sys
import threading
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest

from monitor.model.settings import MailSettings, Settings
from monitor.report.mail.mime import Message, message_id, mime
from monitor.store import Store
from support.postman import Faulty, serving
from support.shelf import MONDAY, message

_fork = multiprocessing.get_context("forkserver")
_fork.set_forkserver_preload(["support.preloaded"])

# What goes wrong, at which stage; "lost" are those in which the server has the mail, and the client gets no reply.
TEMPORARY: tuple[tuple[str, Any], ...] = (
    ("connect", "close"),
    ("connect", b"421 4.3.2 too busy\r\n"),
    ("ehlo", "reset"),
    ("mail", b"451 4.3.0 try later\r\n"),
    ("rcpt", b"450 4.2.0 mailbox busy\r\n"),
    ("rcpt", "close"),
    ("data", b"452 4.3.1 no room\r\n"),
    ("data", "reset"),
    ("eod", b"451 4.3.0 try later\r\n"),
    ("quit", "close"),
    ("quit", b"421 bye\r\n"),
)
LOST: tuple[tuple[str, Any], ...] = (("eod", "close"), ("eod", "reset"), ("eod", (b"25", "close")))
PERMANENT: tuple[tuple[str, Any], ...] = (("rcpt", b"550 5.1.1 no such person\r\n"), ("eod", b"554 5.7.1 no\r\n"))


@dataclass
class Stormy(Faulty):
    """In one talk of five something goes wrong; the same things for the same seed, whoever talks."""

    chance: random.Random = field(default_factory=lambda: random.Random(20261123))
    faults: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def talk(self, connection: Any) -> None:
        with self.lock:
            kind = self.chance.choices((TEMPORARY, LOST, PERMANENT, ()), (15, 4, 1, 80))[0]
            stage, said = self.chance.choice(kind) if kind else ("", b"")
        one = _Talk({stage: said} if stage else {}, self)
        one.talk(connection)
        self.faults["lost" if kind is LOST and one.stored else stage or "none"] += 1


class _Talk(Faulty):
    """One talk of a storm; the storm keeps what was accepted."""

    def __init__(self, script: dict[str, Any], storm: Stormy) -> None:
        super().__init__(script, accepted=storm.accepted, over=storm.over)


def messages(store: Store, count: int) -> dict[str, bytes]:
    """So many digests in the outbox; their bytes by Message-ID."""
    made = {}
    for number in range(count):
        recipient = f"reader{number}"
        name = message_id(recipient, "2026-W44", "acme.example")
        body = mime(
            Message(f"[Acme {number}] 2 accounts inanimate", "Two accounts.\n" * 20, f"<p>Two accounts, {number}</p>"),
            sender="monitor@acme.example", to=f"{recipient}@acme.example", language="en", message_id=name,
            date=MONDAY, list_id="digest.acme.example",
        )  # fmt: skip
        store.queue(replace(message(recipient=recipient), message_id=name, body=body))
        made[name] = body
    return made


def post(url: str, port: int, now: str) -> None:
    """A sender: empties the outbox as it is at the instant `now`."""
    from monitor.run.mailing.outbox_delivery import deliver_outbox

    mail = MailSettings("smtp", "monitor@acme.example", "127.0.0.1", port, "none", timeout=5, final_timeout=5)
    with Store(url) as store:
        store.check()
        instant = datetime.fromisoformat(now)
        deliver_outbox(store, Settings(database=url, mail=mail), None, lambda: instant, "sender")


def storm(folder: Path, count: int, kills: int) -> tuple[Stormy, Store, dict[str, bytes], int]:
    """Sends them all, and kills so many senders; returns what is left, and how many kills fell behind a reply."""
    url, chance, now = f"sqlite:///{folder}/monitor.db", random.Random(7), MONDAY
    store = Store(url)
    store.ensure()
    made, unheard, done = messages(store, count), 0, 0
    with serving(Stormy({})) as server:
        assert isinstance(server, Stormy)
        while {"queued", "uncertain", "sending"} & store.outbox_counts().keys():
            now += timedelta(minutes=20)  # longer than a lease and than the outbox waits where it met nobody
            assert now - MONDAY < timedelta(days=5)
            if done == kills:
                post(url, server.port, now.isoformat())
                continue
            sender = _fork.Process(target=post, args=(url, server.port, now.isoformat()))
            before = len(server.accepted)
            sender.start()
            while sender.is_alive() and len(server.accepted) < before + 15:
                sender.join(0.001)
            sender.join(chance.uniform(0, 0.004))
            sender.kill()
            sender.join()
            done += sender.exitcode != 0
            sending = [row for row in store.messages(None) if row.state == "sending"]
            accepted = {message_from_bytes(text)["Message-ID"] for _, text in server.accepted}
            unheard += sum(row.message_id in accepted for row in sending)
    return server, store, made, unheard


def check(server: Stormy, store: Store, made: dict[str, bytes], unheard: int) -> None:
    rows = {row.message_id: row for row in store.messages(None)}
    assert rows.keys() == made.keys()
    copies = Counter(message_from_bytes(text)["Message-ID"] for _, text in server.accepted)
    assert {name for name, row in rows.items() if row.state == "sent"} <= copies.keys()
    given_up = {name for name, row in rows.items() if row.state == "failed"}
    assert copies.keys() | given_up == made.keys()
    assert all("no such person" in rows[name].detail or "554" in rows[name].detail for name in given_up)
    for to, text in server.accepted:
        assert made[message_from_bytes(text)["Message-ID"]] == text and to.decode() in text.decode()
    assert copies.total() - len(copies) <= server.faults["lost"] + unheard


def test_a_storm(tmp_path: Path) -> None:
    server, store, made, unheard = storm(tmp_path, 40, 0)
    with store:
        check(server, store, made, unheard)
    assert server.faults.total() - server.faults["none"] >= 5


@pytest.mark.slow
def test_a_thousand_digests_and_fifty_kills(tmp_path: Path) -> None:
    """I2, I3, F083 to F086."""
    server, store, made, unheard = storm(tmp_path, 1000, 50)
    with store:
        check(server, store, made, unheard)
        states = store.outbox_counts()
    talks, lost = server.faults.total(), server.faults["lost"]
    faults = talks - server.faults["none"]
    assert 0.1 < faults / talks < 0.3
    sys.stdout.write(
        f"1,000 messages, 50 kills, {talks} talks, {faults} faults: {len(server.accepted)} copies, {lost} replies lost,"
        f" {unheard} kills between a reply and its note, {states}\n"
    )
