"""JSON Feed, and RSS written as JSON, as the plain values that feeds.py makes of all feeds.

An id may be a number or missing; authors are one object or several, the feed's where an item has none; a date is a
text or none. A version is the address that the specification gives it, or the bare number that some write: that says a
feed only beside a list of items.
"""

from __future__ import annotations

import re
from typing import Any

from monitor.connect.documents.text import address, cut, fingerprint, identifier
from monitor.connect.documents.unreadable import Unreadable

_BARE_VERSION = re.compile(r"1(?:\.[01])?")


def read_json_feed(document: Any, url: str) -> dict[str, Any]:
    """The feed, as feeds.py has it. Raises Unreadable for JSON that is no feed."""
    if not isinstance(document, dict):
        raise Unreadable("JSON, but no feed")
    if isinstance(rss := document.get("rss"), dict) and isinstance(channel := rss.get("channel"), dict):
        items, read, author = channel.get("item"), _rss_item, None
        title, home = channel.get("title"), channel.get("link")
    elif _is_json_feed(document):
        items, read, author = document.get("items"), _json_item, _author(document)
        title, home = document.get("title"), document.get("home_page_url")
    else:
        raise Unreadable("JSON, but no feed")
    if not isinstance(items, list):
        raise Unreadable("a JSON feed without a list of items")
    return {
        "version": "json",
        "title": title if isinstance(title, str) else None,
        "url": address(home, url),
        "whole": True,
        "items": [read(item, url, author) for item in items if isinstance(item, dict)],
        **({"finished": True} if document.get("expired") is True else {}),
    }


def _is_json_feed(document: dict[str, Any]) -> bool:
    version, items = str(document.get("version")), document.get("items")
    if _BARE_VERSION.fullmatch(version):
        return isinstance(items, list) and all(isinstance(item, dict) for item in items)
    return "jsonfeed.org/version" in version


def _author(item: dict[str, Any]) -> str | None:
    """The name of the first author of an item, or of the feed."""
    authors = item.get("authors")
    author = item.get("author") or (authors[0] if isinstance(authors, list) and authors else None)
    return cut(author.get("name")) if isinstance(author, dict) else None


def _json_item(item: dict[str, Any], url: str, author: str | None) -> dict[str, Any]:
    """An item of a JSON Feed. Its id may be a number: 5 and "5" are one id."""
    link = item.get("url") or item.get("external_url")
    title = cut(item.get("title"))
    text = cut(item.get("content_text") or item.get("summary") or item.get("content_html"))
    published = item.get("date_published") or item.get("date_modified")
    return {
        "id": identifier(item.get("id")) or identifier(link) or fingerprint(title, published, text),
        "url": address(link, url),
        "title": title or text,
        "published": published if isinstance(published, str) else None,
        "guess": None,
        "updated": item.get("date_modified") if isinstance(item.get("date_modified"), str) else None,
        "author": _author(item) or author,
        "replies": None,
        "kind": "share" if title and title.startswith("RT ") else "post",
    }


def _rss_item(item: dict[str, Any], url: str, author: str | None) -> dict[str, Any]:
    """An item of RSS written as JSON, whose guid is a text or an object."""
    guid = item.get("guid")
    return _json_item(
        {
            "id": guid.get("#value") if isinstance(guid, dict) else guid,
            "url": item.get("link"),
            "title": item.get("title"),
            "content_text": item.get("description"),
            "date_published": item.get("pubDate"),
        },
        url,
        author,
    )
