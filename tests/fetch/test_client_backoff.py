"""An answer whose body says how long to leave its host alone is obeyed: in the host's turn, or by a back-off."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
import respx

from monitor.connect.manifests.catalogue import Catalogue
from monitor.fetch.client import Fetcher
from monitor.fetch.pacing import Pacer
from monitor.fetch.retry_after import backoff
from monitor.model.http import NoResponse, Refusal, Request, Response
from monitor.model.settings import FetchSettings

NOW = datetime(2026, 6, 15, 10, tzinfo=UTC)
URL = "https://api.example/users/1"
DAY = 86_400


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b'{"backoff": 10, "items": []}', 10),
        (b'{"backoff": 999999}', DAY),
        (b'{"backoff": -1}', 0),
        (b'{"backoff": true}', 0),
        (b'{"backoff": "10"}', 0),
        (b'{"backoff": 1.5}', 0),
        (b'{"items": [{"backoff": 10}]}', 0),
        (b'[{"backoff": 10}]', 0),
        (b"[" * 100_000, 0),
        (b"<html>backoff</html>", 0),
        (b"\xff", 0),
        (b"", 0),
    ],
)
def test_the_seconds_are_read_as_they_are_meant(body: bytes, expected: int) -> None:
    assert backoff(body, "backoff") == expected


def ask(seconds: int, key: str | None, status: int = 200) -> tuple[list[float], list[Response | NoResponse], Fetcher]:
    """Two questions, one after the other: when each was sent (on the loop's clock), and what came of it."""
    sent: list[float] = []

    def answer(_: httpx.Request) -> httpx.Response:
        sent.append(asyncio.get_running_loop().time())
        return httpx.Response(status, json={"backoff": seconds})

    router = respx.Router()
    router.get(URL).mock(side_effect=answer)

    async def run() -> tuple[list[Response | NoResponse], Fetcher]:
        transport = httpx.MockTransport(router.async_handler)
        async with Fetcher(FetchSettings(per_host=1000), user_agent="test", transport=transport) as fetcher:
            return [await fetcher.send(Request(URL, backoff=key), NOW) for _ in range(2)], fetcher

    answers, fetcher = asyncio.run(run())
    return sent, answers, fetcher


def test_a_short_rest_is_waited_for_in_the_hosts_turn() -> None:
    sent, answers, fetcher = ask(1, "backoff")
    assert [answer.status for answer in answers if isinstance(answer, Response)] == [200, 200]
    assert sent[1] - sent[0] >= 1 - 0.001  # the loop's timers may be early by its clock's resolution
    assert fetcher.backoffs == {}


@pytest.mark.parametrize("status", [200, 400])
def test_a_long_rest_is_a_back_off(status: int) -> None:
    sent, (answered, waiting), fetcher = ask(600, "backoff", status)
    assert len(sent) == 1
    assert isinstance(answered, Response)
    assert isinstance(waiting, NoResponse)
    assert (waiting.why, waiting.retry_at) == (Refusal.HELD, NOW + timedelta(minutes=10))
    assert fetcher.backoffs == {"api.example:443": NOW + timedelta(minutes=10)}


def test_where_the_manifest_names_no_key_the_body_is_not_read() -> None:
    sent, _, fetcher = ask(600, None)
    assert (len(sent), fetcher.backoffs) == (2, {})


def test_a_host_that_is_asked_without_waiting_does_not_rest() -> None:
    async def run() -> float:
        pacer, clock = Pacer(0), asyncio.get_running_loop().time
        began = clock()
        for _ in range(2):
            async with pacer.turn("a:80"):
                pacer.rest("a:80", 5)
        return clock() - began

    assert asyncio.run(run()) < 1


def test_stack_exchange_says_so_in_its_answers() -> None:
    manifest = Catalogue.load().manifests["stackexchange"]
    wrapper: dict[str, Any] = {"items": [], "has_more": False, "backoff": 10, "quota_remaining": 9}
    assert backoff(json.dumps(wrapper).encode(), manifest.limit.backoff or "") == 10
