"""An outbox with two messages before a mail server, on a clock that a test moves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from monitor.model.settings import MailSettings, Settings
from monitor.run.mailing.outbox_delivery import Posted, deliver_outbox
from monitor.store import MessageRow, Store
from support.shelf import MONDAY, message

LEA, TOM = "lea@acme.example", "tom@acme.example"
PASSWORD = "5ecret-of-the-suite"
BODY = b"From: monitor@acme.example\r\nSubject: s\r\n\r\nHello\r\n.\r\n..two\r\n" + b"x" * 990 + b"\r\n"
MINUTE = timedelta(minutes=1)

Serve = Callable[[dict[str, Any]], Any]
Start = Callable[..., Any]
Mail = Callable[..., MailSettings]


class Post:
    """An outbox with a message to Lea and one to Tom, on a clock that a test moves."""

    def __init__(self, folder: Path, mail: MailSettings, password: str | None = None, lea: str = LEA) -> None:
        self.store = Store(f"sqlite:///{folder}/monitor.db")
        self.store.ensure()
        self.mail, self.password, self.now = mail, password, MONDAY
        for recipient, address in (("lea", lea), ("tom", TOM)):
            self.store.queue(replace(message(recipient=recipient), address=address, body=BODY))

    def deliver(self) -> Posted:
        settings = Settings(database="", mail=self.mail)
        return deliver_outbox(self.store, settings, self.password, lambda: self.now, "host:1")

    def forward(self, time: timedelta) -> None:
        """Delivers every five minutes."""
        until = self.now + time
        while self.now < until:
            self.now += 5 * MINUTE
            self.deliver()

    def of(self, recipient: str) -> MessageRow:
        return next(row for row in self.store.messages() if row.recipient == recipient)


def copies(server: Any, address: str) -> list[bytes]:
    """What a server took in for somebody."""
    user, _, domain = address.partition("@")
    wire = f"{user}@{domain.encode('idna').decode()}"
    if hasattr(server, "accepted"):
        return [text for to, text in server.accepted if to.decode() == wire]
    return [envelope.content for envelope in server.messages if wire in envelope.rcpt_tos]
