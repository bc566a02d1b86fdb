"""Keys and tokens: where they go, where they never stand, and what happens when the network refuses them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import httpx
import pytest
import respx

from monitor.fetch.client import Fetcher
from monitor.model.http import Credential, Grant, NoResponse, Refusal, Request, Response
from monitor.model.settings import FetchSettings

NOW = datetime(2026, 6, 15, 10, tzinfo=UTC)
SECRETS = {"MONITOR_KEY": "s3cret", "MONITOR_ID": "me", "MONITOR_SECRET": "h1dden", "MONITOR_REFRESH": "ag4in"}
URL = "https://api.example/posts?limit=5"
GRANT = Grant("https://id.example/token", "client_credentials", "MONITOR_ID", "MONITOR_SECRET", scope="read")
APP = Credential("bearer", "authorization", grant=GRANT, also=(("Client-Id", "MONITOR_ID"),))


def ask(
    credential: Credential, router: respx.Router, at: Sequence[datetime] = (NOW,)
) -> tuple[list[httpx.Request], list[Response | NoResponse]]:
    """What was sent, and what came of it: one question at each of the instants."""

    async def run() -> list[Response | NoResponse]:
        transport = httpx.MockTransport(router.async_handler)
        async with Fetcher(FetchSettings(), user_agent="test", secrets=SECRETS.get, transport=transport) as fetcher:
            return [await fetcher.send(Request(URL, credential=credential), now) for now in at]

    answers = asyncio.run(run())
    return [call.request for call in router.calls], answers


def network(token: httpx.Response | None = None, status: int = 200) -> respx.Router:
    router = respx.Router(assert_all_called=False)
    granted = token or httpx.Response(200, json={"access_token": "t0ken", "expires_in": 3600})
    router.post("https://id.example/token").mock(return_value=granted)
    router.get(url__startswith="https://api.example/posts").respond(status, json=[])
    return router


@pytest.mark.parametrize(
    ("credential", "header", "value"),
    [
        (Credential("bearer", "authorization", "MONITOR_KEY"), "authorization", "Bearer s3cret"),
        (Credential("basic", "authorization", "MONITOR_KEY"), "authorization", "Basic czNjcmV0"),
        (Credential("header", "X-Api-Key", "MONITOR_KEY"), "x-api-key", "s3cret"),
    ],
)
def test_a_key_goes_into_its_header(credential: Credential, header: str, value: str) -> None:
    (request,), (answer,) = ask(credential, network())
    assert request.headers[header] == value
    assert isinstance(answer, Response)
    assert URL == str(request.url) == answer.url


def test_a_key_in_the_query_is_sent_and_never_shown() -> None:
    (request,), (answer,) = ask(Credential("query", "key", "MONITOR_KEY"), network())
    assert str(request.url) == f"{URL}&key=s3cret"
    assert isinstance(answer, Response)
    assert answer.url == URL


def test_without_its_secret_nothing_is_sent_and_it_is_named() -> None:
    requests, (answer,) = ask(Credential("bearer", "authorization", "MONITOR_NONE"), network())
    assert requests == []
    assert isinstance(answer, NoResponse)
    assert answer.why == Refusal.NO_KEY
    assert "MONITOR_NONE" in answer.detail


def test_a_token_is_got_once_and_again_when_it_ends() -> None:
    router = network()
    hour = [NOW, NOW + timedelta(minutes=30), NOW + timedelta(minutes=59, seconds=30)]
    requests, answers = ask(APP, router, hour)
    assert [request.url.host for request in requests] == [
        "id.example",
        "api.example",
        "api.example",
        "id.example",
        "api.example",
    ]
    assert requests[0].content == b"grant_type=client_credentials&scope=read&client_id=me&client_secret=h1dden"
    assert {
        (request.headers["authorization"], request.headers["client-id"])
        for request in requests
        if request.url.host == "api.example"
    } == {("Bearer t0ken", "me")}
    assert all(isinstance(answer, Response) for answer in answers)


def test_a_token_that_is_accepted_no_more_is_asked_for_again() -> None:
    requests, _ = ask(APP, network(status=401), [NOW, NOW + timedelta(minutes=1)])
    assert sum(request.url.host == "id.example" for request in requests) == 2


def test_a_client_may_state_itself_by_basic_and_refresh() -> None:
    grant = replace(GRANT, kind="refresh_token", refresh_token="MONITOR_REFRESH", basic=True, scope="")
    requests, _ = ask(Credential("bearer", "authorization", grant=grant), network())
    assert requests[0].headers["authorization"] == "Basic bWU6aDFkZGVu"
    assert requests[0].content == b"grant_type=refresh_token&refresh_token=ag4in"


def test_a_client_may_call_its_id_otherwise() -> None:
    grant = replace(GRANT, scope="", id_name="client_key")
    requests, _ = ask(Credential("bearer", "authorization", grant=grant), network())
    assert requests[0].content == b"grant_type=client_credentials&client_key=me&client_secret=h1dden"


@pytest.mark.parametrize("status", [400, 401, 403])
def test_revoked_secrets_are_named_and_the_network_is_not_asked(status: int) -> None:
    refused = httpx.Response(status, json={"error": "invalid_client", "error_description": "h1dden is wrong"})
    requests, (answer,) = ask(APP, network(refused))
    assert [request.url.host for request in requests] == ["id.example"]
    assert isinstance(answer, NoResponse)
    assert (answer.why, answer.answered) == (Refusal.NO_KEY, True)
    assert "MONITOR_ID and MONITOR_SECRET" in answer.detail
    assert "h1dden" not in answer.detail


@pytest.mark.parametrize("body", [b"", b"[]", b'{"access_token": 5}', b'{"access_token": "a\\nb"}', b"<html>"])
def test_what_is_no_token_is_an_answer_that_is_broken(body: bytes) -> None:
    _, (answer,) = ask(APP, network(httpx.Response(200, content=body)))
    assert isinstance(answer, NoResponse)
    assert answer.why == Refusal.BROKEN


def test_one_token_for_many_questions_at_once() -> None:
    router = network()

    async def run() -> None:
        transport = httpx.MockTransport(router.async_handler)
        async with Fetcher(FetchSettings(), user_agent="test", secrets=SECRETS.get, transport=transport) as fetcher:
            await asyncio.gather(*(fetcher.send(Request(URL, credential=APP), NOW) for _ in range(5)))

    asyncio.run(run())
    assert sum(call.request.url.host == "id.example" for call in router.calls) == 1
