"""Where the next page is: one entry a kind. The next page must stay on the host that gave this one.

link       the Link header                         next_url   an address in the document
cursor     a value of the document, as a query parameter
number     a page's number, as a query parameter   offset     how many items to leave out, likewise
           both go on while a page is full, or `from` is true where the document says so itself
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from monitor.connect.documents.text import identifier
from monitor.connect.manifests.expressions import Expression

_LINK = re.compile(r"<([^<>]*)>([^<]*)")
_NEXT = re.compile(r";\s*rel\s*=\s*(?:\"(?:[^\"]*\s)?next(?:\s[^\"]*)?\"|next\b)", re.IGNORECASE)
_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page as it was read: its address after redirects, its headers, its document."""

    url: str
    headers: Mapping[str, str]
    document: Any


@dataclass(frozen=True, slots=True)
class PagingRule:
    """How a list is paged: the kind, where its value stands, the query parameter, how many items fill a page."""

    kind: str
    source: Expression | None = None
    param: str | None = None
    full: int | None = None


@dataclass(frozen=True, slots=True)
class PageTurn:
    """The page that was read: `asked` is the address of the question, `items` how many the document held."""

    page: ReadPage
    asked: str
    items: int


@dataclass(frozen=True, slots=True)
class PagingKind:
    """One kind of paging: `find` gives the next page's address, relative or absolute, or None at the end."""

    find: Callable[[PagingRule, PageTurn], str | None]
    needs: tuple[str, ...] = ()  # the keys without which it cannot work


class OtherHost(ValueError):
    """The next page is on another host: it is not followed."""


def _link_header(how: PagingRule, turn: PageTurn) -> str | None:
    """`Link: <address>; rel="next"`, as RFC 8288 has it."""
    for found in _LINK.finditer(turn.page.headers.get("link", "")):
        if _NEXT.search(found[2]):
            return found[1].strip()
    return None


def _address_in_document(how: PagingRule, turn: PageTurn) -> str | None:
    value = how.source.read(turn.page.document) if how.source else None
    return value if isinstance(value, str) and value else None


def _cursor(how: PagingRule, turn: PageTurn) -> str | None:
    value = identifier(how.source.read(turn.page.document)) if how.source else None
    return _with(turn.asked, how.param, value) if value else None


def _number(how: PagingRule, turn: PageTurn) -> str | None:
    return _with(turn.asked, how.param, str(_stated(how, turn, 1) + 1)) if _goes_on(how, turn) else None


def _offset(how: PagingRule, turn: PageTurn) -> str | None:
    return _with(turn.asked, how.param, str(_stated(how, turn, 0) + turn.items)) if _goes_on(how, turn) else None


def _goes_on(how: PagingRule, turn: PageTurn) -> bool:
    if how.source is not None:
        return turn.items > 0 and bool(how.source.read(turn.page.document))
    return how.full is not None and turn.items >= how.full


def _stated(how: PagingRule, turn: PageTurn, first: int) -> int:
    """The parameter's value in the address that was asked; `first` where it is not there."""
    stated = dict(parse_qsl(urlsplit(turn.asked).query)).get(how.param or "", "")
    return int(stated) if stated.isdecimal() else first


def _with(url: str, param: str | None, value: str) -> str:
    """The address with one query parameter set."""
    parts = urlsplit(url)
    others = [(name, old) for name, old in parse_qsl(parts.query, keep_blank_values=True) if name != param]
    return parts._replace(query=urlencode([*others, (param or "", value)])).geturl()


KINDS: Mapping[str, PagingKind] = {
    "link": PagingKind(_link_header),
    "next_url": PagingKind(_address_in_document, needs=("from",)),
    "cursor": PagingKind(_cursor, needs=("from", "param")),
    "number": PagingKind(_number, needs=("param",)),
    "offset": PagingKind(_offset, needs=("param",)),
}


def next_page(how: PagingRule, turn: PageTurn) -> str | None:
    """The next page's absolute address, or None at the end. Raises OtherHost where it leaves the host.

    A server behind a proxy may write http where it was asked by https: the scheme stays that of the page.
    """
    found = KINDS[how.kind].find(how, turn)
    if found is None:
        return None
    try:
        here, there = urlsplit(turn.page.url), urlsplit(urljoin(turn.page.url, found))
        same = (here.hostname, _port(here)) == (there.hostname, _port(there))
    except ValueError:
        raise OtherHost(found[:200]) from None
    if there.scheme not in _DEFAULT_PORTS or not same:
        raise OtherHost(found[:200])
    return there._replace(scheme=here.scheme, netloc=here.netloc, fragment="").geturl()


def _port(parts: Any) -> int | None:
    """The port as written; None for the scheme's own, so that http and https of one host are one."""
    port: int | None = parts.port
    return None if port == _DEFAULT_PORTS.get(parts.scheme) else port


def origin(url: str) -> tuple[str | None, str | None, int | None]:
    """Scheme, host and port; what cannot be read is an origin of its own kind."""
    try:
        parts = urlsplit(url)
        return parts.scheme, parts.hostname, _port(parts)
    except ValueError:
        return None, None, None
