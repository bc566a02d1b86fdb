"""A dozen accounts, a weekly digest by SMTP, and a program that is killed while it works on them.

An hour goes by between two runs, so that every lease has run out; a week, when its digest has been sent. So each run
has checks to make, and a digest due. Half of the accounts post weekly while the other half is silent, each in its turn:
something changes every week.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

from sqlalchemy import text

from monitor.demo.mailbox import Mailbox
from monitor.store import Store
from monitor.store.database.engine import Database
from support.points import Point, work
from support.program import NOON, write_config
from support.site import Site

ACCOUNTS = 12
SEASON = 6  # weeks that an account posts, then rests
WINDOW = 20  # weeks that a feed shows
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)

COUNTS = (
    "SELECT (SELECT count(*) FROM looks), (SELECT count(*) FROM transitions),"
    " (SELECT count(*) FROM letters WHERE state = 'queued'), (SELECT count(*) FROM letters WHERE state = 'sending'),"
    " (SELECT count(*) FROM letters WHERE state = 'sent')"
)

_fork = multiprocessing.get_context("forkserver")
_fork.set_forkserver_preload(["support.preloaded"])


@dataclass(frozen=True)
class Scene:
    """What can be seen from outside: requests at the site, rows, messages by state, mails received."""

    asked: int
    checks: int
    transitions: int
    messages: dict[str, int]
    received: int


@dataclass
class Fleet:
    folder: Path
    site: Site
    mailbox: Mailbox
    url: str
    week: int = 0
    hour: int = 0
    unheard: int = 0  # copies that arrived while the process died before it could write that down

    def __post_init__(self) -> None:
        base = self.site.base
        accounts = "".join(
            f'[[accounts]]\nid = "a{number}"\nbrand = "acme"\nnetwork = "feed"\nurl = "{base}/a{number}.xml"\n'
            f'owner = "ada"\nplan = {{ publish = "1 per week" }}\n'
            for number in range(ACCOUNTS)
        )
        self.config = write_config(self.folder, accounts, self.url)
        server = f'"smtp"\nhost = "127.0.0.1"\nport = {self.mailbox.port}\nsecurity = "none"'
        written = self.config.read_text().replace('"maildir"', server).replace(f'folder = "{self.folder}/mail"', "")
        self.config.write_text(written.replace('poll_every = "6h"', 'poll_every = "30m"'))
        self._publish()
        with Store(self.url) as store:
            store.ensure()

    @property
    def now(self) -> datetime:
        return NOON + self.week * WEEK + self.hour * HOUR

    def forward(self) -> None:
        """An hour, and where the week's digest has been sent, the rest of the week."""
        self.hour += 1
        if self.scene().messages["sent"] >= self.week:
            self.week, self.hour = self.week + 1, 0
            self._publish()
        assert self.hour < 7 * 24

    def run(self, point: Point | None = None, after: float | None = None) -> bool:
        """One run, killed at the point or after so many seconds; False where it came to its end before."""
        before = self.scene()
        process = _fork.Process(target=work, args=(str(self.config), self.now.isoformat(), point))
        with patch.dict(os.environ, PYTHONPATH=os.pathsep.join(sys.path)):  # for who forks, begun with the first
            process.start()
        assert process.pid is not None
        process.join(120 if after is None else after)
        if process.is_alive():
            assert after is not None, "a run that does not end"
            with suppress(ProcessLookupError):  # it may have no group of its own yet
                os.killpg(process.pid, signal.SIGKILL)
            process.kill()
            process.join()
        assert process.exitcode in {0, -signal.SIGKILL}
        killed = process.exitcode != 0
        process.close()
        received = len(self.mailbox.messages) - before.received
        if received and self.scene().messages["sending"]:
            self.unheard += received
        return killed

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with closing(Database(self.url)) as database, database.reading() as connection:
            return [tuple(row) for row in connection.execute(text(query))]

    def scene(self) -> Scene:
        checks, transitions, waiting, sending, sent = self.rows(COUNTS)[0]
        messages = {"queued": waiting, "sending": sending, "sent": sent}
        return Scene(len(self.site.asked), checks, transitions, messages, len(self.mailbox.messages))

    def interrupted(self) -> list[str]:
        with Store(self.url) as store:
            return store.interrupted_cycles(self.now + HOUR)

    def posts(self, number: int, since: int = -WINDOW) -> list[datetime]:
        """When the account has posted, up to now."""
        weeks = (week for week in range(since, self.week + 1) if (week + number) % (2 * SEASON) < SEASON)
        return [NOON + week * WEEK - DAY for week in weeks]

    def _publish(self) -> None:
        for number in range(ACCOUNTS):
            self.site.feed(f"/a{number}.xml", *self.posts(number, self.week - WINDOW))
