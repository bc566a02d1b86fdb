"""A document that is not what it should be, and JSON within bounds: its size in values and levels is limited."""

from __future__ import annotations

import json
import math
from typing import Any

from monitor.connect.documents.charset import as_utf8
from monitor.connect.documents.wrapping import wrapped_json

MOST = 500_000  # values of a JSON document: each takes up to 24 times its bytes, and no network sends a tenth of it
DEEPEST = 100  # levels of a JSON document: no network comes near, and deeper ones break their readers
_MARKS = (b",", b"[", b"{")  # each begins a value; inside a text they are counted too


class Unreadable(ValueError):
    """The document is not what it should be; says what it is instead."""


def read_json(body: bytes) -> Any:
    """A JSON document in UTF-8, 16 or 32, with or without a byte order mark. Raises Unreadable."""
    if not body.strip():
        raise Unreadable("an empty answer instead of JSON")
    if sum(map(body.count, _MARKS)) > MOST:
        raise Unreadable(f"JSON of more than {MOST} values")
    try:
        document = _loaded(_text(body))
    except RecursionError:
        raise Unreadable("JSON nested too deeply") from None
    except ValueError as error:
        raise Unreadable(f"{_what(body)} instead of JSON ({error})"[:200]) from None
    if _deeper(document, DEEPEST):
        raise Unreadable("JSON nested too deeply")
    return document


def _text(body: bytes) -> str:
    encoding = json.detect_encoding(body)
    return (as_utf8(body).decode() if encoding.startswith("utf-8") else body.decode(encoding, "replace")).lstrip(
        "\ufeff"
    )


def _loaded(text: str) -> Any:
    """The document, also behind what a server wrote before it. Raises ValueError, of the text as it stands."""
    try:
        return _JSON.decode(text)
    except ValueError:
        if (document := wrapped_json(text, _JSON)) is None:
            raise
        return document


def _finite(digits: str) -> float | None:
    number = float(digits)
    return number if math.isfinite(number) else None


_JSON = json.JSONDecoder(parse_constant=lambda _: None, parse_float=_finite)


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
