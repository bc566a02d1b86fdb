"""The demo as a visitor sees it: how the accounts end, which mails came, what is left."""

from __future__ import annotations

import json
import os
import re
import threading
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner

from monitor.cli import main
from monitor.demo.story import play
from monitor.run import tick
from monitor.run.app import App
from monitor.run.judging.judging import judged_statuses
from monitor.run.mailing.outbox_delivery import Posted
from monitor.run.mailing.prepared import Queued

END = datetime(2026, 11, 16, 7, 10, tzinfo=UTC)
MONDAYS = [date(2026, 9, 14) + timedelta(weeks=week) for week in range(10)]

SHOWN = {
    "acme-blog": "on_plan",
    "acme-mastodon": "on_plan",
    "acme-workshop": "late",
    "acme-newswire": "dormant",
    "acme-bulletin": "inanimate",
    "acme-riders": "blind",
    "acme-podcast": "gone",
    "acme-clips": "behind",
    "acme-lab": "recovering",
    "acme-jobs": "abandoned",
    "acme-photos": "on_plan",
    "velos-journal": "on_plan",
    "velos-mastodon": "on_plan",
    "velos-telegram": "dormant",
    "velos-revendeurs": "overdue",
    "velos-videos": "blind",
    "velos-salons": "paused",
}
FLAGS = {
    "acme-newswire": {"autopilot"},
    **{f"acme-{name}": {"over_capacity"} for name in ("blog", "mastodon", "clips", "lab", "jobs", "photos")},  # Nina's
    "acme-bulletin": {"autopilot", "over_capacity", "unresponsive"},
    "velos-mastodon": {"unresponsive"},
    "velos-revendeurs": {"orphaned"},
}
OWN = {"en": "acme-podcast", "fr": "velos-telegram"}  # an account of the reader's brand


@dataclass(frozen=True)
class Played:
    """What the story left behind: its folder, what it said, how long it took, and what still runs."""

    folder: Path
    said: tuple[str, ...]
    seconds: float
    threads: frozenset[str]
    children: frozenset[str]

    @property
    def config(self) -> Path:
        return self.folder / "monitor.toml"


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    folder = tmp_path_factory.mktemp("demo") / "output"
    said: list[str] = []
    threads, children = _threads(), _children()
    began = time.monotonic()
    play(folder, said.append)
    took = time.monotonic() - began
    return Played(folder, tuple(said), took, _threads() - threads, _children() - children)


def _threads() -> frozenset[str]:
    return frozenset(thread.name for thread in threading.enumerate())


def _children() -> frozenset[str]:
    """The processes that this one has started and not seen end."""
    tasks = Path(f"/proc/{os.getpid()}/task")
    return frozenset(child for task in tasks.glob("*/children") for child in task.read_text().split())


def last_app(played: Played) -> App:
    """The application on what the demo left, at the story's last instant."""
    return App(str(played.config), env={}, clock=lambda: END)


def test_each_account_ends_as_its_script_says(played: Played) -> None:
    with closing(last_app(played)) as app:
        account_statuses = judged_statuses(app.store, app.settings, None, END)
    assert {one.account.id: one.verdict.state.status.value for one in account_statuses} == SHOWN
    flagged = {one.account.id: {flag.value for flag in one.verdict.state.flags} for one in account_statuses}
    assert {account: flags for account, flags in flagged.items() if flags} == FLAGS


def test_the_status_is_shown_at_the_end(played: Played) -> None:
    rows = dict(re.findall(r"^((?:acme|velos)-\w+) +(.+?)  ", "\n".join(played.said), re.MULTILINE))
    marks = {"acme-photos": " (manual)"}  # as `monitor status` marks it
    assert {account: status.replace("_", " ") + marks.get(account, "") for account, status in SHOWN.items()} == rows


def messages(played: Played) -> list[tuple[date, str, str]]:
    """Each mail that arrived: the day, to whom, its subject."""
    received = []
    today = date.min
    for line in played.said:
        if found := re.match(r"\w{3} (\d{4}-\d\d-\d\d) ", line):
            today = date.fromisoformat(found[1])
        elif found := re.match(r" +mail to (\S+)@acme.example: (.+)", line):
            received.append((today, found[1], found[2].replace("\u00a0", " ")))
    return received


def test_each_digest_is_received_once_a_person_and_week(played: Played) -> None:
    received = Counter((day, who) for day, who, subject in messages(played) if re.search(" – (week|semaine)", subject))
    assert {(day, name): 1 for day in MONDAYS for name in ("lea", "tom")} == received


def test_what_cannot_wait_is_sent_between_digests(played: Played) -> None:
    """An owner without a digest is notified, and again as nothing happens; then that it is over."""
    subjects = [subject for _, who, subject in messages(played) if who == "nina"]
    assert subjects[0] == "[Acme Cycles] Acme Lab notes is dormant"
    assert subjects[-2] == "[Acme Cycles] Acme Lab notes is dormant, undecided for 42 days"
    assert subjects[-1] == "[Acme Cycles] Acme Lab notes is animated again"
    assert (date(2026, 11, 12), "lea") in {(day, who) for day, who, _ in messages(played)}


def test_every_weeks_subject_is_another(played: Played) -> None:
    subjects = [subject for _, _, subject in messages(played) if re.search(" – (week|semaine)", subject)]
    assert 2 * len(MONDAYS) == len(set(subjects))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_last_digest_lies_there_as_it_was_received(played: Played, language: str) -> None:
    message = message_from_bytes((played.folder / f"digest-{language}.eml").read_bytes(), policy=default)
    assert language == message["Content-Language"]
    assert message["Date"].datetime == END
    for kind, suffix in (("html", "html"), ("plain", "txt")):
        body = message.get_body((kind,))
        assert body is not None
        content = body.get_content().replace("\r\n", "\n")
        assert (played.folder / f"digest-{language}.{suffix}").read_text(encoding="utf-8") == content
        assert OWN[language] in content
        links = {urlsplit(link).scheme for link in re.findall(r'href="([^"]*)"', content)}
        assert links <= {"http", "https", "mailto"} and (kind == "plain" or "http" in links)


def test_the_manager_reads_that_a_person_is_over_capacity_and_who_pays_for_it(played: Played) -> None:
    text = re.sub(r"\s+", " ", (played.folder / "digest-en.txt").read_text(encoding="utf-8"))
    assert "* Nina Placeholder: promised 11, estimated 5.1, available 8 (3 h too many)" in text
    assert (
        "You promise 18.2 h a week and have 16 h: Acme Jobs, Acme Newswire, Acme Bulletin and 2 more pay for it."
        in text
    )


def test_the_gate_refuses_an_account_more_and_says_why(played: Played) -> None:
    said = "\n".join(played.said)
    assert "(tiktok) for Acme Cycles: better not there" in said
    assert "where: no community of Families in towns is listed there" in said
    assert "it takes 2.0 h a week; Acme Cycles promises 18.2 h of 16.0 h: 2.2 h too many" in said


def test_nothing_is_left_running(played: Played) -> None:
    assert played.threads == frozenset()
    assert played.children == frozenset()


def test_a_second_run_at_the_last_instant_sends_nothing(played: Played) -> None:
    with closing(last_app(played)) as app:
        ran = tick.run(app, allow_private=True)
    assert (None, Queued(), Posted()) == (ran.tally, ran.queued, ran.posted)


def test_the_commands_it_names_work_after_it(played: Played) -> None:
    config = ["--config", str(played.config)]
    commands = [line.partition(str(played.config))[2].split() for line in played.said if "monitor --config" in line]
    assert commands
    for command in commands:
        words = [str(played.folder / "now.html") if word.endswith(".html") else word for word in command]
        result = CliRunner().invoke(main, [*config, *words])
        assert result.exit_code == 0, result.output


def test_the_status_command_knows_every_account(played: Played) -> None:
    result = CliRunner().invoke(main, ["--config", str(played.config), "status", "--json"])
    assert {account["account"] for account in json.loads(result.output)["accounts"]} == set(SHOWN)


def test_it_takes_well_under_a_minute(played: Played) -> None:
    assert played.seconds < 60
