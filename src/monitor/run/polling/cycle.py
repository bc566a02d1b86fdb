"""One cycle: the accounts that are due are checked, and what was seen is stored.

    claim (a page, by lease) -> bundles by host -> checks, many hosts at a time -> queue -> one writer thread, batches

Accounts of one host are checked one after the other, so that a slow or much used host never keeps the others waiting;
so are those of a network with one budget for all of them, longest due first, so that each gets its turn. What hosts ask
of us is shared with other programs on the database, batch by batch. The store is called from one thread only; the event
loop is never blocked by it. A cycle that is killed leaves its claims to run out and its checks, stored batch by batch,
to the next judgement. One that is asked to stop gives up the checks under way, stores those that are made, and gives
its claims back.
"""

from __future__ import annotations

import asyncio
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import ParamSpec, TypeVar

from monitor.connect.manifests.catalogue import Catalogue
from monitor.connect.manifests.manifest import Manifest
from monitor.fetch.client import Fetcher, host_of
from monitor.fetch.robots import LASTING
from monitor.metrics.thresholds import limits_or_default
from monitor.model.account import Account, Lifecycle
from monitor.model.check import SEEN, Check, Failure, Outcome
from monitor.model.http import RobotsTxt
from monitor.model.settings import Settings
from monitor.run.polling.brand_hosts import BrandHosts
from monitor.run.polling.checker import Checker, Postponed
from monitor.run.polling.file_limit import capacity
from monitor.run.polling.parser_pool import Parser
from monitor.run.stopping import Stop
from monitor.store import Claim, NewCheck, Store

_PAGE = 200  # accounts claimed at a time
_BATCH = 100  # checks stored in one transaction, at most
_LINGER = 0.05  # seconds that the first check of a batch waits for others
_CLOSED = timedelta(days=30)  # between checks of a closed account, which can only show that it is not closed
_PATIENCE = timedelta(minutes=30)  # at least, before a network that turned an account away is asked again
_SPREAD = 0.1  # due times are drawn forward by up to this share, so that a fleet does not stay in step

P = ParamSpec("P")
T = TypeVar("T")
L = TypeVar("L", datetime, RobotsTxt)

Clock = Callable[[], datetime]
Progress = Callable[[int, int], None]  # checks done, of them failed


@dataclass(frozen=True, slots=True)
class Order:
    """What a cycle is to do. `everything`: also what is not due yet; `only`: these accounts; `opened`: host:port."""

    everything: bool = False
    only: frozenset[str] | None = None
    opened: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Tally:
    """What a cycle did: checks made, checks that failed, activities not known before, accounts given back unseen."""

    cycle: str
    checks: int
    failed: int
    new: int
    left: int = 0


class Cycle:
    """Runs one cycle; `open_fetcher` makes the client, so that each cycle has its own."""

    def __init__(
        self,
        settings: Settings,
        catalogue: Catalogue,
        store: Store,
        clock: Clock,
        open_fetcher: Callable[[Collection[str], Mapping[str, datetime], Mapping[str, RobotsTxt]], Fetcher],
        progress: Progress | None = None,
        stop: Stop | None = None,
    ) -> None:
        self._settings = settings
        self._catalogue = catalogue
        self._store = store
        self._clock = clock
        self._open_fetcher = open_fetcher
        self._progress = progress
        self._stop = stop or Stop()
        self._saved: asyncio.Queue[NewCheck | None] = asyncio.Queue()
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)  # by network, where it has a budget
        self._shared: dict[str, datetime | RobotsTxt] = {}
        self._siblings = Counter(account.brand for account in settings.accounts.values())
        self._hosts = BrandHosts(settings, {})
        self._checks = self._failed = self._new = 0

    async def run(self, owner: str, order: Order) -> Tally:
        """Raises Unavailable where too few files may be opened, and where the database is lost on the way: what was not
        stored is checked again.
        """
        at_a_time = capacity(self._settings.fetch.concurrency)
        started = self._clock()
        cycle = await self._in_writer(self._store.open_cycle, started, owner)
        held = await self._in_writer(self._store.backoffs, started)
        robots = await self._in_writer(self._store.robots, started - LASTING)
        self._hosts = BrandHosts(self._settings, await self._in_writer(self._store.discoveries))
        async with (
            self._open_fetcher(order.opened, held, robots) as fetcher,
            Parser(self._settings.fetch.parse_cpu) as parser,
        ):
            checker = Checker(fetcher, parser, self._clock)
            try:
                async with asyncio.TaskGroup() as group:
                    renewing = group.create_task(self._renew(cycle))
                    group.create_task(self._save_all(cycle, fetcher))
                    checking = group.create_task(self._check_all(cycle, order, checker, at_a_time))
                    stopping = group.create_task(self._stop.cancels(checking))
                    await asyncio.wait({checking})
                    self._saved.put_nowait(None)
                    stopping.cancel()
                    renewing.cancel()
            except ExceptionGroup as errors:
                raise _first(errors) from errors
            left = await self._in_writer(self._store.give_back, cycle) if self._stop.asked else 0
            await self._share(fetcher)
        self._writer.shutdown()
        return Tally(cycle, self._checks, self._failed, self._new, left)

    async def _check_all(self, cycle: str, order: Order, checker: Checker, at_a_time: int) -> None:
        slots = asyncio.Semaphore(at_a_time)
        async with asyncio.TaskGroup() as group:
            while claims := await self._claim(cycle, order):
                for bundle in self._bundles(claims, order.opened):
                    await slots.acquire()
                    group.create_task(self._check(bundle, checker)).add_done_callback(lambda _: slots.release())

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

    async def _check(self, bundle: Sequence[Claim], checker: Checker) -> None:
        network = self._settings.accounts[bundle[0].account].network
        async with self._turns[network] if self._has_budget(network) else nullcontext():
            for claim in bundle:
                account = self._settings.accounts[claim.account]
                routes = self._catalogue.routes(account.network)
                found = await checker.check(account.id, account.url, routes, claim.memory, self._hosts.of(account))
                if isinstance(found, Postponed):
                    await self._in_writer(self._store.postpone, found.account, found.until)
                    continue
                brand = self._settings.brands[account.brand]
                due = _next_due(found, self._interval(account, routes))
                if turned_away := _turned_away(found):
                    found, due = turned_away, claim.due
                copied, siblings = bool(account.cross_posts_from), self._siblings[brand.id] > 1
                period = limits_or_default(account.plan).period
                kept, own = self._settings.retention, brand.id if siblings else None
                self._saved.put_nowait(NewCheck(found, due, brand.zone, copied, kept, own, period))

    def _interval(self, account: Account, routes: Sequence[Manifest]) -> timedelta:
        """How long until the next check: as the operator says, or the network's own least interval.

        A month for an account that is closed.
        """
        if account.lifecycle is Lifecycle.CLOSED:
            return max(_CLOSED, self._settings.poll_every)
        least = [route.limit.min_interval for route in routes[:1] if route.limit.min_interval is not None]
        return max(self._settings.poll_every, *least) if least else self._settings.poll_every

    def _has_budget(self, network: str) -> bool:
        manifest = self._catalogue.get(network)
        return manifest is not None and manifest.budget is not None

    def _bundles(self, claims: Sequence[Claim], opened: Collection[str]) -> list[list[Claim]]:
        """The claims by host, or by network where it has a budget, in the order of their first.

        Hosts opened by hand are not paced: each account for itself.
        """
        bundles: dict[str, list[Claim]] = {}
        for claim in claims:
            account = self._settings.accounts[claim.account]
            host = host_of(account.url)
            by = account.network if self._has_budget(account.network) else claim.account if host in opened else host
            bundles.setdefault(by, []).append(claim)
        return list(bundles.values())

    async def _save_all(self, cycle: str, fetcher: Fetcher) -> None:
        over = False
        while not over:
            batch = [await self._saved.get()]
            with suppress(TimeoutError):
                async with asyncio.timeout(_LINGER):
                    while batch[-1] is not None and len(batch) < _BATCH:
                        batch.append(await self._saved.get())
            over = batch[-1] is None
            checks = [check for check in batch if check is not None]
            if checks:
                rows = await self._in_writer(self._store.save_checks, cycle, checks)
                self._stop.goes_on()
                self._checks += len(rows)
                self._failed += sum(row.outcome not in SEEN and row.outcome is not Outcome.MANUAL for row in rows)
                self._new += sum(row.new for row in rows)
                if self._progress is not None:
                    self._progress(self._checks, self._failed)
                await self._share(fetcher)

    async def _share(self, fetcher: Fetcher) -> None:
        """Keeps what hosts asked for, and takes over what they asked of other programs meanwhile."""
        if backoffs := self._news(fetcher.backoffs):
            await self._in_writer(self._store.save_backoffs, backoffs)
            fetcher.learn(await self._in_writer(self._store.backoffs, self._clock()))
        if robots := self._news(fetcher.robots):
            await self._in_writer(self._store.save_robots, robots)

    def _news(self, learned: Mapping[str, L]) -> dict[str, L]:
        news = {name: one for name, one in learned.items() if self._shared.get(name) != one}
        self._shared |= news
        return news

    async def _renew(self, cycle: str) -> None:
        """Keeps the claims of this cycle from running out while it lives, however slow its hosts are."""
        while True:
            await asyncio.sleep(self._settings.lease.total_seconds() / 3)
            await self._in_writer(self._store.renew, cycle, self._clock() + self._settings.lease)

    async def _in_writer(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._writer, lambda: call(*args, **kwargs))


def _next_due(check: Check, interval: timedelta) -> datetime:
    """When to check again: a little before the interval is over, by a share that is the account's own."""
    share = zlib.crc32(check.account.encode()) / 2**32
    due = check.at + interval * (1 - _SPREAD * share)
    if isinstance(check.result, Failure) and check.result.retry_at is not None:
        return max(due, check.result.retry_at)
    return due


def _turned_away(check: Check) -> Check | None:
    """The check, if its network named a time when it will answer again, with that time or a little later.

    Such an account stays due, and comes before those that were seen meanwhile: else, of many accounts that share a
    limit, the same could be turned away each time.
    """
    result = check.result
    if not isinstance(result, Failure) or result.outcome is not Outcome.RATE_LIMITED or result.retry_at is None:
        return None
    return replace(check, result=replace(result, retry_at=max(result.retry_at, check.at + _PATIENCE)))


def _first(errors: ExceptionGroup[Exception]) -> Exception:
    """The error that ended the cycle; those that it brought about in other tasks say no more."""
    error = errors.exceptions[0]
    return _first(error) if isinstance(error, ExceptionGroup) else error


def own_hosts(accounts: Collection[Account]) -> frozenset[str]:
    """The host:port of the accounts' own addresses: what --allow-private opens for one call."""
    return frozenset(host_of(account.url) for account in accounts)
