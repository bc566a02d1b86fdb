"""The rules of a test run, tried on a small tree of its own: slow tests, missing parts, counted cases."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

SAMPLE = """
import pytest
import support.postgres
from pathlib import Path

support.postgres.PACKAGES = Path("/no packages")
support.postgres.WHEEL = "no_wheel"

@pytest.mark.slow
def test_slow(): pass

@pytest.mark.shared
@pytest.mark.parametrize("number", range(3))
def test_marked(number): assert number < 2

def test_by_fixture(shared: Path): assert shared.is_dir()

def test_with_a_browser(chromium: Path): assert chromium.exists()

def test_with_a_server(postgres): assert postgres.url
"""


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., str]:
    """Runs the sample in a tree like the project's, with `shared` beside it or not; gives what pytest printed."""

    def closing_lines(*options: str, every: bool = False, beside: bool = True) -> str:
        tests = tmp_path / "project" / "tests"
        tests.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "tests" / "conftest.py", tests)
        shutil.copytree(ROOT / "tests" / "support", tests / "support", dirs_exist_ok=True)
        shutil.copy(ROOT / "pyproject.toml", tests.parent)
        (tests / "test_sample.py").write_text(SAMPLE)
        if beside:
            (tmp_path / "shared").mkdir()
        environment = {**os.environ, "MONITOR_TESTS": "all" if every else "", "PATH": str(tmp_path / "no programs")}
        ran = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *options],
            cwd=tests.parent,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
        )
        return ran.stdout + ran.stderr

    return closing_lines


def test_a_quick_run_skips_what_is_slow_or_missing_and_counts_shared_cases(run: Callable[..., str]) -> None:
    printed = run()
    assert "shared cases run: 4" in printed
    assert "1 failed, 3 passed, 3 skipped" in printed
    assert "slow: MONITOR_TESTS=all runs it" in printed


def test_worker_processes_count_the_same(run: Callable[..., str]) -> None:
    assert "shared cases run: 4" in run("-n", "2")


def test_a_whole_run_runs_slow_tests_and_fails_without_a_browser_or_a_server(run: Callable[..., str]) -> None:
    printed = run(every=True)
    assert "no browser: install chromium; MONITOR_TESTS=all asks for it" in printed
    assert "no PostgreSQL: install postgresql; MONITOR_TESTS=all asks for it" in printed
    assert "1 failed, 4 passed, 2 errors" in printed


def test_without_the_folder_its_cases_are_not_counted_as_run(run: Callable[..., str]) -> None:
    printed = run("-k", "by_fixture", beside=False)
    assert "shared cases run: 0 (the folder ../shared is absent)" in printed
    assert "1 skipped" in printed
