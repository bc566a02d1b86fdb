"""`run` is killed with SIGKILL, at every named point in turn and at random ones; nothing is lost and nothing doubled.

After each kill it goes on where it can; after every tenth it is left in peace once, and then all must be as if nothing
had happened. The figure is MONITOR_KILLS=1000,100: so many on SQLite, so many on PostgreSQL.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from email import message_from_bytes
from itertools import pairwise
from pathlib import Path

import pytest

from monitor.demo.mailbox import Mailbox
from support.fleet import ACCOUNTS, Fleet, Scene
from support.points import POINTS, Point
from support.postgres import Cluster
from support.site import Site

ALL = os.environ.get("MONITOR_TESTS") == "all"
SQLITE, POSTGRESQL = map(int, os.environ.get("MONITOR_KILLS", "150,20" if ALL else "22,0").split(","))

# What was seen from outside before a run that was killed at the point, and after it.
SEEN: dict[str, Callable[[Scene, Scene], bool]] = {
    "F001": lambda before, after: after.asked == before.asked,
    "F002": lambda before, after: after.asked > before.asked and after.checks == before.checks,
    "F003": lambda before, after: after.asked > before.asked and after.checks == before.checks,
    "F004": lambda before, after: after.checks > before.checks and after.transitions == before.transitions,
    "F005": lambda before, after: after.checks > before.checks and after.transitions == before.transitions,
    "F006": lambda before, after: after.checks > before.checks and after.received == before.received,
    "F007": lambda before, after: after.received == before.received + 1 and after.messages["sending"] == 1,
}
IN_CYCLE = {"F001", "F002", "F003", "F004", "F005"}


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with Mailbox() as found:
        yield found


def finish(fleet: Fleet) -> float:
    """An undisturbed run, and what must hold then; returns how long the run took, in seconds."""
    began = time.monotonic()
    assert not fleet.run()
    took = time.monotonic() - began
    check(fleet)
    return took


def check(fleet: Fleet) -> None:
    if fleet.url.startswith("sqlite"):  # I10; PostgreSQL keeps its own files, and its keys, whole
        assert fleet.rows("pragma integrity_check") == [("ok",)]
        assert fleet.rows("pragma foreign_key_check") == []
    check_sources(fleet)
    check_changes(fleet)
    check_messages(fleet)


def check_sources(fleet: Fleet) -> None:
    """I1: all that was shown is stored, once. I5: none of it looked like an outage."""
    stored = "SELECT accounts.id, at FROM activities JOIN accounts ON number = account"
    shown = [(f"a{number}", int(at.timestamp())) for number in range(ACCOUNTS) for at in fleet.posts(number)]
    assert sorted(fleet.rows(stored)) == sorted(shown)
    assert fleet.rows("SELECT * FROM looks WHERE outcome <> 'ok'") == []
    assert fleet.rows("SELECT account FROM looks GROUP BY account, cycle HAVING count(*) > 1") == []
    assert fleet.rows("SELECT id FROM cycles WHERE outage") == []


def check_changes(fleet: Fleet) -> None:
    """I4: each change rests on good checks of its account. I6: each was written once, after the one before it."""
    known = dict.fromkeys(fleet.rows("SELECT account, id FROM looks"))
    states: dict[tuple[int, str], str] = {}
    changes = "SELECT account, axis, before, after, looks FROM transitions ORDER BY id"
    for account, axis, before, after, checks in fleet.rows(changes):
        assert before == states.get((account, axis), before) != after
        states[account, axis] = after
        evidence = [int(check) for check in checks.strip("[]").split(",") if check]
        assert all((account, check) in known for check in evidence)
        assert evidence or axis != "status"


def check_messages(fleet: Fleet) -> None:
    """I2: each digest that was due is there once. I3: it arrived, again only where its arrival went unheard."""
    messages = fleet.rows("SELECT message_id, body, state, through_transition FROM letters ORDER BY id")
    assert fleet.week == len(messages) == len({name for name, *_ in messages})
    assert {"sent"} >= {state for *_, state, _ in messages}
    assert all(
        one <= other for one, other in pairwise(through for *_, through in messages)
    )  # I6: announced once, in order
    arrived = [message.content for message in fleet.mailbox.messages]
    names = Counter(message_from_bytes(content)["Message-ID"] for content in arrived)
    assert {name for name, *_ in messages} == names.keys()
    assert set(arrived) == {bytes(body) for _, body, *_ in messages}
    assert names.total() - len(names) <= fleet.unheard


def torment(fleet: Fleet, kills: int) -> Counter[str]:
    """So many kills; returns how many there were by named point, or at random."""
    chance = random.Random(20261116)
    finish(fleet)
    fleet.forward()
    long = finish(fleet)
    done: Counter[str] = Counter()
    while done.total() < kills:
        fleet.forward()
        number = done.total()
        point = POINTS[number // 2 % len(POINTS)] if number % 2 else None
        if not kill(fleet, point, chance.uniform(0, long)):
            continue
        done[point.fault if point else "random"] += 1
        if done.total() % 10 == 0:
            fleet.hour += 1
            finish(fleet)
    fleet.hour += 1
    finish(fleet)
    return done


def kill(fleet: Fleet, point: Point | None, after: float) -> bool:
    """A run, with a digest due, killed at the point, or after so many seconds; False if it had no such point."""
    before = fleet.scene()
    assert before.messages["sent"] < fleet.week
    killed = fleet.run(point, None if point else after)
    if killed and point is not None:
        scene = fleet.scene()
        assert SEEN[point.fault](before, scene), (point, before, scene)
        assert bool(fleet.interrupted()) == (point.fault in IN_CYCLE)
    return killed


def summarise(fleet: Fleet, done: Counter[str], began: float) -> None:
    kind = fleet.url.partition(":")[0]
    doubled = len(fleet.mailbox.messages) - fleet.week
    counts = ", ".join(f"{name} {count}" for name, count in sorted(done.items()))
    sys.stdout.write(
        f"{kind}: {done.total()} kills ({counts}) in {time.monotonic() - began:.0f} s; {fleet.week} digests due and"
        f" sent, {doubled} copies more, {fleet.unheard} kills between the server's 250 and the commit\n"
    )


def test_kills_on_sqlite(tmp_path: Path, site: Site, mailbox: Mailbox) -> None:
    """F001, F002, F003, F004, F005, F006, F007: kill -9 in each phase of a run."""
    began = time.monotonic()
    fleet = Fleet(tmp_path, site, mailbox, f"sqlite:///{tmp_path}/monitor.db")
    done = torment(fleet, SQLITE)
    summarise(fleet, done, began)
    assert SEEN.keys() <= done.keys()


@pytest.mark.slow
def test_kills_on_postgresql(tmp_path: Path, site: Site, mailbox: Mailbox, postgres: Cluster) -> None:
    """F001, F002, F003, F004, F005, F006, F007: kill -9 in each phase of a run."""
    began = time.monotonic()
    fleet = Fleet(tmp_path, site, mailbox, postgres.empty())
    done = torment(fleet, POSTGRESQL)
    summarise(fleet, done, began)
    assert SEEN.keys() <= done.keys()
