"""Hostile feeds, one account each, over real HTTP: nothing crashes, hangs, grows, leaks or is taken for silence."""

from __future__ import annotations

import resource
import sqlite3
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from support.hostile import CASES, CLOCK, GENERATED, answers
from support.memory import Watch, resident
from support.program import Clock, Program
from support.raw import answering
from support.site import Site

ELSEWHERE = {  # cases whose second host or name cannot be had on loopback: each is a test of fetch/
    "redirect-downgrade": "tests/fetch",
    "redirect-crosshost-credential": "tests/fetch",
    "dns-rebinding": "tests/fetch",
    "permanent-redirect-hijack": "tests/fetch",
}
OTHERWISE = {  # where the case's verdict is not what we say, and why
    "million-entries": ("unknown", "a body over the cap is not read in part: its note asks for the last known state"),
    "etag-lies": ("unknown", "its own note: a 304 to an unconditional request is an error"),
    "gzip-lie": ("ok", "its own note: the body may be read as it stands"),
}
STORED = {
    "dup-id-different-posts": 2
}  # its note: one or two, by a rule; ours is that of connect/checks/duplicate_ids.py
SECONDS = 10  # of work
HANGS = 60  # seconds after which it hangs, however busy the machine is
OWN, CHILDREN = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN
GROWTH = 100 * 2**20  # bytes


def stored(folder: Path) -> tuple[int, str | None]:
    """How many activities are stored, and the newest human act, as the database has them."""
    with sqlite3.connect(folder / "monitor.db") as database:
        (count,) = database.execute("select count(*) from activities").fetchone()
        (last,) = database.execute("select last_human from accounts").fetchone()
    database.close()
    return count, datetime.fromtimestamp(last, UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if last is not None else None


def work() -> float:
    """CPU seconds of this process and of its children that have ended: other work on the machine does not count."""
    return sum(used.ru_utime + used.ru_stime for used in map(resource.getrusage, (OWN, CHILDREN)))


@pytest.fixture
def clock() -> Clock:
    return Clock(CLOCK)


@pytest.mark.shared
@pytest.mark.parametrize("name", [name for name in CASES if name not in ELSEWHERE])
def test_adversarial_feed(name: str, program: Callable[[str], Program], clock: Clock, tmp_path: Path) -> None:
    """F052, F053, F054, F055, F056, F057, F058, F060: each as its case says, in time and in bounds."""
    case = CASES[name]
    expected = case["expect"] | ({"stored": STORED[name], "stored_twice": STORED[name]} if name in STORED else {})
    verdict = OTHERWISE.get(name, (expected["verdict"], ""))[0]
    with answering(answers(case)) as base:
        account = f'[[accounts]]\nid = "a"\nbrand = "acme"\nnetwork = "feed"\nurl = "{base}/f"\n'
        app = program(account)
        before = resident()
        with Watch() as watch:
            began, worked = time.monotonic(), work()
            ran = app.poll()
            took, worked = time.monotonic() - began, work() - worked
        assert worked < SECONDS
        assert took < HANGS
        assert watch.peaks.pop("self") - before < GROWTH
        assert all(peak < GROWTH + 60 * 2**20 for peak in watch.peaks.values())  # a bare parser process takes 50 MB
        assert ran.tally is not None
        assert ("unknown" if ran.tally.failed else "seen") in {
            "ok": ("seen",), "partial": ("seen",), "unknown": ("unknown",), "unknown or partial": ("seen", "unknown"),
        }[verdict]  # fmt: skip
        count, last = stored(tmp_path)
        assert count == expected.get("stored", count)
        assert last == expected.get("last_activity", last)
        if "stored_twice" in expected:
            clock.forward(hours=6)
            app.poll()
            assert stored(tmp_path)[0] == expected["stored_twice"]
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


def test_a_body_that_is_a_path_is_not_opened(program: Callable[[str], Program], site: Site, tmp_path: Path) -> None:
    """F060: the name of a file is no feed, though the file is one."""
    site.feed("/f", CLOCK)
    file = tmp_path / "feed.xml"
    file.write_bytes(site.pages["/f"][2])  # type: ignore[index]  # a page, not a function
    for body in (str(file).encode(), b"file://" + str(file).encode(), b"/etc/passwd"):
        site.pages["/f"] = (200, {"Content-Type": "application/rss+xml"}, body)
        app = program(f'[[accounts]]\nid = "a"\nbrand = "acme"\nnetwork = "feed"\nurl = "{site.base}/f"\n')
        ran = app.poll(everything=True)
        assert ran.tally is not None
        assert (ran.tally.failed, stored(tmp_path)[0]) == (1, 0)
