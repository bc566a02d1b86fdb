"""A stop asked for in one thread and heeded in another, between whole steps of work; and whether that work advances."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Any


class Stop:
    """Made for one piece of work. `ask` may be called from any thread, but from no signal handler (it takes a lock)."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._asked = False
        self._wakers: list[Callable[[], None]] = []
        self.steps = 0  # how often the work asked whether to go on: while this grows, it advances

    @property
    def asked(self) -> bool:
        return self._asked

    def ask(self) -> None:
        with self._lock:
            self._asked = True
            for wake in self._wakers:
                wake()

    def goes_on(self) -> bool:
        """Whether the next step may be taken."""
        self.steps += 1
        return not self._asked

    async def cancels(self, task: asyncio.Task[Any]) -> None:
        """Waits until the stop is asked for, then cancels `task`."""
        loop, asked = asyncio.get_running_loop(), asyncio.Event()

        def wake() -> None:
            loop.call_soon_threadsafe(asked.set)

        with self._lock:
            self._wakers.append(wake)
            if self._asked:
                asked.set()
        try:
            await asked.wait()
            task.cancel()
        finally:
            with self._lock:
                self._wakers.remove(wake)
