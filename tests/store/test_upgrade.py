"""A database of the first version, with what is in it, becomes one of this program's."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, text

from monitor.store import Store
from monitor.store.schema import HEAD


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
    assert "0001" < HEAD
    with Store(f"sqlite:///{old}") as store:
        store.upgrade()
        store.check()
        assert store.leader() is None
    assert layout(new) == layout(old)
    with sqlite3.connect(old) as connection:
        assert [("acme.example:443", 99)] == connection.execute("select host, until from holds").fetchall()
    connection.close()
