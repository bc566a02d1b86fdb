"""The headers of a request: who asks, with which credential, and what goes along to another host.

Credentials are bound to the host they were made for. On the way to another host all headers are dropped but the few
that carry nothing of ours: an API key may stand under any name, and a validator shows one server what another said.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Mapping

from monitor.fetch.target import Target
from monitor.model.http import Request

Secrets = Callable[[str], str | None]

_NEVER_SENT = frozenset(  # the transport's own business, or a way to ask another host than the one checked
    ("accept-encoding", "connection", "content-length", "host", "te", "trailer", "transfer-encoding", "upgrade")
)
_ELSEWHERE = frozenset(("accept", "accept-encoding", "accept-language", "user-agent"))  # may go to another host
_OF_A_BODY = "content-"
_NOT_IN_AGENT = re.compile(r"[^ !#-'*-\[\]-~]+")  # what would end the comment of a User-Agent


def user_agent(version: str, contact: str) -> str:
    """How we present ourselves: name, version, and where the operator is to be reached (an address or a URL)."""
    clean = _NOT_IN_AGENT.sub("", contact).strip()
    name = f"account-health-monitor/{version}"
    return f"{name} (+{clean})" if clean else name


def first_headers(request: Request, target: Target, agent: str) -> dict[str, str]:
    """The headers of a request's first hop; a header that the request states itself is never replaced."""
    headers = {"user-agent": agent, "accept": "*/*"}
    headers |= {name: value for name, value in request.headers.items() if name.lower() not in _NEVER_SENT}
    headers["accept-encoding"] = "gzip, deflate"
    if "authorization" not in headers and target.userinfo is not None:
        headers["authorization"] = f"Basic {b64encode(target.userinfo.encode()).decode()}"
    return headers


def for_other_host(headers: Mapping[str, str]) -> dict[str, str]:
    """What is left of the headers on the way to a host that they were not made for."""
    return {name: value for name, value in headers.items() if name.lower() in _ELSEWHERE}


def without_body(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers of a request that lost its body."""
    return {name: value for name, value in headers.items() if not name.lower().startswith(_OF_A_BODY)}
