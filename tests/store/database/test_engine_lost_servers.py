"""A PostgreSQL server that goes away, and transactions that it ends: done again, for as long as a restart takes."""

from __future__ import annotations

import threading
from contextlib import closing
from types import SimpleNamespace

import pytest
from sqlalchemy import Connection, func, insert, select

from monitor.model.errors import Unavailable
from monitor.store import Store
from monitor.store.database import engine
from monitor.store.database.engine import Database
from monitor.store.database.tables import cycles, holds
from support.postgres import Cluster
from support.shelf import MONDAY, Shelf

pytestmark = pytest.mark.slow


@pytest.fixture
def url(postgres: Cluster) -> str:
    """An empty database, and a password that the server does not ask for."""
    return postgres.empty().replace("postgres@", "postgres:hush@")


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "PAUSES", (0.01, 0.01))


def test_a_server_that_was_restarted_between_two_calls_is_not_noticed(postgres: Cluster, url: str) -> None:
    with Store(url) as store:
        store.ensure()
        postgres.cut()
        assert store.account_statuses(None, MONDAY) == {}


class Losing:
    """Work of a transaction that loses its connection the first so many times."""

    def __init__(self, cluster: Cluster, losses: int) -> None:
        self.cluster, self.losses, self.calls = cluster, losses, 0

    def __call__(self, connection: Connection) -> int:
        self.calls += 1
        connection.execute(insert(cycles).values(owner="host:1", started=MONDAY, outage=False))
        if self.calls <= self.losses:
            self.cluster.cut()
        return connection.execute(select(func.count()).select_from(cycles)).scalar_one()


def test_a_connection_lost_half_way_is_not_noticed(postgres: Cluster, url: str, hasty: None) -> None:
    """F034: the server restarts in the midst of a transaction."""
    with Store(url) as store, closing(Database(url)) as database:
        store.ensure()
        work = Losing(postgres, 2)
        assert (database.write(work), work.calls) == (1, 3)
        with database.reading() as connection:
            assert list(connection.execute(select(cycles.c.started)).scalars()) == [MONDAY]


def test_a_connection_lost_again_and_again_is_said_and_stores_nothing(postgres: Cluster, url: str, hasty: None) -> None:
    with Store(url) as store, closing(Database(url)) as database:
        store.ensure()
        work = Losing(postgres, 99)
        with pytest.raises(Unavailable, match=r"cannot be reached or failed .terminating") as lost:
            database.write(work)
        assert "hush" not in str(lost.value)
        assert work.calls == 3
        with database.reading() as connection:
            assert connection.execute(select(cycles.c.id)).all() == []


def test_a_server_that_stops_is_waited_for_and_one_that_never_answered_is_not(
    url: str, postgres: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 3:
            postgres.start()

    monkeypatch.setattr(engine, "time", SimpleNamespace(sleep=pause))
    with Store(url) as store:
        store.ensure()
        postgres.stop()
        with Store(url) as other, pytest.raises(Unavailable, match="cannot be reached"):
            other.check()
        assert pauses == []
        assert store.account_statuses(None, MONDAY) == {}
    assert list(engine.PAUSES[:3]) == pauses[:3]


def test_two_transactions_that_wait_for_each_other_both_happen(url: str) -> None:
    """F035: a deadlock, of which the server ends one."""
    together = threading.Barrier(2)
    done: list[str] = []

    def lock(connection: Connection, first: str, second: str) -> None:
        for number, name in enumerate((first, second)):
            connection.execute(insert(holds).values(host=name, until=MONDAY, reason=first))
            if not number and not together.broken:
                together.wait(30)
        connection.rollback()
        together.abort()
        done.append(first)

    def run(*names: str) -> None:
        with closing(Database(url)) as database:
            database.write(lock, *names)

    Shelf(url).store.close()
    runs = [threading.Thread(target=run, args=names) for names in (("a", "b"), ("b", "a"))]
    for one in runs:
        one.start()
    for one in runs:
        one.join(60)
    assert sorted(done) == ["a", "b"]
