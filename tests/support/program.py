"""The program on a small configuration, at instants that a test states."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.model.state import AccountStatus
from monitor.run.app import App
from monitor.run.judging.judging import judged_statuses
from monitor.run.tick import Ran, poll, run

NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)  # a Monday


@dataclass
class Clock:
    """The present as the program sees it; a test moves it."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **delta: float) -> None:
        self.now += timedelta(**delta)


def account(name: str, url: str, *, network: str = "feed", owner: str = "ada") -> str:
    """An account of the brand, as the file has it, that is to publish once a week."""
    return f"""
[[accounts]]
id = "{name}"
brand = "acme"
network = "{network}"
url = "{url}"
owner = "{owner}"
plan = {{ publish = "1 per week" }}
"""


def write_config(folder: Path, accounts: str, database: str = "") -> Path:
    """Writes a monitor.toml with a brand, a manager and a weekly report into a maildir, and what the test adds.

    The database is a file of SQLite in the folder, unless a URL is given.
    """
    path = folder / "monitor.toml"
    path.write_text(
        f"""
[monitor]
database = "{database or f"sqlite:///{folder}/monitor.db"}"
contact = "https://acme.example/contact"
poll_every = "6h"

[brands.acme]
name = "Acme"
manager = "ada"

[people.ada]
name = "Ada"
email = "ada@acme.example"

[[reports]]
to = "ada"
brands = ["acme"]
every = "week"
on = "monday"
at = "07:00"
language = "en"

[mail]
deliver = "maildir"
from = "monitor@acme.example"
folder = "{folder}/mail"

{accounts}
""",
        encoding="utf-8",
    )
    return path


@dataclass
class Program:
    """The program on one configuration, at the instants the test says."""

    path: Path
    clock: Clock

    def run(self) -> Ran:
        app = App(str(self.path), env={}, clock=self.clock)
        try:
            return run(app, allow_private=True)
        finally:
            app.close()

    def poll(self, *, everything: bool = False) -> Ran:
        app = App(str(self.path), env={}, clock=self.clock)
        try:
            return poll(app, everything=everything, allow_private=True)
        finally:
            app.close()

    def account_status(self, account: str) -> AccountStatus:
        app = App(str(self.path), env={}, clock=self.clock)
        try:
            (account_status,) = judged_statuses(app.store, app.settings, [account], self.clock())
            return account_status
        finally:
            app.close()

    def status(self, account: str) -> str:
        return self.account_status(account).verdict.state.status.value

    @property
    def mails(self) -> list[Path]:
        return sorted((self.path.parent / "mail" / "new").glob("*"))
