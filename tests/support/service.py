"""`monitor daemon` as a process of its own, and what it leaves behind."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from support.program import write_config
from support.site import Page, Site

PATIENCE = 60.0  # seconds that a process may take for what takes it one


def declared(site: Site, count: int, posts: int = 8) -> str:
    """Accounts with a post a week up to yesterday; their names, and their pages, are a0, a1 ..."""
    now = datetime.now(UTC)  # noqa: TID251 — the processes go by the clock on the wall
    for number in range(count):
        site.feed(f"/a{number}.xml", *(now - timedelta(weeks=week, days=1) for week in range(posts)))
    return "".join(
        f'[[accounts]]\nid = "a{number}"\nbrand = "acme"\nnetwork = "feed"\nurl = "{site.base}/a{number}.xml"\n'
        f'owner = "ada"\nplan = {{ publish = "1 per week" }}\n'
        for number in range(count)
    )


def slow_config(folder: Path, site: Site, count: int, seconds: float, at_a_time: int, database: str = "") -> Path:
    """A fleet on a server that takes its time for each answer."""
    path = write_config(folder, declared(site, count), database)
    path.write_text(path.read_text().replace("[mail]", f"[fetch]\nconcurrency = {at_a_time}\n\n[mail]"))
    for name, page in list(site.pages.items()):
        site.pages[name] = later(page, seconds)
    return path


def later(page: Page | Callable[[], Page], seconds: float) -> Callable[[], Page]:
    def answer() -> Page:
        time.sleep(seconds)
        return page() if callable(page) else page

    return answer


class Child:
    """A command at work; what it says on standard error is read as it comes."""

    def __init__(self, config: Path, *words: str, **env: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", "from monitor.cli import main; main()", "--config", str(config), *words],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, **env},
        )
        self.pid = self._process.pid
        self._lines: list[str] = []
        self._news = threading.Condition()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stderr is not None
        with self._process.stderr as stream:
            for line in stream:
                with self._news:
                    self._lines.append(line)
                    self._news.notify_all()
        with self._news:
            self._news.notify_all()

    @property
    def said(self) -> str:
        with self._news:
            return "".join(self._lines)

    @property
    def over(self) -> bool:
        return self._process.poll() is not None

    def until_it_says(self, words: str) -> None:
        """Waits for the words. Raises AssertionError where it ends, or takes too long, without them."""
        with self._news:
            seen = self._news.wait_for(lambda: any(words in line for line in self._lines), PATIENCE)
        assert seen, f"never said {words!r}: {self.said}"

    def send(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    def end(self) -> int:
        """Waits for its end; its exit code."""
        code = self._process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        return code

    def stop(self) -> float:
        """Asks it to stop, and waits until it ended well; the seconds that took."""
        began = time.monotonic()
        self.send(signal.SIGTERM)
        assert self.end() == 0, self.said
        return time.monotonic() - began

    def kill(self) -> None:
        self._process.kill()
        self.end()


class Children:
    """Starts commands on one configuration; whatever is still at work in the end is killed."""

    def __init__(self, config: Path) -> None:
        self.config = config
        self._all: list[Child] = []

    def start(self, *words: str, **env: str) -> Child:
        self._all.append(Child(self.config, *words, **env))
        return self._all[-1]

    def daemon(self, every: float = 1, **env: str) -> Child:
        return self.start("daemon", "--allow-private", "--every", str(every), **env)

    def run(self) -> Child:
        return self.start("run", "--allow-private")

    def __enter__(self) -> Children:
        return self

    def __exit__(self, *_: object) -> None:
        for child in self._all:
            child.kill()


class Books:
    """The file of the database, read and made due by hand."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def ask(self, query: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self._file, timeout=PATIENCE)) as connection:
            return connection.execute(query).fetchall()

    def all_due(self) -> None:
        """Makes every account due, as if hours had gone by."""
        with closing(sqlite3.connect(self._file, timeout=PATIENCE, isolation_level=None)) as connection:
            connection.execute("update accounts set due_at = 0, not_before = null")

    def held(self) -> sqlite3.Connection:
        """Somebody else's transaction, which keeps every writer waiting until it is closed."""
        connection = sqlite3.connect(self._file, timeout=PATIENCE, isolation_level=None)
        connection.execute("begin immediate")
        return connection

    def check_at_rest(self) -> None:
        """Nothing is half done: no claim is held, each check is judged, each cycle ended, nobody leads."""
        assert self.ask("pragma integrity_check") == [("ok",)]
        assert self.ask("pragma foreign_key_check") == []
        assert self.ask("select id from accounts where lease_until is not null") == []
        assert self.ask("select id from accounts where last_look_id is not judged_look_id") == []
        assert self.ask("select id from cycles where ended is null") == []
        assert self.ask("select * from leaders") == []
