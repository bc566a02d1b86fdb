"""What the network did, in one word and one phrase: the exceptions of httpx, aiohttp and the system as values.

The phrases are ours, but for the system's and OpenSSL's own: nothing a server wrote gets into a detail.
"""

from __future__ import annotations

import os
import socket
import ssl
from collections.abc import Callable, Mapping

import aiohttp
import httpx

from monitor.fetch.guard import Dial
from monitor.fetch.openings import refusal
from monitor.model.http import NoResponse, Refusal

CAUGHT = (httpx.HTTPError, httpx.InvalidURL, aiohttp.ClientError, OSError, ValueError)
"""All that the transport may raise of the network's doing; anything else is a mistake of ours and passes."""


_DNS_FAILS = (socket.EAI_AGAIN, socket.EAI_FAIL)
_UNKNOWN_AUTHORITY = (
    "its authority is unknown, or its chain incomplete; if it is meant, name the authority in SSL_CERT_FILE"
)
# What is wrong with a certificate, by OpenSSL's numbers, and what may be done about it.
_CERTIFICATES: Mapping[int, str] = {
    9: "it is not valid yet; check this machine's clock, then report it to the site",
    10: "it has expired, or one above it; check this machine's clock, then report it to the site",
    18: "it is signed by itself; if it is meant, name it in SSL_CERT_FILE",
    19: _UNKNOWN_AUTHORITY,
    20: _UNKNOWN_AUTHORITY,
    21: _UNKNOWN_AUTHORITY,
    62: "it is for another name; correct the address, or report it to the site",
    64: "it is for another address; correct the account's, or report it to the site",
}
# What OpenSSL calls other mishaps of TLS (the words that its reason holds), in ours.
_TLS: tuple[tuple[str, str], ...] = (
    ("CERTIFICATE_REQUIRED", "it asks for a certificate of ours, and there is none"),
    ("UNKNOWN_CA", "it does not take a certificate of ours"),
    ("VERSION_NUMBER", "what answers on this port is no TLS: correct the address (http:// or another port)"),
    ("HTTP_REQUEST", "what answers on this port is no TLS: correct the address (http:// or another port)"),
    ("PROTOCOL", "it speaks only versions older than TLS 1.2"),
    ("EOF", "the connection was closed before it was secure"),
    ("", "no secure connection could be agreed on"),
)


def _system(error: Exception) -> str:
    number = getattr(error, "errno", None) or getattr(getattr(error, "os_error", None), "errno", None)
    return os.strerror(number).lower() if isinstance(number, int) and number > 0 else "no connection"


def _name(error: Exception) -> str:
    """A name that does not exist is the account's matter; a look-up that fails may be ours."""
    number = getattr(getattr(error, "os_error", None), "errno", None)
    return "its name cannot be looked up now (DNS)" if number in _DNS_FAILS else "its name was not found"


def _tls(error: ssl.SSLError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        why = _CERTIFICATES.get(error.verify_code, f"{error.verify_message}; report it to the site")
        return f"TLS: its certificate is not trusted: {why}"
    reason = error.reason or ""
    return "TLS: " + next(phrase for words, phrase in _TLS if words in reason)


def _within(error: BaseException | None) -> ssl.SSLError | None:
    """OpenSSL's own error, however deep it is wrapped; aiohttp's are of the same types, and say less."""
    while error is not None and (isinstance(error, aiohttp.ClientError) or not isinstance(error, ssl.SSLError)):
        error = error.__cause__ or error.__context__
    return error


# The first row that fits counts; a specific type stands before its base.
_ROWS: tuple[tuple[type[Exception], Refusal, str | Callable[[Exception], str]], ...] = (
    (aiohttp.ClientConnectorDNSError, Refusal.UNREACHABLE, _name),
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
    if not answered and (secure := _within(error)) is not None:
        return NoResponse(Refusal.UNREACHABLE, f"{at}: {_tls(secure)}", answered)
    cause = error.__cause__ if isinstance(error, httpx.HTTPError) else None
    seen = cause if isinstance(cause, aiohttp.ClientError) else error
    if dial.secure and dial.reached and isinstance(seen, aiohttp.ConnectionTimeoutError):
        return NoResponse(Refusal.TIMEOUT, f"{at}: TLS: no secure connection in time ([fetch] connect_timeout)")
    if dial.secure and dial.reached and isinstance(seen, aiohttp.ClientConnectorError):
        return NoResponse(Refusal.UNREACHABLE, f"{at}: TLS: the connection was closed before it was secure")
    why, phrase = next((why, phrase) for kind, why, phrase in _ROWS if isinstance(seen, kind))
    return NoResponse(why, f"{at}: {phrase if isinstance(phrase, str) else phrase(seen)}", answered)
