"""A server on loopback that speaks TLS, or does not, and the route to it under any name."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from monitor.fetch.guard import CountedSocket

if TYPE_CHECKING:
    from aiohttp import AddrInfoType


@dataclass
class TlsServer:
    """`came`: what each connection brought, as bytes on the wire or, where TLS was agreed on, what was said in it."""

    port: int
    came: list[bytes] = field(default_factory=list)
    secured: int = 0  # connections on which TLS was agreed on
    paused: threading.Event = field(default_factory=threading.Event)  # set in the end: who waits on it may go


Talk = Callable[[socket.socket, TlsServer], None]


@contextlib.contextmanager
def talking(talk: Talk) -> Iterator[TlsServer]:
    """Serves `talk` on a port of its own, one thread a connection, which it closes."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = TlsServer(listening.getsockname()[1])

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = listening.accept()
                threading.Thread(target=served, args=(connection,), daemon=True).start()

    def served(connection: socket.socket) -> None:
        connection.settimeout(5)
        with connection, contextlib.suppress(OSError):
            talk(connection, server)

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.paused.set()
        with contextlib.suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join()


def secured(context: ssl.SSLContext, answer: bytes, *, ended: bool = True) -> Talk:
    """Answers one request over TLS; `ended`: and says that the answer ends (close_notify)."""

    def talk(connection: socket.socket, server: TlsServer) -> None:
        with context.wrap_socket(connection, server_side=True, do_handshake_on_connect=False) as secure:
            try:
                secure.do_handshake()
            except ssl.SSLError:
                linger(secure)
                return
            server.secured += 1
            server.came.append(head_of(secure))
            secure.sendall(answer)
            if ended:
                secure.unwrap()

    return talk


def linger(connection: socket.socket) -> None:
    """Reads what still comes: to close before that would break the connection, and take back what was said last."""
    connection.shutdown(socket.SHUT_WR)
    while socket.socket.recv(connection, 65536):
        continue


def head_of(connection: socket.socket) -> bytes:
    """What comes until an empty line or the end."""
    head = b""
    while b"\r\n\r\n" not in head and (received := connection.recv(65536)):
        head += received
    return head


class Rerouted(CountedSocket):
    """A socket whose every connection goes to loopback, to the port that was asked for."""

    def connect(self, address: Any) -> None:
        super().connect(("127.0.0.1", address[1]))


def reroute(info: AddrInfoType) -> socket.socket:
    """A dialler: whatever the address, it connects to loopback."""
    return Rerouted(socket.AF_INET)
