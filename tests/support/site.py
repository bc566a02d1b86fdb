"""A real HTTP server on loopback whose pages a test states."""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Page = tuple[int, dict[str, str], bytes]


@dataclass
class Site:
    """Pages by path; `asked` holds the requests as (path, headers). A page may be made by a function of its path."""

    pages: dict[str, Page | Callable[[], Page]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    port: int = 0
    drop: bool = False  # the network is down: connections end without an answer

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def feed(self, path: str, *published: datetime, title: str = "Acme") -> None:
        """An RSS feed with one post at each instant."""
        items = "".join(
            f"<item><title>{title} {at:%d %b}</title><link>https://acme.example{path}/{at:%s}</link>"
            f"<guid>{path}/{at:%s}</guid><pubDate>{format_datetime(at, usegmt=True)}</pubDate></item>"
            for at in sorted(published, reverse=True)
        )
        body = f'<rss version="2.0"><channel><title>{title}</title><link>https://acme.example</link>{items}</channel></rss>'
        self.pages[path] = (200, {"Content-Type": "application/rss+xml"}, body.encode())

    def fail(self, path: str, status: int = 503, body: bytes = b"later", **headers: str) -> None:
        self.pages[path] = (status, {name.replace("_", "-"): value for name, value in headers.items()}, body)


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            if site.drop:
                self.close_connection = True
                return
            site.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            page = site.pages.get(self.path, (404, {}, b"no such page"))
            status, headers, body = page() if callable(page) else page
            self.send_response_only(status)  # without a Date: the test has a time of its own
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with contextlib.suppress(ConnectionError):  # who asked may have been killed
                self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 — the name that is overridden
            """Tests are silent."""

    return Handler


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128  # as many as ask at once: a connection that is turned away is a fault of another kind

    def handle_error(self, request: object, client_address: object) -> None:
        """Who asked may have been killed."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]  # as the library calls it


class serving:  # noqa: N801 — a context manager used like a function
    def __enter__(self) -> Site:
        site = Site()
        self._server = _Server(("127.0.0.1", 0), _handler(site))
        site.port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()
        return site

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
