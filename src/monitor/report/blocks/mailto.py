"""A prepared mail to the operator, as a link, for readers who have no terminal. Opening it sends nothing. Pure."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

_LONGEST: Final = 900  # characters of a link: some mail programs cut longer ones off


def mailto(address: str, subject: str, body: str) -> str | None:
    """mailto:ADDRESS?subject=...&body=... (RFC 6068), every special character percent-encoded.

    None without an address, and where the link would be too long.
    """
    if not address:
        return None
    user, _, domain = address.rpartition("@")
    fields = "&".join(f"{name}={quote(_lines(text), safe='')}" for name, text in (("subject", subject), ("body", body)))
    link = f"mailto:{quote(user, safe='')}@{quote(domain, safe='')}?{fields}"
    return link if len(link) <= _LONGEST else None


def _lines(text: str) -> str:
    return "\r\n".join(text.split("\n")).encode("utf-8", "replace").decode("utf-8")
