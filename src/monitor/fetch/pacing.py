"""Politeness: one request at a time to a host, and so many a second."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

_SWEEP = 1024  # hosts kept before those that are free again are forgotten


@dataclass(slots=True)
class _Host:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    next_at: float = 0.0  # on the loop's clock
    queued: int = 0


class Pacer:
    """Hands out turns per host, `per_second` of them a second, fewer where a network asks for that.

    0 means without waiting, whatever a network asks for, and still one at a time.
    """

    def __init__(self, per_second: float) -> None:
        self._interval = 1 / per_second if per_second > 0 else 0.0
        self._hosts: dict[str, _Host] = {}
        self._sweep_at = _SWEEP

    @asynccontextmanager
    async def turn(self, at: str, asked: float | None = None) -> AsyncIterator[None]:
        """Wait for the host's turn and hold it; `asked` is how many turns a second its network allows."""
        clock = asyncio.get_running_loop().time
        host = self._hosts.get(at) or self._add(at, clock())
        host.queued += 1
        try:
            async with host.lock:
                if (wait := host.next_at - clock()) > 0:
                    await asyncio.sleep(wait)
                host.next_at = clock() + self._between(asked)
                yield
        finally:
            host.queued -= 1

    def rest(self, at: str, seconds: float) -> None:
        """The host's next turn comes no sooner than so much later; at once where turns come without waiting."""
        host, instant = self._hosts.get(at), asyncio.get_running_loop().time()
        if host is not None and self._interval:
            host.next_at = max(host.next_at, instant + seconds)

    def _between(self, asked: float | None) -> float:
        return max(self._interval, 1 / asked) if self._interval and asked else self._interval

    def _add(self, at: str, instant: float) -> _Host:
        if len(self._hosts) >= self._sweep_at:
            self._hosts = {at: host for at, host in self._hosts.items() if host.queued or host.next_at > instant}
            self._sweep_at = max(_SWEEP, 2 * len(self._hosts))
        return self._hosts.setdefault(at, _Host())
