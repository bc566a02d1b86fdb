"""Every recording beside its network: what was answered, and what the look must come to.

A recording is one TOML file under tests/recordings/NETWORK: `url`, `now`, optionally `memory`, the exchanges in their
order, and what is expected. All are made by hand after the networks' own answers. Keys that are left out of
`expected` are not asserted; what others said is asked for where `expected` says what was received.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.model.activity import AccountFacts, Activity, Memory, Validator
from monitor.model.conversation import Reply
from monitor.model.look import Failure, Observation
from monitor.model.wire import NoResponse, Refusal, Response

ROOT = Path(__file__).parents[1] / "recordings"
RECORDINGS = sorted(ROOT.glob("*/*.toml"))

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


@pytest.mark.parametrize("path", RECORDINGS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_recording_gives_what_stands_beside_it(path: Path, replay: Any) -> None:
    recording = tomllib.loads(path.read_text(encoding="utf-8"))
    played = replay(
        path.parent.name,
        recording["url"],
        _answers(recording),
        _memory(recording),
        recording["now"].astimezone(UTC),
        replies=not PER_REPLY.keys().isdisjoint(recording["expected"]),
    )
    exchanges = recording["exchanges"]
    assert [each["get"] for each in exchanges] == [request.url for request in played.requests]
    for each, request in zip(exchanges, played.requests, strict=True):
        sent = {name: request.headers.get(name, "") for name in each.get("sent", {})}
        assert each.get("sent", {}) == sent
        assert each.get("own", True) == request.own
    expected = dict(recording["expected"])
    assert expected == _said(played.result, expected)


def test_every_network_has_a_recording() -> None:
    files = (ROOT.parents[1] / "connectors").glob("*.toml")
    manifests = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in files}
    asked = {name for name, manifest in manifests.items() if manifest.get("activity", True)}
    assert asked == {path.parent.name for path in RECORDINGS}


def _said(result: Observation | Failure, asked: Mapping[str, Any]) -> dict[str, Any]:
    said: dict[str, Any] = {"outcome": result.outcome.value, "detail": result.detail, "facts": _facts(result.facts)}
    if isinstance(result, Observation):
        said |= {"complete": result.complete, "limited": result.limited, "not_modified": result.not_modified}
        said |= {key: [read(act) for act in result.activities] for key, read in PER_ACT.items()}
        said |= {key: [read(reply) for reply in result.replies] for key, read in PER_REPLY.items()}
        said["counted"] = result.memory.counted
        said["validators"] = [
            f"{each.etag or ''}|{each.last_modified or ''}|{each.full_at.isoformat()}"
            for each in result.memory.validators.values()
        ]
        said["resolved"] = {name: value for name, value in result.memory.resolved.items() if name != "url"}
    return {key: value for key, value in said.items() if key in asked}


def _facts(facts: AccountFacts) -> dict[str, Any]:
    values = {name: getattr(facts, name) for name in facts.__slots__}
    return {
        name: _written(value) if isinstance(value, datetime) else value
        for name, value in values.items()
        if value is not None
    }


def _answers(recording: Mapping[str, Any]) -> dict[str, Any]:
    answers: dict[str, list[Any]] = {}
    for each in recording["exchanges"]:
        if "refused" in each:
            answer: Any = NoResponse(Refusal(each["refused"]), each.get("detail", ""))
        else:
            body = each.get("body", "").lstrip("\n").encode()
            answer = Response(each.get("status", 200), each.get("headers", {}), body, each.get("final", each["get"]))
        answers.setdefault(each["get"], []).append(answer)
    return answers


def _memory(recording: Mapping[str, Any]) -> Memory:
    kept = dict(recording.get("memory", {}))
    validators = {
        url: Validator(each.get("etag"), each.get("last_modified"), each["full_at"])
        for url, each in kept.pop("validators", {}).items()
    }
    return Memory(**kept, validators=validators)


def _written(moment: datetime | None) -> str | None:
    return None if moment is None else moment.strftime("%Y-%m-%dT%H:%M:%SZ")
