"""Networks of the operator's own, asked as they want to be: within a budget, by robots.txt, by their terms."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from monitor.model.check import Outcome
from monitor.model.errors import ConfigError
from monitor.model.state import CheckRow, ObservationState
from monitor.run.app import App
from monitor.run.tick import poll
from support.program import NOON, Clock, Program
from support.site import Page, Site

HOUR = timedelta(hours=1)
POSTS = json.dumps([{"id": "1", "at": (NOON - timedelta(days=1)).isoformat()}]).encode()
NETWORK = """
name = "Acme Net"
status = "shape"
class = "A"
[match]
url = ['^http://127\\.0\\.0\\.1:\\d+/(?P<name>\\w+)$']
[[posts]]
get = "{url}/posts"
map = { id = "id", published = "at" }
FORMAT
[limit]
per_host = "1/s"
LIMIT
[terms]
automated = "TERMS"
source = "https://acme.example/terms"
read_on = 2026-11-01
"""
PAGE = """format = "html"
present = "page.here"
html = { items = "p", fields = { id = "@id", at = "@title" }, page = { here = "main@class" } }"""


@pytest.fixture
def network(tmp_path: Path) -> Callable[..., str]:
    """Writes the manifest of a network and gives the configuration that names it, with so many accounts."""

    def write(site: Site, accounts: int = 1, *, form: str = "", limit: str = "", terms: str = "tolerated") -> str:
        folder = tmp_path / "connectors"
        folder.mkdir(exist_ok=True)
        text = NETWORK.replace("FORMAT", form).replace("LIMIT", limit).replace("TERMS", terms)
        (folder / "acmenet.toml").write_text(text, encoding="utf-8")
        return "\n".join(
            f'[[accounts]]\nid = "a{number:02}"\nbrand = "acme"\nnetwork = "acmenet"\nurl = "{site.base}/a{number:02}"'
            for number in range(accounts)
        )

    return write


def _with_connectors(program: Program) -> Program:
    text = program.path.read_text(encoding="utf-8").replace("[monitor]", '[monitor]\nconnectors = ["connectors"]', 1)
    program.path.write_text(text, encoding="utf-8")
    return program


def _poll(program: Program) -> None:
    """As a cron would: nothing is opened by the command."""
    app = App(str(program.path), env={}, clock=program.clock)
    try:
        poll(app)
    finally:
        app.close()


def _checks(program: Program, account: str) -> list[CheckRow]:
    app = App(str(program.path), env={}, clock=program.clock)
    try:
        return app.store.check_rows(account, 1000)
    finally:
        app.close()


class _Platform:
    """A server that answers so many requests an hour, all accounts together, and where it `says` so, asks for time."""

    def __init__(self, site: Site, clock: Clock, accounts: int, hourly: int, *, says: bool) -> None:
        self._clock, self._hourly, self._says = clock, hourly, says
        self.asked: list[datetime] = []
        self.seen: defaultdict[str, list[datetime]] = defaultdict(list)
        for number in range(accounts):
            site.pages[f"/a{number:02}/posts"] = self._page(f"a{number:02}")

    def _page(self, name: str) -> Callable[[], Page]:
        def answer() -> Page:
            now = self._clock()
            lately = [at for at in self.asked if at > now - HOUR]
            self.asked.append(now)
            if self._says and len(lately) >= self._hourly:
                wait = (min(lately) + HOUR - now).total_seconds()
                return 429, {"Retry-After": f"{wait:.0f}"}, b""
            self.seen[name].append(now)
            return 200, {"Content-Type": "application/json"}, POSTS

        return answer


@pytest.mark.parametrize("says", [False, True], ids=["the manifest states the limit", "the platform does"])
def test_accounts_that_share_a_limit_take_turns(
    program: Callable[[str], Program], network: Callable[..., str], site: Site, clock: Clock, says: bool
) -> None:
    """F080: a limit shared by all accounts of a platform: each is seen within 24 h, and none is taken for failing."""
    accounts, hourly = 24, 2
    platform = _Platform(site, clock, accounts, hourly, says=says)
    limit = "" if says else f'per_network = "{hourly}/h"'
    opened = '\n[fetch]\nallow_private = ["127.0.0.0/8"]\nper_host = 0\n'
    monitor = _with_connectors(program(network(site, accounts, limit=limit) + opened))
    start = clock()
    while clock() < start + timedelta(hours=26):
        _poll(monitor)
        clock.forward(hours=1)
    for number in range(accounts):
        times = [start, *platform.seen[f"a{number:02}"], clock()]
        gaps = [later - earlier for earlier, later in pairwise(times)]
        assert (number, max(gaps) <= timedelta(hours=24)) == (number, True)
    most = max(sum(at <= other < at + HOUR for other in platform.asked) for at in platform.asked)
    assert hourly + says == most  # the one that is refused states the limit
    states = [monitor.account_status(f"a{number:02}").verdict.state for number in range(accounts)]
    assert {state.status.value for state in states} == {"on_plan"}
    assert says or {ObservationState.OK} == {
        state.observation.state for state in states
    }  # what was put off is no check, and so no failed one


def test_a_budget_is_kept_by_runs_in_the_same_hour(
    program: Callable[[str], Program], network: Callable[..., str], site: Site, clock: Clock
) -> None:
    platform = _Platform(site, clock, 9, 1000, says=False)
    monitor = _with_connectors(program(network(site, 9, limit='per_network = "5/h"')))
    sent = []
    for _ in range(3):
        ran = monitor.poll(everything=True)
        sent.append((ran.tally.checks, ran.tally.failed) if ran.tally else None)
        clock.forward(minutes=10)
    assert sent == [(5, 0), (0, 0), (0, 0)]
    assert len(platform.asked) == 5
    assert _checks(monitor, "a08") == []  # what is put off is no check, and so never a failed one


def test_the_operator_may_state_another_budget(
    program: Callable[[str], Program], network: Callable[..., str], site: Site, clock: Clock
) -> None:
    platform = _Platform(site, clock, 9, 1000, says=False)
    text = network(site, 9, limit='per_network = "5/h"') + '\n[networks.acmenet]\nper_network = "7/d"\n'
    monitor = _with_connectors(program(text))
    monitor.poll()
    clock.forward(hours=23)
    monitor.poll()
    assert len(platform.asked) == 7


def test_robots_txt_is_asked_once_a_day_however_often_the_program_runs(
    program: Callable[[str], Program], network: Callable[..., str], site: Site, clock: Clock
) -> None:
    for number in range(3):
        site.pages[f"/a{number:02}/posts"] = (200, {}, f'<main class="x"><p id=1 title="{NOON:%FT%TZ}">'.encode())
    monitor = _with_connectors(program(network(site, 3, form=PAGE)))
    for _ in range(4):
        monitor.poll(everything=True)
        clock.forward(hours=7)
    paths = [path for path, _ in site.asked]
    assert (paths.count("/robots.txt"), sum(path.endswith("/posts") for path in paths)) == (1, 12)
    monitor.poll(everything=True)
    assert [path for path, _ in site.asked].count("/robots.txt") == 2
    assert {check.outcome for check in _checks(monitor, "a01")} == {Outcome.OK}


def test_a_page_that_robots_txt_keeps_from_us_is_said_to_be_blocked_and_never_silent(
    program: Callable[[str], Program], network: Callable[..., str], site: Site, clock: Clock
) -> None:
    site.pages["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /a00")
    text = network(site, form=PAGE) + '\nplan = { publish = "daily" }\n'
    monitor = _with_connectors(program(text))
    for _ in range(8):
        monitor.poll()
        clock.forward(hours=7)
    checks = _checks(monitor, "a00")
    assert {check.outcome for check in checks} == {Outcome.BLOCKED}
    assert "[fetch] robots_exempt" in checks[0].detail
    assert {path for path, _ in site.asked} == {"/robots.txt"}
    assert monitor.status("a00") == "blind"


def test_a_network_whose_terms_forbid_programs_is_left_to_people_until_somebody_has_leave(
    program: Callable[[str], Program], network: Callable[..., str], site: Site, clock: Clock
) -> None:
    platform = _Platform(site, clock, 1, 1000, says=False)
    text = network(site, terms="forbidden")
    monitor = _with_connectors(program(text))
    monitor.poll(everything=True)
    assert platform.asked == []
    app = App(str(monitor.path), env={})
    assert app.settings.accounts["a00"].network == "manual"
    (notice,) = [str(one) for one in app.settings.notices]
    assert "[networks.acmenet] i_have_permission" in notice

    with monitor.path.open("a", encoding="utf-8") as file:
        file.write('\n[networks.acmenet]\ni_have_permission = "Asked Acme Net on 2026-11-02"\n')
    monitor.poll(everything=True)
    assert len(platform.asked) == 1


def test_a_budget_that_cannot_be_read_is_a_mistake(program: Callable[[str], Program]) -> None:
    monitor = program('[networks.feed]\nper_network = "60 per hour"\n')
    with pytest.raises(ConfigError, match='"60/h"'):
        monitor.poll()
