"""A recording: answers of a network as they were given once, and what a check must make of them.

    one TOML file: url, now, memory, forms, [[exchanges]] in their order, [expected]   (docs/connectors.md)

Of `[expected]`, what is left out is not asserted; what others said is asked for where it says what was received.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from monitor.connect.checks.observe import observe
from monitor.connect.checks.questions import Talk
from monitor.connect.documents.decode import decode
from monitor.connect.manifests.manifest import Manifest
from monitor.model.activity import AccountFacts, Activity, Memory, Validator
from monitor.model.check import Failure, Observation
from monitor.model.conversation import Reply
from monitor.model.errors import ManifestError
from monitor.model.http import Decode, Decoded, DecodeError, NoResponse, Refusal, Request, Response

PER_ACT: Mapping[str, Callable[[Activity], Any]] = {  # "" and -1 stand for None, which TOML cannot write
    "ids": lambda act: act.id,
    "kinds": lambda act: act.kind.value,
    "dates": lambda act: _written(act.published) or "",
    "trusted": lambda act: act.trusted,
    "urls": lambda act: act.url or "",
    "titles": lambda act: act.title or "",
    "authors": lambda act: act.author or "",
    "replies": lambda act: -1 if act.replies is None else act.replies,
    "views": lambda act: -1 if act.views is None else act.views,
}
PER_REPLY: Mapping[str, Callable[[Reply], Any]] = {
    "received": lambda reply: reply.id,
    "received_at": lambda reply: _written(reply.published),
    "received_from": lambda reply: reply.author or "",
    "received_urls": lambda reply: reply.url or "",
    "answered": lambda reply: _written(reply.answered) or "",
    "direct": lambda reply: reply.direct,
    "threads": lambda reply: reply.post or "",
}
_STORED_WORDS = {"looked": "checked"}  # recordings keep the names that they were written with


@dataclass(frozen=True, slots=True)
class RecordedExchange:
    """What was asked, and what came. `sent` are request headers that must be sent, "" for none."""

    get: str
    answer: Response | NoResponse
    sent: Mapping[str, str] = field(default_factory=dict)
    own: bool = True


@dataclass(frozen=True, slots=True)
class Recording:
    """`forms` are addresses of the network as people paste them: [input, handle, profile], "-" for none."""

    url: str
    now: datetime
    exchanges: tuple[RecordedExchange, ...]
    memory: Memory = field(default_factory=Memory)
    expected: Mapping[str, Any] = field(default_factory=dict)
    forms: tuple[tuple[str, str, str], ...] = ()


def read(path: Path) -> Recording:
    """Raises ManifestError naming file and reason."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        return Recording(
            table["url"],
            table["now"].astimezone(UTC),
            tuple(_exchange(each) for each in table["exchanges"]),
            _memory(table.get("memory", {})),
            table["expected"],
            tuple((given, handle, profile) for given, handle, profile in table.get("forms", ())),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ManifestError(f"{path}: this is no recording: {type(error).__name__}: {error}; correct it") from error


def _exchange(each: Mapping[str, Any]) -> RecordedExchange:
    if "refused" in each:
        answer: Response | NoResponse = NoResponse(Refusal(each["refused"]), each.get("detail", ""))
    else:
        body = each.get("body", "").lstrip("\n").encode()
        answer = Response(each.get("status", 200), each.get("headers", {}), body, each.get("final", each["get"]))
    return RecordedExchange(each["get"], answer, each.get("sent", {}), each.get("own", True))


def _memory(table: Mapping[str, Any]) -> Memory:
    kept = dict(table)
    validators = {
        url: Validator(each.get("etag"), each.get("last_modified"), each["full_at"])
        for url, each in kept.pop("validators", {}).items()
    }
    kept = {_STORED_WORDS.get(name, name): value for name, value in kept.items()}
    return Memory(**kept, validators=validators)


T = TypeVar("T")


class _NotRecorded(Exception):
    """Something is asked that has no recorded answer."""


def driven(talk: Talk[T], ask: Callable[[Request], Response | NoResponse]) -> T:
    """The result of the conversation where `ask` gives the answers; its documents are decoded at once."""
    answer: Response | NoResponse | Decoded | DecodeError
    try:
        question = next(talk)
        while True:
            answer = decode(question) if isinstance(question, Decode) else ask(question)
            question = talk.send(answer)
    except StopIteration as end:
        result: T = end.value
        return result


def replay(
    manifest: Manifest, recording: Recording, *, replies: bool
) -> tuple[Observation | Failure | None, list[Request]]:
    """The result of the check, and what was asked; None where it asks what was not recorded.

    Each question gets the next answer of its address.
    """
    manifest = manifest if replies else manifest.model_copy(update={"replies": ()})
    left: dict[str, list[Response | NoResponse]] = {}
    for each in recording.exchanges:
        left.setdefault(each.get, []).append(each.answer)
    asked: list[Request] = []

    def ask(request: Request) -> Response | NoResponse:
        asked.append(request)
        if not left.get(request.url):
            raise _NotRecorded
        return left[request.url].pop(0)

    try:
        return driven(observe(manifest, recording.url, recording.memory, recording.now), ask), asked
    except _NotRecorded:
        return None, asked


def differences(manifest: Manifest, recording: Recording) -> list[str]:
    """What differs from the recording, a line each; [] where all is as expected."""
    result, asked = replay(manifest, recording, replies=not PER_REPLY.keys().isdisjoint(recording.expected))
    questions, recorded = [each.url for each in asked], [each.get for each in recording.exchanges]
    if questions != recorded:
        return [f"asked: {question}" for question in questions] + [f"recorded: {address}" for address in recorded]
    found = [
        f"{each.get}: {name} was {request.headers.get(name, '')!r}, expected {value!r}"
        for each, request in zip(recording.exchanges, asked, strict=True)
        for name, value in each.sent.items()
        if request.headers.get(name, "") != value
    ]
    found += [
        f"{each.get}: own was {request.own}, expected {each.own}"
        for each, request in zip(recording.exchanges, asked, strict=True)
        if request.own != each.own
    ]
    if result is None:
        return [*found, "the check did not end"]
    got = said(result)
    return found + [
        f"{key}: found {got.get(key)!r}, expected {value!r}"
        for key, value in recording.expected.items()
        if got.get(key) != value
    ]


def said(result: Observation | Failure) -> dict[str, Any]:
    """All that [expected] can state of a check, as TOML writes it."""
    stated: dict[str, Any] = {"outcome": result.outcome.value, "detail": result.detail, "facts": _facts(result.facts)}
    if isinstance(result, Failure):
        return stated
    stated |= {"complete": result.complete, "limited": result.limited, "not_modified": result.not_modified}
    stated |= {key: [value_of(act) for act in result.activities] for key, value_of in PER_ACT.items()}
    stated |= {key: [value_of(reply) for reply in result.replies] for key, value_of in PER_REPLY.items()}
    stated["counted"] = result.memory.counted
    stated["validators"] = [
        f"{each.etag or ''}|{each.last_modified or ''}|{each.full_at.isoformat()}"
        for each in result.memory.validators.values()
    ]
    stated["resolved"] = {name: value for name, value in result.memory.resolved.items() if name != "url"}
    return stated


def _facts(facts: AccountFacts) -> dict[str, Any]:
    values = {name: getattr(facts, name) for name in facts.__slots__}
    return {
        name: _written(value) if isinstance(value, datetime) else value
        for name, value in values.items()
        if value is not None
    }


def _written(moment: datetime | None) -> str | None:
    return None if moment is None else moment.strftime("%Y-%m-%dT%H:%M:%SZ")
