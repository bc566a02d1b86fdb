"""The entries that a page marks with microformats, as canonical microformats2 JSON writes them.

    {"feed": whether the page has a feed, "entries": [{"type": ["h-entry"], "properties": {name: [value]}}],
     "card": whose page it is, likewise: the feed's author, else the first h-card that is of no entry, or None}

A value is a text, or an item of its own (an author, what is replied to). https://microformats.org/wiki/microformats2-parsing

Rules:
1. A property belongs to the nearest item around it: an author's address is not the post's.
2. Entries are the items of `_ENTRIES` that stand by themselves or in another item; one inside an entry, such as a
   comment or a quotation, is no entry of the page.
3. Addresses stand as they are written, but for a <base> of the page's own: ids must not change with the address that
   answers. An empty one is that address. Of `e-` properties the text alone is taken.
4. Without a name or an address of its own, and without what would say otherwise, an item's text is its name, its only
   link its address.
5. Classes of before (hentry, vcard) count where the item has none of today's.
6. The same as JSON (application/mf2+json), whole or a single item, is read as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple, TypeAlias
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from monitor.connect.documents.html_page import page_text
from monitor.connect.documents.text import cut
from monitor.connect.documents.unreadable import Unreadable, read_json

Item: TypeAlias = dict[str, Any]

_ENTRIES = frozenset({"h-entry", "h-event", "h-review", "h-recipe"})
_FEED = "h-feed"
_MARK = re.compile(r"(h|p|u|dt|e)((?:-[a-z0-9]+)?(?:-[a-z]+)+)")  # a prefix, a vendor's name with digits, words
_OLD_ROOTS = {"hentry": "h-entry", "hfeed": _FEED, "vcard": "h-card", "hreview": "h-review", "vevent": "h-event"}
_OLD = {
    "entry-title": "p-name",
    "entry-summary": "p-summary",
    "entry-content": "e-content",
    "published": "dt-published",
    "updated": "dt-updated",
    "author": "p-author",
    "summary": "p-name",
    "fn": "p-name",
    "url": "u-url",
    "uid": "u-uid",
}
_ADDRESSES = {"a": "href", "area": "href", "link": "href", "img": "src", "audio": "src", "video": "src"} | {
    "source": "src", "iframe": "src", "object": "data",
}  # fmt: skip
_SILENT = frozenset({"script", "style", "template"})
_DATE = re.compile(r"\d{4}-(?:\d{2}(?:-\d{2})?|\d{3})")
_TIME = re.compile(r"(\d{1,2})(?::(\d{2}))?(?::(\d{2}))?\s*(?:([ap])\.?m\.?)?", re.IGNORECASE)
_SAID = ("p", "e", "nested")  # with one of these, the item's text is not its name


def read_microformats(body: bytes, content_type: str, url: str) -> dict[str, Any]:
    """What the page marks; `url` is the address that answered. Raises Unreadable where it is no page nor JSON."""
    if body.lstrip()[:1] == b"{":
        return _sorted(_json_items(read_json(body)))
    text = page_text(body, content_type)
    if "<" not in text:
        raise Unreadable("no HTML" if text.strip() else "an empty answer instead of a page")
    return _sorted(_items(LexborHTMLParser(text), url))


def _json_items(document: Item) -> list[Item]:
    items = document.get("items", [document] if "properties" in document else None)
    if not isinstance(items, list):
        raise Unreadable("JSON, but no microformats")
    return [item for item in items if isinstance(item, dict)]


def _sorted(items: list[Item]) -> dict[str, Any]:
    """What the page holds, in its order."""
    entries: list[Item] = []
    card: Item | None = None
    feed, left = False, items[::-1]
    while left:
        item = left.pop()
        types, properties = item.get("type"), item.get("properties")
        if not isinstance(types, list) or not isinstance(properties, dict):
            continue
        feed |= _FEED in types
        if card is None and "h-card" in types:
            card = item
        if not _ENTRIES.isdisjoint(kind for kind in types if isinstance(kind, str)):
            entries.append(item)
            continue
        values = [value for each in properties.values() if isinstance(each, list) for value in each]
        children = item.get("children")
        within = [*values, *(children if isinstance(children, list) else ())] if _FEED in types else children
        left += [each for each in within or () if isinstance(each, dict)][::-1]
    return {"feed": feed, "entries": entries, "card": card}


class _Where(NamedTuple):
    """The page's <base> ("" without one), and the address that answered."""

    base: str
    page: str

    def address(self, href: str) -> str:
        """As it is written, but against the base; an empty one is the page itself."""
        try:
            return urljoin(self.base, href.strip()) or self.page
        except ValueError:
            return href


class _Scope:
    """An item while the page is read: the element it stands at, and what kinds of properties it was given."""

    def __init__(self, item: Item, node: LexborNode, old: bool) -> None:
        self.item, self.node, self.old = item, node, old
        self.given: set[str] = set()

    def add(self, name: str, value: Any) -> None:
        self.item["properties"].setdefault(name, []).append(value)

    def close(self, where: _Where) -> None:
        """Takes what is not said by a class from the element itself."""
        if self.old:
            return
        properties = self.item["properties"]
        if "name" not in properties and self.given.isdisjoint(_SAID) and (name := _implied_name(self.node)):
            self.add("name", name)
        implied = (
            _implied_url(self.node) if "url" not in properties and self.given.isdisjoint({"u", "nested"}) else None
        )
        if implied is not None:
            self.add("url", where.address(implied))


def _items(tree: LexborHTMLParser, page: str) -> list[Item]:
    """The items that stand by themselves."""
    items: list[Item] = []
    scopes: list[_Scope] = []
    around: dict[int, _Scope | None] = {}  # what an element's children belong to
    first = tree.css_first("base[href]")
    where = _Where((first.attributes.get("href") or "") if first is not None else "", page)
    for node in tree.root.traverse() if tree.root is not None else ():
        scope = around.get(node.parent.mem_id) if node.parent is not None else None
        words = (node.attributes.get("class") or "").split()
        marks = [(found[1], found[2][1:]) for word in words if (found := _MARK.fullmatch(word))]
        types = [f"h-{name}" for prefix, name in marks if prefix == "h"]
        old = not types and any(word in _OLD_ROOTS for word in words)
        if old:
            types = [_OLD_ROOTS[word] for word in words if word in _OLD_ROOTS]
        if scope is not None and scope.old:
            marks = list(_old_marks(node, words))
        properties = [(prefix, name) for prefix, name in marks if prefix != "h"] if scope is not None else []
        around[node.mem_id] = scope
        value: Item | None = None
        if types:
            value = {"type": types, "properties": {}}
            around[node.mem_id] = inner = _Scope(value, node, old)
            scopes.append(inner)
            if scope is None:
                items.append(value)
            else:
                scope.given.add("nested")
                if not properties:
                    scope.item.setdefault("children", []).append(value)
        if scope is not None:
            for prefix, name in properties:
                scope.given.add(prefix)
                scope.add(name, value if value is not None else _value(prefix, node, where))
    for scope in scopes:
        scope.close(where)
    return items


def _old_marks(node: LexborNode, words: list[str]) -> Iterator[tuple[str, str]]:
    for word in words:
        if word in _OLD:
            prefix, _, name = _OLD[word].partition("-")
            yield prefix, name
    if "bookmark" in (node.attributes.get("rel") or "").split():
        yield "u", "url"


def _value(prefix: str, node: LexborNode, where: _Where) -> str:
    """A property's value as its prefix asks for it."""
    attributes, tag = node.attributes, node.tag or ""
    if prefix == "e":
        return _text(node)
    if prefix == "u":
        value = attributes.get(_ADDRESSES.get(tag, ""))
        return where.address(value) if value is not None else _plain(node)
    if prefix == "dt":
        return _moment(node) or (tag in ("time", "ins", "del") and attributes.get("datetime")) or _plain(node)
    return (tag in ("img", "area") and attributes.get("alt")) or _plain(node)


def _plain(node: LexborNode) -> str:
    """The value class's texts, a title or value that stands for the text, or the text."""
    if parts := _parts(node):
        return "".join(parts)
    attributes, tag = node.attributes, node.tag or ""
    stated = attributes.get({"abbr": "title", "data": "value", "input": "value"}.get(tag, ""))
    return stated.strip() if stated is not None else _text(node)


def _parts(node: LexborNode) -> list[str]:
    found: list[str] = []
    for each in node.css(".value, .value-title"):
        if each.mem_id == node.mem_id:
            continue
        attributes, tag = each.attributes, each.tag or ""
        titled = tag == "abbr" or "value-title" in (attributes.get("class") or "").split()
        name = "title" if titled else {"img": "alt", "data": "value", "time": "datetime"}.get(tag, "")
        found.append((attributes.get(name) or _text(each)).strip())
    return found


def _moment(node: LexborNode) -> str:
    """A date whose parts stand in elements of their own: "2013-06-27", "7:30pm", "-0700"."""
    date, time, zone = "", "", ""
    for part in _parts(node):
        hour = _TIME.fullmatch(part)
        if _DATE.fullmatch(part):
            date = date or part
        elif hour is not None and (hour[2] or hour[4]):
            late = {"p": 12, "a": 0}[hour[4].lower()] if hour[4] else 0
            time = time or f"{int(hour[1]) % (12 if hour[4] else 24) + late:02d}:{hour[2] or '00'}:{hour[3] or '00'}"
        else:
            zone = zone or part
    return f"{date}T{time}{zone}" if date and time else zone or date


def _text(node: LexborNode) -> str:
    """What a reader sees of an element, up to where nothing more matters."""
    parts: list[str] = []
    for each in node.traverse(include_text=True):
        if each.tag == "-text" and (each.parent is None or each.parent.tag not in _SILENT):
            parts.append(each.text(deep=False))
        elif each.tag == "img":
            parts.append(each.attributes.get("alt") or "")
    return cut("".join(parts).strip()) or ""


def _implied_name(node: LexborNode) -> str:
    for each in (node, _only_child(node)):
        if each is not None and each.tag in ("img", "area") and each.attributes.get("alt"):
            return each.attributes["alt"] or ""
        if each is not None and each.tag == "abbr" and each.attributes.get("title"):
            return each.attributes["title"] or ""
    return _text(node)


def _implied_url(node: LexborNode) -> str | None:
    only = _only_child(node)
    for each in (node, only, _only_child(only) if only is not None else None):
        if each is not None and each.tag in ("a", "area") and each.attributes.get("href") is not None:
            return each.attributes["href"] or ""
    return None


def _only_child(node: LexborNode) -> LexborNode | None:
    """The only element inside, or the only link among those that are directly inside."""
    inside = [each for each in node.iter() if each.tag not in _SILENT]
    links = [each for each in inside if each.tag == "a"]
    return inside[0] if len(inside) == 1 else links[0] if len(links) == 1 else None
