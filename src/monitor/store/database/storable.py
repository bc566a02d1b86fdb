"""What networks send, made fit for a database: no text is refused, no row is lost over one."""

from __future__ import annotations

TITLE = 80  # characters kept of a title
URL = 2000  # a longer address is not kept: cut, it would lead elsewhere
DETAIL = 500
_LARGEST = 2**63 - 1


def text(value: str, limit: int) -> str:
    """The text without NUL and lone surrogates (each becomes U+FFFD), at most `limit` characters."""
    value = value[:limit]
    if value.isascii():
        return value.replace("\0", "\ufffd") if "\0" in value else value
    return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").replace("\0", "\ufffd")


def title(value: str | None) -> str | None:
    """A title for a mail: one line, cut with an ellipsis."""
    if not value:
        return None
    line = " ".join(text(value, TITLE * 4).split())
    return line if len(line) <= TITLE else line[: TITLE - 1].rstrip() + "…"


def url(value: str | None) -> str | None:
    """The address, or None where it is too long to keep."""
    return text(value, URL) if value and len(value) <= URL else None


def number(value: int | None) -> int | None:
    """The number kept within 64 signed bits."""
    return None if value is None else max(-_LARGEST, min(_LARGEST, value))
