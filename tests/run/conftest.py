"""The program on real loopback traffic."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from support.program import Clock, Program, write_config
from support.site import Site, serving


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as found:
        yield found


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def program(tmp_path: Path, clock: Clock) -> Callable[[str], Program]:
    return lambda accounts: Program(write_config(tmp_path, accounts), clock)
