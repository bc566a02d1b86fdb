"""Who may lead: one process a database, and no longer than it lives."""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.model.errors import AlreadyRunning
from monitor.run.daemon.leadership import TERM, Leadership, LeadershipStep, decide, is_alive, this_process
from monitor.store import Leader, Process, Store
from support.program import NOON, Clock

HERE = this_process()
ELSEWHERE = Process("other", "another start, another machine", 4711, 12)
RENEWED = timedelta(seconds=15)


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    with Store(database_url) as found:
        found.ensure()
        yield found


class Watch:
    """Seconds, as a test says."""

    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def found(until: timedelta = TERM) -> Leader:
    return Leader(ELSEWHERE, NOON, NOON + until)


@pytest.mark.parametrize(
    ("lease", "alive", "first", "watched", "expected"),
    [
        (None, None, None, 0, LeadershipStep.TAKE),
        (found(), False, found(), 0, LeadershipStep.TAKE),
        (found(), True, found(), 0, LeadershipStep.REFUSE),
        (found(timedelta(hours=-3)), True, None, 900, LeadershipStep.REFUSE),  # it lives, and only its machine slept
        (found(), None, found(), 0, LeadershipStep.WATCH),
        (found(timedelta(0)), None, found(timedelta(0)), 30, LeadershipStep.WATCH),  # clocks may differ
        (found(TERM + RENEWED), None, found(), 15, LeadershipStep.REFUSE),
        (found(), None, found(), 61, LeadershipStep.TAKE),
        (
            found(timedelta(days=1)),
            None,
            found(timedelta(days=1)),
            61,
            LeadershipStep.TAKE,
        ),  # written by a clock ahead of ours
        (found(timedelta(minutes=-5)), None, found(timedelta(minutes=-5)), 0, LeadershipStep.TAKE),
    ],
)
def test_what_to_do_about_a_lease(
    lease: Leader | None, alive: bool | None, first: Leader | None, watched: float, expected: LeadershipStep
) -> None:
    assert expected is decide(lease, alive, first, timedelta(seconds=watched), NOON)


def test_a_process_is_known_by_more_than_its_number() -> None:
    """F017: a number that was given to another process, a zombie and another machine's process are distinguished."""
    assert is_alive(HERE, HERE) is True
    assert is_alive(replace(HERE, born=HERE.born - 1), HERE) is False  # this number is another process's now
    assert is_alive(replace(HERE, machine="an earlier start"), HERE) is None
    assert is_alive(replace(HERE, host="other"), HERE) is None
    nowhere = replace(HERE, machine="", born=0)
    assert is_alive(nowhere, nowhere) is None  # a system that reveals nothing
    child = subprocess.Popen(["sleep", "60"])
    try:
        theirs = replace(HERE, pid=child.pid, born=_born(child.pid))
        assert is_alive(theirs, HERE) is True
        child.kill()
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
        assert is_alive(theirs, HERE) is False  # dead, though nobody has asked how it ended
    finally:
        child.kill()
        child.wait()
    assert is_alive(theirs, HERE) is False


def _born(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19])


def test_of_many_that_find_it_free_one_leads(store: Store, database_url: str, clock: Clock) -> None:
    """F016: however close together they ask."""
    found: list[int] = []
    start = threading.Barrier(8)

    def ask(number: int) -> None:
        with Store(database_url) as mine:
            lead = Leadership(mine, clock, replace(ELSEWHERE, host=f"other{number}"))
            start.wait()
            if lead.gain():
                found.append(number)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    (number,) = found
    assert store.leader() == Leader(replace(ELSEWHERE, host=f"other{number}"), NOON, NOON + TERM)


def test_a_process_of_this_machine_that_is_gone_is_followed_at_once(store: Store, clock: Clock) -> None:
    """F017: kill -9, and the number is in use again."""
    gone = replace(HERE, born=HERE.born - 1)
    assert Leadership(store, clock, gone).gain()
    assert Leadership(store, clock, HERE).gain()
    with pytest.raises(AlreadyRunning, match="already running"):
        Leadership(store, clock, gone).renew()


def test_one_that_lives_is_named_and_what_to_do(store: Store, clock: Clock) -> None:
    assert Leadership(store, clock, HERE).gain()
    clock.forward(hours=2)
    with pytest.raises(
        AlreadyRunning,
        match=rf"running.*on {HERE.host}, process {HERE.pid}, since 2026-11-16 12:00:00 UTC.*stop that one first",
    ) as refused:
        Leadership(store, clock, replace(HERE, pid=HERE.pid + 1)).gain()
    assert refused.value.exit_code == 5


def test_one_of_elsewhere_is_watched_for_a_term(store: Store, clock: Clock) -> None:
    theirs = Leadership(store, clock, ELSEWHERE)
    assert theirs.gain()
    watch = Watch()
    ours = Leadership(store, clock, HERE, watch)
    assert not ours.gain()
    watch.seconds = TERM.total_seconds() - 1
    assert not ours.gain()
    clock.forward(seconds=15)
    theirs.renew()
    with pytest.raises(AlreadyRunning):
        ours.gain()
    ours = Leadership(store, clock, HERE, watch)
    assert not ours.gain()
    watch.seconds += TERM.total_seconds() + 1
    assert ours.gain()
    with pytest.raises(AlreadyRunning):
        theirs.renew()


def test_a_lease_given_back_is_free(store: Store, clock: Clock) -> None:
    lead = Leadership(store, clock, ELSEWHERE)
    assert lead.gain()
    lead.leave()
    lead.leave()
    assert store.leader() is None
    assert Leadership(store, clock, HERE).gain()
    lead.leave()
    leader = store.leader()
    assert leader is not None
    assert leader.process == HERE


def test_a_lease_that_was_lost_with_its_row_is_taken_again(store: Store, clock: Clock) -> None:
    lead = Leadership(store, clock, HERE)
    assert lead.gain()
    store.leave_lead(HERE)  # a backup put in place, say
    lead.renew()
    assert store.leader() is not None
