"""All settings but the accounts as plain rows: for `config show` without an account."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import timedelta
from typing import Any

from monitor.config.cadence_text import duration_text
from monitor.config.url_secrets import mask
from monitor.model.account import Cadence
from monitor.model.settings import Settings

_APART = frozenset({"accounts", "notices"})  # the accounts are shown one by one, notices by `config check`


def overview(settings: Settings) -> list[tuple[str, str]]:
    """(key, value) of every setting that is not absent, secrets masked, and how many accounts there are."""
    rows = [
        row
        for one in fields(settings)
        if one.name not in _APART
        for row in _rows(one.name, getattr(settings, one.name))
    ]
    return [*rows, ("accounts", str(len(settings.accounts)))]


def _rows(key: str, value: Any) -> Iterator[tuple[str, str]]:
    if value is None or value in ((), "", {}):
        return
    if isinstance(value, Cadence):
        yield key, value.text
    elif is_dataclass(value) and not isinstance(value, type):
        for one in fields(value):
            if one.name != "id":
                yield from _rows(f"{key}.{one.name}", getattr(value, one.name))
    elif isinstance(value, Mapping):
        for name, item in value.items():
            yield from _rows(f"{key}.{name}", item)
    elif isinstance(value, tuple) and any(is_dataclass(item) for item in value):
        for number, item in enumerate(value, 1):
            yield from _rows(f"{key}.{number}", item)
    else:
        yield key, _text(value)


def _text(value: Any) -> str:
    if isinstance(value, timedelta):
        return duration_text(value)
    if isinstance(value, tuple):
        return ", ".join(_text(item) for item in value)
    return mask(str(value)) if isinstance(value, str) else str(value)
