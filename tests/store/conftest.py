"""A store on a real database, of each kind that is supported."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.store import Store
from support.postgres import Cluster
from support.shelf import Shelf, account


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'monitor.db'}"
    cluster: Cluster = request.getfixturevalue("postgres")
    return cluster.empty()


@pytest.fixture
def shelf(database_url: str) -> Iterator[Shelf]:
    """A store that knows the account acme-feed."""
    found = Shelf(database_url)
    found.declare(account())
    yield found
    found.store.close()


@pytest.fixture
def store(shelf: Shelf) -> Store:
    return shelf.store
