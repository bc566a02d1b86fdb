"""A month of the daemon's ticks by a simulated clock; all else is real: HTTP on loopback, SQLite, a maildir.

6 March    clocks right; New York's go forward on the 8th, Paris's on the 29th, both over the hour of the digests
12 March   the machine sleeps for 3 days
17 March   the clock jumps a day forward, and is put right after 10 minutes
19 March   the clock jumps back 5 hours, and is put right after 3
21 March   the clock jumps 2 hours forward, and is put right after 2 days
25 March   our own network is down for 36 hours
"""

from __future__ import annotations

import email
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from email import policy
from functools import cache
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from monitor.run.app import App
from monitor.run.daemon.loop import Loop
from monitor.run.stopping import Stop
from support.program import write_config
from support.site import Site

BEGIN, END = datetime(2026, 3, 6, 12, tzinfo=UTC), datetime(2026, 4, 5, 12, tzinfo=UTC)
ZONES = {"pia": ZoneInfo("Europe/Paris"), "ned": ZoneInfo("America/New_York")}
HOUR = 2  # of the digests: the one that the clocks skip
SLEEP = datetime(2026, 3, 12, 20, tzinfo=UTC), datetime(2026, 3, 15, 20, tzinfo=UTC)
OUTAGE = datetime(2026, 3, 25, 0, tzinfo=UTC), datetime(2026, 3, 26, 12, tzinfo=UTC)
WRONG = (  # from, until, by how much
    (datetime(2026, 3, 17, 5, tzinfo=UTC), timedelta(minutes=10), timedelta(days=1)),
    (datetime(2026, 3, 19, 9, tzinfo=UTC), timedelta(hours=3), timedelta(hours=-5)),
    (datetime(2026, 3, 21, 9, tzinfo=UTC), timedelta(days=2), timedelta(hours=2)),
)

PEOPLE = "".join(
    f'[people.{name}]\nname = "{name.title()}"\nemail = "{name}@acme.example"\n'
    f'[[reports]]\nto = "{name}"\nbrands = ["acme"]\nevery = "day"\nat = "{HOUR:02}:00"\nzone = "{zone}"\n'
    for name, zone in ZONES.items()
)
# How often each account posts, until when, and its plan: only `stops` falls silent, and changes in its time.
POSTS = {
    "often": (timedelta(days=1), datetime(2026, 5, 1, tzinfo=UTC), "3 per week"),
    "seldom": (timedelta(days=5), datetime(2026, 5, 1, tzinfo=UTC), "1 per week"),
    "stops": (timedelta(days=5), datetime(2026, 3, 9, tzinfo=UTC), "1 per week"),
}


class Month:
    """The machine: true time goes by in steps; the clock says something else at times, and the site knows the truth."""

    def __init__(self, folder: Path, site: Site, step: timedelta) -> None:
        self.site, self.step, self.true = site, step, BEGIN
        accounts = "".join(
            f'[[accounts]]\nid = "{name}"\nbrand = "acme"\nnetwork = "feed"\nurl = "{site.base}/{name}.xml"\n'
            f'plan = {{ publish = "{plan}" }}\n'
            for name, (_, _, plan) in POSTS.items()
        )
        config = write_config(folder, PEOPLE + accounts)
        config.write_text(config.read_text().replace('manager = "ada"', 'manager = "pia"'))
        self.app = App(str(config), env={}, clock=self.clock)
        self.loop = Loop(self.app, step, Stop(), allow_private=True, up=self.up, stopwatch=lambda: 0.0)
        self.database, self.mails = folder / "monitor.db", folder / "mail" / "new"

    def clock(self) -> datetime:
        wrong = (by for begin, lasts, by in WRONG if begin <= self.true < begin + lasts)
        return self.true + sum(wrong, timedelta())

    def up(self) -> float:
        return (self.true - BEGIN).total_seconds()

    def go(self) -> None:
        day = None
        while self.true < END:
            if self.true.date() != day:
                day = self.true.date()
                self._post()
            self.site.drop = OUTAGE[0] <= self.true < OUTAGE[1]
            self.loop.beat()
            self.true += self.step
            if SLEEP[0] <= self.true < SLEEP[1]:
                self.true = SLEEP[1]

    def _post(self) -> None:
        for name, (every, last, _) in POSTS.items():
            begin = datetime(2026, 1, 5, 8, tzinfo=UTC)
            days = (begin + number * every for number in range(200))
            self.site.feed(f"/{name}.xml", *[at for at in days if at <= min(self.true, last)][-20:])

    def ask(self, query: str, *values: float) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self.database)) as connection:
            return connection.execute(query, values).fetchall()


def due(zone: ZoneInfo) -> Iterator[tuple[date, datetime]]:
    """The days on which a digest is due, and when, minute by minute: no part of the program is asked."""
    at, day = BEGIN, BEGIN.astimezone(zone).date()
    while at < END:
        local = at.astimezone(zone)
        if local.hour >= HOUR and local.date() > day:
            day = local.date()
            yield day, at
        at += timedelta(minutes=1)


@cache
def covered(zone: ZoneInfo) -> dict[date, int]:
    """The last day that each digest covers, and how many days: what came due in one sleep is in one mail."""
    expected: dict[date, int] = {}
    waiting = 0
    for (day, at), (_, following) in pairwise([*due(zone), (END.date(), END)]):
        waiting += 1
        if not SLEEP[0] <= at < following < SLEEP[1]:
            expected[day - timedelta(days=1)] = waiting
            waiting = 0
    return expected


def text_of(path: Path) -> tuple[str, str]:
    message = email.message_from_bytes(path.read_bytes(), policy=policy.default)
    part = message.get_body(("plain",))
    assert part is not None
    return str(message["To"]), " ".join(part.get_content().split())


@pytest.mark.parametrize(
    "step", [timedelta(hours=2), pytest.param(timedelta(minutes=10), marks=pytest.mark.slow)], ids=str
)
def test_a_month(step: timedelta, tmp_path: Path, site: Site) -> None:
    """F039 F040 F041 F043 F044 F046: digests due are digests sent; no account changes by a gap, a jump or an outage."""
    month = Month(tmp_path, site, step)
    month.go()

    sent: dict[str, list[str]] = {}
    for person, period, state in month.ask("select recipient, period, state from letters order by id"):
        assert state == "sent"
        sent.setdefault(str(person), []).append(str(period))
    expected = {name: [str(day) for day in covered(zone)] for name, zone in ZONES.items()}
    assert {name: sent[name] for name in ZONES} == expected
    assert {len(set(days)) for days in expected.values()} == {28}  # thirty days less two of those slept through
    messages = [text_of(path) for path in month.mails.iterdir()]
    assert len(messages) == sum(map(len, sent.values()))
    for name, zone in ZONES.items():
        longest = max(covered(zone).values())
        late = [text for to, text in messages if name in to and "This mail covers" in text]
        assert len(late) == 1
        assert f"This mail covers {longest} days: {longest - 1} mail" in late[0]
        assert "12 cycles were missed" in late[0]

    changes = month.ask("select accounts.id, axis, before from transitions join accounts on number = account")
    assert {name for name, axis, before in changes if axis == "status" and before != "unseen"} == {"stops"}
    outage = [bound.timestamp() for bound in OUTAGE]
    assert month.ask("select * from transitions where at >= ? and at < ?", *outage) == []
    ours = month.ask("select count(*) from cycles where outage and started >= ? and started < ?", *outage)
    assert month.ask("select count(*) from cycles where started >= ? and started < ?", *outage)[0] == ours[0]

    woken = SLEEP[1].timestamp()
    assert month.ask("select count(*) from cycles where started between ? and ?", woken, woken + 3600) == [(1,)]
    checks = month.ask("select accounts.id, count(*) from looks join accounts on number = account group by 1")
    for _, number in checks:
        assert 27 * 4 - 12 <= int(str(number)) <= 27 * 5  # one in six hours: neither a pause nor a storm
    month.app.close()
