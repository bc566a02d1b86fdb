"""A store on a real database, of each kind that is supported."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from monitor.store import Store
from support.shelf import Shelf, account


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
