"""Whose list it is: whether the publication at an address is still the one that was known there. Pure.

Where a network gives its accounts no ids, a list is known by its signs (SIGNS). Another publication answers where none
of the signs is left and at least two of them show another's; one alone never decides. What is missing, on either side,
shows nothing. The newcomer is not learned: as long as it stays, every check is compared with what was known before.

What hosts of many say (HOSTS_OF_MANY: short addresses, proxies of feeds, large platforms) is nobody's word; nor is a
title that many have (TITLES_OF_MANY).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from monitor.connect.documents import text
from monitor.connect.manifests.addresses import SHORTENERS, at
from monitor.connect.manifests.manifest import Manifest
from monitor.connect.manifests.toml_tables import PostsTable
from monitor.model.activity import AccountFacts, Activity, Memory, Publication, face, key_number, number
from monitor.model.check import Failure, Outcome
from monitor.model.http import Format

_MOST_HOSTS = 8
_MOST_TITLES = 20
_TITLE_BYTES = 4
_ENOUGH = 2  # signs that show another's
_DETAIL = 200

HOSTS_OF_MANY = SHORTENERS | {
    "feedproxy.google.com", "feeds.feedburner.com", "feedburner.com", "feeds2.feedburner.com", "feedpress.me",
    "feeds.feedblitz.com", "feedblitz.com", "follow.it", "rssmix.com", "rss.app", "kill-the-newsletter.com",
    "dlvr.it", "ift.tt", "trib.al", "rebrand.ly", "cutt.ly", "shorturl.at", "rb.gy", "t.ly", "v.gd", "j.mp", "wp.me",
    "hubs.ly", "amzn.to", "adf.ly", "t.me", "youtube.com", "vimeo.com", "facebook.com", "instagram.com", "x.com",
    "twitter.com", "linkedin.com", "tiktok.com", "google.com", "amazon.com", "wikipedia.org", "web.archive.org",
}  # fmt: skip


TITLES_OF_MANY = frozenset(  # folded: what programs write until somebody gives the publication a name
    {
        "accueil", "actualites", "atomfeed", "blog", "feed", "home", "homepage", "index", "myblog", "neuigkeiten",
        "news", "nouvelles", "posts", "recentposts", "rss", "rssfeed", "startseite", "untitled", "welcome",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Compared:
    """What was known and what answers now, its acts, and what speaks for it: known acts, the brand's hosts."""

    before: Publication
    now: Publication
    acts: Sequence[Activity]
    known: Collection[int]
    brand: Collection[str]


@dataclass(frozen=True, slots=True)
class Sign:
    """`left` is True where the sign is there, False where it is another's, None where there is nothing to compare."""

    name: str
    words: str
    left: Callable[[Compared], bool | None]


def _same_title(seen: Compared) -> bool | None:
    before, now = _folded(seen.before.title), _folded(seen.now.title)
    if before == now and now in TITLES_OF_MANY:
        return None
    return before == now if before and now else None


def _same_home(seen: Compared) -> bool | None:
    before, now = seen.before.home, seen.now.home
    return _one_site(before, now) if before and now else None


def _same_hosts(seen: Compared) -> bool | None:
    before, now = seen.before.hosts, seen.now.hosts
    return any(_one_site(one, other) for one in before for other in now) if before and now else None


def _known_act(seen: Compared) -> bool | None:
    numbers = {key_number(act) for act in seen.acts} | {face(act.title, act.url) for act in seen.acts}
    return True if numbers & set(seen.known) or seen.now.titles & seen.before.titles else None


def _the_brands(seen: Compared) -> bool | None:
    named = {*seen.now.hosts, *([seen.now.home] if seen.now.home else [])}
    return True if any(_one_site(one, own) for one in named for own in seen.brand) else None


SIGNS: tuple[Sign, ...] = (
    Sign("title", "the title is the same, whatever its case, accents and punctuation", _same_title),
    Sign("home", "the site that it names is on the same host, or one is a part of the other", _same_home),
    Sign("links", "its items link to a host that they linked to before", _same_hosts),
    Sign("items", "an item is known: by its id, by its title and path, or by its title", _known_act),
    Sign("brand", "the site that it names, or a host that its items link to, is the brand's own", _the_brands),
)


def of_document(document: Any, posts: PostsTable, facts: AccountFacts) -> Publication:
    """The title and home that a list states, or, where it is no feed, the profile."""
    name, url = facts.name, facts.url
    if posts.format is Format.FEED and isinstance(document, dict):
        name, url = text.title(document.get("title")), text.address(document.get("url"))
    return Publication(name, next(iter(_hosts([url])), None))


def with_acts(stated: Publication, acts: Sequence[Activity]) -> Publication:
    """What a list states of itself, with what its acts show."""
    hosts = Counter(_hosts(act.url for act in acts))
    titles = dict.fromkeys(folded for act in acts if (folded := _folded(act.title)))
    return Publication(
        stated.title,
        stated.home,
        frozenset(host for host, _ in hosts.most_common(_MOST_HOSTS)),
        frozenset(number(title, _TITLE_BYTES) for title in list(titles)[:_MOST_TITLES]),
    )


def another(
    manifest: Manifest, memory: Memory, now: Publication, acts: Sequence[Activity], brand: Collection[str]
) -> Failure | None:
    """The failure where another publication answers, else None. `brand` are the hosts of the brand itself."""
    before = memory.publication
    if before is None or has_ids(manifest):
        return None
    lost, compared = 0, Compared(before, now, acts, memory.known, brand)
    for sign in SIGNS:
        left = sign.left(compared)
        if left:
            return None
        lost += left is False
    if lost < _ENOUGH:
        return None
    detail = f"another publication answers to this address: {_named(now)}, it was {_named(before)}"
    return Failure(Outcome.IDENTITY_CHANGED, text.title(detail.replace("<", "‹"), _DETAIL) or "")


def learned(manifest: Manifest, memory: Memory, now: Publication, acts: Sequence[Activity]) -> Publication | None:
    """What is remembered: what a list with acts shows now, and of what it does not state what was known."""
    before = memory.publication
    if not acts or has_ids(manifest):
        return before
    old = before or Publication()
    return Publication(now.title or old.title, now.home or old.home, now.hosts or old.hosts, now.titles or old.titles)


def has_ids(manifest: Manifest) -> bool:
    """Whether the network says by an id whose account it is."""
    return any(table.map.identity is not None for table in manifest.account)


def _hosts(urls: Iterable[str | None]) -> list[str]:
    hosts = (at(url) for url in urls if url)
    return [host for host in hosts if host and host not in HOSTS_OF_MANY]


def _one_site(one: str, other: str) -> bool:
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


def _folded(title: str | None) -> str:
    """The letters and digits of a title, of any script, without case and accents."""
    plain = unicodedata.normalize("NFKD", title or "").casefold()
    return re.sub(r"[\W_]+", "", plain)


def _named(publication: Publication) -> str:
    known = [f"“{publication.title}”" if publication.title else "", publication.home or ""]
    return " at ".join(filter(None, known)) or f"one that links to {', '.join(sorted(publication.hosts))}"
