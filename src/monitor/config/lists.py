"""Account lists: the files that [monitor] include names, TOML or CSV.

Rules:
- A TOML list holds [[accounts]] as monitor.toml does, and nothing else.
- A CSV list has a first row of keys (`id`, `brand`, `url`, `plan.publish`, `plan.thresholds.dormant` ...) and a row for
  each account; cells are separated by ; or , or tab, whichever the first row uses. An empty cell is an absent key.
- Where a key takes several values, blanks or | separate them; pauses and seasons read 2026-08-01..2026-08-31.
- Wildcards stand in the file name only, and files are taken in the order of their names.
- A list that is named and missing is a mistake; a pattern that matches nothing is a notice.
"""

from __future__ import annotations

import csv
import fnmatch
import io
import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from monitor.config.sources import Source, read_text, read_toml, toml_source
from monitor.model.errors import Mistake

_SUFFIXES = (".toml", ".csv", ".tsv")
SEVERAL = frozenset({"objectives", "audience", "cross_posts_from"})
SPANS = frozenset({"pauses", "seasons"})
NUMBERS = re.compile(r"priority|plan\.(coverage|hours_per_week)|plan\.thresholds\.\w+")
_DECIMAL_COMMA = re.compile(r"(\d+),(\d+)")
_WILD = re.compile(r"[*?\[]")


def files(pattern: str, folder: Path) -> tuple[list[Path], str]:
    """The files that `pattern` names, from `folder`; and what is wrong with it, or ""."""
    path = folder / Path(pattern).expanduser()
    if not _WILD.search(pattern):
        return [path], ""
    if _WILD.search(str(Path(pattern).parent)):
        return [], f'"{pattern}": wildcards can stand in the file name only, as in "accounts.d/*.toml"'
    try:
        there = [entry.name for entry in path.parent.iterdir()]
    except FileNotFoundError:
        return [], ""
    except OSError as error:
        return [], f'"{pattern}": the folder cannot be read ({error.strerror}): check its owner and mode'
    return [path.with_name(name) for name in sorted(fnmatch.filter(there, path.name)) if not name.startswith(".")], ""


def names(pattern: str, folder: Path, file: Path) -> bool:
    """Whether `pattern`, from `folder`, names the file, which need not be there."""
    path = (folder / Path(pattern).expanduser()).absolute()
    return path.parent == file.parent and fnmatch.fnmatch(file.name, path.name) and not file.name.startswith(".")


def read_list(path: Path, text: str | None = None) -> Source | Mistake:
    """One account list; its accounts stand under "accounts" of the table. `text`: what the file is to hold."""
    if path.suffix.lower() not in _SUFFIXES:
        return Mistake(
            str(path), 1, "an account list is a .toml, .csv or .tsv file: rename it, or leave it out of include"
        )
    if path.suffix.lower() == ".toml":
        return read_toml(path) if text is None else toml_source(str(path), text)
    return _read_csv(path, read_text(path) if text is None else text)


def _read_csv(path: Path, text: str | Mistake) -> Source | Mistake:
    if isinstance(text, Mistake):
        hint = ' (in a spreadsheet: "Save as", CSV UTF-8)' if "UTF-8" in text.message else ""
        return Mistake(text.file, text.line, text.message + hint)
    try:
        return _rows(str(path), text)
    except BadRow as bad:
        return Mistake(str(path), bad.line, str(bad))


class BadRow(Exception):
    """A list that cannot be read as a whole."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def _rows(name: str, text: str) -> Source:
    rows = records(text)
    line, header = next(rows, (1, []))
    keys = [re.sub(r"\s+", "_", cell.strip().lower()) for cell in header]
    if missing := [key for key in ("id", "brand", "url") if key not in keys]:
        near = [get_close_matches(key, keys, n=1) for key in missing]
        meant = "".join(f'; does "{found[0]}" mean "{key}"?' for key, found in zip(missing, near, strict=True) if found)
        raise BadRow(line, f"the first row names the columns, and lacks {', '.join(missing)}{meant}")
    if twice := next((key for key in keys if key and keys.count(key) > 1), None):
        raise BadRow(line, f'the column "{twice}" stands here twice: keep one')
    source = Source(name, {"accounts": []})
    for line, cells in rows:
        if any(cell.strip() for cell in cells[len(keys) :]):
            raise BadRow(
                line,
                f"this row has {len(cells)} cells and the first row {len(keys)}: put a cell with a separator in quotes",
            )
        source.table["accounts"].append(_account(keys, cells, line))
        source.starts.append(line)
    return source


def separator(text: str) -> str:
    """What the first line that holds anything uses most."""
    return max(";,\t", key=next((line for line in text.splitlines() if line.strip()), "").count)


def records(text: str, mark: str | None = None) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold anything, with the line each begins at; `mark` separates cells. Raises BadRow."""
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=mark or separator(text), strict=True, skipinitialspace=True
    )
    begins = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield begins, cells
            begins = reader.line_num + 1
    except csv.Error as error:
        raise BadRow(begins, f"from here on this is no CSV ({error}): check the quotes") from None


def _account(keys: list[str], cells: list[str], line: int) -> dict[str, Any]:
    account: dict[str, Any] = {}
    for key, cell in zip(keys, cells, strict=False):
        text = cell.strip()
        if not text:
            continue
        if not key:
            raise BadRow(line, f'"{text}" stands in a column without a name: name it in the first row')
        table = account
        *tables, last = key.split(".")
        for part in tables:
            table = table.setdefault(part, {})
            if not isinstance(table, dict):
                raise BadRow(line, f'the columns "{part}" and "{key}" contradict each other: keep one')
        table[last] = _value(key, text)
    return account


def _value(key: str, text: str) -> Any:
    if key in SEVERAL:
        return re.split(r"[\s|]+", text)
    if key in SPANS:
        return [dict(zip(("from", "to"), part.split(".."), strict=False)) for part in re.split(r"[\s|]+", text)]
    if NUMBERS.fullmatch(key):
        return _DECIMAL_COMMA.sub(r"\1.\2", text)
    return text
