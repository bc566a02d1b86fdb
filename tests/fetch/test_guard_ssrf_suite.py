"""The suite ssrf-urls: no blocked address gets a socket, as a URL, as a redirect or as an answer of DNS."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest

from monitor.fetch.client import Fetcher
from monitor.model.http import NoResponse, Refusal, Request, Response
from monitor.model.settings import FetchSettings

NOW = datetime(2026, 6, 15, 10, tzinfo=UTC)
SUITE = Path(__file__).parents[2].parent / "shared" / "suites" / "ssrf-urls" / "cases.jsonl"
CASES = [json.loads(line) for line in SUITE.read_text().splitlines()] if SUITE.exists() else []
BLOCKED = [case for case in CASES if not case["expect"]["allow"]]
ALLOWED = [case for case in CASES if case["expect"]["allow"]]
UNPACED = FetchSettings(per_host=0)

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not CASES, reason="the suite ssrf-urls is not beside the project"),
]


def _name(case: dict[str, Any]) -> str:
    return f"{case['id']}-{case['why']}"


def _blocked_addresses() -> list[str]:
    hosts = [case["whatwg"]["host"].strip("[]") for case in BLOCKED if "whatwg" in case]
    found = []
    for host in hosts:
        try:
            found.append(str(ip_address(host)))
        except ValueError:
            continue
    return sorted(set(found))


async def _send(url: str, **parts: Any) -> Response | NoResponse:
    async with Fetcher(UNPACED, user_agent="test", **parts) as fetcher:
        return await fetcher.send(Request(url), NOW)


@pytest.mark.parametrize("case", BLOCKED, ids=_name)
def test_a_blocked_address_gets_no_socket(
    case: dict[str, Any],
    resolver: Callable[..., Any],
    dialler: Any,
    dialled: list[tuple[str, int]],
    connects: list[tuple[str, int]],
) -> None:
    answer = asyncio.run(_send(case["url"], resolver=resolver(), dialler=dialler))
    assert isinstance(answer, NoResponse)
    assert (answer.why, dialled, connects) == (Refusal.BLOCKED_ADDRESS, [], [])


@pytest.mark.parametrize("case", ALLOWED, ids=_name)
def test_a_public_address_is_dialled(
    case: dict[str, Any], resolver: Callable[..., Any], dialler: Any, dialled: list[tuple[str, int]]
) -> None:
    answer = asyncio.run(_send(case["url"], resolver=resolver(), dialler=dialler))
    assert isinstance(answer, NoResponse)
    assert answer.why == Refusal.UNREACHABLE
    host = case["whatwg"]["host"].strip("[]")
    try:
        expected = str(ip_address(host))
    except ValueError:
        expected = "93.184.215.14"  # what the test's resolver gives to every name
    port = 8080 if ":8080" in case["url"] else 443 if case["url"].startswith("https") else 80
    assert dialled == [(expected, port)]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_to_a_blocked_address_gets_no_socket(
    status: int,
    serve: Callable[[Any], AbstractAsyncContextManager[Any]],
    connects: list[tuple[str, int]],
) -> None:
    """F057: however a private address is written, a redirect does not lead there."""
    on_the_wire = [case["url"] for case in BLOCKED if "\n" not in case["url"]]

    async def redirect(head: bytes, writer: asyncio.StreamWriter) -> None:
        index = int(head.split(b" ")[1].removeprefix(b"/"))
        location = on_the_wire[index].encode()
        writer.write(b"HTTP/1.1 %d Moved\r\nlocation: %b\r\ncontent-length: 0\r\n\r\n" % (status, location))
        await writer.drain()

    async def run() -> list[tuple[str, Response | NoResponse]]:
        async with (
            serve(redirect) as server,
            Fetcher(UNPACED, user_agent="test", opened=[server.at]) as fetcher,
        ):
            return [
                (url, await fetcher.send(Request(server.url(f"/{index}")), NOW))
                for index, url in enumerate(on_the_wire)
            ]

    answers = asyncio.run(run())
    assert len(answers) == len(BLOCKED) - 1
    let_through = [
        url
        for url, answer in answers
        if not (isinstance(answer, NoResponse) and answer.why is Refusal.BLOCKED_ADDRESS and answer.answered)
    ]
    assert let_through == []
    assert len(set(connects)) == 1  # the redirecting server itself


@pytest.mark.parametrize("address", _blocked_addresses())
@pytest.mark.parametrize("beside", [[], ["93.184.215.14"]], ids=["alone", "beside-a-public-one"])
def test_a_name_that_leads_to_a_blocked_address_gets_no_socket(
    address: str,
    beside: list[str],
    resolver: Callable[..., Any],
    dialler: Any,
    dialled: list[tuple[str, int]],
) -> None:
    """F059: one private address among public ones refuses the name."""
    names = resolver(feeds_example=[[*beside, address]])
    answer = asyncio.run(_send("https://feeds.example/rss", resolver=names, dialler=dialler))
    assert isinstance(answer, NoResponse)
    assert (answer.why, names.asked, dialled) == (Refusal.BLOCKED_ADDRESS, ["feeds.example"], [])
