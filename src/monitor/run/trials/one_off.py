"""A check without a store: any addresses, each checked once, shown in the order asked."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from monitor.connect.manifests.catalogue import Catalogue
from monitor.fetch.client import host_of
from monitor.model.activity import Memory
from monitor.model.check import SEEN, Check, Failure, Outcome
from monitor.model.settings import Settings
from monitor.run.app import App
from monitor.run.polling.checker import Checker, Postponed
from monitor.run.polling.parser_pool import Parser

_AT_A_TIME = 20


@dataclass(frozen=True, slots=True)
class OneOffCheck:
    """What a target is and what was seen of it; `network` None where no connector reads such an address."""

    target: str
    network: str | None
    check: Check

    @property
    def seen(self) -> bool:
        return self.check.result.outcome in SEEN

    @property
    def manual(self) -> bool:
        return self.check.result.outcome is Outcome.MANUAL


async def one_off_check(
    app: App,
    settings: Settings,
    targets: Sequence[str],
    network: str | None,
    *,
    allow_private: bool,
    show: Callable[[OneOffCheck], None],
) -> None:
    """Checks every target, some at a time; `show` gets what was found in the order of the targets."""
    catalogue = app.catalogue_for(settings)
    opened = frozenset(host_of(target) for target in targets) if allow_private else frozenset()
    slots = asyncio.Semaphore(_AT_A_TIME)
    async with app.open_fetcher(opened, settings=settings.fetch) as fetcher, Parser(settings.fetch.parse_cpu) as parser:
        checker = Checker(fetcher, parser, app.clock)

        async def one(target: str) -> OneOffCheck:
            async with slots:
                return await _one_off_check(checker, catalogue, target, network)

        tasks = [asyncio.create_task(one(target)) for target in targets]
        for task in tasks:
            show(await task)


async def _one_off_check(checker: Checker, catalogue: Catalogue, target: str, network: str | None) -> OneOffCheck:
    name = network or catalogue.match(target)
    routes = catalogue.routes(name) if name is not None else ()
    found = await checker.check(target, target, routes, Memory())
    if isinstance(found, Postponed):
        failure = Failure(Outcome.RATE_LIMITED, "its host asked to wait", retry_at=found.until)
        found = Check(target, found.until, host_of(target), 0, failure)
    if not routes and isinstance(found.result, Failure):
        found = replace(found, result=replace(found.result, detail=_unread(catalogue, name)))
    return OneOffCheck(target, name, found)


def _unread(catalogue: Catalogue, network: str | None) -> str:
    if network in catalogue.closed:
        return f"the terms of {network} forbid programs; with their leave: [networks.{network}] i_have_permission"
    return "no connector reads such an address" if network is None else "no connector reads this network"
