"""Discovery for a person: a site explored at once, compared with the plan where a brand is named."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from monitor.connect.discovery import wikidata
from monitor.connect.discovery.brand_names import Site, plain
from monitor.connect.manifests.addresses import at, normalise
from monitor.fetch.client import host_of
from monitor.model.discovery import Discovery, Orphans
from monitor.model.errors import MonitorError
from monitor.model.people import Brand
from monitor.model.settings import Settings
from monitor.run.app import App
from monitor.run.discovery.drive import explore, one_feed, orphans
from monitor.run.polling.parser_pool import Parser


@dataclass(frozen=True, slots=True)
class Explored:
    """What was found, for which declared brand if for any, and who is an orphan then."""

    discovery: Discovery
    brand: Brand | None
    orphans: Orphans | None


async def explore_site(
    app: App,
    settings: Settings,
    site: str,
    brand: str | None,
    *,
    allow_private: bool = False,
    wikidata_base: str | None = wikidata.BASE,
) -> Explored:
    """Explores `site`: an address, or the id of a brand that has one. Raises MonitorError where it is neither."""
    known = settings.brands.get(brand or site) or _brand_of(settings, site)
    address = normalise(known.site if known is not None and site == known.id and known.site else site)
    if not address.startswith(("http://", "https://")):
        hint = f"; [brands.{known.id}] has no `site`" if known is not None else ""
        raise MonitorError(f"{site!r} is no web address{hint}: give one such as https://acme.example")
    opened = frozenset({host_of(address)}) if allow_private else frozenset()
    catalogue = app.catalogue_for(settings)
    names = (known.name,) if known is not None else ()
    async with app.open_fetcher(opened, settings=settings.fetch) as fetcher, Parser(settings.fetch.parse_cpu) as parser:
        found = await explore(fetcher, parser, catalogue, address, app.clock(), names, wikidata_base)
    if known is None:
        return Explored(found, None, None)
    accounts = [account for account in settings.accounts.values() if account.brand == known.id]
    return Explored(found, known, orphans(found, accounts, catalogue))


def _brand_of(settings: Settings, site: str) -> Brand | None:
    host = at(normalise(site))
    return next((brand for brand in settings.brands.values() if brand.site and at(brand.site) == host), None)


def stanzas(explored: Explored, taken: Collection[str]) -> Iterator[str]:
    """[[accounts]] for what is not watched yet, ready to be appended; `taken` are the ids that accounts have."""
    site = Site(explored.discovery.site)
    brand = explored.brand.id if explored.brand is not None else _slug(site.label) or "brand"
    new = one_feed(explored.discovery.found, site) if explored.orphans is None else explored.orphans.unwatched
    ids = set(taken)
    for found in new:
        name = stem = f"{brand}-{found.network}"
        number = 1
        while name in ids:
            number += 1
            name = f"{stem}-{number}"
        ids.add(name)
        sure = f"confirmed: {found.proof}" if found.confirmed else f"{found.confidence:.0%} sure"
        yield "\n".join(
            (
                f"# {found.where[0]} ({sure})",
                "[[accounts]]",
                f"id = {json.dumps(name)}",
                f"brand = {json.dumps(brand)}",
                f"network = {json.dumps(found.network)}",
                f"url = {json.dumps(found.url)}",
                "",
            )
        )


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or plain(text)
