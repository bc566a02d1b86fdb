"""What an answer means that brings no document to read. First the manifest's rules, then these tables.

NoResponse ── REFUSALS ──> Failure
Response ──── manifest's [[errors]], then ANSWERS, by status, header and body ──> Failure | None (read it)
                 └ a 404 or 410 of no words of the network's own ──> Absent (absence.py says what it comes to)
DecodeError ─ PAGES, by what the body looks like ──> Failure
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from html import escape
from urllib.parse import quote, urlsplit

from monitor.connect.checks.absence import Absent, Wording
from monitor.connect.documents.text import title
from monitor.connect.manifests.manifest import Manifest
from monitor.model.activity import number
from monitor.model.check import Failure, Outcome
from monitor.model.http import DecodeError, NoResponse, Refusal, Request, Response

_BODY = 20_000  # characters of an answer that rules search for their words
_DETAIL = 200
_COUNTED = re.compile(r"\w*\d\w*")  # a word with a digit
_BETWEEN = frozenset((407, 502, 503, 504))  # what stands between us and the hosts may say this without a word

REFUSALS: Mapping[Refusal, Outcome] = {
    Refusal.UNREACHABLE: Outcome.TEMPORARY,
    Refusal.TIMEOUT: Outcome.TEMPORARY,
    Refusal.BROKEN: Outcome.TEMPORARY,
    Refusal.TOO_LARGE: Outcome.CHANGED_FORMAT,  # an operator's matter: the cap or the address
    Refusal.BLOCKED_ADDRESS: Outcome.BLOCKED,
    Refusal.REDIRECTS: Outcome.CHANGED_FORMAT,
    Refusal.HELD: Outcome.RATE_LIMITED,
    Refusal.NO_KEY: Outcome.UNAUTHORISED,
    Refusal.FORBIDDEN: Outcome.BLOCKED,
    Refusal.RULES_UNKNOWN: Outcome.TEMPORARY,
}


@dataclass(frozen=True, slots=True)
class Rule:
    """An answer with one of these statuses, and this header where one is named, means `outcome`."""

    statuses: frozenset[int]
    outcome: Outcome
    header: str | None = None
    value: re.Pattern[str] | None = None
    detail: str = ""


def _rule(statuses: Iterable[int], outcome: Outcome, header: str = "", value: str = "", detail: str = "") -> Rule:
    return Rule(frozenset(statuses), outcome, header or None, re.compile(value, re.IGNORECASE), detail)


# The statuses that bring a document. 201 is how some frameworks answer whatever was posted, 203 a document that passed
# a proxy, 206 a part, yet the whole where no range is stated, or one of all bytes: none was asked for. Not 202, which
# says that the answer is still being made, and is how challenges are served; nor 207, 208 and 226, which answer other
# questions than ours. An empty list under one of those would be taken for silence.
_READ = frozenset({200, 201, 203, 206})
_ERRORS = range(400, 600)

ANSWERS: tuple[Rule, ...] = (  # the first that fits
    _rule((*_ERRORS, *range(200, 300)), Outcome.BLOCKED, "cf-mitigated", "challenge", "a challenge"),
    _rule((403, 429), Outcome.RATE_LIMITED, "x-ratelimit-remaining", r"^0(\.0+)?$"),
    _rule(_READ, Outcome.CHANGED_FORMAT, "refresh", r"url\s*=", "a page that sends elsewhere"),
    _rule((401,), Outcome.UNAUTHORISED),
    _rule((402, 403, 451, 999), Outcome.BLOCKED),
    _rule((404, 410), Outcome.GONE),
    _rule((420, 429), Outcome.RATE_LIMITED),
    _rule((407, 408, 409, 421, 423, 424, 425), Outcome.TEMPORARY),
    _rule((501, 505), Outcome.CHANGED_FORMAT),
    _rule(range(400, 500), Outcome.CHANGED_FORMAT),  # our question is not understood any more
    _rule(range(500, 600), Outcome.TEMPORARY),
    _rule(range(300, 400), Outcome.CHANGED_FORMAT),  # a redirect that leads nowhere
    _rule({*range(100, 300)} - _READ, Outcome.TEMPORARY),
)

PAGES: Mapping[str, tuple[Outcome, str]] = {  # words of an HTML page where another document was expected
    r"<title>\s*just a moment|<title>[^<]{0,80}captcha|challenge-running|cf-chl-": (Outcome.BLOCKED, "a challenge"),
    r"type\s*=\s*[\"']?password|<title>[^<]{0,80}\b(?:log|sign) ?in\b": (Outcome.LOGIN_REQUIRED, "a login page"),
    r"action\s*=\s*[\"'][^\"']{0,99}consent|<title>\s*before you": (Outcome.LOGIN_REQUIRED, "a consent page"),
}

_BYTES = re.compile(r"bytes[\s=:]*0+-(\d{1,18})/(\d{1,18})")  # from the first one on: the last, and how many there are

LOGIN_PAGES = re.compile(
    r"^https?://(?:consent|login|accounts|sso|auth)\.[^/]+/"
    r"|^https?://[^/]+/(?:[^?#]*/)?(?:login|log-in|log_in|signin|sign-in|sign_in|consent|authwall|wp-login\.php)(?:[/?#]|$)",
    re.IGNORECASE,
)


def refused(answer: NoResponse) -> Failure:
    """No answer at all, or none that can be used.

    Where every host sends on to one place that may not be asked, that is one page: its words name the place.
    """
    outcome = REFUSALS.get(answer.why, Outcome.TEMPORARY)
    page = number(answer.detail) if answer.answered and answer.detail else None
    return Failure(outcome, _short(answer.detail) or answer.why.value, answer.retry_at, answer.answered, page)


def failure(manifest: Manifest, request: Request, response: Response) -> Failure | None:
    """What an answer without a document means, or None where its document can be read."""
    failed = _meaning(manifest, request, response)
    return failed and replace(failed, page=page_number(request, response))


def page_number(request: Request, response: Response) -> int | None:
    """A number for the page that answered, the same whichever host was asked; None for a blank one of a host's own.

    What a page that answers for every host says of the one that was asked is left out: its address in any form, and
    words with digits (sessions, times, numbers of requests).
    """
    words = _words(response).lower()
    for said in _forms(request.url.lower()):
        words = words.replace(said, "")
    words = " ".join(_COUNTED.sub("", words).split())
    if not words and response.status in _BETWEEN:
        return number(str(response.status))
    return number(words) if words else None


def _forms(url: str) -> list[str]:
    """How a page may name the address that was asked for, the longest first."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return []
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    host = parts.hostname or ""
    plain = {url, path, parts.netloc, host, host.removeprefix("www.")}
    said = {form for each in plain for form in (each, quote(each, safe="").lower(), escape(each))}
    return sorted((form for form in said if len(form) > 3), key=len, reverse=True)


def _meaning(manifest: Manifest, request: Request, response: Response) -> Failure | None:
    if request.url != response.url:
        if any(page.match(response.url) for page in manifest.login_pages):
            return _failure(Outcome.LOGIN_REQUIRED, "sent on to a page for members", response)
        if LOGIN_PAGES.match(response.url) and not LOGIN_PAGES.match(request.url):
            return _failure(Outcome.LOGIN_REQUIRED, "sent on to a login or consent page", response)
    for rule in manifest.errors:
        if rule.status is not None and response.status not in rule.status:
            continue
        if rule.header is not None and not _has(response, rule.header.lower(), rule.value):
            continue
        if rule.body is not None and not rule.body.search(_words(response)):
            continue
        failed = _failure(rule.means, rule.detail, response)
        return _absent(failed, request, Wording.ANYTHING) if rule.seen else failed
    for known in ANSWERS:
        if response.status in known.statuses and (known.header is None or _has(response, known.header, known.value)):
            failed = _failure(known.outcome, known.detail, response)
            gone = failed.outcome is Outcome.GONE
            return _absent(failed, request, _said(manifest, response)) if gone else failed
    if response.status not in _READ:
        return _failure(Outcome.TEMPORARY, "", response)
    return _failure(Outcome.TEMPORARY, "a part of the document", response) if _is_part(response) else None


def undecodable(error: DecodeError, request: Request, response: Response) -> Failure:
    """The document is not what it should be: a login page, a challenge, or another format."""
    words = _words(response)
    if "<" not in words[:500]:
        return _failure(Outcome.CHANGED_FORMAT, error.detail, response)
    outcome, detail = next(
        (meant for known, meant in PAGES.items() if re.search(known, words, re.IGNORECASE)),
        (Outcome.CHANGED_FORMAT, error.detail),
    )
    return replace(_failure(outcome, detail, response), page=page_number(request, response))


def changed(detail: str) -> Failure:
    """The document was read, and does not have the shape that the manifest knows."""
    return Failure(Outcome.CHANGED_FORMAT, _short(detail))


def _failure(outcome: Outcome, detail: str, response: Response) -> Failure:
    said = _short(detail) or f"HTTP {response.status}"
    return Failure(outcome, _short(f"{said} from {_host(response.url)}"), response.retry_at)


def _absent(failed: Failure, request: Request, said: Wording) -> Absent:
    return Absent(failed.outcome, failed.detail, failed.retry_at, asked=request.url, said=said)


def _said(manifest: Manifest, response: Response) -> Wording:
    if response.status == 410:
        return Wording.STATUS
    return Wording.OTHERS if manifest.has_words and response.body.strip() else Wording.NOTHING


def _is_part(response: Response) -> bool:
    """Whether an answer states that bytes are left out. Ranges of other units are pages of lists."""
    if response.status != 206:
        return False
    if response.headers.get("content-type", "").lower().startswith("multipart/"):
        return True
    stated = response.headers.get("content-range", "").strip().lower()
    span = _BYTES.fullmatch(stated)
    return stated.startswith("bytes") and not (span and int(span[1]) + 1 == int(span[2]))


def _has(response: Response, header: str, value: re.Pattern[str] | None) -> bool:
    text = response.headers.get(header)
    return text is not None and (value is None or value.search(text.strip()) is not None)


def _words(response: Response) -> str:
    return response.body[:_BODY].decode("utf-8", "replace")


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc.rpartition("@")[2] or "the server"
    except ValueError:
        return "the server"


def _short(text: str) -> str:
    return title(text.replace("<", "‹"), _DETAIL) or ""
