"""What a verdict rests on is young enough, through the real tick: a monitor that was off, hosts that refuse for good,
an address at which nothing was ever seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from monitor.judge.alert_rules import edges
from monitor.model.state import Status
from support.hosts import Hosts, hosts
from support.program import NOON, Clock, Program, account
from support.raw import answer
from support.site import Site

Make = Callable[[str], Program]
DAY = timedelta(days=1)
ALERTS = "[alerts]\n"
REFUSED = b"HTTP/1.1 403 Forbidden\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\n"


@pytest.fixture
def ten() -> Iterator[Hosts]:
    with hosts(10) as found:
        yield found


def weekly(site: Site, path: str, until: int) -> None:
    """A feed of a post each week, the last of them so many days after the first check."""
    site.feed(path, *(NOON + (until - 7 * week) * DAY for week in range(12)))


def statuses(app: Program, found: Hosts) -> set[str]:
    return {app.status(f"a{port}") for port in found.ports}


def test_a_monitor_that_was_off_for_forty_days_calls_nobody_blind(site: Site, program: Make, clock: Clock) -> None:
    for name in ("blog", "news"):
        weekly(site, f"/{name}.xml", -1)
    made = program(ALERTS + account("blog", f"{site.base}/blog.xml") + account("news", f"{site.base}/news.xml"))
    made.run()
    for name in ("blog", "news"):
        weekly(site, f"/{name}.xml", 39)
    clock.forward(days=40)
    assert {made.status(name) for name in ("blog", "news")} == {"blind"}  # until it has checked, it knows nothing
    ran = made.run()
    assert [one for one in ran.judged.transitions if one.axis == "status"] == []
    assert edges(ran.judged.transitions) == {}
    assert {made.status(name) for name in ("blog", "news")} == {"on_plan"}


def test_six_hosts_of_ten_that_refuse_for_good_are_blind_within_two_days(
    program: Make, clock: Clock, ten: Hosts
) -> None:
    app = program(ten.accounts)
    app.run()
    for number, port in enumerate(ten.ports[:6]):
        ten.own[port] = REFUSED + f"{number:02}".encode()
    said = []
    for _ in range(6):
        clock.forward(hours=8)
        ran = app.run()
        said.append((len(ran.judged.outages), ran.judged.excuse))
    assert said == [(0, "")] * 6
    assert {port: app.status(f"a{port}") for port in ten.ports} == {
        port: "blind" if port in ten.own else app.status(f"a{ten.ports[-1]}") for port in ten.ports
    }
    assert app.status(f"a{ten.ports[-1]}") != "blind"


def test_six_hosts_of_ten_that_never_answer_are_held_for_two_days_then_blind(
    program: Make, clock: Clock, ten: Hosts
) -> None:
    app = program(ten.accounts)
    app.run()
    well = app.status(f"a{ten.ports[0]}")
    ten.down.update(ten.ports[:6])
    said = []
    for _ in range(10):
        clock.forward(hours=8)
        ran = app.run()
        said.append((len(ran.judged.outages), bool(ran.judged.excuse), app.status(f"a{ten.ports[0]}")))
    assert said == [(1, True, well)] + [(1, False, well)] * 5 + [(0, False, "blind")] * 4
    assert app.status(f"a{ten.ports[-1]}") == well


@pytest.mark.parametrize("status", [407, 502, 503, 504])
def test_one_page_of_a_proxy_before_every_host_is_held(program: Make, clock: Clock, ten: Hosts, status: int) -> None:
    app = program(ten.accounts)
    app.run()
    before = statuses(app, ten)
    ten.instead = answer(b"a proxy's page").replace(b"200 OK", f"{status} Error".encode())
    for _ in range(5):
        clock.forward(hours=8)
        assert len(app.run().judged.outages) == 1
    assert statuses(app, ten) == before
    clock.forward(hours=20)
    assert len(app.run().judged.outages) == 0
    assert statuses(app, ten) == {"blind"}


def test_an_address_at_which_nothing_was_ever_seen_is_the_operators(site: Site, program: Make, clock: Clock) -> None:
    site.fail("/nothing.xml", 404)
    weekly(site, "/blog.xml", -1)
    app = program(ALERTS + account("blog", f"{site.base}/blog.xml") + account("typo", f"{site.base}/nothing.xml"))
    (trouble,) = app.run().judged.troubles
    assert "nothing was ever seen there: is the address right?" in str(trouble)
    for _ in range(9):
        clock.forward(hours=12)
        assert app.run().judged.troubles == ()
    verdict = app.account_status("typo").verdict
    assert (verdict.state.status, verdict.reasons[0].rule, verdict.inanimate) == (Status.BLIND, "never_seen", False)


def test_an_account_that_was_seen_is_no_news_for_the_operator(site: Site, program: Make, clock: Clock) -> None:
    weekly(site, "/blog.xml", -1)
    app = program(account("blog", f"{site.base}/blog.xml"))
    app.run()
    site.fail("/blog.xml", 404)
    clock.forward(hours=7)
    assert app.run().judged.troubles == ()
