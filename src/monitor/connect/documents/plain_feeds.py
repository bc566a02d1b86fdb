"""A quick reader of plain feeds: RSS 2.0 and Atom 1.0 in UTF-8 as most sites write them, by expat.

It gives exactly what feeds.py gives by feedparser, thirty times faster, or None: whenever anything is in doubt it
refuses, and feedparser reads. Its cost is linear, so it needs no process that may be killed.

Refused: another root or version; another encoding; a DOCTYPE; an `xml:base`; an element of an entry that it does not
know to be without effect; a feed without title, link or entries; an entry without id, link, title or date; a date in
another form than the two usual ones; two of what should be one; text that feedparser would repair.
"""

from __future__ import annotations

import re
from typing import Any, Final
from xml.parsers import expat

from monitor.connect.documents.text import address, cut, identifier

_LARGEST: Final = 2_000_000  # bytes; a larger document is read in a process of its own
_ATOM: Final = "http://www.w3.org/2005/Atom "
_SLASH: Final = "http://purl.org/rss/1.0/modules/slash/ "
_DC: Final = "http://purl.org/dc/"
_CREATOR: Final = f"{_DC}elements/1.1/ creator"
_IGNORED: Final = (  # what says nothing that the manifest maps
    "http://purl.org/rss/1.0/modules/content/ ",
    "http://search.yahoo.com/mrss/ ",
    "http://www.youtube.com/xml/schemas/2015 ",
    "http://purl.org/rss/1.0/modules/syndication/ ",
    "http://wellformedweb.org/CommentAPI/ ",
    "http://www.georss.org/georss ",
    _SLASH,
)
_RSS_ITEM: Final = {"guid": "id", "link": "link", "title": "title", "pubDate": "published", _CREATOR: "author"}
_RSS_ITEM_IGNORED: Final = frozenset({"description", "category", "comments", "enclosure"})
_OWN_WORD: Final = (" new-feed-url", " complete", " updateFrequency")  # that a feed has moved, or is finished
_RSS_CHANNEL: Final = {"title": "title", "link": "link"}
_ATOM_ENTRY: Final = {
    f"{_ATOM}id": "id",
    f"{_ATOM}title": "title",
    f"{_ATOM}published": "published",
    f"{_ATOM}updated": "updated",
}
_ATOM_ENTRY_IGNORED: Final = frozenset(f"{_ATOM}{name}" for name in ("content", "summary", "category", "rights"))
_ATOM_FEED: Final = {f"{_ATOM}title": "title"}
_HTML_TYPES: Final = frozenset({None, "text/html"})
_DATE: Final = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d? [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d (GMT|[+-]\d{4})"
    r"|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)"
)
_DECLARED: Final = re.compile(rb"""<\?xml[^>]*\sencoding\s*=\s*["']utf-8["'][^>]*\?>""", re.IGNORECASE)
_CONTROL: Final = re.compile("[\x80-\x9f]")  # Windows characters, which feedparser maps


class _Doubt(Exception):
    """Something that this reader leaves to feedparser."""


def read_plain_feed(body: bytes, content_type: str, url: str) -> dict[str, Any] | None:
    """The feed as feeds.read_feed gives it, or None where that one is needed."""
    charset = content_type.lower().partition("charset=")[2].strip("\"' ;")
    if len(body) > _LARGEST or charset not in ("", "utf-8") or not body.startswith(b"<"):
        return None
    if not (body.isascii() or _DECLARED.match(body)) or (b"encoding=" in body[:100] and not _DECLARED.match(body)):
        return None
    reader = _Reader()
    try:
        reader.read(body)
        home = address(reader.feed.get("link"), url)
        return {
            "version": reader.version,
            "title": _text(reader.feed["title"]),
            "url": home,
            "whole": True,
            "items": [_item(entry, url) for entry in reader.entries],
        }
    except (_Doubt, expat.ExpatError):
        return None


def _item(entry: dict[str, str], url: str) -> dict[str, Any]:
    date = entry.get("published") or entry.get("updated", "")
    title, link, name = _text(entry.get("title", "")), entry.get("link"), identifier(entry.get("id"))
    if not (title and link and name and _DATE.fullmatch(date)):
        raise _Doubt
    author = _text(entry.get("author", ""))
    if "@" in author or "\\" in link:
        raise _Doubt
    return {
        "id": name,
        "url": address(link, url),
        "title": cut(title),
        "published": date,
        "guess": None,
        "updated": entry.get("updated"),
        "author": cut(author),
        "replies": entry.get("replies"),
        "kind": "share" if title.startswith("RT ") else "post",
    }


def _text(value: str | None) -> str:
    """Text in which feedparser would repair nothing."""
    if not value or value.isascii():
        return value or ""
    if _CONTROL.search(value):
        raise _Doubt
    try:
        value.encode("iso-8859-1").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return value
    raise _Doubt  # encoded twice


class _Reader:
    """The events of one document. `_depth` counts open elements; a field is a child of the feed or of an entry."""

    def __init__(self) -> None:
        self.version = ""
        self.feed: dict[str, str] = {}
        self.entries: list[dict[str, str]] = []
        self._depth = 0
        self._inside = 0  # the depth at which fields of the feed stand: 2 in Atom, 3 in RSS
        self._entry: dict[str, str] | None = None
        self._field = ""
        self._field_depth = 0
        self._pieces: list[str] = []
        self._skipped = 0  # the depth of an element whose contents do not matter

    def read(self, body: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = self._doctype
        try:
            parser.Parse(body, True)
        finally:  # the handlers make a circle that only the garbage collector would find
            parser.StartElementHandler = parser.EndElementHandler = None
            parser.CharacterDataHandler = parser.StartDoctypeDeclHandler = None
        if not self.entries or "title" not in self.feed or "link" not in self.feed:
            raise _Doubt  # feedparser takes them from elsewhere

    def _doctype(self, *_: object) -> None:
        raise _Doubt

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if "http://www.w3.org/XML/1998/namespace base" in attributes:
            raise _Doubt
        if self._skipped:
            return
        if self._depth == 1:
            self._root(name, attributes)
        elif self._depth == 2 and self._inside == 3:
            if name != "channel" or self.feed or self.entries:
                raise _Doubt
        elif self._entry is None and self._depth == self._inside:
            self._in_feed(name, attributes)
        elif self._entry is not None and self._depth == self._inside + 1:
            self._in_entry(self._entry, name, attributes)
        elif self._field == "person":
            self._in_person(name)
        else:
            raise _Doubt  # markup in a field

    def _root(self, name: str, attributes: dict[str, str]) -> None:
        if name == "rss" and attributes.get("version") == "2.0":
            self.version, self._inside = "rss20", 3
        elif name == f"{_ATOM}feed":
            self.version, self._inside = "atom10", 2
        else:
            raise _Doubt

    def _in_feed(self, name: str, attributes: dict[str, str]) -> None:
        rss = self._inside == 3
        if name == ("item" if rss else f"{_ATOM}entry"):
            self._entry = {}
        elif name in (_RSS_CHANNEL if rss else _ATOM_FEED):
            self._open((_RSS_CHANNEL if rss else _ATOM_FEED)[name], self.feed, attributes)
        elif name == f"{_ATOM}link" and not rss:
            self._link(self.feed, attributes)
        elif name.startswith(_DC) or name.endswith(_OWN_WORD):
            raise _Doubt  # another title, perhaps; or the feed's own word
        else:
            self._skipped = self._depth  # generator, image, author ...: of the feed only its name and home matter

    def _in_entry(self, entry: dict[str, str], name: str, attributes: dict[str, str]) -> None:
        rss = self._inside == 3
        fields, ignored = (_RSS_ITEM, _RSS_ITEM_IGNORED) if rss else (_ATOM_ENTRY, _ATOM_ENTRY_IGNORED)
        if name in fields:
            self._open(fields[name], entry, attributes)
        elif name == f"{_SLASH}comments":
            self._open("replies", entry, attributes)
        elif name == f"{_ATOM}link" and not rss:
            self._link(entry, attributes)
        elif name == f"{_ATOM}author" and not rss and "author" not in entry:
            self._field, self._field_depth = "person", self._depth
        elif name in ignored or name.startswith(_IGNORED):
            self._skipped = self._depth
        else:
            raise _Doubt

    def _in_person(self, name: str) -> None:
        if name == f"{_ATOM}name":
            self._field, self._field_depth, self._pieces = "author", self._depth, []
        elif name == f"{_ATOM}uri":
            self._skipped = self._depth
        else:
            raise _Doubt

    def _open(self, field: str, into: dict[str, str], attributes: dict[str, str]) -> None:
        if field in into or attributes.get("type", "text") not in ("text", "html"):
            raise _Doubt
        self._field, self._field_depth, self._pieces = field, self._depth, []

    def _link(self, into: dict[str, str], attributes: dict[str, str]) -> None:
        self._skipped = self._depth
        if attributes.get("rel", "alternate") != "alternate":
            return
        if "link" in into or attributes.get("type") not in _HTML_TYPES or not attributes.get("href"):
            raise _Doubt
        into["link"] = attributes["href"].strip()

    def _characters(self, text: str) -> None:
        if self._field and self._field != "person" and not self._skipped:
            self._pieces.append(text)

    def _end(self, _: str) -> None:
        if self._skipped == self._depth:
            self._skipped = 0
        elif not self._skipped and self._field and self._depth == self._field_depth:
            self._close()
        elif self._entry is not None and self._depth == self._inside:
            self.entries.append(self._entry)
            self._entry = None
        self._depth -= 1

    def _close(self) -> None:
        into = self.feed if self._entry is None else self._entry
        if self._field != "person":
            into[self._field] = "".join(self._pieces).strip()
        in_person = self._field == "author" and self._inside == 2
        self._field, self._field_depth = ("person", self._depth - 1) if in_person else ("", 0)
