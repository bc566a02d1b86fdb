"""Whether the clock may be trusted, judged by another that nobody sets: the time since the machine started.

| the clock, against that time | then                                                                              |
|------------------------------|-----------------------------------------------------------------------------------|
| keeps step                   | trusted; a machine that slept is no jump, for the other clock goes on in its sleep |
| jumped forward               | not trusted until it has stayed for a while: by a clock that is wrong every account would be silent for long, and what is written then cannot be taken back |
| jumped back                  | trusted: what it cannot judge by, the tick refuses                                |
"""  # noqa: E501 — a table

from __future__ import annotations

import logging
import time
from datetime import datetime, timedelta

_log = logging.getLogger(__name__)

JUMP = timedelta(minutes=10)  # what is less is how clocks are kept right
STAYS = timedelta(minutes=15)


def uptime() -> float:
    """Seconds since the machine started, its sleep included where the system counts it."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


class Jumps:
    """Watches one clock."""

    def __init__(self) -> None:
        self._start: datetime | None = None  # what the clock said, or would have, when the machine started
        self._doubted: tuple[datetime, float] | None = None  # a later start that it says now, and since which uptime

    def trusted(self, now: datetime, up: float) -> bool:
        """Whether to go by the clock, which says `now` after so many seconds."""
        start = now - timedelta(seconds=up)
        if self._start is None or abs(start - self._start) <= JUMP:
            self._start, self._doubted = start, None
        elif start < self._start:
            _log.warning("the clock jumped back by %s, to %s UTC", self._start - start, f"{now:%Y-%m-%d %H:%M}")
            self._start, self._doubted = start, None
        elif self._doubted is None or abs(start - self._doubted[0]) > JUMP:
            _log.warning(
                "the clock jumped forward by %s, to %s UTC: nothing is done for %d minutes, in case it is put right",
                start - self._start, f"{now:%Y-%m-%d %H:%M}", STAYS.total_seconds() / 60,
            )  # fmt: skip
            self._doubted = start, up
        elif timedelta(seconds=up - self._doubted[1]) >= STAYS:
            self._start, self._doubted = start, None
        return self._doubted is None
