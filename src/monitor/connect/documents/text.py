"""Text from networks made storable and showable: no NUL, no lone surrogates, no control characters."""

from __future__ import annotations

import hashlib
import html
import re
from typing import Any
from urllib.parse import urljoin, urlsplit

TITLE_LENGTH = 200
ID_LENGTH = 500  # a longer id is cut and closed with its hash, so that two long ids stay two
URL_LENGTH = 2000

_UNSTORABLE = re.compile(r"[\x00\ud800-\udfff]")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_UNSEEN = re.compile(r"<(script|style)\b.*?(</\1\s*>|$)", re.IGNORECASE | re.DOTALL)
_BREAK = re.compile(r"<(?:br|p|div|li)\b[^>]*>|</(?:p|div|li)\s*>", re.IGNORECASE)
_TAG = re.compile(r"<!--.*?-->|</?[A-Za-z][^<>]*>", re.DOTALL)
_PLAIN_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(?::\d{1,5})?(?:[/?#][!-~]*)?")  # most are: taken as they stand
_SPACE = re.compile(r"\s+")
_TITLE_SOURCE = 5_000  # characters of a post that can matter to its title
_GROUPED = re.compile(r"(\d{1,3}(?:[\s,.\u00a0\u202f]\d{3})+|\d+)(?![\w.,])")
_SHORTENED = re.compile(r"(\d+)(?:[.,](\d{1,2}))?\s?([kmb])\b", re.IGNORECASE)
_UNITS = {"k": 1_000, "m": 1_000_000, "b": 1_000_000_000}
_MOST = 2**63 - 1  # what a database's integer holds


def storable(text: str) -> str:
    """`text` as any database takes it: NUL and lone surrogates become U+FFFD."""
    return _UNSTORABLE.sub("\ufffd", text)


def identifier(value: Any) -> str | None:
    """An id as text: surrounding white space trimmed, numbers written out (5 and "5" are one id), None where absent.

    Unicode forms are kept apart: an id is compared by its code points, as networks do.
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    text = storable(str(value)).strip()
    if len(text) <= ID_LENGTH:
        return text or None
    return f"{text[: ID_LENGTH - 64]}{hashlib.sha256(text.encode()).hexdigest()}"


def fingerprint(*parts: Any) -> str:
    """An id for what has none: a hash of the texts among `parts`."""
    words = "\n".join(part for part in parts if isinstance(part, str))
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()


def cut(value: Any) -> str | None:
    """The part of a text in which its title stands; None where there is no text."""
    return value[:_TITLE_SOURCE] if isinstance(value, str) and value else None


def address(value: Any, base: str = "") -> str | None:
    """An http(s) address, made absolute against `base`; None for anything else."""
    if not isinstance(value, str):
        return None
    if _PLAIN_ADDRESS.fullmatch(value) and len(value) <= URL_LENGTH:
        return value
    try:
        url = urljoin(base, storable(value).strip())
        parts = urlsplit(url)
        fits = parts.scheme in ("http", "https") and parts.hostname and len(url) <= URL_LENGTH
    except ValueError:
        return None
    return url if fits and not _SPACE.search(url) and not _UNPRINTABLE.search(url) else None


def title(value: Any, length: int = TITLE_LENGTH) -> str | None:
    """Plain text of at most `length` characters: tags stripped, entities decoded, white space folded."""
    if not isinstance(value, str):
        return None
    text = value[:_TITLE_SOURCE]
    if "<" in text:
        text = _TAG.sub("", _BREAK.sub(" ", _UNSEEN.sub(" ", text)))
    if "&" in text:
        text = html.unescape(text)
    if not text.isprintable():
        text = _UNPRINTABLE.sub("", text)
    text = " ".join(text.split())
    return (text if len(text) <= length else text[: length - 1].rstrip() + "…") or None


def name(value: Any) -> str | None:
    """A short word such as an author or an id elsewhere, as plain text; numbers are written out."""
    return title(str(value)) if isinstance(value, int) and not isinstance(value, bool) else title(value)


def count(value: Any) -> int | None:
    """A count: 12, "12", "1,234", "1.2K", "10K subscribers"; None for anything else, below 0 or beyond a database."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    if isinstance(value, str):
        return _written_count(value)
    try:
        return int(value) if 0 <= value <= _MOST else None
    except (ValueError, OverflowError):
        return None


def _written_count(text: str) -> int | None:
    start = text[:100].lstrip()
    number: int | None = None
    if found := _SHORTENED.match(start):
        number = round(float(f"{found[1]}.{found[2] or 0}") * _UNITS[found[3].lower()])
    elif found := _GROUPED.match(start):
        number = int(re.sub(r"\D", "", found[1]))
    return number if number is not None and number <= _MOST else None
