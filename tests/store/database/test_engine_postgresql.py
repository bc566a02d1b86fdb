"""What differs on PostgreSQL: a server that can be shared, that goes away, and that refuses in words of its own."""

from __future__ import annotations

import threading
from contextlib import closing
from datetime import timedelta

import psycopg
import pytest
from sqlalchemy import select

from monitor.model.errors import MonitorError, SchemaError, Unavailable
from monitor.store import Store
from monitor.store.database import engine
from monitor.store.database.engine import Database
from monitor.store.database.schema_version import HEAD
from monitor.store.database.tables import cycles
from support.postgres import Cluster
from support.shelf import MONDAY, Shelf, account, claim_all

pytestmark = pytest.mark.slow

LAYOUT = {
    "columns": "SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns"
    " WHERE table_schema = 'public'",
    "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "constraints": "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE connamespace = 'public'::regnamespace",
    "rows": "SELECT name FROM locks UNION SELECT version_num FROM alembic_version",
}


@pytest.fixture
def url(postgres: Cluster) -> str:
    """An empty database, and a password that the server does not ask for."""
    return postgres.empty().replace("postgres@", "postgres:hush@")


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "PAUSES", (0.01, 0.01))


def layout(cluster: Cluster) -> dict[str, list[tuple[object, ...]]]:
    return {name: sorted(cluster.execute(query)) for name, query in LAYOUT.items()}


def test_an_upgrade_from_nothing_makes_what_the_program_makes(postgres: Cluster) -> None:
    with Store(postgres.empty()) as store:
        store.ensure()
        made = layout(postgres)
    with Store(postgres.empty()) as store:
        with pytest.raises(SchemaError, match="db upgrade"):
            store.check()
        store.upgrade()
        store.check()
        store.ensure()
        store.upgrade()
    assert layout(postgres) == made
    assert "activities" in {row[0] for row in made["columns"]}


@pytest.mark.parametrize(("version", "remedy"), [("0000", "db upgrade"), ("9999", "newer program")])
def test_another_version_is_refused(version: str, remedy: str, postgres: Cluster, url: str) -> None:
    with Store(url) as store:
        store.ensure()
        postgres.execute(f"UPDATE alembic_version SET version_num = '{version}'")  # noqa: S608 — one of the two above
        with pytest.raises(SchemaError, match=f"{version}, this program needs {HEAD}: .*{remedy}"):
            store.check()


def test_tables_of_another_program_are_refused(postgres: Cluster, url: str) -> None:
    postgres.execute("CREATE TABLE recipes (id INTEGER)")
    for call in (Store.check, Store.ensure, Store.upgrade):
        with Store(url) as store, pytest.raises(SchemaError, match="recipes"):
            call(store)


def test_first_runs_at_once_make_one_database_and_know_each_account_once(url: str) -> None:
    together = threading.Barrier(6)
    declared = [account(f"acme-{number:02}") for number in range(50)]
    failures: list[BaseException] = []

    def first_run() -> None:
        try:
            with Store(url) as store:
                together.wait(30)
                store.ensure()
                store.sync(declared, MONDAY)
        except BaseException as error:
            failures.append(error)

    runs = [threading.Thread(target=first_run) for _ in range(together.parties)]
    for run in runs:
        run.start()
    for run in runs:
        run.join(60)
    assert failures == []
    with Store(url) as store:
        assert sorted(store.account_statuses(None, MONDAY)) == sorted(one.id for one in declared)


def test_runs_that_back_off_from_the_same_hosts_never_wait_for_each_other(url: str) -> None:
    """Two that wrote them in the order in which they met them did: each waited for the other's row."""
    hosts = [f"{number:03}.example:443" for number in range(200)]
    Shelf(url).store.close()
    failures: list[BaseException] = []

    def save(order: list[str]) -> None:
        try:
            with Store(url) as store:
                for minute in range(20):
                    store.save_backoffs(dict.fromkeys(order, MONDAY + timedelta(minutes=minute)))
        except BaseException as error:
            failures.append(error)

    runs = [threading.Thread(target=save, args=(order,)) for order in (hosts, hosts[::-1])]
    for run in runs:
        run.start()
    for run in runs:
        run.join(60)
    assert failures == []


def test_a_reader_sees_one_snapshot(url: str) -> None:
    with Store(url) as store:
        store.ensure()
        with closing(Database(url)) as database, database.reading() as reader:
            before = reader.execute(select(cycles.c.id)).all()
            store.open_cycle(MONDAY, "host:1")
            assert reader.execute(select(cycles.c.id)).all() == before


def test_a_server_that_is_strict_by_default_makes_nobody_give_up(postgres: Cluster, url: str) -> None:
    """Serializable claims would fail one another, however few accounts they share."""
    postgres.execute("ALTER DATABASE monitor SET default_transaction_isolation = 'serializable'")
    try:
        shelf = Shelf(url)
        shelf.declare(*(account(f"acme-{number:03}") for number in range(300)))
        found: list[list[str]] = [[], []]
        claims = [threading.Thread(target=claim_all, args=(url, shelf.cycle(), names)) for names in found]
        for claim in claims:
            claim.start()
        for claim in claims:
            claim.join(60)
        shelf.store.close()
    finally:
        postgres.execute("ALTER DATABASE monitor RESET ALL")
    assert len({name for names in found for name in names}) == 300


REFUSALS = {  # what the server says -> what the program makes of it
    "40001": (Unavailable, "was changed by another program at the same time .*: run the command again"),
    "40P01": (Unavailable, "was changed by another program at the same time .*: run the command again"),
    "25006": (Unavailable, "cannot be written .*: name the server that takes writes"),
    "53100": (Unavailable, "the disk is full .*: free some space"),
    "57014": (Unavailable, r"cannot be reached or failed \(alas .*: check it"),
    "XX001": (SchemaError, "is damaged .*: it was left as it is: restore a backup"),
}


@pytest.mark.parametrize("state", REFUSALS)
def test_what_the_server_refuses_is_explained(state: str, postgres: Cluster, url: str, hasty: None) -> None:
    kind, message = REFUSALS[state]
    with Store(url) as store:
        store.ensure()
        postgres.execute(
            f"CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
            f" $$ BEGIN RAISE EXCEPTION E'alas\\nand alack' USING ERRCODE = '{state}'; END $$",
            "CREATE TRIGGER refuse BEFORE INSERT ON cycles FOR EACH ROW EXECUTE FUNCTION refuse()",
        )
        with pytest.raises(MonitorError, match=message) as refused:
            store.open_cycle(MONDAY, "host:1")
    assert kind is type(refused.value)
    assert len(str(refused.value).splitlines()) == 1
    assert "hush" not in str(refused.value)


def test_rows_locked_by_another_program_are_not_waited_for_without_end(postgres: Cluster, url: str) -> None:
    with Store(url, busy_seconds=0.1) as store:
        store.ensure()
        with psycopg.connect(url) as other:
            other.execute("LOCK TABLE accounts IN EXCLUSIVE MODE")
            with pytest.raises(Unavailable, match=r"is locked by another program .*: close that"):
                store.sync([account()], MONDAY)
        store.sync([account()], MONDAY)
        assert list(store.account_statuses(None, MONDAY)) == ["acme-feed"]


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("GRANT USAGE ON SCHEMA public TO PUBLIC", "denies its user something .permission denied"),  # as it always is
        ("REVOKE USAGE ON SCHEMA public FROM PUBLIC", "has no schema that its user may use"),
    ],
)
def test_a_user_without_rights_learns_what_to_change(statement: str, what: str, postgres: Cluster, url: str) -> None:
    postgres.execute("DROP ROLE IF EXISTS lea", "CREATE ROLE lea LOGIN", statement)
    with (
        Store(url.replace("postgres:hush", "lea:hush")) as store,
        pytest.raises(Unavailable, match=f"{what} .*: make that user the owner") as denied,
    ):
        store.ensure()
    assert "hush" not in str(denied.value)


@pytest.mark.parametrize(
    ("wrong", "named"),
    [("/nowhere?", 'database "nowhere" does not exist'), ("/monitor?shoe_size=41&", 'option "shoe_size"')],
)
def test_an_address_that_leads_nowhere_is_explained(wrong: str, named: str, url: str) -> None:
    with Store(url.replace("/monitor?", wrong)) as store, pytest.raises(Unavailable, match=named) as caught:
        store.check()
    assert "hush" not in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1
