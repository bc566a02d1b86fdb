"""Decisions of people: entered by a command, judged at once, shown with who and why, and over when they end."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import Result

from monitor.run import app as root
from support.program import Clock, write_config

Command = Callable[..., Result]
START = datetime(2026, 11, 16, 12, tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock(START)
    monkeypatch.setattr(root.App.__init__, "__kwdefaults__", {"env": {}, "cwd": None, "clock": clock})
    return clock


@pytest.fixture
def call(clock: Clock, monitor: Command, tmp_path: Path) -> Command:
    """`monitor` on an account that nobody has animated for 400 days, entered by hand."""
    path = write_config(
        tmp_path,
        '[[accounts]]\nid = "pals"\nbrand = "acme"\nnetwork = "manual"\nurl = "https://pals.example/acme"\n'
        'owner = "ada"\nplan = { publish = "1 per week" }\n',
    )
    day = (START - timedelta(days=400)).date()
    assert monitor("--config", str(path), "accounts", "seen", "pals", "--on", str(day)).exit_code == 0
    return lambda *words: monitor("--config", str(path), *words)


def status(call: Command) -> str:
    (account,) = json.loads(call("status", "--json").stdout)["accounts"]
    return str(account["status"])


def shown(call: Command, key: str) -> tuple[str, str]:
    rows = json.loads(call("config", "show", "--account", "pals", "--json").stdout)
    return next((row["value"], row["source"]) for row in rows if row["key"] == key)


def test_a_pause_holds_to_its_end_and_then_the_file_counts_again(call: Command, clock: Clock) -> None:
    assert status(call) == "abandoned"
    done = call("accounts", "pause", "pals", "--until", "2026-11-30", "--reason", "Office move", "--by", "ada")
    assert (done.exit_code, done.stdout) == (0, "pals: paused until 2026-11-30\n")
    assert status(call) == "paused"
    value, source = shown(call, "pauses")
    assert value == "2026-11-16 to 2026-11-30 (Office move)"
    assert source == "pause by ada, 2026-11-16 12:00 UTC, over default"
    clock.now = datetime(2026, 11, 30, 23, tzinfo=UTC)
    assert status(call) == "paused"
    clock.now = datetime(2026, 12, 1, 1, tzinfo=UTC)
    assert status(call) != "paused"


def test_a_pause_that_was_decided_earlier_begins_with_the_tick_of_its_day(call: Command, clock: Clock) -> None:
    call("accounts", "pause", "pals", "--from", "2026-11-20", "--reason", "Holidays")
    assert status(call) == "abandoned"
    clock.now = datetime(2026, 11, 21, 12, tzinfo=UTC)
    assert call("poll").exit_code == 0
    changes = json.loads(call("explain", "pals", "--json").stdout)["transitions"]
    assert (changes[-1]["to"], changes[-1]["at"]) == ("paused", "2026-11-21T12:00:00Z")


def test_a_pause_without_an_end_is_ended_by_hand(call: Command, clock: Clock) -> None:
    call("accounts", "pause", "pals", "--reason", "Strike")
    clock.forward(days=300)
    assert status(call) == "paused"
    assert call("accounts", "resume", "pals", "--reason", "Over").exit_code == 0
    assert status(call) != "paused"
    assert shown(call, "pauses")[0] == ("2026-11-16 to 2027-09-11 (Strike)")
    again = call("accounts", "resume", "pals")
    assert (again.exit_code, again.stderr) == (2, "monitor: pals is animated: there is nothing to resume\n")


def test_a_closing_takes_place_on_its_day_and_can_be_taken_back(call: Command, clock: Clock) -> None:
    assert call("accounts", "close", "pals", "--on", "2026-12-31", "--reason", "Merged").exit_code == 0
    assert status(call) == "closing"
    clock.now = datetime(2026, 12, 31, 9, tzinfo=UTC)
    assert status(call) == "closed"
    assert call("accounts", "close", "pals", "--reason", "Twice").exit_code == 2
    assert call("accounts", "pause", "pals", "--reason", "Late").exit_code == 2
    assert call("accounts", "resume", "pals").exit_code == 0
    assert shown(call, "lifecycle")[0] == "active"
    assert status(call) not in ("closing", "closed")


def test_a_confirmation_lasts_as_long_as_the_plan_says(call: Command, clock: Clock) -> None:
    def orphaned() -> bool:
        (account,) = json.loads(call("status", "--json").stdout)["accounts"]
        return "orphaned" in account["flags"]

    done = call("accounts", "confirm", "pals")
    assert done.stdout == "pals: ada answers for it until 2027-05-15\n"
    clock.now = datetime(2027, 5, 15, 12, tzinfo=UTC)
    assert not orphaned()
    clock.forward(days=1)
    assert orphaned()
    call("accounts", "confirm", "pals", "--until", "2027-08-01")
    assert not orphaned()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("pause", "pals", "--until", "2026-11-01", "--reason", "a"), "over before it begins"),
        (("pause", "pals", "--from", "2026-12-02", "--until", "2026-12-01", "--reason", "a"), "over before it begins"),
        (("pause", "pals"), "Missing option '--reason'"),
        (("close", "pal", "--reason", "a"), "did you mean 'pals'"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_written(
    call: Command, words: tuple[str, ...], said: str
) -> None:
    done = call("accounts", *words)
    assert done.exit_code == 2
    assert said in done.stderr
    assert [one["kind"] for one in json.loads(call("explain", "pals", "--json").stdout)["decisions"]] == ["seen"]


def test_a_decision_about_an_account_is_explained(call: Command) -> None:
    call("accounts", "pause", "pals", "--until", "2026-11-30", "--reason", "Office move", "--by", "ada")
    assert "2026-11-16: ada entered pause until 2026-11-30 (Office move)" in call("explain", "pals").stdout


def test_a_handed_over_account_is_its_new_owners(call: Command, tmp_path: Path) -> None:
    path = tmp_path / "monitor.toml"
    path.write_text(path.read_text() + '[people.bo]\nname = "Bo"\n[people.gone]\nname = "Gone"\nleft = true\n')
    done = call("accounts", "hand-over", "pals", "--to", "bo", "--reason", "Ada has no time", "--by", "ada")
    assert (done.exit_code, done.stdout) == (0, "pals: bo answers for it until 2027-05-15\n")
    owner, source = shown(call, "owner")
    assert (owner, source.startswith("hand_over by ada, 2026-11-16 12:00 UTC, over ")) == ("bo", True)
    for nobody in ("gone", "zoe"):
        refused = call("accounts", "hand-over", "pals", "--to", nobody, "--reason", "x")
        assert (refused.exit_code, "who is still there; it has: ada, bo" in refused.stderr) == (2, True)


def test_a_snooze_puts_the_matter_off_until_its_day_or_a_recovery(call: Command, clock: Clock, tmp_path: Path) -> None:
    def asked(day: int) -> tuple[bool, bool]:
        """Whether the digest of that November day says that the matter is put off, and asks for a decision."""
        clock.now = datetime(2026, 11, day, 12, tzinfo=UTC)
        page = tmp_path / "page.html"
        assert call("digest", "--preview", str(page)).exit_code == 0
        text = page.read_text(encoding="utf-8")
        return "new page comes first" in text, "needs a decision</h2>" in text

    assert asked(17) == (False, True)
    reason = ("--reason", "The new page comes first")
    done = call("snooze", "pals", "--until", "2026-11-25", *reason)
    assert (done.exit_code, done.stdout) == (0, "pals: put off until 2026-11-25, or until it recovers\n")
    assert asked(20) == (True, False)
    assert asked(26) == (False, True)
    call("snooze", "pals", "--until", "2026-11-30", *reason)
    assert asked(27) == (True, False)
    call("accounts", "seen", "pals", "--on", "2026-11-27")
    clock.now = datetime(2026, 11, 28, 12, tzinfo=UTC)
    assert status(call) in ("on_plan", "recovering", "behind")
    call("run")
    assert asked(28) == (False, False)
    assert call("snooze", "pals", "--until", "2026-11-30").exit_code == 2  # without a reason
