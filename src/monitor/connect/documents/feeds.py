"""Feeds as plain values: RSS 0.9x, 1.0 and 2.0, Atom and podcasts by feedparser; JSON Feeds by json_feeds.py.

Rules:
1. feedparser gets a stream, never bytes or text: it would open those as a file or an address.
2. An item's id is its id, else its link, else a hash of its title, date and text, trimmed of white space. It stands
   as the feed writes it: it must not change with the address that answers. Links are resolved against that address.
3. Mistakes in a document do not matter where entries were read. Without entries, a document is an error if it is
   no feed, is cut short, or has a form so unknown that its title and home cannot be read.
4. `whole` is False where the root element is not closed: something may be missing. An entry that is cut inside is left
   out: half an id is another's.
5. FeedBurner's original address of an entry counts before its own, unless that is but the feed's home.
6. `guess` is feedparser's own reading of the date, which repairs what is impossible: dates/parse.py decides.
"""

from __future__ import annotations

import html
import io
import re
import zlib
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from monitor.connect.documents import feed_word
from monitor.connect.documents.json_feeds import read_json_feed
from monitor.connect.documents.text import address, cut, fingerprint, identifier
from monitor.connect.documents.unreadable import Unreadable, read_json

_MOST_UNPACKED = 20_000_000  # bytes of a document that came packed without saying so
_JUNK = 4096  # bytes before the document that are skipped
_START = re.compile(rb"<\?xml|<(?:\w+:)?(?:rss|feed|rdf)\b", re.IGNORECASE)
_ROOT = re.compile(rb"<((?:\w+:)?[A-Za-z][\w.-]*)")
_PROLOGUE = re.compile(rb"\s*(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE(?:[^\[\]>]|\[[^\]]*\])*>)", re.DOTALL | re.IGNORECASE)
_ENCODING = re.compile(r"^(\s*<\?xml[^>]*?)\s+encoding\s*=\s*[\"'][^\"']*[\"']")
_BOM = b"\xef\xbb\xbf"
_WIDE = {  # how documents in wide characters begin; the longer first
    b"\xff\xfe\x00\x00": "utf-32-le",
    b"\x00\x00\xfe\xff": "utf-32-be",
    b"\xff\xfe": "utf-16-le",
    b"\xfe\xff": "utf-16-be",
    b"\x00\x00\x00<": "utf-32-be",
    b"<\x00\x00\x00": "utf-32-le",
    b"\x00<": "utf-16-be",
    b"<\x00": "utf-16-le",
}
_HEAD = 100_000  # bytes of a page in which it names its feed
_LINK = re.compile(rb"<link\b[^<>]{0,1000}>", re.IGNORECASE)
_HREF = re.compile(rb"href\s*=\s*[\"']([^\"']+)", re.IGNORECASE)
_FEED_TYPE = re.compile(rb"application/(?:rss|atom|feed)\+(?:xml|json)", re.IGNORECASE)
_FEED_ROOTS = frozenset({b"rss", b"feed", b"rdf", b"channel"})
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
    text = body.lstrip(_BOM + b" \t\r\n")
    if not text:
        raise Unreadable("an empty answer instead of a feed")
    if text[:1] == b"{":
        return read_json_feed(read_json(body), url)
    if (moved := feed_word.redirect(text, url)) is not None:
        return moved
    for start, what in _WRONG_KINDS.items():
        if body.startswith(start):
            raise Unreadable(f"{what} instead of a feed")
    if (narrow := _narrow(body)) is not None:
        return _xml_feed(_from_start(narrow), "", url)
    return _xml_feed(_from_start(body), content_type, url)


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


def _narrow(body: bytes) -> bytes | None:
    """UTF-16 and 32, with or without a byte order mark, as UTF-8 that declares nothing else; None for all others."""
    for start, encoding in _WIDE.items():
        if body.startswith(start):
            return _ENCODING.sub(r"\1", body.decode(encoding, "replace").lstrip("\ufeff")).encode()
    return None


def _from_start(body: bytes) -> bytes:
    """Without what a server wrote before the document. A byte order mark says an encoding and stays."""
    found = _START.search(body[:_JUNK])
    if found is None or body[:3] == _BOM:
        return body
    return body[found.start() :] if b"<" not in body[: found.start()] else body


def _root(body: bytes) -> bytes:
    """The name of the root element, b"" where there is none."""
    position = len(_BOM) if body.startswith(_BOM) else 0
    for _ in range(50):
        found = _PROLOGUE.match(body, position)
        if found is None:
            break
        position = found.end()
    element = _ROOT.search(body, position, position + _JUNK)
    return element[1] if element else b""


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


def _xml_feed(body: bytes, content_type: str, url: str) -> dict[str, Any]:
    root = _root(body)
    if root.lower() in (b"html", b"head", b"body"):
        raise Unreadable(f"an HTML page instead of a feed{_named_feed(body, url)}")
    import feedparser

    parsed = feedparser.parse(
        io.BytesIO(body),
        response_headers={"content-type": content_type},  # with the address, it would make ids absolute too
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    whole = bool(root) and (b"</" + root in body or _is_empty(root, body))
    feed = _Plain(parsed.feed)
    home = address(feed["link"], url)
    if not parsed.entries:
        known = root.rpartition(b":")[2].lower() in _FEED_ROOTS
        if not parsed.version and not (known and (feed["title"] or home)):
            raise Unreadable("a feed without a known form" if known else "no feed")
        if parsed.bozo and not whole:
            raise Unreadable("a feed that is cut short before its first entry")
    entries = parsed.entries if whole or feed_word.ends_after_an_entry(body) else parsed.entries[:-1]
    return {
        "version": parsed.version,
        "title": feed["title"],
        "url": home,
        "whole": whole,
        "items": [_entry(entry, url, home) for entry in entries],
        **feed_word.said(parsed.feed, url),
        **({} if parsed.entries else feed_word.program(parsed.feed, parsed.namespaces)),
    }


def _is_empty(root: bytes, body: bytes) -> bool:
    """Whether the root element holds nothing, and is closed where it begins."""
    return body[: body.find(b">", body.find(b"<" + root)) + 1].endswith(b"/>")


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
