"""One daemon a database: who may lead, decided from the lease that is found.

| the lease that is found                                    | then                         |
|------------------------------------------------------------|------------------------------|
| none                                                       | take it                      |
| of a process of this machine that is gone                  | take it over, at once        |
| of a process of this machine that lives                    | refuse                       |
| of elsewhere, long over                                    | take it over                 |
| of elsewhere, and not renewed while we watched for a term  | take it over                 |
| of elsewhere, and renewed while we watched                 | refuse                       |
| of elsewhere                                               | watch                        |

So a daemon that was killed keeps nobody waiting, whoever has its pid now; one that was lost with its machine does for a
term. Watching needs no two clocks to agree.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import Enum
from pathlib import Path

from monitor.model.errors import AlreadyRunning
from monitor.store import Leader, Process, Store

TERM = timedelta(minutes=1)  # for which a lease is taken
RENEWED_EVERY = 15.0  # seconds
_LONG_OVER = timedelta(minutes=5)  # the clocks of two machines are never so far apart
_PROC = Path("/proc")

Stopwatch = Callable[[], float]


class LeadershipStep(Enum):
    TAKE = "take"
    REFUSE = "refuse"
    WATCH = "watch"


def this_process() -> Process:
    """The process that calls."""
    try:
        start = (_PROC / "sys/kernel/random/boot_id").read_text().strip()
        machine = f"{start} {(_PROC / 'self/ns/pid').readlink()}"
    except OSError:
        machine = ""
    return Process(os.uname().nodename, machine, os.getpid(), _born(os.getpid()) or 0)


def is_alive(process: Process, here: Process) -> bool | None:
    """Whether the process lives; None where it cannot be known from `here`."""
    if not here.machine or (process.host, process.machine) != (here.host, here.machine):
        return None
    born = _born(process.pid)
    return None if born is None and _is_hidden(process.pid) else born == process.born


def _born(pid: int) -> int | None:
    """When the process with this pid began, in ticks since the machine did; None where there is none that lives."""
    try:
        fields = (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] in "ZX" else int(fields[19])


def _is_hidden(pid: int) -> bool:
    """Whether it is another user's, of whom this one may see nothing (ProtectProc=)."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return False


def decide(
    found: Leader | None, alive: bool | None, first: Leader | None, watched: timedelta, now: datetime
) -> LeadershipStep:
    """What to do about the lease found; `first` is the one found when the watch began, `watched` ago."""
    if found is None or alive is False:
        return LeadershipStep.TAKE
    if alive:
        return LeadershipStep.REFUSE
    if found.until <= now - _LONG_OVER:
        return LeadershipStep.TAKE
    if first is not None and found != first:
        return LeadershipStep.REFUSE
    return LeadershipStep.TAKE if watched > TERM else LeadershipStep.WATCH


class Leadership:
    """The lease of one process. Every method may wait for the database; none is called by two threads at once."""

    def __init__(
        self, store: Store, clock: Callable[[], datetime], process: Process, stopwatch: Stopwatch = time.monotonic
    ) -> None:
        self._store = store
        self._clock = clock
        self._process = process
        self._stopwatch = stopwatch
        self._first: Leader | None = None
        self._began = 0.0

    def gain(self) -> bool:
        """Takes the lease if that may be; False: ask again in a second. Raises AlreadyRunning."""
        now, found = self._clock(), self._store.leader()
        alive = is_alive(found.process, self._process) if found is not None else None
        if self._first is None:
            self._first, self._began = found, self._stopwatch()
        step = decide(found, alive, self._first, timedelta(seconds=self._stopwatch() - self._began), now)
        if step is LeadershipStep.REFUSE and found is not None:
            raise _already_running(found)
        return step is LeadershipStep.TAKE and self._store.lead(self._process, now, now + TERM, found)

    def renew(self) -> None:
        """Raises AlreadyRunning where another daemon has taken over."""
        if self._store.renew_lead(self._process, self._clock() + TERM):
            return
        found = self._store.leader()
        if found is not None:
            raise _already_running(found)
        if not self._store.lead(self._process, self._clock(), self._clock() + TERM):
            self.renew()  # somebody was quicker, just now

    def leave(self) -> None:
        """Gives the lease back."""
        self._store.leave_lead(self._process)


def _already_running(leader: Leader) -> AlreadyRunning:
    process = leader.process
    return AlreadyRunning(
        f"a daemon is already running on this database: on {process.host}, process {process.pid}, since"
        f" {leader.since:%Y-%m-%d %H:%M:%S} UTC; one is enough: let it work, or stop that one first"
        " (systemctl stop, or its Ctrl-C). `monitor run` may be called beside it"
    )
