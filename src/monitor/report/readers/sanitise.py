"""Makes text and links that come from outside fit for a message.

Outside is everything that a network, or the operator's files, may have put into a name, a title or an error message.

| danger                                     | what is done                                                 |
|--------------------------------------------|--------------------------------------------------------------|
| line breaks and control characters         | a space: a header stays one line, a terminal is not steered  |
| bidirectional overrides                    | removed: text cannot pretend to be other text                |
| lone surrogates                            | U+FFFD: they cannot be encoded                               |
| "=?", the start of an encoded word         | "= ?" : the mail library would decode it, line breaks and all |
| links other than http and https            | not a link                                                   |
| links to this machine or a private address | not a link, unless it is the account's own, declared host    |
"""

from __future__ import annotations

import ipaddress
import re
from typing import Final
from urllib.parse import urlsplit

_BREAKING: Final = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029]+")
_BIDI: Final = re.compile(r"[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")
_APART: Final = re.compile(r"(?<=\d) (?=\w{1,3}\b)|(?<=«) | (?=[:;!?»](?:\s|$))")
_UNSAFE_IN_URL: Final = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\\\"<>]")


def line(text: str, limit: int = 120) -> str:
    """`text` as one clean line of at most `limit` characters; longer text ends with an ellipsis."""
    text = _SURROGATE.sub("\ufffd", _BIDI.sub("", text[: limit * 8]))
    text = _BREAKING.sub(" ", text).replace("=?", "= ?").strip()
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def unbroken(text: str) -> str:
    """`text` that breaks at the end of a line neither between a number and its unit nor before a French sign."""
    return _APART.sub("\u00a0", text)


def link(url: str | None, home: str = "") -> str | None:
    """`url` where it may be clicked, else None. `home` is the account's declared address: its host is trusted."""
    if not url or len(url) > 500 or _UNSAFE_IN_URL.search(url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        trusted = bool(home) and host == urlsplit(home).hostname
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or "@" in parts.netloc:
        return None
    return url if trusted or _is_public(host) else None


def _is_public(host: str) -> bool:
    """Whether a host's spelling is that of a public name or address (nothing is resolved)."""
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        labels = host.rstrip(".").split(".")
        numeric = re.fullmatch(r"(0x[0-9a-f]*|\d+)", labels[-1])  # 2130706433, 0x7f.1 and their like
        return len(labels) > 1 and not numeric and labels[-1] not in ("localhost", "local", "internal")
