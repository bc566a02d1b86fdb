"""Mail servers on loopback: a real one, one that misbehaves at a stage of choice, and certificates for both."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import socket
import ssl
import struct
import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from monitor.model.plan import MailSettings

LETTER = b"From: monitor@acme.example\r\nTo: nora@acme.example\r\nSubject: s\r\n\r\nHello\r\n.\r\n..two\r\nend\r\n"

Scripts = dict[str, Any]  # what it says by stage, or what makes that from the line that the client said


@dataclass
class Faulty:
    """A server that says what its script says, by stage: connect, ehlo, starttls, auth, credentials, mail, rcpt, data,
    eod, quit.

    A value is a reply, or "close", "reset", "silence" or "drip", or several of them, one after the other. `stored`
    holds the letters it has read, `accepted` those that it did not refuse, by recipient, `lines` what it was told.
    """

    script: Scripts
    port: int = 0
    stored: list[bytes] = field(default_factory=list)
    accepted: list[tuple[bytes, bytes]] = field(default_factory=list)
    lines: list[bytes] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def talk(self, connection: socket.socket) -> None:
        recipient, asked = b"", False
        with contextlib.suppress(OSError, StopIteration), connection, connection.makefile("rb") as reader:
            self.say(connection, self.answer("connect", b"", b"220 here\r\n"))
            for line in reader:
                self.lines.append(line)
                stage = "credentials" if asked else line.split(b":")[0].split()[0].lower().decode("ascii", "replace")
                if stage == "rcpt":
                    recipient = line.partition(b"<")[2].partition(b">")[0]
                answer = self.answer(stage, line, READY.get(stage, b"250 ok\r\n"))
                asked = isinstance(answer, bytes) and answer.startswith(b"334")
                self.say(connection, answer)
                if stage == "data" and _is_reply(answer, b"354"):
                    text, answer = self.text(reader), self.answer("eod", line, b"250 queued\r\n")
                    self.stored.append(text)
                    if not _is_reply(answer, b"4", b"5"):
                        self.accepted.append((recipient, text))
                    self.say(connection, answer)
                if stage == "quit":
                    return

    def answer(self, stage: str, line: bytes, usual: bytes) -> Any:
        found = self.script.get(stage, usual)
        return found(line) if callable(found) else found

    def text(self, reader: Any) -> bytes:
        lines = []
        while (line := reader.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b".") else line)
        return b"".join(lines)

    def say(self, connection: socket.socket, answer: Any) -> None:
        for said in answer if isinstance(answer, tuple) else (answer,):
            if isinstance(said, bytes):
                connection.sendall(said)
                continue
            if said == "reset":
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            if said == "silence":
                self.over.wait(5)
            if said == "drip":
                while not self.over.wait(0.02):
                    connection.sendall(b"2")
            raise StopIteration


def _is_reply(answer: Any, *codes: bytes) -> bool:
    first = answer[0] if isinstance(answer, tuple) else answer
    return isinstance(first, bytes) and first.startswith(codes)


READY: dict[str, bytes] = {
    "ehlo": b"250-here\r\n250-SIZE 90000\r\n250-AUTH PLAIN\r\n250 SMTPUTF8\r\n",
    "auth": b"235 in\r\n",
    "credentials": b"235 in\r\n",
    "data": b"354 go\r\n",
    "quit": b"221 bye\r\n",
}

Serve = Callable[[Scripts], Faulty]


@pytest.fixture
def faulty() -> Iterator[Serve]:
    """serve(script) -> a running server that misbehaves as the script says."""
    running: list[tuple[Faulty, socket.socket]] = []

    def serve(script: Scripts) -> Faulty:
        listener = socket.create_server(("127.0.0.1", 0))
        server = Faulty(script, listener.getsockname()[1])
        running.append((server, listener))

        def accept() -> None:
            with contextlib.suppress(OSError):
                while True:
                    connection, _ = listener.accept()
                    threading.Thread(target=server.talk, args=(connection,), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        return server

    yield serve
    for server, listener in running:
        server.over.set()
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def settings_for(port: int, **changed: Any) -> MailSettings:
    values: dict[str, Any] = {
        "deliver": "smtp",
        "sender": "Acme’s monitor <monitor@acme.example>",
        "host": "127.0.0.1",
        "port": port,
        "security": "none",
        "timeout": 2.0,
        "final_timeout": 2.0,
    }
    return MailSettings(**{**values, **changed})


@pytest.fixture
def mail() -> Callable[..., MailSettings]:
    """mail(port, **changed) -> settings of a server on loopback, impatient."""
    return settings_for


@pytest.fixture
def letter() -> bytes:
    return LETTER


@dataclass(frozen=True)
class Certificate:
    """A certificate and its key, in files."""

    certificate: Path
    key: Path

    def server_side(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self.key)
        return context


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """A fresh certificate of this machine, signed by itself: trusted where SSL_CERT_FILE names it, else not."""
    openssl = shutil.which("openssl")
    if openssl is None:
        missing = pytest.fail if os.environ.get("MONITOR_TESTS") == "all" else pytest.skip
        missing("openssl is not installed")
    folder = tmp_path_factory.mktemp("certificate")
    made = Certificate(folder / "certificate.pem", folder / "key.pem")
    subprocess.run(
        [openssl, "req", "-x509", "-nodes", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-days", "2",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
         "-out", made.certificate, "-keyout", made.key],
        check=True,
        capture_output=True,
    )  # fmt: skip
    return made


class _Post(Controller):
    """A mail server at a port that the system chooses."""

    async def _create_server(self) -> asyncio.AbstractServer:
        server = await super()._create_server()
        assert isinstance(server, asyncio.Server)
        self.port = server.sockets[0].getsockname()[1]
        return server


@dataclass
class Inbox:
    """What a mail server took in, and who logged in."""

    port: int = 0
    letters: list[Any] = field(default_factory=list)
    logins: list[tuple[bytes, bytes]] = field(default_factory=list)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  # aiosmtpd's name
        self.letters.append(envelope)
        return "250 taken"

    def __call__(self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        self.logins.append((data.login, data.password))
        return AuthResult(success=data.password == b"right", handled=False)


@pytest.fixture
def post() -> Iterator[Callable[..., Inbox]]:
    """post(**options of aiosmtpd's SMTP) -> the inbox of a running, well-behaved server."""
    running: list[_Post] = []

    def start(**options: Any) -> Inbox:
        inbox = Inbox()
        server = _Post(inbox, hostname="127.0.0.1", port=0, authenticator=inbox, **options)
        server.start()
        running.append(server)
        inbox.port = server.port
        return inbox

    yield start
    for server in running:
        server.stop()
