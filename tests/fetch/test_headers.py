"""What a request says of us, and what it never says."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import httpx
import pytest
import respx

from monitor.fetch.client import Fetcher, user_agent
from monitor.model.http import Credential, NoResponse, Refusal, Request, Response
from monitor.model.settings import FetchSettings

KEY = Credential("bearer", "authorization", "token")

NOW = datetime(2026, 6, 15, 10, tzinfo=UTC)
KEYS = {"token": "s3cret-token", "empty": ""}


def _ask(request: Request, router: respx.Router | None = None) -> tuple[httpx.Headers, Response | NoResponse]:
    if router is None:
        router = respx.Router()
        router.route().respond(200)

    async def run() -> Response | NoResponse:
        transport = httpx.MockTransport(router.async_handler)
        agent = user_agent("0.1.0", "https://acme.example/bot")
        async with Fetcher(FetchSettings(), user_agent=agent, secrets=KEYS.get, transport=transport) as fetcher:
            return await fetcher.send(request, NOW)

    answer = asyncio.run(run())
    return router.calls.last.request.headers, answer


@pytest.mark.parametrize(
    ("contact", "expected"),
    [
        ("https://acme.example/bot", "account-health-monitor/0.1.0 (+https://acme.example/bot)"),
        ("ops@acme.example", "account-health-monitor/0.1.0 (+ops@acme.example)"),
        ("", "account-health-monitor/0.1.0"),
        ("a)\r\nX-Evil: (é", "account-health-monitor/0.1.0 (+aX-Evil:)"),
    ],
)
def test_the_user_agent_names_the_operator(contact: str, expected: str) -> None:
    assert user_agent("0.1.0", contact) == expected


def test_the_headers_of_a_plain_request() -> None:
    headers, _ = _ask(Request("https://feeds.example/rss"))
    assert dict(headers) == {
        "user-agent": "account-health-monitor/0.1.0 (+https://acme.example/bot)",
        "accept": "*/*",
        "accept-encoding": "gzip, deflate",
        "host": "feeds.example",
    }


def test_conditions_pass_through_and_a_304_comes_back() -> None:
    router = respx.Router()
    router.get(headers={"if-none-match": 'W/"a"', "if-modified-since": "Mon, 15 Jun 2026 09:00:00 GMT"}).respond(
        304, headers={"ETag": 'W/"b"', "Content-Encoding": "gzip"}
    )
    conditions = {"if-none-match": 'W/"a"', "if-modified-since": "Mon, 15 Jun 2026 09:00:00 GMT"}
    _, answer = _ask(Request("https://feeds.example/rss", headers=conditions), router)
    assert isinstance(answer, Response)
    assert (answer.status, answer.headers["etag"], answer.body) == (304, 'W/"b"', b"")


def test_a_validator_outside_ascii_goes_back_as_it_came() -> None:
    headers, _ = _ask(Request("https://feeds.example/rss", headers={"if-none-match": '"é"'}))
    assert dict(headers.raw)[b"if-none-match"] == '"é"'.encode()


@pytest.mark.parametrize(
    ("request_", "authorization"),
    [
        (
            Request("https://api.example/", credential=KEY),
            "Bearer s3cret-token",
        ),
        (Request("https://user:secret@api.example/"), "Basic dXNlcjpzZWNyZXQ="),
        (Request("https://us%3Aer@api.example/"), "Basic dXM6ZXI6"),
        (
            Request("https://user:secret@api.example/", credential=KEY),
            "Bearer s3cret-token",
        ),
        (
            Request(
                "https://api.example/",
                credential=KEY,
                headers={"authorization": "DPoP x"},
            ),
            "DPoP x",
        ),
    ],
    ids=["credential", "userinfo", "user-alone", "both", "stated"],
)
def test_credentials(request_: Request, authorization: str | None) -> None:
    headers, answer = _ask(request_)
    assert headers.get("authorization") == authorization
    assert "secret" not in repr(answer)


def test_a_request_cannot_set_what_is_the_transports_own() -> None:
    own = {"host": "internal.example", "transfer-encoding": "chunked", "content-length": "5", "accept-encoding": "br"}
    headers, _ = _ask(Request("https://api.example/", headers=own))
    assert (headers["host"], headers["accept-encoding"]) == ("api.example", "gzip, deflate")
    assert {"transfer-encoding", "content-length"}.isdisjoint(headers)


@pytest.mark.parametrize(
    "url",
    [
        "http://user:s3cret-token@10.0.0.1/?key=s3cret-token",
        "http://user:s3cret-token@exa mple.com/",
        "ftp://user:s3cret-token@feeds.example/s3cret-token",
        "http://user:s3cret-token@feeds.example:99999/",
    ],
)
def test_a_refusal_shows_no_secret_of_the_url(url: str) -> None:
    async def run() -> Response | NoResponse:
        async with Fetcher(FetchSettings(), user_agent="test") as fetcher:
            return await fetcher.send(Request(url), NOW)

    answer = asyncio.run(run())
    assert isinstance(answer, NoResponse)
    assert answer.why == Refusal.BLOCKED_ADDRESS
    assert "s3cret-token" not in answer.detail


def test_a_failure_shows_no_secret() -> None:
    router = respx.Router()
    router.route().mock(side_effect=httpx.ConnectError("https://user:s3cret-token@feeds.example: refused"))
    url = "https://user:s3cret-token@feeds.example/?key=s3cret-token"
    _, answer = _ask(Request(url, credential=KEY), router)
    assert answer == NoResponse(Refusal.UNREACHABLE, "feeds.example:443: no connection")


def test_headers_of_the_same_name_are_joined() -> None:
    router = respx.Router()
    raw = [(b"Link", b"<a>; rel=next"), (b"link", b"<b>; rel=prev"), (b"X-Name", "é".encode("latin-1"))]
    router.route().mock(httpx.Response(200, headers=raw))
    _, answer = _ask(Request("https://api.example/"), router)
    assert isinstance(answer, Response)
    assert (answer.headers["link"], answer.headers["x-name"]) == ("<a>; rel=next, <b>; rel=prev", "é")
