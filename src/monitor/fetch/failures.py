"""What the network did, in one word and one phrase: the exceptions of httpx, aiohttp and the system as values.

The phrases are ours, but for the system's and OpenSSL's own: nothing a server wrote gets into a detail.
"""

from __future__ import annotations

import os
import ssl
from collections.abc import Callable

import aiohttp
import httpx

from monitor.fetch.guard import Dial
from monitor.fetch.openings import refusal
from monitor.model.wire import NoResponse, Refusal

CAUGHT = (httpx.HTTPError, httpx.InvalidURL, aiohttp.ClientError, OSError, ValueError)
"""All that the transport may raise of the network's doing; anything else is a mistake of ours and passes."""


def _system(error: Exception) -> str:
    number = getattr(error, "errno", None) or getattr(getattr(error, "os_error", None), "errno", None)
    return os.strerror(number).lower() if isinstance(number, int) and number > 0 else "no connection"


def _certificate(error: Exception) -> str:
    inner = getattr(error, "certificate_error", error)
    why = inner.verify_message if isinstance(inner, ssl.SSLCertVerificationError) else "it does not fit"
    return f"its certificate is not trusted: {why}"


# The first row that fits counts; a specific type stands before its base.
_ROWS: tuple[tuple[type[Exception], Refusal, str | Callable[[Exception], str]], ...] = (
    (aiohttp.ClientConnectorDNSError, Refusal.UNREACHABLE, "its name was not found"),
    (aiohttp.ClientConnectorCertificateError, Refusal.UNREACHABLE, _certificate),
    (aiohttp.ClientSSLError, Refusal.UNREACHABLE, "no secure connection (TLS) could be made"),
    (aiohttp.ClientProxyConnectionError, Refusal.UNREACHABLE, "the proxy cannot be reached"),
    (aiohttp.ClientHttpProxyError, Refusal.UNREACHABLE, "the proxy refused to connect"),
    (aiohttp.ClientConnectorError, Refusal.UNREACHABLE, _system),
    (aiohttp.ConnectionTimeoutError, Refusal.TIMEOUT, "no connection in time ([fetch] connect_timeout)"),
    (aiohttp.ServerTimeoutError, Refusal.TIMEOUT, "nothing came for too long ([fetch] read_timeout)"),
    (aiohttp.ClientPayloadError, Refusal.BROKEN, "the answer is cut short or malformed"),
    (aiohttp.ClientResponseError, Refusal.BROKEN, "the answer is not HTTP"),
    (aiohttp.ServerDisconnectedError, Refusal.BROKEN, "the connection was closed without an answer"),
    (aiohttp.ClientOSError, Refusal.BROKEN, "the connection was lost before the answer"),
    (httpx.TimeoutException, Refusal.TIMEOUT, "no answer in time"),
    (httpx.ConnectError, Refusal.UNREACHABLE, "no connection"),
    (httpx.ReadError, Refusal.BROKEN, "the answer is cut short"),
    (TimeoutError, Refusal.TIMEOUT, "no whole answer in time ([fetch] total_timeout)"),
    (ConnectionError, Refusal.BROKEN, "the connection was lost before the answer"),
    (Exception, Refusal.BROKEN, "the exchange failed"),
)


def no_response(error: Exception, at: str, dial: Dial, answered: bool) -> NoResponse:
    """What an exception of one exchange with the host `at` means; `answered`: a status line had come."""
    if dial.blocked is not None:
        return refusal(at, dial.blocked)
    if dial.flooded:
        return NoResponse(Refusal.TOO_LARGE, f"{at}: the headers do not end ([fetch] max_headers)", answered=True)
    cause = error.__cause__ if isinstance(error, httpx.HTTPError) else None
    seen = cause if isinstance(cause, aiohttp.ClientError) else error
    why, phrase = next((why, phrase) for kind, why, phrase in _ROWS if isinstance(seen, kind))
    return NoResponse(why, f"{at}: {phrase if isinstance(phrase, str) else phrase(seen)}", answered)
