"""`run` is killed with SIGKILL at random points; after one lease and one undisturbed run nothing is lost or doubled."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest

from support.program import NOON, write_config
from support.site import Site

ACCOUNTS = 100
WEEK = timedelta(weeks=1)

CHILD = """
import sys, time
from datetime import datetime, timedelta
from monitor.run.app import App
from monitor.run.tick import run

start, began = datetime.fromisoformat(sys.argv[2]), time.monotonic()
app = App(sys.argv[1], env={}, clock=lambda: start + timedelta(seconds=time.monotonic() - began))
run(app, allow_private=True)
"""


class Fleet:
    """A hundred feeds that grow by a post a week, and the program that reads them, a week later on each run."""

    def __init__(self, folder: Path, site: Site) -> None:
        self.folder, self.site, self.week = folder, site, 0
        accounts = "".join(
            f'[[accounts]]\nid = "a{number}"\nbrand = "acme"\nnetwork = "feed"\nurl = "{site.base}/a{number}.xml"\n'
            f'owner = "ada"\nplan = {{ publish = "1 per week" }}\n'
            for number in range(ACCOUNTS)
        )
        self.config = write_config(folder, accounts)
        quick = self.config.read_text().replace('poll_every = "6h"', 'poll_every = "1s"\nlease = "1s"')
        self.config.write_text(quick)

    def grow(self) -> None:
        """A week goes by: each account has one more post, and one that is silent from its tenth week has none."""
        self.week += 1
        for number in range(ACCOUNTS):
            posts = min(self.week, 10) if number % 7 == 0 else self.week
            self.site.feed(f"/a{number}.xml", *(NOON + post * WEEK - timedelta(days=1) for post in range(posts)))

    def start(self, seconds_later: int = 0) -> subprocess.Popen[bytes]:
        now = NOON + self.week * WEEK + timedelta(seconds=seconds_later)
        return subprocess.Popen(
            [sys.executable, "-c", CHILD, str(self.config), now.isoformat()],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def finish(self, seconds_later: int = 60) -> float:
        """An undisturbed run after every lease has run out; returns how long it took, in seconds."""
        began = time.monotonic()
        child = self.start(seconds_later)
        _, errors = child.communicate(timeout=120)
        assert (0, b"") == (child.returncode, errors)
        return time.monotonic() - began

    def check(self) -> None:
        """I1, I2, I3, I6 and I10: each post once, each digest once, each change announced once, the file whole."""
        with sqlite3.connect(self.folder / "monitor.db") as database:
            assert [("ok",)] == database.execute("pragma integrity_check").fetchall()
            assert [] == database.execute("pragma foreign_key_check").fetchall()
            failed = database.execute("select outcome, detail from looks where outcome <> 'ok'").fetchall()
            assert [] == failed  # the server answers every question that is asked to its end
            stored = dict(
                database.execute(
                    "select accounts.id, count(*) from activities join accounts on number = account group by 1"
                ).fetchall()
            )
            shown = {f"a{number}": min(self.week, 10) if number % 7 == 0 else self.week for number in range(ACCOUNTS)}
            assert shown == stored
            letters = database.execute("select period, state from letters order by period").fetchall()
            assert len(letters) == len({period for period, _ in letters})
            assert {state for _, state in letters} <= {"sent"}
            bounds = database.execute("select through_transition from letters order by id").fetchall()
            assert bounds == sorted(bounds)
        database.close()
        assert len(letters) == len(list((self.folder / "mail" / "new").glob("*")))


def kill(child: subprocess.Popen[bytes], after: float) -> bool:
    """Ends the child and all that it started after so many seconds; False if it had finished by itself."""
    try:
        child.wait(after)
        return False
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        return True
    finally:
        assert child.stderr is not None
        child.stderr.close()


def torment(fleet: Fleet, kills: int) -> None:
    """Kills so many runs, each at a random point of its work; every tenth time an undisturbed run and a check."""
    chance = random.Random(20261116)
    fleet.grow()
    long = fleet.finish()
    fleet.check()
    done = 0
    while done < kills:
        fleet.grow()
        done += kill(fleet.start(), chance.uniform(0.1, long))
        if done % 10 == 0:
            fleet.finish()
            fleet.check()
    fleet.finish()
    fleet.check()


def test_five_kills(tmp_path: Path, site: Site) -> None:
    torment(Fleet(tmp_path, site), 5)


@pytest.mark.slow
def test_fifty_kills(tmp_path: Path, site: Site) -> None:
    torment(Fleet(tmp_path, site), 50)
