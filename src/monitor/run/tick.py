"""What cron and the daemon run: poll what is due, judge it, queue the digests that are due, empty the outbox."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from monitor.run.app import App

if TYPE_CHECKING:
    from monitor.run.cycle import Progress, Tally
    from monitor.run.delivery import Posted
    from monitor.run.digests import Queued
    from monitor.run.judging import Judged


@dataclass(frozen=True, slots=True)
class Ran:
    """What one tick did; None where that part had nothing to do or was not asked for."""

    tally: Tally | None
    judged: Judged
    queued: Queued | None = None
    posted: Posted | None = None


def poll(
    app: App,
    *,
    everything: bool = False,
    only: frozenset[str] | None = None,
    allow_private: bool = False,
    progress: Progress | None = None,
) -> Ran:
    """Looks at what is due, stores what was seen, judges it."""
    from monitor.run.judging import judge_again, judge_looks

    settings, store = app.settings, app.store
    store.sync(settings.accounts.values(), app.clock())
    tally = None
    if everything or store.any_due(app.clock(), only):
        from monitor.run.cycle import Cycle, Order, own_hosts

        asked = [account for account in settings.accounts.values() if only is None or account.id in only]
        opened = own_hosts(asked) if allow_private else frozenset()
        cycle = Cycle(settings, app.catalogue, store, app.clock, app.open_fetcher, progress)
        tally = asyncio.run(cycle.run(app.owner, Order(everything, only, opened)))
    now = app.clock()
    judged = judge_looks(store, settings, tally.cycle if tally else None, now)
    judged += judge_again(store, settings, now)
    if tally is not None:
        store.close_cycle(tally.cycle, now)
    return Ran(tally, judged)


def run(app: App, *, allow_private: bool = False, progress: Progress | None = None) -> Ran:
    """All of it: poll and judge, then digests and delivery."""
    ran = poll(app, allow_private=allow_private, progress=progress)
    queued, posted = None, None
    if app.settings.reports:
        from monitor.run.delivery import deliver_outbox
        from monitor.run.digests import queue_due

        queued = queue_due(app.store, app.settings, app.clock())
        password = app.secret("MONITOR_SMTP_PASSWORD")
        posted = deliver_outbox(app.store, app.settings, password, app.clock, app.owner)
    return Ran(ran.tally, ran.judged, queued, posted)
