"""The house rules that no other tool checks: small files, telling names, whole links, no loose ends."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "bench").rglob("*.md")])
WRITTEN = [
    *SOURCES,
    *TESTS,
    *PAGES,
    ROOT / "Makefile",
    ROOT / ".ci" / "run",
    ROOT / "pyproject.toml",
    *(file for name in ("connectors", "templates", "config") for file in (ROOT / name).rglob("*") if file.is_file()),
]

LONGEST = 300
SAYS_NOTHING = frozenset({"util", "utils", "helper", "helpers", "common", "base", "manager", "misc"})
LOOSE_END = re.compile(r"\b(?:TO[D]O|FIX[M]E|XX[X])\b")
LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"^```.*?^```$|`[^`\n]+`", re.MULTILINE | re.DOTALL)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_no_source_file_is_longer_than_can_be_read_at_once() -> None:
    lengths = {name(file): len(file.read_text(encoding="utf-8").splitlines()) for file in SOURCES}
    assert {file: length for file, length in lengths.items() if length > LONGEST} == {}


def test_every_module_and_folder_is_named_for_what_it_holds() -> None:
    words = {name(file): {file.stem, *file.relative_to(ROOT).parent.parts} for file in SOURCES}
    assert [file for file, parts in words.items() if parts & SAYS_NOTHING] == []


def test_test_modules_have_names_of_their_own() -> None:
    counted = Counter(file.name for file in TESTS if file.name != "conftest.py")
    assert [file for file, times in counted.items() if times > 1] == []


def test_nothing_is_left_for_later() -> None:
    found = [name(file) for file in WRITTEN if LOOSE_END.search(file.read_text(encoding="utf-8"))]
    assert found == []


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_every_relative_link_leads_to_a_file(page: Path) -> None:
    text = CODE.sub("", page.read_text(encoding="utf-8"))
    targets = [target.partition("#")[0] for target in LINK.findall(text) if not re.match(r"[a-z]+:", target)]
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_decisions_are_numbered_one_after_another() -> None:
    numbers = sorted(file.name.partition("-")[0] for file in (ROOT / "docs" / "decisions").glob("*.md"))
    assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]


@pytest.mark.parametrize("module", [file for file in TESTS if file.name.startswith("test_")], ids=name)
def test_a_module_that_reads_the_shared_folder_counts_its_cases(module: Path) -> None:
    """A case is counted by the marker `shared` or the fixture of that name; a module that builds the path needs one."""
    text = module.read_text(encoding="utf-8")
    if re.search(r"parents\[\d\](?:\.parent)? / \"shared\"|\.parent / \"shared\"", text):
        assert re.search(r"\bmark\.shared\b|\bshared: Path\b", text)
