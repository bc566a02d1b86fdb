"""What stands between a checked target and the network: the last check is on the address that is dialled.

    send -> Dial (in the context) -> GuardedResolver: every answer of DNS -> guarded socket: each address dialled

A name may resolve differently each time, and to several addresses: a look-up with one forbidden address is refused
whole, and the socket is refused again for the address it is really made for. aiohttp reports both as a failed
connection, so the Dial carries the mark of what happened. It also counts the bytes of an answer's head where they come
in, on the socket: neither endless headers nor endless interim answers (1xx) end by themselves.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiohttp.abc import AbstractResolver, ResolveResult

from monitor.fetch.ip_ranges import read
from monitor.fetch.openings import PUBLIC, Reach

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer
    from aiohttp import AddrInfoType

Dialler = Callable[["AddrInfoType"], socket.socket]


@dataclass(slots=True)
class Dial:
    """What one exchange may dial, and the marks that it leaves."""

    host: str = ""  # the only name that may be looked up for it
    reach: Reach = PUBLIC
    head_cap: int = 0  # bytes
    blocked: str | None = None
    dialled: bool = False  # a connection was made for it, not taken from the pool
    head: int | None = 0  # bytes that came so far; None: the head is whole
    flooded: bool = False
    secure: bool = False  # TLS is to follow the dialling
    reached: bool = False  # something was sent: whatever fails then, it is not the route
    ended: bool | None = None  # of TLS: whether the connection was ended by its own word

    def allows(self, host: str) -> bool:
        """Whether an address may be dialled; marks the refusal."""
        address = read(host)
        self.blocked = "leads to an address that cannot be read" if address is None else self.reach.refusal(address)
        return self.blocked is None


DIAL: ContextVar[Dial] = ContextVar("dial")


class NotAllowed(OSError):
    """The address is not to be dialled; the Dial says why."""


class GuardedResolver(AbstractResolver):
    """A resolver whose answers are taken whole or not at all."""

    def __init__(self, inner: AbstractResolver) -> None:
        self._inner = inner

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        dial = DIAL.get()
        if host != dial.host:
            dial.blocked = "was read as another host while dialling"
            raise NotAllowed
        found = await self._inner.resolve(host, port, family)
        if not all(dial.allows(result["host"]) for result in found):
            raise NotAllowed
        return found

    async def close(self) -> None:
        await self._inner.close()


class CountedSocket(socket.socket):
    """A socket that gives up on an answer whose head does not end.

    Sending binds it to the current exchange, which is another one each time the connection is used again.
    """

    __slots__ = ("_dial",)
    _dial: Dial | None

    def send(self, data: ReadableBuffer, flags: int = 0, /) -> int:
        self._dial = DIAL.get(None)
        if self._dial is not None:
            self._dial.reached = True
        return super().send(data, flags)

    def recv(self, size: int, flags: int = 0, /) -> bytes:
        data = super().recv(size, flags)
        self._count(len(data))
        return data

    def recv_into(self, buffer: WriteableBuffer, nbytes: int = 0, flags: int = 0) -> int:
        received = super().recv_into(buffer, nbytes, flags)
        self._count(received)
        return received

    def _count(self, received: int) -> None:
        dial: Dial | None = getattr(self, "_dial", None)
        if dial is None or dial.head is None:
            return
        if dial.head > dial.head_cap:  # what came before this read, which may hold the end and a part of the body
            dial.flooded = True
            raise ConnectionAbortedError("the head of the answer does not end")
        dial.head += received


def open_socket(info: AddrInfoType) -> socket.socket:
    """The socket for an address that was allowed."""
    family, kind, proto, _, _ = info
    return CountedSocket(family, kind, proto)


def guarded(dialler: Dialler) -> Dialler:
    """A socket factory that asks the current Dial before it makes a socket."""

    def dial(info: AddrInfoType) -> socket.socket:
        dial = DIAL.get()
        if not dial.allows(info[4][0]):
            raise NotAllowed
        dial.dialled = True
        return dialler(info)

    return dial
