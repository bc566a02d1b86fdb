"""When nothing answers it is our own network, for two days at most; when some answer it never is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from support.program import NOON, Clock, Program, account, write_config
from support.site import Page, Site, serving
from support.telling import RSS, rss, weekly

pytestmark = pytest.mark.slow

PORTAL = b"<html><title>Please sign in to the network</title><form><input type=password></form></html>"
Answers = Callable[[int, float], Page | None]


class Hosts:
    """Accounts at as many hosts; from day 20 some answer as `answers` says, by the host's number and the day."""

    def __init__(self, folder: Path, sites: list[Site], answers: Answers) -> None:
        self.clock, self.sites, self.answers = Clock(), sites, answers
        accounts = "".join(account(f"a{number}", f"{site.base}/feed.xml") for number, site in enumerate(sites))
        self.program = Program(write_config(folder, accounts), self.clock)
        for number, site in enumerate(sites):
            site.pages["/feed.xml"] = self._page(number)

    def _page(self, number: int) -> Callable[[], Page]:
        return lambda: (self.today >= 20 and self.answers(number, self.today)) or (200, RSS, rss(weekly(self.today)))

    @property
    def today(self) -> float:
        return (self.clock.now - NOON) / timedelta(days=1)

    def until(self, last: float, step: float) -> None:
        while self.today + step <= last:
            self.clock.forward(days=step)
            for site in self.sites:
                site.drop = self.today >= 20 and self.answers(-1, self.today) is not None
            self.program.run()

    @property
    def statuses(self) -> list[str]:
        return [self.program.status(f"a{number}") for number in range(len(self.sites))]


Opened = Callable[[int, Answers], Hosts]


@pytest.fixture
def hosts(tmp_path: Path) -> Iterator[Opened]:
    with ExitStack() as opened:
        yield lambda count, answers: Hosts(tmp_path, [opened.enter_context(serving()) for _ in range(count)], answers)


REFUSALS: dict[str, tuple[int, int, Callable[[int, float], Page]]] = {
    "403 from six of ten": (10, 6, lambda number, now: (403, {}, b"Forbidden")),
    "500 from eight of ten": (10, 8, lambda number, now: (500, {}, f"error {number} {now}".encode())),
    "429 from three of five": (5, 3, lambda number, now: (429, {}, b"slow down")),
    "a page for members from four of six": (6, 4, lambda number, now: (200, {"Content-Type": "text/html"}, PORTAL)),
}


@pytest.mark.parametrize("kind", REFUSALS)
def test_hosts_that_refuse_us_are_not_seen_however_many_they_are(hosts: Opened, kind: str) -> None:
    """S21: while others are well the fault is not our own network's."""
    count, refusing, page = REFUSALS[kind]
    told = hosts(count, lambda number, now: page(number, now) if 0 <= number < refusing else None)
    told.until(19, 6)
    assert set(told.statuses) == {"on_plan"}
    told.until(23, 0.5)
    assert told.statuses[:refusing] == ["blind"] * refusing
    assert set(told.statuses[refusing:]) == {"on_plan"}


def nothing(number: int, now: float) -> Page | None:
    return (200, {}, b"") if number < 0 else None  # the site drops every connection


OUTAGES: dict[str, Answers] = {
    "nothing answers": nothing,
    "one page from all": lambda number, now: (200, {"Content-Type": "text/html"}, PORTAL) if number >= 0 else None,
    "407 from all": lambda number, now: (407, {}, b"the proxy wants a name") if number >= 0 else None,
    "502 with one body from all": lambda number, now: (502, {}, b"bad gateway") if number >= 0 else None,
}


@pytest.mark.parametrize("kind", OUTAGES)
@pytest.mark.parametrize("count", [3, 6])
def test_our_own_network_is_patient_for_two_days_and_no_longer(hosts: Opened, kind: str, count: int) -> None:
    told = hosts(count, OUTAGES[kind])
    told.until(19, 6)
    told.until(21.4, 0.4)
    assert set(told.statuses) == {"on_plan"}
    told.until(24, 0.4)
    assert set(told.statuses) == {"blind"}
