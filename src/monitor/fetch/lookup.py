"""Names are looked up by the system, each in a thread of its own.

A name whose servers do not answer keeps the system busy for up to half a minute, long after the check that asked has
given up. In a pool of threads a few such names would keep all others waiting, and the program from ending; so each
look-up has its own thread, which nobody waits for. The number of checks at a time limits how many there are.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Sequence
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult

_Found = Sequence[tuple[socket.AddressFamily, socket.SocketKind, int, str, tuple[Any, ...]]]


class SystemResolver(AbstractResolver):
    """Asks getaddrinfo: the system's files, DNS, or whatever else it is configured with."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The addresses of a name, in the system's order. Raises OSError (gaierror)."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[_Found] = loop.create_future()

        def settle(found: _Found | OSError) -> None:
            if answer.done():  # who asked has gone
                return
            if isinstance(found, OSError):
                answer.set_exception(found)
            else:
                answer.set_result(found)

        def look_up() -> None:
            found: _Found | OSError
            try:
                found = socket.getaddrinfo(host, port, family, socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
            except OSError as error:
                found = error
            except ValueError as error:  # a name that Python itself cannot write for DNS
                found = OSError(socket.EAI_NONAME, str(error))
            with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
                loop.call_soon_threadsafe(settle, found)

        threading.Thread(target=look_up, name="look-up", daemon=True).start()
        return [
            ResolveResult(hostname=host, host=address[0], port=address[1], family=kind, proto=proto, flags=0)
            for kind, _, proto, _, address in await answer
        ]

    async def close(self) -> None:
        """Nothing is kept."""
