"""A service on loopback to which Apprise posts, at addresses that hold a token."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TOKEN = "t0psecret-t0ken"


class Service(ThreadingHTTPServer):
    """Answers each POST with the status that its path names; `taken` holds what came."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Asked)
        self.taken: list[dict[str, str]] = []

    def at(self, status: int) -> str:
        return f"json://{TOKEN}:{TOKEN}@127.0.0.1:{self.server_port}/{status}/{TOKEN}?key={TOKEN}"


class _Asked(BaseHTTPRequestHandler):
    server: Service

    def do_POST(self) -> None:
        self.server.taken.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(int(self.path.split("/")[1]))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name that is overridden
        pass


@contextlib.contextmanager
def serving() -> Iterator[Service]:
    with Service() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
