"""The database's version: asked for before anything else, made where there is none, raised by `monitor db upgrade`.

    no file, or a database without tables   made in one go, of this program's version
    this program's version                  used
    an older one                            refused until `monitor db upgrade`
    a newer one, a stranger's tables        refused
    a file of no bytes                      refused: what was in it is lost, and must not be forgotten silently

A new SQLite file is built under another name and put in its place when it is whole, so that a kill never leaves one
that would be refused.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy import Column, Connection, MetaData, PrimaryKeyConstraint, String, Table, inspect, select

from monitor.model.errors import SchemaError, Unavailable
from monitor.store.database import mail_tables, tables
from monitor.store.database.engine import Database, alone

HEAD = "0010"  # the newest revision in migrations/versions

versions = Table(  # as Alembic makes it
    "alembic_version",
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)


def check(database: Database) -> None:
    """Raises SchemaError unless the database is of this program's version, Unavailable where it cannot be reached."""
    if _missing(database):
        raise SchemaError(f"there is no database {database.name} yet: run `monitor db upgrade` to make it")
    version = database.read(_version, database)
    if version is None:
        raise SchemaError(f"the database {database.name} is empty: run `monitor db upgrade`")
    _refuse_other(version, database)


def ensure(database: Database) -> None:
    """Make the tables of an empty database; raises as `check` for another version."""
    if _missing(database):
        _build(database, create)
        return
    version = database.read(_version, database)
    if version is None:
        database.write(_create_once, database)
    else:
        _refuse_other(version, database)


def upgrade(database: Database) -> None:
    """Bring the database to this program's version, whole or not at all; raises SchemaError for a newer one."""
    if _missing(database):
        _build(database, migrate)
        return
    database.write(_migrate_once, database)


def create(connection: Connection) -> None:
    """All tables at once, without Alembic (a second of imports); a test compares with what the migrations make."""
    mail_tables.letters.metadata.create_all(connection)
    connection.execute(tables.locks.insert(), {"name": tables.TRANSITIONS})
    versions.create(connection)
    connection.execute(versions.insert(), {"version_num": HEAD})


def migrate(connection: Connection) -> None:
    """Run Alembic up to HEAD within the connection's transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "monitor.store:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _create_once(connection: Connection, database: Database) -> None:
    alone(connection)
    if _version(connection, database) is None:  # still: nobody was quicker
        create(connection)


def _migrate_once(connection: Connection, database: Database) -> None:
    alone(connection)
    version = _version(connection, database)
    if version is not None and version > HEAD:
        _refuse_other(version, database)
    if version != HEAD:
        migrate(connection)


def _version(connection: Connection, database: Database) -> str | None:
    """The version, None for a database without tables. Raises SchemaError for tables of another program."""
    names = inspect(connection).get_table_names()
    if versions.name in names:
        version: str | None = connection.execute(select(versions.c.version_num)).scalar()
        return version or "none"
    if names:
        raise SchemaError(
            f"the database {database.name} has tables of another program ({', '.join(names[:3])}):"
            " name another database in the configuration"
        )
    return None


def _refuse_other(version: str, database: Database) -> None:
    if version == HEAD:
        return
    remedy = "run `monitor db upgrade`" if version < HEAD else "install the newer program again, or restore a backup"
    raise SchemaError(f"the database {database.name} is at version {version}, this program needs {HEAD}: {remedy}")


def _missing(database: Database) -> bool:
    """Whether the file does not exist. Raises SchemaError for one of no bytes."""
    try:
        size = database.file.stat().st_size if database.file is not None else None
    except FileNotFoundError:
        return True
    except OSError as error:
        raise _unwritable(database, error) from error
    if size == 0:
        raise SchemaError(
            f"the database {database.name} is a file of no bytes: restore a backup of it,"
            " or delete it if it never held anything"
        )
    return False


def _build(database: Database, fill: Callable[[Connection], None]) -> None:
    """Make the new file beside its place and put it there, unless somebody was quicker."""
    assert database.file is not None  # noqa: S101 — only a file can be missing
    place = database.file
    try:
        with _workshop(place) as draft:
            other = Database(database.url.set(database=str(draft)).render_as_string(hide_password=False))
            try:
                with other.writing() as connection:
                    fill(connection)
            finally:
                other.close()
            _put(draft, place)
    except OSError as error:
        raise _unwritable(database, error) from error


def _put(draft: Path, place: Path) -> None:
    """Never over a file that somebody else has put there meanwhile: that is what a link does."""
    try:
        os.link(draft, place)
    except FileExistsError:
        return
    except OSError:  # a file system without links
        draft.rename(place)


@contextlib.contextmanager
def _workshop(place: Path) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix=f".{place.name}-", dir=place.parent) as folder:
        yield Path(folder) / place.name


def _unwritable(database: Database, error: OSError) -> Unavailable:
    return Unavailable(
        f"the database {database.name} cannot be made or opened ({error.strerror}): make sure that its folder exists"
        " and that this user may write there"
    )
