"""The database behind a URL: connections, transactions, and what to say when it fails.

Readers see one snapshot; writers take the write lock at once (BEGIN IMMEDIATE), so that what they read stays true
until they commit. All that differs between databases stands here: how a transaction begins, and which insert() has
ON CONFLICT. synchronous=FULL: a letter that is marked sent stays so when the power fails; commits are few.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Dialect, Insert, Table, create_engine, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Engine
from sqlalchemy.exc import ArgumentError, DatabaseError, DataError, DBAPIError, IntegrityError, ProgrammingError

from monitor.model.errors import MonitorError, SchemaError, Unavailable

DRIVERS = {"postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg", "sqlite": "sqlite+pysqlite"}

PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")

# SQLite's error name begins with -> which error, what happened, what to do
CAUSES: tuple[tuple[str, type[MonitorError], str, str], ...] = (
    ("SQLITE_BUSY", Unavailable, "is locked by another program", "close that program or try again later"),
    ("SQLITE_LOCKED", Unavailable, "is locked by another program", "close that program or try again later"),
    ("SQLITE_FULL", Unavailable, "cannot grow: the disk is full", "free some space, then run the command again"),
    ("SQLITE_READONLY", Unavailable, "cannot be written", "make the file and its folder writable for this user"),
    ("SQLITE_CANTOPEN", Unavailable, "cannot be opened", "make sure that its folder exists and is writable"),
    ("SQLITE_PERM", Unavailable, "cannot be opened", "make the file and its folder accessible for this user"),
    ("SQLITE_NOTADB", SchemaError, "is not a database", "it was left as it is: name another file, or restore a backup"),
    ("SQLITE_CORRUPT", SchemaError, "is damaged", "it was left as it is: restore a backup of it"),
    ("SQLITE_IOERR", Unavailable, "cannot be read or written", "check the disk that it is on"),
)


class Database:
    """A database by its URL; nothing is opened before the first transaction.

    Raises Unavailable where the database cannot be reached, SchemaError where the file is no sound database.
    """

    def __init__(self, url: str, *, busy_seconds: float = 5) -> None:
        try:
            self.url = make_url(url)
        except ArgumentError as error:
            raise SchemaError(
                f'the database "{url}" is not a URL: write sqlite:///monitor.db for a file beside the program,'
                " sqlite:////srv/monitor.db for a full path, or postgresql://user@host/name"
            ) from error
        self.url = self.url.set(drivername=DRIVERS.get(self.url.drivername, self.url.drivername))
        self.name = self.url.render_as_string(hide_password=True)
        self.file: Path | None = None  # of SQLite, unless in memory
        if self.url.get_backend_name() == "sqlite" and self.url.database not in (None, "", ":memory:"):
            self.file = Path(str(self.url.database))
            self.name = str(self.file)
        self._busy_seconds = busy_seconds
        self._reader: Engine | None = None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction over one snapshot."""
        with self._explained(), self._engine().begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that holds the write lock from its beginning, committed at the end unless something raises."""
        with self._explained(), self._engine().execution_options(writes=True).begin() as connection:
            yield connection

    def close(self) -> None:
        if self._reader is not None:
            self._reader.dispose()
            self._reader = None

    def _engine(self) -> Engine:
        if self._reader is None:
            try:
                engine = create_engine(self.url)
            except ModuleNotFoundError as error:
                raise Unavailable(
                    f"the database {self.name} needs a driver that is not installed ({error.name}):"
                    ' pip install "account-health-monitor[postgres]"'
                ) from error
            if engine.dialect.name == "sqlite":
                self._prepare_sqlite(engine)
            self._reader = engine
        return self._reader

    def _prepare_sqlite(self, engine: Engine) -> None:
        milliseconds = round(self._busy_seconds * 1000)

        @event.listens_for(engine, "connect")
        def connected(connection: Any, record: object) -> None:
            connection.isolation_level = None  # transactions are begun below, not by the driver
            connection.execute(f"PRAGMA busy_timeout={milliseconds}")
            for pragma in PRAGMAS:
                connection.execute(f"PRAGMA {pragma}")

        @event.listens_for(engine, "begin")
        def begun(connection: Connection) -> None:
            writes = connection.get_execution_options().get("writes")
            connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (IntegrityError, ProgrammingError, DataError):
            raise  # a mistake of ours, not of the database
        except DatabaseError as error:
            raise explain(self.name, error) from error
        except DBAPIError as error:
            raise Unavailable(f"the database {self.name} failed ({error.orig}): try again later") from error


def explain(name: str, error: DBAPIError) -> Exception:
    """The program's own error for a driver's one; the error itself where it is not the database's fault."""
    cause = error.orig
    if not isinstance(cause, sqlite3.Error):
        return Unavailable(f"the database {name} cannot be reached or failed ({cause}): check it, then try again")
    code = getattr(cause, "sqlite_errorname", "")
    for prefix, kind, what, remedy in CAUSES:
        if code.startswith(prefix):
            return kind(f"the database {name} {what} ({cause}): {remedy}")
    return error


def insert(dialect: str, table: Table) -> sqlite.Insert | postgresql.Insert:
    """The dialect's insert(): both have on_conflict_do_update and on_conflict_do_nothing, and `excluded`."""
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


def insert_many(connection: Connection, statement: Insert, rows: Sequence[tuple[object, ...]]) -> None:
    """Insert rows of plain numbers and texts, in the order of the table's columns, with a statement that is kept.

    Straight through the driver: on thousands of rows, Core's own executemany costs three times as much.
    """
    sql, names = _compiled(statement, connection.dialect)
    connection.exec_driver_sql(sql, rows if names is None else [dict(zip(names, row, strict=True)) for row in rows])


@lru_cache(maxsize=32)
def _compiled(statement: Insert, dialect: Dialect) -> tuple[str, list[str] | None]:
    """The statement's text, and the names of its parameters where the driver does not take them by position."""
    compiled = statement.compile(dialect=dialect)
    return str(compiled), None if compiled.positional else [column.name for column in statement.table.columns]
