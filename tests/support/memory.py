"""How much memory processes take, as the kernel counts it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path


class Watch:
    """The highest memory of this process and of its children while it is on, in bytes."""

    def __enter__(self) -> Watch:
        Path("/proc/self/clear_refs").write_text("5")  # forgets this process's own peak
        self.peaks: dict[str, int] = {}
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._sample)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
        self._take()

    def _sample(self) -> None:
        while not self._over.wait(0.02):
            self._take()

    def _take(self) -> None:
        """A child counts once it is the parser: between fork and exec it shows the memory of this process."""
        for pid in ["self", *children()]:
            try:
                command = Path(f"/proc/{pid}/cmdline").read_bytes()
                status = Path(f"/proc/{pid}/status").read_text()
            except OSError:
                continue
            if pid != "self" and b"parser_child" not in command:
                continue
            for line in status.splitlines():
                if line.startswith("VmHWM:"):
                    self.peaks[pid] = max(self.peaks.get(pid, 0), int(line.split()[1]) * 1024)


def children(pid: str = "self") -> set[str]:
    """The processes that the threads of this one, or of another, have started, and that have not ended."""
    found: set[str] = set()
    for thread in Path(f"/proc/{pid}/task").iterdir():
        with suppress(OSError):  # the thread itself may have ended
            found.update((thread / "children").read_text().split())
    return found


def resident() -> int:
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) * 1024


class Tree:
    """The most memory that a process and all below it have held at one time while it was watched, in bytes."""

    def __init__(self, pid: int) -> None:
        self._pid = str(pid)
        self.peak = 0

    def __enter__(self) -> Tree:
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._sample)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _sample(self) -> None:
        while not self._over.wait(0.05):
            self.peak = max(self.peak, sum(self._held(self._pid)))

    def _held(self, pid: str) -> Iterator[int]:
        """A child counts once it is a program of its own: between fork and exec it shows its parent's memory."""
        with suppress(OSError, StopIteration):  # it may have ended
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
            if pid == self._pid or b"parser_child" in command:
                lines = Path(f"/proc/{pid}/status").read_text().splitlines()
                yield next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) * 1024
            for child in children(pid):
                yield from self._held(child)
