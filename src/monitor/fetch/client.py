"""The one thing that sends HTTP.

    send: read the URL -> robots.txt? -> allowed? -> the host's turn -> back-off? -> exchange -> redirect? ... -> answer

Nothing the network does raises: it comes back as a NoResponse. The time limit covers all hops of a request, but not
the waiting for a host's turn, which is ours; nor robots.txt, which is a request of its own, with its own limit.
"""

from __future__ import annotations

import asyncio
from collections import ChainMap
from collections.abc import Callable, Collection, Mapping
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime, timedelta
from types import TracebackType
from typing import TYPE_CHECKING, Self

from monitor.fetch.budget import Budgets
from monitor.fetch.credentials import Keys
from monitor.fetch.headers import Secrets, first_headers, user_agent
from monitor.fetch.openings import PUBLIC, Openings, refusal
from monitor.fetch.pacing import Pacer
from monitor.fetch.redirects import LASTING, Hop, next_hop
from monitor.fetch.retry_after import backoff, retry_at
from monitor.fetch.robots import Robots
from monitor.fetch.target import Refused, Target, host_of, parse
from monitor.model.http import NoResponse, Refusal, Request, Response, RobotsTxt
from monitor.model.settings import FetchSettings

if TYPE_CHECKING:
    import socket

    import httpx
    from aiohttp import AddrInfoType
    from aiohttp.abc import AbstractResolver

    from monitor.fetch.exchange import HttpExchange

__all__ = ["Fetcher", "host_of", "user_agent"]

_MAY_PASS = frozenset((Refusal.UNREACHABLE, Refusal.TIMEOUT))
_MAY_PASS_STATUS = frozenset((502, 503, 504))
_BEARABLE = 30  # seconds of rest that a check waits for in its turn; after more it comes back later
_SAFE_METHODS = frozenset(("GET", "HEAD"))


def _no_secret(_name: str) -> str | None:
    return None


class Fetcher:
    """Sends requests, politely and guarded. An async context manager; one for all the checks of a process.

    `secrets` gives the key that a request's `credential` names. `opened` are the "host:port" that the command opened
    (`--allow-private`). `held` and `robots` are what earlier sessions learned: until when hosts must not be asked, and
    what sites let programs read; what this session learns stands in `backoffs` and `robots`. `transport` replaces the
    network and its guard, `resolver` the look-up of names, `dialler` the making of sockets for allowed addresses.

    Raises ValueError where `settings.allow_private`, `opened` or `settings.proxy` cannot be read.
    """

    def __init__(
        self,
        settings: FetchSettings,
        *,
        user_agent: str,
        secrets: Secrets = _no_secret,
        opened: Collection[str] = (),
        held: Mapping[str, datetime] | None = None,
        robots: Mapping[str, RobotsTxt] | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        resolver: AbstractResolver | None = None,
        dialler: Callable[[AddrInfoType], socket.socket] | None = None,
    ) -> None:
        self._settings = settings
        self._agent = user_agent
        self._keys = Keys(secrets, self._send)
        self._openings = Openings.of(settings.allow_private, opened)
        self._proxy = _proxy(settings.proxy)
        self._held: ChainMap[str, datetime] = ChainMap({}, dict(held or {}))
        self._budgets = Budgets(self._held)
        self._robots = Robots(user_agent, settings.robots_exempt, robots or {})
        self._pacer = Pacer(settings.per_host)
        self._transport = transport
        self._resolver = resolver
        self._dialler = dialler
        self._exchange: HttpExchange | None = None

    @property
    def backoffs(self) -> Mapping[str, datetime]:
        """What was learned: "name:port" of a host, or a part of a budget, and until when not to ask (UTC)."""
        return dict(self._held.maps[0])

    @property
    def robots(self) -> Mapping[str, RobotsTxt]:
        """What was learned: what sites ("https://name:port") let programs read."""
        return self._robots.learned

    def learn(self, backoffs: Mapping[str, datetime]) -> None:
        """Takes over what others have learned meanwhile; of two times the later counts."""
        own, known = self._held.maps[0], self._held.maps[-1]
        for name, until in backoffs.items():
            if name not in self._held or self._held[name] < until:
                own.pop(name, None)
                known[name] = until

    async def __aenter__(self) -> Self:
        from monitor.fetch.exchange import HttpExchange  # httpx and aiohttp: only where something is sent
        from monitor.fetch.guard import open_socket

        self._exchange = HttpExchange(
            self._settings,
            proxy=self._proxy,
            proxy_reach=self._openings.reach(self._proxy, own=True) if self._proxy else PUBLIC,
            transport=self._transport,
            resolver=self._resolver,
            dialler=self._dialler or open_socket,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        exchange, self._exchange = self._exchange, None
        if exchange is not None:
            await exchange.aclose()

    async def send(self, request: Request, now: datetime) -> Response | NoResponse:
        """Ask, follow redirects, and give the whole answer or why there is none.

        `now` (UTC) is the instant against which back-offs and Retry-After are read.
        """
        equipped = await self._keys.equip(request, now)
        if isinstance(equipped, NoResponse):
            return equipped
        answer = await self._send(equipped, now)
        return self._keys.cleared(request.credential, answer)

    async def _send(self, request: Request, now: datetime) -> Response | NoResponse:
        target = parse(request.url)
        if isinstance(target, Refused):
            return NoResponse(Refusal.BLOCKED_ADDRESS, f"the address {target.reason}; correct it")
        headers = first_headers(request, target, self._agent)
        hop = Hop(
            request.method.upper(),
            target,
            headers,
            request.body,
            request.own,
            request.per_host,
            request.page,
            request.budget,
            request.backoff,
        )
        if waiting := self._spent(hop, request.reserve, now):
            return waiting
        answer = await self._follow(hop, now)
        for _ in range(self._settings.retries if hop.method in _SAFE_METHODS else 0):
            if not _may_pass(answer):
                break
            answer = await self._follow(hop, now)
        return answer

    async def _follow(self, hop: Hop, now: datetime) -> Response | NoResponse:
        """One request with its redirects, within the total time."""
        left = self._settings.total_timeout
        asked: set[tuple[str, str]] = set()
        lasting = True
        while True:
            answer, spent = await self._ask_page(hop, now, left) if hop.page else await self._ask(hop, now, left)
            left -= spent
            if isinstance(answer, NoResponse):
                return replace(answer, answered=True) if asked else answer
            asked.add((hop.method, hop.target.url))
            following = next_hop(hop, answer.status, answer.headers)
            if following is None:
                return replace(answer, moved=True) if lasting and len(asked) > 1 else answer
            lasting &= answer.status in LASTING
            if isinstance(following, Refused):
                detail = f"{hop.target.at} redirects to an address that {following.reason}; not followed"
                return NoResponse(Refusal.BLOCKED_ADDRESS, detail, answered=True)
            if (following.method, following.target.url) in asked:
                return NoResponse(Refusal.REDIRECTS, f"{hop.target.at} redirects in a circle", answered=True)
            if len(asked) > self._settings.max_redirects:
                detail = f"{hop.target.at}: more than {self._settings.max_redirects} redirects ([fetch] max_redirects)"
                return NoResponse(Refusal.REDIRECTS, detail, answered=True)
            hop = following

    async def _ask_page(self, hop: Hop, now: datetime, left: float) -> tuple[Response | NoResponse, float]:
        """As `_ask`, where the site's robots.txt lets programs read the page, and as slowly as it wants that."""
        admitted = await self._robots.admit(hop, now, self._follow)
        return (admitted, 0.0) if isinstance(admitted, NoResponse) else await self._ask(admitted, now, left)

    async def _ask(self, hop: Hop, now: datetime, left: float) -> tuple[Response | NoResponse, float]:
        """One hop, if it is allowed and no back-off forbids it, in its host's turn; with the network's seconds."""
        if self._exchange is None:
            raise RuntimeError("a Fetcher sends only inside `async with`")
        at = hop.target.at
        reach = self._openings.reach(hop.target, hop.own)
        if refused := reach.refuses(hop.target):
            return refusal(at, refused.reason), 0.0
        unpaced = hop.own and at in self._openings.commanded and not self._settings.pace_private
        async with nullcontext() if unpaced else self._pacer.turn(at, hop.per_host):
            if waiting := self._backed_off(at, now) or self._spent(hop, 1, now):
                return waiting, 0.0
            if hop.budget is not None:
                self._budgets.take(hop.budget, now)
            clock = asyncio.get_running_loop().time
            started = clock()
            answer = await self._exchange.carry(hop, reach, left)
            if isinstance(answer, Response):
                answer = self._note(hop, answer, now)
            return answer, clock() - started

    def _backed_off(self, at: str, now: datetime) -> NoResponse | None:
        until = self._held.get(at)
        if until is None or until <= now:
            return None
        detail = f"{at} asked for no requests before {until:%Y-%m-%d %H:%M:%S} UTC; nothing was sent"
        return NoResponse(Refusal.HELD, detail, retry_at=until)

    def _spent(self, hop: Hop, count: int, now: datetime) -> NoResponse | None:
        """Why `count` requests must wait: the network's budget has fewer left."""
        if hop.budget is None or (until := self._budgets.ready_at(hop.budget, count, now)) <= now:
            return None
        detail = f"{hop.budget.network}: its budget of requests is used up; again from {until:%Y-%m-%d %H:%M:%S} UTC"
        return NoResponse(Refusal.HELD, detail, retry_at=until)

    def _note(self, hop: Hop, answer: Response, now: datetime) -> Response:
        until = retry_at(answer.status, answer.headers, now)
        wait = backoff(answer.body, hop.backoff) if hop.backoff is not None else 0
        if 0 < wait <= _BEARABLE:
            self._pacer.rest(hop.target.at, wait)
        elif wait:
            until = max(until or now, now + timedelta(seconds=wait))
        if until is None:
            return answer
        if until > now:
            self._held[hop.target.at] = until
            if hop.budget is not None:
                self._budgets.hold(hop.budget, until)
        return replace(answer, retry_at=until)


def _may_pass(answer: Response | NoResponse) -> bool:
    """Whether the same request may succeed if it is sent again at once."""
    if isinstance(answer, NoResponse):
        return answer.why in _MAY_PASS
    return answer.status in _MAY_PASS_STATUS and answer.retry_at is None


def _proxy(url: str | None) -> Target | None:
    target = None if url is None else parse(url)
    if isinstance(target, Refused):
        raise ValueError(f'[fetch] proxy {target.reason}; expected "http://host:port"')
    return target
