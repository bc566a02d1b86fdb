"""Another publication answers at an account's address: it is told and counts for nothing, until a person takes it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from monitor.run import app as root
from support.program import NOON, Clock, account, write_config
from support.site import Site
from support.talk import talk

Command = Callable[..., Result]
DAY = timedelta(days=1)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock(NOON)
    monkeypatch.setattr(root.App.__init__, "__kwdefaults__", {"env": {}, "cwd": None, "clock": clock})
    return clock


@pytest.fixture
def call(clock: Clock, monitor: Command, tmp_path: Path, site: Site) -> Command:
    path = write_config(tmp_path, account("pals", f"{site.base}/pals.xml"))
    return lambda *words: monitor("--config", str(path), *words)


def serve(site: Site, whose: str, *published: datetime) -> None:
    items = "".join(
        f"<item><title>{whose} of {at:%d %B}</title><link>https://{whose}.example/{at:%m%d}</link>"
        f"<guid>https://{whose}.example/{at:%m%d}</guid><pubDate>{format_datetime(at, usegmt=True)}</pubDate></item>"
        for at in sorted(published, reverse=True)
    )
    body = (
        f'<rss version="2.0"><channel><title>{whose}</title><link>https://{whose}.example</link>{items}</channel></rss>'
    )
    site.pages["/pals.xml"] = (200, {"Content-Type": "application/rss+xml"}, body.encode())


def check(call: Command, clock: Clock) -> dict[str, Any]:
    """One more check, a day later, and how the account stands then."""
    clock.forward(days=1)
    assert call("poll", "--allow-private").exit_code in (0, 3)
    (found,) = json.loads(call("status", "--json").stdout)["accounts"]
    return dict(found)


def taken_over(call: Command, clock: Clock, site: Site) -> None:
    serve(site, "pals", *(NOON - n * DAY for n in range(1, 9)))
    assert check(call, clock)["status"] == "on_plan"
    for _ in range(5):  # a post a day
        serve(site, "slots", *(clock.now - n * DAY for n in range(10)))
        found = check(call, clock)
        assert (found["status"], found["last_human_act"]) == ("blind", "2026-11-15T12:00:00Z")


def test_the_newcomer_is_told_and_its_posts_count_for_nothing(call: Command, clock: Clock, site: Site) -> None:
    taken_over(call, clock, site)
    text = call("explain", "pals").stdout
    assert (
        "another publication answers to this address: “slots” at slots.example, it was “pals” at pals.example" in text
    )
    assert "If what answers there now is yours: monitor accounts confirm pals --identity" in text
    assert "monitor accounts confirm pals --identity" in call("explain", "pals", "--language", "fr").stdout
    serve(site, "pals", *(NOON - n * DAY for n in range(1, 9)), clock.now)
    back = check(call, clock)
    assert (back["status"], back["last_human_act"]) == ("on_plan", "2026-11-22T12:00:00Z")


def test_a_person_takes_the_newcomer_and_only_what_it_publishes_then_counts(
    call: Command, clock: Clock, site: Site
) -> None:
    taken_over(call, clock, site)
    done = call("accounts", "confirm", "pals", "--identity", "--by", "ada", "--reason", "Our new site")
    assert (done.exit_code, done.stdout) == (
        0,
        "pals: what answers at its address is taken for it, from the next check on\n",
    )
    assert "ada entered confirm_identity (Our new site)" in call("explain", "pals").stdout
    found = check(call, clock)
    assert (found["observation"], found["last_human_act"]) == ("ok", "2026-11-15T12:00:00Z")
    assert found["status"] not in ("on_plan", "recovering", "new")
    serve(site, "slots", *(clock.now - n * DAY for n in range(10)))
    assert check(call, clock)["last_human_act"] == "2026-11-23T12:00:00Z"
    serve(site, "pals", NOON - DAY)  # and now the old one is the other
    assert check(call, clock)["status"] == "blind"


def test_another_address_in_the_file_takes_it_too(call: Command, clock: Clock, site: Site, tmp_path: Path) -> None:
    taken_over(call, clock, site)
    site.pages["/new.xml"] = site.pages["/pals.xml"]
    path = tmp_path / "monitor.toml"
    path.write_text(path.read_text().replace("/pals.xml", "/new.xml"))
    assert check(call, clock)["observation"] == "ok"


def test_where_nothing_else_answers_there_is_nothing_to_confirm(call: Command, clock: Clock, site: Site) -> None:
    refused = call("accounts", "confirm", "pals", "--identity")
    assert (refused.exit_code, "nothing else was seen at its address" in refused.stderr) == (2, True)
    serve(site, "pals", NOON)
    check(call, clock)
    assert call("accounts", "confirm", "pals", "--identity").exit_code == 2
    assert call("accounts", "confirm", "pals", "--identity", "--until", "2027-01-01").exit_code == 2
    assert json.loads(call("explain", "pals", "--json").stdout)["decisions"] == []


def test_an_account_of_a_network_that_has_ids_is_taken_by_the_same_command(
    clock: Clock, monitor: Command, tmp_path: Path, site: Site
) -> None:
    path = write_config(tmp_path, talk(site, NOON - DAY))

    def call(*words: str) -> Result:
        return monitor("--config", str(path), *words)

    assert check(call, clock)["status"] == "on_plan"
    talk(site, clock.now)
    for name in list(site.pages):
        page = site.pages[name]
        assert not callable(page)
        changed = page[2].replace(b'"id": "1"', b'"id": "2"').replace(b'"id": "4"', b'"id": "5"')
        site.pages[name.replace("/accounts/1", "/accounts/2")] = (page[0], page[1], changed)
        site.pages[name] = (page[0], page[1], changed)
    found = check(call, clock)
    assert (found["status"], found["last_human_act"]) == ("blind", "2026-11-15T12:00:00Z")
    assert call("accounts", "confirm", "acme", "--identity").exit_code == 0
    found = check(call, clock)
    assert (found["observation"], found["last_human_act"]) == ("ok", "2026-11-15T12:00:00Z")
