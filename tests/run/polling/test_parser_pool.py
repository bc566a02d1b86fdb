"""Documents that are made to fill the memory or to keep a parser busy end as values; the next one is read."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from datetime import timedelta

import pytest

from monitor.model.http import Decode, Decoded, DecodeError, Format
from monitor.run.polling.parser_pool import Parser
from support.memory import Tree, children
from support.program import NOON, Program
from support.site import Site

CAP = 9_900_000  # bytes, just below what is fetched at most
GROWTH = 100 * 2**20  # bytes
SMALL = Decode(Format.FEED, b'<!DOCTYPE rss><rss version="2.0"><channel><item><guid>1</guid></item></channel></rss>')
RSS = b'<rss version="2.0"><channel><title>t</title>%b</channel></rss>'


def filled(piece: bytes, frame: bytes = b"%b") -> bytes:
    return frame % (piece * (CAP // len(piece)))


def numbered(piece: bytes, count: int) -> bytes:
    return b"".join(piece % number for number in range(count))


JSON_FEED = b'{"version":"jsonfeed.org","items":[%b{}]}'
DENSE: dict[str, tuple[Format, Callable[[], bytes]]] = {
    "empty entries": (Format.FEED, lambda: filled(b"<item></item>", RSS)),
    "entries": (Format.FEED, lambda: RSS % numbered(b"<item><guid>%d</guid></item>", CAP // 35)),
    "entries after a doctype": (Format.FEED, lambda: filled(b"<item></item>", b"<!DOCTYPE rss>" + RSS)),
    "attributes": (Format.FEED, lambda: RSS % (b"<item %b/>" % numbered(b"a%d='1' ", 90_000))),
    "lists of a JSON Feed": (Format.FEED, lambda: filled(b"[],", JSON_FEED)),
    "entries of a JSON Feed": (Format.FEED, lambda: JSON_FEED % numbered(b'{"id":%d},', CAP // 15)),
    "objects": (Format.JSON, lambda: filled(b'{"a":1},', b"[%b{}]")),
    "texts": (Format.JSON, lambda: filled(b'"ab",', b'[%b""]')),
    "paragraphs": (Format.HTML, lambda: filled(b"<p>")),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", DENSE)
def test_a_document_that_fills_the_memory_is_refused(name: str) -> None:
    """F012, F053: within the memory that a document is given, and beside it others are read."""
    kind, made = DENSE[name]
    dense = Decode(kind, made(), selectors={"items": "p", "fields": {"id": "@id"}} if kind is Format.HTML else {})

    async def run() -> tuple[list[Decoded | DecodeError], int]:
        async with Parser(5, processes=1) as parser:
            answers = [await parser.decode(SMALL)]
            with Tree(os.getpid()) as tree:
                await asyncio.sleep(0.2)
                before = tree.peak
                answers.append(await parser.decode(dense))
                grown = tree.peak - before
            answers.append(await parser.decode(SMALL))
            return answers, grown

    (first, found, last), grown = asyncio.run(run())
    assert isinstance(found, DecodeError), str(found)[:200]
    assert isinstance(first, Decoded)
    assert last == first
    assert grown < GROWTH


def test_a_parser_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """F013: a process that waits uses no CPU time; its time by the wall is limited too."""

    async def run() -> list[Decoded | DecodeError]:
        async with Parser(0.3, processes=1) as parser:
            before = children()
            answers = [await parser.decode(SMALL)]
            (process,) = children() - before
            os.kill(int(process), signal.SIGSTOP)
            return [*answers, *[await parser.decode(SMALL) for _ in range(2)]]

    first, hung, last = asyncio.run(run())
    assert hung == DecodeError("reading the document took too long")
    assert isinstance(first, Decoded)
    assert last == first


def test_an_account_whose_document_cannot_be_read_costs_the_others_nothing(
    site: Site, program: Callable[[str], Program]
) -> None:
    """F012, F013: it is unknown, and says why; those beside it are read."""
    names = ("good1", "memory", "time", "good2")
    for name in names:
        site.feed(f"/{name}", *(NOON - timedelta(days=7 * week) for week in range(8)))
        status, headers, body = site.pages[f"/{name}"]  # type: ignore[misc]  # a page, not a function
        site.pages[f"/{name}"] = (status, headers, b"<!DOCTYPE rss>" + body)  # so that it is read by the process too
    site.pages["/memory"] = (200, {}, DENSE["lists of a JSON Feed"][1]())
    site.pages["/time"] = (200, {}, DENSE["attributes"][1]())
    app = program(
        "[fetch]\nparse_cpu = 1\n"
        + "".join(
            f'[[accounts]]\nid = "{name}"\nbrand = "acme"\nnetwork = "feed"\nurl = "{site.base}/{name}"\n'
            for name in names
        )
    )
    ran = app.poll()
    assert ran.tally is not None
    assert (ran.tally.checks, ran.tally.failed) == (4, 2)
    details = {name: app.account_status(name).verdict.state.observation.detail for name in names}
    assert (details["good1"], details["good2"]) == ("", "")
    assert "JSON of more than 500000 values" in details["memory"]
    assert "took more than 1 s of CPU time" in details["time"]
