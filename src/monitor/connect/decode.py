"""Documents as plain values. Pure, and meant to run in a process that may be killed: documents can be hostile.

    feed  -> {"version", "title", "url", "whole", "items": [{"id", "url", "title", "published", ...}]}   (feeds.py)
    json  -> the document
    xml   -> {"_name", "_text", "@attribute" ..., child: [...]}                                          (xml.py)
    html  -> {"items": [{field: text | None}], "page": {field: text | None}}, as the selectors ask       (pages.py)
    microformats -> {"feed": bool, "entries": [{"type", "properties"}], "card"}                (microformats.py)
    site -> what a page links to, and where on it                                                        (site_page.py)

Values are str, int, float, bool, None, list and dict, dates as they stand in the document. Whatever a document is,
the answer is a Decoded or a DecodeError; libraries are imported when a document of their kind comes.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from typing import Any

from monitor.model.wire import Decode, Decoded, DecodeError, Format

MOST = 500_000  # values of a JSON document: each takes up to 24 times its bytes, and no network sends a tenth of it
DEEPEST = 100  # levels of a JSON document: no network comes near, and deeper ones break their readers
_MARKS = (b",", b"[", b"{")  # each begins a value; inside a text they are counted too


class Unreadable(ValueError):
    """The document is not what it should be; says what it is instead."""


def decode(request: Decode) -> Decoded | DecodeError:
    """Reads one document."""
    try:
        return Decoded(_READERS[request.format](request))
    except Unreadable as error:
        return DecodeError(str(error))
    except MemoryError:
        return DecodeError("reading the document takes more memory than allowed")
    except Exception as error:  # parsers of foreign documents may raise anything: that is an answer too
        return DecodeError(f"{request.format.value} reader failed: {type(error).__name__}: {error}"[:200])


def decode_plain(request: Decode) -> Decoded | DecodeError | None:
    """What may be decoded in the calling process, its cost being linear: JSON, and feeds as most sites write them.

    None for what needs `decode` in a process that may be killed.
    """
    if request.format is Format.JSON:
        return decode(request)
    if request.format is Format.FEED:
        from monitor.connect.plain_feeds import read_plain_feed

        feed = read_plain_feed(request.body, request.content_type, request.url)
        return Decoded(feed) if feed is not None else None
    return None


def read_json(body: bytes) -> Any:
    """A JSON document in UTF-8, 16 or 32, with or without a byte order mark. Raises Unreadable."""
    if not body.strip():
        raise Unreadable("an empty answer instead of JSON")
    if sum(map(body.count, _MARKS)) > MOST:
        raise Unreadable(f"JSON of more than {MOST} values")
    try:
        document = json.loads(body, parse_constant=lambda _: None, parse_float=_finite)
    except RecursionError:
        raise Unreadable("JSON nested too deeply") from None
    except ValueError as error:
        raise Unreadable(f"{_what(body)} instead of JSON ({error})"[:200]) from None
    if _deeper(document, DEEPEST):
        raise Unreadable("JSON nested too deeply")
    return document


def _finite(digits: str) -> float | None:
    number = float(digits)
    return number if math.isfinite(number) else None


def _deeper(document: Any, levels: int) -> bool:
    level = [document] if isinstance(document, dict | list) else []
    for _ in range(levels):
        level = [
            value
            for container in level
            for value in (container.values() if isinstance(container, dict) else container)
            if isinstance(value, dict | list)
        ]
        if not level:
            return False
    return True


def _what(body: bytes) -> str:
    return "an HTML page" if body.lstrip()[:1] == b"<" else "text"


def _feed(request: Decode) -> Any:
    from monitor.connect.feeds import read_feed

    return read_feed(request.body, request.content_type, request.url)


def _html(request: Decode) -> Any:
    from monitor.connect.pages import read_page

    return read_page(request.body, request.content_type, request.selectors)


def _xml(request: Decode) -> Any:
    from monitor.connect.xml import read_xml

    return read_xml(request.body)


def _microformats(request: Decode) -> Any:
    from monitor.connect.microformats import read_microformats

    return read_microformats(request.body, request.content_type, request.url)


def _site(request: Decode) -> Any:
    from monitor.connect.site_page import read_site_page

    return read_site_page(request.body, request.content_type, request.url)


_READERS: Mapping[Format, Callable[[Decode], Any]] = {
    Format.FEED: _feed,
    Format.JSON: lambda request: read_json(request.body),
    Format.HTML: _html,
    Format.XML: _xml,
    Format.MICROFORMATS: _microformats,
    Format.SITE: _site,
}
