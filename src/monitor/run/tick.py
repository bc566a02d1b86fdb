"""What cron and the daemon run: poll what is due, judge it, queue the digests that are due, empty the outbox.

Before the digests, the brands' own web sites are read where that is due, for accounts that nobody watches, and the
communities of the audiences are checked, once a month.

The database says what is due, so that what was missed is made up for once, however long it was. With a clock behind the
database's last commit nothing is due and nothing can be judged: that is refused.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from monitor.model.errors import ClockBehind
from monitor.run.app import App
from monitor.run.stopping import Stop

if TYPE_CHECKING:
    from monitor.run.judging.judging import Judged
    from monitor.run.mailing.outbox_delivery import Posted
    from monitor.run.mailing.prepared import Queued
    from monitor.run.polling.cycle import Progress, Tally

_BEHIND = timedelta(hours=1)  # clocks differ, and are set; by more than this one of them is wrong


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
    stop: Stop | None = None,
) -> Ran:
    """Checks what is due, stores what was seen, judges it. Raises ClockBehind, and then nothing was done.

    Once `stop` is asked for it comes to an end, whole: what was seen is stored and judged, the rest is as it was.
    """
    from monitor.run.judging.judging import judge_again, judge_checks

    settings, store = app.settings, app.store
    stop = stop or Stop()
    last = refuse_past(app)
    store.sync(settings.accounts.values(), app.clock())
    tally = None
    if everything or store.any_due(app.clock(), only):
        from monitor.run.polling.cycle import Cycle, Order, own_hosts

        asked = [account for account in settings.accounts.values() if only is None or account.id in only]
        opened = own_hosts(asked) if allow_private else frozenset()
        cycle = Cycle(app.plan, app.catalogue, store, app.clock, app.open_fetcher, progress, stop)
        tally = asyncio.run(cycle.run(app.owner, Order(everything, only, opened)))
    now, plan = app.clock(), app.plan  # what people decided meanwhile counts too
    judged = judge_checks(store, plan, tally.cycle if tally else None, now)
    judged += judge_again(store, plan, now, stop=stop)
    if tally is not None:
        store.close_cycle(tally.cycle, now)
        if last is None or last.date() < now.date():  # the first cycle of a day
            store.prune(now, settings.retention)
    return Ran(tally, judged)


def run(app: App, *, allow_private: bool = False, progress: Progress | None = None, stop: Stop | None = None) -> Ran:
    """All of it: poll and judge, then digests and delivery; raises and stops as `poll` does."""
    stop = stop or Stop()
    ran = poll(app, allow_private=allow_private, progress=progress, stop=stop)
    queued, posted = None, None
    if any(brand.site for brand in app.settings.brands.values()):
        from monitor.run.discovery.weekly import explore_due

        explore_due(app, allow_private=allow_private, stop=stop)
    if any(one.communities for one in app.settings.audiences.values()) or app.store.communities():
        from monitor.run.discovery.monthly_communities import check_due

        check_due(app, allow_private=allow_private, stop=stop)
    if app.settings.reports or app.settings.alerts or app.settings.channels:
        from monitor.run.mailing.alerts import queue_alerts
        from monitor.run.mailing.channel_delivery import deliver_channels
        from monitor.run.mailing.digests import queue_due
        from monitor.run.mailing.outbox_delivery import deliver_outbox

        writer = app.writer()
        queued = queue_due(app.store, app.plan, app.clock(), stop, writer)
        queued += queue_alerts(app.store, app.plan, app.clock(), queued.to, writer)
        queued = replace(queued, faults=tuple(writer.faults))
        password = app.secret("MONITOR_SMTP_PASSWORD")
        posted = deliver_outbox(app.store, app.settings, password, app.clock, app.owner, stop)
        posted += deliver_channels(app.store, app.settings, app.secret, app.clock, app.owner, stop)
    return Ran(ran.tally, ran.judged, queued, posted)


def refuse_past(app: App) -> datetime | None:
    """The database's last commit. Raises ClockBehind where the clock is more than an hour behind it."""
    now, last = app.clock(), app.store.last_commit()
    if last is not None and now < last - _BEHIND:
        raise ClockBehind(
            f"the clock of this machine says {now:%Y-%m-%d %H:%M} UTC, but the database was written to at"
            f" {last:%Y-%m-%d %H:%M} UTC: nothing was checked, judged or sent; set the clock (timedatectl), or, if it"
            " was wrong then and is right now, restore a backup from before"
        )
    return last
