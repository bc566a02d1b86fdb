"""Rooms and names that a stranger finds: how many modules a folder holds, and where the test of each stands."""

from __future__ import annotations

import ast
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.tested_through import TESTED_THROUGH

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "monitor"
MODULES = sorted(
    file.relative_to(SOURCE).with_suffix("").as_posix()
    for file in SOURCE.rglob("*.py")
    if file.name != "__init__.py" and "migrations" not in file.parts
)
TESTS = {file.relative_to(ROOT / "tests").with_suffix("").as_posix() for file in (ROOT / "tests").rglob("test_*.py")}

MOST = {"cli": 24, "config": 22, "judge": 19, "metrics": 26, "model": 12, "fetch": 18, "demo": 12, "deliver": 8}
MOST_OF_A_ROOM = 16  # below connect, run, report and store
TWICE = {
    "daemon": "the command and its use case",
    "outbox": "the command and the store's part that it lists",
}
ENTERED_BY_SEAMS = ("connect", "fetch", "metrics", "judge", "store", "report", "deliver", "config")


def folder(module: str) -> str:
    return module.rpartition("/")[0]


def test_no_room_holds_more_than_can_be_read_at_a_glance() -> None:
    rooms: dict[str, int] = defaultdict(int)
    for module in MODULES:
        rooms[folder(module)] += 1
    full = {room: held for room, held in rooms.items() if room and held > MOST.get(room, MOST_OF_A_ROOM)}
    assert full == {}


def test_a_module_has_a_name_of_its_own() -> None:
    named: dict[str, list[str]] = defaultdict(list)
    for module in MODULES:
        named[module.rpartition("/")[2]].append(folder(module))
    assert {name for name, rooms in named.items() if len(rooms) > 1} == TWICE.keys()


def public_classes() -> Iterator[tuple[str, str]]:
    for module in MODULES:
        tree = ast.parse((SOURCE / f"{module}.py").read_text(encoding="utf-8"))
        yield from ((node.name, module) for node in tree.body if isinstance(node, ast.ClassDef))


def test_a_public_class_has_a_name_of_its_own() -> None:
    named: dict[str, list[str]] = defaultdict(list)
    for name, module in public_classes():
        if not name.startswith("_"):
            named[name].append(module)
    assert {name: modules for name, modules in named.items() if len(modules) > 1} == {}


def test_each_module_has_its_test_by_name_or_stands_in_the_table() -> None:
    through = {module for modules in TESTED_THROUGH.values() for module in modules}
    own = {module for module in MODULES if any(_tests(test, module) for test in TESTS)}
    assert sorted(set(MODULES) - own - through) == []
    assert sorted(own & through) == []  # it has one of its own by now
    assert sorted(through - set(MODULES)) == []


def _tests(test: str, module: str) -> bool:
    name = f"{folder(module)}/test_{module.rpartition('/')[2]}"
    return test == name or test.startswith(f"{name}_")


@pytest.mark.parametrize("test", sorted(TESTED_THROUGH))
def test_the_table_names_tests_that_are_there(test: str) -> None:
    assert test in TESTS


def imported() -> set[str]:
    """Modules that are imported from outside their folder, as a/b/c."""
    known, found = set(MODULES), set()
    for file in SOURCE.rglob("*.py"):
        own = file.relative_to(SOURCE).parts[0]
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("monitor."):
                base = (node.module or "").removeprefix("monitor.").replace(".", "/")
                for name in (base, *(f"{base}/{alias.name}" for alias in node.names)):
                    if name in known and name.partition("/")[0] != own:
                        found.add(name)
    return found


@pytest.mark.parametrize("part", ENTERED_BY_SEAMS)
def test_what_is_no_seam_is_protected(part: str) -> None:
    """A new module is private to its folder until somebody makes it a seam: it stands in pyproject.toml's contract."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    protected = next(one["protected_modules"] for one in contracts if one["name"] == f"{part} is entered by its seams")
    inner = {name.removeprefix("monitor.").replace(".", "/") for name in protected}
    assert inner == {module for module in MODULES if module.startswith(f"{part}/")} - imported()


@pytest.mark.parametrize("room", sorted({folder(module) for module in MODULES} - {""}))
def test_a_room_says_what_it_is_for(room: str) -> None:
    text = ast.get_docstring(ast.parse((SOURCE / room / "__init__.py").read_text(encoding="utf-8")))
    assert text
