"""Mail servers on loopback: a real one, one that misbehaves at a stage of choice, and certificates for both."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import ssl
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from monitor.model.settings import MailSettings
from support.postman import Faulty, Scripts, serving

MESSAGE = b"From: monitor@acme.example\r\nTo: nora@acme.example\r\nSubject: s\r\n\r\nHello\r\n.\r\n..two\r\nend\r\n"

Serve = Callable[[Scripts], Faulty]


@pytest.fixture
def faulty() -> Iterator[Serve]:
    """serve(script) -> a running server that misbehaves as the script says."""
    with contextlib.ExitStack() as running:
        yield lambda script: running.enter_context(serving(Faulty(script)))


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
def message() -> bytes:
    return MESSAGE


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
    messages: list[Any] = field(default_factory=list)
    logins: list[tuple[bytes, bytes]] = field(default_factory=list)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  # aiosmtpd's name
        self.messages.append(envelope)
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
