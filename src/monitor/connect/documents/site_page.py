"""A page of a web site for what it links to: each link with the place on the page where it stands.

    {"title", "name", "links": [{"tag", "href", "rel", "type", "title", "text", "within", "before",
     "near"}], "metas": [{"name", "content"}], "same_as": [href], "data": [JSON-LD as written], "scripts": [other JSON]}

`href` is absolute. `within` names the elements around a link, innermost first ("<a> icon <footer> site-footer");
`before` is the text before it in its own element, `near` that and what stands before the elements around it.
What stands in HTML comments is not on the page.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from monitor.connect.documents.html_page import page_text
from monitor.connect.documents.unreadable import Unreadable

_MOST_LINKS = 3000
_MOST_ELSEWHERE = 600  # links to other hosts, whose surroundings are read
_MOST_TEXT = 200  # characters
_MOST_DATA = 500_000  # characters of one script
_DEEPEST = 40
_LEVELS = 3
_BESIDE = 12  # elements
_MOST_BEFORE = 80  # characters
_WIDE = frozenset({"body", "html", "main"})  # what stands beside them says nothing of one link
_INLINE = frozenset({"a", "b", "strong", "em", "i", "span", "small"})
_SILENT = frozenset({"-comment", "script", "style", "noscript", "template", "svg"})
_LINKS = "a[href], area[href], link[href][rel]"
_DATA = 'script[type*="ld+json" i]'
_JSON = 'script#__NEXT_DATA__, script[type="application/json"]'


def read_site_page(body: bytes, content_type: str, url: str) -> dict[str, Any]:
    """What the page links to. Raises Unreadable where it is no page."""
    text = page_text(body, content_type)
    if "<" not in text:
        raise Unreadable("no HTML" if text.strip() else "an empty answer instead of a page")
    tree = LexborHTMLParser(text)
    first = tree.css_first("base[href]")
    root = _absolute(url, _attribute(first, "href")) if first is not None else url
    title = tree.css_first("title")
    metas = [
        {"name": (_attribute(node, "name") or _attribute(node, "property")).lower(), "content": content}
        for node in tree.css("meta[content]")
        if (content := _attribute(node, "content"))
    ]
    return {
        "title": title.text().strip()[:_MOST_TEXT] if title is not None else "",
        "name": next((meta["content"] for meta in metas if meta["name"] == "og:site_name"), "")[:_MOST_TEXT],
        "links": _links(tree, root),
        "metas": metas,
        "same_as": [
            _absolute(root, _attribute(node, "href") or _attribute(node, "content") or node.text())
            for node in tree.css('[itemprop~="sameAs" i]')
            if not _others(node)
        ],
        "data": [node.text()[:_MOST_DATA] for node in tree.css(_DATA)],
        "scripts": [node.text()[:_MOST_DATA] for node in tree.css(_JSON)],
    }


def _links(tree: LexborHTMLParser, root: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    own = root.split("/")[2:3]
    elsewhere = 0
    for node in tree.css(_LINKS)[:_MOST_LINKS]:
        href = _absolute(root, _attribute(node, "href"))
        if not href.lower().startswith(("http://", "https://")):
            continue
        away = href.split("/")[2:3] != own
        elsewhere += away
        before = _before(node) if away and elsewhere <= _MOST_ELSEWHERE else []
        found.append(
            {
                "tag": node.tag or "",
                "href": href,
                "rel": _attribute(node, "rel").lower(),
                "type": _attribute(node, "type").lower(),
                "title": (_attribute(node, "title") or _attribute(node, "aria-label"))[:_MOST_TEXT],
                "text": node.text().strip()[:_MOST_TEXT],
                "within": _within(node),
                "before": before[0] if before else "",
                "near": " ".join(filter(None, reversed(before))),
            }
        )
    return found


def _within(node: LexborNode) -> str:
    around: list[str] = []
    above: LexborNode | None = node
    while above is not None and above.tag not in ("body", "html", "-undef") and len(around) < _DEEPEST:
        marks = " ".join(
            filter(None, (_attribute(above, "id"), _attribute(above, "class"), _attribute(above, "aria-label")))
        )
        around.append(f"<{above.tag}> {marks}".strip()[:_MOST_TEXT].lower())
        above = above.parent
    return " ".join(around)


def _before(node: LexborNode) -> list[str]:
    """The text before a link: within the element it stands in, then beside that element, and so on, some levels up."""
    said: list[str] = []
    here: LexborNode | None = node
    while here is not None and here.tag not in _WIDE and len(said) < _LEVELS:
        above = here.parent
        inline = above is not None and above.tag in _INLINE
        text = _preceding(here)
        if text or not inline:
            said.append(text)
        here = above
    return said


def _preceding(node: LexborNode) -> str:
    parts: list[str] = []
    beside = node.prev
    while beside is not None and len(parts) < _BESIDE:
        if beside.tag not in _SILENT:
            parts.append(beside.text() or "")
        beside = beside.prev
    return " ".join(" ".join(reversed(parts)).split())[-_MOST_BEFORE:]


def _others(node: LexborNode) -> bool:
    """Whether a microdata property is somebody else's: of an author or an employee of what the page is about."""
    above = node.parent
    while above is not None:
        scope = _attribute(above, "itemprop")
        if scope in ("author", "employee", "founder", "member", "creator", "contributor", "sponsor"):
            return True
        above = above.parent
    return False


def _absolute(root: str, href: str) -> str:
    try:
        return urljoin(root, "".join(href.split()))
    except ValueError:
        return ""


def _attribute(node: LexborNode, name: str) -> str:
    return (node.attributes.get(name) or "").strip()
