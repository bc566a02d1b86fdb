"""A database of the first version, with what is in it, becomes one of this program's."""

from __future__ import annotations

import sqlite3
import struct
from datetime import UTC, date, datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, text

from monitor.model.state import DayCount
from monitor.store import Store
from monitor.store.database.schema_version import HEAD


def migrate(url: str, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", "monitor.store:migrations")
    engine = create_engine(url)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        connection.execute(text("insert into holds values ('acme.example:443', 99, '')"))
    engine.dispose()


def layout(path: Path) -> dict[str, str]:
    with sqlite3.connect(path) as connection:
        rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    connection.close()
    return {name: " ".join(sql.split()) for name, sql in rows}


def test_the_first_version_is_brought_to_the_newest(tmp_path: Path) -> None:
    old, new = tmp_path / "old.db", tmp_path / "new.db"
    migrate(f"sqlite:///{old}", "0001")
    with Store(f"sqlite:///{new}") as store:
        store.ensure()
    assert HEAD > "0001"
    with Store(f"sqlite:///{old}") as store:
        store.upgrade()
        store.check()
        assert store.leader() is None
    assert layout(old) == layout(new)
    with sqlite3.connect(old) as connection:
        assert connection.execute("select host, until from holds").fetchall() == [("acme.example:443", 99)]
    connection.close()


def test_the_counts_of_an_older_version_are_read_after_the_upgrade(tmp_path: Path) -> None:
    """They stand packed on the accounts' rows, five numbers a day."""
    path, day = tmp_path / "old.db", date(2026, 11, 2)
    migrate(f"sqlite:///{path}", "0005")
    packed = struct.pack("<5H", (day - date(1970, 1, 1)).days, 3, 2, 1, 1)
    with sqlite3.connect(path) as connection:
        connection.execute(
            "insert into accounts (id, brand, network, url, configured, created, due_at, status, recent_days)"
            " values ('acme', 'acme', 'feed', 'https://acme.example', 1, 0, 0, 'on_plan', ?), "
            "('new', 'acme', 'feed', 'https://acme.example/new', 1, 0, 0, 'on_plan', null)",
            (packed,),
        )
    connection.close()
    with Store(f"sqlite:///{path}") as store:
        store.upgrade()
        found = store.account_statuses(None, datetime(2026, 11, 3, tzinfo=UTC))
    assert {name: one[1].days for name, one in found.items()} == {"acme": {day: DayCount(3, 2, 1, 1, 0)}, "new": {}}
