"""A route with a key that does not know the account is passed over; an account that its list says is gone is gone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.model.state import CheckRow
from monitor.run.app import App
from monitor.run.tick import poll
from support.program import NOON, Clock, Program, account
from support.site import Site

JSON = {"Content-Type": "application/json"}
HEAD = """
name = "Pins"
status = "shape"
[terms]
automated = "api"
source = "https://pins.example/terms"
read_on = 2026-01-01
[vars]
base = "{base}"
[match]
url = ['^https?://[^/]+/pins/(?P<user>\\w+)$'{boards}]
"""
MAP = '[posts.map]\nid = "id"\npublished = "at"\nauthor = "by"\n'
OPEN = """
[account]
of = "posts"
when = { gone = "closed" }
[[posts]]
get = "{base}/public/{user}"
items = "pins"
dates = "iso"
"""
OWNERS = """
[credential]
key = "MONITOR_PINS_KEY"
[[posts]]
get = "{base}/own"
items = "pins"
dates = "iso"
by = "{user}"
"""
Check = Callable[[str], CheckRow]


def pins(*by: str, closed: bool = False) -> tuple[int, dict[str, str], bytes]:
    listed = [{"id": f"{at}", "at": (NOON - timedelta(days=at)).isoformat(), "by": who} for at, who in enumerate(by)]
    return 200, JSON, json.dumps({"pins": listed, "closed": closed}).encode()


@pytest.fixture
def check(site: Site, program: Callable[[str], Program], clock: Clock, tmp_path: Path) -> Iterator[Check]:
    """A check of an address, by a route of the owner's with a key, and an open one, which reads boards too."""
    head, tail = HEAD.partition("[terms]")[0], "[terms]" + HEAD.partition("[terms]")[2]
    folder = tmp_path / "connectors"
    folder.mkdir()

    def written(name: str, keys: str, body: str, boards: str = "") -> None:
        text = head + keys + tail.replace("{base}", site.base).replace("{boards}", boards) + body + MAP
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")

    written("pins", 'class = "A"\n', OPEN, ", '^https?://[^/]+/board/(?P<user>\\w+)$'")
    written("pins-api", 'class = "D"\nreads = "pins"\n', OWNERS)
    opened: list[App] = []

    def checked(url: str) -> CheckRow:
        path = program(account("acme", site.base + url, network="pins")).path
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("[monitor]", '[monitor]\nconnectors = ["connectors"]', 1), encoding="utf-8")
        app = App(str(path), env={"MONITOR_PINS_KEY": "k"}, clock=clock)
        opened.append(app)
        poll(app, allow_private=True)
        return app.store.check_rows("acme", 1)[0]

    yield checked
    for app in opened:
        app.close()


def asked(site: Site) -> list[str]:
    return [path for path, _ in site.asked]


def test_the_owners_own_account_is_read_by_the_route_with_the_key(site: Site, check: Check) -> None:
    site.pages["/own"] = pins("acme", "acme")
    assert ((row := check("/pins/acme")).outcome.value, row.activities) == ("ok", 2)
    assert asked(site) == ["/own"]


def test_another_account_than_the_keys_is_read_by_the_open_route(site: Site, check: Check) -> None:
    site.pages["/own"] = pins("somebody", "somebody")
    site.pages["/public/acme"] = pins("acme")
    assert ((row := check("/pins/acme")).outcome.value, row.activities) == ("ok", 1)
    assert asked(site) == ["/own", "/public/acme"]


def test_a_route_that_does_not_know_such_an_address_is_not_tried(
    site: Site, check: Check, caplog: pytest.LogCaptureFixture
) -> None:
    site.pages["/public/acme"] = pins("acme")
    assert check("/board/acme").outcome.value == "ok"
    assert asked(site) == ["/public/acme"]
    assert "is asked instead" not in caplog.text


def test_what_the_open_route_reads_is_believed_where_it_has_changed_its_format(site: Site, check: Check) -> None:
    site.pages["/own"] = pins("somebody")
    site.pages["/public/acme"] = (200, JSON, b"{}")
    assert check("/pins/acme").outcome.value == "changed_format"


def test_an_account_is_gone_where_its_list_says_so(site: Site, check: Check) -> None:
    site.pages["/public/acme"] = pins(closed=True)
    row = check("/board/acme")
    assert (row.outcome.value, row.detail) == ("gone", "the network says that the account is gone")


def test_a_list_that_is_missing_beside_one_that_answered_is_no_account_that_is_gone(
    site: Site, check: Check, tmp_path: Path
) -> None:
    manifest = tmp_path / "connectors" / "pins.toml"
    second = OPEN.partition("[[posts]]")[2].replace("/public/", "/more/")
    manifest.write_text(manifest.read_text(encoding="utf-8") + f"[[posts]]{second}{MAP}", encoding="utf-8")
    site.pages["/public/acme"] = pins("acme")
    assert check("/board/acme").outcome.value == "changed_format"
