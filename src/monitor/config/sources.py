"""Files of the operator as tables with lines. Reading only: what the tables mean is checked elsewhere.

    path -> bytes -> text -> Source(table, lines) | Mistake

Rules:
- Only a plain file of UTF-8 text is read; a byte-order mark and Windows line ends are no fault.
- A file that cannot be read, or not as a whole, is a mistake; it never counts as an empty one.
- Lines are found when a mistake asks for them, because a file without mistakes is the usual case.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from monitor.config import lines
from monitor.model.errors import Mistake

_LARGEST = 100_000_000  # bytes; a list of 100,000 accounts takes about 20 MB

# What tomllib says -> what to do about it. The first that fits; the line is cut from tomllib's own words.
_REMEDIES = (
    (r"Cannot overwrite a value", "this key was given before: keep one of the two"),
    (r"Cannot declare .* twice", "this table stands here a second time: join the two"),
    (r"Cannot (mutate|redefine) immutable|Cannot define|already defined", "this was closed before: join the two"),
    (r"Invalid value|Expected newline or end of document", 'text stands in double quotes: key = "text"'),
    (r"Unterminated string|Illegal character .*\\n", "a quote that opens must close on the same line"),
    (r"Unclosed array", "a list that opens with [ must close with ]"),
    (r"Unclosed inline table|inline table", "an inline table stands on one line: { key = value, key = value }"),
    (
        r"Expected '=' after a key",
        'a line reads key = value; a key with other letters than A-Z a-z 0-9 _ - stands in ""',
    ),
    (r"Expected ['\"]\]", "a table's header closes with the brackets it opened with: [table], [[accounts]]"),
    (r"escape", "in double quotes a backslash is written \\\\; or put the text in single quotes"),
    (r"Illegal character", "this character cannot stand in a text file: remove it"),
    (r"Invalid date or datetime", "write a day as 2027-01-31"),
)
_PLACE = re.compile(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)")


@dataclass
class Source:
    """One file that was read. `starts` are the lines of its accounts, in order."""

    name: str
    table: dict[str, Any]
    text: str = ""
    starts: list[int] = field(default_factory=list)

    @cached_property
    def _map(self) -> dict[lines.Path, int]:
        return lines.line_map(self.text)

    def line(self, path: lines.Path) -> int:
        """The line of what stands at `path`; of a row, where the file is a CSV list."""
        if not self.text:
            return self.starts[path[1]] if len(path) > 1 and isinstance(path[1], int) else 1
        return lines.line_of(self._map, path)

    def mistake(self, path: lines.Path, message: str) -> Mistake:
        return Mistake(self.name, self.line(path), message)


def read_text(path: Path, largest: int = _LARGEST) -> str | Mistake:
    """The whole text of a plain file of at most `largest` bytes, without a byte-order mark."""
    try:
        if path.is_dir():
            return Mistake(str(path), 1, "this is a folder: name the file in it")
        if path.exists() and not path.is_file():
            return Mistake(str(path), 1, "this is no plain file: name a file on disk")
        if path.stat().st_size > largest:
            return Mistake(str(path), 1, f"the file is larger than {largest // 1_000_000} MB: is it the right one?")
        raw = path.read_bytes()
    except FileNotFoundError:
        return Mistake(str(path), 1, "there is no such file: correct the path, or write it")
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        reason = getattr(error, "strerror", None) or str(error)
        return Mistake(str(path), 1, f"the file cannot be read ({reason}): check its owner and mode")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return Mistake(str(path), line, "the file is not UTF-8 text here: save it again with the encoding UTF-8")


def read_toml(path: Path) -> Source | Mistake:
    """The tables of a TOML file."""
    text = read_text(path)
    return text if isinstance(text, Mistake) else toml_source(str(path), text)


def toml_source(name: str, text: str) -> Source | Mistake:
    """The tables of a text that stands, or will stand, in the file `name`."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return _syntax(name, text, str(error))
    except RecursionError:
        return Mistake(name, 1, "lists or tables are nested too deeply: nothing here needs more than four levels")
    except ValueError as error:  # a number with more digits than Python reads
        return Mistake(name, 1, f"a value cannot be read ({error}): correct it")
    accounts = table.get("accounts")
    count = len(accounts) if isinstance(accounts, list) else 0
    return Source(name, table, text or "\n", lines.account_lines(text, count))


def _syntax(name: str, text: str, said: str) -> Mistake:
    place = _PLACE.search(said)
    end = text.rstrip("\n").count("\n") + 1
    line = int(place["line"]) if place and place["line"] else end
    what = _PLACE.sub("", said)
    where = f", column {place['column']}" if place and place["column"] else " at the end of the file"
    remedy = next((remedy for pattern, remedy in _REMEDIES if re.search(pattern, what)), "correct this line")
    return Mistake(name, line, f"this is not TOML{where}: {what[:1].lower()}{what[1:]}; {remedy}")
