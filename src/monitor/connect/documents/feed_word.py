"""What a feed says of itself as a feed: that it has moved, that nothing more will come, and where it was cut.

| word                                                           | in                     | key      |
|----------------------------------------------------------------|------------------------|----------|
| itunes:new-feed-url                                            | RSS                    | moved_to |
| redirect: newLocation                                          | a document of its own  | moved_to |
| itunes:complete "yes"                                          | RSS                    | finished |
| podcast:updateFrequency complete="true"                        | RSS                    | finished |
| expired                                                        | JSON Feed              | finished |

A key stands in the document only where the feed says so. What a feed without entries says of its program (`generator`,
`language`, `namespaces`) is kept too: whose feed it is cannot be seen by anything else.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any

from monitor.connect.documents.text import address

REDIRECT = "redirect"  # the version of a document that says nothing but where the feed is
_LOCATION = re.compile(rb"<newLocation\b[^>]*>\s*(?:<!\[CDATA\[)?\s*([^<\]\s]{1,2000})", re.IGNORECASE)
_FREQUENCY = "_updatefrequency"  # feedparser's name for it, after the prefix that the document gives it
_HEAD = 5_000  # bytes in which a redirect says where to
_TAIL = 300  # bytes after which nothing but closing tags may stand
_CLOSED = re.compile(rb"</(?:[\w.-]+:)?(?:item|entry)\s*>\s*(?:</[\w.:-]*\s*>?\s*)*<?\Z", re.IGNORECASE)


def said(feed: Mapping[str, Any], url: str) -> dict[str, Any]:
    """What feedparser's `feed`, read from `url`, says of itself: `moved_to` and `finished`."""
    found: dict[str, Any] = {}
    if moved_to := address(_plain(feed, "itunes_new-feed-url"), url):
        found["moved_to"] = moved_to
    if _is_yes(_plain(feed, "itunes_complete")) or any(
        _is_yes(value.get("complete"))
        for name, value in feed.items()
        if name.endswith(_FREQUENCY) and isinstance(value, Mapping)
    ):
        found["finished"] = True
    return found


def program(feed: Mapping[str, Any], namespaces: Mapping[str, str]) -> dict[str, Any]:
    """What a feed without entries says of the program that wrote it."""
    return {
        "generator": _plain(feed, "generator"),
        "language": _plain(feed, "language"),
        "namespaces": sorted(namespaces.values()),
    }


def redirect(body: bytes, url: str) -> dict[str, Any] | None:
    """A document that says nothing but where the feed is, as a feed without entries; None where it names no address."""
    if (found := _LOCATION.search(body[:_HEAD])) is None:
        return None
    moved_to = address(html.unescape(found[1].decode("utf-8", "replace")), url)
    feed: dict[str, Any] = {"version": REDIRECT, "title": None, "url": None, "whole": True, "items": []}
    return feed | {"moved_to": moved_to} if moved_to is not None else None


def ends_after_an_entry(body: bytes) -> bool:
    """Whether a document that was cut short was cut behind its last entry, and not inside it."""
    return _CLOSED.search(body.rstrip()[-_TAIL:]) is not None


def _plain(feed: Mapping[str, Any], name: str) -> Any:
    return dict.get(feed, name) if isinstance(feed, dict) else None  # without feedparser's aliases


def _is_yes(value: Any) -> bool:
    return isinstance(value, str) and value.strip().lower() in ("yes", "true")
