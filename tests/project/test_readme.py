"""The commands that the documentation shows exist, and the README's two do what it promises of them.

A command is a line that begins with "$ " in a block marked ```console.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import click
import pytest

from monitor.cli import main

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TARGET = re.compile(r"^([a-z-]+):", re.MULTILINE)


def commands(page: Path) -> list[str]:
    """The command lines of a page, without prompt, comment and what comes after a pipe."""
    lines = [line for block in BLOCK.findall(page.read_text(encoding="utf-8")) for line in block.splitlines()]
    return [line[2:].partition("  #")[0].partition(" | ")[0].strip() for line in lines if line.startswith("$ ")]


def shown(program: str) -> list[str]:
    """Every command line of the documentation that calls `program`, in whatever folder, once each."""
    return sorted({line for page in PAGES for line in commands(page) if Path(line.split()[0]).name == program})


@pytest.mark.parametrize("line", shown("make"))
def test_a_make_target_that_is_shown_exists(line: str) -> None:
    targets = set(TARGET.findall((ROOT / "Makefile").read_text(encoding="utf-8")))
    wanted = {word for word in shlex.split(line)[1:] if "=" not in word}
    assert wanted - targets == set()


@pytest.mark.parametrize("line", shown("monitor"))
def test_a_command_that_is_shown_exists_with_its_options(line: str) -> None:
    command: click.Command = main
    known = {"--help"}
    for word in shlex.split(line)[1:]:
        known |= {option for parameter in command.params for option in parameter.opts}
        if word.startswith("-"):
            assert word.partition("=")[0] in known
        elif isinstance(command, click.Group) and word in command.commands:
            command = command.commands[word]
    assert not isinstance(command, click.Group) or command is main, f"{line!r} names no command"


@pytest.mark.slow
def test_the_two_commands_of_the_readme_run_in_a_fresh_clone(tmp_path: Path) -> None:
    """Where nothing lies beside it, so that the recorded material is left to the run that this test is part of.

    That run has the same cores, so the limits are wide; by themselves they take three and five minutes at most.
    """
    assert commands(ROOT / "README.md")[:2] == ["make demo", "make test"]
    clone = fresh_clone(tmp_path / "clone")
    make("demo", clone, seconds=400)
    assert {"digest-en.eml", "digest-fr.eml"} <= {file.name for file in (clone / "demo-output").iterdir()}
    assert re.search(r"^\d{3,} passed, \d+ skipped in ", make("test", clone, seconds=1200), re.MULTILINE)


def fresh_clone(clone: Path) -> Path:
    """What git would give to somebody else: the tracked files and the new ones, none of the ignored."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listing = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    for file in filter(None, listing.stdout.split("\0")):
        if (ROOT / file).is_file():  # a tracked file may be deleted and the deletion not committed yet
            (clone / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / file, clone / file)
    return clone


def make(target: str, folder: Path, seconds: float) -> str:
    """Runs the target as somebody would who has just cloned it; returns what it prints."""
    ours = ("MONITOR_", "PYTEST_", "MAKE", "MFLAGS", "ARGS")  # what was passed to the run that this test is part of
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    ran = subprocess.run(
        ["make", target],
        cwd=folder, env=environment, capture_output=True, text=True, timeout=seconds, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout[-3000:] + ran.stderr[-3000:]
    return ran.stdout
