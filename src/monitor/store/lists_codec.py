"""What a connector remembers of an account's lists, as values of JSON; see codec.py, which writes the whole memory."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from monitor.model.activity import DaysShown, Listed, Shrunk

Json = dict[str, Any]


def listed_row(listed: Listed | None) -> Json | None:
    if listed is None:
        return None
    newest = [[key] if face is None else [key, face] for key, face in listed.newest]
    row = {"newest": newest, "items": listed.items, "at": listed.at.isoformat()}
    return row if listed.oldest is None else row | {"oldest": listed.oldest.isoformat()}


def listed(row: Json | None) -> Listed | None:
    if row is None:
        return None
    newest = tuple((key, face[0] if face else None) for key, *face in row["newest"])
    oldest = row.get("oldest")
    at = datetime.fromisoformat(row["at"])
    return Listed(newest, row["items"], at, None if oldest is None else datetime.fromisoformat(oldest))


def shrunk_row(shrunk: Shrunk | None) -> list[Any] | None:
    return None if shrunk is None else [shrunk.since.isoformat(), shrunk.left]


def shrunk(row: list[Any] | None) -> Shrunk | None:
    return None if row is None else Shrunk(datetime.fromisoformat(row[0]), row[1])


def shown_row(shown: DaysShown | None) -> list[Any] | None:
    if shown is None:
        return None
    last = shown.last and shown.last.isoformat()
    return [int(shown.age.total_seconds()), shown.days, last, shown.shorter]


def shown(row: list[Any] | None) -> DaysShown | None:
    if row is None:
        return None
    age, days, last, shorter = row
    return DaysShown(timedelta(seconds=age), days, None if last is None else date.fromisoformat(last), shorter)
