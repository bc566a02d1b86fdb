"""A PostgreSQL server of the tests' own: in a temporary folder, behind a socket in it, gone with the test run."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

PACKAGES = Path("/usr/lib/postgresql")  # where Debian puts it, a folder a version, none of them on PATH
SERVANT = "postgres"  # who runs the server for root, whom it refuses; its package makes this user
PATIENCE = 30  # seconds that the server may take to start, or to stop

# Nothing here has to outlive a power cut.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "32MB",
    "deadlock_timeout": "200ms",
}


def programs() -> Path | None:
    """The folder of the server's programs, of the newest version; None where they, or who may run them, are absent."""
    if os.geteuid() == 0 and SERVANT not in {user.pw_name for user in pwd.getpwall()}:
        return None
    packaged = [folder.parent for folder in PACKAGES.glob("*/bin/initdb")]
    if packaged:
        return max(packaged, key=lambda folder: int(folder.parent.name))
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


class Cluster:
    """A running server with one database, which is emptied for every test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = f"postgresql://postgres@/monitor?host={folder}"

    def execute(self, *statements: str, database: str = "monitor") -> list[tuple[Any, ...]]:
        """Runs each of the statements by itself, as the server's master; returns the rows of the last one."""
        where = f"host={self.folder} user=postgres dbname={database}"
        with psycopg.connect(where, autocommit=True, connect_timeout=PATIENCE) as connection:
            for statement in statements:
                cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def empty(self) -> str:
        """Makes the database as a new one is, where everybody may look around; returns its URL."""
        self.execute("DROP SCHEMA public CASCADE", "CREATE SCHEMA public", "GRANT USAGE ON SCHEMA public TO PUBLIC")
        return self.url

    def cut(self) -> None:
        """Ends every connection to the database and waits until they are gone, as a restart of the server would."""
        everyone = "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = 'monitor'"
        self.execute(everyone, database="postgres")


@contextmanager
def running(binaries: Path) -> Iterator[Cluster]:
    """The server, while it runs. It ends with the block, and with a test run that is killed."""
    # setpriv is of the same package as mount: there wherever Debian's PostgreSQL is.
    servant = ["setpriv", "--pdeathsig=QUIT"]
    with tempfile.TemporaryDirectory(prefix="monitor-pg-") as place:
        if os.geteuid() == 0:
            shutil.chown(place, SERVANT)
            servant += [f"--reuid={SERVANT}", f"--regid={SERVANT}", "--init-groups"]
        data = f"{place}/data"
        initdb = [f"{binaries}/initdb", "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "-N"]
        subprocess.run([*servant, *initdb], cwd=place, check=True, timeout=4 * PATIENCE, stdout=subprocess.DEVNULL)
        settings = [f"--{name}={value}" for name, value in SETTINGS.items()]
        with Path(place, "log").open("w+") as log:
            server = subprocess.Popen(
                [*servant, f"{binaries}/postgres", "-D", data, "-k", place, *settings], cwd=place, stderr=log
            )
            try:
                cluster = Cluster(Path(place))
                _wait_for(cluster, server, log.name)
                yield cluster
            finally:
                server.send_signal(signal.SIGINT)  # a fast shutdown: whoever is connected is thrown out
                server.wait(PATIENCE)


def _wait_for(cluster: Cluster, server: subprocess.Popen[bytes], log: str) -> None:
    """Makes the database as soon as the server answers. Raises RuntimeError with what it said where it does not."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            cluster.execute("CREATE DATABASE monitor", database="postgres")
            return
        except psycopg.OperationalError as error:
            if server.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"PostgreSQL did not start: {Path(log).read_text()[-2000:]}") from error
            time.sleep(0.05)
