"""XML documents as plain values, for expressions: sitemaps and other lists that are no feeds.

    <urlset><url lang="fr"><loc>https://...</loc></url></urlset>
    {"_name": "urlset", "_text": "", "url": [{"_name": "url", "_text": "", "@lang": "fr", "loc": [{...}]}]}

An element is {"_name", "_text", "@attribute" ..., child: [element, ...]}; names are local, without a namespace.
"""

from __future__ import annotations

from typing import Any
from xml.parsers import expat

from monitor.connect.documents.charset import as_utf8
from monitor.connect.documents.unreadable import DEEPEST, Unreadable
from monitor.connect.documents.wrapping import is_page, xml_document

_MOST = 400_000  # elements: eight for each of the 50,000 addresses that a sitemap may hold
_NAME, _TEXT = "_name", "_text"  # a child of such a name is left out
_SEPARATOR = "\n"  # between namespace and name, for neither can hold one


def read_xml(body: bytes, content_type: str = "") -> dict[str, Any]:
    """The root element. Raises Unreadable; a document that declares entities is refused, none is ever expanded."""
    if not body.strip():
        raise Unreadable("an empty answer instead of XML")
    document = xml_document(as_utf8(body, content_type))
    if is_page(document):
        raise Unreadable("an HTML page instead of XML")
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.EntityDeclHandler = _refuse
    try:
        parser.Parse(document, True)
    except expat.ExpatError as error:
        raise Unreadable(f"no XML: {error}") from None
    return reader.root


class _Reader:
    def __init__(self) -> None:
        self.root: dict[str, Any] = {}
        self._open: list[dict[str, Any]] = []
        self._count = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > _MOST:
            raise Unreadable(f"more than {_MOST} elements")
        if len(self._open) >= DEEPEST:
            raise Unreadable("XML nested too deeply")
        element: dict[str, Any] = {_NAME: _local(name), _TEXT: ""}
        element |= {f"@{_local(key)}": value for key, value in attributes.items()}
        if not self._open:
            self.root = element
        elif element[_NAME] not in (_NAME, _TEXT):
            self._open[-1].setdefault(element[_NAME], []).append(element)
        self._open.append(element)

    def end(self, name: str) -> None:
        element = self._open.pop()
        element[_TEXT] = element[_TEXT].strip()

    def text(self, data: str) -> None:
        self._open[-1][_TEXT] += data


def _local(name: str) -> str:
    return name.rpartition(_SEPARATOR)[2]


def _refuse(*declaration: Any) -> None:
    raise Unreadable("XML that declares entities")
