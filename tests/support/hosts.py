"""Many hosts with a feed each, on loopback."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from support.raw import answer

FEED = answer(
    b'<rss version="2.0"><channel><title>Acme</title><item><guid>1</guid>'
    b"<pubDate>Mon, 08 Jun 2026 09:00:00 GMT</pubDate></item></channel></rss>"
).replace(b"Connection: close", b"Connection: keep-alive")


@dataclass
class Hosts:
    """`ports` are the hosts; those in `down` end each connection without an answer, those in `own` give their own one,
    all others say `instead`.
    """

    ports: list[int] = field(default_factory=list)
    down: set[int] = field(default_factory=set)
    own: dict[int, bytes] = field(default_factory=dict)
    instead: bytes = FEED

    @property
    def accounts(self) -> str:
        """An account on each, as a part of monitor.toml."""
        return "".join(
            f'[[accounts]]\nid = "a{port}"\nbrand = "acme"\nnetwork = "feed"\nurl = "http://127.0.0.1:{port}/"\n'
            for port in self.ports
        )


@contextmanager
def hosts(count: int) -> Iterator[Hosts]:
    """So many hosts with a feed, on ports of their own; they keep connections open for clients that want to."""
    found = Hosts()
    loop = asyncio.new_event_loop()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await reader.readline() != b"\r\n":
            if reader.at_eof() or writer.get_extra_info("sockname")[1] in found.down:
                break
        else:
            writer.write(found.own.get(writer.get_extra_info("sockname")[1], found.instead))
            await writer.drain()
            await reader.read()
        writer.close()

    async def listen() -> list[asyncio.Server]:
        return [await asyncio.start_server(serve, "127.0.0.1", 0) for _ in range(count)]

    async def end(servers: list[asyncio.Server]) -> None:
        for server in servers:
            server.close()
        await asyncio.sleep(0)
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    servers = asyncio.run_coroutine_threadsafe(listen(), loop).result()
    try:
        found.ports = [server.sockets[0].getsockname()[1] for server in servers]
        yield found
    finally:
        asyncio.run_coroutine_threadsafe(end(servers), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
