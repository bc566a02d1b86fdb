"""New accounts taken into an account list: by their address, or from a sheet that people wrote.

rows -> entries, their networks recognised, brands and people found -> what is there already left out
     -> the whole configuration checked as it would be -> appended, all or nothing
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from monitor.config.appending import Addition, Entry, addition, list_for
from monitor.connect.manifests.catalogue import Catalogue
from monitor.model.errors import ConfigError, Mistake
from monitor.model.settings import Settings
from monitor.run.accounts.column_names import decisions, lifecycle, objective, plain
from monitor.run.accounts.network_of_row import NetworkOfRow, place, place_of_feed
from monitor.run.accounts.sheets import Row, Sheet
from monitor.run.app import App
from monitor.run.discovery.drive import identity

_SEVERAL = re.compile(r"\s*[|,;/+]\s*")
_FRENCH_DAY = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_DAYS = frozenset({"opened", "closing_on", "plan.review_by"})
_TAKEN = frozenset({"id", "brand", "network", "url", "handle", "title", "folder", "feed", "home"})
_ORDER = ("id", "brand", "network", "url", "lifecycle", "owner", "backup_owner", "mission", "objectives", "audience")


@dataclass(frozen=True, slots=True)
class Enlisted:
    """What is, or would be, appended, and what is worth noting. `addition` None: nothing is new."""

    addition: Addition | None
    ids: tuple[str, ...]
    notices: tuple[Mistake, ...]


@dataclass
class _Entries:
    """The entries of one sheet as they are made: with their lines, and what is wrong or odd."""

    settings: Settings
    catalogue: Catalogue
    sheet: Sheet
    brand: str | None
    entries: list[tuple[int, Entry]] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)

    def __post_init__(self) -> None:
        accounts = self.settings.accounts.values()
        self.ids = {account.id for account in accounts}
        self.there = {identity(one.network, one.url, self.catalogue): f"{one.id} ({one.source})" for one in accounts}

    def take(self, row: Row) -> None:
        """Makes the row's entry, unless it is wrong, or its account is there already."""
        before = len(self.mistakes)
        cells = dict(row.cells)
        where = self._place(cells)
        brand = self._brand(row.line, cells)
        entry = {"brand": brand, "network": where.network, "url": where.url} | self._rest(row.line, cells)
        if where.mistake and self.sheet.partial:
            self._notice(row.line, f"{where.mistake}: left out")
        elif where.mistake:
            self._mistake(row.line, where.mistake)
        if where.mistake or len(self.mistakes) > before:
            return
        same = identity(where.network, where.url, self.catalogue)
        if same in self.there:
            self._notice(row.line, f"{where.url} is there already: {self.there[same]}")
            return
        if where.notice:
            self._notice(row.line, where.notice)
        more = where.handle or cells.get("handle") or cells.get("title", "")
        entry["id"] = cells.get("id") or self._id(brand, where.network, more)
        self.ids.add(entry["id"])
        self.there[same] = f"{entry['id']} ({self.sheet.name}:{row.line})"
        self.entries.append((row.line, {key: entry[key] for key in sorted(entry, key=_order) if entry[key]}))

    def _place(self, cells: dict[str, str]) -> NetworkOfRow:
        if feed := cells.get("feed"):
            return place_of_feed(feed, cells.get("home", ""), self.catalogue)
        return place(cells.get("network", ""), cells.get("url") or cells.get("handle", ""), self.catalogue)

    def _brand(self, line: int, cells: dict[str, str]) -> str:
        brands = self.settings.brands
        names = {plain(brand.name): name for name, brand in brands.items()} | {plain(name): name for name in brands}
        said = cells.get("brand", "")
        if found := names.get(plain(said)) or names.get(plain(cells.get("folder", ""))):
            return found
        if said:
            self._mistake(line, f'there is no brand "{said}": the configuration has {", ".join(brands)}')
        elif self.brand is None and len(brands) != 1:
            self._mistake(line, f"no brand is named: name one with --brand, of {', '.join(brands)}")
        return self.brand or next(iter(brands), "")

    def _rest(self, line: int, cells: dict[str, str]) -> dict[str, str]:
        """All that has nothing to do with where the account is."""
        left_out = _TAKEN | {"decision", "objectives", "audience"}
        entry = {key: _day(text) if key in _DAYS else text for key, text in cells.items() if key not in left_out}
        if said := cells.get("decision"):
            found = lifecycle(said)
            if found is None:
                self._mistake(line, f'"{said}" is no decision that is known: write one of {decisions()}')
            entry["lifecycle"] = found or ""
        if said := cells.get("objectives"):
            words = [objective(word) for word in _SEVERAL.split(said) if word]
            if None not in words:
                entry["objectives"] = "|".join(dict.fromkeys(filter(None, words)))
            else:
                entry["mission"] = entry.get("mission", said)
        for key in ("owner", "backup_owner"):
            if key in entry:
                entry[key] = self._declared(line, entry[key], "person", "people", self.settings.people)
        if said := cells.get("audience"):
            words = _SEVERAL.split(said)
            ids = [
                self._declared(line, word, "audience", "audiences", self.settings.audiences) for word in words if word
            ]
            entry["audience"] = "|".join(ids)
        return entry

    def _declared(self, line: int, said: str, word: str, table: str, known: Collection[str]) -> str:
        """The id of a person or an audience, by id, name or mail address."""
        for name in known:
            one = getattr(self.settings, table)[name]
            if plain(said) in {plain(name), plain(one.name), plain(getattr(one, "email", None) or name)}:
                return name
        how = f'[{table}.{_slug(said) or "id"}] with name = "{said}"'
        self._mistake(line, f'there is no {word} "{said}": declare {how} in monitor.toml, or leave the cell empty')
        return ""

    def _id(self, brand: str, network: str, more: str) -> str:
        stem = f"{brand}-{network}"
        if stem in self.ids and _slug(more):
            stem = f"{stem}-{_slug(more)}"
        name, number = stem, 1
        while name in self.ids:
            number += 1
            name = f"{stem}-{number}"
        return name

    def _mistake(self, line: int, message: str) -> None:
        self.mistakes.append(Mistake(self.sheet.name, line, message))

    def _notice(self, line: int, message: str) -> None:
        self.sheet.notices.append(Mistake(self.sheet.name, line, message))


def enlist(app: App, sheet: Sheet, *, brand: str | None, to: str | None, dry_run: bool, remark: str = "") -> Enlisted:
    """Appends the accounts of the sheet that are not there yet to an account list; with `dry_run`, only says how.

    Raises ConfigError with every mistake, by the sheet's lines, and then nothing was written.
    """
    settings = app.settings
    if brand is not None and brand not in settings.brands:
        known = ", ".join(settings.brands)
        raise ConfigError([Mistake(str(app.path), 1, f'there is no brand "{brand}": the configuration has {known}')])
    found = _Entries(settings, app.catalogue, sheet, brand)
    for row in sheet.rows:
        found.take(row)
    if found.mistakes:
        raise ConfigError(found.mistakes)
    if not found.entries:
        return Enlisted(None, (), tuple(sheet.notices))
    path, left = list_for(app.path, settings.files[1:], to), found.entries
    added = addition(path, _only(left), remark)
    while refused := _refused(app, added, sheet.name, [line for line, _ in left]):
        if not sheet.partial or any(number is None for number, _ in refused):
            raise ConfigError([mistake for _, mistake in refused])
        sheet.notices += [replace(each, message=f"{each.message}: left out") for _, each in refused]
        left = [entry for number, entry in enumerate(left) if number not in {number for number, _ in refused}]
        if not left:
            return Enlisted(None, (), tuple(sheet.notices))
        added = addition(path, _only(left), remark)
    if not dry_run:
        added.write()
    return Enlisted(added, tuple(entry["id"] for entry in _only(left)), tuple(sheet.notices))


def _only(entries: Sequence[tuple[int, Entry]]) -> list[Entry]:
    return [entry for _, entry in entries]


def _refused(app: App, added: Addition, sheet: str, lines: Sequence[int]) -> list[tuple[int | None, Mistake]]:
    """The mistakes of the configuration as it would be, with the number of the entry that each stands in, from 0.

    They are reported by the sheet's line, not by one that is not written yet.
    """
    try:
        app.settings_with({added.path: added.whole})
    except ConfigError as error:
        return [_in_sheet(one, added, sheet, lines) for one in error.mistakes]
    return []


def _in_sheet(mistake: Mistake, added: Addition, sheet: str, lines: Sequence[int]) -> tuple[int | None, Mistake]:
    number = sum(begins <= mistake.line for begins in added.lines)
    if Path(mistake.file).absolute() != added.path or not number:
        return None, mistake
    return number - 1, Mistake(sheet, lines[number - 1], mistake.message)


def _slug(text: str) -> str:
    return plain(text).replace(" ", "-")


def _day(text: str) -> str:
    """31/01/2027 as 2027-01-31."""
    found = _FRENCH_DAY.fullmatch(text)
    return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}" if found else text


def _order(key: str) -> tuple[int, str]:
    return (_ORDER.index(key) if key in _ORDER else len(_ORDER), key)
