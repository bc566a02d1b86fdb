"""The guard on real loopback: what is opened, to whom, and what is never dialled."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from ipaddress import ip_address
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.fetch.address import special
from monitor.fetch.client import Fetcher, host_of
from monitor.fetch.guard import DIAL, Dial, GuardedResolver, NotAllowed
from monitor.model.plan import FetchSettings
from monitor.model.wire import NoResponse, Refusal, Request, Response

NOW = datetime(2026, 6, 15, 10, tzinfo=UTC)
Serve = Callable[[Any], AbstractAsyncContextManager[Any]]
OK = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"


def _why(answer: Response | NoResponse) -> str:
    return answer.why.value if isinstance(answer, NoResponse) else str(answer.status)


def _settings(*allow_private: str, **other: Any) -> FetchSettings:
    return FetchSettings(per_host=0, connect_timeout=1, allow_private=allow_private, **other)


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
            settings = _settings(*(entry.format(at=server.at) for entry in config))
            opened = [entry.format(at=server.at) for entry in command]
            async with Fetcher(settings, user_agent="test", opened=opened) as fetcher:
                return _why(await fetcher.send(Request(server.url(), own=own), NOW)), server.connections

    assert (expected, int(expected == "200")) == asyncio.run(run())


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
            settings = _settings(*(entry.format(port=server.port) for entry in config))
            names = resolver(wiki_lan=[["127.0.0.1"]])
            async with Fetcher(settings, user_agent="test", resolver=names) as fetcher:
                return _why(await fetcher.send(Request(f"http://wiki.lan:{server.port}/", own=own), NOW))

    assert expected == asyncio.run(run())


def test_a_kept_connection_of_an_own_request_serves_no_other(serve: Serve, resolver: Callable[..., Any]) -> None:
    async def run() -> tuple[list[str], int]:
        async with serve(OK) as server:
            name = f"feeds.example:{server.port}"
            names = resolver(feeds_example=[["127.0.0.1"]])
            async with Fetcher(_settings(name), user_agent="test", resolver=names) as fetcher:
                requests = [Request(f"http://{name}/", own=own) for own in (True, False, True, False)]
                return [_why(await fetcher.send(request, NOW)) for request in requests], server.connections

    assert (["200", "blocked_address", "200", "blocked_address"], 1) == asyncio.run(run())


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
                settings = _settings(server.at, other.at, "127.0.0.0/8")
                async with Fetcher(settings, user_agent="test", opened=[server.at, other.at]) as fetcher:
                    answers = {path: _why(await fetcher.send(Request(server.url(path)), NOW)) for path in where}
                return answers, other.connections, server.heads[-1]

    answers, connections, _ = asyncio.run(run())
    assert ({"/same": "200", "/other": "blocked_address"}, 0) == (answers, connections)


def test_credentials_stay_at_the_first_of_two_hosts(serve: Serve, resolver: Callable[..., Any]) -> None:
    """Two real servers; the second is public by its name, and this test's dialler stands for the way to it."""

    async def run() -> tuple[bytes, bytes]:
        async with serve(OK) as second:

            def way(info: Any) -> socket.socket:
                return _Rerouted(second.port)

            async def answer(head: bytes, writer: asyncio.StreamWriter) -> None:
                writer.write(b"HTTP/1.1 302 Found\r\nlocation: http://other.example/\r\ncontent-length: 0\r\n\r\n")
                await writer.drain()

            async with serve(answer) as first:

                def dial(info: Any) -> socket.socket:
                    return socket.socket(socket.AF_INET) if info[4][1] == first.port else way(info)

                headers = {"cookie": "id=1", "x-api-key": "k", "if-none-match": '"e"'}
                request = Request(first.url(), headers=headers, credential="token")
                async with Fetcher(
                    _settings(first.at),
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
        assert (True, False) == (header in first, header.split(b":")[0] in second)


class _Rerouted(socket.socket):
    """A socket whose every connection goes to one port of loopback."""

    __slots__ = ("_port",)

    def __init__(self, port: int) -> None:
        super().__init__(socket.AF_INET)
        self._port = port

    def connect(self, address: Any) -> None:
        super().connect(("127.0.0.1", self._port))


def test_a_name_that_changes_its_address_is_checked_each_time(
    resolver: Callable[..., Any], dialler: Any, dialled: list[tuple[str, int]]
) -> None:
    names = resolver(rebinding_example=[["93.184.215.14"], ["127.0.0.1"]])

    async def run() -> list[str]:
        async with Fetcher(_settings(), user_agent="test", resolver=names, dialler=dialler) as fetcher:
            return [_why(await fetcher.send(Request("http://rebinding.example/"), NOW)) for _ in range(2)]

    assert ["unreachable", "blocked_address"] == asyncio.run(run())
    assert [("93.184.215.14", 80)] == dialled


@pytest.mark.parametrize(
    ("addresses", "expected", "detail"),
    [
        ([], "unreachable", "feeds.example:80: its name was not found"),
        (["fe80::1%eth0"], "blocked_address", None),
        (["93.184.215.14", "2606:4700::1"], "unreachable", None),
    ],
)
def test_what_dns_may_answer(
    addresses: list[str], expected: str, detail: str | None, resolver: Callable[..., Any], dialler: Any
) -> None:
    async def run() -> Response | NoResponse:
        names = resolver(feeds_example=[addresses])
        async with Fetcher(_settings(), user_agent="test", resolver=names, dialler=dialler) as fetcher:
            return await fetcher.send(Request("http://feeds.example/"), NOW)

    answer = asyncio.run(run())
    assert isinstance(answer, NoResponse)
    assert expected == answer.why
    assert detail is None or detail == answer.detail


def test_a_name_other_than_the_one_checked_is_not_looked_up(resolver: Callable[..., Any]) -> None:
    names = resolver()

    async def run() -> Dial:
        dial = Dial("feeds.example")
        DIAL.set(dial)
        with pytest.raises(NotAllowed):
            await GuardedResolver(names).resolve("other.example", 80)
        return dial

    assert "was read as another host while dialling" == asyncio.run(run()).blocked
    assert [] == names.asked


def test_no_cookie_is_kept(serve: Serve, resolver: Callable[..., Any]) -> None:
    answer = OK.replace(b"\r\n", b"\r\nset-cookie: id=1; path=/\r\n", 1)

    async def run() -> list[bytes]:
        async with serve(answer) as server:
            url = f"http://feeds.example:{server.port}/"
            settings = _settings("127.0.0.0/8")
            names = resolver(feeds_example=[["127.0.0.1"]])
            async with Fetcher(settings, user_agent="test", resolver=names) as fetcher:
                for _ in range(2):
                    await fetcher.send(Request(url), NOW)
            return [head.lower() for head in server.heads]

    assert [False, False] == [b"\ncookie:" in head for head in asyncio.run(run())]


def test_a_slow_lookup_is_left_in_time(resolver: Callable[..., Any]) -> None:
    async def run() -> tuple[Response | NoResponse, float]:
        names = resolver()
        names.pause = 30
        clock = asyncio.get_running_loop().time
        async with Fetcher(FetchSettings(connect_timeout=0.2), user_agent="test", resolver=names) as fetcher:
            start = clock()
            return await fetcher.send(Request("http://feeds.example/"), NOW), clock() - start

    answer, took = asyncio.run(run())
    assert isinstance(answer, NoResponse)
    assert (Refusal.TIMEOUT, False) == (answer.why, answer.answered)
    assert took < 1


def test_a_blocked_address_names_the_host_the_reason_and_the_setting() -> None:
    async def run() -> Response | NoResponse:
        async with Fetcher(_settings(), user_agent="test") as fetcher:
            return await fetcher.send(Request("http://10.1.2.3:81/feed?key=secret"), NOW)

    detail = "10.1.2.3:81 leads to 10.1.2.3 (private); not asked. If it is meant, open it: [fetch] allow_private"
    assert NoResponse(Refusal.BLOCKED_ADDRESS, detail) == asyncio.run(run())


@pytest.mark.parametrize(
    "entry", ["10.0.0.0/99", "feeds example:80", "http://feeds.example/", "u@feeds.example:80", ""]
)
def test_an_opening_that_cannot_be_read_is_an_error(entry: str) -> None:
    with pytest.raises(ValueError, match=r"neither host:port .* nor a network"):
        Fetcher(_settings(entry), user_agent="test")


def test_an_account_without_an_address_opens_nothing(serve: Serve) -> None:
    async def run() -> list[str]:
        async with serve(OK) as server:
            opened = [host_of("@brand@social.example"), server.at]
            async with Fetcher(_settings(), user_agent="test", opened=opened) as fetcher:
                return [_why(await fetcher.send(Request(url), NOW)) for url in (server.url(), "http://10.0.0.1/")]

    assert ["200", "blocked_address"] == asyncio.run(run())


@pytest.mark.parametrize("variable", ["http_proxy", "HTTP_PROXY", "all_proxy"])
def test_a_proxy_of_the_environment_is_ignored(
    variable: str, serve: Serve, monkeypatch: pytest.MonkeyPatch, connects: list[tuple[str, int]]
) -> None:
    async def run() -> tuple[str, list[int], int]:
        async with serve(OK) as proxy, serve(OK) as server:
            monkeypatch.setenv(variable, proxy.url())
            async with Fetcher(_settings(), user_agent="test", opened=[server.at]) as fetcher:
                why = _why(await fetcher.send(Request(server.url()), NOW))
            return why, [port for _, port in connects], server.port

    why, ports, port = asyncio.run(run())
    assert ("200", [port]) == (why, ports)


def test_a_named_proxy_is_asked_and_targets_are_still_checked(serve: Serve) -> None:
    async def run() -> tuple[list[str], list[bytes]]:
        async with serve(OK) as proxy:
            settings = _settings(proxy.at, proxy=proxy.url())
            async with Fetcher(settings, user_agent="test") as fetcher:
                urls = ("http://feeds.example/rss", "http://10.0.0.1/", "http://printer.local/")
                answers = [_why(await fetcher.send(Request(url), NOW)) for url in urls]
            return answers, [head.split(b"\r\n")[0] for head in proxy.heads]

    answers, heads = asyncio.run(run())
    assert ["200", "blocked_address", "blocked_address"] == answers
    assert [b"GET http://feeds.example/rss HTTP/1.1"] == heads


@pytest.mark.filterwarnings("ignore:.*(proxy_auth|BasicAuth):DeprecationWarning")  # httpx-aiohttp passes it so
def test_a_proxy_is_given_its_password_and_the_target_is_not(serve: Serve) -> None:
    async def run() -> tuple[str, bytes]:
        async with serve(OK) as proxy:
            settings = _settings(proxy.at, proxy=f"http://user:secret@{proxy.at}")
            async with Fetcher(settings, user_agent="test") as fetcher:
                return _why(await fetcher.send(Request("http://feeds.example/rss"), NOW)), proxy.heads[0].lower()

    why, head = asyncio.run(run())
    assert "200" == why
    assert b"\nproxy-authorization: basic dxnlcjpzzwnyzxq=\r\n" in head
    assert b"\nauthorization:" not in head


def test_a_proxy_at_a_private_address_must_be_opened(serve: Serve) -> None:
    async def run() -> tuple[str, int]:
        async with serve(OK) as proxy, Fetcher(_settings(proxy=proxy.url()), user_agent="test") as fetcher:
            return _why(await fetcher.send(Request("http://feeds.example/rss"), NOW)), proxy.connections

    assert ("blocked_address", 0) == asyncio.run(run())


@pytest.mark.parametrize("proxy", ["proxy.example:3128", "socks5://proxy.example", "http://127.1:3128", ""])
def test_a_proxy_that_cannot_be_used_is_an_error(proxy: str) -> None:
    with pytest.raises(ValueError, match=r"\[fetch\] proxy .*; expected"):
        Fetcher(_settings(proxy=proxy), user_agent="test")


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("93.184.215.14", True),
        ("100.63.255.255", True),
        ("100.64.0.0", False),
        ("100.127.255.255", False),
        ("100.128.0.0", True),
        ("172.31.255.255", False),
        ("172.32.0.0", True),
        ("192.0.0.9", False),
        ("192.0.1.1", True),
        ("192.88.99.1", False),
        ("198.17.255.255", True),
        ("198.19.255.255", False),
        ("198.20.0.0", True),
        ("223.255.255.255", True),
        ("224.0.0.0", False),
        ("168.63.129.15", True),
        ("168.63.129.16", False),
        ("2606:4700::1111", True),
        ("2001:1ff:ffff::", False),
        ("2001:200::", True),
        ("2001:db8::1", False),
        ("2002:5db8:d70e::", False),
        ("3fff:fff::1", False),
        ("::ffff:93.184.215.14", False),
        ("64:ff9b::5db8:d70e", False),
        ("4000::1", False),
    ],
)
def test_the_edges_of_the_special_ranges(address: str, expected: bool) -> None:
    assert expected == (special(ip_address(address)) is None)


@given(st.ip_addresses())
def test_nothing_that_the_library_calls_private_is_public(address: Any) -> None:
    flags = ("is_private", "is_loopback", "is_link_local", "is_multicast", "is_reserved", "is_unspecified")
    if any(getattr(address, flag) for flag in flags):
        assert special(address) is not None
