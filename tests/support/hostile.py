"""Hostile servers, one kind each: those of the suite of adversarial feeds, and what a flood or a drip looks like."""

from __future__ import annotations

import json
import time
import zlib
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from support.raw import answer

SUITE = Path(__file__).parents[3] / "shared" / "suites" / "adversarial-feeds"
CLOCK = datetime(2026, 6, 15, 10, tzinfo=UTC)
CASES: dict[str, dict[str, Any]] = (
    {case["id"]: case for case in map(json.loads, (SUITE / "cases.jsonl").read_text().splitlines())}
    if SUITE.is_dir()
    else {}
)


def control() -> bytes:
    return (SUITE / "docs" / "control.xml").read_bytes()


def forever(first: bytes, piece: bytes, pause: float) -> Iterable[bytes]:
    yield first
    while True:
        time.sleep(pause)
        yield piece


def million_entries(_: str) -> Iterable[bytes]:
    yield b"HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\nConnection: close\r\n\r\n"
    yield b'<rss version="2.0"><channel><title>t</title>'
    for number in range(1_000_000):
        at = format_datetime(CLOCK - timedelta(seconds=number), usegmt=True)
        yield f"<item><guid>{number}</guid><pubDate>{at}</pubDate></item>".encode()
    yield b"</channel></rss>"


def five_hops(path: str) -> Iterable[bytes]:
    hop = int(path.strip("/f") or 0)
    yield answer(b"", "302 Found", {"Location": f"/f{hop + 1}"}) if hop < 5 else answer(control())


def redirect(status: str, location: str) -> Callable[[str], Iterable[bytes]]:
    return lambda _: [answer(b"", status, {"Location": location})]


METADATA = "http://169.254.169.254/latest/meta-data/"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/xml\r\n"
GENERATED: dict[str, Callable[[str], Iterable[bytes]]] = {
    "million-entries": million_entries,
    "slow-loris": lambda _: forever(HEAD + b"Content-Length: 9999\r\n\r\n", b"<", 5),
    "slow-headers": lambda _: forever(b"HTTP/1.1 200 OK\r\nX-", b"a", 5),
    "million-headers": lambda _: forever(HEAD, b"X-n: 1\r\n" * 1000, 0),
    "redirect-5": five_hops,
    "redirect-private-301": redirect("301 Moved", METADATA),
    "redirect-private-302": redirect("302 Found", METADATA),
    "redirect-file-302": redirect("302 Found", "file:///etc/passwd"),
    "redirect-private-303": redirect("303 See Other", METADATA),
    "redirect-private-307": redirect("307 Temporary", METADATA),
    "refresh-header": lambda _: [answer(b"<html></html>", headers={"Refresh": "0;url=http://127.0.0.1/"})],
    "content-length-short": lambda _: [HEAD + b"Content-Length: 5000\r\n\r\n" + control().ljust(3000)],
    "chunked-cut": lambda _: [HEAD + b"Transfer-Encoding: chunked\r\n\r\n20d\r\n" + control() + b"\r\n"],
    "etag-lies": lambda _: [b'HTTP/1.1 304 Not Modified\r\nETag: "x"\r\nConnection: close\r\n\r\n'],
    "204": lambda _: [b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"],
    "100-continue-flood": lambda _: forever(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 100, 0),
}


def answers(case: dict[str, Any]) -> Callable[[str], Iterable[bytes]]:
    name = case["id"]
    if name in GENERATED:
        return GENERATED[name]
    if name.startswith("status-"):
        return lambda _: [answer(control(), f"{name.removeprefix('status-')} X")]
    body = (SUITE / case["file"]).read_bytes()
    return lambda _: [answer(body, headers=case.get("headers"))]


def bomb(_: str) -> Iterable[bytes]:
    """200 MB of nothing as 200 KB of gzip, made without ever being held."""
    coder = zlib.compressobj(9, zlib.DEFLATED, 31)
    packed = b"".join(coder.compress(bytes(1_000_000)) for _ in range(200)) + coder.flush()
    yield HEAD + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(packed) + packed


ENDLESS: dict[str, Callable[[str], Iterable[bytes]]] = {  # what a suite of files cannot hold
    "silent": lambda _: forever(b"", b"", 1),
    "headers-drip": lambda _: forever(b"HTTP/1.1 200 OK\r\nX-", b"a", 0.1),
    "body-drips": lambda _: forever(HEAD + b"Content-Length: 9999\r\n\r\n", b"<", 0.1),
    "chunks-drip": lambda _: forever(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n<\r\n", 0.1),
    "endless-body": lambda _: forever(HEAD + b"\r\n", b"<item></item>" * 5000, 0),
    "endless-header": lambda _: forever(HEAD + b"X: ", b"x" * 65536, 0),
    "bomb": bomb,
}
