"""One word for one thing (docs/glossary.md): words of earlier versions do not come back.

Read are what people read: comments, docstrings, docs, the example configuration, the English messages; and the names
that code defines. What is quoted or set as code (`looks`) may name a table, a column, a key, which keep their names.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
FORMER: Final = """
    letter letters look looks looked looking told wish wishes wished alarm alarms rung pulse standing standings grounds
    hearing twin twins leftover leftovers postal prospects glance
"""
WORDS: Final = frozenset(FORMER.split())
OTHERWISE: Final = re.compile(  # the same letters in another sense
    r"\blook(?:s|ed|ing)?[ -]?(?:up|ups|alikes?|like|for|the same|names up)\b|\bat a glance\b"
    r"|\bletters?(?:,| and| of| that DNS|: shorter| on \()|\b(?:two|first|third|capital|small|own|\d+) letters?\b"
    r"|\bstanding (?:work|hours|notice)\b",
    re.IGNORECASE,
)
QUOTED: Final = re.compile(r"```.*?```|`[^`]*`|\"[^\"\n]*\"|\[[^\]]*\]\([^)]*\)", re.DOTALL)
STORED: Final = {  # files whose subject is what keeps its name, with why
    "src/monitor/store/database/tables.py": "tables and columns",
    "src/monitor/store/database/mail_tables.py": "tables and columns",
    "src/monitor/store/codec.py": "keys of what is stored",
    "src/monitor/cli/__init__.py": "the former name of a command works",
}
KEYS: Final = {  # names that files and scripts read
    "bad_looks": "[plan.thresholds]",
    "told": "backtest --json",
}
SOURCES: Final = [
    file
    for folder in ("src", "bench", "tools")
    for file in sorted((ROOT / folder).rglob("*.py"))
    if "migrations" not in file.parts
]
PAGES: Final = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "Makefile")),
    *(file for file in sorted((ROOT / "docs").glob("*.md")) if file.name != "glossary.md"),
    *sorted((ROOT / "config").glob("*.toml")),
]


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def former(text: str) -> list[str]:
    plain = OTHERWISE.sub(" ", QUOTED.sub(" ", text))
    return [word for word in re.findall(r"(?<!\w)[A-Za-z]+(?!\w)", plain) if word.lower() in WORDS]


def prose(source: str) -> Iterator[tuple[int, str]]:
    """Comments and docstrings, each with its line."""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            text = ast.get_docstring(node)
            if text:
                yield getattr(node, "lineno", 1), text


def defined(source: str) -> Iterator[tuple[int, str]]:
    """The names that are defined: functions, classes, parameters, variables, fields."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.lineno, node.name
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.id


def parts(identifier: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", identifier)}


@pytest.mark.parametrize("file", [file for file in SOURCES if name(file) not in STORED], ids=name)
def test_code_speaks_the_words_of_the_glossary(file: Path) -> None:
    source = file.read_text(encoding="utf-8")
    said = [(line, found) for line, text in prose(source) if (found := former(text))]
    named = [
        (line, one)
        for line, one in defined(source)
        if parts(one) & WORDS and one not in KEYS and not OTHERWISE.search(one.replace("_", " "))
    ]
    assert said == []
    assert named == []


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_docs_speak_the_words_of_the_glossary(page: Path) -> None:
    assert former(page.read_text(encoding="utf-8")) == []


def test_the_words_stand_in_the_glossary() -> None:
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    assert {
        word for word in ("letter", "look", "told", "wish", "alarm", "pulse", "standing") if f"*{word}*" not in text
    } == set()
