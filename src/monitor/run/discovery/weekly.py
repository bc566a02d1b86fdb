"""Discovery on a schedule: the sites of the brands, each once a week."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from monitor.fetch.client import host_of
from monitor.fetch.robots import LASTING
from monitor.model.discovery import Discovery, Noted
from monitor.model.http import NoResponse, Refusal, Request, Response
from monitor.model.people import Brand
from monitor.run.app import App
from monitor.run.discovery.drive import explore, orphans
from monitor.run.polling.checker import Carrier
from monitor.run.polling.parser_pool import Parser
from monitor.run.stopping import Stop

EVERY = timedelta(days=7)
AGAIN = timedelta(days=1)  # after a site could not be read
_AT_ONCE = 3  # sites in one tick, so that checks are not kept waiting

_log = logging.getLogger(__name__)


def explore_due(app: App, *, allow_private: bool = False, stop: Stop | None = None) -> int:
    """Reads the sites that are due, and notes what they say; how many. A bad site never stops anything."""
    noted, now = app.store.discoveries(), app.clock()
    due = [brand for brand in app.settings.brands.values() if brand.site and _is_due(noted.get(brand.id), brand, now)]
    due.sort(key=lambda brand: (noted[brand.id].next if brand.id in noted else now - EVERY, brand.id))
    return asyncio.run(_explore(app, due[:_AT_ONCE], noted, allow_private, stop or Stop())) if due else 0


def _is_due(noted: Noted | None, brand: Brand, now: datetime) -> bool:
    return noted is None or noted.site != brand.site or noted.next <= now


async def _explore(app: App, brands: list[Brand], noted: Mapping[str, Noted], allow_private: bool, stop: Stop) -> int:
    now, done = app.clock(), 0
    opened = frozenset(host_of(brand.site or "") for brand in brands) if allow_private else frozenset()
    held, robots = app.store.backoffs(now), app.store.robots(now - LASTING)
    fetch = app.settings.fetch
    async with app.open_fetcher(opened, held, robots) as fetcher, Parser(fetch.parse_cpu) as parser:
        for brand in brands:
            if not stop.goes_on():
                break
            site = brand.site or ""
            try:
                found = await explore(_Stoppable(fetcher, stop), parser, app.catalogue, site, now, (brand.name,))
            except Exception as error:
                _log.exception("the site of %s could not be explored", brand.id)
                found = Discovery(site, failed=f"unexpected {type(error).__name__}, see the log")
            if stop.asked:
                break  # what was read may be half of it
            app.store.note_discovery(brand.id, _note(app, brand, found, noted.get(brand.id), now))
            done += 1
    app.store.save_backoffs(fetcher.backoffs)
    app.store.save_robots(fetcher.robots)
    return done


class _Stoppable:
    """Sends nothing any more once a stop is asked for; each request shows that the work advances."""

    def __init__(self, carrier: Carrier, stop: Stop) -> None:
        self._carrier = carrier
        self._stop = stop

    async def send(self, request: Request, now: datetime) -> Response | NoResponse:
        if not self._stop.goes_on():
            return NoResponse(Refusal.HELD, "the program stops; nothing was sent")
        return await self._carrier.send(request, now)


def _note(app: App, brand: Brand, found: Discovery, before: Noted | None, now: datetime) -> Noted:
    """What could not be read says nothing: then what was known stays."""
    site = brand.site or ""
    if found.failed:
        known = before if before is not None and before.site == site else Noted(site, now)
        return replace(known, next=now + AGAIN, failed=found.failed)
    accounts = [account for account in app.plan.accounts.values() if account.brand == brand.id]
    return Noted(site, now + EVERY, now, orphans(found, accounts, app.catalogue))
