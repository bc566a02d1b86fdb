"""What is forgotten once it is past its retention. Counts by day of acts, checks and transitions stay."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime

from sqlalchemy import Connection

from monitor.model.errors import Unavailable
from monitor.model.settings import Retention
from monitor.store.database.engine import PATIENCE, Database
from monitor.store.intake import copies, kept_replies, profile_counts
from monitor.store.rows import Pruned


def prune(connection: Connection, now: datetime, retention: Retention) -> Pruned:
    """Forget it. SQLite leaves it readable in the file until the room is used again, or `compact` is called."""
    copies.prune(connection, now - copies.KEPT)
    links, rows = kept_replies.prune(connection, now - retention.links, now - retention.replies)
    return Pruned(links, rows, profile_counts.prune(connection, (now - retention.facts).date()))


def compact(database: Database) -> None:
    """Write the file anew, without what was forgotten; a server sees to that itself. Raises Unavailable."""
    if database.file is None:
        return
    try:
        with closing(sqlite3.connect(database.file, timeout=PATIENCE, isolation_level=None)) as connection:
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.OperationalError as error:
        raise Unavailable(
            f"the database {database.name} could not be written anew ({error}): what is old was forgotten, but is still"
            " readable in the file; stop what else uses it and make room on the disk, then try again"
        ) from error
