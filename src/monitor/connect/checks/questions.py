"""One question of a conversation: a request, its answer, and the document in it.

A question is conditional where a validator is given. The validator that comes with an answer is kept from a 200 and
from a 304 alike; a cache's old copy is known by its age.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeAlias, TypeVar

from monitor.connect.checks import failures
from monitor.connect.dates.parse import read_date
from monitor.connect.manifests.manifest import Manifest
from monitor.connect.manifests.paging import ReadPage
from monitor.model.activity import Validator
from monitor.model.check import Failure, Outcome
from monitor.model.http import Credential, Decode, Decoded, DecodeError, Format, NoResponse, Request, Response

ACCEPT: Mapping[Format, str] = {
    Format.FEED: "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5",
    Format.JSON: "application/json",
    Format.HTML: "text/html, application/xhtml+xml",
    Format.XML: "application/xml, text/xml",
    Format.MICROFORMATS: "text/html, application/xhtml+xml, application/mf2+json",
    Format.SITE: "text/html, application/xhtml+xml",
}
FULL_EVERY = timedelta(days=7)  # an answer older than this is asked for in full again
STALE = 86_400  # seconds in a cache after which a copy says nothing of today
_LONGEST_VALIDATOR = 1000

T = TypeVar("T")
Question: TypeAlias = Request | Decode
Answer: TypeAlias = Response | NoResponse | Decoded | DecodeError
Talk: TypeAlias = Generator[Question, Answer, T]


@dataclass(frozen=True, slots=True)
class Page(ReadPage):
    """A document as it was read, and what to send to ask for it conditionally next time. `moved`: see Response."""

    validator: Validator | None
    stale: str  # why this is an old copy, "" where it is none
    moved: bool = False
    number: int | None = None  # of an HTML page: the same where one page answers for every host


@dataclass(frozen=True, slots=True)
class NotModified:
    """The server says that nothing changed since the answer that the validator came with."""

    validator: Validator
    stale: str


Got: TypeAlias = Page | NotModified | Failure


@dataclass(frozen=True, slots=True)
class Ask:
    """What to ask, and how its document is read. `own` and `credential`: see model/http.py; a `body` is posted."""

    url: str
    format: Format
    headers: Mapping[str, str]
    own: bool
    selectors: Mapping[str, Any]
    body: bytes | None = None
    credential: Credential | None = None


def ask(manifest: Manifest, question: Ask, known: Validator | None, now: datetime) -> Talk[Got]:
    """Asks one question; `known` makes it conditional, unless the last full answer is too old."""
    condition = _condition(known, now)
    headers = {"accept": ACCEPT[question.format]} | {name.lower(): value for name, value in question.headers.items()}
    posted = {"content-type": "application/json"} if question.body is not None else {}
    request = Request(
        question.url,
        "GET" if question.body is None else "POST",
        headers=headers | posted | condition,
        body=question.body,
        credential=question.credential,
        own=question.own,
        per_host=manifest.limit.per_host,
        page=question.format in (Format.HTML, Format.MICROFORMATS),
        budget=manifest.budget,
        backoff=manifest.limit.backoff,
    )
    response = yield request
    if isinstance(response, NoResponse):
        return failures.refused(response)
    if not isinstance(response, Response):
        raise TypeError(f"a Request was answered by {type(response).__name__}")
    if response.status == 304:
        if known is None or not condition:
            return Failure(Outcome.TEMPORARY, "HTTP 304 to a question without a condition", response.retry_at)
        return NotModified(_validator(response, known.full_at, known), _stale(response, now))
    failed = failures.failure(manifest, request, response)
    if failed is not None:
        return failed
    decoded = yield Decode(
        question.format, response.body, response.headers.get("content-type", ""), response.url, question.selectors
    )
    if isinstance(decoded, DecodeError):
        return failures.undecodable(decoded, request, response)
    if not isinstance(decoded, Decoded):
        raise TypeError(f"a Decode was answered by {type(decoded).__name__}")
    fresh = _validator(response, now)
    useful = fresh if fresh.etag or fresh.last_modified else None
    page = failures.page_number(request, response) if request.page else None
    stale = _stale(response, now)
    return Page(response.url, response.headers, decoded.document, useful, stale, response.moved, page)


def _condition(known: Validator | None, now: datetime) -> dict[str, str]:
    if known is None or now - known.full_at >= FULL_EVERY:
        return {}
    condition = {"if-none-match": known.etag, "if-modified-since": known.last_modified}
    return {name: value for name, value in condition.items() if value}


def _validator(response: Response, full_at: datetime, before: Validator | None = None) -> Validator:
    """The answer's validators; a 304 that names none keeps those that were sent."""
    etag, modified = _header(response, "etag"), _header(response, "last-modified")
    if before is not None:
        etag, modified = etag or before.etag, modified or before.last_modified
    return Validator(etag, modified, full_at)


def _header(response: Response, name: str) -> str | None:
    """A header that can be sent back: printable ASCII of a reasonable length."""
    value = response.headers.get(name, "").strip()
    return value if value.isascii() and value.isprintable() and 0 < len(value) <= _LONGEST_VALIDATOR else None


def _stale(response: Response, now: datetime) -> str:
    """Why a cache made the answer out of an old copy: its age, or its date (RFC 9111, 4.2.3); "" where none did.

    A server whose clock is so far behind looks the same as such a cache: in doubt nobody saw what is new.
    """
    age = response.headers.get("age", "").strip()
    kept = int(age) if age.isascii() and age.isdigit() and len(age) < 12 else 0
    if kept > STALE:
        days = kept // STALE
        return f"an old copy from a cache (Age: {days} {'day' if days == 1 else 'days'})"
    made, _ = read_date(response.headers.get("date"), "rfc822", now)
    if made is not None and (now - made).total_seconds() > STALE:
        return f"an old copy from a cache (dated {made:%Y-%m-%d %H:%M} UTC)"
    if response.headers.get("warning", "").lstrip().startswith(("110", "112")):
        return "an old copy from a cache (Warning: 110, it is out of date)"
    return ""
