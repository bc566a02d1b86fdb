"""A database, opened by the first call, and its schema."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from monitor.store.database import schema_version
from monitor.store.database.engine import PATIENCE, Database


class Opened:
    """What Store stands on: a database by its URL, closed at the end of a `with`."""

    def __init__(self, url: str, *, busy_seconds: float = PATIENCE) -> None:
        self._database = Database(url, busy_seconds=busy_seconds)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self._database.close()

    # the schema

    def check(self) -> None:
        """Raises SchemaError unless the database is of this program's version."""
        schema_version.check(self._database)

    def ensure(self) -> None:
        """Makes the tables of an empty database; raises SchemaError for another version."""
        schema_version.ensure(self._database)

    def upgrade(self) -> None:
        """Brings the database to this program's version; raises SchemaError for a newer one."""
        schema_version.upgrade(self._database)
