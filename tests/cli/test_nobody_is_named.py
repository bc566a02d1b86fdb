"""Every command, every log and every mail, with `people = "roles"`: no person is named, by name, id or address.

A command is a row of `CALLS` or of `SILENT_ON_PEOPLE`; one that is in neither fails a test, so that none is forgotten.
"""

from __future__ import annotations

import email
import email.policy
import logging
from collections.abc import Callable, Iterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import click
import pytest
from click.testing import Result

from monitor.cli import main
from monitor.run import app as root
from monitor.store import Store
from support.program import NOON, Clock
from support.site import Site

Command = Callable[..., Result]

NAMES = ("Quilla Vesper", "Orrin Thackery", "Isaure Belmont", "Ulric Fenwick")
IDS = ("qvesper", "othackery", "ibelmont", "ufenwick")
CALLS: tuple[tuple[str, ...], ...] = (
    ("accounts seen", "hand", "--on", "2026-11-01", "--by", "qvesper"),
    ("accounts pause", "blog", "--until", "2026-12-24", "--reason", "Move", "--by", "othackery"),
    ("accounts resume", "blog", "--by", "Orrin Thackery"),
    ("accounts confirm", "blog", "--by", "qvesper"),
    ("accounts close", "old", "--reason", "Merged", "--by", "ibelmont"),
    ("accounts list",),
    ("accounts list", "--json"),
    ("poll", "--allow-private"),
    ("status",),
    ("status", "--json"),
    *(("explain", account, *more) for account in ("blog", "news", "hand", "old", "free") for more in ((), ("--json",))),
    ("explain", "news", "--language", "fr"),
    *(("advise", account) for account in ("blog", "news", "old")),
    ("plan",),
    ("plan", "--json"),
    ("accounts gate", "https://t.me/acme_more", "--brand", "acme", "--owner", "othackery", "--hours", "9"),
    ("accounts gate", "https://t.me/acme_more", "--brand", "zenith", "--json"),
    ("config show",),
    ("config show", "--json"),
    *(("config show", "--account", account) for account in ("blog", "news")),
    ("audiences",),
    ("backtest", "blog"),
    ("digest", "--preview", "{folder}/page.html"),
    ("digest", "--eml", "{folder}/eml"),
    ("feed",),
    ("feed", "--brand", "acme", "--output", "{folder}/feed.xml"),
    ("calendar",),
    ("run", "--allow-private"),
    ("digest", "--send"),
    ("accounts hand-over", "news", "--to", "qvesper", "--reason", "Asked for it", "--by", "othackery"),
    ("snooze", "news", "--until", "2026-12-24", "--reason", "New shop", "--by", "ibelmont"),
    ("reports list",),
    ("reports list", "--json"),
    ("reports set", "qvesper", "--on", "friday", "--by", "ibelmont"),
    ("outbox list",),
    ("outbox list", "--json"),
    ("outbox retry", "--failed"),
)
SILENT_ON_PEOPLE = {  # why they have nobody to name
    "accounts add": "repeats what was typed",
    "accounts import": "repeats what was typed",
    "config check": "speaks of the file in the file's own words",
    "config schema": "no configuration",
    "connectors check": "networks alone",
    "connectors list": "networks alone",
    "connectors match": "networks alone",
    "connectors record": "networks alone",
    "connectors schema": "no configuration",
    "daemon": "logs what `run` says; its log is read below",
    "db check": "the database's version",
    "db prune": "counts",
    "db upgrade": "the database's version",
    "demo": "a configuration of its own, which names people who do not exist",
    "discover": "accounts on a site",
    "init": "a file to begin with",
    "channels test": "a fixed sentence, and the channel's own name",
    "mail test": "the server's name, and what it says",
    "check": "what a network shows to everybody",
    "predict": "times from standard input",
}


def commands(group: click.Group, prefix: str = "") -> Iterator[str]:
    with click.Context(group) as context:
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            if isinstance(command, click.Group):
                yield from commands(command, f"{prefix}{name} ")
            else:
                yield f"{prefix}{name}"


def configuration(folder: Path, site: Site, people: str) -> Path:
    """Two brands, each with a manager; people who own accounts, stand in, and have left."""
    path = folder / "monitor.toml"
    persons = "".join(
        f'[people.{id_}]\nname = "{name}"\nemail = "{id_}@acme.example"\nhours_per_week = 3\n'
        + ("left = true\n" if id_ == "ufenwick" else "")
        for id_, name in zip(IDS, NAMES, strict=True)
    )
    accounts = "".join(
        f'[[accounts]]\nid = "{name}"\nbrand = "{brand}"\n{more}'
        'plan = { publish = "1 per week", hours_per_week = 2 }\n'
        for name, brand, more in (
            ("blog", "acme", f'url = "{site.base}/blog.xml"\nowner = "othackery"\nbackup_owner = "ibelmont"\n'),
            ("news", "acme", f'url = "{site.base}/news.xml"\nowner = "ufenwick"\nbackup_owner = "othackery"\n'),
            ("old", "acme", f'url = "{site.base}/old.xml"\nowner = "othackery"\n'),
            ("free", "acme", f'url = "{site.base}/free.xml"\n'),
            ("hand", "zenith", 'url = "Zenith radio"\nnetwork = "manual"\nowner = "othackery"\n'),
            ("shop", "zenith", f'url = "{site.base}/shop.xml"\nowner = "ibelmont"\nbackup_owner = "qvesper"\n'),
        )
    )
    reports = "".join(
        f'[[reports]]\nto = "{to}"\nlanguage = "{language}"\n'
        for to, language in (("qvesper", "en"), ("othackery", "fr"), ("ibelmont", "en"))
    )
    path.write_text(
        f"""
[monitor]
database = "sqlite:///monitor.db"
contact = "https://acme.example/contact"
[privacy]
people = "{people}"
[mail]
deliver = "maildir"
from = "monitor@acme.example"
folder = "{folder}/mail"
[brands.acme]
name = "Acme"
manager = "qvesper"
[brands.zenith]
name = "Zenith"
manager = "ibelmont"
[[channels]]
name = "ops"
url_secret = "MONITOR_OPS_URL"
{persons}{accounts}{reports}""",
        encoding="utf-8",
    )
    return path


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock(NOON)
    monkeypatch.setattr(root.App.__init__, "__kwdefaults__", {"env": {}, "cwd": None, "clock": found})
    return found


def everything(folder: Path, site: Site, monitor: Command, clock: Clock, people: str) -> dict[str, str]:
    """What each call said, and the bodies of all mails by their recipients; the accounts are in trouble by then."""
    for name in ("blog", "news", "old", "free", "shop"):
        site.feed(f"/{name}.xml", *(NOON - timedelta(days=40 + 7 * n) for n in range(10)))
    config = str(configuration(folder, site, people))
    assert monitor("--config", config, "run", "--allow-private").exit_code == 0
    clock.forward(days=160)
    said: dict[str, str] = {}
    for name, *words in CALLS:
        ran = monitor("--config", config, *name.split(), *(word.format(folder=folder) for word in words))
        assert ran.exception is None or isinstance(ran.exception, SystemExit), (name, ran.output)
        said[" ".join((name, *words))] = ran.stdout + ran.stderr
    said["the page"] = (folder / "page.html").read_text(encoding="utf-8")
    for number, path in enumerate(sorted((folder / "mail" / "new").glob("*"))):
        mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        assert isinstance(mail, EmailMessage)
        parts = [part.get_content() for part in mail.walk() if part.get_content_maintype() == "text"]
        said[f"mail {number} {str(mail['To']).partition('@')[0]}"] = "\n".join((str(mail["Subject"]), *parts))
    with Store(f"sqlite:///{folder}/monitor.db") as store:
        for message in store.messages(None):
            if message.recipient == "#ops":
                said[f"channel {message.id}"] = f"{message.subject}\n{message.body.decode()}"
    return said


def test_every_command_is_in_one_of_the_tables() -> None:
    checked = {name for name, *_ in CALLS} | set(SILENT_ON_PEOPLE)
    assert set(commands(main)) == checked


def test_with_roles_no_output_names_anybody(
    tmp_path: Path, site: Site, monitor: Command, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    said = everything(tmp_path, site, monitor, clock, "roles")
    said["the log"] = caplog.text
    words = (*NAMES, *IDS, *(part for name in NAMES for part in name.split()))
    named = {where: [word for word in words if word in text] for where, text in said.items()}
    assert {where: found for where, found in named.items() if found} == {}
    assert len([where for where in said if where.startswith("mail")]) >= 3


def test_with_names_each_mail_names_its_reader_and_whom_its_reader_manages(
    tmp_path: Path, site: Site, monitor: Command, clock: Clock
) -> None:
    said = everything(tmp_path, site, monitor, clock, "names")
    found = {
        reader: {
            name
            for name in NAMES
            for where, text in said.items()
            if where.startswith("mail") and reader in where
            if name in text
        }
        for reader in IDS[:3]
    }
    assert [name for name in NAMES for where, text in said.items() if "channel" in where if name in text] == []
    assert "channel" in " ".join(said)
    quilla, orrin, isaure, ulric = NAMES
    assert {quilla, orrin, isaure, ulric} >= found["qvesper"] >= {orrin, ulric}  # manages Acme
    assert {orrin} >= found["othackery"]  # manages nothing
    assert {orrin, isaure, quilla} >= found["ibelmont"] >= {orrin}  # manages Zenith, stands in at Acme
    assert "Ulric Fenwick" in said["explain news"]
