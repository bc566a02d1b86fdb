"""`reports list|set`: what recipients prefer, over what the file says."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import Result

from monitor.run import app as root
from support.program import Clock, write_config

Command = Callable[..., Result]
START = datetime(2026, 11, 16, 12, tzinfo=UTC)  # a Monday
ACCOUNT = (
    '[[accounts]]\nid = "pals"\nbrand = "acme"\nnetwork = "manual"\nurl = "https://pals.example/acme"\n'
    'owner = "ada"\nplan = { publish = "1 per week" }\n'
)
KEYS = ("on", "at", "language", "next")
MONTHLY = '[[reports]]\nto = "ada"\nevery = "month"\non = 3\n'


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock(START)
    monkeypatch.setattr(root.App.__init__, "__kwdefaults__", {"env": {}, "cwd": None, "clock": found})
    return found


@pytest.fixture
def call(clock: Clock, monitor: Command, tmp_path: Path) -> Command:
    path = write_config(tmp_path, ACCOUNT)
    return lambda *words: monitor("--config", str(path), *words)


def listed(call: Command) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(call("reports", "list", "--json").stdout)
    return found


def mails(call: Command, clock: Clock, folder: Path, days: int) -> list[str]:
    """The days of November and December on which a mail came, the program run each noon."""
    came = []
    for _ in range(days):
        clock.forward(days=1)
        before = len(list((folder / "mail").glob("new/*")))
        assert call("run").exit_code == 0
        if len(list((folder / "mail").glob("new/*"))) > before:
            came.append(f"{clock.now:%a %d}")
    return came


def test_a_preference_wins_over_the_file(call: Command) -> None:
    (before,) = listed(call)
    assert tuple(before[k] for k in ("on", "at", "language", "next")) == (
        "monday",
        "07:00",
        "en",
        "2026-11-23T07:00:00Z",
    )
    done = call("reports", "set", "ada", "--on", "friday", "--at", "18", "--zone", "Europe/Paris", "--language", "fr")
    assert (done.exit_code, "on: friday" in done.stdout) == (0, True)
    (after,) = listed(call)
    assert tuple(after[k] for k in ("on", "at", "language", "next")) == (
        "friday",
        "18:00",
        "fr",
        "2026-11-20T17:00:00Z",
    )
    assert "friday" in call("reports", "list").stdout


def test_one_digest_a_week_whatever_day_is_preferred(call: Command, clock: Clock, tmp_path: Path) -> None:
    call("run")
    assert mails(call, clock, tmp_path, 8) == ["Mon 23"]
    call("reports", "set", "ada", "--on", "thursday")
    assert mails(call, clock, tmp_path, 10) == ["Thu 26", "Thu 03"]
    call("reports", "set", "ada", "--on", "monday")
    weeks = mails(call, clock, tmp_path, 14)
    assert weeks == ["Mon 14"]  # that of the 7th was reported on the 3rd, within the same week of the calendar


def test_who_unsubscribes_gets_nothing_until_it_is_taken_back(call: Command, clock: Clock, tmp_path: Path) -> None:
    call("run")
    assert "unsubscribed" in call("reports", "set", "ada", "--unsubscribe", "--reason", "Too much mail").stdout
    assert mails(call, clock, tmp_path, 21) == []
    assert [(row["subscribed"], row["next"]) for row in listed(call)] == [(False, None)]
    assert "unsubscribed" in call("reports", "list").stdout
    call("reports", "set", "ada", "--subscribe")
    assert mails(call, clock, tmp_path, 1) == ["Tue 08"]  # the one of Monday, late
    assert [row["subscribed"] for row in listed(call)] == [True]


def test_what_cannot_be_is_refused_with_what_can(call: Command, tmp_path: Path) -> None:
    path = tmp_path / "monitor.toml"
    path.write_text(path.read_text() + MONTHLY)
    refused = {
        ("ada",): "say what to change",
        ("ada", "--at", "8"): "--of says which one",
        ("ada", "--of", "month", "--on", "friday"): "a monthly one needs 1 to 28",
        ("ada", "--of", "week", "--on", "3"): "a weekly one needs a weekday",
        ("ada", "--of", "week", "--at", "25"): "is no full hour of the day",
        ("ada", "--of", "week", "--zone", "Paris"): "is no time zone",
        ("zoe", "--at", "8"): "nobody 'zoe'",
    }
    for words, said in refused.items():
        result = call("reports", "set", *words)
        assert (result.exit_code, said in result.stderr) == (2, True), (words, result.stderr)
    assert call("reports", "set", "ada", "--of", "month", "--on", "28").exit_code == 0
    assert [row["on"] for row in listed(call)] == ["monday", 28]
