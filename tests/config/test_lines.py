"""The line of every key, however the TOML is written."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.config.lines import Path, account_lines, line_map, line_of
from monitor.resources import folder

TEXT = '''\
# a comment with [brackets] and "quotes"
title = "a [table] = in # text"
escaped = "one \\" two"
literal = 'C:\\path "quoted"'
long = """
[not.a.table]
key = 1 \\""" still
"""
raw = \'\'\'
[[accounts]]
\'\'\'
after = 1   # the line behind several lines
a.b.c = 2
"quoted key".'other one' = 3
[brands.acme]
plan = { publish = "3 per week", thresholds = { late = "9 days" } }
list = [
  1, 2,
  # between
  3,
]
tables = [ { a = 1 },
           { a = [ "x",
                   "y" ] } ]
when = 2027-01-31T10:00:00
[[accounts]]
id = "one"
[accounts.plan]
publish = "daily"
[[accounts.pauses]]
from = 2027-01-01
  [[accounts]]
  id = "two"
[[accounts.pauses]]
from = 2027-02-01
[[ accounts ]] # spaced
"id" = "three"
[brands."the garden".plan]
curate = "daily"
'''

EXPECTED: dict[Path, int] = {
    ("title",): 2,
    ("escaped",): 3,
    ("literal",): 4,
    ("long",): 5,
    ("raw",): 9,
    ("after",): 12,
    ("a",): 13,
    ("a", "b", "c"): 13,
    ("quoted key", "other one"): 14,
    ("brands",): 15,
    ("brands", "acme"): 15,
    ("brands", "acme", "plan", "thresholds", "late"): 16,
    ("brands", "acme", "list"): 17,
    ("brands", "acme", "list", 1): 18,
    ("brands", "acme", "list", 2): 20,
    ("brands", "acme", "tables", 0, "a"): 22,
    ("brands", "acme", "tables", 1, "a"): 23,
    ("brands", "acme", "tables", 1, "a", 1): 24,
    ("brands", "acme", "when"): 25,
    ("accounts", 0): 26,
    ("accounts", 0, "plan", "publish"): 29,
    ("accounts", 0, "pauses", 0, "from"): 31,
    ("accounts", 1): 32,
    ("accounts", 1, "id"): 33,
    ("accounts", 1, "pauses", 0): 34,
    ("accounts", 2): 36,
    ("accounts", 2, "id"): 37,
    ("brands", "the garden", "plan", "curate"): 39,
}


@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: ".".join(map(str, path)))
def test_the_line_of_a_key(path: Path) -> None:
    assert line_map(TEXT)[path] == EXPECTED[path]


def test_what_has_no_line_stands_at_the_table_around_it() -> None:
    assert line_of(line_map(TEXT), ("brands", "acme", "plan", "coverage")) == 16
    assert line_of(line_map(TEXT), ("nowhere", "at", "all")) == 1


def test_accounts_are_found_in_each_way_they_are_written() -> None:
    assert account_lines(TEXT, 3) == [26, 32, 36]
    assert account_lines("\n[[accounts]]\n# [[accounts]]\n[[accounts]]\n", 2) == [2, 4]
    assert account_lines('accounts = [\n{ id = "a" },\n{ id = "b" }]\n', 2) == [2, 3]
    assert account_lines('[["accounts"]]\nid = "a"\n', 1) == [1]


@pytest.mark.parametrize("name", ["monitor.example.toml", "monitor.starter.toml"])
def test_every_key_of_a_real_file_has_the_line_it_stands_on(name: str) -> None:
    text = (folder("config") / name).read_text(encoding="utf-8")
    lines = text.splitlines()
    known = line_map(text)

    for path in paths(tomllib.loads(text)):
        key = next(part for part in reversed(path) if isinstance(part, str))
        assert key in lines[known[path] - 1] or isinstance(path[-1], int), path


def paths(value: Any, path: Path = ()) -> list[Path]:
    """The path of everything below `value`."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [found for key, below in pairs for found in ((*path, key), *paths(below, (*path, key)))]


KEYS = st.sampled_from(["a", "b-1", '"c d"', "'e.f'", '"g\\u0041"', "h . i"])
SCALARS = st.sampled_from(
    ['"x # ["', "'y'", "1", "1.5", "true", "2027-01-31", '"""\n[z]\n"""', "'''\n=\n'''", "[]", "{}"]
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: "[\n" + ",\n# c\n".join(items) + "\n]")
        | st.lists(inner, max_size=2).map(
            lambda items: "{ " + ", ".join(f"k{n} = {one}" for n, one in enumerate(items)) + " }"
        )
    ),
    max_leaves=6,
)
HEADERS = st.sampled_from(["[t{n}]", "[ t{n} . u ]", "[[list]]", "[[list]]\n[list.sub]", '["q{n}".r]'])
TABLES = st.tuples(HEADERS, st.lists(st.tuples(KEYS, VALUES), max_size=4, unique_by=lambda pair: pair[0]))


@given(st.lists(TABLES, max_size=5))
def test_every_key_of_any_document_has_a_line(tables: list[tuple[str, list[tuple[str, str]]]]) -> None:
    text, expected = "", []
    for number, (header, pairs) in enumerate(tables):
        text += header.replace("{n}", str(number)) + "\n"
        for key, value in pairs:
            expected.append(text.count("\n") + 1)
            text += f"{key} = {value}\n"
    known = line_map(text)

    assert set(paths(tomllib.loads(text))) <= set(known)
    assert set(expected) <= set(known.values())
