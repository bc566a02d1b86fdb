"""The database's version and soundness: made when empty, refused when strange, and then left untouched."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from monitor.model.errors import SchemaError, Unavailable
from monitor.store import Store
from monitor.store.database.schema_version import HEAD
from support.shelf import MONDAY, Shelf, account, act, seen


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "monitor.db"


def store_at(path: Path) -> Store:
    return Store(f"sqlite:///{path}", busy_seconds=0.1)


def layout(path: Path) -> dict[str, str]:
    with sqlite3.connect(path) as connection:
        rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    connection.close()
    return {name: " ".join(sql.split()) for name, sql in rows}


def test_an_upgrade_from_nothing_makes_what_the_program_makes(tmp_path: Path) -> None:
    made, upgraded = tmp_path / "made.db", tmp_path / "upgraded.db"
    with store_at(made) as store:
        store.ensure()
    with store_at(upgraded) as store:
        store.upgrade()
        store.check()
        store.ensure()
    assert layout(upgraded) == layout(made)
    assert "activities" in layout(made)


def test_the_newest_revision_is_the_one_the_program_needs() -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", "monitor.store:migrations")
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_an_upgrade_of_a_current_database_changes_nothing(path: Path) -> None:
    with store_at(path) as store:
        store.ensure()
        before = path.read_bytes()
        store.upgrade()
    assert path.read_bytes() == before


def test_a_database_that_exists_without_tables_is_filled(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("VACUUM")
        connection.execute("PRAGMA user_version = 1")
    connection.close()
    with store_at(path) as store:
        with pytest.raises(SchemaError, match="db upgrade"):
            store.check()
        store.ensure()
        store.check()


def test_a_missing_database_is_named_and_not_made_by_a_check(path: Path) -> None:
    with store_at(path) as store, pytest.raises(SchemaError, match=r"monitor\.db.*db upgrade"):
        store.check()
    assert not path.exists()


@pytest.mark.parametrize(("version", "remedy"), [("0000", "db upgrade"), ("9999", "newer program")])
def test_another_version_is_refused_without_writing(path: Path, version: str, remedy: str) -> None:
    with store_at(path) as store:
        store.ensure()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", [version])
    connection.close()
    before = path.read_bytes()
    for call in (Store.check, Store.ensure) if version < HEAD else (Store.check, Store.ensure, Store.upgrade):
        with (
            store_at(path) as store,
            pytest.raises(SchemaError, match=f"{version}, this program needs {HEAD}: .*{remedy}"),
        ):
            call(store)
    assert path.read_bytes() == before


def test_tables_of_another_program_are_refused(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE recipes (id INTEGER)")
    connection.close()
    for call in (Store.check, Store.ensure, Store.upgrade):
        with store_at(path) as store, pytest.raises(SchemaError, match="recipes"):
            call(store)
    assert list(layout(path)) == ["recipes"]


def test_a_file_of_no_bytes_is_refused_and_left(path: Path) -> None:
    path.touch()
    for call in (Store.check, Store.ensure, Store.upgrade):
        with store_at(path) as store, pytest.raises(SchemaError, match="no bytes"):
            call(store)
    assert path.read_bytes() == b""


def test_a_file_that_is_no_database_is_refused_and_left(path: Path) -> None:
    path.write_text("[monitor]\n" * 1000)
    before = path.read_bytes()
    for call in (Store.check, Store.ensure, Store.upgrade):
        with store_at(path) as store, pytest.raises(SchemaError, match=r"monitor\.db is not a database"):
            call(store)
    assert path.read_bytes() == before


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_database_cut_short_is_refused_and_left(path: Path, share: float) -> None:
    shelf = Shelf(f"sqlite:///{path}")
    shelf.declare(*(account(f"acme-{number}") for number in range(200)))
    shelf.store.close()
    with path.open("r+b") as file:
        file.truncate(int(path.stat().st_size * share))
    before = path.read_bytes()
    with pytest.raises((SchemaError, Unavailable), match=r"monitor\.db"), store_at(path) as store:
        store.ensure()
        store.account_statuses(None, MONDAY)
        store.transitions(0)
        store.sync([account("acme-new")], MONDAY)
    assert path.read_bytes() == before


def test_a_locked_database_is_named_and_loses_nothing(path: Path) -> None:
    shelf = Shelf(f"sqlite:///{path}")
    shelf.declare(account())
    shelf.store.close()
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    with store_at(path) as store:
        with pytest.raises(Unavailable, match=r"monitor\.db is locked by another program"):
            store.sync([], MONDAY)
        holder.execute("ROLLBACK")
        assert list(store.account_statuses(None, MONDAY)) == ["acme-feed"]
    holder.close()


def test_a_folder_that_is_missing_is_said(tmp_path: Path) -> None:
    with (
        store_at(tmp_path / "nowhere" / "monitor.db") as store,
        pytest.raises(Unavailable, match=r"nowhere/monitor\.db.*folder exists"),
    ):
        store.ensure()


def test_a_full_disk_is_said_and_what_was_stored_is_there(path: Path) -> None:
    """The file may grow to the size it has now, and no further."""
    shelf = Shelf(f"sqlite:///{path}")
    shelf.declare(account())
    shelf.check(seen(act("1", MONDAY)))
    shelf.store.close()
    code = (
        "import resource, sys, signal\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "from monitor.store import Store\n"
        "from monitor.model.errors import Unavailable\n"
        "from support.shelf import MONDAY, account\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))\n"
        "try:\n"
        "    Store(sys.argv[1]).sync([account(f'acme-{n}') for n in range(5000)], MONDAY)\n"
        "except Unavailable as error:\n"
        "    print(error)\n"
    )
    tests = str(Path(__file__).parents[2])
    found = subprocess.run(
        [sys.executable, "-c", code, f"sqlite:///{path}"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        env={"PYTHONPATH": tests},
    )
    assert f"the database {path} " in found.stdout
    with store_at(path) as store:
        assert list(store.account_statuses(None, MONDAY)) == ["acme-feed"]
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()


def test_a_url_that_is_none_is_explained() -> None:
    with pytest.raises(SchemaError, match=r"sqlite:///monitor\.db"):
        Store("monitor.db")


def test_a_password_is_never_in_a_message() -> None:
    with (
        Store("postgresql://lea:hush@127.0.0.1:9/monitor") as store,
        pytest.raises(Unavailable, match=r"127\.0\.0\.1") as caught,
    ):
        store.check()
    assert "hush" not in str(caught.value)


def test_two_first_runs_at_once_make_one_database(path: Path) -> None:
    together = threading.Barrier(4)
    failures: list[BaseException] = []

    def first_run(number: int) -> None:
        try:
            with Store(f"sqlite:///{path}") as store:
                together.wait(30)
                store.ensure()
                store.save_backoffs({f"{number}.example:443": MONDAY})
        except BaseException as error:
            failures.append(error)

    runs = [threading.Thread(target=first_run, args=(number,)) for number in range(4)]
    for run in runs:
        run.start()
    for run in runs:
        run.join(60)
    assert failures == []
    with store_at(path) as store:
        assert len(store.backoffs(MONDAY.replace(year=2025))) == 4
    assert sorted(found.name for found in path.parent.iterdir() if not found.name.endswith(("wal", "shm"))) == [
        "monitor.db"
    ]


def test_a_database_in_use_imports_no_alembic(path: Path) -> None:
    code = (
        "import sys\nfrom monitor.store import Store\n"
        "with Store(sys.argv[1]) as store:\n    store.ensure()\n    store.ensure()\n    store.check()\n"
        "print(sorted({'alembic', 'httpx', 'aiohttp', 'feedparser', 'jinja2', 'apscheduler'} & sys.modules.keys()))"
    )
    found = subprocess.run(
        [sys.executable, "-c", code, f"sqlite:///{path}"], capture_output=True, text=True, timeout=60, check=True
    )
    assert found.stdout.strip() == "[]"
