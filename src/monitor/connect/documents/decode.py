"""Documents as plain values. Pure, and meant to run in a process that may be killed: documents can be hostile.

    feed  -> {"version", "title", "url", "whole", "items": [{"id", "url", "title", "published", ...}]}   (feeds.py)
    json  -> the document
    xml   -> {"_name", "_text", "@attribute" ..., child: [...]}                                          (xml_tree.py)
    html  -> {"items": [{field: text | None}], "page": {field: text | None}}, as the selectors ask       (html_page.py)
    microformats -> {"feed": bool, "entries": [{"type", "properties"}], "card"}                (microformats.py)
    site -> what a page links to, and where on it                                                        (site_page.py)

Values are str, int, float, bool, None, list and dict, dates as they stand in the document. Whatever a document is,
the answer is a Decoded or a DecodeError; libraries are imported when the first document of their kind comes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from monitor.connect.documents.unreadable import Unreadable, read_json
from monitor.model.http import Decode, Decoded, DecodeError, Format


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
        from monitor.connect.documents.plain_feeds import read_plain_feed

        feed = read_plain_feed(request.body, request.content_type, request.url)
        return Decoded(feed) if feed is not None else None
    return None


def _feed(request: Decode) -> Any:
    from monitor.connect.documents.feeds import read_feed

    return read_feed(request.body, request.content_type, request.url)


def _html(request: Decode) -> Any:
    from monitor.connect.documents.html_page import read_page

    return read_page(request.body, request.content_type, request.selectors)


def _xml(request: Decode) -> Any:
    from monitor.connect.documents.xml_tree import read_xml

    return read_xml(request.body, request.content_type)


def _microformats(request: Decode) -> Any:
    from monitor.connect.documents.microformats import read_microformats

    return read_microformats(request.body, request.content_type, request.url)


def _site(request: Decode) -> Any:
    from monitor.connect.documents.site_page import read_site_page

    return read_site_page(request.body, request.content_type, request.url)


_READERS: Mapping[Format, Callable[[Decode], Any]] = {
    Format.FEED: _feed,
    Format.JSON: lambda request: read_json(request.body),
    Format.HTML: _html,
    Format.XML: _xml,
    Format.MICROFORMATS: _microformats,
    Format.SITE: _site,
}
