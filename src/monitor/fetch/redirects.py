"""Redirects by hand: each hop is a new URL, checked as the first one.

    301 302   GET for a POST, else the method stays
    303       GET, but HEAD stays
    307 308   method and body stay

A `Location` that states a scheme is read as it stands; any other is resolved against the address that answered. The
same host means the same name and port, or the step from http to https on the usual ports; to any other, credentials,
validators and bodies do not go, nor is it the network's whose budget is spent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urljoin

from monitor.fetch.headers import for_other_host, without_body
from monitor.fetch.target import Refused, Target, parse
from monitor.model.http import Budget

REDIRECTS = frozenset((301, 302, 303, 307, 308))
LASTING = frozenset((301, 308))  # these say that the address has moved for good
_ABSOLUTE = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Hop:
    """One request on the wire. `own`: it may reach what the operator opened; the rest is as in model.http.Request."""

    method: str
    target: Target
    headers: Mapping[str, str]
    body: bytes | None
    own: bool
    per_host: float | None = None
    page: bool = False
    budget: Budget | None = None
    backoff: str | None = None


def next_hop(hop: Hop, status: int, headers: Mapping[str, str]) -> Hop | Refused | None:
    """Where an answer leads: the next request, why it is not made, or None where the answer stands for itself."""
    if status not in REDIRECTS or "location" not in headers:
        return None
    target = _resolve(hop.target, headers["location"])
    if isinstance(target, Refused):
        return target
    elsewhere = not _same_host(hop.target, target)
    following = replace(hop, target=target, own=hop.own and target.at == hop.target.at)
    if _becomes_get(status, hop.method):
        following = replace(following, method="GET", body=None, headers=without_body(hop.headers))
    if elsewhere:
        if following.body is not None:
            return Refused("would carry the request's body to another host")
        following = replace(following, headers=for_other_host(following.headers), budget=None)
    return following


def _becomes_get(status: int, method: str) -> bool:
    return (status == 303 and method != "HEAD") or (status in (301, 302) and method == "POST")


def _resolve(base: Target, location: str) -> Target | Refused:
    location = location.strip(" \t").replace(" ", "%20")  # a space in a path is a common slip, and harmless so
    if not location:
        return Refused("is empty")
    if _ABSOLUTE.match(location):
        return parse(location)
    try:
        return parse(urljoin(base.url, location))
    except ValueError:
        return Refused("is malformed")


def _same_host(before: Target, after: Target) -> bool:
    if before.host != after.host:
        return False
    if before.scheme == after.scheme:
        return before.port == after.port
    return (before.scheme, before.port, after.scheme, after.port) == ("http", 80, "https", 443)
