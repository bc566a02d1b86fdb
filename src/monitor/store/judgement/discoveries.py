"""What the last discovery on each brand's own web site came to."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from monitor.model.discovery import Found, Noted, Orphans
from monitor.store.database import storable
from monitor.store.database.tables import discoveries

_MOST = 100  # orphans of one brand


def note(connection: Connection, brand: str, noted: Noted) -> None:
    """Keep it in place of what was known of the brand."""
    connection.execute(delete(discoveries).where(discoveries.c.brand == brand))
    row = {
        "brand": brand,
        "site": noted.site,
        "seen": noted.seen,
        "next": noted.next,
        "orphans": _dump(noted.orphans),
        "failed": storable.text(noted.failed, storable.DETAIL),
    }
    connection.execute(insert(discoveries), [row])


def noted(connection: Connection) -> dict[str, Noted]:
    """By brand."""
    return {
        row.brand: Noted(row.site, row.next, row.seen, _load(row.orphans), row.failed)
        for row in connection.execute(select(discoveries))
    }


def _dump(orphans: Orphans) -> str:
    unwatched = [asdict(found) for found in orphans.unwatched[:_MOST]]
    return storable.text(json.dumps({"unwatched": unwatched, "unlinked": orphans.unlinked[:_MOST]}), 1_000_000)


def _load(text: str) -> Orphans:
    row: dict[str, Any] = json.loads(text)
    unwatched = tuple(Found(**{**found, "where": tuple(found["where"])}) for found in row["unwatched"])
    return Orphans(unwatched, tuple(row["unlinked"]))
