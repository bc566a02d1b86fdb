"""Small feeds, written out: what a test says of an item or a channel is all that it holds."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

NAMESPACES = (
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:podcast="https://podcastindex.org/namespace/1.0" '
    'xmlns:atom="http://www.w3.org/2005/Atom"'
)
HOME = "https://acme.example/"


def item(title: str, link: str = "", date: str = "", guid: str = "") -> str:
    """An item of RSS; what is empty is left out."""
    parts = {"title": title, "link": link, "guid": guid, "pubDate": date}
    written = [f"<{name}>{escape(text)}</{name}>" for name, text in parts.items() if text]
    return f"<item>{''.join(written)}</item>".replace("<guid>", '<guid isPermaLink="false">')


def post(number: int, site: str = "https://acme.example") -> str:
    """A post of the `number`th of June 2026."""
    return item(f"Post {number}", f"{site}/p{number}", f"{number:02} Jun 2026 08:00:00 GMT", f"p{number}")


def rss(items: Iterable[str] = (), channel: str = "", home: str = HOME, title: str = "Acme", more: str = "") -> str:
    """RSS 2.0 with what stands in its channel besides; `more` are attributes of its root."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" {NAMESPACES} {more}><channel>'
        f"<title>{escape(title)}</title><link>{escape(home)}</link>{channel}{''.join(items)}</channel></rss>"
    )
