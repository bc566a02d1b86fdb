"""What one part of the configuration says of another: every name that is used must be declared, and each id once.

Works on the tables as read, so that these mistakes stand in the same list as all others.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from monitor.config.lines import Path
from monitor.config.mistakes import did_you_mean, subject
from monitor.config.sources import Source
from monitor.model.errors import Mistake

# Table -> what one of its ids is called, and how one is declared.
_DECLARED = {
    "brands": ("brand", "[brands.{id}] with a name"),
    "people": ("person", "[people.{id}] with a name"),
    "audiences": ("audience", "[audiences.{id}] with a name"),
    "accounts": ("account", "an account with this id"),
}
# Key of an account -> the table that declares it.
_OF_ACCOUNT = {
    "brand": "brands",
    "owner": "people",
    "backup_owner": "people",
    "audience": "audiences",
    "cross_posts_from": "accounts",
}


def mistakes(main: Source, lists: list[Source]) -> list[Mistake]:
    """Ids given twice, and names that nothing declares."""
    found: list[Mistake] = []
    declared: dict[str, Collection[str]] = {
        name: table if isinstance(table := main.table.get(name), dict) else {}
        for name in ("brands", "people", "audiences")
    }
    declared["accounts"] = _account_ids([main, *lists], found)
    for source in (main, *lists):
        for number, account in enumerate(tables(source, "accounts")):
            for key, table in _OF_ACCOUNT.items():
                if key in account:
                    found += _check(source, ("accounts", number, key), account[key], table, declared)
            if account.get("id") in _names(account.get("cross_posts_from")):
                path = ("accounts", number, "cross_posts_from")
                found.append(
                    source.mistake(path, f"{subject(path, source.table)}: an account is no copy of itself: remove it")
                )
    for brand, entry in _named_tables(main.table.get("brands")):
        found += _check(main, ("brands", brand, "manager"), entry.get("manager"), "people", declared)
    for number, report in enumerate(tables(main, "reports")):
        found += _check(main, ("reports", number, "to"), report.get("to"), "people", declared)
        found += _check(main, ("reports", number, "brands"), report.get("brands"), "brands", declared)
    names: dict[str, int] = {}
    for number, channel in enumerate(tables(main, "channels")):
        found += _check(main, ("channels", number, "brands"), channel.get("brands"), "brands", declared)
        name = channel.get("name")
        if isinstance(name, str) and names.setdefault(name, number) != number:
            path = ("channels", number, "name")
            place = f"{main.name}:{main.line(('channels', names[name], 'name'))}"
            found.append(main.mistake(path, f'channel "{name}": this name is taken at {place}: choose another'))
    found += _doubled(main)
    return found


def tables(source: Source, name: str) -> Iterator[Mapping[str, Any]]:
    """The tables of a list such as [[accounts]], whatever else stands there given as empty ones."""
    entries = source.table.get(name)
    for entry in entries if isinstance(entries, list) else ():
        yield entry if isinstance(entry, dict) else {}


def _account_ids(sources: list[Source], found: list[Mistake]) -> Collection[str]:
    first: dict[str, tuple[Source, int]] = {}
    for source in sources:
        for number, account in enumerate(tables(source, "accounts")):
            name = account.get("id")
            if not isinstance(name, str):
                continue
            if name not in first:
                first[name] = (source, number)
                continue
            before, there = first[name]
            place = f"{before.name}:{before.line(('accounts', there, 'id'))}"
            path = ("accounts", number, "id")
            found.append(
                source.mistake(path, f'account "{name}": this id is taken at {place}: give one of them another')
            )
    return first.keys()


def _doubled(main: Source) -> Iterator[Mistake]:
    """Reports of one rhythm to one person: a person gets one mail a period."""
    first: dict[tuple[str, str], int] = {}
    for number, report in enumerate(tables(main, "reports")):
        to, every = report.get("to"), report.get("every", "week")
        if not isinstance(to, str) or not isinstance(every, str):
            continue
        before = first.setdefault((to, every), number)
        if before != number:
            path = ("reports", number, "to")
            place = f"{main.name}:{main.line(('reports', before, 'to'))}"
            says = f'"{to}" gets a mail every {every} already ({place})'
            remedy = "a person gets one mail a period, so name all brands there"
            yield main.mistake(path, f"{subject(path, main.table)}: {says}: {remedy}")


def _named_tables(table: object) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, entry in table.items() if isinstance(table, dict) else ():
        if isinstance(entry, dict):
            yield name, entry


def _names(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [name for name in values if isinstance(name, str)]


def _check(
    source: Source, path: Path, value: object, table: str, declared: Mapping[str, Collection[str]]
) -> Iterator[Mistake]:
    for number, name in enumerate(_names(value)):
        if name not in declared[table]:
            word, how = _DECLARED[table]
            place = (*path, number) if isinstance(value, list) else path
            meant = did_you_mean(name, declared[table], f": declare {how.format(id=name)}, or correct the name")
            yield source.mistake(place, f'{subject(path, source.table)}: there is no {word} "{name}"{meant}')
