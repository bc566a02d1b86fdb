"""Feeds as plain values: RSS 0.9x, 1.0 and 2.0, Atom and podcasts by feedparser; JSON Feeds by json_feeds.py.

Rules:
1. feedparser gets a stream, never bytes or text: it would open those as a file or an address.
2. An item's id is its id, else its link, else a hash of its title, date and text, trimmed of white space. It stands
   as the feed writes it: it must not change with the address that answers. Links are resolved against that address.
3. Mistakes in a document do not matter where entries were read. Without entries, a document is an error if it is
   no feed, is cut short, or has a form so unknown that its title and home cannot be read.
4. `whole` is False where the root element is not closed: something may be missing.
5. FeedBurner's original address of an entry counts before its own, unless that is but the feed's home.
6. `guess` is feedparser's own reading of the date, which repairs what is impossible: dates/parse.py decides.
7. A document counts in the encoding of its bytes (charset.py), without what stands around it (wrapping.py).
"""

from __future__ import annotations

import html
import io
import re
import zlib
from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from monitor.connect.documents.charset import as_utf8
from monitor.connect.documents.json_feeds import read_json_feed
from monitor.connect.documents.text import address, cut, fingerprint, identifier
from monitor.connect.documents.unreadable import Unreadable, read_json
from monitor.connect.documents.wrapping import is_closed, is_page, root, xml_document

_MOST_UNPACKED = 20_000_000  # bytes of a document that came packed without saying so
_HEAD = 100_000  # bytes of a page in which it names its feed
_LINK = re.compile(rb"<link\b[^<>]{0,1000}>", re.IGNORECASE)
_HREF = re.compile(rb"href\s*=\s*[\"']([^\"']+)", re.IGNORECASE)
_FEED_TYPE = re.compile(rb"application/(?:rss|atom|feed)\+(?:xml|json)", re.IGNORECASE)
_FEED_ROOTS = frozenset({b"rss", b"feed", b"rdf", b"channel"})
_BLANK = re.compile(rb"(?:[ \t\r\n]|\xef\xbb\xbf)*")
_DATES = ("published", "created", "updated")
_WRONG_KINDS = {
    b"\xff\xd8\xff": "a JPEG picture",
    b"\x89PNG": "a PNG picture",
    b"GIF8": "a GIF picture",
    b"%PDF": "a PDF",
}


def read_feed(body: bytes, content_type: str, url: str) -> dict[str, Any]:
    """The feed (see decode.py); links are resolved against `url`, the address that answered. Raises Unreadable."""
    body = _unpacked(body)
    text = _BLANK.sub(b"", body, count=1)
    if not text:
        raise Unreadable("an empty answer instead of a feed")
    if text[:1] == b"{":
        return read_json_feed(read_json(body), url)
    for start, what in _WRONG_KINDS.items():
        if body.startswith(start):
            raise Unreadable(f"{what} instead of a feed")
    document = xml_document(as_utf8(body, content_type))
    name = root(document).rpartition(b":")[2].lower()
    if name not in _FEED_ROOTS:
        with suppress(Unreadable):
            return read_json_feed(read_json(body), url)
        if is_page(document):
            raise Unreadable(f"an HTML page instead of a feed{_named_feed(document, url)}")
        if not name:
            raise Unreadable("no feed")
    return _xml_feed(document, url, known=name in _FEED_ROOTS)


def _unpacked(body: bytes) -> bytes:
    """A gzip file served without saying so."""
    if body[:2] != b"\x1f\x8b":
        return body
    unpacker = zlib.decompressobj(31)
    try:
        unpacked = unpacker.decompress(body, _MOST_UNPACKED)
    except zlib.error as error:
        raise Unreadable(f"a broken gzip file instead of a feed ({error})") from None
    if unpacker.unconsumed_tail:
        raise Unreadable(f"a packed feed of more than {_MOST_UNPACKED} bytes")
    return unpacked


def _named_feed(body: bytes, url: str) -> str:
    """The feed that a page names, for the operator who gave the page's address."""
    for link in _LINK.findall(body[:_HEAD]):
        href = _HREF.search(link)
        if (
            href
            and _FEED_TYPE.search(link)
            and (named := address(html.unescape(href[1].decode("utf-8", "replace")), url))
        ):
            return f"; it names this one: {named}"
    return ""


def _xml_feed(body: bytes, url: str, *, known: bool) -> dict[str, Any]:
    import feedparser

    parsed = feedparser.parse(
        io.BytesIO(body),
        response_headers={
            "content-type": "application/xml; charset=utf-8"
        },  # with the address, it would make ids absolute too
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    whole = is_closed(body)
    feed = _Plain(parsed.feed)
    home = address(feed["link"], url)
    if not parsed.entries:
        if not parsed.version and not (known and (feed["title"] or home)):
            raise Unreadable("a feed without a known form" if known else "no feed")
        if parsed.bozo and not whole:
            raise Unreadable("a feed that is cut short before its first entry")
    return {
        "version": parsed.version,
        "title": feed["title"],
        "url": home,
        "whole": whole,
        "items": [_entry(entry, url, home) for entry in parsed.entries],
    }


class _Plain:
    """feedparser's dictionary without its aliases, which give one date for another."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values

    def __getitem__(self, key: str) -> Any:
        return dict.get(self._values, key) if isinstance(self._values, dict) else None


def _entry(entry: dict[str, Any], url: str, home: str | None) -> dict[str, Any]:
    """One entry as the plain values that the manifest maps."""
    found = _Plain(entry)
    date = next((key for key in _DATES if found[key]), "published")
    title, text, link = cut(found["title"]), cut(found["summary"]), found["link"]
    original = address(found["feedburner_origlink"], url)
    return {
        "id": identifier(found["id"]) or identifier(link) or fingerprint(title, found[date], text),
        "url": original if original and original != home else address(link, url),
        "title": title or text,
        "published": found[date],
        "guess": _guess(found[f"{date}_parsed"]),
        "updated": found["updated"],
        "author": cut(found["author"]),
        "replies": found["slash_comments"] or found["thr_total"],
        "kind": "share" if _is_share(title, found["source"], url, home) else "post",
    }


def _is_share(title: str | None, source: Any, url: str, home: str | None) -> bool:
    """Whether an entry says that it comes from elsewhere: "RT ...", or a source on another host than the feed's."""
    if title and title.startswith("RT "):
        return True
    origin = address(_Plain(source)["href"] or _Plain(source)["link"])
    hosts = {urlsplit(own).hostname for own in (url, home) if own}
    return origin is not None and urlsplit(origin).hostname not in hosts


def _guess(parsed: Any) -> str | None:
    try:
        year, month, day, hour, minute, second = parsed[:6]
        return f"{year:04d}-{month:02d}-{day:02d}T{hour:02d}:{minute:02d}:{second:02d}Z"
    except (TypeError, ValueError):
        return None
