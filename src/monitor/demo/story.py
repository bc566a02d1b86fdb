"""Ten weeks of two sample brands, played in seconds: real use cases, over real HTTP and SMTP, at simulated instants.

    for each Monday and Thursday: the file says what is true that day -> run.tick.run -> mails arrive
    in the end: how the accounts stand, the last digests as files, what to try next

One instant drives everything: leases and due times, the dates in the networks' documents, and the Date of the mails.
Nothing waits for it to pass, and nothing is left running.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.demo import shelf
from monitor.demo.brand import MORE, SEEN_BY_HAND, configuration
from monitor.demo.diary import MONDAY, THURSDAY
from monitor.demo.mailbox import Mailbox, ReceivedMail
from monitor.demo.sample_networks import NETWORKS
from monitor.demo.servers import serving
from monitor.model.state import AccountStatus
from monitor.report.terminal.gate_lines import lines
from monitor.report.terminal.table import aligned, spoken, table
from monitor.run import tick
from monitor.run.accounts.by_hand import enter_seen
from monitor.run.app import App
from monitor.run.planning.gate_request import ask

_START = datetime(2026, 9, 7, 7, 10, tzinfo=UTC)  # a Monday, after seven in the morning in London and in Paris
_END = datetime(2026, 11, 16, 7, 10, tzinfo=UTC)
_WEEKDAYS = (MONDAY, THURSDAY)

_INDENT = " " * 16

_COMMANDS = (  # each with what it shows
    ("status", "How every account stands, and how much of each brand is inanimate"),
    ("explain acme-jobs", "Why one account is to be closed, and what has to be done on which day"),
    ("advise acme-jobs", "The same with the notices to publish"),
    ("explain velos-telegram --language fr", "Why one is to be revived, with the hours, in French"),
    ("explain acme-riders", "Why one is to be looked into"),
    ("explain acme-bulletin", "Why one is on autopilot"),
    ("plan --brand cycles", "Which accounts to keep with the hours there are"),
    (
        f"accounts gate {MORE.url} --brand {MORE.brand} --objective {MORE.objective}",
        "Why one account more is refused",
    ),
    ("digest --preview now.html", "The digest as it would be now"),
)

Say = Callable[[str], None]


@dataclass
class Clock:
    """The instant at which the story stands."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


def play(output: Path, say: Say, called: str = "monitor") -> None:
    """Plays the story into the folder `output`, reporting it by `say`; `called` is how the reader calls the program.

    Raises FolderTaken.
    """
    config = shelf.prepare(output)
    clock = Clock(_START)
    with serving(NETWORKS, clock) as addresses, Mailbox() as mailbox:
        say(f"{len(addresses)} sample networks and a mail server run on this machine; ten weeks pass.\n")
        for clock.now in instants():
            config.write_text(configuration(addresses, mailbox.port, clock.now.date()), encoding="utf-8")
            received = len(mailbox.messages)
            with closing(App(str(config), env={}, clock=clock)) as app:
                _enter_by_hand(app)
                ran = tick.run(app, allow_private=True)
            _report(ran, mailbox.messages[received:], clock.now, say)
        messages = mailbox.messages
    with closing(App(str(config), env={}, clock=clock)) as app:
        _show(_statuses(app), clock.now, say)
        _ask_the_gate(app, say, called)
    _farewell(config, shelf.keep(output, messages), say, called)


def instants() -> Iterator[datetime]:
    """When the program runs: twice a week, from the first day to the last."""
    for offset in range((_END - _START).days + 1):
        now = _START + timedelta(days=offset)
        if now.weekday() in _WEEKDAYS:
            yield now


def _enter_by_hand(app: App) -> None:
    """What `monitor accounts seen` does, on the days on which somebody checks by eye."""
    if day := SEEN_BY_HAND.get(app.clock().date()):
        enter_seen(app, "acme-photos", day, "nina")


def _report(ran: tick.Ran, messages: list[ReceivedMail], now: datetime, say: Say) -> None:
    """One instant: what was checked, what changed, which mails arrived."""
    checks, new = (ran.tally.checks, ran.tally.new) if ran.tally else (0, 0)
    say(f"{now:%a %Y-%m-%d}  {checks} checks, {new} new posts")
    for change in ran.judged.transitions:
        if change.axis == "status" and change.announce:
            say(f"{_INDENT}{change.account}: {spoken(change.before)} -> {spoken(change.after)}")
    for received in messages:
        say(f"{_INDENT}mail to {', '.join(received.to)}: {shelf.parsed(received)['Subject']}")
    for problem in (*(ran.queued.problems if ran.queued else ()), *(ran.posted.details if ran.posted else ())):
        say(f"{_INDENT}not delivered: {problem}")


def _statuses(app: App) -> list[AccountStatus]:
    from monitor.run.judging.judging import judged_statuses

    return judged_statuses(app.store, app.settings, None, app.clock())


def _show(account_statuses: list[AccountStatus], now: datetime, say: Say) -> None:
    """How every account stands, as `monitor status` says it."""
    say(f"\nHow the accounts stand on {now:%Y-%m-%d}:\n")
    for line in aligned(table(account_statuses)):
        say(line)


def _ask_the_gate(app: App, say: Say, called: str) -> None:
    """What `monitor accounts gate` answers to whoever wants one account more."""
    say(f"\nAn account more? Before one is opened, {called} accounts gate asks why, where, and with what means:\n")
    for line in lines(ask(app, MORE), app.settings.audiences):
        say(f"  {line}")


def _farewell(config: Path, pages: list[Path], say: Say, called: str) -> None:
    say("\nThe last digests and alerts, as they arrived (beside each: the mail as .eml, its plain text as .txt):\n")
    for page in pages:
        say(f"  {page}")
    say("\nTo look further (the sample networks are gone, what was seen is kept):")
    for command, what in _COMMANDS:
        say(f"\n  {what}:\n  {called} --config {config} {command}")
    say(f"\nYour own accounts: {called} init")
