"""What every test stands on: recorded material beside the checkout, slow tests, a browser, PostgreSQL, and no network.

    MONITOR_TESTS=all   run the slow tests too; a browser or a PostgreSQL that is missing fails instead of skipping

Only loopback can be reached from a test: names other than localhost do not resolve, other addresses are unreachable.
That holds for this process and its forks, so a mock that does not match can never become real traffic.
"""

from __future__ import annotations

import errno
import ipaddress
import os
import shutil
import socket
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import hypothesis
import pytest

if TYPE_CHECKING:
    from support.postgres import Cluster

SHARED = Path(__file__).parents[2] / "shared"
ALL = os.environ.get("MONITOR_TESTS") == "all"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")

DIALS = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
LOOKUPS = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"})

# Found examples are the same in every run; how long one takes depends on the machine and proves nothing.
hypothesis.settings.register_profile("project", deadline=None, derandomize=True)
hypothesis.settings.load_profile("project")


def is_local(host: object) -> bool:
    """Whether `host`, a name or an address, means this machine. No host at all ("" or None) does."""
    if not host:
        return True
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host)
    try:
        return ipaddress.ip_address(name.partition("%")[0]).is_loopback
    except ValueError:
        return name.rstrip(".").lower() == "localhost"


def is_address(host: object) -> bool:
    try:
        ipaddress.ip_address(str(host).partition("%")[0])
    except ValueError:
        return False
    return True


def loopback_only(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook: answers for the network as a machine without one would."""
    if event in DIALS:
        opened, address = arguments
        if opened.family in (socket.AF_INET, socket.AF_INET6) and address and not is_local(address[0]):
            raise OSError(errno.ENETUNREACH, f"tests reach loopback only, not {address[0]}")
    elif event in LOOKUPS:
        host = arguments[0]
        if not is_local(host) and not is_address(host):
            raise socket.gaierror(socket.EAI_NONAME, f"tests resolve localhost only, not {host!r}")


sys.addaudithook(loopback_only)


def absent(what: str) -> NoReturn:
    """A part of the system is missing: a reason to skip, but not where every test was asked for."""
    if ALL:
        pytest.fail(f"{what}; MONITOR_TESTS=all asks for it", pytrace=False)
    pytest.skip(what)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of recorded material that lies beside the checkout."""
    if not SHARED.is_dir():
        pytest.skip("the folder ../shared is absent")
    return SHARED


@pytest.fixture(scope="session")
def chromium() -> Path:
    """A browser that can be driven by its command line."""
    for name in BROWSERS:
        if found := shutil.which(name):
            return Path(found)
    absent("no browser: install chromium")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """A PostgreSQL server of this test run's own."""
    from support.postgres import programs, running

    found = programs()
    if found is None:
        absent("no PostgreSQL: install postgresql")
    with running(found) as cluster:
        yield cluster


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def new_database(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Makes an empty database, of each kind that is supported, in place of the last one; gives its URL."""
    if request.param == "sqlite":
        numbers = count()
        return lambda: f"sqlite:///{tmp_path / f'monitor{next(numbers)}.db'}"
    cluster: Cluster = request.getfixturevalue("postgres")
    return cluster.empty


@pytest.fixture
def database_url(new_database: Callable[[], str]) -> str:
    """The URL of an empty database."""
    return new_database()


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The operator's MONITOR_ variables and proxies are not a test's."""
    for name in list(os.environ):
        if name.lower().endswith("_proxy") or (name.startswith("MONITOR_") and name != "MONITOR_TESTS"):
            monkeypatch.delenv(name)
    yield


def pytest_report_header() -> list[str]:
    there = "present" if SHARED.is_dir() else "absent"
    return [f"tests: {'all' if ALL else 'quick'}; ../shared: {there}; network: loopback only"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    skip_slow = pytest.mark.skip(reason="slow: MONITOR_TESTS=all runs it")
    for item in items:
        if item.get_closest_marker("slow") and not ALL:
            item.add_marker(skip_slow)
        if item.get_closest_marker("shared") or "shared" in getattr(item, "fixturenames", ()):
            item.user_properties.append(("shared", True))  # travels with the report, from a worker process too


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = [report for word in ("passed", "failed") for report in terminalreporter.stats.get(word, [])]
    run = sum(("shared", True) in map(tuple, getattr(report, "user_properties", ())) for report in reports)
    where = "" if SHARED.is_dir() else " (the folder ../shared is absent)"
    terminalreporter.write_line(f"shared cases run: {run}{where}")
