"""Servers that lie, drip, flood or stop: each ends in time, in bounds, and as a value."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from monitor.fetch.client import Fetcher
from monitor.model.http import NoResponse, Refusal, Request, Response
from monitor.model.settings import FetchSettings
from support.exchange import HEAD, NOW, QUICK, Answer, Serve, exchange, packed, refused


def _dripping(text: bytes) -> Answer:
    async def answer(head: bytes, writer: asyncio.StreamWriter) -> None:
        for at in range(len(text)):
            writer.write(text[at : at + 1])
            await writer.drain()
            await asyncio.sleep(0.1)

    return answer


def _endless(start: bytes, piece: bytes, pause: float = 0) -> Answer:
    async def answer(head: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(start)
        while not writer.is_closing():
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause)

    return answer


@pytest.mark.parametrize(
    ("answer", "answered"),
    [
        (_endless(b"", b"", 0.1), False),
        (_dripping(HEAD), False),
        (_endless(HEAD, b"x: y\r\n", 0.1), False),
        (_endless(HEAD + b"content-length: 1000\r\n\r\n", b"x", 0.1), True),
        (_endless(HEAD + b"content-length: 1000\r\n\r\n", b"x", 5), True),
        (_endless(HEAD + b"transfer-encoding: chunked\r\n\r\n", b"1\r\nx\r\n", 0.1), True),
    ],
    ids=["silent", "status-drips", "headers-drip", "body-drips", "body-stalls", "chunks-drip"],
)
def test_a_slow_server_is_left_in_time(serve: Serve, answer: Any, answered: bool) -> None:
    """F052: headers and bodies that drip, stall or never come."""
    result, server, took = exchange(serve, answer)
    assert isinstance(result, NoResponse)
    assert (result.why, result.answered, server.connections) == (Refusal.TIMEOUT, answered, 1)
    assert took < 1.5


def test_the_total_time_covers_all_hops(serve: Serve) -> None:
    async def answer(head: bytes, writer: asyncio.StreamWriter) -> None:
        number = int(head.split(b" ")[1].removeprefix(b"/") or b"0")
        await asyncio.sleep(0.2)
        writer.write(b"HTTP/1.1 302 Found\r\nlocation: /%d\r\ncontent-length: 0\r\n\r\n" % (number + 1))
        await writer.drain()

    result, server, took = exchange(serve, answer, FetchSettings(total_timeout=0.5))
    assert isinstance(result, NoResponse)
    assert (result.why, result.answered, len(server.heads)) == (Refusal.TIMEOUT, True, 3)
    assert took < 1


FLOODS = {
    "endless-body": (HEAD + b"\r\n", bytes(65536)),
    "endless-chunks": (HEAD + b"transfer-encoding: chunked\r\n\r\n", b"10000\r\n" + bytes(65536) + b"\r\n"),
    "endless-length": (HEAD + b"content-length: 99999999999\r\n\r\n", bytes(65536)),
    "endless-gzip": (HEAD + b"content-encoding: gzip\r\n\r\n", packed(b"")),
    "million-headers": (HEAD, b"".join(b"X-%d: %d\r\n" % (number, number) for number in range(1000))),
    "one-endless-header": (HEAD + b"X: ", b"x" * 65536),
    "endless-interim-answers": (b"", b"HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n" * 1000),
}


@pytest.mark.parametrize("flood", FLOODS)
def test_a_flood_is_cut_off(serve: Serve, flood: str, peak: Callable[[], int]) -> None:
    """F053: bodies and headers that do not end."""
    start, piece = FLOODS[flood]
    settings = FetchSettings(max_body=1_000_000, max_headers=200_000, total_timeout=5)
    result, server, took = exchange(serve, _endless(start, piece), settings)
    assert isinstance(result, NoResponse), result.status
    assert (result.why, result.answered, server.connections) == (Refusal.TOO_LARGE, True, 1), result
    assert took < 4
    assert peak() < 30_000_000


def test_endless_trailers_are_cut_off(serve: Serve) -> None:
    start = HEAD + b"transfer-encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n"
    settings = FetchSettings(max_headers=200_000, total_timeout=5)
    result, server, took = exchange(serve, _endless(start, b"t: 1\r\n" * 1000), settings)
    assert isinstance(result, NoResponse)
    assert (result.why, server.connections) == (Refusal.BROKEN, 1)
    assert took < 4


def test_interim_answers_that_end_before_the_cap_are_passed_over(serve: Serve) -> None:
    answer = b"HTTP/1.1 100 Continue\r\n\r\n" * 3 + HEAD + b"content-length: 2\r\n\r\nok"
    result, _, _ = exchange(serve, answer)
    assert isinstance(result, Response)
    assert result.body == b"ok"


def test_a_hundred_thousand_interim_answers_are_refused_though_they_end(serve: Serve) -> None:
    answer = b"HTTP/1.1 100 Continue\r\n\r\n" * 100_000 + HEAD + b"content-length: 2\r\n\r\nok"
    assert refused(serve, answer, FetchSettings()) == (Refusal.TOO_LARGE, True, 1)


def test_a_large_body_right_behind_the_head_is_no_flood(serve: Serve) -> None:
    body = bytes(3_000_000)
    answer = HEAD + b"content-length: %d\r\n\r\n" % len(body) + body
    settings = FetchSettings(max_headers=1_000)

    async def run() -> list[Response | NoResponse]:
        async with serve(answer) as server:
            async with Fetcher(settings, user_agent="test", opened=[server.at]) as fetcher:
                answers = [await fetcher.send(Request(server.url()), NOW) for _ in range(3)]
            assert server.connections == 1
            return answers

    assert [len(answer.body) for answer in asyncio.run(run()) if isinstance(answer, Response)] == [len(body)] * 3


@pytest.mark.parametrize(
    ("coding", "expected"),
    [
        ("gzip", Refusal.TOO_LARGE),
        ("gzip, gzip", Refusal.BROKEN),
        (", ".join(["gzip"] * 50), Refusal.BROKEN),
    ],
)
def test_a_bomb_is_refused_within_bounds(
    serve: Serve, coding: str, expected: Refusal, bomb: bytes, peak: Callable[[], int]
) -> None:
    """F054: gzip that unfolds to too much, nested, or fifty times over."""
    wire = bomb if coding == "gzip" else packed(bomb, 9)
    answer = HEAD + b"content-encoding: %b\r\ncontent-length: %d\r\n\r\n" % (coding.encode(), len(wire)) + wire
    assert refused(serve, answer, FetchSettings()) == (expected, True, 1)
    assert peak() < 40_000_000


def test_cancelling_passes_through_and_leaves_the_fetcher_usable(serve: Serve) -> None:
    asked = asyncio.Event()

    async def answer(head: bytes, writer: asyncio.StreamWriter) -> None:
        asked.set()
        if b"/slow" in head:
            await asyncio.sleep(30)
        writer.write(HEAD + b"content-length: 2\r\n\r\nok")
        await writer.drain()

    async def run() -> tuple[bool, Response | NoResponse]:
        async with serve(answer) as server:
            settings = FetchSettings(per_host=0, pace_private=True)
            async with Fetcher(settings, user_agent="test", opened=[server.at]) as fetcher:
                slow = asyncio.create_task(fetcher.send(Request(server.url("/slow")), NOW))
                await asked.wait()
                slow.cancel()
                await asyncio.wait([slow], timeout=1)
                return slow.cancelled(), await fetcher.send(Request(server.url()), NOW)

    cancelled, after = asyncio.run(run())
    assert cancelled
    assert isinstance(after, Response)


def test_hostile_servers_do_not_delay_the_others(serve: Serve) -> None:
    async def run() -> tuple[list[Any], float]:
        async with (
            serve(_endless(HEAD, b"x: y\r\n", 0.1)) as slow,
            serve(HEAD + b"content-length: 2\r\n\r\nok") as good,
            Fetcher(QUICK, user_agent="test", opened=[slow.at, good.at]) as fetcher,
        ):
            clock = asyncio.get_running_loop().time
            hostile = [asyncio.create_task(fetcher.send(Request(slow.url()), NOW)) for _ in range(20)]
            start = clock()
            answers = [await fetcher.send(Request(good.url()), NOW) for _ in range(10)]
            took = clock() - start
            await asyncio.gather(*hostile)
            return answers, took

    answers, took = asyncio.run(run())
    assert [answer.status for answer in answers] == [200] * 10
    assert took < 0.5
