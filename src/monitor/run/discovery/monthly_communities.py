"""The communities where audiences already are: each checked once a month, as an account is, but never judged.

    due by the database -> whose it may be -> check, without what is said below posts -> sight -> row

Their posts are by strangers: of a check only counts and dates are kept. Where an address could be of several kinds of
software, each is tried until one reads it, which is remembered.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from monitor.connect.manifests.addresses import normalise
from monitor.connect.manifests.catalogue import FEED, Catalogue
from monitor.connect.manifests.manifest import Manifest
from monitor.fetch.client import host_of
from monitor.fetch.robots import LASTING
from monitor.metrics.community_activity import sight
from monitor.model.check import Failure, Observation, Outcome
from monitor.model.community import Community
from monitor.model.people import Audience
from monitor.model.settings import Settings
from monitor.run.app import App
from monitor.run.polling.checker import Checker, Postponed
from monitor.run.polling.parser_pool import Parser
from monitor.run.stopping import Stop

EVERY = timedelta(days=30)
AGAIN = timedelta(days=1)  # after what may have passed by tomorrow
_AT_ONCE = 10  # in one tick, so that digests are not kept waiting
_SOFTWARE = ("lemmy", "discourse", "mobilizon")  # of communities, at any host
_PASSING = frozenset({Outcome.TEMPORARY, Outcome.RATE_LIMITED, Outcome.QUOTA})
_OF_ANOTHER_KIND = frozenset(  # what software answers to the questions of other software
    {Outcome.CHANGED_FORMAT, Outcome.GONE, Outcome.BLOCKED, Outcome.UNAUTHORISED, Outcome.LOGIN_REQUIRED}
)


def listed(settings: Settings) -> tuple[str, ...]:
    """The addresses that the audiences list, each once."""
    return tuple(dict.fromkeys(url for audience in settings.audiences.values() for url in audience.communities))


def gatherings(app: App) -> list[tuple[Audience, Community]]:
    """Where each audience is, in the file's order, with what is known of it."""
    known = app.store.communities()
    return [
        (audience, known.get(url, Community(url)))
        for audience in app.settings.audiences.values()
        for url in audience.communities
    ]


def check_due(app: App, *, allow_private: bool = False, stop: Stop | None = None) -> int:
    """Checks the communities that are due, and notes what was seen; how many. None of them stops the others."""
    now, known, declared = app.clock(), app.store.communities(), listed(app.settings)
    if known.keys() == set(declared) and all(one.due is not None and one.due > now for one in known.values()):
        return 0  # nothing is written where nothing is due: a daemon asks every minute
    due = app.store.claim_communities(declared, now, now + AGAIN, _AT_ONCE)
    return asyncio.run(_check_all(app, due, allow_private, stop or Stop())) if due else 0


async def _check_all(app: App, due: Sequence[Community], allow_private: bool, stop: Stop) -> int:
    now, done = app.clock(), 0
    opened = frozenset(host_of(normalise(one.url)) for one in due) if allow_private else frozenset()
    held, robots = app.store.backoffs(now), app.store.robots(now - LASTING)
    async with (
        app.open_fetcher(opened, held, robots) as fetcher,
        Parser(app.settings.fetch.parse_cpu) as parser,
    ):
        checker = Checker(fetcher, parser, app.clock)
        for community in due:
            if not stop.goes_on():
                break
            app.store.note_community(await _check(checker, app.catalogue, community, app.clock()))
            done += 1
    app.store.save_backoffs(fetcher.backoffs)
    app.store.save_robots(fetcher.robots)
    return done


async def _check(checker: Checker, catalogue: Catalogue, community: Community, now: datetime) -> Community:
    """One check, by the network that read the community before, or by the first of those it may be of."""
    address = normalise(community.url)
    tried = candidates(catalogue, address) if community.network is None else (community.network,)
    failures: list[tuple[str, Failure]] = []
    for network in tried or ("",):
        found = await checker.check(community.url, address, _routes(catalogue, network), community.memory)
        if isinstance(found, Postponed):
            return replace(community, due=found.until)
        if not isinstance(found.result, Failure):
            return _seen(replace(community, network=network), found.result, now)
        failures.append((network, found.result))
        if found.result.outcome not in _OF_ANOTHER_KIND:
            break
    known = replace(community, network=tried[0]) if len(tried) == 1 else community
    return _not_seen(known, failures, now)


def candidates(catalogue: Catalogue, address: str) -> tuple[str, ...]:
    """The networks that the address may be of, the likeliest first: one where its host says so."""
    network = catalogue.match(address)
    manifest = catalogue.manifests.get(network or "")
    if network is None or manifest is None:
        return ()
    if not (manifest.match.any_host or network == FEED) or catalogue.identify(address).network == FEED:
        return (network,)
    fitting = [name for name in _SOFTWARE if (it := catalogue.get(name)) is not None and it.names(address) is not None]
    return tuple(dict.fromkeys((*((network,) if network != FEED else ()), *fitting, FEED)))


def _routes(catalogue: Catalogue, network: str) -> list[Manifest]:
    """The routes to the network, without the questions for what is said to the authors of posts: they are not ours."""
    return [route.model_copy(update={"replies": ()}) for route in catalogue.routes(network)]


def _seen(community: Community, observation: Observation, at: datetime) -> Community:
    return replace(
        community,
        due=at + EVERY,
        checked=at,
        outcome=observation.outcome,
        detail="",
        sight=sight(observation, at),
        # a month later nothing is asked conditionally; and of strangers no word is kept
        memory=replace(observation.memory, validators={}, publication=None),
    )


def _not_seen(community: Community, failures: Sequence[tuple[str, Failure]], at: datetime) -> Community:
    """What was seen last stays, with its date. Tomorrow is soon enough for what may have passed by then."""
    last, outcomes = failures[-1][1], {failure.outcome for _, failure in failures}
    outcome, detail = last.outcome, last.detail
    if len(failures) > 1 and outcome in _OF_ANOTHER_KIND:
        outcome = outcome if len(outcomes) == 1 else Outcome.CHANGED_FORMAT
        said = "; ".join(f"{network}: {failure.detail}" for network, failure in failures)
        detail = f"nothing that is known reads this address ({said})"
    due = at + (AGAIN if outcome in _PASSING else EVERY)
    due = max(due, last.retry_at) if last.retry_at is not None else due
    return replace(community, due=due, checked=at, outcome=outcome, detail=detail)
