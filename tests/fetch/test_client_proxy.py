"""Proxies: none but the one that is named, which sees no more than it must and leads nowhere private."""

from __future__ import annotations

import asyncio

import pytest

from monitor.fetch.client import Fetcher
from monitor.model.http import Request
from support.exchange import NOW, OK, Serve, opening, outcome_of


@pytest.mark.parametrize("variable", ["http_proxy", "HTTP_PROXY", "all_proxy"])
def test_a_proxy_of_the_environment_is_ignored(
    variable: str, serve: Serve, monkeypatch: pytest.MonkeyPatch, connects: list[tuple[str, int]]
) -> None:
    """F051: a proxy that the configuration does not name is not used."""

    async def run() -> tuple[str, list[int], int]:
        async with serve(OK) as proxy, serve(OK) as server:
            monkeypatch.setenv(variable, proxy.url())
            async with Fetcher(opening(), user_agent="test", opened=[server.at]) as fetcher:
                why = outcome_of(await fetcher.send(Request(server.url()), NOW))
            return why, [port for _, port in connects], server.port

    why, ports, port = asyncio.run(run())
    assert (why, ports) == ("200", [port])


def test_a_named_proxy_is_asked_and_targets_are_still_checked(serve: Serve) -> None:
    """F051: behind the named proxy, private addresses stay closed."""

    async def run() -> tuple[list[str], list[bytes]]:
        async with serve(OK) as proxy:
            settings = opening(proxy.at, proxy=proxy.url())
            async with Fetcher(settings, user_agent="test") as fetcher:
                urls = ("http://feeds.example/rss", "http://10.0.0.1/", "http://printer.local/")
                answers = [outcome_of(await fetcher.send(Request(url), NOW)) for url in urls]
            return answers, [head.split(b"\r\n")[0] for head in proxy.heads]

    answers, heads = asyncio.run(run())
    assert answers == ["200", "blocked_address", "blocked_address"]
    assert heads == [b"GET http://feeds.example/rss HTTP/1.1"]


@pytest.mark.filterwarnings("ignore:.*(proxy_auth|BasicAuth):DeprecationWarning")  # httpx-aiohttp passes it so
def test_a_proxy_is_given_its_password_and_the_target_is_not(serve: Serve) -> None:
    async def run() -> tuple[str, bytes]:
        async with serve(OK) as proxy:
            settings = opening(proxy.at, proxy=f"http://user:secret@{proxy.at}")
            async with Fetcher(settings, user_agent="test") as fetcher:
                return outcome_of(await fetcher.send(Request("http://feeds.example/rss"), NOW)), proxy.heads[0].lower()

    why, head = asyncio.run(run())
    assert why == "200"
    assert b"\nproxy-authorization: basic dxnlcjpzzwnyzxq=\r\n" in head
    assert b"\nauthorization:" not in head


def test_a_proxy_at_a_private_address_must_be_opened(serve: Serve) -> None:
    async def run() -> tuple[str, int]:
        async with serve(OK) as proxy, Fetcher(opening(proxy=proxy.url()), user_agent="test") as fetcher:
            return outcome_of(await fetcher.send(Request("http://feeds.example/rss"), NOW)), proxy.connections

    assert asyncio.run(run()) == ("blocked_address", 0)


@pytest.mark.parametrize("proxy", ["proxy.example:3128", "socks5://proxy.example", "http://127.1:3128", ""])
def test_a_proxy_that_cannot_be_used_is_an_error(proxy: str) -> None:
    with pytest.raises(ValueError, match=r"\[fetch\] proxy .*; expected"):
        Fetcher(opening(proxy=proxy), user_agent="test")
