"""Which addresses are public, and what a name may lead to."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from ipaddress import ip_address
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.fetch.client import Fetcher
from monitor.fetch.guard import DIAL, Dial, GuardedResolver, NotAllowed
from monitor.fetch.ip_ranges import special
from monitor.model.http import NoResponse, Refusal, Request, Response
from monitor.model.settings import FetchSettings
from support.exchange import NOW, opening, outcome_of


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
    assert (special(ip_address(address)) is None) == expected


@given(st.ip_addresses())
def test_nothing_that_the_library_calls_private_is_public(address: Any) -> None:
    flags = ("is_private", "is_loopback", "is_link_local", "is_multicast", "is_reserved", "is_unspecified")
    if any(getattr(address, flag) for flag in flags):
        assert special(address) is not None


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
        async with Fetcher(opening(), user_agent="test", resolver=names, dialler=dialler) as fetcher:
            return await fetcher.send(Request("http://feeds.example/"), NOW)

    answer = asyncio.run(run())
    assert isinstance(answer, NoResponse)
    assert answer.why == expected
    assert detail is None or detail == answer.detail


def test_a_name_that_changes_its_address_is_checked_each_time(
    resolver: Callable[..., Any], dialler: Any, dialled: list[tuple[str, int]]
) -> None:
    """F059: what a name led to before counts for nothing."""
    names = resolver(rebinding_example=[["93.184.215.14"], ["127.0.0.1"]])

    async def run() -> list[str]:
        async with Fetcher(opening(), user_agent="test", resolver=names, dialler=dialler) as fetcher:
            return [outcome_of(await fetcher.send(Request("http://rebinding.example/"), NOW)) for _ in range(2)]

    assert asyncio.run(run()) == ["unreachable", "blocked_address"]
    assert dialled == [("93.184.215.14", 80)]


def test_a_name_other_than_the_one_checked_is_not_looked_up(resolver: Callable[..., Any]) -> None:
    names = resolver()

    async def run() -> Dial:
        dial = Dial("feeds.example")
        DIAL.set(dial)
        with pytest.raises(NotAllowed):
            await GuardedResolver(names).resolve("other.example", 80)
        return dial

    assert asyncio.run(run()).blocked == "was read as another host while dialling"
    assert names.asked == []


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
    assert (answer.why, answer.answered) == (Refusal.TIMEOUT, False)
    assert took < 1
