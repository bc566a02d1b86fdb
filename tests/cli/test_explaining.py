"""`explain` and `advise` as their users call them: everything behind a verdict, in both languages and as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from monitor.run import app as root
from support.program import Clock, write_config
from support.site import Site
from support.typography import french_faults

Command = Callable[..., Result]
NOW = datetime(2026, 11, 16, 12, tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Commands take the present from one place; here it is stated."""
    stated = Clock(NOW)
    monkeypatch.setattr(root.App.__init__, "__kwdefaults__", {"env": {}, "cwd": None, "clock": stated})
    return stated


@pytest.fixture
def config(site: Site, clock: Clock, tmp_path: Path, monitor: Command) -> str:
    """A lively blog, and a list of openings that was left in spring; both were checked."""
    site.feed("/blog.xml", *(NOW - timedelta(days=7 * week + 1) for week in range(8)))
    site.feed("/jobs.xml", *(NOW - timedelta(days=7 * week + 200) for week in range(8)))
    fair = 'pauses = [{ from = 2026-08-03, to = 2026-08-16, reason = "fair" }]\n'
    accounts = "".join(
        f'[[accounts]]\nid = "{name}"\nbrand = "acme"\nurl = "{site.base}/{name}.xml"\nowner = "ada"\n{more}'
        'plan = { publish = "1 per week", hours_per_week = 2 }\n'
        for name, more in (("blog", ""), ("jobs", fair))
    )
    path = str(write_config(tmp_path, accounts))
    assert monitor("--config", path, "poll", "--allow-private").exit_code == 0
    return path


def shown(monitor: Command, config: str, *words: str) -> str:
    result = monitor("--config", config, *words)
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout.replace("\u00a0", " ").replace("\u202f", " ")


def explained(monitor: Command, config: str, *words: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(shown(monitor, config, "explain", *words, "--json"))
    return document


def test_an_abandoned_account_is_explained_whole(monitor: Command, config: str, site: Site) -> None:
    text = shown(monitor, config, "explain", "jobs")
    host = site.base.removeprefix("http://")
    for words in (
        "status: abandoned since 2026-11-16",
        "why: Silent for 186 days.",  # 200, of which 14 were a pause
        "what to do: Close it (2 h a week freed, estimated).",
        "Late after 7 days, overdue after 10.5 days, dormant after 30 days, abandoned after 180 days.",
        "Not counted: 3 August 2026 to 16 August 2026 (fair).",
        f"plan.publish = 1 per week  ({config}:",
        "If nobody acts, it stays as it is.",
        "A post today: recovering.",
        "To close it on 16 December 2026 (if it begins today):",
        "2026-11-16  Say where its readers are to go: blog seems nearest.",
        "2026-12-16  Close it on its network",
        f"2026-11-16 12:00 UTC {host} ok, 8 new",
        "No time went unseen",
    ):
        assert words in text, text


def test_in_french_too(monitor: Command, config: str) -> None:
    text = shown(monitor, config, "explain", "jobs", "--language", "fr")
    for words in (
        "état : abandonné depuis le 16 novembre 2026",
        "que faire : Fermez-le",
        "En retard après 7 jours, très en retard après 10,5 jours",
        "Non compté : du 3 août 2026 au 16 août 2026 (fair).",
        "Une publication aujourd’hui : en reprise.",
        "Pour le fermer le 16 décembre 2026 (en commençant aujourd’hui) :",
    ):
        assert words in text, text


def test_french_is_set_as_french_is(monitor: Command, config: str, clock: Clock, site: Site) -> None:
    site.fail("/blog.xml", 500)
    for _ in range(4):
        clock.forward(days=1)
        monitor("--config", config, "poll", "--allow-private")
    texts = [
        monitor("--config", config, *command, account, "--language", "fr").stdout
        for command in (("explain",), ("advise", "--notice", "fr"))
        for account in ("jobs", "blog")
    ]
    copied = re.compile(r'lifecycle = "\w+"|https?://\S+|^.* \(.*:\d+.*\)$|127\.0\.0\.1:\d+', re.MULTILINE)
    assert [fault for text in texts for fault in french_faults(copied.sub("X", text))] == []


def test_as_json_it_has_every_part(monitor: Command, config: str) -> None:
    found = explained(monitor, config, "jobs")
    assert (
        found["status"], found["proposal"]["advice"], found["proposal"]["hours_per_week"],
    ) == ("abandoned", "close", -2.0)  # fmt: skip
    assert found["measured"]["limits_days"] == {"late": 7.0, "overdue": 10.5, "dormant": 30.0, "abandoned": 180.0}
    assert found["measured"]["left_out"] == [{"from": "2026-08-03", "to": "2026-08-16", "reason": "fair"}]
    assert (found["prospects"]["next"], found["prospects"]["after_a_post"]) == (None, "recovering")
    assert [check["outcome"] for check in found["rests_on"]] == ["ok"]
    assert tuple(found["checklist"][key] for key in ("kind", "day", "successor")) == ("close", "2026-12-16", "blog")
    assert set(found["checklist"]["notices"]) == {"notice_month", "notice_weeks", "notice_hours", "pin_notice"}
    assert found["settings"] and all(one["source"] for one in found["settings"])


def test_who_is_on_plan_hears_until_when_and_what_keeps_it_so(monitor: Command, config: str) -> None:
    found = explained(monitor, config, "blog")
    coming = found["prospects"]
    assert (coming["next"], coming["next_on"], coming["keep_by"]) == ("late", "2026-11-22", "2026-11-21")
    assert (found["checklist"], found["proposal"]) == (None, None)
    text = shown(monitor, config, "explain", "blog")
    assert "If nobody acts: late on 22 November 2026. A post by 21 November 2026 keeps it from that." in text


def test_time_that_nobody_saw_is_named(monitor: Command, config: str, clock: Clock, site: Site) -> None:
    site.fail("/blog.xml", 500)
    for _ in range(4):
        clock.forward(days=1)
        monitor("--config", config, "poll", "--allow-private")
    found = explained(monitor, config, "blog")
    assert (found["status"], found["prospects"]["when_seen_again"]) == ("blind", "on_plan")
    assert found["gaps"] == [{"from": "2026-11-16T12:00:00Z", "to": None, "looks": 4, "outcome": "temporary"}]
    text = shown(monitor, config, "explain", "blog")
    assert "From 16 November 2026, 12:00 until now: 4 failed checks" in text
    assert "Seen again, with nothing new: on plan." in text


def test_an_import_is_named_and_wakes_nobody(monitor: Command, config: str, clock: Clock, site: Site) -> None:
    site.feed("/jobs.xml", *(NOW - timedelta(days=5 * place + 200) for place in range(12)))
    clock.forward(days=2)
    monitor("--config", config, "poll", "--allow-private")
    found = explained(monitor, config, "jobs")
    assert (found["status"], found["bulk"]["kind"], found["bulk"]["acts"]) == ("abandoned", "import", 10)
    text = shown(monitor, config, "explain", "jobs")
    assert "On 18 November 2026, 10 acts that bear older dates (6 March 2026 to 25 April 2026) appeared" in text
    french = monitor("--config", config, "explain", "jobs", "--language", "fr").stdout
    assert "Le 18\u00a0novembre 2026, 10 actes de dates plus anciennes sont apparus" in french
    assert [line for line in french.splitlines() if "un import" in line and french_faults(line)] == []


def test_a_closing_that_was_declared_counts_from_its_day(monitor: Command, config: str) -> None:
    shown(
        monitor, config, "accounts", "close", "jobs", "--on", "2026-12-01", "--reason", "nobody reads it", "--by", "ada"
    )
    found = explained(monitor, config, "jobs")
    assert (
        found["status"], found["checklist"]["day"], found["checklist"]["declared"],
    ) == ("closing", "2026-12-01", True)  # fmt: skip
    assert (found["prospects"]["next"], found["prospects"]["next_on"]) == ("closed", "2026-12-01")
    assert [one["reason"] for one in found["decisions"]] == ["nobody reads it"]
    text = shown(monitor, config, "explain", "jobs")
    assert "To close it on 1 December 2026:" in text and "ada entered close 2026-12-01 (nobody reads it)" in text


def test_advise_gives_the_notices_to_copy(monitor: Command, config: str) -> None:
    text = shown(monitor, config, "advise", "jobs")
    assert "On 16 December 2026, we will close this account." in text
    assert "You will find us at" in text
    french = shown(monitor, config, "advise", "jobs", "--notice", "fr")
    assert "Nous fermerons ce compte le 16 décembre 2026." in french
    assert "Publish the first notice, a month before." in french
    both = shown(monitor, config, "advise", "jobs", "--notice", "fr", "--language", "fr")
    assert "Publiez le premier avis, un mois avant." in both


def test_advise_says_so_where_there_is_nothing_to_advise(monitor: Command, config: str) -> None:
    assert "There is nothing to advise" in shown(monitor, config, "advise", "blog")
    refused = monitor("--config", config, "advise", "jbos")
    assert refused.exit_code == 2
    assert "did you mean 'jobs'" in refused.stderr


def test_status_tells_the_moribund_index_of_each_brand(monitor: Command, config: str) -> None:
    assert "Acme: moribund index 50%: jobs" in shown(monitor, config, "status")
    document = json.loads(shown(monitor, config, "status", "--json"))
    (index,) = document["moribund"]
    assert (
        index["brand"], index["index"], sorted((part["inanimate"] for part in index["parts"]), reverse=True),
    ) == ("acme", 0.5, [True, False])  # fmt: skip
    assert {week["index"] for week in index["history"]} == {None}  # nothing was judged before today
