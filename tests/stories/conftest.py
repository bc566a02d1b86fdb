"""Stories go through the real tick, on real loopback traffic, with a clock of the test's own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from support.telling import Tell, Telling


@pytest.fixture
def tell(tmp_path: Path) -> Iterator[Tell]:
    """Makes the telling of one account; what it opened is closed with the test."""
    with ExitStack() as opened:
        yield lambda **words: opened.enter_context(Telling(tmp_path, **words))
