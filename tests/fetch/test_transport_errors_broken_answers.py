"""Answers that are cut, malformed or missing, and those that only look so: each ends as what it is."""

from __future__ import annotations

import asyncio

import pytest

from monitor.fetch.client import Fetcher
from monitor.model.http import NoResponse, Refusal, Request, Response
from support.exchange import HEAD, NOW, QUICK, Answer, Serve, exchange, packed, refused


def _closing(text: bytes) -> Answer:
    async def answer(head: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(text)
        await writer.drain()
        writer.close()

    return answer


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
        (HEAD + b"content-encoding: gzip\r\ncontent-length: 5\r\n\r\n\x89PNG\0", True),
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
    """F068: an answer cut short is never a whole feed."""
    why, begun, connections = refused(serve, _closing(text))
    assert (why, connections) == (Refusal.BROKEN, 1)  # and not asked a second time
    assert answered is None or answered == begun


def test_a_body_without_length_ends_with_the_connection(serve: Serve) -> None:
    result, _, _ = exchange(serve, _closing(HEAD + b"\r\nwhole"))
    assert isinstance(result, Response)
    assert result.body == b"whole"


@pytest.mark.parametrize("method", ["HEAD", "GET"])
def test_an_answer_without_a_body(serve: Serve, method: str) -> None:
    status = b"200 OK" if method == "HEAD" else b"304 Not Modified"
    answer = b"HTTP/1.1 " + status + b"\r\ncontent-length: 45000\r\ncontent-encoding: gzip\r\n\r\n"
    result, _, _ = exchange(serve, answer, method=method)
    assert isinstance(result, Response)
    assert result.body == b""


def test_a_kept_connection_that_the_server_closed_is_replaced(serve: Serve) -> None:
    async def answer(head: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(HEAD + b"content-length: 2\r\n\r\nok")
        await writer.drain()
        writer.close()

    async def run() -> list[int]:
        async with serve(answer) as server, Fetcher(QUICK, user_agent="test", opened=[server.at]) as fetcher:
            answers = [await fetcher.send(Request(server.url()), NOW) for _ in range(5)]
            return [answer.status for answer in answers if isinstance(answer, Response)]

    assert asyncio.run(run()) == [200] * 5


def test_nothing_listens(serve: Serve) -> None:
    async def run() -> Response | NoResponse:
        async with serve(b"") as server:
            at = server.at
        async with Fetcher(QUICK, user_agent="test", opened=[at]) as fetcher:
            return await fetcher.send(Request(f"http://{at}/"), NOW)

    result = asyncio.run(run())
    assert isinstance(result, NoResponse)
    assert (result.why, result.answered) == (Refusal.UNREACHABLE, False)
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
    assert (True, result.answered, heads) == (result.why in (Refusal.UNREACHABLE, Refusal.TIMEOUT), False, [])
