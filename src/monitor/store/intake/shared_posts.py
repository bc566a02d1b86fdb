"""Two accounts of a brand that show the same posts, at the same addresses of one site: one publication seen two ways.

Kept on the row of the account that was declared later (accounts.same_as, JSON), so that it is said once:

| field   | what it is                                        |
|---------|---------------------------------------------------|
| account | the other, the one declared earlier               |
| posts   | how many posts were found in both, at most `MOST` |
| last    | when the last one was, in seconds since 1970      |

It holds from `ENOUGH` posts on, for as long as one was found within `LASTING`.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from monitor.store.database.columns import seconds

ENOUGH: Final = 2  # a single one may be put in both by hand
MOST: Final = 100
LASTING: Final = timedelta(days=90)


def note(earlier: dict[str, Any], later: dict[str, Any], posts: int) -> None:
    """Note in the rows of two accounts that so many more posts were found in both; neither copies from the other.

    Of several accounts the one that was found first stays.
    """
    at = max(earlier["last_look"], later["last_look"])
    known = _load(later["same_as"], at)
    if known is None or known["account"] == earlier["id"]:
        count = min((known["posts"] if known is not None else 0) + posts, MOST)
        row = {"account": earlier["id"], "posts": count, "last": seconds(at)}
        later["same_as"] = json.dumps(row, separators=(",", ":"))
    for one, other in ((earlier, later), (later, earlier)):
        if one["copies_of"] == other["id"]:
            one["copies_of"] = None


def same_as(known: str | None, now: datetime) -> str | None:
    """The account with which this one is one publication, as far as that holds at `now`."""
    row = _load(known, now)
    return row["account"] if row is not None and row["posts"] >= ENOUGH else None


def _load(known: str | None, now: datetime) -> dict[str, Any] | None:
    row: dict[str, Any] | None = json.loads(known) if known else None
    lasting = row is not None and now - datetime.fromtimestamp(row["last"], UTC) < LASTING
    return row if lasting else None
