"""JSON-LD as sites write it: read even where it is broken, and searched for what the site says it is elsewhere.

Only what is about the site itself counts. A person who wrote an article, or an organisation with another web site,
states its own accounts and not the brand's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

_ORGANISATIONS = re.compile(  # schema.org's types and their many children
    r"(?:Organi[sz]ation|Corporation|Brand|Business|Store|Restaurant|Hotel|Shop|School|University|College|Museum|Team|"
    r"Group|Agency|Library|Church|NGO|Airline|Project|Consortium|Association|Service|Hospital|Dealer|Winery|Brewery|"
    r"Bakery|Cafe\w*|Bar\w*|Theater|Place|Party)$"
)
_SITES = frozenset({"WebSite", "Blog", "PodcastSeries", "Periodical", "Newspaper", "CreativeWorkSeries"})
_TO_SELF = ("publisher", "mainEntity", "mainEntityOfPage", "isPartOf", "@graph", "copyrightHolder")
_REMARKS = re.compile(r'("(?:\\.|[^"\\])*")|/\*.*?\*/|//[^\r\n]*|<!--|-->|<!\[CDATA\[|\]\]>', re.DOTALL)
_LOOSE_COMMA = re.compile(r'("(?:\\.|[^"\\])*")|,(?=\s*[\]}])', re.DOTALL)
_MOST_NODES = 2000


def same_as(scripts: Sequence[str], is_own: Callable[[str], bool]) -> list[str]:
    """The addresses that the page's own organisation, or person, says to be its own; `is_own` knows the site's URLs."""
    nodes = [node for script in scripts for node in _nodes(read_linked_data(script))]
    published_by = {_id(of) for node in nodes for key in ("publisher", "mainEntity") for of in _listed(node.get(key))}
    organised = any(_is(node, _ORGANISATIONS.search) for node in nodes)
    found: list[str] = []
    for node in nodes:
        if _speaks(node, is_own, organised, published_by):
            found += [text for text in _texts(node.get("sameAs")) if text not in found]
    return found


def read_linked_data(script: str) -> Any:
    """The document, or None; remarks, CDATA marks, loose commas and raw control characters are forgiven."""
    for text in (script, _without_remarks(script)):
        try:
            return json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _without_remarks(script: str) -> str:
    plain = _REMARKS.sub(lambda found: found[1] or "", script)
    return _LOOSE_COMMA.sub(lambda found: found[1] or "", plain).strip().rstrip(";")


def _nodes(document: Any) -> list[Mapping[str, Any]]:
    """The things that the document is about: its top, its graph, and who publishes them. Not who wrote them."""
    found: list[Mapping[str, Any]] = []
    left = list(_listed(document))
    while left and len(found) < _MOST_NODES:
        node = left.pop(0)
        if isinstance(node, Mapping):
            found.append(node)
            left += [child for key in _TO_SELF for child in _listed(node.get(key))]
        elif isinstance(node, list):
            left += node
    return found


def _speaks(
    node: Mapping[str, Any], is_own: Callable[[str], bool], organised: bool, published_by: set[str | None]
) -> bool:
    """Whether a thing is the site itself."""
    if any(text.startswith(("http://", "https://")) and not is_own(text) for text in _texts(node.get("url"))):
        return False
    if _is(node, _ORGANISATIONS.search) or _is(node, _SITES.__contains__):
        return True
    named = _id(node)
    return _is(node, "Person".__eq__) and (not organised or (named is not None and named in published_by))


def _is(node: Mapping[str, Any], fits: Callable[[str], object]) -> bool:
    return any(fits(kind.rpartition("/")[2].rpartition(":")[2]) for kind in _texts(node.get("@type")))


def _id(node: object) -> str | None:
    name = node.get("@id") if isinstance(node, Mapping) else None
    return name if isinstance(name, str) else None


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value] if isinstance(value, dict) else []


def _texts(value: Any) -> Iterator[str]:
    """A text, a list of texts, objects that hold an address, or several addresses in one text."""
    if isinstance(value, str):
        yield from (value.replace(",", " ").split() if value.count("http") > 1 else [value.strip()])
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, Mapping):
        yield from _texts(value.get("@id") or value.get("@value") or value.get("url"))
