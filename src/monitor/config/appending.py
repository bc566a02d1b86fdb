"""New accounts as text that is appended to an account list; nothing that a list holds already is ever touched.

An entry is what a row of a CSV list is: {"id": "acme-x", "objectives": "recruit|retain", "plan.publish": "daily" ...}.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from monitor.config import lists
from monitor.config.sources import read_text, read_toml
from monitor.model.errors import ConfigError, Mistake

Entry = Mapping[str, str]

_DAYS = frozenset({"opened", "closing_on", "plan.review_by"})
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_SEVERAL = re.compile(r"[\s|]+")
_NUMBER = re.compile(r"\d+([.,]\d+)?")
_NEW = "added"  # the name, for *, of a list that is begun here


@dataclass(frozen=True, slots=True)
class Addition:
    """What is appended to `path`, which holds `before` ("" where it is new). `lines`: where each entry will begin."""

    path: Path
    before: str
    text: str
    lines: tuple[int, ...]

    @property
    def whole(self) -> str:
        return self.before + self.text

    def write(self) -> None:
        """Appends; a new list is begun. Raises ConfigError where the file cannot be written."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("a", encoding="utf-8", newline="") as file:
                file.write(self.text)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            said = f"the list cannot be written ({error.strerror}): check its owner and mode"
            raise ConfigError([Mistake(str(self.path), 1, said)]) from error


def list_for(main: Path, read: Sequence[str], asked: str | None) -> Path:
    """The list that is appended to: the one `asked` for, or the only one that the file `main` includes.

    `read` are the lists that are there. Raises ConfigError where there is none, or more than one to choose from.
    """
    source = read_toml(main)
    if isinstance(source, Mistake):
        raise ConfigError([source])
    folder = main.absolute().parent
    patterns = [one for one in source.table.get("monitor", {}).get("include", []) if isinstance(one, str)]
    if asked is not None:
        path = (folder / Path(asked).expanduser()).absolute()
        if not any(lists.names(pattern, folder, path) for pattern in patterns):
            raise ConfigError(
                [source.mistake(("monitor",), f'include does not name "{asked}": add it, or take another')]
            )
        return path
    if len(read) > 1:
        named = ", ".join(os.path.relpath(one, folder) for one in read)
        raise ConfigError([source.mistake(("monitor", "include"), f"several lists ({named}): name one with --to FILE")])
    if read:
        return Path(read[0]).absolute()
    if patterns:
        path = folder / Path(patterns[0]).expanduser()
        return path.with_name(re.sub(r"[*?]+|\[.*?\]", _NEW, path.name)).absolute()
    said = 'no account list to append to: add include = ["accounts.d/*.toml"] below [monitor]'
    raise ConfigError([source.mistake(("monitor",), said)])


def addition(path: Path, entries: Sequence[Entry], remark: str = "") -> Addition:
    """The entries as `path` writes them. Raises ConfigError where it has no place for one of them."""
    before = read_text(path) if path.exists() else ""
    if isinstance(before, Mistake):
        raise ConfigError([before])
    write = _toml if path.suffix.lower() == ".toml" else _csv
    end = "\r\n" if "\r\n" in before else "\n"
    start = end if before and not before.endswith("\n") else ""
    pieces = write(path, before, entries, remark)
    text, lines, at = start, [], (before + start).count("\n") + 1
    for skipped, piece in pieces:
        if skipped is not None:
            lines.append(at + skipped)
        at += piece.count("\n")
        text += piece.replace("\n", end)
    return Addition(path, before, text, tuple(lines))


def stanza(entry: Entry) -> str:
    """One [[accounts]] of TOML."""
    return "\n".join(("[[accounts]]", *(f"{key} = {_value(key, text)}" for key, text in entry.items() if text), ""))


def _toml(path: Path, before: str, entries: Sequence[Entry], remark: str) -> list[tuple[int | None, str]]:
    head = "\n" if before.strip() else ""
    head += f"# {remark}\n" if remark else ""
    return [
        (None, head),
        *((0 if number == 0 else 1, ("\n" if number else "") + stanza(entry)) for number, entry in enumerate(entries)),
    ]


def _csv(path: Path, before: str, entries: Sequence[Entry], remark: str) -> list[tuple[int | None, str]]:
    used = list(dict.fromkeys(key for entry in entries for key, text in entry.items() if text))
    pieces: list[tuple[int | None, str]] = []
    if before.strip():
        _, header = next(lists.records(before))
        columns = [re.sub(r"\s+", "_", cell.strip().lower()) for cell in header]
        separator = lists.separator(before)
        if missing := [key for key in used if key not in columns]:
            said = f"the first row has no column {', '.join(missing)}: add it, or append to another list with --to FILE"
            raise ConfigError([Mistake(str(path), 1, said)])
    else:
        columns, separator = used, "\t" if path.suffix.lower() == ".tsv" else ";"
        pieces.append((None, _row(columns, separator)))
    return [*pieces, *((0, _row([entry.get(key, "") for key in columns], separator)) for entry in entries)]


def _row(cells: Sequence[str], separator: str) -> str:
    row = io.StringIO()
    csv.writer(row, delimiter=separator, lineterminator="\n").writerow(cells)
    return row.getvalue()


def _value(key: str, text: str) -> str:
    if key in lists.SEVERAL | lists.SPANS:
        return f"[{', '.join((_span if key in lists.SPANS else _quoted)(part) for part in _SEVERAL.split(text))}]"
    if (key in _DAYS and _DAY.fullmatch(text)) or (lists.NUMBERS.fullmatch(key) and _NUMBER.fullmatch(text)):
        return text.replace(",", ".")
    return _quoted(text)


def _span(text: str) -> str:
    start, _, end = text.partition("..")
    return f"{{ from = {start}, to = {end} }}" if end else f"{{ from = {start} }}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
