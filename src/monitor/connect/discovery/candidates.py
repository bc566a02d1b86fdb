"""What a site's links lead to: accounts and feeds that may be the brand's, link hubs, short addresses, more pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlsplit

from monitor.connect.discovery import ignored_links, link_placement
from monitor.connect.discovery.brand_names import Site, plain
from monitor.connect.documents.linked_data import same_as
from monitor.connect.manifests.addresses import at, normalise
from monitor.connect.manifests.catalogue import FEED, Catalogue

_FEED_TYPES = re.compile(r"application/(?:rss|atom|feed|rdf)\+(?:xml|json)|text/rss\+xml|application/x-rss\+xml")
_LOOSE_TYPES = ("application/json", "application/xml", "text/xml", "")  # feeds where the title or address says so
_SAYS_FEED = re.compile(r"feed|rss|atom|flux", re.IGNORECASE)
_NO_FEED = re.compile(r"wp-json|oembed|opensearch|sitemap", re.IGNORECASE)
_COMMENTS = re.compile(r"com+ent|kom+entar|reacti(?:e|on)s|commenti|coment[aá]r|replies", re.IGNORECASE)
_INFORMATIVE = re.compile(  # pages that say who the brand is, in the languages of sites
    r"about|contact|kontakt|impressum|imprint|press|presse|newsroom|media|blog|news|actu|aktuell|a-propos|apropos|"
    r"qui-sommes|ueber-?uns|über-uns|social|community|communaut|follow|legal|mentions|sobre|quienes|chi-siamo|contatt|"
    r"contato|over-ons|om-os|om-oss|links?$",
    re.IGNORECASE,
)
_SEVERAL = 3  # networks side by side
_AN_ADDRESS = re.compile(r"https?://[^\s\"'<>()\[\]]+", re.IGNORECASE)
_METAS: Mapping[str, str] = {  # a meta tag's name -> the address that its content stands for
    "twitter:site": "https://x.com/{}",
    "article:publisher": "{}",
    "og:see_also": "{}",
    "fediverse:creator": "{}",
    "apple-itunes-app": "https://apps.apple.com/app/id{}",
    "fb:pages": "https://www.facebook.com/{}",
}


@dataclass(frozen=True, slots=True)
class CandidateLink:
    """One account in one place."""

    url: str
    network: str
    handle: str | None
    place: str
    page: str

    @property
    def key(self) -> str:
        return key(self.network, self.url)


@dataclass(slots=True)
class CandidateLinks:
    """What the pages of a site lead to, as they are read."""

    catalogue: Catalogue
    site: Site
    accounts: list[CandidateLink] = field(default_factory=list)
    linked: set[str] = field(default_factory=set)  # keys of all accounts, whoever's
    hubs: list[str] = field(default_factory=list)
    short: list[tuple[str, str, str]] = field(default_factory=list)  # address, place, page
    items: list[str] = field(default_factory=list)  # Wikidata's ids of the brand
    pages: list[str] = field(default_factory=list)  # own pages that say who the brand is
    titles: set[str] = field(default_factory=set)

    def read(self, page: Mapping[str, Any], url: str, *, first: bool = False) -> None:
        """Takes over what a page of the site says. Only the first page's feeds and authors are the site's."""
        for text in same_as(page["data"], self.site.owns):
            self.add(text, link_placement.JSON_LD, url)
        for text in page["same_as"]:
            self.add(text, link_placement.MICRODATA, url)
        for meta in page["metas"]:
            self._meta(meta["name"], meta["content"], url, first)
        for link in page["links"]:
            self._link(link, url, first)
        for candidate in _row(self._in_text(link, url) for link in page["links"] if link["tag"] == "a"):
            self._keep(replace(candidate, place=link_placement.ROW))

    def _in_text(self, link: Mapping[str, str], url: str) -> CandidateLink | None:
        """The account behind a link that is just an icon or its network's name, outside articles and others' places."""
        if "<article>" in link["within"] or link_placement.is_others(link["within"], link["before"]):
            return None
        candidate, said = self.lead(link["href"], link_placement.BODY, url), plain(link["text"])
        if candidate is None or not said:
            return candidate
        known = {
            candidate.network,
            self.catalogue.manifests[candidate.network].name,
            *link_placement.SHORT_NAMES.get(candidate.network, ()),
        }
        return candidate if said in map(plain, known) else None

    def read_hub(self, page: Mapping[str, Any], url: str) -> None:
        """A link hub: all that it leads to is its owner's, except the hub's own accounts."""
        hub = plain(at(url).rpartition(".")[0].rpartition(".")[2])
        own = [link["href"] for link in page["links"] if link["tag"] == "a"]
        inside = [found for script in page["scripts"] for found in _addresses(script)]
        for text in dict.fromkeys((*own, *inside)):
            candidate = self.lead(text, link_placement.HUB, url)
            if candidate is not None and hub not in plain(candidate.handle or candidate.url):
                self._keep(candidate)

    def read_text(self, text: str, url: str) -> None:
        """humans.txt and its like: written by those who made the site, about themselves too."""
        for address in _AN_ADDRESS.findall(text)[:100]:
            self.add(address.rstrip(".,;"), link_placement.TEXT_FILE, url)

    def add(self, text: str, where: str, page: str) -> CandidateLink | None:
        """Keeps what a text leads to, if it is an account that may be the brand's."""
        candidate = self.lead(text, where, page)
        if candidate is not None:
            self._keep(candidate)
        return candidate

    def lead(self, text: str, where: str, page: str) -> CandidateLink | None:
        """The account behind an address; None for what is no account, or an ignored link."""
        if ignored_links.is_share(text):
            return None
        address = normalise(text)
        known = self.catalogue.identify(address)
        if known.network is None or known.profile is None or known.network in ignored_links.NO_ACCOUNTS:
            self._further(address, where, page)
            return None
        if known.network == FEED and where not in (
            link_placement.ALTERNATE,
            link_placement.GUESSED,
            link_placement.OWN,
        ):
            return None
        if known.network != FEED and ignored_links.is_post(address):
            return None
        candidate = CandidateLink(known.profile, known.network, known.handle, where, page)
        self.linked.add(candidate.key)
        return None if self._is_ignored(candidate) else candidate

    def _further(self, address: str, where: str, page: str) -> None:
        """Keeps what is no account itself, but leads to some."""
        if ignored_links.is_hub(address):
            self.hubs.append(address)
        elif ignored_links.is_short(address):
            self.short.append((address, where, page))
        elif item := re.match(r"https?://(?:www\.)?wikidata\.org/(?:wiki|entity)/(Q\d+)$", address):
            self.items.append(item[1])

    def _is_ignored(self, candidate: CandidateLink) -> bool:
        named = plain(candidate.handle or urlsplit(candidate.url).path)
        if named in ignored_links.PLACEHOLDERS:
            return True
        return named in ignored_links.VENDORS and not self.site.alike(named)

    def _keep(self, candidate: CandidateLink) -> None:
        if candidate not in self.accounts:
            self.accounts.append(candidate)

    def _meta(self, name: str, content: str, url: str, first: bool) -> None:
        form = _METAS.get(name)
        if form is None or (name == "fediverse:creator" and not first):
            return
        if name == "apple-itunes-app":
            found = re.search(r"app-id=(\d+)", content)
            content = found[1] if found else ""
        elif name == "fb:pages" and any(candidate.network == "facebook" for candidate in self.accounts):
            return
        for each in content.split(",") if name == "fb:pages" else (content,):
            said = each.strip()
            if said and (form == "{}" or said.startswith(("http://", "https://"))):
                self.add(said, link_placement.META, url)
            elif said:
                self.add(form.format(said.lstrip("@")), link_placement.META, url)

    def _link(self, link: Mapping[str, str], url: str, first: bool) -> None:
        rel, href = link["rel"].split(), link["href"]
        if "alternate" in rel and link["tag"] == "link":
            if first or _INFORMATIVE.search(urlsplit(url).path):
                self._feed(link, url)
            if link["type"] in ("", "text/html") and self.site.owns(href):
                self.pages.append(href)
        elif link["tag"] == "link" and not {"me", "publisher"} & set(rel):
            return
        elif self.site.owns(href) and "me" not in rel:
            self._own_page(link, url)
        elif link_placement.is_others(link["within"], link["before"]):
            self.lead(href, link_placement.BODY, url)  # still counts as linked
        elif "me" in rel or "publisher" in rel:
            self.add(href, link_placement.REL_ME, url)
        elif link["tag"] != "link":
            where = link_placement.place(link["within"], f"{link['near']} {link['title']}")
            to_reach = where == link_placement.BODY and link_placement.is_contact(urlsplit(url).path)
            self.add(href, link_placement.CONTACT if to_reach else where, url)

    def _own_page(self, link: Mapping[str, str], url: str) -> None:
        path = urlsplit(link["href"]).path
        if path.count("/") <= 3 and (_INFORMATIVE.search(path) or _INFORMATIVE.match(link["text"])):
            self.pages.append(link["href"].partition("#")[0])
        if link_placement.place(link["within"], "") == link_placement.CHROME and not _COMMENTS.search(
            link["href"] + link["text"]
        ):
            known = self.catalogue.identify(normalise(link["href"]))
            if known.network == FEED and known.profile:
                self._keep(CandidateLink(known.profile, FEED, None, link_placement.CHROME, url))

    def _feed(self, link: Mapping[str, str], url: str) -> None:
        said = f"{link['title']} {link['href']}"
        kind = link["type"].partition(";")[0].strip()
        loose = kind in _LOOSE_TYPES and _SAYS_FEED.search(said)
        if not (_FEED_TYPES.fullmatch(kind) or loose) or _COMMENTS.search(said) or _NO_FEED.search(said):
            return
        known = self.catalogue.identify(normalise(link["href"]))
        network = known.network if known.network and known.network not in ignored_links.NO_ACCOUNTS else FEED
        address = known.profile if known.network == network and known.profile else link["href"].partition("#")[0]
        self._keep(
            CandidateLink(address, network, known.handle if network != FEED else None, link_placement.ALTERNATE, url)
        )


def _row(candidates: Iterable[CandidateLink | None]) -> list[CandidateLink]:
    """The only row of a page in which links to several networks stand side by side; [] where there are more.

    Several rows are those of people, one after the other.
    """
    rows: list[list[CandidateLink]] = [[]]
    for candidate in candidates:
        if candidate is None:
            rows.append([])
        elif any(candidate.network == other.network for other in rows[-1]):
            rows.append([candidate])
        else:
            rows[-1].append(candidate)
    several = [row for row in rows if len(row) >= _SEVERAL]
    return several[0] if len(several) == 1 else []


def key(network: str, url: str) -> str:
    """What two addresses of one account have in common."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return f"{network} {url}"
    path, query = parts.path.rstrip("/"), f"?{parts.query}" if parts.query else ""
    return f"{network} {at(url)}{path}{query}".casefold()


def _addresses(script: str) -> Iterator[str]:
    """The web addresses in a page's own JSON."""
    yield from (
        found.replace("\\/", "/") for found in _AN_ADDRESS.findall(script.replace("\\u0026", "&").replace("\\/", "/"))
    )


def distinct(texts: Iterable[str]) -> list[str]:
    """Each once, in their order, with or without a last slash."""
    return list({text.rstrip("/"): text for text in reversed(list(texts))}.values())[::-1]
