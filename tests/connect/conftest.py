"""Replays a conversation from recorded answers: no network, no event loop, no mocks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TypeAlias

import pytest

from monitor.connect.checks.observe import observe
from monitor.connect.manifests.catalogue import Catalogue
from monitor.connect.manifests.manifest import Manifest
from monitor.connect.recordings.recording import driven
from monitor.model.activity import Memory
from monitor.model.check import Failure, Observation
from monitor.model.http import NoResponse, Request, Response
from support.mastodon import Cassettes
from support.networks import NOW

Recorded: TypeAlias = Response | NoResponse


@dataclass
class Replay:
    """The result of a check, and what was asked for it."""

    result: Observation | Failure
    requests: list[Request] = field(default_factory=list)

    @property
    def seen(self) -> Observation:
        assert isinstance(self.result, Observation), self.result
        return self.result

    @property
    def failed(self) -> Failure:
        assert isinstance(self.result, Failure), self.result
        return self.result


Replayer: TypeAlias = Callable[..., Replay]
Answers: TypeAlias = Mapping[str, Recorded | Sequence[Recorded]]


@cache
def catalogue() -> Catalogue:
    """All networks, and the routes to them that need a key."""
    return Catalogue.load(has=lambda secret: True)


def manifest_of(name: str, known: Catalogue) -> Manifest:
    """A network's manifest, also one whose terms forbid programs, or that of another route to one."""
    routes = [route for others in known.others.values() for route in others]
    manifest = known.manifests.get(name) or next((route for route in routes if route.id == name), None)
    assert manifest is not None, name
    return manifest


def play(
    network: str | Manifest,
    url: str,
    answers: Answers,
    memory: Memory | None = None,
    now: datetime = NOW,
    options: Mapping[str, Mapping[str, str]] | None = None,
    *,
    replies: bool = False,
) -> Replay:
    """One check: each request pops the next answer of its address; each document is decoded.

    What others said is asked for only with `replies`: most answers that were recorded hold nothing of that. A network
    is given by its name, or by a manifest of the test's own.
    """
    known = catalogue() if options is None else Catalogue.load(networks=options)
    manifest = network if isinstance(network, Manifest) else manifest_of(network, known)
    manifest = manifest if replies else manifest.model_copy(update={"replies": ()})
    left = {
        address: [answer] if isinstance(answer, Response | NoResponse) else list(answer)
        for address, answer in answers.items()
    }
    requests: list[Request] = []

    def ask(request: Request) -> Recorded:
        requests.append(request)
        assert left.get(request.url), f"no answer recorded for {request.url}; there are {sorted(left)}"
        return left[request.url].pop(0)

    return Replay(driven(observe(manifest, url, memory or Memory(), now), ask), requests)


@pytest.fixture
def replay() -> Replayer:
    return play


def respond(
    url: str,
    body: str | bytes = b"",
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    final: str | None = None,
    retry_at: datetime | None = None,
) -> dict[str, Recorded]:
    """{address: answer}, ready to be joined with others by `|`."""
    content = body.encode() if isinstance(body, str) else body
    return {url: Response(status, dict(headers or {}), content, final or url, retry_at)}


Responder: TypeAlias = Callable[..., dict[str, Recorded]]


@pytest.fixture
def answer() -> Responder:
    return respond


@pytest.fixture
def cassettes(shared: Path) -> Cassettes:
    return Cassettes(shared / "recorded" / "mastodon")
