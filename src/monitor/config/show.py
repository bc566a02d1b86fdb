"""Every value that applies to an account, and where it comes from: for `config show --account`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from typing import Any

from monitor.config.cadence_text import duration_text
from monitor.config.lists import read_list
from monitor.config.mistakes import did_you_mean
from monitor.config.sources import Source, read_toml
from monitor.config.url_secrets import mask
from monitor.model.account import Account, Cadence, Office, Span
from monitor.model.errors import ConfigError, Mistake
from monitor.model.people import Decision
from monitor.model.settings import Settings

Row = tuple[str, str, str]  # key, value, source

_DEFAULT = "default"


def provenance(
    settings: Settings,
    account_id: str,
    decisions: Iterable[Decision] = (),
    decided: Mapping[str, Decision] | None = None,
) -> list[Row]:
    """The values of one account as (key, value, source); decisions that people took stand at the end.

    Sources are "FILE:LINE", that of brand or network with its table, or "default"; before them, for the keys of
    `decided`, the decision that the value comes from. Raises ConfigError where no account
    is called so, or where the files changed since they were read.
    """
    if account_id not in settings.accounts:
        near = did_you_mean(account_id, settings.accounts, ": `monitor status` lists them")
        raise ConfigError([Mistake(settings.files[0], 1, f'there is no account "{account_id}"{near}')])
    account = settings.accounts[account_id]
    origin = _Origin(settings, account)
    return [
        *_account_rows(account, origin, decided or {}),
        *_brand_rows(settings, account, origin),
        *_plan_rows(account, origin),
        *(_decision_row(one) for one in decisions),
    ]


class _Origin:
    """Where values stand: the files are read again, because settings keep values and not their places."""

    def __init__(self, settings: Settings, account: Account) -> None:
        name, _, line = account.source.rpartition(":")
        self.main = _read(settings.files[0], main=True)
        self.file = self.main if name == self.main.name else _read(name, main=False)
        starts = [str(start) for start in self.file.starts]
        if line not in starts:
            raise ConfigError([Mistake(name, 1, "the file has changed meanwhile: call the command again")])
        self.number = starts.index(line)
        self.brand = account.brand
        self.network = self.file.table["accounts"][self.number].get("network", account.network)

    def of_account(self, *keys: str) -> str | None:
        return _place(self.file, ("accounts", self.number, *keys), "")

    def of_plan(self, *keys: str) -> str:
        """Account over brand over network over default."""
        return (
            self.of_account("plan", *keys)
            or self.of_main("brands", self.brand, "plan", *keys)
            or self.of_main("networks", self.network, "plan", *keys)
            or _DEFAULT
        )

    def of_main(self, *keys: str) -> str | None:
        depth = 1 if keys[0] == "monitor" else 2
        return _place(self.main, keys, f" [{'.'.join(keys[:depth])}]")


def _read(name: str, *, main: bool) -> Source:
    source = read_toml(Path(name)) if main else read_list(Path(name))
    if isinstance(source, Mistake):
        raise ConfigError([source])
    return source


def _place(source: Source, path: tuple[str | int, ...], table: str) -> str | None:
    """The place of `path` where the file says it, else None."""
    node: Any = source.table
    for part in path:
        try:
            node = node[part]
        except (KeyError, IndexError, TypeError):
            return None
    return f"{source.name}:{source.line(path)}{table}"


def _account_rows(account: Account, origin: _Origin, decided: Mapping[str, Decision]) -> Iterator[Row]:
    derived = {
        "network": "by its address",
        "lifecycle": "by its dates" if account.closing_on or account.seasons else "",
    }
    for field in fields(Account):
        key = field.name
        if key in {"plan", "source", "language", "holidays"}:
            continue
        source = origin.of_account(key) or derived.get(key) or _DEFAULT
        if key in decided:
            source = f"{decided[key].kind} by {_taken(decided[key])}, over {source}"
        yield key, _text(getattr(account, key)), source


def _brand_rows(settings: Settings, account: Account, origin: _Origin) -> Iterator[Row]:
    """What an account takes from its brand, and the brand from [monitor]."""
    brand = settings.brands[account.brand]
    stated = {
        key: origin.of_main("brands", brand.id, key) or origin.of_main("monitor", key) for key in ("zone", "language")
    }
    own = origin.of_account("language")
    yield "zone", brand.zone.key, stated["zone"] or _DEFAULT
    yield "language", account.language or brand.language, own or stated["language"] or _DEFAULT
    yield "manager", _text(brand.manager), origin.of_main("brands", brand.id, "manager") or _DEFAULT


def _plan_rows(account: Account, origin: _Origin) -> Iterator[Row]:
    for field in fields(account.plan):
        if field.name != "thresholds":
            yield f"plan.{field.name}", _text(getattr(account.plan, field.name)), origin.of_plan(field.name)
    for field in fields(account.plan.thresholds):
        value = getattr(account.plan.thresholds, field.name)
        yield f"plan.thresholds.{field.name}", _text(value), origin.of_plan("thresholds", field.name)


def _decision_row(decision: Decision) -> Row:
    words = [decision.kind]
    if decision.on:
        words.append(f"on {decision.on}")
    if decision.until:
        words.append(f"until {decision.until}")
    if decision.reason:
        words.append(f"({decision.reason})")
    return "decision", " ".join(words), _taken(decision)


def _taken(decision: Decision) -> str:
    return f"{decision.by}, {decision.at:%Y-%m-%d %H:%M} UTC"


def _text(value: object) -> str:
    match value:
        case None | "" | ():
            return "-"
        case timedelta():
            return duration_text(value)
        case Cadence() | Office():
            return value.text
        case Span():
            days = f"{value.start} to {value.end or 'open'}"
            return f"{days} ({value.reason})" if value.reason else days
        case tuple():
            return ", ".join(_text(one) for one in value)
        case float():
            return f"{value:g}"
        case _:
            return mask(str(value))
