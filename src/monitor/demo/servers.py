"""A sample network at a loopback port of its own: real HTTP, dates of the story, nothing left running.

A network is a function from what was asked, and the simulated instant, to an answer. Feeds and pages carry an ETag, and
who asks again with it gets the answer that nothing changed.
"""

from __future__ import annotations

import contextlib
import hashlib
import socketserver
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlsplit

_HOST = "127.0.0.1"
_POLL = 0.02  # seconds in which a server notices that it is to stop


@dataclass(frozen=True, slots=True)
class Asked:
    """One GET as a network sees it. `base` is the network's own address ("http://127.0.0.1:4711")."""

    path: str
    query: Mapping[str, str]
    base: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: str = ""
    content_type: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)


Network = Callable[[Asked], Answer]


@contextlib.contextmanager
def serving(networks: Mapping[str, Network], clock: Callable[[], datetime]) -> Iterator[dict[str, str]]:
    """Serves each network until the block ends; gives their addresses by name."""
    with contextlib.ExitStack() as open_servers:
        yield {name: open_servers.enter_context(_served(network, clock)) for name, network in networks.items()}


@contextlib.contextmanager
def _served(network: Network, clock: Callable[[], datetime]) -> Iterator[str]:
    with _Server((_HOST, 0), network, clock) as server:
        thread = threading.Thread(target=server.serve_forever, args=(_POLL,), name=f"demo {server.base}")
        thread.start()
        try:
            yield server.base
        finally:
            server.shutdown()
            thread.join()


class _Server(socketserver.ThreadingTCPServer):
    """Not http.server's own: that one asks the resolver for this machine's name when it starts."""

    daemon_threads = False  # closing waits for the last answer

    def __init__(self, address: tuple[str, int], network: Network, clock: Callable[[], datetime]) -> None:
        super().__init__(address, _Handler)
        self.network = network
        self.clock = clock
        self.base = f"http://{_HOST}:{self.socket.getsockname()[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    server_version = "sample-network"
    sys_version = ""
    timeout = 10  # seconds that a client may take to ask

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        answer = self.server.network(Asked(parts.path, query, self.server.base, self.server.clock()))
        body = answer.body.encode()
        etag = f'"{hashlib.blake2b(body, digest_size=8).hexdigest()}"'
        unchanged = answer.status == 200 and self.headers.get("If-None-Match") == etag
        self.send_response(304 if unchanged else answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.status == 200:
            self.send_header("ETag", etag)
        if not unchanged:
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if not unchanged:
            self.wfile.write(body)

    def date_time_string(self, timestamp: float | None = None) -> str:
        """The Date header: a network of the story lives at the story's instant."""
        return format_datetime(self.server.clock(), usegmt=True)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 — the name is the library's
        """Networks keep their logs to themselves."""
