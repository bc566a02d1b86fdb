"""What servers write around documents: warnings of PHP, banners, comments, guards and callbacks. Taken off, with care.

A list in XML is found behind what is no document, but never inside a page, which quotes it. What is before it shows:

| before the document                                                  | it is            |
|----------------------------------------------------------------------|------------------|
| a sign of a page: <html>, <head>, <body>, <title>, a form, a doctype | a page           |
| <pre>, <script>, <textarea> or the like, or a tag, still open        | quoted in a page |
| any element still open, and closed behind the document               | quoted in a page |
| anything else                                                        | the document     |

JSON is found only behind what is known to stand before it: a guard against being run as a script, a callback, or
messages, in lines of their own, under the same rules. What is behind either matters to nobody.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from itertools import islice
from typing import Any

_MOST = 100_000  # bytes before a document; ten visitors' warnings, or a table of xdebug's
_TRIED = 50  # places where a document may begin
_START = re.compile(rb"<\?xml|<(?:\w+:)?(?:rss|feed|rdf|urlset|sitemapindex)\b", re.IGNORECASE)
_ROOTS = frozenset({b"rss", b"feed", b"rdf", b"channel", b"urlset", b"sitemapindex"})
_PROLOGUE = re.compile(rb"\s*(?:<\?.*?\?>|<!--.*?-->|<!DOCTYPE(?:[^\[\]>]|\[[^\]]*\])*>)", re.DOTALL | re.IGNORECASE)
_ELEMENT = re.compile(rb"\s*<((?:\w+:)?[A-Za-z][\w.-]*)")
_COMMENT = re.compile(rb"<!--.*?(?:-->|$)", re.DOTALL)
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body|title|form|input|frameset|meta)\b(?!-)", re.IGNORECASE)
_TAG = re.compile(rb"<(/?)([A-Za-z][A-Za-z0-9]*)\b[^<>]*?(/?)>")
_QUOTING = frozenset({b"pre", b"code", b"textarea", b"script", b"style", b"xmp", b"template", b"noscript", b"iframe"})
_CLOSED_ALONE = frozenset({b"br", b"hr", b"img", b"link", b"wbr", b"col", b"embed", b"source"})
_OPEN_TAG = re.compile(rb"<[A-Za-z][^<>]*$")
_HTML = _QUOTING | frozenset(
    b"html head body title meta link div p h1 h2 h3 table center font span b br ul form".split()
)
_JSON = re.compile(r"(?<![^\s\ufeff>(;,'&])[{\[]")
_GUARD = re.compile(
    r"\)\]\}'?,?|while ?\(1\);|for ?\(;;\);|throw 1;[^\n{\[]*|\{\} ?&&|&&&START&&&"
    r"|(?:/\*[^*]*\*/)?\s*(?:typeof [\w$.]+ ?===? ?'function' ?&& ?)?[\w$.]+\("  # a callback
)
_LONGEST_GUARD = 500
_MESSAGE = re.compile(
    r"<|(?:\[[^\]\n]*\] ?)?(?:PHP )?(?:Warning|Notice|Deprecated|Strict Standards|Fatal error|Parse error) ?:",
    re.IGNORECASE,
)
_BEHIND_JSON = re.compile(r"[\s\ufeff);]*(?:$|<|(?:PHP )?(?:Warning|Notice|Deprecated|Fatal error)\b)")


def xml_document(body: bytes) -> bytes:
    """A list in XML without what stands around it; any other body as it is. In UTF-8."""
    if _name(body) not in _ROOTS:
        body = body[_start(body) :]
    return body[: _end(body)] if _name(body) in _ROOTS else body


def root(body: bytes) -> bytes:
    """The name of the root element, with its prefix; b"" where none begins the document."""
    element = _element(body)
    return element[1] if element is not None else b""


def is_closed(body: bytes) -> bool:
    """Whether the root element has its end."""
    element = _element(body)
    if element is None:
        return False
    first = body[element.end() : body.find(b">", element.end()) + 1]
    return first.endswith(b"/>") or b"</" + element[1] in body


def is_page(body: bytes) -> bool:
    """Whether this is a web page, or what is left of one: by its root, or without one by its signs."""
    name = root(body).lower()
    return name in _HTML or (not name and _PAGE.search(_COMMENT.sub(b"", body[:_MOST])) is not None)


def wrapped_json(text: str, reader: json.JSONDecoder) -> Any:
    """The object or list behind a guard, inside a callback or between warnings; None where there is none."""
    for start in islice((found.start() for found in _JSON.finditer(text[:_MOST])), _TRIED):
        if not _may_precede_json(text[:start].strip(" \t\ufeff")):
            continue
        try:
            document, end = reader.raw_decode(text, start)
        except ValueError:
            continue
        behind = text[end : end + _MOST]
        if _BEHIND_JSON.match(behind) and not _shows_page(_bytes(text[:start]), _bytes(behind)):
            return document
    return None


def _start(body: bytes) -> int:
    """Where the first list in XML begins that no comment holds; 0 where there is none, or a page quotes it."""
    for found in islice(_START.finditer(body[:_MOST]), _TRIED):
        before, document = body[: found.start()], body[found.start() :]
        if before.rfind(b"<!--") <= before.rfind(b"-->") and _name(document) in _ROOTS:
            end = _end(document)
            return 0 if _shows_page(before, document[end : end + _MOST]) else found.start()
    return 0


def _shows_page(before: bytes, behind: bytes) -> bool:
    """Whether what stands around a document is a page that quotes it."""
    before = _COMMENT.sub(b"", before)
    if _PAGE.search(before) or _OPEN_TAG.search(before):
        return True
    open_elements: Counter[bytes] = Counter()
    for close, name, alone in _TAG.findall(before):
        if not alone:
            open_elements[name.lower()] += -1 if close else 1
    still = {name for name, count in open_elements.items() if count > 0} - _CLOSED_ALONE
    return not _QUOTING.isdisjoint(still) or any(b"</" + name in behind.lower() for name in still)


def _may_precede_json(before: str) -> bool:
    said = before.strip()
    if not said or (len(said) < _LONGEST_GUARD and _GUARD.fullmatch(said)):
        return True
    return _MESSAGE.match(said) is not None and before.endswith((">", "\n", "\r"))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _element(body: bytes) -> re.Match[bytes] | None:
    position = 0
    for _ in range(50):
        found = _PROLOGUE.match(body, position)
        if found is None:
            break
        position = found.end()
    return _ELEMENT.match(body, position)


def _name(body: bytes) -> bytes:
    return root(body).rpartition(b":")[2].lower()


def _end(body: bytes) -> int:
    """Where the root element ends; the end of the body where it has none."""
    close = body.rfind(b"</" + root(body))
    end = body.find(b">", close)
    return end + 1 if close >= 0 and end >= 0 else len(body)
