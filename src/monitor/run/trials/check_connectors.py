"""Connectors tried out: every manifest's mistakes, recordings beside them replayed, accounts checked for real."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from monitor.connect.manifests.catalogue import Catalogue
from monitor.connect.manifests.manifest import Manifest
from monitor.connect.recordings.recording import Recording, differences, read
from monitor.fetch.client import host_of
from monitor.model.activity import Memory
from monitor.model.check import SEEN, Check, Observation
from monitor.model.settings import Settings
from monitor.run.app import App
from monitor.run.polling.checker import Checker, Postponed
from monitor.run.polling.parser_pool import Parser

_BESIDE = "recordings"  # the folder, in one of manifests, that holds NETWORK/CASE.toml


@dataclass(frozen=True, slots=True)
class Tried:
    """What was tried (a recording, an address), and what came of it; `wrong` lists what is not as it should be."""

    what: str
    said: str = ""
    wrong: tuple[str, ...] = ()


def all_routes(app: App, settings: Settings) -> Catalogue:
    """Every connector, those too whose keys are not there. Raises ManifestError with every mistake of every file."""
    folders = [Path(folder) for folder in settings.connectors]
    return Catalogue.load(folders, settings.networks, has=lambda secret: True)


def routes_to(catalogue: Catalogue, name: str | None) -> list[Manifest]:
    """The routes to a network, or the one with that id; all for None; [] where there is none."""
    every = [
        route
        for network in catalogue.names()
        for route in (catalogue.manifests[network], *catalogue.others.get(network, ()))
    ]
    return [route for route in every if name in (None, route.network, route.id)]


def replayed(
    catalogue: Catalogue, routes: Sequence[Manifest], settings: Settings, folder: Path | None
) -> Iterator[Tried]:
    """Every recording of the routes, in `folder` and beside the operator's own manifests. Raises ManifestError."""
    folders = [Path(each) / _BESIDE for each in settings.connectors] + ([folder] if folder is not None else [])
    for route in routes:
        for path in sorted(path for each in folders for path in (each / route.id).glob("*.toml")):
            recording = read(path)
            wrong = [*differences(route, recording), *_misread(catalogue, route, recording)]
            yield Tried(str(path), "as recorded", tuple(wrong))


def _misread(catalogue: Catalogue, route: Manifest, recording: Recording) -> Iterator[str]:
    """Forms of an address that are taken for another account than the recording says, or for none."""
    for given, *expected in recording.forms:
        found = catalogue.identify(given)
        if [route.network, *expected] != [found.network, found.handle or "-", found.profile or "-"]:
            yield f"{given} is taken for {found.network or '-'} {found.handle or '-'} {found.profile or '-'}"


def missing_keys(app: App, route: Manifest) -> list[str]:
    return [secret for secret in (route.key.secrets if route.key is not None else ()) if app.secret(secret) is None]


async def checked(app: App, settings: Settings, routes: Sequence[Manifest], *, allow_private: bool) -> list[Tried]:
    """One real check by each route of its sample, else of an account that the configuration has there."""
    found = []
    fetch = settings.fetch
    targets = {route.id: route.sample or _declared(settings, route) for route in routes if route.activity}
    opened = frozenset(host_of(target) for target in targets.values() if target) if allow_private else frozenset()
    async with app.open_fetcher(opened, settings=fetch) as fetcher, Parser(fetch.parse_cpu) as parser:
        checker = Checker(fetcher, parser, app.clock)
        for route in routes:
            if route.id not in targets or missing_keys(app, route):
                continue
            if not (target := targets[route.id]):
                found.append(
                    Tried(route.id, "no account to check: its manifest names no sample, the configuration none")
                )
                continue
            check = await checker.check(target, target, [route], Memory())
            found.append(_tried(f"{route.id}: {target}", check))
    return found


def _declared(settings: Settings, route: Manifest) -> str:
    return next((one.url for one in settings.accounts.values() if one.network == route.network), "")


def _tried(what: str, check: Check | Postponed) -> Tried:
    if isinstance(check, Postponed):
        return Tried(what, wrong=(f"its host asked not to be asked before {check.until:%Y-%m-%d %H:%M} UTC",))
    result = check.result
    if result.outcome not in SEEN:
        return Tried(what, wrong=(f"{result.outcome.value} ({result.detail})",))
    count = len(result.activities) if isinstance(result, Observation) else 0
    return Tried(what, f"{result.outcome.value}, {count} acts")
