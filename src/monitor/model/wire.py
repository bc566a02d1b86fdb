"""What a conversation with a network is made of: requests, answers, and documents to decode.

The engine (connect/) yields `Request` and `Decode` and is sent `Response | NoResponse` and `Decoded | DecodeError`;
whoever drives it (run/, a test with recordings) decides how they are carried out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request. Header names are lower case. `credential` names a key that fetch/ adds, bound to its host.

    `own`: the address was made from the account's own URL or the operator's `base`, not found in an answer. Only such
    a request may reach an address that the operator opened (`allow_private`). `per_host` is how often a second the
    network lets a host be asked, None where it says nothing.
    """

    url: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    credential: str | None = None
    own: bool = True
    per_host: float | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """One HTTP answer, its body decoded of any content coding and complete.

    Header names are lower case, several values joined by ", ". `url` is the address that answered, after redirects.
    `retry_at` is when the server allows the next request (from Retry-After and rate-limit headers), or None.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str
    retry_at: datetime | None = None


class Refusal(StrEnum):
    """Why there is no answer."""

    UNREACHABLE = "unreachable"  # DNS, connection, TLS: nothing answered
    TIMEOUT = "timeout"  # no whole answer in time
    BROKEN = "broken"  # an answer that is not HTTP, or cut short
    TOO_LARGE = "too_large"  # more than the cap, decoded or in headers
    BLOCKED_ADDRESS = "blocked_address"  # a private or special address, or a scheme other than http and https
    REDIRECTS = "redirects"  # too many, or into a loop
    HELD = "held"  # the host's Retry-After is not over yet; nothing was sent


@dataclass(frozen=True, slots=True)
class NoResponse:
    """No usable answer. `answered` is true where the server sent a status line: then our own network is up."""

    why: Refusal
    detail: str
    answered: bool = False
    retry_at: datetime | None = None


class Format(StrEnum):
    """How a document is read."""

    FEED = "feed"
    JSON = "json"
    HTML = "html"


@dataclass(frozen=True, slots=True)
class Decode:
    """Ask for a document to be decoded, out of process where it may be hostile.

    `selectors` serve HTML only: {"items": css, "fields": {name: "css@attr"}, "page": {...}} (see connect/decode.py).
    """

    format: Format
    body: bytes
    content_type: str = ""
    url: str = ""
    selectors: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A decoded document as plain JSON values: what it is depends on the format (see connect/decode.py)."""

    document: Any


@dataclass(frozen=True, slots=True)
class DecodeError:
    """The document is not what it should be, or reading it took more time or memory than allowed."""

    detail: str
