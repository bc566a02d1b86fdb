"""Where the next page is: one entry a kind. The next page must stay on the host that gave this one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from monitor.connect.expressions import Expression

_LINK = re.compile(r"<([^<>]*)>([^<]*)")
_NEXT = re.compile(r";\s*rel\s*=\s*(?:\"(?:[^\"]*\s)?next(?:\s[^\"]*)?\"|next\b)", re.IGNORECASE)
_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Seen:
    """A page as it was read: its address after redirects, its headers, its document."""

    url: str
    headers: Mapping[str, str]
    document: Any


@dataclass(frozen=True, slots=True)
class Kind:
    """One way to page: `find` gives the next page's address, relative or absolute, or None at the end."""

    find: Callable[[Seen, Expression | None], str | None]
    needs_source: bool


class OtherHost(ValueError):
    """The next page is on another host: it is not followed."""


def _link_header(page: Seen, source: Expression | None) -> str | None:
    """`Link: <address>; rel="next"`, as RFC 8288 has it."""
    for found in _LINK.finditer(page.headers.get("link", "")):
        if _NEXT.search(found[2]):
            return found[1].strip()
    return None


def _address_in_document(page: Seen, source: Expression | None) -> str | None:
    value = source.read(page.document) if source else None
    return value if isinstance(value, str) and value else None


KINDS: Mapping[str, Kind] = {
    "link": Kind(_link_header, needs_source=False),
    "next_url": Kind(_address_in_document, needs_source=True),
}


def next_page(kind: str, source: Expression | None, page: Seen) -> str | None:
    """The next page's absolute address, or None at the end. Raises OtherHost where it leaves the host.

    A server behind a proxy may write http where it was asked by https: the scheme stays that of the page.
    """
    found = KINDS[kind].find(page, source)
    if found is None:
        return None
    try:
        here, there = urlsplit(page.url), urlsplit(urljoin(page.url, found))
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
