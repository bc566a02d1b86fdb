"""A trial of the mail settings, step by step, that sends nothing: the first step that fails says what to correct.

name > connection, with encryption > login > sender > recipient
"""

from __future__ import annotations

import smtplib
import socket
import ssl
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from monitor.deliver.outcome import State, one_line
from monitor.deliver.smtp import Stopped, expect, explained, is_ours, log_in, mailbox, may_log_in, session
from monitor.model.settings import MailSettings


@dataclass(frozen=True, slots=True)
class TrialStep:
    """One step of the session: what was tried, what came of it. `state`: "sent" where it went well."""

    what: str
    said: str
    state: State = "sent"


def trial(settings: MailSettings, password: str | None, to: str) -> Iterator[TrialStep]:
    """The steps as they are taken, up to the first that fails."""
    if settings.deliver != "smtp":
        yield _folder(settings)
        return
    if settings.user and (objection := may_log_in(settings, password)):
        yield TrialStep("login", objection, "misconfigured")
        return
    server = f"{settings.host}:{settings.port}"
    try:
        found = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)
    except OSError as error:
        yield TrialStep("name", f"{settings.host}: {error}: correct [mail] host, or the machine's DNS", "misconfigured")
        return
    yield TrialStep("name", f"{settings.host} is {', '.join(sorted({str(address[4][0]) for address in found}))}")
    what, before = "connection", True
    try:
        with session(settings) as client:
            yield TrialStep(what, f"{server} answers, {_encryption(client)}")
            what = "login"
            log_in(client, settings, password)
            yield TrialStep(what, f"{settings.user} is let in" if settings.user else "none: [mail] user is not set")
            what, before = "sender", False
            sender = mailbox(settings.sender, "[mail] from", "misconfigured")
            expect("MAIL", client.mail(sender), (250,))
            yield TrialStep(what, f"{sender} may send")
            what = "recipient"
            expect(f"RCPT {to}", client.rcpt(mailbox(to, "the recipient", "refused")), (250, 251, 252))
            yield TrialStep(what, f"mail to {to} is accepted")
            client.rset()
            client.quit()
    except Stopped as stopped:
        yield TrialStep(what, one_line(stopped.delivery.detail, password), stopped.delivery.state)
    except (OSError, ValueError) as error:
        state: State = "misconfigured" if before and is_ours(error, settings.security) else "unreachable"
        yield TrialStep(what, one_line(f"{server}: {explained(error)}", password), state)


def _encryption(client: smtplib.SMTP) -> str:
    if isinstance(client.sock, ssl.SSLSocket):
        return f"encrypted with {client.sock.version()}, its certificate is valid"
    return "without encryption"


def _folder(settings: MailSettings) -> TrialStep:
    folder = Path(settings.folder or "")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return TrialStep("folder", f"messages are written to {folder} ({settings.deliver})")
    except OSError as error:
        return TrialStep("folder", f"{folder}: {error.strerror or error}: make this folder writable", "misconfigured")
