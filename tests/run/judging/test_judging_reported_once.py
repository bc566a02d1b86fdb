"""What the operator must mend is reported when it begins, once for all accounts of a host, never taken for silence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from support.program import NOON, Clock, Program, account
from support.site import Site

Make = Callable[[str], Program]
ACCOUNTS = ("blog", "news", "shop")


def watched(site: Site, program: Make) -> Program:
    for name in ACCOUNTS:
        site.feed(f"/{name}.xml", NOON - timedelta(hours=1))
    app = program("".join(account(name, f"{site.base}/{name}.xml") for name in ACCOUNTS))
    app.run()
    return app


def reported(app: Program) -> list[str]:
    return [str(trouble) for trouble in app.run().judged.troubles]


@pytest.mark.parametrize(
    ("status", "remedy"), [(401, "renew the key"), (400, "look for a newer version")], ids=["F079", "F078"]
)
def test_it_is_reported_once_for_a_host(site: Site, program: Make, clock: Clock, status: int, remedy: str) -> None:
    """F079 and F078: a key that is revoked, an interface that is switched off."""
    app = watched(site, program)
    for name in ACCOUNTS[:2]:
        site.fail(f"/{name}.xml", status)
    clock.forward(hours=7)
    (line,) = reported(app)
    assert f"127.0.0.1:{site.port}, 2 accounts not seen: HTTP {status}" in line
    assert remedy in line
    site.fail(f"/{ACCOUNTS[2]}.xml", status)  # one more of the same host is no news
    for _ in range(12):
        clock.forward(hours=7)
        assert reported(app) == []
    assert app.status("blog") == "blind"


def test_it_is_reported_again_after_it_was_well(site: Site, program: Make, clock: Clock) -> None:
    app = watched(site, program)
    for _ in range(2):
        site.fail("/blog.xml", 401)
        clock.forward(hours=7)
        assert len(reported(app)) == 1
        site.feed("/blog.xml", NOON - timedelta(hours=1))
        clock.forward(hours=7)
        assert reported(app) == []


def test_an_outage_and_a_server_that_is_down_are_not_the_operators(site: Site, program: Make, clock: Clock) -> None:
    app = watched(site, program)
    site.fail("/blog.xml", 503)
    clock.forward(hours=7)
    assert reported(app) == []
    site.drop = True
    clock.forward(hours=7)
    assert reported(app) == []
