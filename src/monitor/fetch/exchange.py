"""One request on the wire and its whole answer: httpx's transport over aiohttp, guarded, capped and timed.

httpx's client is left out: redirects, cookies and credentials are ours, and it costs as much again as the exchange. No
cookie is ever kept, no proxy or password taken from the environment.

Pools of connections: those for requests that may reach an opened address serve no others, so a connection that was
dialled under an opening is never used by a request without it; those with TLS are made where TLS is first asked for.

With a proxy, the proxy looks names up and dials: here only its own address and the text of the target are checked, and
keeping private ranges out is the proxy's part. A proxy at a private address must be opened as any other.
"""

from __future__ import annotations

import asyncio
import resource
import ssl
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, suppress

import aiohttp
import httpx
from aiohttp.abc import AbstractResolver
from httpx_aiohttp import AiohttpTransport

from monitor.fetch.body import Body, SpoiltBody
from monitor.fetch.guard import DIAL, Dial, Dialler, GuardedResolver, guarded
from monitor.fetch.lookup import SystemResolver
from monitor.fetch.openings import PUBLIC, Reach
from monitor.fetch.redirects import REDIRECTS, Hop
from monitor.fetch.target import Target
from monitor.fetch.transport_errors import CAUGHT, no_response
from monitor.fetch.trust import trusting
from monitor.model.http import NoResponse, Refusal, Response
from monitor.model.settings import FetchSettings

_KEEP_ALIVE = 2.0  # seconds: longer than the pace of a host, short enough that thousands of hosts do not pile up
_MANY_FILES = 1000  # where fewer may be open, no connection is kept: hundreds may lie idle for that long
_SHORTEST_HEADER = 4  # bytes of a line such as "a:\r\n"
_ONE_READ = 1 << 19  # bytes, twice what asyncio reads at once
_NO_BODY = frozenset((204, 304))


class HttpExchange:
    """Carries hops over the network. To be closed after use; `transport` replaces the network (and its guard)."""

    def __init__(
        self,
        settings: FetchSettings,
        proxy: Target | None,
        proxy_reach: Reach,
        transport: httpx.AsyncBaseTransport | None,
        resolver: AbstractResolver | None,
        dialler: Dialler,
    ) -> None:
        self._settings = settings
        self._proxy = proxy
        self._proxy_reach = proxy_reach
        self._transport = transport
        self._resolver = resolver
        self._dialler = dialler
        self._pools: dict[tuple[bool, bool], httpx.AsyncBaseTransport] = {}
        self._extensions = {"timeout": {"pool": settings.connect_timeout, "read": settings.read_timeout}}
        self._stack = AsyncExitStack()

    async def aclose(self) -> None:
        await self._stack.aclose()

    async def carry(self, hop: Hop, reach: Reach, seconds: float) -> Response | NoResponse:
        """Send one hop and read its answer whole, within so many seconds.

        Cancellation passes through; all else of the network's doing is a value.
        """
        secure = hop.target.scheme == "https"
        if self._proxy is None:
            dial = Dial(hop.target.host, reach, self._settings.max_headers, secure=secure)
        else:
            dial = Dial(self._proxy.host, self._proxy_reach, self._settings.max_headers)
        token = DIAL.set(dial)
        answer: httpx.Response | None = None
        try:
            async with asyncio.timeout(seconds):
                answer = await self._pool(reach is not PUBLIC, secure).handle_async_request(
                    httpx.Request(
                        hop.method,
                        hop.target.url,
                        headers=[(name.encode(), value.encode()) for name, value in hop.headers.items()],
                        content=hop.body,
                        extensions=self._extensions,
                    )
                )
                dial.head = None
                return await self._read(hop, answer, dial)
        except SpoiltBody as spoilt:
            return NoResponse(spoilt.why, f"{hop.target.at}: {spoilt}", answered=True)
        except CAUGHT as error:
            return no_response(error, hop.target.at, dial, answered=answer is not None)
        finally:
            DIAL.reset(token)
            if answer is not None:
                with suppress(*CAUGHT):
                    await answer.aclose()

    async def _read(self, hop: Hop, answer: httpx.Response, dial: Dial) -> Response:
        headers = _headers(answer)
        body = b""
        if _has_body(hop.method, answer.status_code, headers):
            collected = Body(headers, self._settings.max_body)
            async for chunk in answer.stream:  # type: ignore[union-attr]  # an async transport's stream is async
                collected.feed(chunk)
            body = collected.whole()
            if dial.ended is False and not _states_its_end(headers):
                raise SpoiltBody(Refusal.BROKEN, "TLS: the connection was cut, and nothing else marks the body's end")
        return Response(answer.status_code, headers, body, hop.target.url)

    def _pool(self, opened: bool, secure: bool) -> httpx.AsyncBaseTransport:
        if self._transport is not None:
            return self._transport
        if (opened, secure) not in self._pools:
            transport = self._pools[opened, secure] = self._connect(secure)
            self._stack.push_async_callback(transport.aclose)
        return self._pools[opened, secure]

    def _connect(self, secure: bool) -> AiohttpTransport:
        resolver = GuardedResolver(self._resolver or SystemResolver())
        self._stack.push_async_callback(resolver.close)
        few = 0 <= resource.getrlimit(resource.RLIMIT_NOFILE)[0] < _MANY_FILES
        connector = aiohttp.TCPConnector(
            resolver=resolver,
            use_dns_cache=False,  # a look-up shared between requests could not be judged for each
            socket_factory=guarded(self._dialler),
            ssl=trusting() if secure else True,
            limit=0,  # the caller limits how many checks run at a time
            force_close=few,
            keepalive_timeout=None if few else _KEEP_ALIVE,
        )
        enough = self._settings.max_headers + _ONE_READ  # the socket counts the head; the parser must not forestall it
        session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            max_line_size=enough,
            max_field_size=enough,
            max_headers=enough // _SHORTEST_HEADER,
            middlewares=(_ask_once,),
        )
        proxy = None if self._settings.proxy is None else httpx.Proxy(self._settings.proxy)
        # the connector's TLS context counts; this one only spares httpx the loading of a second set of certificates
        return AiohttpTransport(client=session, proxy=proxy, verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))


def _has_body(method: str, status: int, headers: Mapping[str, str]) -> bool:
    """Whether there is a body that anybody needs: that of a redirect is left on the wire, it may be anything."""
    return method != "HEAD" and status not in _NO_BODY and not (status in REDIRECTS and "location" in headers)


def _states_its_end(headers: Mapping[str, str]) -> bool:
    return "content-length" in headers or "transfer-encoding" in headers


async def _ask_once(
    request: aiohttp.ClientRequest,
    handler: Callable[[aiohttp.ClientRequest], Awaitable[aiohttp.ClientResponse]],
) -> aiohttp.ClientResponse:
    """Keep aiohttp from asking twice, but where a kept connection turned out to be closed."""
    try:
        return await handler(request)
    except aiohttp.ClientConnectorError:
        raise
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as error:
        if DIAL.get().dialled:
            raise ConnectionError("the connection was lost before the answer") from error
        raise


def _headers(answer: httpx.Response) -> dict[str, str]:
    headers: dict[str, str] = {}
    for raw_name, raw_value in answer.headers.raw:
        name, value = raw_name.decode("latin-1").lower(), _text(raw_value)
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return headers


def _text(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")
