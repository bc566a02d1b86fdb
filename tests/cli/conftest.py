"""Commands as a shell runs them, on real loopback traffic."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from click.testing import CliRunner, Result

from monitor.cli import main
from support.site import Site, serving

Command = Callable[..., Result]


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as found:
        yield found


@pytest.fixture
def monitor() -> Command:
    """Runs `monitor` with the words given; `given` is what comes from standard input."""

    def run(*words: str, given: str | None = None) -> Result:
        return CliRunner().invoke(main, list(words), input=given)

    return run
