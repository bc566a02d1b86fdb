"""A brand's accounts found from its own web site, as a conversation. Pure: it yields what to ask and to decode.

    the site's first page ─> pages that say who it is ─> /.well-known, humans.txt ─> feeds by guess
        ─> link hubs and short addresses ─> Wikidata ─> the profiles, for a link back ─> Discovery

Pages are asked for as pages: only where robots.txt lets programs read them, at most MOST_PAGES a site. What fails is
listed in `problems`; only where the first page cannot be read is nothing known.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from monitor.connect.checks.questions import ACCEPT, Talk
from monitor.connect.discovery import link_back, link_placement, wikidata
from monitor.connect.discovery.brand_names import Site
from monitor.connect.discovery.candidates import CandidateLink, CandidateLinks, distinct
from monitor.connect.discovery.ranking import choose
from monitor.connect.manifests.addresses import at, normalise
from monitor.connect.manifests.catalogue import FEED, Catalogue
from monitor.model.discovery import Discovery, Found
from monitor.model.http import Decode, Decoded, Format, NoResponse, Refusal, Request, Response

MOST_PAGES = 12  # of the site, feeds and well-known files not counted
_MOST_LINKED = 8  # pages that the site links to
_FEW = 3  # accounts: with fewer, pages are guessed too
_MOST_HUBS = 3
_MOST_SHORT = 5
_MOST_PROFILES = 20
_GUESSED_PAGES = ("/about", "/contact")
_GUESSED_FEEDS = (
    "/feed", "/rss", "/rss.xml", "/atom.xml", "/feed.xml", "/index.xml", "/feed.json", "/blog/feed", "/news/rss",
)  # fmt: skip
_TEXT_FILES = ("/humans.txt", "/llms.txt", "/.well-known/security.txt")
_REPORTED = frozenset({Refusal.FORBIDDEN, Refusal.RULES_UNKNOWN, Refusal.HELD, Refusal.TIMEOUT})


def discover(
    site: str, catalogue: Catalogue, names: tuple[str, ...] = (), wikidata_base: str | None = wikidata.BASE
) -> Talk[Discovery]:
    """All accounts and feeds that `site` leads to. `names` are what the brand is called, if that is known.

    `wikidata_base` None: Wikidata is not asked.
    """
    return (yield from _Search(normalise(site), catalogue, names).run(wikidata_base))


class _Search:
    def __init__(self, address: str, catalogue: Catalogue, names: tuple[str, ...]) -> None:
        self._address, self._catalogue, self._names = address, catalogue, names
        self._asked: list[str] = []  # pages
        self._read: list[str] = []
        self._problems: list[str] = []
        self._complete = True
        self._host = at(address)

    def run(self, wikidata_base: str | None) -> Talk[Discovery]:
        first = yield from self._page(self._address)
        if first is None:
            return Discovery(self._address, failed=self._problems[-1] if self._problems else "it cannot be read")
        document, url = first
        named = tuple(filter(None, (*self._names, document["name"])))
        self._site = Site(url, named)
        self._candidates = CandidateLinks(self._catalogue, self._site)
        self._read_itself(url)
        self._candidates.read(document, url, first=True)
        yield from self._further_pages(url)
        yield from self._own_files(url)
        yield from self._feeds(url)
        yield from self._hubs()
        if wikidata_base is not None and self._site.domain is not None:
            yield from self._wikidata(wikidata_base)
        found = yield from self._profiles(choose(self._candidates.accounts, self._site))
        return Discovery(
            self._address,
            tuple(found),
            frozenset(self._candidates.linked),
            tuple(self._read),
            tuple(self._problems),
            complete=self._complete,
        )

    def _read_itself(self, url: str) -> None:
        """A site that is itself an account: a blog on a network's own domain."""
        root = f"{urlsplit(url).scheme}://{urlsplit(url).netloc}"
        known = self._catalogue.identify(root)
        if known.network and not self._catalogue.manifests[known.network].match.any_host:
            self._candidates.add(root, link_placement.OWN, url)

    def _further_pages(self, url: str) -> Talk[None]:
        for address in distinct(self._candidates.pages)[:_MOST_LINKED]:
            yield from self._further(address)
        if len({candidate.key for candidate in self._candidates.accounts}) < _FEW:
            for path in _GUESSED_PAGES:
                yield from self._further(urljoin(url, path))

    def _further(self, address: str) -> Talk[None]:
        if len(self._asked) >= MOST_PAGES or address.rstrip("/") in self._known_pages():
            return
        page = yield from self._page(address)
        if page is not None and self._site.owns(page[1]):
            self._candidates.read(*page)

    def _known_pages(self) -> set[str]:
        return {address.rstrip("/") for address in (*self._asked, *self._read)}

    def _own_files(self, url: str) -> Talk[None]:
        """What the domain itself vouches for, and text files of those who made the site."""
        for path in _TEXT_FILES:
            answer = yield from self._get(urljoin(url, path), Format.JSON)
            if answer is not None and "html" not in answer.headers.get("content-type", ""):
                self._candidates.read_text(answer.body[:50_000].decode("utf-8", "replace"), answer.url)
        if self._site.domain is None:
            return
        yield from self._bluesky(url)
        for user in dict.fromkeys((self._site.label, self._site.domain)):
            resource = quote(f"acct:{user}@{self._site.domain}", safe="")
            asked = urljoin(url, f"/.well-known/webfinger?resource={resource}")
            document = yield from self._document(asked, Format.JSON)
            for address in _profile_pages(document):
                if self._candidates.add(address, link_placement.OWN, asked) is not None:
                    return

    def _bluesky(self, url: str) -> Talk[None]:
        """A domain that is a Bluesky handle: stated by a file, or by DNS, which the network's server looks up."""
        manifest = self._catalogue.manifests.get("bluesky")
        if manifest is None:
            return
        asked = urljoin(url, "/.well-known/atproto-did")
        answer = yield from self._get(asked, Format.JSON)
        stated = answer is not None and answer.body[:4] == b"did:" and len(answer.body) < 200
        if not stated:
            base = manifest.vars.get("base", "")
            asked = f"{base}/xrpc/com.atproto.identity.resolveHandle?handle={self._site.domain}"
            document = yield from self._document(asked, Format.JSON, own=False)
            stated = isinstance(document, dict) and str(document.get("did", "")).startswith("did:")
        if stated:
            self._candidates.add(f"https://bsky.app/profile/{self._site.domain}", link_placement.OWN, asked)

    def _feeds(self, url: str) -> Talk[None]:
        """Feeds where sites usually have them, if no page names one."""
        if any(each.network == FEED or each.place == link_placement.OWN for each in self._candidates.accounts):
            return
        for path in _GUESSED_FEEDS:
            asked = urljoin(url, path)
            document = yield from self._document(asked, Format.FEED)
            if isinstance(document, dict) and document.get("version"):
                self._candidates.accounts.append(CandidateLink(asked, FEED, None, link_placement.GUESSED, asked))
                return

    def _hubs(self) -> Talk[None]:
        for address, where, page in list(dict.fromkeys(self._candidates.short))[:_MOST_SHORT]:
            answer = yield Request(address, "HEAD", own=False)
            if isinstance(answer, Response) and at(answer.url) != at(address):
                self._candidates.add(answer.url, where, page)
        for address in distinct(self._candidates.hubs)[:_MOST_HUBS]:
            page_of = yield from self._page(address, own=False)
            if page_of is not None:
                self._candidates.read_hub(*page_of)

    def _wikidata(self, base: str) -> Talk[None]:
        items = list(dict.fromkeys(self._candidates.items))
        if not items:
            name = self._site.names[0] if self._site.names else self._site.label
            items = wikidata.found_items(
                (yield from self._document(wikidata.search(base, name), Format.JSON, own=False))
            )
        if not items:
            return
        asked = wikidata.claims(base, items)
        document = yield from self._document(asked, Format.JSON, own=False)
        for item, address in wikidata.addresses(document, self._site.owns):
            self._candidates.add(address, link_placement.WIKIDATA, f"{base}/wiki/{item}")

    def _profiles(self, chosen: list[Found]) -> Talk[list[Found]]:
        """Asks the profiles for a link back. What only looks like an account, and is none, is left out."""
        found: list[Found] = []
        further: list[CandidateLink] = []
        for number, each in enumerate(chosen):
            asked = number < _MOST_PROFILES
            seen, others = (yield from self._profile(each)) if asked else (each, [])
            if seen is None or (self._unproven(each) and not asked):
                continue
            found.append(seen)
            if seen.confirmed:
                further += [
                    candidate
                    for text in others
                    if (candidate := self._candidates.lead(text, link_placement.PROFILE, each.url))
                ]
        known = {(each.network, each.url.casefold()) for each in found}
        more = choose([*self._candidates.accounts, *further], self._site)
        return [*found, *(each for each in more if self._is_new(each, known))]

    def _is_new(self, each: Found, known: set[tuple[str, str]]) -> bool:
        by_profile = any(where.startswith(link_placement.PROFILE) for where in each.where)
        return by_profile and (each.network, each.url.casefold()) not in known and not self._unproven(each)

    def _profile(self, found: Found) -> Talk[tuple[Found | None, list[str]]]:
        manifest, profile = self._catalogue.get(found.network), link_back.PROFILES.get(found.network)
        if found.confirmed or manifest is None or (profile is None and found.network != FEED):
            return (None if self._unproven(found) else found), []
        if profile is None:
            document = yield from self._document(found.url, Format.FEED, own=False)
            back = isinstance(document, dict) and self._site.owns(str(document.get("url") or ""))
            return (replace(found, confirmed=True, proof="the feed's own link") if back else found), []
        request = link_back.question(manifest, profile, found.url)
        document = None if request is None else (yield from self._ask(request, profile.format))
        if document is None or (profile.known is not None and not profile.known.read(document)):
            return (None if self._unproven(found) else found), []
        proof = link_back.proof(profile, document, self._site)
        seen = replace(found, confirmed=True, confidence=1.0, proof=proof) if proof else found
        return seen, link_back.elsewhere(profile, document)

    def _unproven(self, found: Found) -> bool:
        """Whether only the form of an address, which fits any host, says that it is an account."""
        manifest = self._catalogue.manifests.get(found.network)
        return manifest is not None and manifest.match.any_host and found.confidence < link_placement.STATED

    def _page(self, address: str, *, own: bool = True) -> Talk[tuple[dict[str, Any], str] | None]:
        """A page for its links, and the address that answered."""
        own = own and at(address) == self._host
        self._asked.append(address)
        answer = yield from self._get(address, Format.SITE, own=own, page=True)
        document = None if answer is None else (yield from self._decoded(answer, Format.SITE))
        if answer is None or document is None:
            return None
        self._read.append(answer.url)
        return document, answer.url

    def _document(self, address: str, kind: Format, *, own: bool = True) -> Talk[Any]:
        answer = yield from self._get(address, kind, own=own and at(address) == self._host)
        return None if answer is None else (yield from self._decoded(answer, kind))

    def _ask(self, request: Request, kind: Format) -> Talk[Any]:
        answer = yield from self._sent(request)
        return None if answer is None else (yield from self._decoded(answer, kind))

    def _get(self, address: str, kind: Format, *, own: bool = True, page: bool = False) -> Talk[Response | None]:
        return (yield from self._sent(Request(address, headers={"accept": ACCEPT[kind]}, own=own, page=page)))

    def _sent(self, request: Request) -> Talk[Response | None]:
        answer = yield request
        own_page = request.page and request.own
        if isinstance(answer, NoResponse):
            self._complete &= not own_page or answer.why is Refusal.FORBIDDEN
            if (request.own and answer.why in _REPORTED) or not self._read:
                self._problems.append(f"{request.url}: {answer.detail}")
            return None
        if not isinstance(answer, Response):
            raise TypeError(f"a Request was answered by {type(answer).__name__}")
        if not 200 <= answer.status < 300:
            passing = own_page and (answer.status == 429 or answer.status >= 500)
            self._complete &= not passing
            if passing or not self._read:
                self._problems.append(f"{request.url}: HTTP {answer.status}")
            return None
        return answer

    def _decoded(self, answer: Response, kind: Format) -> Talk[Any]:
        decoded = yield Decode(kind, answer.body, answer.headers.get("content-type", ""), answer.url)
        if isinstance(decoded, Decoded):
            return decoded.document
        if kind is Format.SITE:
            self._problems.append(f"{answer.url}: {getattr(decoded, 'detail', 'cannot be read')}")
        return None


def _profile_pages(document: Any) -> list[str]:
    """The profile's page of a WebFinger answer, and the actor if it names no page."""
    links = document.get("links") if isinstance(document, dict) else None
    usable = [link for link in links or () if isinstance(link, dict) and isinstance(link.get("href"), str)]
    pages = [link["href"] for link in usable if str(link.get("rel", "")).endswith("profile-page")]
    subject = document.get("subject") if isinstance(document, dict) else None
    actors = [link for link in usable if link.get("rel") == "self" and "activity" in str(link.get("type"))]
    return [*pages, *([subject] if actors and isinstance(subject, str) else [])]
