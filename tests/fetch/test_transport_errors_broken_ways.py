"""Names that are not found, or slowly, and routes that lead nowhere: what works is found in time."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from monitor.fetch.client import Fetcher
from monitor.fetch.guard import CountedSocket
from monitor.fetch.lookup import SystemResolver
from monitor.model.http import NoResponse, Refusal, Request, Response
from monitor.model.settings import FetchSettings
from support.exchange import NOW, OK, Serve, outcome_of
from support.raw import answering

V4, V6 = "93.184.215.14", "2606:4700::1"
SECONDS = 3  # until the route that works is found


@contextmanager
def black_hole(family: socket.AddressFamily) -> Iterator[int]:
    """A port of loopback at which connections are neither taken nor refused: its queue is full."""
    host = "::1" if family is socket.AF_INET6 else "127.0.0.1"
    with socket.create_server((host, 0), family=family, backlog=0) as full, contextlib.ExitStack() as stack:
        for _ in range(4):
            waiting = stack.enter_context(socket.socket(family))
            waiting.setblocking(False)
            waiting.connect_ex(full.getsockname()[:2])
        yield full.getsockname()[1]


class Led(CountedSocket):
    """A socket whose every connection goes to one port of loopback."""

    __slots__ = ("port",)
    port: int

    def connect(self, address: Any) -> None:
        super().connect(("::1" if self.family is socket.AF_INET6 else "127.0.0.1", self.port))


def lead(**ports: int) -> Callable[[Any], socket.socket]:
    """A dialler: by the family of an address, the port to which the route leads; 0: there is no route."""

    def dial(info: Any) -> socket.socket:
        led = Led(info[0])
        led.port = ports["v6" if info[0] is socket.AF_INET6 else "v4"]
        if not led.port:
            led.close()
            raise OSError(101, "Network is unreachable")
        return led

    return dial


@pytest.mark.parametrize(
    "addresses",
    [[V6, V4], [V4, V6], [V6, "2606:4700::2", "2606:4700::3", "2606:4700::4", V4]],
    ids=["v6-first", "v4-first", "four-v6"],
)
@pytest.mark.parametrize("broken", [socket.AF_INET6, socket.AF_INET])
@pytest.mark.parametrize("how", ["silent", "unreachable"])
def test_the_other_family_is_tried(
    how: str, broken: socket.AddressFamily, addresses: list[str], resolver: Callable[..., Any]
) -> None:
    """F050: where IPv6 is broken and IPv4 is not, or the reverse, the answer comes within 3 s."""
    good = socket.AF_INET if broken is socket.AF_INET6 else socket.AF_INET6

    async def run(dead: int) -> tuple[str, float]:
        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(OK)
            await writer.drain()
            writer.close()

        server = await asyncio.start_server(serve, "127.0.0.1" if good is socket.AF_INET else "::1", 0)
        alive = server.sockets[0].getsockname()[1]
        dialler = lead(v4=alive, v6=dead) if good is socket.AF_INET else lead(v4=dead, v6=alive)
        names = resolver(feeds_example=[addresses])
        clock = asyncio.get_running_loop().time
        async with server, Fetcher(FetchSettings(), user_agent="test", resolver=names, dialler=dialler) as fetcher:
            start = clock()
            return outcome_of(await fetcher.send(Request("http://feeds.example/"), NOW)), clock() - start

    with black_hole(broken) as silent:
        outcome, took = asyncio.run(run(silent if how == "silent" else 0))
    assert outcome == "200"
    assert took < SECONDS


@pytest.mark.parametrize(
    ("number", "phrase"),
    [
        (socket.EAI_NONAME, "its name was not found"),
        (socket.EAI_AGAIN, "its name cannot be looked up now (DNS)"),
        (socket.EAI_FAIL, "its name cannot be looked up now (DNS)"),
    ],
    ids=["NXDOMAIN", "SERVFAIL", "refused"],
)
def test_a_name_that_is_not_found_differs_from_one_that_cannot_be_looked_up(
    number: int, phrase: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """F048: nothing is sent, and the reason says on whose side the trouble may be."""

    def fail(*_: Any, **__: Any) -> Any:
        raise socket.gaierror(number, "the resolver's own words")

    monkeypatch.setattr(socket, "getaddrinfo", fail)

    async def run() -> Response | NoResponse:
        async with Fetcher(FetchSettings(), user_agent="test") as fetcher:
            return await fetcher.send(Request("http://feeds.example/"), NOW)

    assert asyncio.run(run()) == NoResponse(Refusal.UNREACHABLE, f"feeds.example:80: {phrase}")


def test_slow_lookups_keep_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """F048: names whose servers do not answer delay neither the other names nor the end of the program."""
    over, real = threading.Event(), socket.getaddrinfo

    def slow(host: str, *rest: Any, **named: Any) -> Any:
        if host.startswith("slow"):
            over.wait(30)
            raise socket.gaierror(socket.EAI_AGAIN, "no server answered")
        return real("127.0.0.1", *rest, **named)

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    settings = FetchSettings(connect_timeout=1, per_host=0, allow_private=("127.0.0.0/8",))

    async def run(port: int) -> tuple[list[str], str, float]:
        async with Fetcher(settings, user_agent="test") as fetcher:
            names = [f"http://slow{number}.example:{port}/" for number in range(60)]
            tasks = [asyncio.create_task(fetcher.send(Request(name), NOW)) for name in names]
            await asyncio.sleep(0)
            start = time.monotonic()
            quick = outcome_of(await fetcher.send(Request(f"http://quick.example:{port}/"), NOW))
            took = time.monotonic() - start
            return [outcome_of(await task) for task in tasks], quick, took

    start = time.monotonic()
    with answering(lambda _: [OK.replace(b"\r\n\r\n", b"\r\nconnection: close\r\n\r\n")]) as base:
        late, quick, took = asyncio.run(run(int(base.rpartition(":")[2])))
    whole = time.monotonic() - start
    over.set()
    assert (set(late), len(late), quick) == ({"timeout"}, 60, "200")
    assert took < 0.9
    assert whole < 5


@pytest.mark.parametrize("name", ["localhost", "127.0.0.1"])
def test_names_are_looked_up_by_the_system(name: str, serve: Serve) -> None:
    found = asyncio.run(SystemResolver().resolve(name, 80, socket.AF_UNSPEC))
    assert ("127.0.0.1", 80) in [(each["host"], each["port"]) for each in found]


def test_a_name_that_cannot_be_written_for_dns_is_not_found() -> None:
    with pytest.raises(OSError):
        asyncio.run(SystemResolver().resolve("a" * 64 + ".localhost"))
