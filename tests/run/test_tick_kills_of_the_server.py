"""The database's server is restarted, again and again, while a run works: nothing is lost and nothing doubled."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.demo.mailbox import Mailbox
from support.postgres import Cluster
from support.program import NOON, Clock, Program, write_config
from support.site import Page, Site

ACCOUNTS = 100
RESTARTS = 20
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)


class Restarting:
    """Restarts the server before every so many-th answer of the site."""

    def __init__(self, cluster: Cluster, site: Site) -> None:
        self.cluster, self.site, self.turn = cluster, site, threading.Lock()
        self.asked = self.restarts = 0

    def feed(self, path: str, weeks: int) -> None:
        self.site.feed(path, *(NOON + week * WEEK - DAY for week in range(-10, weeks + 1)))
        page = self.site.pages[path]
        assert isinstance(page, tuple)
        self.site.pages[path] = self.slowly(page)

    def slowly(self, page: Page) -> Callable[[], Page]:
        def answer() -> Page:
            with self.turn:
                self.asked += 1
                if self.asked % (ACCOUNTS // RESTARTS) == 0:
                    self.restarts += 1
                    self.cluster.restart()
            return page

        return answer


def write_fleet(folder: Path, site: Site, mailbox: Mailbox, url: str) -> Path:
    accounts = "".join(
        f'[[accounts]]\nid = "a{number}"\nbrand = "acme"\nnetwork = "feed"\nurl = "{site.base}/a{number}.xml"\n'
        f'owner = "ada"\nplan = {{ publish = "1 per week" }}\n'
        for number in range(ACCOUNTS)
    )
    patient = "[fetch]\nconnect_timeout = 60\nread_timeout = 60\ntotal_timeout = 60\n"  # a busy machine fails no check
    config = write_config(folder, patient + accounts, url)
    server = f'"smtp"\nhost = "127.0.0.1"\nport = {mailbox.port}\nsecurity = "none"'
    config.write_text(config.read_text().replace('"maildir"', server).replace(f'folder = "{folder}/mail"', ""))
    return config


class MailboxThatRestarts(Mailbox):
    """Takes a mail, and answers when the database has gone away and come back."""

    def __init__(self, cluster: Cluster) -> None:
        super().__init__()
        self.cluster = cluster

    async def handle_DATA(self, *arguments: object) -> str:  # noqa: N802 — aiosmtpd's name
        self.cluster.restart()
        return await super().handle_DATA(*arguments)  # type: ignore[arg-type]  # whatever the library passes


@pytest.mark.slow
def test_twenty_restarts_in_a_cycle_and_one_more_while_the_message_is_handed_over(
    tmp_path: Path, site: Site, postgres: Cluster
) -> None:
    """F034: PostgreSQL restarted mid-cycle."""
    with MailboxThatRestarts(postgres) as mailbox:
        program = Program(write_fleet(tmp_path, site, mailbox, postgres.empty()), Clock())
        clock = program.clock
        restarting = Restarting(postgres, site)
        for week in range(3):
            for number in range(ACCOUNTS):
                restarting.feed(f"/a{number}.xml", -5 if number % 10 == 0 else week)
            program.run()
            clock.forward(hours=1)  # what was claimed and never finished is free again
            program.run()
            clock.forward(days=7, hours=-1)
    assert restarting.restarts >= 3 * RESTARTS
    assert {count for (count,) in postgres.execute("SELECT count(*) FROM activities GROUP BY account")} == {13, 6}
    checks = "SELECT count(*), count(DISTINCT (account, at)) FROM looks WHERE outcome = 'ok'"
    assert postgres.execute(checks) == [(3 * ACCOUNTS, 3 * ACCOUNTS)]
    assert postgres.execute("SELECT id FROM cycles WHERE ended IS NULL OR outage") == []
    assert postgres.execute("SELECT state, count(*) FROM letters GROUP BY state") == [("sent", 2)]
    assert len(mailbox.messages) == 2
    query = "SELECT account, axis, count(*), count(DISTINCT after) FROM transitions GROUP BY account, axis"
    changes = postgres.execute(query)
    assert len({account for account, axis, *_ in changes if axis == "status"}) == ACCOUNTS
    assert all(count == different for *_, count, different in changes)
