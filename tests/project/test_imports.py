"""A cheap command stays cheap: which heavy libraries it does not import."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

OF_FETCHING = frozenset({"httpx", "aiohttp", "feedparser", "jinja2", "apscheduler"})
HEAVY = OF_FETCHING | {"sqlalchemy", "pydantic"}

CALL = """
import json, sys
from pathlib import Path
from monitor.cli import main
main(json.loads(sys.argv[1]), prog_name="monitor", standalone_mode=False)
Path(sys.argv[2]).write_text(json.dumps(sorted(sys.modules)))
"""


def imported_by(*arguments: str, folder: Path) -> set[str]:
    """The modules in memory after one command, run in a process of its own in `folder`."""
    listing = folder / "modules.json"
    ran = subprocess.run(
        [sys.executable, "-c", CALL, json.dumps(arguments), str(listing)],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    return set(json.loads(listing.read_text()))


@pytest.mark.parametrize("arguments", [("--version",), ("--help",), ("poll", "--help")], ids=" ".join)
def test_version_and_help_import_nothing_heavy(arguments: tuple[str, ...], tmp_path: Path) -> None:
    modules = imported_by(*arguments, folder=tmp_path)
    assert "monitor.cli" in modules
    assert modules & HEAVY == set()


def test_status_imports_nothing_of_fetching_and_rendering(tmp_path: Path) -> None:
    imported_by("init", folder=tmp_path)
    modules = imported_by("status", folder=tmp_path)
    assert "sqlalchemy" in modules
    assert modules & OF_FETCHING == set()
