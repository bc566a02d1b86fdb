"""What hostile accounts cost the others: a cycle of 200 good accounts, without and with hostile ones beside them."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from support.hostile import CASES, ENDLESS, GENERATED, answers
from support.memory import Tree
from support.program import NOON, write_config
from support.raw import answering
from support.site import Page, Site

Servers = Mapping[str, Callable[[str], Iterable[bytes]]]
GOOD = 200
SECONDS = 10
GROWTH = 100 * 2**20  # bytes
FLOODS = {name: GENERATED[name] for name in GENERATED if name.startswith(("million", "slow", "100"))} | ENDLESS
OF_THE_SUITE = {name: answers(case) for name, case in CASES.items() if "file" in case or name in GENERATED}
KINDS: dict[str, Servers] = {
    "floods and drips": FLOODS,
    "documents": {name: serve for name, serve in OF_THE_SUITE.items() if name not in GENERATED},
    "answers": {name: serve for name, serve in OF_THE_SUITE.items() if name in GENERATED and name not in FLOODS}
    | {name: answers(case) for name, case in CASES.items() if name.startswith("status-")},
}


@dataclass
class Cost:
    """Seconds until the last good account was served and until the end, and the most memory used, in bytes."""

    good: float
    whole: float
    memory: int


def good_accounts(site: Site) -> tuple[str, list[float]]:
    """So many good accounts, a tenth of them read in the parser's process; and when each was asked."""
    asked: list[float] = []

    def served(page: Page) -> Callable[[], Page]:
        def serve() -> Page:
            asked.append(time.monotonic())
            return page

        return serve

    accounts = ""
    for number in range(GOOD):
        path = f"/good{number}.xml"
        site.feed(path, *(NOON - timedelta(days=7 * week) for week in range(20)))
        status, headers, body = site.pages[path]  # type: ignore[misc]  # a page, not a function
        if number % 10 == 0:
            body = b'<?xml version="1.0"?><!DOCTYPE rss>' + body
        site.pages[path] = served((status, headers, body))
        accounts += account(f"good{number}", f"{site.base}{path}")
    return accounts, asked


def account(name: str, url: str) -> str:
    return f'[[accounts]]\nid = "{name}"\nbrand = "acme"\nnetwork = "feed"\nurl = "{url}"\n'


def cycle(folder: Path, site: Site, hostile: Servers) -> Cost:
    """Runs `monitor poll` as a process of its own over the good accounts and the hostile ones, which come first."""
    folder.mkdir()
    with ExitStack() as stack:
        bad = "".join(
            account(f"bad-{name}", f"{stack.enter_context(answering(serve))}/f") for name, serve in hostile.items()
        )
        good, asked = good_accounts(site)
        path = write_config(folder, bad + good)
        code = "from monitor.cli import main; main()"
        command = [sys.executable, "-c", code, "--config", str(path), "poll", "--all", "--allow-private"]
        began = time.monotonic()
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
            with Tree(process.pid) as tree:
                _, said = process.communicate(timeout=120)
            whole = time.monotonic() - began
    assert process.returncode in (0, 3), said.decode()
    assert len(asked) == GOOD
    return Cost(max(asked) - began, whole, tree.peak)


@pytest.mark.slow
@pytest.mark.shared
@pytest.mark.skipif(not CASES, reason="../shared is not beside the checkout")
@pytest.mark.parametrize("kinds", KINDS)
def test_hostile_accounts_cost_the_others_little(kinds: str, tmp_path: Path, site: Site) -> None:
    """F052, F053, F054, F055, F056, F057, F058: all at once delay 200 others by < 10 s and take < 100 MB."""
    without = cycle(tmp_path / "without", site, {})
    beside = cycle(tmp_path / "beside", site, KINDS[kinds])
    assert beside.good - without.good < SECONDS
    assert beside.whole - without.whole < SECONDS
    assert beside.memory - without.memory < GROWTH
