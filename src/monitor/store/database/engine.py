"""The database behind a URL: connections, transactions, and what to say when it fails.

Readers see one snapshot. What writers read stays true until they commit: SQLite lets one in at a time (BEGIN
IMMEDIATE), on PostgreSQL they lock the rows (FOR UPDATE) and read what is committed. All that differs between
databases stands here: how a transaction begins, how to be alone, which insert() has ON CONFLICT, what errors mean.
synchronous=FULL: a message that is marked sent stays so when the power fails; commits are few.

A server that was reached and is lost (restarted, say), or that ends a transaction in favour of another, is given time:
`read` and `write` do the whole transaction again. The answer to a COMMIT may be what was lost, so every write must be
safe to repeat: what is there already is not added again. A claim whose answer was lost ends with its lease.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, Dialect, Insert, Table, create_engine, event, func, make_url, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Engine
from sqlalchemy.exc import (
    ArgumentError,
    DataError,
    DBAPIError,
    IntegrityError,
    InterfaceError,
    OperationalError,
    ProgrammingError,
)

from monitor.model.errors import MonitorError, SchemaError, Unavailable

DRIVERS = {"postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg", "sqlite": "sqlite+pysqlite"}

CREATION = 6_028_112  # the number of the advisory lock that whoever makes the tables holds; any would do

PATIENCE = 30.0  # seconds that a writer waits for another program's transaction

PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")

# SQLite's error name or PostgreSQL's SQLSTATE begins with -> which error, what happened, what to do
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
    ("25006", Unavailable, "cannot be written", "name the server that takes writes, not its copy"),
    ("3F000", Unavailable, "has no schema that its user may use", "make that user the owner of the database"),
    ("40", Unavailable, "was changed by another program at the same time", "run the command again"),
    ("42501", Unavailable, "denies its user something", "make that user the owner of the database"),
    ("53100", Unavailable, "cannot grow: the disk is full", "free some space, then run the command again"),
    ("55P03", Unavailable, "is locked by another program", "close that program or try again later"),
    ("XX001", SchemaError, "is damaged", "it was left as it is: restore a backup of it"),
)
OURS = (IntegrityError, ProgrammingError, DataError)  # mistakes of the program, whatever the database is

# What may be over soon, by SQLSTATE: a connection lost, a conflict of transactions, no room, the operator intervened.
PASSING = ("08", "25P03", "40", "53300", "57")
PAUSES = (0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4)  # seconds before each further try: a server restarts within them

P = ParamSpec("P")
T = TypeVar("T")


class Database:
    """A database by its URL; nothing is opened before the first transaction.

    Raises Unavailable where the database cannot be reached, SchemaError where the file is no sound database.
    """

    def __init__(self, url: str, *, busy_seconds: float = PATIENCE) -> None:
        try:
            self.url = make_url(url)
        except ArgumentError as error:
            raise SchemaError(
                f'the database "{url}" is not a URL: write sqlite:///monitor.db for a file beside the program,'
                " sqlite:////srv/monitor.db for a full path, or postgresql://user@host/name"
            ) from error
        self.name = self.url.render_as_string(hide_password=True)
        self.url = self.url.set(drivername=DRIVERS.get(self.url.drivername, self.url.drivername))
        self.file: Path | None = None  # of SQLite, unless in memory
        if self.url.get_backend_name() == "sqlite" and self.url.database not in (None, "", ":memory:"):
            self.file = Path(str(self.url.database))
            self.name = str(self.file)
        self._busy_seconds = busy_seconds
        self._reader: Engine | None = None
        self._reached = False  # a server that never answered is reported at once

    def read(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `work` finds in one snapshot."""
        return self._whole(self.reading, lambda connection: work(connection, *args, **kwargs))

    def write(self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `work` returns, once what it wrote is kept; it may be called, and its work be kept, more than once."""
        return self._whole(self.writing, lambda connection: work(connection, *args, **kwargs))

    def _whole(
        self, transaction: Callable[[], AbstractContextManager[Connection]], work: Callable[[Connection], T]
    ) -> T:
        for pause in PAUSES:
            try:
                with transaction() as connection:
                    return work(connection)
            except Unavailable as error:
                if not (self._reached and passing(error.__cause__)):
                    raise
            time.sleep(pause)
        with transaction() as connection:
            return work(connection)

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
                engine = create_engine(self.url, pool_pre_ping=self.file is None)  # a server may have restarted
            except ModuleNotFoundError as error:
                raise Unavailable(
                    f"the database {self.name} needs a driver that is not installed ({error.name}):"
                    ' pip install "account-health-monitor[postgres]"'
                ) from error
            if engine.dialect.name == "sqlite":
                self._prepare_sqlite(engine, round(self._busy_seconds * 1000))
            else:
                self._prepare_postgresql(engine, round(self._busy_seconds * 1000))
            event.listen(engine, "connect", self._answered)
            self._reader = engine
        return self._reader

    def _answered(self, connection: Any, record: object) -> None:
        self._reached = True

    @staticmethod
    def _prepare_sqlite(engine: Engine, milliseconds: int) -> None:

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

    @staticmethod
    def _prepare_postgresql(engine: Engine, milliseconds: int) -> None:
        @event.listens_for(engine, "begin")
        def begun(connection: Connection) -> None:
            writes = connection.get_execution_options().get("writes")
            level = "READ COMMITTED, READ WRITE" if writes else "REPEATABLE READ, READ ONLY"
            connection.exec_driver_sql(
                f"SET TRANSACTION ISOLATION LEVEL {level}; SET LOCAL lock_timeout = {milliseconds}"
            )

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            if explained := explain(self.name, error):
                raise explained from error
            raise


def explain(name: str, error: DBAPIError) -> MonitorError | None:
    """The program's own error for a driver's one; None where it is not the database's fault."""
    cause = error.orig
    code = getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None) or ""
    said = " ".join(str(cause).split())  # some drivers say it in several lines
    for prefix, kind, what, remedy in CAUSES:
        if code.startswith(prefix):
            return kind(f"the database {name} {what} ({said}): {remedy}")
    connected = error.statement is not None
    if connected and (isinstance(error, OURS) or isinstance(cause, sqlite3.Error)):
        return None
    return Unavailable(f"the database {name} cannot be reached or failed ({said}): check it, then try again")


def passing(cause: BaseException | None) -> bool:
    """Whether the same transaction may well succeed in a moment. SQLite has waited already."""
    if not isinstance(cause, DBAPIError) or isinstance(cause.orig, sqlite3.Error):
        return False
    state = getattr(cause.orig, "sqlstate", None)
    if state is None:  # the driver's own words: the connection is gone, or could not be made
        return isinstance(cause, (OperationalError, InterfaceError))
    return str(state).startswith(PASSING)


def alone(connection: Connection) -> None:
    """Until its transaction ends, nobody else who asks gets further than this. A writer of SQLite is alone already."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(CREATION)))


def insert(dialect: str, table: Table) -> sqlite.Insert | postgresql.Insert:
    """The dialect's insert(): both have on_conflict_do_update and on_conflict_do_nothing, and `excluded`."""
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


def insert_once(connection: Connection, table: Table, row: Mapping[str, Any]) -> None:
    """Insert the row, unless one is there that says the same."""
    same = (table.c[name].is_(None) if value is None else table.c[name] == value for name, value in row.items())
    if connection.execute(select(table.c.id).where(*same)).first() is None:
        connection.execute(table.insert().values(row))


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
