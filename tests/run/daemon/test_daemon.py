"""`monitor daemon` as a process: stopped at any moment, killed, locked out, reconfigured, beside others."""

from __future__ import annotations

import random
import signal
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from support.program import write_config
from support.service import PATIENCE, Books, Child, Children, declared, slow_config
from support.site import Site

FLEET = 12
PAUSE = 0.15  # seconds that the server takes for an answer


@pytest.fixture
def books(tmp_path: Path) -> Books:
    return Books(tmp_path / "monitor.db")


@pytest.fixture
def children(tmp_path: Path, site: Site) -> Iterator[Children]:
    """Commands on a fleet that takes a second or so to check."""
    with Children(slow_config(tmp_path, site, FLEET, PAUSE, at_a_time=2)) as found:
        yield found


def until(true: Callable[[], bool], child: Child) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, child.said
        time.sleep(0.01)


@pytest.mark.parametrize("times", [3, pytest.param(100, marks=pytest.mark.slow)])
def test_stopped_at_any_moment_it_ends_whole(times: int, children: Children, books: Books, site: Site) -> None:
    """F010: after SIGTERM or SIGINT in a cycle exit 0 within 10 s, all as it should be, the rest for the next run."""
    chance = random.Random(20261123)
    gave_back = 0
    for number in range(times):
        before, wanted = len(site.asked), chance.randrange(1, FLEET - 3)
        service = children.daemon()
        until(lambda: len(site.asked) >= before + wanted, service)  # noqa: B023 — called in this turn only
        began = time.monotonic()
        service.send(chance.choice([signal.SIGTERM, signal.SIGINT]))
        assert service.end() == 0, service.said
        assert time.monotonic() - began < 10
        assert "asked to stop by SIG" in service.said
        gave_back += "accounts given back, for the next run" in service.said
        books.check_at_rest()
        checked = len(site.asked)
        ((seen,),) = books.ask("select count(*) from looks where cycle = (select max(id) from cycles)")
        assert isinstance(seen, int)
        if number % 10 == 2:
            following = children.run()
            assert (following.end(), following.said) == (0, "")
            books.check_at_rest()
            assert books.ask("select count(*) from activities") == [(FLEET * 8,)]
            assert len(site.asked) == checked + FLEET - seen  # what was seen before the stop was not asked again
        books.all_due()
    assert gave_back > times / 2  # the others were through before the signal came


@pytest.mark.slow
def test_it_ends_in_time_where_the_database_is_held(children: Children, books: Books, site: Site) -> None:
    """F010: who keeps the database from it does not keep it from ending, nor from being asked again."""
    for again in (False, True):
        service = children.daemon()
        service.until_it_says("started")
        until(lambda: bool(books.ask("select * from cycles where ended is null")), service)
        with books.held():
            began = time.monotonic()
            service.send(signal.SIGTERM)
            if again:
                service.until_it_says("asked to stop")
                service.send(signal.SIGTERM)
            assert service.end() == 0, service.said
            assert time.monotonic() - began < (5 if again else 10)
        assert "ended at once" in service.said
    assert books.ask("pragma integrity_check") == [("ok",)]


@pytest.mark.parametrize(("count", "times"), [(2, 1), pytest.param(10, 5, marks=pytest.mark.slow)], ids=["two", "ten"])
def test_of_several_started_at_once_one_leads(
    count: int, times: int, tmp_path: Path, site: Site, database_url: str
) -> None:
    """F016: the others end with 5 and say which one works; no account is checked twice."""
    config = write_config(tmp_path, declared(site, FLEET), database_url)
    with Children(config) as children:
        for _ in range(times):
            services = [children.daemon() for _ in range(count)]
            until(lambda: sum(one.over for one in services) == count - 1, services[0])  # noqa: B023 — in this turn only
            (leader,) = (one for one in services if not one.over)
            leader.until_it_says("started")
            for other in services:
                if other is not leader:
                    assert other.end() == 5, other.said
                    assert (
                        f"already running on this database: on {socket.gethostname()}, process {leader.pid}, since"
                        in (other.said)
                    )
            until(lambda: len(site.asked) >= FLEET, leader)
            leader.stop()
    assert set(Counter(path for path, _ in site.asked).values()) == {1}


def test_after_a_kill_it_starts_by_itself_at_once(children: Children, books: Books) -> None:
    """F017: the lease of a process that is gone keeps nobody waiting."""
    for _ in range(3):
        service = children.daemon()
        service.until_it_says("started")
        service.kill()
        assert len(books.ask("select * from leaders")) == 1
    began = time.monotonic()
    service = children.daemon()
    service.until_it_says("started")
    assert time.monotonic() - began < 30  # the lease is for a minute
    service.stop()
    assert books.ask("select * from leaders") == []


@pytest.mark.parametrize("times", [1, pytest.param(10, marks=pytest.mark.slow)])
def test_runs_beside_it_share_the_work(times: int, children: Children, books: Books, site: Site) -> None:
    """F018 F019: one check at a time for an account, by the daemon and by runs that overlap; every exit is 0."""
    at_work: Counter[str] = Counter()
    worst: list[int] = []
    lock = threading.Lock()
    for path, page in list(site.pages.items()):
        assert callable(page)

        def counted(
            path: str = path, page: Callable[[], tuple[int, dict[str, str], bytes]] = page
        ) -> tuple[int, dict[str, str], bytes]:
            with lock:
                at_work[path] += 1
                worst.append(at_work[path])
            try:
                return page()
            finally:
                with lock:
                    at_work[path] -= 1

        site.pages[path] = counted
    service = children.daemon()
    for turn in range(1, times + 1):
        runs = [children.run() for _ in range(2)]
        assert [(run.end(), run.said) for run in runs] == [(0, "")] * 2
        until(lambda: len(site.asked) >= turn * FLEET, service)  # noqa: B023 — called in this turn only
        until(lambda: not books.ask("select * from cycles where ended is null"), service)
        assert set(Counter(path for path, _ in site.asked).values()) == {turn}
        books.all_due()
    service.stop()
    assert max(worst) == 1
    assert books.ask("select count(*) from activities") == [(FLEET * 8,)]


def test_a_tick_that_takes_too_long_is_logged_and_nothing_piles_up(children: Children, books: Books) -> None:
    """F044: a warning with the count of the ticks that were skipped."""
    service = children.daemon(every=1)
    service.until_it_says("were skipped")
    service.stop()
    assert "longer than the 1 s between ticks" in service.said
    assert books.ask("select count(*) from cycles") == [(1,)]


def test_a_configuration_is_taken_only_where_it_is_valid(children: Children, books: Books) -> None:
    """F011: SIGHUP reads it again; what has mistakes, or is gone, leaves all as it was."""
    service = children.daemon()
    service.until_it_says("12 checks")
    good = children.config.read_text()
    children.config.write_text(good + "[[accounts]]\nid = 'new'\n")
    service.send(signal.SIGHUP)
    service.until_it_says("kept as it was before")
    assert f"{children.config}:" in service.said
    assert books.ask("select count(*) from accounts where configured") == [(FLEET,)]
    children.config.write_text(good.replace('id = "a0"', 'id = "a-nil"'))
    service.send(signal.SIGHUP)
    service.until_it_says("configuration was read again\n")
    service.until_it_says(" 1 checks")
    service.stop()
    assert books.ask("select id from accounts where configured and id not like 'a_' and id not like 'a__'") == [
        ("a-nil",)
    ]


def test_systemd_is_notified(children: Children, tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        systemd.settimeout(PATIENCE)
        service = children.daemon(NOTIFY_SOCKET=str(tmp_path / "notify"))
        notices = {systemd.recv(100), systemd.recv(100)}
        service.stop()
        while (word := systemd.recv(100)) == b"WATCHDOG=1":
            notices.add(word)
    assert (notices, word) == ({b"READY=1", b"WATCHDOG=1"}, b"STOPPING=1")
