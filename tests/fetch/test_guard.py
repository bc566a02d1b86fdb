"""The guard on real loopback: what is opened, to whom, and what goes along."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from typing import Any

import pytest

from monitor.fetch.client import Fetcher, host_of
from monitor.model.http import Credential, NoResponse, Refusal, Request, Response
from support.exchange import NOW, OK, Serve, opening, outcome_of

KEY = Credential("bearer", "authorization", "token")


@pytest.mark.parametrize(
    ("config", "command", "own", "expected"),
    [
        ([], [], True, "blocked_address"),
        (["{at}"], [], True, "200"),
        (["127.0.0.0/8"], [], True, "200"),
        (["127.0.0.1"], [], True, "200"),
        (["10.0.0.0/8"], [], True, "blocked_address"),
        (["127.0.0.1:1"], [], True, "blocked_address"),
        ([], ["{at}"], True, "200"),
        ([], ["127.0.0.1:1"], True, "blocked_address"),
        (["{at}"], [], False, "blocked_address"),
        (["127.0.0.0/8"], [], False, "blocked_address"),
        ([], ["{at}"], False, "blocked_address"),
    ],
)
def test_who_may_reach_a_private_address(
    serve: Serve, config: list[str], command: list[str], own: bool, expected: str
) -> None:
    async def run() -> tuple[str, int]:
        async with serve(OK) as server:
            settings = opening(*(entry.format(at=server.at) for entry in config))
            opened = [entry.format(at=server.at) for entry in command]
            async with Fetcher(settings, user_agent="test", opened=opened) as fetcher:
                return outcome_of(await fetcher.send(Request(server.url(), own=own), NOW)), server.connections

    assert asyncio.run(run()) == (expected, int(expected == "200"))


@pytest.mark.parametrize(
    ("config", "own", "expected"),
    [
        (["wiki.lan:{port}"], True, "200"),
        (["127.0.0.0/8"], True, "200"),
        (["10.0.0.0/8"], True, "blocked_address"),
        (["wiki.lan:{port}"], False, "blocked_address"),
        (["127.0.0.1:{port}"], True, "blocked_address"),
        ([], True, "blocked_address"),
    ],
)
def test_a_private_name_is_opened_as_it_is_written(
    serve: Serve, resolver: Callable[..., Any], config: list[str], own: bool, expected: str
) -> None:
    async def run() -> str:
        async with serve(OK) as server:
            settings = opening(*(entry.format(port=server.port) for entry in config))
            names = resolver(wiki_lan=[["127.0.0.1"]])
            async with Fetcher(settings, user_agent="test", resolver=names) as fetcher:
                return outcome_of(await fetcher.send(Request(f"http://wiki.lan:{server.port}/", own=own), NOW))

    assert asyncio.run(run()) == expected


def test_a_kept_connection_of_an_own_request_serves_no_other(serve: Serve, resolver: Callable[..., Any]) -> None:
    async def run() -> tuple[list[str], int]:
        async with serve(OK) as server:
            name = f"feeds.example:{server.port}"
            names = resolver(feeds_example=[["127.0.0.1"]])
            async with Fetcher(opening(name), user_agent="test", resolver=names) as fetcher:
                requests = [Request(f"http://{name}/", own=own) for own in (True, False, True, False)]
                return [outcome_of(await fetcher.send(request, NOW)) for request in requests], server.connections

    assert asyncio.run(run()) == (["200", "blocked_address", "200", "blocked_address"], 1)


def test_a_redirect_keeps_the_opening_on_its_host_and_port_alone(serve: Serve) -> None:
    async def run() -> tuple[dict[str, str], int, bytes]:
        async with serve(OK) as other:
            where = {"/same": b"/feed", "/other": other.url().encode()}

            async def answer(head: bytes, writer: asyncio.StreamWriter) -> None:
                location = where.get(head.split(b" ")[1].decode())
                writer.write(
                    b"HTTP/1.1 302 Found\r\nlocation: %b\r\ncontent-length: 0\r\n\r\n" % location if location else OK
                )
                await writer.drain()

            async with serve(answer) as server:
                settings = opening(server.at, other.at, "127.0.0.0/8")
                async with Fetcher(settings, user_agent="test", opened=[server.at, other.at]) as fetcher:
                    answers = {path: outcome_of(await fetcher.send(Request(server.url(path)), NOW)) for path in where}
                return answers, other.connections, server.heads[-1]

    answers, connections, _ = asyncio.run(run())
    assert (answers, connections) == ({"/same": "200", "/other": "blocked_address"}, 0)


def test_credentials_stay_at_the_first_of_two_hosts(serve: Serve, resolver: Callable[..., Any]) -> None:
    """F061: two real servers; the second is public by its name, and this test's dialler stands for the route to it."""

    async def run() -> tuple[bytes, bytes]:
        async with serve(OK) as second:

            def route(info: Any) -> socket.socket:
                return _Rerouted(second.port)

            async def answer(head: bytes, writer: asyncio.StreamWriter) -> None:
                writer.write(b"HTTP/1.1 302 Found\r\nlocation: http://other.example/\r\ncontent-length: 0\r\n\r\n")
                await writer.drain()

            async with serve(answer) as first:

                def dial(info: Any) -> socket.socket:
                    return socket.socket(socket.AF_INET) if info[4][1] == first.port else route(info)

                headers = {"cookie": "id=1", "x-api-key": "k", "if-none-match": '"e"'}
                request = Request(first.url(), headers=headers, credential=KEY)
                async with Fetcher(
                    opening(first.at),
                    user_agent="test",
                    secrets={"token": "s3cret"}.get,
                    resolver=resolver(),
                    dialler=dial,
                ) as fetcher:
                    answer_ = await fetcher.send(request, NOW)
                assert isinstance(answer_, Response) and answer_.status == 200
                return first.heads[0].lower(), second.heads[0].lower()

    first, second = asyncio.run(run())
    for header in (b"authorization: bearer s3cret", b"cookie: id=1", b"x-api-key: k", b"if-none-match:"):
        assert (header in first, header.split(b":")[0] in second) == (True, False)


class _Rerouted(socket.socket):
    """A socket whose every connection goes to one port of loopback."""

    __slots__ = ("_port",)

    def __init__(self, port: int) -> None:
        super().__init__(socket.AF_INET)
        self._port = port

    def connect(self, address: Any) -> None:
        super().connect(("127.0.0.1", self._port))


def test_no_cookie_is_kept(serve: Serve, resolver: Callable[..., Any]) -> None:
    answer = OK.replace(b"\r\n", b"\r\nset-cookie: id=1; path=/\r\n", 1)

    async def run() -> list[bytes]:
        async with serve(answer) as server:
            url = f"http://feeds.example:{server.port}/"
            settings = opening("127.0.0.0/8")
            names = resolver(feeds_example=[["127.0.0.1"]])
            async with Fetcher(settings, user_agent="test", resolver=names) as fetcher:
                for _ in range(2):
                    await fetcher.send(Request(url), NOW)
            return [head.lower() for head in server.heads]

    assert [b"\ncookie:" in head for head in asyncio.run(run())] == [False, False]


def test_a_blocked_address_names_the_host_the_reason_and_the_setting() -> None:
    async def run() -> Response | NoResponse:
        async with Fetcher(opening(), user_agent="test") as fetcher:
            return await fetcher.send(Request("http://10.1.2.3:81/feed?key=secret"), NOW)

    detail = "10.1.2.3:81 leads to 10.1.2.3 (private); not asked. If it is meant, open it: [fetch] allow_private"
    assert asyncio.run(run()) == NoResponse(Refusal.BLOCKED_ADDRESS, detail)


@pytest.mark.parametrize(
    "entry", ["10.0.0.0/99", "feeds example:80", "http://feeds.example/", "u@feeds.example:80", ""]
)
def test_an_opening_that_cannot_be_read_is_an_error(entry: str) -> None:
    with pytest.raises(ValueError, match=r"neither host:port .* nor a network"):
        Fetcher(opening(entry), user_agent="test")


def test_an_account_without_an_address_opens_nothing(serve: Serve) -> None:
    async def run() -> list[str]:
        async with serve(OK) as server:
            opened = [host_of("@brand@social.example"), server.at]
            async with Fetcher(opening(), user_agent="test", opened=opened) as fetcher:
                return [outcome_of(await fetcher.send(Request(url), NOW)) for url in (server.url(), "http://10.0.0.1/")]

    assert asyncio.run(run()) == ["200", "blocked_address"]
