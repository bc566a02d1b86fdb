"""Redirects: what is followed, what goes along, and what stays behind."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from itertools import pairwise

import httpx
import pytest
import respx

from monitor.fetch.client import Fetcher
from monitor.model.http import Credential, NoResponse, Refusal, Request, Response
from monitor.model.settings import FetchSettings

KEY = Credential("bearer", "authorization", "key")

NOW = datetime(2026, 6, 15, 10, tzinfo=UTC)
START = "https://feeds.example/start"


class _Unread(httpx.AsyncByteStream):
    def __aiter__(self) -> AsyncIterator[bytes]:
        raise AssertionError("the body was read")


def _send(router: respx.Router, request: Request, **settings: int) -> Response | NoResponse:
    async def run() -> Response | NoResponse:
        fetcher = Fetcher(
            FetchSettings(per_host=0, max_redirects=settings.get("max_redirects", 5)),
            user_agent="test",
            secrets={"key": "s3cret-key"}.get,
            transport=httpx.MockTransport(router.async_handler),
        )
        async with fetcher:
            return await fetcher.send(request, NOW)

    return asyncio.run(run())


def _router() -> respx.Router:
    return respx.Router(assert_all_called=False)


def _chain(router: respx.Router, *urls: str, status: int = 302) -> None:
    for here, there in pairwise(urls):
        router.route(url=here).respond(status, headers={"location": there})
    router.route(url=urls[-1]).respond(200, text="the feed")


def _seen(router: respx.Router) -> list[httpx.Request]:
    return [call.request for call in router.calls]


@pytest.mark.parametrize(
    ("location", "reached"),
    [
        ("/feed", "https://feeds.example/feed"),
        ("feed?x=1", "https://feeds.example/feed?x=1"),
        ("//other.example/feed", "https://other.example/feed"),
        ("HTTP://Other.example/feed#part", "http://other.example/feed"),
        ("/a feed", "https://feeds.example/a%20feed"),
        ("/\u00e9t\u00e9", "https://feeds.example/%C3%A9t%C3%A9"),
    ],
)
def test_a_location_is_resolved(location: str, reached: str) -> None:
    router = _router()
    router.route(url=START).mock(httpx.Response(302, headers=[(b"location", location.encode())]))
    router.route(url=reached).respond(200, text="the feed")
    answer = _send(router, Request(START))
    assert isinstance(answer, Response)
    assert (answer.status, answer.body, answer.url) == (200, b"the feed", reached)


def test_five_hops_are_followed_and_a_sixth_is_not() -> None:
    """F056: a chain of redirects has an end."""
    hops = [f"https://feeds.example/{number}" for number in range(7)]
    router = _router()
    _chain(router, *hops[:6])
    assert isinstance(_send(router, Request(hops[0])), Response)
    router = _router()
    _chain(router, *hops)
    answer = _send(router, Request(hops[0]))
    assert isinstance(answer, NoResponse)
    assert (answer.why, answer.answered, len(_seen(router))) == (Refusal.REDIRECTS, True, 6)


def test_no_redirect_is_followed_where_the_settings_say_so() -> None:
    router = _router()
    _chain(router, START, "https://feeds.example/feed")
    answer = _send(router, Request(START), max_redirects=0)
    assert isinstance(answer, NoResponse)
    assert (answer.why, len(_seen(router))) == (Refusal.REDIRECTS, 1)


def test_a_circle_is_left_at_once() -> None:
    """F056: a circle of redirects is left."""
    router = _router()
    router.route(url=START).respond(302, headers={"location": "/b"})
    router.route(url="https://feeds.example/b").respond(302, headers={"location": START})
    answer = _send(router, Request(START))
    assert isinstance(answer, NoResponse)
    assert (
        answer.why,
        answer.detail,
        len(_seen(router)),
    ) == (Refusal.REDIRECTS, "feeds.example:443 redirects in a circle", 2)


@pytest.mark.parametrize("location", ["", "file:///etc/passwd", "gopher://feeds.example/", "data:text/xml,<rss/>"])
def test_a_redirect_out_of_http_is_not_followed(location: str) -> None:
    """F058: file, gopher, ftp and data are not asked."""
    router = _router()
    router.route(url=START).respond(302, headers={"location": location})
    answer = _send(router, Request(START))
    assert isinstance(answer, NoResponse)
    assert (answer.why, answer.answered, len(_seen(router))) == (Refusal.BLOCKED_ADDRESS, True, 1)


@pytest.mark.parametrize("status", [300, 304, 305, 306])
def test_other_statuses_stand_for_themselves(status: int) -> None:
    router = _router()
    router.route(url=START).respond(status, headers={"location": "/elsewhere"})
    answer = _send(router, Request(START))
    assert isinstance(answer, Response)
    assert (answer.status, answer.url) == (status, START)


def test_a_redirect_without_location_stands_for_itself() -> None:
    router = _router()
    router.route(url=START).respond(302, text="nowhere")
    answer = _send(router, Request(START))
    assert isinstance(answer, Response)
    assert (answer.status, answer.body) == (302, b"nowhere")


@pytest.mark.parametrize(
    ("status", "method", "expected"),
    [
        (301, "POST", ("GET", b"")),
        (302, "POST", ("GET", b"")),
        (303, "POST", ("GET", b"")),
        (303, "PUT", ("GET", b"")),
        (303, "HEAD", ("HEAD", b"")),
        (302, "HEAD", ("HEAD", b"")),
        (307, "POST", ("POST", b'{"q": 1}')),
        (308, "POST", ("POST", b'{"q": 1}')),
    ],
)
def test_the_method_after_a_redirect(status: int, method: str, expected: tuple[str, bytes]) -> None:
    router = _router()
    _chain(router, START, "https://feeds.example/feed", status=status)
    body = None if method == "HEAD" else b'{"q": 1}'
    headers = {} if body is None else {"content-type": "application/json"}
    _send(router, Request(START, method=method, headers=headers, body=body))
    last = _seen(router)[-1]
    assert (last.method, last.content) == expected
    assert ("content-type" in last.headers) == (expected[0] == "POST")


def test_a_body_does_not_go_to_another_host() -> None:
    router = _router()
    _chain(router, START, "https://other.example/", status=307)
    answer = _send(router, Request(START, method="POST", body=b"password=x"))
    assert isinstance(answer, NoResponse)
    assert (answer.why, len(_seen(router))) == (Refusal.BLOCKED_ADDRESS, 1)


CARRIED = {
    "authorization": "Bearer of-the-manifest",
    "cookie": "session=1",
    "x-api-key": "k",
    "client-id": "c",
    "if-none-match": '"etag"',
    "if-modified-since": "Mon, 15 Jun 2026 09:00:00 GMT",
    "accept": "application/rss+xml",
    "accept-language": "fr",
}


@pytest.mark.parametrize(
    ("start", "location", "kept"),
    [
        ("https://feeds.example/", "https://feeds.example/feed", True),
        ("http://feeds.example/", "https://feeds.example/feed", True),
        ("https://feeds.example/", "http://feeds.example/feed", False),
        ("https://feeds.example/", "https://feeds.example:8443/feed", False),
        ("https://feeds.example/", "https://www.feeds.example/feed", False),
        ("https://feeds.example/", "https://feeds.example.evil.example/feed", False),
        ("http://feeds.example:8080/", "https://feeds.example/feed", False),
    ],
)
def test_what_goes_along(start: str, location: str, kept: bool) -> None:
    """F061: to another host goes nothing that was made for the first."""
    router = _router()
    _chain(router, start, location)
    _send(router, Request(start, headers=CARRIED))
    first, last = _seen(router)
    assert first.headers.items() >= CARRIED.items()
    expected = set(CARRIED) if kept else {"accept", "accept-language"}
    assert set(CARRIED) & set(last.headers) == expected
    assert last.headers["user-agent"] == "test"


def test_what_was_left_behind_does_not_come_back() -> None:
    router = _router()
    _chain(router, "https://feeds.example/", "https://other.example/", "https://feeds.example/again")
    _send(
        router,
        Request(
            "https://feeds.example/",
            credential=KEY,
            headers={"if-none-match": '"etag"'},
        ),
    )
    first, _, last = _seen(router)
    assert first.headers["authorization"] == "Bearer s3cret-key"
    assert {"authorization", "if-none-match"}.isdisjoint(last.headers)


def test_the_userinfo_of_a_redirect_is_neither_sent_nor_shown() -> None:
    router = _router()
    _chain(router, START, "https://user:pass@other.example/feed")
    router.route(url="https://other.example/feed").respond(200)
    answer = _send(router, Request(START))
    assert isinstance(answer, Response)
    assert answer.url == "https://other.example/feed"
    assert "authorization" not in _seen(router)[-1].headers


def test_the_body_of_a_redirect_is_not_read() -> None:
    router = _router()
    router.route(url=START).mock(httpx.Response(302, headers={"location": "/feed"}, stream=_Unread()))
    router.route(url="https://feeds.example/feed").respond(200, text="the feed")
    assert isinstance(_send(router, Request(START)), Response)


@pytest.mark.parametrize(
    ("statuses", "moved"),
    [((301,), True), ((308,), True), ((301, 308), True), ((302,), False), ((307,), False), ((301, 302), False)],
)
def test_an_answer_has_moved_where_every_redirect_says_that_it_is_for_good(
    statuses: tuple[int, ...], moved: bool
) -> None:
    router, urls = _router(), [START, "https://new.example/feed", "https://new.example/feed.xml"]
    for status, (here, there) in zip(statuses, pairwise(urls), strict=False):
        router.route(url=here).respond(status, headers={"location": there})
    router.route(url=urls[len(statuses)]).respond(200, text="the feed")
    answer = _send(router, Request(START))
    assert isinstance(answer, Response)
    assert (answer.url, answer.moved) == (urls[len(statuses)], moved)
