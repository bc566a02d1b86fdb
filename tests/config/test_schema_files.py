"""The files that travel with the program: the example, the starter, the schema, the reference; and half of them."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from monitor.config.account_schema import PlanTable, ThresholdsTable
from monitor.config.load import load
from monitor.config.notices import notices
from monitor.config.schema import FetchTable, json_schema
from monitor.model.account import Plan, Thresholds
from monitor.model.errors import ConfigError
from monitor.model.settings import FetchSettings, Settings
from monitor.resources import folder as resource
from support.configuration import NETWORKS, Folder

CONFIG = resource("config")
EXAMPLE = CONFIG / "monitor.example.toml"
STARTER = CONFIG / "monitor.starter.toml"
SCHEMA = CONFIG / "monitor.schema.json"
REFERENCE = Path(__file__).parents[2] / "docs" / "configuration.md"


def schema_keys(node: Any) -> Iterator[str]:
    """Every key of every table of the schema."""
    if isinstance(node, dict):
        yield from node.get("properties", {})
    for below in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from schema_keys(below)


KEYS = sorted(set(schema_keys(json_schema())))


@pytest.mark.parametrize("path", [EXAMPLE, STARTER], ids=lambda path: path.name)
def test_a_file_to_begin_with_loads_without_notices(path: Path) -> None:
    settings = load(path, known=NETWORKS, env={})

    assert [str(notice) for notice in notices(settings)] == []


def test_the_starter_is_fit_to_be_written_anywhere(folder: Folder) -> None:
    settings = folder.load(STARTER.read_bytes())

    assert settings.database == f"sqlite:///{folder.path}/monitor.db"
    assert len(settings.accounts) == 2


@pytest.mark.parametrize("key", KEYS)
def test_every_key_stands_in_the_example_and_in_the_reference(key: str) -> None:
    example = EXAMPLE.read_text(encoding="utf-8")

    assert re.search(rf"(^|[\s{{\[.#]){key}(\.[\w-]+)?(\]| = )", example, re.MULTILINE), "explain it in the example"
    assert re.search(rf"`(\[+)?({key}|[^`]*\b{key})\b", REFERENCE.read_text(encoding="utf-8")), (
        "explain it in the reference"
    )


def test_the_least_that_works_of_the_reference_loads(folder: Folder) -> None:
    first = re.search(r"```toml\n(.*?)```", REFERENCE.read_text(encoding="utf-8"), re.DOTALL)

    assert first
    assert list(folder.load(first[1]).accounts) == ["acme-blog"]


def test_the_schema_in_the_tree_is_the_program_s() -> None:
    expected = json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"
    command = f"monitor config schema | python -m json.tool --indent 2 --no-ensure-ascii > {SCHEMA.name}"

    assert SCHEMA.read_text(encoding="utf-8") == expected, f"keys have changed; in config/: {command}"


@pytest.mark.parametrize(
    ("table", "model", "elsewhere"),
    [(PlanTable, Plan, set()), (ThresholdsTable, Thresholds, set()), (FetchTable, FetchSettings, {"contact"})],
    ids=["plan", "thresholds", "fetch"],
)
def test_a_table_has_every_field_of_the_model(table: Any, model: Any, elsewhere: set[str]) -> None:
    assert set(table.__annotations__) == {one.name for one in fields(model)} - elsewhere


def test_the_thresholds_of_the_example_are_the_defaults() -> None:
    """The example's comments explain the defaults: it must not state others."""
    said = tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))["accounts"][0]["plan"]["thresholds"]
    given = load(EXAMPLE, known=NETWORKS, env={}).accounts["acme-mastodon"].plan.thresholds

    for one in fields(Thresholds):
        if one.default is not None:
            assert (one.name, getattr(given, one.name)) == (one.name, one.default)
        assert one.name in said


@pytest.mark.parametrize("start", range(10))
def test_a_half_written_file_is_a_mistake_or_settings_and_nothing_else(folder: Folder, start: int) -> None:
    """Cut at every 23rd byte: prefixes of the example that a writer could leave behind."""
    whole = EXAMPLE.read_bytes()
    for end in range(start * 23, len(whole), 230):
        folder.write(whole[:end])
        try:
            assert isinstance(folder.load(), Settings)
        except ConfigError as error:
            lines = whole[:end].count(b"\n") + 1
            assert all(1 <= mistake.line <= lines for mistake in error.mistakes), (end, error.mistakes)
