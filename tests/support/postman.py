"""A mail server on loopback that misbehaves at a stage of choice."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Scripts = dict[str, Any]  # what it says by stage, or what makes that from the line that the client said


@dataclass
class Faulty:
    """A server that says what its script says, by stage: connect, ehlo, starttls, auth, credentials, mail, rcpt, data,
    eod, quit.

    A value is a reply, or "close", "reset", "silence" or "drip", or several of them, one after the other. `stored`
    holds the mails it has read, `accepted` those that it did not refuse, by recipient, `lines` what it received.
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
        """The mail up to its dot; a client that goes before it has handed nothing over."""
        lines: list[bytes] = []
        while (line := reader.readline()) != b".\r\n":
            if not line:
                raise StopIteration
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


@contextlib.contextmanager
def serving(server: Faulty) -> Iterator[Faulty]:
    """The server at a port of its own, a thread for each talk."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server.port = listener.getsockname()[1]

        def accept() -> None:
            with contextlib.suppress(OSError):
                while True:
                    connection, _ = listener.accept()
                    threading.Thread(target=server.talk, args=(connection,), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        try:
            yield server
        finally:
            server.over.set()
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
