"""One request at a time to a host, and so many a second; hosts that asked for it are left alone."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import httpx
import pytest
import respx

from monitor.fetch.client import Fetcher
from monitor.fetch.pacing import Pacer
from monitor.model.http import NoResponse, Refusal, Request, Response
from monitor.model.settings import FetchSettings

NOW = datetime(2026, 6, 15, 10, tzinfo=UTC)
Serve = Callable[[Any], AbstractAsyncContextManager[Any]]
OK = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"


class _Busy:
    """Counts how many turns of each host are taken at once, and when they began (seconds on the loop's clock)."""

    def __init__(self) -> None:
        self.now: dict[str, int] = {}
        self.most: dict[str, int] = {}
        self.began: dict[str, list[float]] = {}

    async def take(self, pacer: Pacer, at: str, asked: float | None = None) -> None:
        async with pacer.turn(at, asked):
            self.began.setdefault(at, []).append(asyncio.get_running_loop().time())
            self.now[at] = self.now.get(at, 0) + 1
            self.most[at] = max(self.most.get(at, 0), self.now[at])
            await asyncio.sleep(0)
            self.now[at] -= 1


def test_a_host_is_asked_one_at_a_time_and_at_its_pace() -> None:
    busy = _Busy()

    async def run() -> None:
        pacer = Pacer(50)
        await asyncio.gather(*(busy.take(pacer, at) for at in ("a:80", "b:80", "a:80", "a:80", "a:81")))

    asyncio.run(run())
    assert busy.most == {"a:80": 1, "b:80": 1, "a:81": 1}
    waits = [later - earlier for earlier, later in pairwise(busy.began["a:80"])]
    assert len(waits) == 2
    assert min(waits) >= 0.02 - 0.001  # the loop's timers may be early by its clock's resolution
    assert busy.began["a:80"][-1] - busy.began["b:80"][0] >= 0.04 - 0.002  # another host did not wait


@pytest.mark.parametrize(
    ("own", "asked", "least"),
    [(50, 20, 0.05), (20, 50, 0.05), (50, None, 0.02), (0, 20, 0.0)],
    ids=["the network's is slower", "the operator's is slower", "the network says nothing", "the operator wants none"],
)
def test_the_slower_of_the_operators_pace_and_the_networks_holds(own: float, asked: float | None, least: float) -> None:
    busy = _Busy()

    async def run() -> None:
        pacer = Pacer(own)
        await asyncio.gather(*(busy.take(pacer, "a:80", asked) for _ in range(3)))

    asyncio.run(run())
    waits = [later - earlier for earlier, later in pairwise(busy.began["a:80"])]
    assert min(waits) >= least - 0.001


def test_no_pace_is_still_one_at_a_time() -> None:
    busy = _Busy()

    async def run() -> float:
        pacer = Pacer(0)
        await asyncio.gather(*(busy.take(pacer, "a:80") for _ in range(100)))
        return busy.began["a:80"][-1] - busy.began["a:80"][0]

    assert asyncio.run(run()) < 1
    assert busy.most == {"a:80": 1}


def test_a_turn_that_fails_or_is_cancelled_is_given_back() -> None:
    async def run() -> str:
        pacer = Pacer(0)
        with pytest.raises(ZeroDivisionError):
            async with pacer.turn("a:80"):
                raise ZeroDivisionError
        async with pacer.turn("a:80"):
            waiting = asyncio.create_task(_Busy().take(pacer, "a:80"))
            await asyncio.sleep(0)
            waiting.cancel()
            await asyncio.gather(waiting, return_exceptions=True)
        async with asyncio.timeout(1), pacer.turn("a:80"):
            return "taken"

    assert asyncio.run(run()) == "taken"


def test_hosts_that_are_free_again_are_forgotten_and_busy_ones_are_not() -> None:
    busy = _Busy()

    async def run() -> int:
        pacer = Pacer(0)
        async with pacer.turn("busy:80"):
            for number in range(5000):
                await busy.take(pacer, f"h{number}:80")
            waiting = asyncio.create_task(busy.take(pacer, "busy:80"))
            await asyncio.sleep(0.01)
            assert "busy:80" not in busy.began
        await waiting
        return len(pacer._hosts)

    assert asyncio.run(run()) < 2000
    assert busy.most["busy:80"] == 1


@pytest.mark.parametrize(
    ("opened", "own", "settings", "paced"),
    [
        (True, True, {}, False),
        (True, True, {"pace_private": True}, True),
        (False, True, {"allow_private": ("127.0.0.0/8",)}, True),
        (True, False, {"allow_private": ("127.0.0.0/8",)}, None),
    ],
    ids=["by-command", "by-command-but-paced", "by-config", "not-own"],
)
def test_what_the_command_opened_is_not_paced(
    serve: Serve, opened: bool, own: bool, settings: dict[str, Any], paced: bool | None
) -> None:
    async def run() -> tuple[list[Any], float]:
        async with serve(OK) as server:
            parts = FetchSettings(per_host=20, **settings)
            async with Fetcher(parts, user_agent="test", opened=[server.at] if opened else []) as fetcher:
                clock = asyncio.get_running_loop().time
                start = clock()
                requests = (fetcher.send(Request(server.url(), own=own), NOW) for _ in range(6))
                answers = await asyncio.gather(*requests)
                return answers, clock() - start

    answers, took = asyncio.run(run())
    if paced is None:
        assert {answer.why for answer in answers} == {Refusal.BLOCKED_ADDRESS}
    else:
        assert {answer.status for answer in answers} == {200}
        assert (took >= 0.24) == paced


def _mocked(router: respx.Router, **parts: Any) -> Fetcher:
    transport = httpx.MockTransport(router.async_handler)
    return Fetcher(FetchSettings(per_host=0, **parts.pop("settings", {})), user_agent="t", transport=transport, **parts)


@pytest.mark.parametrize("status", [403, 429, 500, 503])
def test_a_host_that_asked_for_time_is_backed_off(status: int) -> None:
    router = respx.Router()
    router.route(host="busy.example").respond(status, headers={"Retry-After": "60"})
    router.route(host="free.example").respond(200)
    until = NOW + timedelta(seconds=60)

    async def run() -> tuple[list[Response | NoResponse], dict[str, datetime]]:
        async with _mocked(router) as fetcher:
            answers = [
                await fetcher.send(Request(url), now)
                for url, now in (
                    ("https://busy.example/a", NOW),
                    ("https://busy.example/b", NOW + timedelta(seconds=59)),
                    ("https://free.example/", NOW),
                    ("https://busy.example:8443/", NOW),
                    ("https://busy.example/b", until),
                )
            ]
            return answers, dict(fetcher.backoffs)

    answers, backoffs = asyncio.run(run())
    first, waiting, free, other_port, again = answers
    assert isinstance(first, Response) and isinstance(waiting, NoResponse)
    assert (first.status, first.retry_at) == (status, until)
    assert (waiting.why, waiting.retry_at, waiting.answered) == (Refusal.HELD, until, False)
    assert [getattr(answer, "status", None) for answer in (free, other_port, again)] == [200, status, status]
    assert backoffs == {"busy.example:443": until + timedelta(seconds=60), "busy.example:8443": until}
    assert len(router.calls) == 4


def test_back_offs_of_an_earlier_session_count_and_are_not_learned_again() -> None:
    router = respx.Router()
    router.route().respond(200)
    backoffs = {"feeds.example:443": NOW + timedelta(hours=1), "old.example:443": NOW - timedelta(hours=1)}

    async def run() -> tuple[list[Response | NoResponse], int]:
        async with _mocked(router, held=backoffs) as fetcher:
            urls = ("https://feeds.example/", "https://old.example/")
            return [await fetcher.send(Request(url), NOW) for url in urls], len(fetcher.backoffs)

    (first, second), learned = asyncio.run(run())
    assert isinstance(first, NoResponse) and isinstance(second, Response)
    assert (first.why, learned) == (Refusal.HELD, 0)


def test_those_who_wait_for_their_turn_learn_of_a_back_off() -> None:
    router = respx.Router()
    router.route().respond(429, headers={"Retry-After": "60"})

    async def run() -> list[Response | NoResponse]:
        async with _mocked(router) as fetcher:
            return await asyncio.gather(*(fetcher.send(Request("https://busy.example/"), NOW) for _ in range(5)))

    answers = asyncio.run(run())
    assert len(router.calls) == 1
    assert [answer.why for answer in answers if isinstance(answer, NoResponse)] == [Refusal.HELD] * 4


def test_a_redirect_to_a_backed_off_host_waits() -> None:
    router = respx.Router()
    router.route(host="feeds.example").respond(302, headers={"location": "https://busy.example/"})

    async def run() -> Response | NoResponse:
        async with _mocked(router, held={"busy.example:443": NOW + timedelta(hours=1)}) as fetcher:
            return await fetcher.send(Request("https://feeds.example/"), NOW)

    answer = asyncio.run(run())
    assert isinstance(answer, NoResponse)
    assert (answer.why, answer.answered, len(router.calls)) == (Refusal.HELD, True, 1)


@pytest.mark.parametrize(
    ("method", "effects", "retries", "asked"),
    [
        ("GET", [httpx.ConnectError("x"), httpx.Response(200)], 0, 1),
        ("GET", [httpx.ConnectError("x"), httpx.Response(200)], 1, 2),
        ("GET", [httpx.ReadTimeout("x"), httpx.Response(503), httpx.Response(200)], 5, 3),
        ("GET", [httpx.Response(502), httpx.Response(504), httpx.Response(200)], 1, 2),
        ("GET", [httpx.Response(503, headers={"retry-after": "1"}), httpx.Response(200)], 1, 1),
        ("GET", [httpx.Response(500), httpx.Response(200)], 1, 1),
        ("GET", [httpx.ReadError("x"), httpx.Response(200)], 1, 1),
        ("POST", [httpx.ConnectError("x"), httpx.Response(200)], 1, 1),
    ],
)
def test_retries_within_a_check(method: str, effects: list[Any], retries: int, asked: int) -> None:
    router = respx.Router()
    router.route().mock(side_effect=effects)

    async def run() -> None:
        async with _mocked(router, settings={"retries": retries}) as fetcher:
            await fetcher.send(Request("https://feeds.example/", method=method), NOW)

    asyncio.run(run())
    assert len(router.calls) == asked
