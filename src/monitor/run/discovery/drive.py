"""Discovery carried out: a site's conversation driven over the network, and compared with what is declared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from monitor.connect.checks.questions import Answer, Talk
from monitor.connect.discovery import wikidata
from monitor.connect.discovery.brand_names import Site
from monitor.connect.discovery.candidates import key
from monitor.connect.discovery.search import discover
from monitor.connect.manifests.addresses import at, own_feed
from monitor.connect.manifests.catalogue import FEED, Catalogue
from monitor.model.account import MANUAL, Account, Lifecycle
from monitor.model.discovery import Discovery, Found, Orphans
from monitor.model.http import Decode
from monitor.run.polling.checker import Carrier, Decoder

_LINKED_BY_SITES = frozenset({Lifecycle.ACTIVE, Lifecycle.SEASONAL, Lifecycle.PAUSED})
_FORMATS = re.compile(r"(?<![a-z])(?:rss2?|atom|rdf|xml|json|feeds?|index)(?![a-z])|[/._-]")


async def explore(
    carrier: Carrier,
    decoder: Decoder,
    catalogue: Catalogue,
    site: str,
    now: datetime,
    names: tuple[str, ...] = (),
    wikidata_base: str | None = wikidata.BASE,
) -> Discovery:
    """What `site` leads to. Never raises for what a site does."""
    talk: Talk[Discovery] = discover(site, catalogue, names, wikidata_base)
    try:
        step = next(talk)
        while True:
            answer: Answer = await decoder.decode(step) if isinstance(step, Decode) else await carrier.send(step, now)
            step = talk.send(answer)
    except StopIteration as end:
        found: Discovery = end.value
        return found


def orphans(discovery: Discovery, accounts: Sequence[Account], catalogue: Catalogue) -> Orphans:
    """Both directions, of one brand's accounts; none if the site could not be read, none missed unless all of it was.

    An account that was closed is not missed on the site, yet what leads to it is known. A site is not asked to link to
    itself: of its own feeds one is enough, and what is watched on its own domain is no orphan.
    """
    if discovery.failed:
        return Orphans()
    site = Site(discovery.site)
    keys = {account.id: identity(account.network, account.url, catalogue) for account in accounts}
    watched, own = set(keys.values()), any(site.owns(account.url) for account in accounts)
    found = {key(each.network, each.url): each for each in one_feed(discovery.found, site)}
    linked = discovery.linked | {key(each.network, each.url) for each in discovery.found}
    return Orphans(
        tuple(
            each
            for name, each in found.items()
            if name not in watched and not (own and each.network == FEED and site.owns(each.url))
        ),
        tuple(
            account.id
            for account in accounts
            if discovery.complete
            and account.lifecycle in _LINKED_BY_SITES
            and account.url.startswith(("http://", "https://", "@"))
            and not site.owns(account.url)
            and keys[account.id] not in linked
        ),
    )


def one_feed(found: Iterable[Found], site: Site) -> list[Found]:
    """Of the feeds that show the same posts the first, as the site lists them.

    Of the feeds on one host of the site itself (all posts, one topic, one author) that is one; elsewhere those are the
    same whose addresses differ in nothing but the format's name.
    """
    first: dict[str, Found] = {}
    for each in found:
        name = key(each.network, each.url)
        if each.network == FEED:
            name = at(each.url) if site.owns(each.url) else _FORMATS.sub("", name)
        first.setdefault(name, each)
    return list(first.values())


def identity(network: str, url: str, catalogue: Catalogue) -> str:
    """The account behind an address, however the address is written; of the network's own feed, whose it is."""
    known, feed = catalogue.identify(url), own_feed(url)
    if known.network == FEED and feed is not None and feed.account is not None:
        owner = catalogue.identify(feed.account)
        known = known if owner.network is None else owner
    if known.network is not None and known.profile is not None:
        return key(known.network, known.profile)
    return key(network if catalogue.routes(network) else MANUAL, url)
