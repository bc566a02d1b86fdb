"""What commands show of profiles and conversations, and how old things are forgotten."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from monitor.run import app as root
from support.program import Clock, write_config
from support.site import Site
from support.talk import comment, hours, talk

Command = Callable[..., Result]
NOW = datetime(2026, 11, 16, 12, tzinfo=UTC)
ACT = NOW - timedelta(days=4)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Commands take the present from one place; here it is stated."""
    found = Clock(NOW)
    monkeypatch.setattr(root.App.__init__, "__kwdefaults__", {"env": {}, "cwd": None, "clock": found})
    return found


def said(site: Site, number: int) -> list[dict[str, Any]]:
    """So many questions, one after the other, each but the last answered after as many hours."""
    asked = [comment(site, 20 + each, ACT + hours(each)) for each in range(1, number + 1)]
    return asked + [comment(site, 40 + each, ACT + hours(2 * each), 20 + each, 1) for each in range(1, number)]


def test_status_shows_the_profile_its_growth_and_its_conversation(
    site: Site, monitor: Command, clock: Clock, tmp_path: Path
) -> None:
    config = str(write_config(tmp_path, talk(site, ACT, *said(site, 6), followers=100)))
    monitor("--config", config, "poll", "--allow-private")
    talk(site, ACT, *said(site, 6), followers=120)
    clock.forward(days=2)
    monitor("--config", config, "poll", "--allow-private")
    (shown,) = json.loads(monitor("--config", config, "status", "--json").stdout)["accounts"]
    assert {key: shown[key] for key in ("facts", "growth", "conversation")} == {
        "facts": {"followers": 120, "posts": 1, "created": None, "moved_to": None, "verified": False},
        "growth": {"followers": 20, "since": "2026-11-16", "until": "2026-11-18"},
        "conversation": {
            "until": "2026-11-18T12:00:00Z",
            "received": 6,
            "answered": 5,
            "waiting": 0,
            "given": 5,
            "too_few": False,
            "coverage": 5 / 6,
            "median_hours": 2.0,  # of 1, 2, 3, 4 and 5: two answers came after 18 h
            "unanswered": [{"since": "2026-11-12T18:00:00Z", "url": f"{site.base}/@other/26"}],
        },
    }
    explained = monitor("--config", config, "explain", "acme").stdout
    assert "profile: 120 followers (+20 since 2026-11-16), 1 post" in explained
    assert "6 spoke to the account, 5 were answered: 83% of those who waited long enough were answered" in explained
    assert "after 2.0 office hours (median); 5 replies given" in explained
    assert f"unanswered since 2026-11-12: {site.base}/@other/26" in explained


def test_below_five_nothing_is_judged(site: Site, monitor: Command, clock: Clock, tmp_path: Path) -> None:
    config = str(write_config(tmp_path, talk(site, ACT, *said(site, 3))))
    monitor("--config", config, "poll", "--allow-private")
    assert (
        "3 spoke to the account, 2 were answered: too few to judge"
        in monitor("--config", config, "explain", "acme").stdout
    )


def test_replies_that_nobody_can_read_are_not_shown(site: Site, monitor: Command, clock: Clock, tmp_path: Path) -> None:
    site.feed("/blog.xml", NOW)
    stanza = f'[[accounts]]\nid = "blog"\nbrand = "acme"\nurl = "{site.base}/blog.xml"\n'
    config = str(write_config(tmp_path, stanza))
    monitor("--config", config, "poll", "--allow-private")
    (shown,) = json.loads(monitor("--config", config, "status", "--json").stdout)["accounts"]
    assert (shown["conversation"], shown["growth"], shown["facts"]["followers"]) == (None, None, None)
    explained = monitor("--config", config, "explain", "blog").stdout
    assert "conversation: not measurable from public data" in explained


def test_prune_says_what_it_forgot(site: Site, monitor: Command, clock: Clock, tmp_path: Path) -> None:
    config = str(write_config(tmp_path, talk(site, ACT, *said(site, 3)) + '\n[retention]\nfacts = "30d"\n'))
    monitor("--config", config, "poll", "--allow-private")
    clock.forward(days=100)
    first, second = (monitor("--config", config, "db", "prune").stdout for _ in range(2))
    assert first == "forgotten: 3 links, 0 replies, 1 day of what profiles counted\n"
    assert second == "forgotten: 0 links, 0 replies, 0 days of what profiles counted\n"
