"""One request to a server on loopback that speaks raw bytes, and what became of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from gzip import compress
from typing import Any

from monitor.fetch.client import Fetcher
from monitor.model.http import NoResponse, Refusal, Request, Response
from monitor.model.settings import FetchSettings

NOW = datetime(2026, 6, 15, 10, tzinfo=UTC)
HEAD = b"HTTP/1.1 200 OK\r\n"
OK = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"
packed = partial(compress, mtime=0)  # the same bytes in every run
QUICK = FetchSettings(connect_timeout=0.5, read_timeout=0.3, total_timeout=0.6)
Answer = Callable[[bytes, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class RawServer:
    """A server on 127.0.0.1 that answers each request head with what `answer` writes."""

    port: int = 0
    heads: list[bytes] = field(default_factory=list)
    connections: int = 0

    @property
    def at(self) -> str:
        return f"127.0.0.1:{self.port}"

    def url(self, path: str = "/") -> str:
        return f"http://{self.at}{path}"


Serve = Callable[[Answer | bytes], AbstractAsyncContextManager[RawServer]]


@asynccontextmanager
async def serving(answer: Answer | bytes) -> AsyncIterator[RawServer]:
    server = RawServer()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        server.connections += 1
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                server.heads.append(head)
                if isinstance(answer, bytes):
                    writer.write(answer)
                    await writer.drain()
                else:
                    await answer(head, writer)
                if writer.is_closing():
                    break
        writer.close()

    tasks: set[asyncio.Task[None]] = set()

    async def tracked(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        try:
            await connected(reader, writer)
        except asyncio.CancelledError:
            writer.transport.abort()
        finally:
            tasks.discard(task)

    listening = await asyncio.start_server(tracked, "127.0.0.1", 0)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listening.close()
        for task in list(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def exchange(
    serve: Serve, answer: Answer | bytes, settings: FetchSettings = QUICK, method: str = "GET"
) -> tuple[Response | NoResponse, RawServer, float]:
    """What came back, the server that was asked, and how long it took, in seconds."""

    async def run() -> tuple[Response | NoResponse, RawServer, float]:
        clock = asyncio.get_running_loop().time
        async with serve(answer) as server, Fetcher(settings, user_agent="test", opened=[server.at]) as fetcher:
            start = clock()
            result = await fetcher.send(Request(server.url(), method=method), NOW)
            return result, server, clock() - start

    return asyncio.run(run())


def refused(serve: Serve, answer: Answer | bytes, settings: FetchSettings = QUICK) -> tuple[Refusal, bool, int]:
    """Why nothing came back, whether the server had answered at all, and how often it was dialled."""
    result, server, _ = exchange(serve, answer, settings)
    assert isinstance(result, NoResponse), result
    return result.why, result.answered, server.connections


def outcome_of(answer: Response | NoResponse) -> str:
    """The answer in a word: its status, or why there is none."""
    return answer.why.value if isinstance(answer, NoResponse) else str(answer.status)


def opening(*allow_private: str, **other: Any) -> FetchSettings:
    """Settings without pacing that open these private addresses."""
    return FetchSettings(per_host=0, connect_timeout=1, allow_private=allow_private, **other)
