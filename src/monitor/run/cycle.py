"""One cycle: the accounts that are due are looked at, and what was seen is stored.

    claim (a page, by lease) -> bundles by host -> looks, many hosts at a time -> queue -> one writer thread, in batches

Accounts of one host are looked at one after the other, so that a slow or much used host never keeps the others
waiting. The store is called from one thread only; the event loop is never blocked by it. A cycle that is killed leaves
its claims to run out and its looks, stored batch by batch, to the next judgement.
"""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ParamSpec, TypeVar

from monitor.connect.catalogue import Catalogue
from monitor.connect.manifest import Manifest
from monitor.fetch.client import Fetcher, host_of
from monitor.model.look import SEEN, Failure, Look, Outcome
from monitor.model.plan import Account, Settings
from monitor.run.looking import Looker, Postponed
from monitor.run.parsing import Parser
from monitor.store import Claim, NewLook, Store

_PAGE = 200  # accounts claimed at a time
_BATCH = 100  # looks stored in one transaction, at most
_LINGER = 0.05  # seconds that the first look of a batch waits for company
_SPREAD = 0.1  # due times are drawn forward by up to this share, so that a fleet does not stay in step

P = ParamSpec("P")
T = TypeVar("T")

Clock = Callable[[], datetime]
Progress = Callable[[int, int], None]  # looks done, of them failed


@dataclass(frozen=True, slots=True)
class Order:
    """What a cycle is to do. `everything`: also what is not due yet; `only`: these accounts; `opened`: host:port."""

    everything: bool = False
    only: frozenset[str] | None = None
    opened: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Tally:
    """What a cycle did: looks made, looks that failed, activities not known before."""

    cycle: str
    looks: int
    failed: int
    new: int


class Cycle:
    """Runs one cycle; `open_fetcher` makes the client, so that each cycle has its own."""

    def __init__(
        self,
        settings: Settings,
        catalogue: Catalogue,
        store: Store,
        clock: Clock,
        open_fetcher: Callable[[Collection[str], Mapping[str, datetime]], Fetcher],
        progress: Progress | None = None,
    ) -> None:
        self._settings = settings
        self._catalogue = catalogue
        self._store = store
        self._clock = clock
        self._open_fetcher = open_fetcher
        self._progress = progress
        self._saved: asyncio.Queue[NewLook | None] = asyncio.Queue()
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        self._looks = self._failed = self._new = 0

    async def run(self, owner: str, order: Order) -> Tally:
        """Raises Unavailable where the database is lost on the way: what was not stored is looked at again."""
        started = self._clock()
        cycle = await self._in_writer(self._store.open_cycle, started, owner)
        held = await self._in_writer(self._store.holds, started)
        async with (
            self._open_fetcher(order.opened, held) as fetcher,
            Parser(self._settings.fetch.parse_cpu) as parser,
        ):
            looker = Looker(fetcher, parser, self._clock)
            try:
                async with asyncio.TaskGroup() as group:
                    renewing = group.create_task(self._renew(cycle))
                    group.create_task(self._save_all(cycle))
                    await self._look_at_all(cycle, order, looker)
                    self._saved.put_nowait(None)
                    renewing.cancel()
            except ExceptionGroup as errors:
                raise _first(errors) from errors
            await self._in_writer(self._store.save_holds, fetcher.holds)
        self._writer.shutdown()
        return Tally(cycle, self._looks, self._failed, self._new)

    async def _look_at_all(self, cycle: str, order: Order, looker: Looker) -> None:
        slots = asyncio.Semaphore(self._settings.fetch.concurrency)
        async with asyncio.TaskGroup() as group:
            while claims := await self._claim(cycle, order):
                for bundle in _bundles(claims, self._settings, order.opened):
                    await slots.acquire()
                    group.create_task(self._look_at(bundle, looker)).add_done_callback(lambda _: slots.release())

    async def _claim(self, cycle: str, order: Order) -> list[Claim]:
        now = self._clock()
        return await self._in_writer(
            self._store.claim,
            now,
            until=now + self._settings.lease,
            owner=cycle,
            limit=_PAGE,
            only=order.only,
            everything=order.everything,
        )

    async def _look_at(self, bundle: Sequence[Claim], looker: Looker) -> None:
        for claim in bundle:
            account = self._settings.accounts[claim.account]
            manifest = self._catalogue.get(account.network)
            found = await looker.look(account.id, account.url, manifest, claim.memory)
            if isinstance(found, Postponed):
                await self._in_writer(self._store.postpone, found.account, found.until)
                continue
            brand = self._settings.brands[account.brand]
            due = _next_due(found, self._interval(manifest))
            self._saved.put_nowait(NewLook(found, due, brand.zone, bool(account.cross_posts_from)))

    def _interval(self, manifest: Manifest | None) -> timedelta:
        """How long until the next look: as the operator says, or the network's own least interval."""
        least = manifest.limit.min_interval if manifest is not None else None
        return max(self._settings.poll_every, least) if least is not None else self._settings.poll_every

    async def _save_all(self, cycle: str) -> None:
        over = False
        while not over:
            batch = [await self._saved.get()]
            await asyncio.sleep(_LINGER)
            while not self._saved.empty() and len(batch) < _BATCH:
                batch.append(self._saved.get_nowait())
            over = None in batch
            looks = [look for look in batch if look is not None]
            if looks:
                rows = await self._in_writer(self._store.save_looks, cycle, looks)
                self._looks += len(rows)
                self._failed += sum(row.outcome not in SEEN and row.outcome is not Outcome.MANUAL for row in rows)
                self._new += sum(row.new for row in rows)
                if self._progress is not None:
                    self._progress(self._looks, self._failed)

    async def _renew(self, cycle: str) -> None:
        """Keeps the claims of this cycle from running out while it lives, however slow its hosts are."""
        while True:
            await asyncio.sleep(self._settings.lease.total_seconds() / 3)
            await self._in_writer(self._store.renew, cycle, self._clock() + self._settings.lease)

    async def _in_writer(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._writer, lambda: call(*args, **kwargs))


def _bundles(claims: Sequence[Claim], settings: Settings, opened: Collection[str]) -> list[list[Claim]]:
    """The claims by host, in the order of their first. Hosts opened by hand are not paced: each account for itself."""
    bundles: dict[str, list[Claim]] = {}
    for claim in claims:
        host = host_of(settings.accounts[claim.account].url)
        bundles.setdefault(claim.account if host in opened else host, []).append(claim)
    return list(bundles.values())


def _next_due(look: Look, interval: timedelta) -> datetime:
    """When to look again: a little before the interval is over, by a share that is the account's own."""
    share = zlib.crc32(look.account.encode()) / 2**32
    due = look.at + interval * (1 - _SPREAD * share)
    if isinstance(look.result, Failure) and look.result.retry_at is not None:
        return max(due, look.result.retry_at)
    return due


def _first(errors: ExceptionGroup[Exception]) -> Exception:
    """The error that ended the cycle; those that it brought about in other tasks say no more."""
    error = errors.exceptions[0]
    return _first(error) if isinstance(error, ExceptionGroup) else error


def own_hosts(accounts: Collection[Account]) -> frozenset[str]:
    """The host:port of the accounts' own addresses: what --allow-private opens for one call."""
    return frozenset(host_of(account.url) for account in accounts)
