"""What intake remembers of an account between checks, to say when an act took place: the column accounts.evidence.

| field       | what it is                                                                                  |
|-------------|---------------------------------------------------------------------------------------------|
| complete_at | the last complete check that showed the list: "not modified" shows nothing                  |
| floor       | the oldest date that it showed, pinned acts apart                                           |
| late        | acts of the last seven days that counted at first sight, though they state another date     |
| changed     | when the list last showed an act that was not known                                         |
| shown       | how many acts the last observation with acts showed, all of them                            |
| exchanged   | when acts appeared for as many that vanished, in the last 92 days                           |
| bulk        | what appeared in bulk and counted for nothing, the last of it                               |

Instants are whole seconds since 1970, keys are left out where they say nothing. An account that moves to another
address begins anew (queues/due_accounts.py).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from monitor.model.activity import Bulk, BulkKind
from monitor.store.database.columns import seconds


@dataclass(frozen=True, slots=True)
class Evidence:
    """See the table above."""

    complete_at: datetime | None = None
    floor: datetime | None = None
    late: tuple[datetime, ...] = ()
    changed: datetime | None = None
    shown: int | None = None
    exchanged: tuple[datetime, ...] = ()
    bulk: Bulk | None = None


def dump(evidence: Evidence) -> str:
    bulk = evidence.bulk
    row = {
        "complete_at": _second(evidence.complete_at),
        "floor": _second(evidence.floor),
        "late": [seconds(at) for at in evidence.late] or None,
        "changed": _second(evidence.changed),
        "shown": evidence.shown,
        "exchanged": [seconds(at) for at in evidence.exchanged] or None,
        "bulk": bulk and [bulk.kind, seconds(bulk.at), bulk.count, _second(bulk.first), _second(bulk.last)],
    }
    return json.dumps({key: value for key, value in row.items() if value is not None}, separators=(",", ":"))


def load(text: str | None) -> Evidence:
    row: dict[str, Any] = json.loads(text) if text else {}
    return Evidence(
        complete_at=_when(row.get("complete_at")),
        floor=_when(row.get("floor")),
        late=tuple(datetime.fromtimestamp(at, UTC) for at in row.get("late", ())),
        changed=_when(row.get("changed")),
        shown=row.get("shown"),
        exchanged=tuple(datetime.fromtimestamp(at, UTC) for at in row.get("exchanged", ())),
        bulk=_bulk(row["bulk"]) if "bulk" in row else None,
    )


def bulk_of(text: str | None) -> Bulk | None:
    """Only what appeared in bulk: asked for of every account, and said of few."""
    return load(text).bulk if text and '"bulk"' in text else None


def _bulk(row: list[Any]) -> Bulk:
    kind, at, count, first, last = row
    return Bulk(BulkKind(kind), datetime.fromtimestamp(at, UTC), count, _when(first), _when(last))


def _second(at: datetime | None) -> int | None:
    return None if at is None else seconds(at)


def _when(second: int | None) -> datetime | None:
    return None if second is None else datetime.fromtimestamp(second, UTC)
