"""The suite of HTTP caches, as far as it is about asking again: run with a store, check after check.

This program is no cache: it keeps no answers, so nothing is ever served from it, and it decides by its own interval
when to check. It is a client that asks conditionally, and that is the half which is tested here.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from monitor import resources
from support.program import Clock, Program
from support.site import Page, Site

Make = Callable[[str], Program]
SUITE = Path(__file__).parents[4] / "shared" / "suites" / "http-cache" / "cases.jsonl"
CASES: dict[str, dict[str, Any]] = (
    {case["id"]: case for case in map(json.loads, SUITE.read_text().splitlines())} if SUITE.exists() else {}
)
REVALIDATED = (
    "cc-resp-no-cache-revalidate",
    "ccreq-no-cache-lm",
    "ccreq-no-cache-etag",
    "conditional-lm-fresh",
    "conditional-lm-stale",
    "conditional-etag-strong-respond",
    "conditional-304-etag",
    "conditional-etag-precedence",
    "conditional-etag-unquoted-respond-unquoted",
    "conditional-etag-weak-respond",
    "conditional-etag-weak-respond-lowercase",
    "conditional-etag-vary-headers",
    "conditional-etag-vary-headers-mismatch",
    "conditional-etag-weak-generate-weak",
    "304-lm-use-stored-Test-Header",
    "304-etag-update-response-Content-Foo",
    "304-etag-update-response-X-Content-Foo",
    "304-etag-update-response-Cache-Control",
    "304-etag-update-response-Content-MD5",
    "304-etag-update-response-Content-Range",
    "304-etag-update-response-Content-Type",
    "304-etag-update-response-Clear-Site-Data",
    "304-etag-update-response-ETag",
    "304-etag-update-response-Expires",
    "304-etag-update-response-Public-Key-Pins",
    "304-etag-update-response-Set-Cookie",
    "304-etag-update-response-Set-Cookie2",
    "304-etag-update-response-X-Frame-Options",
)
NOT_OURS = {  # cases of the groups about conditions that are not for a client that keeps no answers, and why
    "conditional-lm-fresh-earlier": "a date that somebody else sends to a cache: ours is always the one we were given",
    "conditional-etag-quoted-respond-unquoted": "a tag that somebody else sends to a cache, not the one we were given",
    "conditional-etag-unquoted-respond-quoted": "a tag that somebody else sends to a cache, not the one we were given",
    "conditional-etag-strong-respond-multiple-second": "several tags: we know one answer, the last",
    "conditional-etag-strong-respond-multiple-last": "several tags: we know one answer, the last",
    "conditional-etag-forward": "a condition that somebody else sends through a cache: without a memory we send none",
    "conditional-etag-strong-respond-obs-text": "a tag outside ASCII is not kept: asked in full again, never garbled",
    "304-etag-update-response-Content-Encoding": "its body is in a coding that nobody knows: there is nothing to keep",
}
OUT = {  # the other cases of each group, and why
    "age-parse": "how long a stored answer may be served: none is",
    "auth": "whether an answer may be shared between users: none is",
    "cc-freshness": "how long a stored answer may be served: none is",
    "cc-parse": "how long a stored answer may be served: none is",
    "cc-request": "what a client asks of a cache: we ask the server itself, each time",
    "cc-response": "whether an answer may be stored or served: none is",
    "cdn-cache-control": "for caches in the server's own network",
    "expires": "how long a stored answer may be served: none is",
    "expires-parse": "how long a stored answer may be served: none is",
    "headers": "which headers are served with a stored answer: none is",
    "heuristic": "how long a stored answer may be served where nothing is said: none is",
    "interim": "whether interim answers pass through a cache",
    "invalidation": "what a change through a cache makes of its copies: we change nothing",
    "method": "whether the answer to a POST is stored: none is sent",
    "other": "what a cache adds to answers, and how it serves them",
    "partial": "parts of bodies: we never ask for one",
    "pragma": "how long a stored answer may be served: none is",
    "stale": "whether an old answer may be served while the server is down: none is",
    "status": "which statuses are stored: none is",
    "updateHEAD": "what the answer to a HEAD changes in a stored answer: there is none",
    "vary": "which of several stored answers is served: none is",
    "vary-parse": "which of several stored answers is served: none is",
}
ITEM = "<item><guid>1</guid><pubDate>Sun, 15 Nov 2026 09:00:00 GMT</pubDate></item>"
FEED = f'<rss version="2.0"><channel><title>Acme</title>{ITEM}</channel></rss>'.encode()
CONDITIONS = {"if-none-match": "etag", "if-modified-since": "last-modified"}
Headers = dict[str, str]


class Origin:
    """The suite's server: answers as the case says, and with a 304 where the condition is met."""

    def __init__(self, site: Site, clock: Clock, requests: list[dict[str, Any]]) -> None:
        self.site, self.clock, self.requests = site, clock, requests
        self.given: list[Headers] = []  # the headers of each answer, lower case
        self.statuses: list[int] = []
        site.pages["/feed"] = self.answer

    def answer(self) -> Page:
        case = self.requests[len(self.given)] if len(self.given) < len(self.requests) else {}
        headers = {name: self._written(value) for name, value, *_ in case.get("response_headers", [])}
        asked, known = self.site.asked[-1][1], self.validators()
        met = [asked[name] == known.get(header) for name, header in CONDITIONS.items() if name in asked]
        self.given.append({name.lower(): value for name, value in headers.items()})
        self.statuses.append(304 if met and met[0] else 200)
        return self.statuses[-1], headers, b"" if self.statuses[-1] == 304 else FEED

    def _written(self, value: str | int) -> str:
        """A number counts seconds from now, as a date."""
        return value if isinstance(value, str) else format_datetime(self.clock.now + timedelta(seconds=value), True)

    def validators(self) -> Headers:
        """The last ETag and Last-Modified that were given."""
        return {name: headers[name] for headers in self.given for name in CONDITIONS.values() if name in headers}


def sending(app: Program, folder: Path, headers: list[list[Any]]) -> None:
    """Makes the feed's manifest send these headers, those apart that are made of what is remembered."""
    own = ", ".join(f'"{name}" = "{value}"' for name, value in headers if name.lower() not in CONDITIONS)
    text = (resources.folder("connectors") / "feed.toml").read_text()
    folder.mkdir(exist_ok=True)
    (folder / "feed.toml").write_text(text.replace('format = "feed"', f'format = "feed"\nheaders = {{ {own} }}'))


@pytest.mark.shared
@pytest.mark.parametrize("name", REVALIDATED if CASES else ())
def test_what_was_given_is_sent_back_exactly(
    name: str, site: Site, program: Make, clock: Clock, tmp_path: Path
) -> None:
    """F066: the validators of the last answer, a 304 as well as a 200, and nothing else, make the next question."""
    requests = CASES[name]["expect"]["requests"]
    origin = Origin(site, clock, requests)
    app = program(f'[[accounts]]\nid = "a"\nbrand = "acme"\nnetwork = "feed"\nurl = "{site.base}/feed"\n')
    app.path.write_text(
        app.path.read_text().replace("poll_every", f'connectors = ["{tmp_path / "own"}"]\npoll_every', 1)
    )
    for number in range(len(requests) + 1):  # once more, for what the last answer left
        expected = {condition: origin.validators().get(header) for condition, header in CONDITIONS.items()}
        case = requests[number] if number < len(requests) else {}
        sending(app, tmp_path / "own", case.get("request_headers", []))
        ran = app.poll()
        assert ran.tally is not None
        assert (ran.tally.checks, ran.tally.failed, ran.tally.new) == (1, 0, int(number == 0))
        asked = site.asked[-1][1]
        assert {condition: asked.get(condition) for condition in CONDITIONS} == expected
        for header, value, *_ in case.get("expected_request_headers", []):
            assert asked[header.lower()] == value
        assert "cookie" not in asked
        clock.forward(hours=7)
    assert origin.statuses == [200] + [304] * len(requests)


@pytest.mark.shared
@pytest.mark.skipif(not CASES, reason="../shared is not beside the checkout")
def test_every_case_is_run_or_left_out_for_a_reason() -> None:
    groups = {case["group"] for case in CASES.values()}
    named = {*REVALIDATED, *NOT_OURS}
    assert len(REVALIDATED) + len(NOT_OURS) == len(named)
    assert named <= set(CASES)
    assert groups - set(OUT) == {"conditional-inm", "conditional-lm", "update304"}
    assert set(OUT) <= groups
    assert {name for name, case in CASES.items() if case["group"] not in OUT} <= named
    validated = {"etag_validated", "lm_validated"}
    for name, case in CASES.items():
        asks_again = validated & {request.get("expected_type") for request in case["expect"]["requests"]}
        assert not asks_again or name in named
