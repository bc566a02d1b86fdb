"""Ticks that are stopped at any step, meet a wrong clock or a database that is away, and the mails that say so."""

from __future__ import annotations

import asyncio
import email
import itertools
import logging
import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from email import policy
from pathlib import Path

import pytest

from monitor.model.errors import ClockBehind
from monitor.run.app import App
from monitor.run.daemon.loop import Loop
from monitor.run.stopping import Stop
from monitor.run.tick import Ran, run
from support.program import NOON, Clock, Program, write_config
from support.site import Page, Site

Make = Callable[[str], Program]
NAMES = [f"blog{number}" for number in range(5)]
MINUTE = timedelta(minutes=1)

BO = """
[people.bo]
name = "Bo"
email = "bo@acme.example"
[[reports]]
to = "bo"
every = "week"
on = "monday"
at = "07:00"
"""


def fleet(site: Site, count: int = len(NAMES)) -> str:
    for name in NAMES[:count]:
        site.feed(f"/{name}.xml", *(NOON - timedelta(weeks=week) for week in range(10)))
    return BO + "".join(
        f'[[accounts]]\nid = "{name}"\nbrand = "acme"\nnetwork = "feed"\nurl = "{site.base}/{name}.xml"\n'
        f'owner = "ada"\nplan = {{ publish = "1 per week" }}\n'
        for name in NAMES[:count]
    )


class After(Stop):
    """Asks itself to stop when its work has taken so many steps."""

    def __init__(self, steps: int) -> None:
        super().__init__()
        self._left = steps

    def goes_on(self) -> bool:
        if self.steps >= self._left:
            self.ask()
        return super().goes_on()


def loop(app: App, stop: Stop | None = None, every: timedelta = MINUTE, took: float = 0.0) -> Loop:
    stopwatch = itertools.count(0.0, took) if took else itertools.repeat(0.0)
    up = (app.clock() - NOON).total_seconds
    return Loop(app, every, stop or Stop(), allow_private=True, up=lambda: up(), stopwatch=lambda: next(stopwatch))


@pytest.fixture
def opened(program: Make) -> Iterator[Callable[[str], App]]:
    apps: list[App] = []

    def open_app(accounts: str) -> App:
        made = program(accounts)
        apps.append(App(str(made.path), env={}, clock=made.clock))
        return apps[-1]

    yield open_app
    for app in apps:
        app.close()


def asked(app: App, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(app.path.parent / "monitor.db")) as connection:
        return connection.execute(query).fetchall()


def messages(app: App) -> list[str]:
    return [text_of(path.read_bytes()) for path in sorted((app.path.parent / "mail" / "new").glob("*"))]


def text_of(body: bytes) -> str:
    part = email.message_from_bytes(body, policy=policy.default).get_body(("plain",))
    assert part is not None
    return " ".join(part.get_content().split())


def test_stopped_at_any_step_it_is_whole_and_the_next_run_finishes(site: Site, tmp_path: Path) -> None:
    """F010: after each step in turn; what is done is done once, and what is left is found."""
    accounts = fleet(site)
    for steps in itertools.count():
        folder = tmp_path / str(steps)
        folder.mkdir()
        clock = Clock(NOON)
        app = App(str(write_config(folder, accounts)), env={}, clock=clock)
        run(app, allow_private=True)
        clock.forward(weeks=1)
        stop = After(steps)
        run(app, allow_private=True, stop=stop)
        assert asked(app, "select id from accounts where lease_until is not null") == []
        assert asked(app, "select id from accounts where last_look_id is not judged_look_id") == []
        assert asked(app, "select id from cycles where ended is null") == []
        assert asked(app, "select id from letters where state not in ('queued', 'sent')") == []
        run(app, allow_private=True)
        assert asked(app, "select count(*), min(n) from (select count(*) n from looks group by account)") == [(5, 2)]
        assert asked(app, "select state, count(*) from letters group by 1") == [("sent", 2)]
        assert len(messages(app)) == 2
        app.close()
        if not stop.asked:
            break
    assert steps > 4


def test_checks_under_way_are_given_up(site: Site, opened: Callable[[str], App]) -> None:
    """F010: a server that never answers does not keep it; those that were seen are kept, the others given back."""
    app = opened(fleet(site))
    stop = Stop()
    page = site.pages["/blog2.xml"]
    over = asyncio.Event()

    def hangs() -> Page:
        stop.ask()
        end = time.monotonic() + 30
        while not over.is_set() and time.monotonic() < end:
            time.sleep(0.01)
        assert not callable(page)
        return page

    site.pages["/blog2.xml"] = hangs
    began = time.monotonic()
    ran = run(app, allow_private=True, stop=stop)
    assert time.monotonic() - began < 7  # less than it would wait for an answer
    over.set()
    assert ran.tally is not None
    assert ran.tally.checks + ran.tally.left == 5
    assert ran.tally.left > 0
    assert ran.tally.failed == 0
    site.pages["/blog2.xml"] = page
    again = run(app, allow_private=True)
    assert again.tally is not None
    assert (again.tally.checks, again.tally.failed, again.tally.left) == (ran.tally.left, 0, 0)


@pytest.mark.parametrize("back", [timedelta(hours=1, minutes=5), timedelta(days=20_000)], ids=str)
def test_by_a_clock_that_is_behind_nothing_is_done(
    back: timedelta, site: Site, opened: Callable[[str], App], clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    """F040: for cron and for the daemon, which reports it once and goes on when the clock is right."""
    app = opened(fleet(site))
    clock.forward(weeks=1)
    run(app, allow_private=True)
    right, many = clock.now, len(site.asked)
    before = asked(app, "select * from letters"), asked(app, "select * from accounts")
    clock.now = right - back
    with pytest.raises(ClockBehind, match=r"says \d{4}-.*written to at 2026-11-23 12:00 UTC.*timedatectl") as refused:
        run(app, allow_private=True)
    assert refused.value.exit_code == 75
    turns = loop(app)
    for _ in range(3):
        assert turns.beat() is None
        clock.forward(minutes=1)
    assert sum("the clock of this machine" in record.message for record in caplog.records) == 1
    assert (asked(app, "select * from letters"), asked(app, "select * from accounts")) == before
    assert len(site.asked) == many
    clock.now = right - timedelta(minutes=59)
    assert run(app, allow_private=True) is not None


def test_a_database_that_is_away_is_reported_once_and_waited_for(
    site: Site, opened: Callable[[str], App], caplog: pytest.LogCaptureFixture
) -> None:
    app = opened(fleet(site))
    caplog.set_level(logging.INFO, "monitor.run")
    turns = loop(app)
    assert isinstance(turns.beat(), Ran)
    database = app.path.parent / "monitor.db"
    app.store.close()
    database.rename(database.with_suffix(".away"))
    database.mkdir()
    assert [turns.beat() for _ in range(3)] == [None] * 3
    database.rmdir()
    database.with_suffix(".away").rename(database)
    assert isinstance(turns.beat(), Ran)
    assert sum("cannot be opened" in record.message for record in caplog.records) == 1
    assert sum("the trouble is over" in record.message for record in caplog.records) == 1


def test_a_mistake_of_the_program_does_not_end_it(
    site: Site, opened: Callable[[str], App], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    app = opened(fleet(site))
    turns = loop(app)
    with monkeypatch.context() as patched:
        patched.setattr(app.store, "sync", lambda *_: 1 / 0)
        assert turns.beat() is None
    assert "ZeroDivisionError" in caplog.text
    assert isinstance(turns.beat(), Ran)


def test_ticks_that_found_no_time_are_counted(
    site: Site, opened: Callable[[str], App], caplog: pytest.LogCaptureFixture
) -> None:
    """F044: a tick of 150 s where one is due each minute."""
    turns = loop(opened(fleet(site)), took=150)
    turns.beat()
    turns.beat()
    assert turns.skipped == 4
    assert "took 150 s, longer than the 60 s between ticks: 2 were skipped, 4 since the start" in caplog.text


def test_a_change_of_zone_neither_skips_nor_doubles_a_digest(
    site: Site, opened: Callable[[str], App], clock: Clock
) -> None:
    """F042: the report moves around the world, there and back, between two runs; each day is reported once."""
    zones = ("UTC", "Pacific/Pago_Pago", "Pacific/Kiritimati", "America/New_York", "Pacific/Kiritimati", "Asia/Tokyo")
    clock.now = datetime(2026, 11, 16, tzinfo=UTC)
    for hour in range(0, 11 * 24, 3):
        if hour % 45 == 0:
            zone = zones[hour // 45]
            report = f'every = "day"\nat = "07:00"\nzone = "{zone}"\nlanguage = "en"'
            app = opened(fleet(site, 1).replace('every = "week"\non = "monday"\nat = "07:00"', report))
        run(app, allow_private=True)
        clock.forward(hours=3)
    rows = asked(app, "select period, body from letters where recipient = 'bo' order by id")
    digests = [(date.fromisoformat(str(period)), days_covered(body)) for period, body in rows]
    assert [timedelta(days=days) for _, days in digests[1:]] == [
        later - earlier for (earlier, _), (later, _) in itertools.pairwise(digests)
    ]
    assert 2 in [days for _, days in digests]  # where the new zone's day was over before it had begun


def days_covered(body: object) -> int:
    assert isinstance(body, bytes)
    found = re.search(r"This mail covers (\d+) days", text_of(body))
    return int(found[1]) if found else 1
