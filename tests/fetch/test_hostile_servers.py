"""Servers that lie, drip, flood or stop: each ends in time, in bounds, and as a value."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from functools import partial
from gzip import compress
from typing import Any

import pytest

from monitor.fetch.client import Fetcher
from monitor.model.plan import FetchSettings
from monitor.model.wire import NoResponse, Refusal, Request, Response

packed = partial(compress, mtime=0)  # the same bytes in every run
NOW = datetime(2026, 6, 15, 10, tzinfo=UTC)
Serve = Callable[[Any], AbstractAsyncContextManager[Any]]
HEAD = b"HTTP/1.1 200 OK\r\n"
QUICK = FetchSettings(connect_timeout=0.5, read_timeout=0.3, total_timeout=0.6)


def _exchange(
    serve: Serve, answer: Any, settings: FetchSettings = QUICK, method: str = "GET"
) -> tuple[Response | NoResponse, Any, float]:
    async def run() -> tuple[Response | NoResponse, Any, float]:
        clock = asyncio.get_running_loop().time
        async with serve(answer) as server, Fetcher(settings, user_agent="test", opened=[server.at]) as fetcher:
            start = clock()
            result = await fetcher.send(Request(server.url(), method=method), NOW)
            return result, server, clock() - start

    return asyncio.run(run())


def _refused(serve: Serve, answer: Any, settings: FetchSettings = QUICK) -> tuple[Refusal, bool, int]:
    result, server, _ = _exchange(serve, answer, settings)
    assert isinstance(result, NoResponse), result
    return result.why, result.answered, server.connections


def _closing(text: bytes) -> Any:
    async def answer(head: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(text)
        await writer.drain()
        writer.close()

    return answer


def _dripping(text: bytes) -> Any:
    async def answer(head: bytes, writer: asyncio.StreamWriter) -> None:
        for at in range(len(text)):
            writer.write(text[at : at + 1])
            await writer.drain()
            await asyncio.sleep(0.1)

    return answer


def _endless(start: bytes, piece: bytes, pause: float = 0) -> Any:
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
    result, server, took = _exchange(serve, answer)
    assert isinstance(result, NoResponse)
    assert (Refusal.TIMEOUT, answered, 1) == (result.why, result.answered, server.connections)
    assert took < 1.5


def test_the_total_time_covers_all_hops(serve: Serve) -> None:
    async def answer(head: bytes, writer: asyncio.StreamWriter) -> None:
        number = int(head.split(b" ")[1].removeprefix(b"/") or b"0")
        await asyncio.sleep(0.2)
        writer.write(b"HTTP/1.1 302 Found\r\nlocation: /%d\r\ncontent-length: 0\r\n\r\n" % (number + 1))
        await writer.drain()

    result, server, took = _exchange(serve, answer, FetchSettings(total_timeout=0.5))
    assert isinstance(result, NoResponse)
    assert (Refusal.TIMEOUT, True, 3) == (result.why, result.answered, len(server.heads))
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
    start, piece = FLOODS[flood]
    settings = FetchSettings(max_body=1_000_000, max_headers=200_000, total_timeout=5)
    result, server, took = _exchange(serve, _endless(start, piece), settings)
    assert isinstance(result, NoResponse), result.status
    assert (Refusal.TOO_LARGE, True, 1) == (result.why, result.answered, server.connections), result
    assert took < 4
    assert peak() < 30_000_000


def test_endless_trailers_are_cut_off(serve: Serve) -> None:
    start = HEAD + b"transfer-encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n"
    settings = FetchSettings(max_headers=200_000, total_timeout=5)
    result, server, took = _exchange(serve, _endless(start, b"t: 1\r\n" * 1000), settings)
    assert isinstance(result, NoResponse)
    assert (Refusal.BROKEN, 1) == (result.why, server.connections)
    assert took < 4


def test_interim_answers_that_end_before_the_cap_are_passed_over(serve: Serve) -> None:
    answer = b"HTTP/1.1 100 Continue\r\n\r\n" * 3 + HEAD + b"content-length: 2\r\n\r\nok"
    result, _, _ = _exchange(serve, answer)
    assert isinstance(result, Response)
    assert b"ok" == result.body


def test_a_hundred_thousand_interim_answers_are_refused_though_they_end(serve: Serve) -> None:
    answer = b"HTTP/1.1 100 Continue\r\n\r\n" * 100_000 + HEAD + b"content-length: 2\r\n\r\nok"
    assert (Refusal.TOO_LARGE, True, 1) == _refused(serve, answer, FetchSettings())


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

    assert [len(body)] * 3 == [len(answer.body) for answer in asyncio.run(run()) if isinstance(answer, Response)]


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
    wire = bomb if coding == "gzip" else packed(bomb, 9)
    answer = HEAD + b"content-encoding: %b\r\ncontent-length: %d\r\n\r\n" % (coding.encode(), len(wire)) + wire
    assert (expected, True, 1) == _refused(serve, answer, FetchSettings())
    assert peak() < 40_000_000


@pytest.mark.parametrize(
    ("text", "answered"),
    [
        (b"", False),
        (b"<rss></rss>", False),
        (b"SSH-2.0-OpenSSH_9.2\r\n", False),
        (b"HTTP/1.1 abc OK\r\n\r\n", False),
        (HEAD, False),
        (HEAD + b"no colon here\r\n\r\n", False),
        (HEAD + b"content-length: 2\r\ncontent-length: 5\r\n\r\nok", False),
        (HEAD + b"content-length: 5000\r\n\r\n" + b"x" * 3000, True),
        (HEAD + b"transfer-encoding: chunked\r\n\r\n5\r\nhello\r\n", True),
        (HEAD + b"transfer-encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n", None),
        (HEAD + b"content-encoding: gzip\r\ncontent-length: 5\r\n\r\n<rss>", True),
        (HEAD + b"content-encoding: gzip\r\n\r\n" + packed(b"x" * 1000)[:-6], True),
        (HEAD + b"content-encoding: zstd\r\ncontent-length: 5\r\n\r\n<rss>", True),
    ],
    ids=[
        "closed",
        "http-0.9",
        "ssh",
        "no-status",
        "head-cut",
        "header-malformed",
        "two-lengths",
        "length-short",
        "chunked-cut",
        "chunked-malformed",
        "gzip-lie",
        "gzip-cut",
        "zstd",
    ],
)
def test_an_answer_that_is_no_whole_http_is_broken(serve: Serve, text: bytes, answered: bool | None) -> None:
    why, told, connections = _refused(serve, _closing(text))
    assert (Refusal.BROKEN, 1) == (why, connections)  # and not asked a second time
    assert answered is None or answered == told


def test_a_body_without_length_ends_with_the_connection(serve: Serve) -> None:
    result, _, _ = _exchange(serve, _closing(HEAD + b"\r\nwhole"))
    assert isinstance(result, Response)
    assert b"whole" == result.body


@pytest.mark.parametrize("method", ["HEAD", "GET"])
def test_an_answer_without_a_body(serve: Serve, method: str) -> None:
    status = b"200 OK" if method == "HEAD" else b"304 Not Modified"
    answer = b"HTTP/1.1 " + status + b"\r\ncontent-length: 45000\r\ncontent-encoding: gzip\r\n\r\n"
    result, _, _ = _exchange(serve, answer, method=method)
    assert isinstance(result, Response)
    assert b"" == result.body


def test_a_kept_connection_that_the_server_closed_is_replaced(serve: Serve) -> None:
    async def answer(head: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(HEAD + b"content-length: 2\r\n\r\nok")
        await writer.drain()
        writer.close()

    async def run() -> list[int]:
        async with serve(answer) as server, Fetcher(QUICK, user_agent="test", opened=[server.at]) as fetcher:
            answers = [await fetcher.send(Request(server.url()), NOW) for _ in range(5)]
            return [answer.status for answer in answers if isinstance(answer, Response)]

    assert [200] * 5 == asyncio.run(run())


def test_nothing_listens(serve: Serve) -> None:
    async def run() -> Response | NoResponse:
        async with serve(b"") as server:
            at = server.at
        async with Fetcher(QUICK, user_agent="test", opened=[at]) as fetcher:
            return await fetcher.send(Request(f"http://{at}/"), NOW)

    result = asyncio.run(run())
    assert isinstance(result, NoResponse)
    assert (Refusal.UNREACHABLE, False) == (result.why, result.answered)
    assert result.detail.endswith(": connection refused")


def test_a_server_without_tls_gets_nothing(serve: Serve) -> None:
    async def run() -> tuple[Response | NoResponse, list[bytes]]:
        async with (
            serve(HEAD + b"\r\n") as server,
            Fetcher(QUICK, user_agent="test", opened=[server.at]) as fetcher,
        ):
            request = Request(f"https://{server.at}/", headers={"cookie": "id=1"})
            return await fetcher.send(request, NOW), server.heads

    result, heads = asyncio.run(run())
    assert isinstance(result, NoResponse)
    assert (result.why in (Refusal.UNREACHABLE, Refusal.TIMEOUT), False, []) == (True, result.answered, heads)


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
    assert [200] * 10 == [answer.status for answer in answers]
    assert took < 0.5
