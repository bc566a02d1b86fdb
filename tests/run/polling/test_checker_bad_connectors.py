"""A connector that fails in a way nobody foresaw costs one check, and leaves a trace."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Generator, Iterator
from datetime import timedelta
from typing import Any

import pytest

from monitor.connect.checks.observe import observe
from monitor.connect.manifests.catalogue import Catalogue
from monitor.model.activity import Memory
from monitor.run.polling import checker
from support.program import NOON, Program
from support.site import Site

Make = Callable[[str], Program]


class Strange(BaseException):
    """What no `except Exception` sees."""


RAISED: dict[str, Callable[[], BaseException]] = {
    "ValueError": lambda: ValueError("<b>\x1b[31m said by a server"),
    "RecursionError": RecursionError,
    "MemoryError": MemoryError,
    "UnicodeDecodeError": lambda: UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte"),
    "StopIteration": StopIteration,
    "ExceptionGroup": lambda: ExceptionGroup("several", [OSError("a"), KeyError("b")]),
    "BaseExceptionGroup": lambda: BaseExceptionGroup("several", [Strange()]),
    "Strange": Strange,
}


def account(site: Site, name: str) -> str:
    site.feed(f"/{name}.xml", *(NOON - timedelta(days=7 * week) for week in range(8)))
    return f'[[accounts]]\nid = "{name}"\nbrand = "acme"\nnetwork = "feed"\nurl = "{site.base}/{name}.xml"\n'


@pytest.mark.parametrize("when", ["at once", "midway"])
@pytest.mark.parametrize("name", RAISED)
def test_whatever_a_connector_raises_the_others_are_checked(
    name: str,
    when: str,
    site: Site,
    program: Make,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """F014: the account is unknown, with a short reason and the number under which the log says more."""

    def failing(manifest: Any, url: str, *rest: Any) -> Generator[Any, Any, Any]:
        steps = observe(manifest, url, *rest)
        if url.endswith("/bad.xml"):
            if when == "midway":
                yield next(steps)
            raise RAISED[name]()
        return (yield from steps)

    monkeypatch.setattr(checker, "observe", failing)
    app = program("".join(account(site, each) for each in ("good1", "bad", "good2")))
    ran = app.poll()
    assert ran.tally is not None
    assert (ran.tally.checks, ran.tally.failed) == (3, 1)
    said = app.account_status("bad").verdict.state.observation.detail
    found = re.fullmatch(r"unexpected (\w+), see the log at \[([0-9a-f]{8})\]", said)
    assert found is not None, said
    assert found[1] == {"StopIteration": "RuntimeError"}.get(name, name)  # as generators have it
    (record,) = [record for record in caplog.records if found[2] in record.getMessage()]
    assert "check of bad failed unexpectedly" in record.getMessage()


@pytest.mark.parametrize("meant", [KeyboardInterrupt, SystemExit, asyncio.CancelledError])
def test_what_is_meant_to_end_the_program_ends_it(meant: type[BaseException], monkeypatch: pytest.MonkeyPatch) -> None:
    def ending(*_: Any) -> Iterator[Any]:
        yield from ()
        raise meant

    monkeypatch.setattr(checker, "observe", ending)
    nobody: Any = None
    routes = Catalogue.load().routes("feed")
    check = checker.Checker(nobody, nobody, lambda: NOON).check("a", "https://acme.example/feed", routes, Memory())
    with pytest.raises(meant):
        check.send(None)
