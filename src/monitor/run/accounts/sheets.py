"""Lists of accounts as other programs write them, read as rows of cells by what they are about.

    CSV    separated by ; , or tab; UTF-8 with or without a byte-order mark, UTF-16, or the Windows encoding of Western
           Europe; titles above the row of headings are passed over
    OPML   every outline with an address (opml.py); a folder around it is taken for its brand

A column whose heading says nothing of an account is left out, and reported.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from monitor.config import lists
from monitor.model.errors import ConfigError, Mistake
from monitor.run.accounts.column_names import column
from monitor.run.accounts.opml import read_outlines, text_of

_TITLES = 30  # rows above that of the headings, at most
_MARKUP = re.compile(r"\ufeff?\s*<(?:\?xml|!--|!doctype|opml|outline)", re.IGNORECASE)
_LARGEST = 20_000_000  # bytes
_WHERE = frozenset({"url", "handle"})  # without one of these a row is no account


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its line in the file, and the texts of its cells by what they are about.

    `url`, `handle`: where the account is. Of a feed reader's list: `feed` is what it reads, `home` the page beside it.
    """

    line: int
    cells: Mapping[str, str]


@dataclass
class Sheet:
    """The rows of a file, and what was left out of it. `partial`: a row that cannot be taken is one of those."""

    name: str
    rows: list[Row] = field(default_factory=list)
    notices: list[Mistake] = field(default_factory=list)
    partial: bool = False


def read_sheet(path: Path) -> Sheet:
    """Raises ConfigError where the file cannot be read as a list of accounts."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise _wrong(path, 1, f"the file cannot be read ({error.strerror}): correct the path, or its mode") from error
    if len(raw) > _LARGEST:
        raise _wrong(path, 1, f"the file is larger than {_LARGEST // 1_000_000} MB: is it the right one?")
    if raw[:4] == b"PK\x03\x04":
        raise _wrong(path, 1, 'this is a workbook: in the spreadsheet, "Save as" CSV UTF-8, and import that')
    sheet = Sheet(str(path))
    if path.suffix.lower() == ".opml" or _MARKUP.match(text_of(raw[:200])):
        sheet.partial = True
        _outlines(sheet, path, raw)
    else:
        _table(sheet, path, _text(raw))
    return sheet


def one_row(url: str, cells: Mapping[str, str | None]) -> Sheet:
    """An address, with what is said of it beside, as a sheet of one row."""
    return Sheet(url, [Row(1, {"url": url} | {key: text for key, text in cells.items() if text})])


def _wrong(path: Path, line: int, message: str) -> ConfigError:
    return ConfigError([Mistake(str(path), line, message)])


def _text(raw: bytes) -> str:
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return raw.decode("utf-16", "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _table(sheet: Sheet, path: Path, text: str) -> None:
    separator = _separator(text)
    try:
        rows = list(lists.records(text, separator))
    except lists.BadRow as bad:
        raise _wrong(path, bad.line, str(bad)) from bad
    keys: list[str | None] = []
    for number, (line, cells) in enumerate(rows):
        if keys:
            _row(sheet, line, keys, cells)
        elif (found := [column(cell) for cell in cells]) and _WHERE & set(found):
            keys = _once(sheet, line, found, cells)
        elif number >= _TITLES:
            break
    if not keys:
        said = "no row heads its columns: one must be called url (lien), or handle (compte) beside network (réseau)"
        raise _wrong(path, rows[0][0] if rows else 1, said)


def _separator(text: str) -> str:
    """What stands in the most of the first lines, and most often there: titles hold none, and sentences hold commas."""
    first = [line for line in text.splitlines() if line.strip()][:_TITLES]
    return max(";\t,", key=lambda mark: max((_headed(line, mark) for line in first), default=0))


def _headed(line: str, mark: str) -> int:
    """How many cells of the line head a column."""
    return sum(column(cell.strip().strip('"')) is not None for cell in line.split(mark)) if mark in line else 0


def _once(sheet: Sheet, line: int, found: list[str | None], cells: list[str]) -> list[str | None]:
    """Each thing from its first column alone; the other columns are reported."""
    keys: list[str | None] = []
    left = []
    for key, cell in zip(found, cells, strict=True):
        taken = key if key not in keys else None
        keys.append(taken)
        if taken is None and cell.strip():
            left.append(f'"{cell.strip()}"')
    if left:
        sheet.notices.append(
            Mistake(sheet.name, line, f"left out, for an account has no such thing: {', '.join(left)}")
        )
    return keys


def _row(sheet: Sheet, line: int, keys: list[str | None], cells: list[str]) -> None:
    found = {key: " ".join(cell.split()) for key, cell in zip(keys, cells, strict=False) if key and cell.strip()}
    if _WHERE & found.keys():
        sheet.rows.append(Row(line, found))
    elif found:
        sheet.notices.append(Mistake(sheet.name, line, "neither an address nor a handle stands here: left out"))


def _outlines(sheet: Sheet, path: Path, raw: bytes) -> None:
    outlines = read_outlines(text_of(raw))
    for each in outlines.found:
        cells = {"url": each.feed or each.home, "title": each.title, "folder": each.folder}
        cells |= {"feed": each.feed, "home": each.home if each.feed else ""}
        sheet.rows.append(Row(each.line, {key: text for key, text in cells.items() if text}))
    sheet.notices += [Mistake(sheet.name, line, why) for line, why in outlines.left_out]
    if not sheet.rows and not sheet.notices:
        raise _wrong(path, 1, "no outline has an address: is it the right file?")
