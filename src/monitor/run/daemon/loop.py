"""The daemon's work, one tick after the other: what it does when a timer fires, whoever holds the timer.

    is the clock trusted? -> tick -> what it came to, in the log

A tick that fails is reported once and tried again with the next: a daemon outlives a locked database, a full disk and
a network that is down.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable
from datetime import timedelta

from monitor.model.errors import MonitorError
from monitor.run import tick
from monitor.run.app import App
from monitor.run.daemon.clock_guard import Jumps, uptime
from monitor.run.stopping import Stop
from monitor.run.tick import Ran

_log = logging.getLogger(__name__)

_DIGITS = re.compile(r"\d+")  # times and numbers: the same trouble an hour later is not new


class Loop:
    """Ticks on one configuration, which may be changed (`app`) between two of them; one at a time."""

    def __init__(
        self,
        app: App,
        every: timedelta,
        stop: Stop,
        *,
        allow_private: bool = False,
        up: Callable[[], float] = uptime,
        stopwatch: Callable[[], float] = time.monotonic,
    ) -> None:
        self.app = app
        self.skipped = 0  # ticks for which a longer one before them left no time
        self._every = every
        self._stop = stop
        self._allow_private = allow_private
        self._up = up
        self._stopwatch = stopwatch
        self._jumps = Jumps()
        self._reported = ""

    def beat(self) -> Ran | None:
        """One tick at the present instant; None where it could not be made."""
        app, began = self.app, self._stopwatch()
        if not self._stop.goes_on() or not self._jumps.trusted(app.clock(), self._up()):
            return None
        try:
            ran = tick.run(app, allow_private=self._allow_private, stop=self._stop)
        except MonitorError as error:
            self._report(str(error))
            return None
        except Exception:  # a mistake of the program must not end it: the next tick may well be free of it
            _log.exception("the tick failed unexpectedly")
            return None
        if self._reported:
            _log.info("the trouble is over")
            self._reported = ""
        self._note(ran)
        self._count_skipped(timedelta(seconds=self._stopwatch() - began))
        return ran

    def _report(self, trouble: str) -> None:
        """The same trouble is not reported every minute."""
        before, self._reported = self._reported, _DIGITS.sub("", trouble)
        if self._reported != before:
            _log.error("%s", trouble)

    def _note(self, ran: Ran) -> None:
        tally, posted = ran.tally, ran.posted
        if tally is not None:
            _log.info("%d checks, %d not seen, %d new activities", tally.checks, tally.failed, tally.new)
        if ran.judged.excuse:
            _log.warning("%s", ran.judged.excuse)
        for trouble in ran.judged.troubles:
            _log.warning("%s", trouble)
        if posted is not None and posted.sent:
            _log.info("%d messages sent", posted.sent)
        for problem in (*(ran.queued.problems if ran.queued else ()), *(posted.details if posted else ())):
            _log.warning("not delivered: %s", problem)
        for fault in ran.queued.faults if ran.queued else ():
            _log.warning("%s", fault)
        if self._stop.asked:
            waiting = ran.tally.left if ran.tally is not None else 0
            _log.info("stopped within the tick: %d accounts given back, for the next run to check", waiting)

    def _count_skipped(self, took: timedelta) -> None:
        if skipped := int(took / self._every):
            self.skipped += skipped
            _log.warning(
                "the tick took %d s, longer than the %d s between ticks: %d were skipped, %d since the start",
                took.total_seconds(), self._every.total_seconds(), skipped, self.skipped,
            )  # fmt: skip
