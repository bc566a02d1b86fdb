"""Two feeds of one site through the real tick: never copied, never on autopilot, said once, in both languages."""

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

Command = Callable[..., Result]
DAY = timedelta(days=1)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock(NOON)
    monkeypatch.setattr(root.App.__init__, "__kwdefaults__", {"env": {}, "cwd": None, "clock": clock})
    return clock


def serve(site: Site, path: str, title: str, posts: list[datetime]) -> None:
    items = "".join(
        f"<item><title>Boats{at:%j} sails{at:%j} quays{at:%j} tides{at:%j} fog{at:%j}</title><link>https://acme.example/{at:%m%d}</link>"
        f"<guid>https://acme.example/{at:%m%d}</guid><pubDate>{format_datetime(at, usegmt=True)}</pubDate></item>"
        for at in sorted(posts, reverse=True)
    )
    body = f'<rss version="2.0"><channel><title>{title}</title><link>https://acme.example</link>{items}</channel></rss>'
    site.pages[path] = (200, {"Content-Type": "application/rss+xml"}, body.encode())


def test_two_feeds_of_one_site_are_one_publication(site: Site, monitor: Command, clock: Clock, tmp_path: Path) -> None:
    feeds = account("all", f"{site.base}/all.xml") + account("news", f"{site.base}/news.xml")
    path = write_config(tmp_path, feeds)

    def call(*words: str) -> Any:
        done = monitor("--config", str(path), *words)
        assert done.exit_code in (0, 3), done.stderr
        return done.stdout

    posts = [NOON - DAY * n for n in range(1, 15)]
    for _ in range(8):
        serve(site, "/all.xml", "Acme", posts)
        serve(site, "/news.xml", "Acme: news", posts[::2])
        call("poll", "--allow-private")
        clock.forward(days=1)
        posts.append(clock.now - timedelta(hours=2))
    accounts = {one["account"]: one for one in json.loads(call("status", "--json"))["accounts"]}
    assert {name: one["same_as"] for name, one in accounts.items()} == {"all": None, "news": "all"}
    assert [one["status"] for one in accounts.values()] == ["on_plan", "on_plan"]
    assert not any("autopilot" in one["flags"] for one in accounts.values())
    assert json.loads(call("explain", "news", "--json"))["machinelike"]["like_a_siblings"] == 0
    assert [one["flags"] for one in accounts.values()] == [[], ["duplicate"]]
    assert "One publication seen two ways: it shows the same posts as all, at the same addresses." in call(
        "explain", "news"
    )
    assert "One publication seen two ways" not in call("explain", "all")
    assert "Une seule publication, vue deux fois\u00a0: il montre" in call("explain", "news", "--language", "fr")
