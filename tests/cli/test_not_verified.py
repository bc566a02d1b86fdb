"""What could not be verified is said first, and on standard error once; so is an address at which nothing was seen."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from click.testing import Result

from monitor.run import app as root
from support.program import NOON, Clock, account, write_config
from support.site import Site

Command = Callable[..., Result]
SAID = {
    "en": "Nothing could be verified since Monday 16\u00a0November 2026, 19:00: hardly any host answers",
    "fr": "Rien n’a pu être vérifié depuis le lundi 16\u00a0novembre 2026 à 19\u00a0h\u00a000\u00a0: presque",
}
RUN = ("run", "--allow-private")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(root.App.__init__, "__kwdefaults__", {"env": {}, "cwd": None, "clock": clock})
    return clock


@pytest.fixture
def config(site: Site, tmp_path: Path) -> str:
    for name in ("blog", "news"):
        site.feed(f"/{name}.xml", *(NOON - timedelta(days=7 * week + 1) for week in range(8)))
    return str(write_config(tmp_path, "".join(account(name, f"{site.base}/{name}.xml") for name in ("blog", "news"))))


def test_while_an_outage_holds_status_and_digest_say_so_first(
    monitor: Command, config: str, site: Site, clock: Clock
) -> None:
    monitor("--config", config, *RUN)
    assert "nothing could be verified" not in monitor("--config", config, "status").stdout
    site.drop = True
    clock.forward(hours=7)
    said = monitor("--config", config, *RUN).stderr
    assert said.startswith("monitor: most hosts did not answer")
    clock.forward(hours=7)
    assert monitor("--config", config, *RUN).stderr == ""
    shown = monitor("--config", config, "status").stdout
    assert shown.startswith("nothing could be verified since 2026-11-16 19:00 UTC: hardly any host answers")
    document = json.loads(monitor("--config", config, "status", "--json").stdout)
    assert document["outage_since"] == "2026-11-16T19:00:00Z"
    assert {one["status"] for one in document["accounts"]} == {"on_plan"}
    page = Path(config).parent / "digest.html"
    for language, words in SAID.items():
        monitor("--config", config, "digest", "--preview", str(page), "--language", language)
        digest = unescape(page.read_text(encoding="utf-8"))
        assert 0 < digest.index(words) < digest.index("<h1")
    site.drop = False
    clock.forward(hours=7)
    monitor("--config", config, *RUN)
    assert "nothing could be verified" not in monitor("--config", config, "status").stdout


def test_an_address_at_which_nothing_was_ever_seen_is_named(
    monitor: Command, config: str, site: Site, clock: Clock
) -> None:
    site.fail("/news.xml", 404)
    (line,) = monitor("--config", config, *RUN).stderr.splitlines()
    assert line == (
        f"monitor: 127.0.0.1:{site.port}, 1 account not seen: HTTP 404 from 127.0.0.1:{site.port};"
        " nothing was ever seen there: is the address right? correct the account's url or its network (Feed)"
        " (reported once)"
    )
    clock.forward(hours=7)
    assert monitor("--config", config, *RUN).stderr == ""
    shown = monitor("--config", config, "status").stdout
    assert "nothing was ever seen of news: is the address right? See: monitor explain news" in shown


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["Last proof: 16 November 2026, 12:00", "only an old copy of it came (4 checks)", "proves nothing"]),
        ("fr", ["Dernière preuve : 16 novembre 2026", "il n’en vient qu’une copie ancienne", "ne prouve rien"]),
    ],
)
def test_explain_says_what_was_proved_when_and_what_was_not(
    monitor: Command, config: str, site: Site, clock: Clock, language: str, words: list[str]
) -> None:
    monitor("--config", config, *RUN)
    status, headers, body = site.pages["/blog.xml"]  # type: ignore[misc]  # a page, not a function
    site.pages["/blog.xml"] = status, {**headers, "Age": "200000"}, body
    for _ in range(4):
        clock.forward(hours=12)
        monitor("--config", config, *RUN)
    text = monitor("--config", config, "explain", "blog", "--language", language).stdout
    plain = text.replace("\u00a0", " ").replace("\u202f", " ")
    assert [one for one in words if one not in plain] == []
    assert "No time went unseen" not in plain


def test_that_nobody_has_checked_yet_never_stands_beside_a_failed_check(
    monitor: Command, config: str, site: Site, clock: Clock
) -> None:
    site.fail("/news.xml", 503)
    monitor("--config", config, *RUN)
    text = monitor("--config", config, "explain", "news").stdout
    assert "Nothing was ever seen there: is the address right? 1 check since" in text.replace("\u00a0", " ")
    assert "its server reported a fault" in text
    assert "not checked" not in text
