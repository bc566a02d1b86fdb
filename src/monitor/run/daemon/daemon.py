"""`daemon`: ticks on a timer, in one process, one daemon a database.

    signals ─> event loop ─┬─ APScheduler's timer ──> a tick, in a thread (loop.Loop)
                           ├─ the lease is renewed, in a thread (leadership.Leadership)
                           └─ the heart: systemd's watchdog, and a timer that would wait long after the clock was put back

The timer says only that it is time to check: what is due stands in the database, so a timer that fires late, or once for
many times, loses nothing.

| signal          | what happens                                                                                |
|-----------------|---------------------------------------------------------------------------------------------|
| SIGTERM, SIGINT | checks under way are given up, what is seen is stored and judged, a message in flight ends; exit 0 within 10 s |
| the same again  | the same without waiting: what is not stored is done again by the next run                  |
| SIGHUP          | the configuration is read again, and taken where it is valid                                 |
"""  # noqa: E501 — a table

from __future__ import annotations

import asyncio
import logging
import os
import signal
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

from monitor.model.errors import AlreadyRunning, MonitorError
from monitor.run.app import App
from monitor.run.daemon.leadership import RENEWED_EVERY, Leadership, this_process
from monitor.run.daemon.loop import Loop
from monitor.run.daemon.systemd import notify
from monitor.run.stopping import Stop

_log = logging.getLogger(__name__)

_TICK = "tick"  # the one job
_GRACE = 8.0  # seconds that a tick under way has to come to its end
_FAREWELL = 1.0  # seconds to give the lease back
_BEAT = 5.0  # seconds between two beats of the heart
_STALLED = 30 * 60.0  # seconds without a step after which a tick must hang: a mail server may take a quarter of an hour


def serve(app: App, every: timedelta, *, allow_private: bool = False) -> None:
    """Works until it is asked to stop. Raises AlreadyRunning, and what is wrong with configuration or database."""
    asyncio.run(_Daemon(app, every, allow_private=allow_private).run())


class _Daemon:
    def __init__(self, app: App, every: timedelta, *, allow_private: bool) -> None:
        self._stop = Stop()
        self._loop = Loop(app, every, self._stop, allow_private=allow_private)
        self._lead = Leadership(app.store, app.clock, this_process())
        self._clock = app.clock
        self._every = every
        self._idle = asyncio.Event()
        self._stop_asked = asyncio.Event()
        self._lost: MonitorError | None = None  # why it leads no longer

    async def run(self) -> None:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._ask, number.name)
        if not await self._gain():
            return
        scheduler = _scheduler()
        self._idle.set()
        scheduler.add_job(self._tick, _Every(self._every), id=_TICK, next_run_time=self._clock())
        scheduler.start()
        chores = [asyncio.create_task(chore) for chore in (self._keep_lead(), self._heart(scheduler))]
        loop.add_signal_handler(signal.SIGHUP, lambda: chores.append(asyncio.create_task(self._reload())))
        _log.info("started: a tick every %d s", self._every.total_seconds())
        self._notify("READY=1")
        await self._stop_asked.wait()
        self._notify("STOPPING=1")
        scheduler.pause()
        for chore in chores:
            chore.cancel()
        await self._end()
        scheduler.shutdown(wait=False)
        if self._lost is not None:
            raise self._lost

    async def _gain(self) -> bool:
        """Waits for the lease; False where it was asked to stop before."""
        waiting = False
        while not self._stop_asked.is_set():
            if await asyncio.to_thread(self._lead.gain):
                return True
            if not waiting:
                _log.info("the daemon that led this database may be gone: waiting for a minute to be sure")
                waiting = True
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stop_asked.wait(), 1)
        return False

    async def _tick(self) -> None:
        self._idle.clear()
        try:
            await asyncio.to_thread(self._loop.beat)
        finally:
            self._idle.set()

    async def _keep_lead(self) -> None:
        while True:
            await asyncio.sleep(RENEWED_EVERY)
            try:
                await asyncio.to_thread(self._lead.renew)
            except MonitorError as error:
                if error.exit_code != AlreadyRunning.exit_code:
                    continue  # the database is away: the tick reports it, and the lease may still be ours
                self._lost = error
                self._ask("a daemon that took over")

    async def _heart(self, scheduler: Any) -> None:
        clock, steps = asyncio.get_running_loop().time, -1
        advanced = clock()
        while True:
            if self._idle.is_set() or self._stop.steps != steps:
                steps, advanced = self._stop.steps, clock()
            if clock() - advanced < _STALLED:
                self._notify("WATCHDOG=1")
            if scheduler.get_job(_TICK).next_run_time > self._clock() + 2 * self._every:
                scheduler.modify_job(_TICK, next_run_time=self._clock())
            await asyncio.sleep(_BEAT)

    async def _reload(self) -> None:
        self._notify("RELOADING=1")
        try:
            self._loop.app = await asyncio.to_thread(self._loop.app.renewed)
            _log.info("the configuration was read again")
        except MonitorError as error:
            _log.error("the configuration was read again, and is kept as it was before: %s", error)
        self._notify("READY=1")

    def _ask(self, who: str) -> None:
        if self._stop.asked:
            _leave_at_once("asked again to stop")
        _log.info("asked to stop by %s", who)
        self._stop.ask()
        self._stop_asked.set()

    async def _end(self) -> None:
        """Waits for the tick under way, as long as allowed."""
        try:
            await asyncio.wait_for(self._idle.wait(), _GRACE)
            await asyncio.wait_for(asyncio.to_thread(self._lead.leave), _FAREWELL)
        except TimeoutError:
            _leave_at_once("the database or the mail server does not answer")
        except MonitorError as error:
            _log.warning("the lease could not be given back, and runs out by itself: %s", error)
        _log.info("ended")

    def _notify(self, state: str) -> None:
        notify(state, os.environ)


def _leave_at_once(why: str) -> None:
    """Ends without waiting for threads. What was stored is whole; what was claimed is free when its lease is over."""
    _log.warning("%s: ended at once; what was under way is left for the next run, after [monitor] lease", why)
    logging.shutdown()
    os._exit(0)


def _scheduler() -> Any:
    """Without the defaults by which a run that is a second late is not made at all."""
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # skipped ticks are reported by loop.Loop
    defaults = {"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
    return AsyncIOScheduler(timezone="UTC", job_defaults=defaults)


class _Every(BaseTrigger):  # type: ignore[misc]  # the library ships no types
    """Fires at an interval after the last time, or after now where that has passed.

    The library's own trigger counts every time that was missed: after a clock that jumped ten years, five million.
    """

    def __init__(self, distance: timedelta) -> None:
        self._distance = distance

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:
        following = (previous or now) + self._distance
        return following if following > now else now + self._distance
