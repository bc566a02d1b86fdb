"""Loopback servers that speak raw bytes, resolvers and diallers that never leave this machine."""

from __future__ import annotations

import asyncio
import socket
import tracemalloc
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from support.exchange import Serve, serving

MEGABYTE = 1_000_000
PUBLIC = "93.184.215.14"


@pytest.fixture
def serve() -> Serve:
    return serving


class FakeResolver(AbstractResolver):
    """Answers from a table, one list of addresses a look-up, the last one for ever; all other names are public."""

    def __init__(self, answers: Mapping[str, Sequence[Sequence[str]]]) -> None:
        self._answers = {name: list(lists) for name, lists in answers.items()}
        self.asked: list[str] = []
        self.pause = 0.0  # seconds a look-up takes

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        self.asked.append(host)
        await asyncio.sleep(self.pause)
        left = self._answers.get(host, [[PUBLIC]])
        addresses = left.pop(0) if len(left) > 1 else left[0]
        if not addresses:
            raise OSError(socket.EAI_NONAME, "Name or service not known")
        return [
            ResolveResult(hostname=host, host=address, port=port, family=socket.AF_UNSPEC, proto=0, flags=0)
            for address in addresses
        ]

    async def close(self) -> None:
        pass


@pytest.fixture
def resolver() -> Callable[..., FakeResolver]:
    def make(**answers: Sequence[Sequence[str]]) -> FakeResolver:
        return FakeResolver({name.replace("_", "."): lists for name, lists in answers.items()})

    return make


@pytest.fixture
def dialled() -> list[tuple[str, int]]:
    """The addresses that got as far as being dialled by `dialler`."""
    return []


@pytest.fixture
def dialler(dialled: list[tuple[str, int]]) -> Callable[[Any], socket.socket]:
    """Writes down what it should dial, and does not."""

    def dial(info: Any) -> socket.socket:
        dialled.append(info[4][:2])
        raise ConnectionRefusedError(111, "refused by the test")

    return dial


@pytest.fixture
def connects(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, int]]]:
    """Every address that a socket of this process connects to; none but 127.0.0.1 is let through."""
    seen: list[tuple[str, int]] = []
    connect = socket.socket.connect

    def recorded(self: socket.socket, address: Any) -> None:
        seen.append(address[:2])
        if address[0] != "127.0.0.1":
            raise ConnectionRefusedError(111, "refused by the test")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", recorded)
    yield seen


@pytest.fixture(scope="session")
def bomb() -> bytes:
    """200 MB of nothing as 200 KB of gzip, made without ever holding it."""
    coder = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(coder.compress(bytes(MEGABYTE)) for _ in range(200)) + coder.flush()


@pytest.fixture
def peak() -> Iterator[Callable[[], int]]:
    """The most memory taken since the test began, in bytes."""
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    yield lambda: tracemalloc.get_traced_memory()[1] - before
    tracemalloc.stop()
