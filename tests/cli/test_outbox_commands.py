"""`outbox` and `mail test` as the operator uses them."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import Result

from monitor.store import Store
from support.program import write_config
from support.shelf import MONDAY, message

Command = Callable[..., Result]
MAILDIR = 'deliver = "maildir"'


@pytest.fixture
def config(tmp_path: Path) -> str:
    return str(write_config(tmp_path, ""))


def given_up(folder: Path) -> None:
    """A message that was refused, and one that waits."""
    with Store(f"sqlite:///{folder}/monitor.db") as store:
        store.ensure()
        store.queue(message(recipient="ada"))
        store.queue(replace(message(recipient="tom"), subject="[Acme] all on plan"))
        store.settle(1, "failed", "RCPT ada@acme.example: the server answered 550 no such person", MONDAY)
        store.settle(2, "queued", "no answer in time", MONDAY, MONDAY)


def test_the_operator_sees_what_became_of_messages_and_tries_again(
    monitor: Command, config: str, tmp_path: Path
) -> None:
    assert "no messages yet" in monitor("--config", config, "outbox", "list").stdout
    given_up(tmp_path)
    shown = monitor("--config", config, "outbox", "list").stdout
    assert "failed" in shown and "550 no such person" in shown and "2026-11-02 07:00 UTC" in shown
    newest, oldest = json.loads(monitor("--config", config, "outbox", "list", "--json").stdout)
    assert (newest["to"], newest["state"], oldest["to"], oldest["state"]) == ("tom", "queued", "ada", "failed")
    assert "1 message will be tried again" in monitor("--config", config, "outbox", "retry", "--failed").stdout
    assert json.loads(monitor("--config", config, "outbox", "list", "--json").stdout)[1]["state"] == "queued"
    missing = monitor("--config", config, "outbox", "retry", "7")
    assert (missing.exit_code, "message 7: none with this number" in missing.stderr) == (2, True)
    assert monitor("--config", config, "outbox", "retry").exit_code == 2


def test_the_mail_settings_are_tried_and_what_is_wrong_is_said(
    monitor: Command, config: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = monitor("--config", config, "mail", "test")
    assert (right.exit_code, right.stderr) == (0, "")
    assert "messages are written to" in right.stdout
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    path, text = Path(config), Path(config).read_text(encoding="utf-8")
    path.write_text(
        text.replace(MAILDIR, f'deliver = "smtp"\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"'),
        encoding="utf-8",
    )
    nobody = monitor("--config", config, "mail", "test")
    assert nobody.exit_code == 75
    assert f"connection: 127.0.0.1:{port}: " in nobody.stderr and "name: 127.0.0.1 is 127.0.0.1" in nobody.stdout
