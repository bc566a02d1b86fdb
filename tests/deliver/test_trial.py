"""A trial of the mail settings: each step is reported, the first that fails says what is wrong, and nothing is sent."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from monitor.deliver.trial import trial
from monitor.model.settings import MailSettings

Mail = Callable[..., MailSettings]
Serve = Callable[[dict[str, Any]], Any]
TO = "nora@acme.example"


def test_a_server_that_takes_messages_is_reported_step_by_step(
    post: Callable[..., Any], mail: Mail, certificate: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.certificate))
    inbox = post(tls_context=certificate.server_side(), require_starttls=True)
    steps = list(trial(mail(inbox.port, security="starttls", user="monitor"), "right", TO))
    assert [step.what for step in steps] == ["name", "connection", "login", "sender", "recipient"]
    assert {step.state for step in steps} == {"sent"}
    assert "certificate is valid" in steps[1].said
    assert inbox.messages == []


@pytest.mark.parametrize(
    ("script", "options", "what", "state", "said"),
    [
        ({}, {"host": "nowhere.invalid"}, "name", "misconfigured", "correct [mail] host"),
        ({"connect": "close"}, {}, "connection", "unreachable", "127.0.0.1"),
        ({}, {"security": "starttls"}, "connection", "misconfigured", "STARTTLS"),
        ({}, {"security": "tls"}, "connection", "misconfigured", ""),
        ({"auth": b"535 5.7.8 no\r\n"}, {"user": "monitor"}, "login", "misconfigured", "535"),
        ({"mail": b"550 not you\r\n"}, {}, "sender", "refused", "not you"),
        ({"rcpt": b"550 no such person\r\n"}, {}, "recipient", "refused", "no such person"),
        ({"rcpt": "close"}, {}, "recipient", "unreachable", "127.0.0.1"),
    ],
    ids=str,
)
def test_the_first_step_that_fails_says_what_is_wrong(
    faulty: Serve, mail: Mail, script: dict[str, Any], options: dict[str, Any], what: str, state: str, said: str
) -> None:
    server = faulty(script)
    *before, last = trial(mail(server.port, timeout=0.5, **options), "5ecret", TO)
    assert {"sent"} >= {step.state for step in before}
    assert (last.what, last.state) == (what, state)
    assert said in last.said and last.said.isprintable() and "5ecret" not in last.said
    assert server.stored == []


def test_a_folder_is_tried_too(mail: Mail, tmp_path: Path) -> None:
    (step,) = trial(mail(1, deliver="eml", folder=str(tmp_path / "messages")), None, TO)
    assert (step.state, list((tmp_path / "messages").iterdir())) == ("sent", [])
    (tmp_path / "file").write_text("")
    (step,) = trial(mail(1, deliver="maildir", folder=str(tmp_path / "file")), None, TO)
    assert (step.state, "make this folder writable" in step.said) == ("misconfigured", True)
