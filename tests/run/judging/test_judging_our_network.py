"""Our own network is down, or something stands in it: one notice, and no account is judged by what it did to us."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import trustme

from monitor.model.state import ObservationState
from support.certificates import Certificate, issue
from support.hosts import FEED, Hosts, hosts
from support.program import Clock, Program, write_config
from support.site import Site
from support.tls import TlsServer, secured, talking

Make = Callable[[str], Program]
OWN = pytest.mark.skipif(
    shutil.which("unshare") is None or subprocess.run(["unshare", "-rn", "true"], capture_output=True).returncode != 0,
    reason="no network namespace of one's own (unshare)",
)


@pytest.fixture
def six() -> Iterator[Hosts]:
    with hosts(6) as found:
        yield found


def seen(app: Program, found: Hosts) -> set[ObservationState]:
    return {app.account_status(f"a{port}").verdict.state.observation.state for port in found.ports}


@OWN
def test_without_any_network_it_is_said_once(tmp_path: Path, six: Hosts) -> None:
    """F046: in a network namespace with nothing in it, no state changes; one line says since when and what."""
    path = write_config(tmp_path, six.accounts)
    command = [sys.executable, "-c", "from monitor.cli import main; main()", "--config", str(path)]
    poll = [*command, "poll", "--all", "--allow-private"]
    first = subprocess.run(poll, capture_output=True, timeout=60)
    assert (first.returncode, first.stderr) == (0, b"")
    before = states(tmp_path)
    ended = subprocess.run(["unshare", "-rn", *poll], capture_output=True, timeout=60)
    (said,) = ended.stderr.decode().splitlines()
    assert said.startswith("monitor: most hosts did not answer (mostly: network is unreachable; last seen well on ")
    assert said.endswith(" UTC): the fault is taken for our own, nothing was judged by it")
    assert (ended.returncode, states(tmp_path)) == (3, before)


def states(folder: Path) -> list[tuple[object, ...]]:
    with sqlite3.connect(folder / "monitor.db") as database:
        found = database.execute("select id, status, last_human from accounts order by id").fetchall()
        found += database.execute("select count(*) from transitions").fetchall()
    database.close()
    return found


@pytest.mark.parametrize(("down", "ours"), [(49, False), (50, True), (51, True)])
def test_half_of_the_hosts_down_are_our_own_fault(down: int, ours: bool, program: Make, clock: Clock) -> None:
    """F047: of 100 hosts, those that do not answer are failing up to 49; from 50 on, none is."""
    with hosts(100) as found:
        app = program(found.accounts)
        app.poll()
        found.down.update(found.ports[:down])
        clock.forward(hours=7)
        ran = app.poll()
        failing = [
            port
            for port in found.ports
            if app.account_status(f"a{port}").verdict.state.observation.state is not ObservationState.OK
        ]
    assert (len(ran.judged.outages), failing) == (int(ours), [] if ours else found.ports[:down])
    assert ran.judged.transitions == () or not ours


def test_no_name_at_all_is_our_own_fault(program: Make) -> None:
    """F048: where no name is found, that is not taken for the end of all accounts."""
    accounts = "".join(
        f'[[accounts]]\nid = "a{number}"\nbrand = "acme"\nnetwork = "feed"\nurl = "https://a{number}.example/feed"\n'
        for number in range(6)
    )
    app = program(accounts)
    ran = app.poll()
    assert len(ran.judged.outages) == 1
    assert {app.account_status(f"a{number}").verdict.state.observation.state for number in range(6)} == {
        ObservationState.UNSEEN
    }
    assert "(mostly: its name was not found)" in ran.judged.excuse


def test_one_name_that_is_gone_is_an_account_that_cannot_be_seen(program: Make, clock: Clock, six: Hosts) -> None:
    """F048: among others that answer, a name not found makes its account blind after three checks over a day."""
    gone = '[[accounts]]\nid = "gone"\nbrand = "acme"\nnetwork = "feed"\nurl = "https://gone.example/feed"\n'
    app = program(six.accounts + gone)
    found = []
    for _ in range(4):
        app.poll()
        clock.forward(hours=12)
        found.append(app.account_status("gone").verdict.state.observation)
    assert [each.state for each in found] == [
        ObservationState.FAILING,
        ObservationState.FAILING,
        ObservationState.BLIND,
        ObservationState.BLIND,
    ]
    assert found[-1].detail == "gone.example:443: its name was not found"


def test_a_foreign_certificate_before_every_host(
    program: Make, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """F049: a proxy that reads along is reported once, as that; it is sent nothing, and nothing is taken from it."""
    own, foreign = trustme.CA(), trustme.CA()
    own.cert_pem.write_to_path(str(tmp_path / "own.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "own.pem"))
    shown = {each: issue("localhost", by=Certificate.of(each)).server() for each in (own, foreign)}
    by = own

    def talk(connection: object, server: TlsServer) -> None:
        secured(shown[by], FEED)(connection, server)  # type: ignore[arg-type]  # a socket

    with ExitStack() as stack:
        servers = [stack.enter_context(talking(talk)) for _ in range(6)]
        app = program(
            "".join(
                f'[[accounts]]\nid = "a{server.port}"\nbrand = "acme"\nnetwork = "feed"\n'
                f'url = "https://localhost:{server.port}/feed"\n'
                for server in servers
            )
        )
        ran = app.poll()
        assert ran.tally is not None
        assert (ran.tally.checks, ran.tally.failed) == (6, 0)
        by = foreign
        clock.forward(hours=7)
        ran = app.poll()
    assert (len(ran.judged.outages), ran.judged.transitions) == (1, ())
    assert "(mostly: TLS: its certificate is not trusted: its authority is unknown" in ran.judged.excuse
    assert [server.secured for server in servers] == [1] * 6
    assert {app.account_status(f"a{server.port}").verdict.state.observation.state for server in servers} == {
        ObservationState.OK
    }


def test_a_portal_before_every_host(program: Make, clock: Clock, six: Hosts, site: Site) -> None:
    """F049: a page that everybody is sent on to is nobody's feed; it is not asked, and no account is judged by it."""
    app = program(six.accounts)
    app.poll()
    six.instead = f"HTTP/1.1 302 Found\r\nLocation: {site.base}/login\r\nContent-Length: 0\r\n\r\n".encode()
    clock.forward(hours=7)
    ran = app.poll()
    assert (len(ran.judged.outages), ran.judged.transitions) == (1, ())
    assert (site.asked, seen(app, six)) == ([], {ObservationState.OK})
