"""A process that may open few files does less at a time, or nothing; never half."""

from __future__ import annotations

import resource
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from monitor.run.polling.file_limit import PER_CHECK, RESERVE, checks_at_a_time
from support.hosts import hosts
from support.program import write_config

ACCOUNTS = 500


def poll(folder: Path, accounts: str, files: int) -> tuple[int, list[str]]:
    """`monitor poll` as a process that may open so many files: its exit code, and what it says."""
    path = write_config(folder, accounts)
    code = (
        f"import resource; resource.setrlimit(resource.RLIMIT_NOFILE, ({files}, {files}));"
        "from monitor.cli import main; main()"
    )
    command = [sys.executable, "-c", code, "--config", str(path), "poll", "--all", "--allow-private"]
    ended = subprocess.run(command, capture_output=True, timeout=120)
    return ended.returncode, ended.stderr.decode().splitlines()


def checks(folder: Path) -> list[tuple[str, int]]:
    with sqlite3.connect(folder / "monitor.db") as database:
        found = database.execute("select outcome, count(*) from looks group by outcome").fetchall()
    database.close()
    return found


@pytest.mark.slow
@pytest.mark.skipif(resource.getrlimit(resource.RLIMIT_NOFILE)[0] < 3 * ACCOUNTS, reason="this test itself opens many")
def test_few_files_make_fewer_checks_at_a_time(tmp_path: Path) -> None:
    """F015: with 64 files and 500 accounts it is said once, fewer checks are made at a time, and each is whole."""
    with hosts(ACCOUNTS) as found:
        code, said = poll(tmp_path, found.accounts, 64)
    assert checks(tmp_path) == [("ok", ACCOUNTS)]
    assert (code, len(said)) == (0, 1), said
    assert "may open only 64 files: 12 checks at a time instead of 50; allow 140 (ulimit -n)" in said[0]


def test_too_few_files_are_one_error_and_nothing_is_begun(tmp_path: Path) -> None:
    """F015: where the files do not suffice for a single check, the program says so and may be tried again."""
    with hosts(1) as found:
        code, said = poll(tmp_path, found.accounts, RESERVE + 1)
    assert (code, len(said)) == (75, 1), said
    assert f"may open only {RESERVE + 1} files, too few to check anything: allow 140 (ulimit -n)" in said[0]
    assert checks(tmp_path) == []


@pytest.mark.parametrize(
    ("files", "expected"),
    [(20_000, 50), (RESERVE + 50 * PER_CHECK, 50), (RESERVE + 50 * PER_CHECK - 1, 49), (RESERVE + 2, 1), (8, 0)],
)
def test_checks_at_a_time(files: int, expected: int) -> None:
    assert checks_at_a_time(50, files) == expected
