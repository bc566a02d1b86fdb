"""Hostile feeds, one account each, over real HTTP: nothing crashes, hangs, grows, leaks or is taken for silence."""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from support.program import Clock, Program
from support.raw import answer, answering

SUITE = Path(__file__).parents[3] / "shared" / "suites" / "adversarial-feeds"
CLOCK = datetime(2026, 6, 15, 10, tzinfo=UTC)
CASES: dict[str, dict[str, Any]] = (
    {case["id"]: case for case in map(json.loads, (SUITE / "cases.jsonl").read_text().splitlines())}
    if SUITE.is_dir()
    else {}
)
ELSEWHERE = {  # cases whose second host or name cannot be had on loopback: each is a test of fetch/
    "redirect-downgrade": "tests/fetch",
    "redirect-crosshost-credential": "tests/fetch",
    "dns-rebinding": "tests/fetch",
    "permanent-redirect-hijack": "tests/fetch",
}
OTHERWISE = {  # where the case's verdict is not what we say, and why
    "million-entries": ("unknown", "a body over the cap is not read in part: its note asks for the last known state"),
    "etag-lies": ("unknown", "its own note: a 304 to an unconditional request is an error"),
}
SECONDS = 10
GROWTH = 100 * 2**20  # bytes


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


class Watch:
    """The highest memory of this process and of its children while it is on, in bytes."""

    def __enter__(self) -> Watch:
        Path("/proc/self/clear_refs").write_text("5")  # forgets this process's own peak
        self.peaks: dict[str, int] = {}
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._sample)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
        self._take()

    def _sample(self) -> None:
        while not self._over.wait(0.02):
            self._take()

    def _take(self) -> None:
        """A child counts once it is the parser: between fork and exec it shows the memory of this process."""
        for pid in ["self", *children()]:
            try:
                command = Path(f"/proc/{pid}/cmdline").read_bytes()
                status = Path(f"/proc/{pid}/status").read_text()
            except OSError:
                continue
            if pid != "self" and b"parser_child" not in command:
                continue
            for line in status.splitlines():
                if line.startswith("VmHWM:"):
                    self.peaks[pid] = max(self.peaks.get(pid, 0), int(line.split()[1]) * 1024)


def children() -> set[str]:
    """The processes that this one's threads have started, and that have not ended."""
    found: set[str] = set()
    for thread in Path("/proc/self/task").iterdir():
        with suppress(OSError):  # the thread itself may have ended
            found.update((thread / "children").read_text().split())
    return found


def resident() -> int:
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) * 1024


def stored(folder: Path) -> tuple[int, str | None]:
    """How many activities are stored, and the newest human act, as the database has them."""
    with sqlite3.connect(folder / "monitor.db") as database:
        (count,) = database.execute("select count(*) from activities").fetchone()
        (last,) = database.execute("select last_human from accounts").fetchone()
    database.close()
    return count, datetime.fromtimestamp(last, UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if last is not None else None


@pytest.fixture
def clock() -> Clock:
    return Clock(CLOCK)


@pytest.mark.shared
@pytest.mark.parametrize("name", [name for name in CASES if name not in ELSEWHERE])
def test_adversarial_feed(name: str, program: Callable[[str], Program], clock: Clock, tmp_path: Path) -> None:
    case = CASES[name]
    expected = case["expect"]
    verdict = OTHERWISE.get(name, (expected["verdict"], ""))[0]
    with answering(answers(case)) as base:
        account = f'[[accounts]]\nid = "a"\nbrand = "acme"\nnetwork = "feed"\nurl = "{base}/f"\n'
        app = program(account)
        before = resident()
        with Watch() as watch:
            began = time.monotonic()
            ran = app.poll()
            took = time.monotonic() - began
        assert took < SECONDS
        assert watch.peaks.pop("self") - before < GROWTH
        assert all(peak < GROWTH + 60 * 2**20 for peak in watch.peaks.values())  # a bare parser process takes 50 MB
        assert ran.tally is not None
        assert ("unknown" if ran.tally.failed else "seen") in {
            "ok": ("seen",), "partial": ("seen",), "unknown": ("unknown",), "unknown or partial": ("seen", "unknown"),
        }[verdict]  # fmt: skip
        count, last = stored(tmp_path)
        assert expected.get("stored", count) == count
        assert expected.get("last_activity", last) == last
        if "stored_twice" in expected:
            clock.forward(hours=6)
            app.poll()
            assert expected["stored_twice"] == stored(tmp_path)[0]
        if "not_contains" in expected:
            assert expected["not_contains"].encode() not in (tmp_path / "monitor.db").read_bytes()
        assert app.status("a") not in ("late", "overdue", "dormant", "abandoned") or verdict != "unknown"


@pytest.mark.shared
@pytest.mark.skipif(not CASES, reason="../shared is not beside the checkout")
def test_every_case_is_run_somewhere() -> None:
    assert set(CASES) >= set(ELSEWHERE) | set(OTHERWISE) | set(GENERATED)
    assert {case["id"] for case in CASES.values() if "generate" in case} == {
        *GENERATED, *ELSEWHERE, *(name for name in CASES if name.startswith("status-")),
    }  # fmt: skip
