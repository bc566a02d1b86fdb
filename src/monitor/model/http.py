"""What a conversation with a network is made of: requests, answers, and documents to decode.

`observe` (connect/) yields `Request` and `Decode` and is sent `Response | NoResponse` and `Decoded | DecodeError`;
whoever drives it (run/, a test with recordings) decides how they are carried out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any


@dataclass(frozen=True, slots=True)
class Budget:
    """What a network allows one client on all its hosts together: so many requests per time span."""

    network: str
    requests: int
    per: timedelta


@dataclass(frozen=True, slots=True)
class RobotsTxt:
    """What a site's robots.txt said to us at an instant (UTC); no text where there is none."""

    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Grant:
    """How an access token is obtained (RFC 6749): the names of the secrets that are exchanged for it at `url`.

    `basic`: the client identifies itself by HTTP Basic, else in the form, its id under `id_name`.
    """

    url: str
    kind: str  # client_credentials or refresh_token
    client_id: str
    client_secret: str
    refresh_token: str | None = None
    scope: str = ""
    basic: bool = False
    id_name: str = "client_id"

    @property
    def secrets(self) -> tuple[str, ...]:
        names = (self.client_id, self.client_secret, self.refresh_token)
        return tuple(name for name in names if name is not None)


@dataclass(frozen=True, slots=True)
class Credential:
    """A key that fetch/ adds to a request. Secrets are named here, never held.

    `place` is bearer, basic, header or query; `name` that of the header or query parameter. The key is the secret
    called `key`, or the token that `grant` gives. `also` are headers that hold a secret besides.
    """

    place: str
    name: str
    key: str | None = None
    grant: Grant | None = None
    also: tuple[tuple[str, str], ...] = ()

    @property
    def secrets(self) -> tuple[str, ...]:
        """The names of all secrets that it takes, each once."""
        own = (self.key,) if self.key is not None else ()
        granted = self.grant.secrets if self.grant is not None else ()
        return tuple(dict.fromkeys((*own, *granted, *(secret for _, secret in self.also))))


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request. Header names are lower case. `credential` is the key that fetch/ adds.

    `own`: the address was made from the account's own URL or the operator's `base`, not found in an answer. Only such
    a request may reach an address that the operator opened (`allow_private`). `per_host` is how many requests a second
    the network allows a host, None where it says nothing. `page`: a web page, which is read only where the site's
    robots.txt lets programs read it. `budget` is what the network's hosts share, `reserve` how much of it must be left.
    `backoff` is the key under which a JSON answer says for how many seconds it wants to be left alone.
    """

    url: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    credential: Credential | None = None
    own: bool = True
    per_host: float | None = None
    page: bool = False
    budget: Budget | None = None
    reserve: int = 1
    backoff: str | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """One HTTP answer, its body decoded of any content coding and complete.

    Header names are lower case, several values joined by ", ". `url` is the address that answered, after redirects.
    `retry_at` is when the server allows the next request (from Retry-After and rate-limit headers), or None.
    `moved`: redirects led there, and each of them said that it is for good.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str
    retry_at: datetime | None = None
    moved: bool = False


class Refusal(StrEnum):
    """Why there is no answer."""

    UNREACHABLE = "unreachable"  # DNS, connection, TLS: nothing answered
    TIMEOUT = "timeout"  # no whole answer in time
    BROKEN = "broken"  # an answer that is not HTTP, or cut short
    TOO_LARGE = "too_large"  # more than the cap, decoded or in headers
    BLOCKED_ADDRESS = "blocked_address"  # a private or special address, or a scheme other than http and https
    REDIRECTS = "redirects"  # too many, or into a loop
    HELD = "held"  # the host's Retry-After is not over yet, or its network's budget used up; nothing was sent
    FORBIDDEN = "forbidden"  # the site's robots.txt keeps programs from this page
    NO_KEY = "no_key"  # a key is missing, or the network no longer accepts it
    RULES_UNKNOWN = "rules_unknown"  # the site's robots.txt cannot be read now, so no page is


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
    XML = "xml"
    MICROFORMATS = "microformats"
    SITE = "site"  # a web page for what it links to (connect/documents/site_page.py); no manifest asks for it


@dataclass(frozen=True, slots=True)
class Decode:
    """Ask for a document to be decoded, out of process where it may be hostile.

    `selectors` serve HTML only: {"items": css, "fields": {name: "css@attr"}, "page": {...}} (see
    connect/documents/decode.py).
    """

    format: Format
    body: bytes
    content_type: str = ""
    url: str = ""
    selectors: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A decoded document as plain JSON values: what it is depends on the format (see connect/documents/decode.py)."""

    document: Any


@dataclass(frozen=True, slots=True)
class DecodeError:
    """The document is not what it should be, or reading it took more time or memory than allowed."""

    detail: str
