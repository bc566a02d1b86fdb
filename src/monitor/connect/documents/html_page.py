"""HTML pages by CSS selectors. A field is "css@attribute", "css" for its text, "css@html" for its inner markup;
without css it is the item itself ("@data-post"). The first element that fits counts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from monitor.connect.documents.unreadable import Unreadable

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_HEAD = 2048  # bytes in which a page declares its charset


def read_page(body: bytes, content_type: str, selectors: Mapping[str, Any]) -> dict[str, Any]:
    """{"items": [{field: text}], "page": {field: text}}. Raises Unreadable for no page and for a wrong selector."""
    text = page_text(body, content_type)
    if "<" not in text:
        raise Unreadable("no HTML" if text.strip() else "an empty answer instead of a page")
    tree = LexborHTMLParser(text)
    try:
        items = tree.css(selectors["items"]) if selectors.get("items") else []
        fields, page = selectors.get("fields", {}), selectors.get("page", {})
        return {
            "items": [{name: _field(item, field) for name, field in fields.items()} for item in items],
            "page": {name: _field(tree, field) for name, field in page.items()},
        }
    except SelectolaxError as error:
        raise Unreadable(f"the manifest's selector is wrong: {error}") from error


def _field(scope: LexborNode | LexborHTMLParser, field: str) -> str | None:
    css, _, attribute = field.partition("@") if "@" in field else (field, "", "")
    node = scope.css_first(css) if css else scope
    if node is None or isinstance(node, LexborHTMLParser):
        return None
    if attribute == "html":
        return node.inner_html or ""
    if not attribute:
        return node.text()
    return (node.attributes[attribute] or "") if attribute in node.attributes else None


def page_text(body: bytes, content_type: str) -> str:
    """The page's text by its header's charset, its byte order mark, its own declaration, or UTF-8."""
    if body[:3] == b"\xef\xbb\xbf":
        return body[3:].decode("utf-8", "replace")
    if body[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return body.decode("utf-16", "replace")
    declared = _CHARSET.search(content_type) or _CHARSET.search(body[:_HEAD].decode("ascii", "ignore"))
    try:
        return body.decode(declared[1] if declared else "utf-8", "replace")
    except LookupError:
        return body.decode("utf-8", "replace")
