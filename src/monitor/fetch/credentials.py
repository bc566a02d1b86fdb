"""Keys and tokens: found by name, put where the network wants them, never shown.

    key       a secret as it stands
    token     client credentials (RFC 6749, 4.4) or a refresh token (section 6), exchanged at the network's token
              address for an access token, and asked for again when that ends

    bearer    Authorization: Bearer KEY
    basic     Authorization: Basic base64(KEY), where KEY is "id:secret"
    header    NAME: KEY
    query     ?NAME=KEY; the answer's address is given without it

Tokens are kept as long as the Fetcher lives, secrets not at all: each is looked up when a request needs it.
"""

from __future__ import annotations

import asyncio
import json
from base64 import b64encode
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit

from monitor.fetch.headers import Secrets
from monitor.model.http import Credential, Grant, NoResponse, Refusal, Request, Response

Send = Callable[[Request, datetime], Awaitable[Response | NoResponse]]

_EARLY = timedelta(minutes=1)  # a token is renewed a little before it ends
_USUAL = timedelta(hours=1)  # of a token whose end is not stated
_REFUSED = frozenset((400, 401, 403))


class Keys:
    """The keys of one Fetcher. `secrets` gives a secret by its name; `send` carries the request for a token."""

    def __init__(self, secrets: Secrets, send: Send) -> None:
        self._secrets = secrets
        self._send = send
        self._tokens: dict[Grant, tuple[str, datetime]] = {}
        self._locks: defaultdict[Grant, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def equip(self, request: Request, now: datetime) -> Request | NoResponse:
        """The request with its key; the refusal where there is none, or the network does not accept it."""
        credential = request.credential
        if credential is None:
            return request
        if missing := [name for name in credential.secrets if not self._secrets(name)]:
            said = (
                f"it needs {' and '.join(missing)}: set it in the environment, or in the file {missing[0]}_FILE names"
            )
            return NoResponse(Refusal.NO_KEY, said)
        also = {name.lower(): self._secrets(secret) or "" for name, secret in credential.also}
        grant = credential.grant
        key = await self._token(grant, now) if grant is not None else self._secrets(credential.key or "") or ""
        if isinstance(key, NoResponse):
            return key
        return _placed(replace(request, headers={**request.headers, **also}), credential, key)

    def cleared(self, credential: Credential | None, answer: Response | NoResponse) -> Response | NoResponse:
        """The answer without the key in its address. A token that was not accepted is forgotten."""
        if credential is None or isinstance(answer, NoResponse):
            return answer
        if credential.grant is not None and answer.status == 401:
            self._tokens.pop(credential.grant, None)
        return replace(answer, url=_without(answer.url, credential.name)) if credential.place == "query" else answer

    async def _token(self, grant: Grant, now: datetime) -> str | NoResponse:
        async with self._locks[grant]:
            known = self._tokens.get(grant)
            if known is not None and now < known[1]:
                return known[0]
            answer = await self._send(self._exchange(grant), now)
            if isinstance(answer, NoResponse):
                return answer
            if answer.status in _REFUSED:
                said = f"the network accepts {' and '.join(grant.secrets)} no more (HTTP {answer.status}): renew them"
                return NoResponse(Refusal.NO_KEY, said, answered=True)
            token, lasts = _granted(answer)
            if token is None:
                return NoResponse(Refusal.BROKEN, f"HTTP {answer.status} instead of a token", answered=True)
            self._tokens[grant] = token, now + lasts - _EARLY
            return token

    def _exchange(self, grant: Grant) -> Request:
        form = {"grant_type": grant.kind}
        if grant.scope:
            form["scope"] = grant.scope
        if grant.refresh_token is not None:
            form["refresh_token"] = self._secrets(grant.refresh_token) or ""
        headers = {"accept": "application/json", "content-type": "application/x-www-form-urlencoded"}
        who, secret = self._secrets(grant.client_id) or "", self._secrets(grant.client_secret) or ""
        if grant.basic:
            headers["authorization"] = f"Basic {b64encode(f'{who}:{secret}'.encode()).decode()}"
        else:
            form |= {grant.id_name: who, "client_secret": secret}
        return Request(grant.url, "POST", headers, urlencode(form).encode())


def _without(url: str, name: str) -> str:
    """The address without a parameter of its query."""
    parts = urlsplit(url)
    kept = [(other, value) for other, value in parse_qsl(parts.query, keep_blank_values=True) if other != name]
    return parts._replace(query=urlencode(kept)).geturl()


def _placed(request: Request, credential: Credential, key: str) -> Request:
    if credential.place == "query":
        joined = "&" if urlsplit(request.url).query else "?"
        return replace(request, url=f"{request.url}{joined}{urlencode({credential.name: key})}")
    if credential.name.lower() in request.headers:
        return request  # what a request states itself is never replaced
    value = {"bearer": f"Bearer {key}", "basic": f"Basic {b64encode(key.encode()).decode()}"}.get(credential.place, key)
    return replace(request, headers={**request.headers, credential.name.lower(): value})


def _granted(answer: Response) -> tuple[str | None, timedelta]:
    try:
        document = json.loads(answer.body)
    except ValueError:
        document = None
    stated = document if isinstance(document, dict) else {}
    token, seconds = stated.get("access_token"), stated.get("expires_in")
    lasts = timedelta(seconds=seconds) if isinstance(seconds, int) and 0 < seconds < 10**9 else _USUAL
    return (token if isinstance(token, str) and token.isprintable() and token else None), lasts
