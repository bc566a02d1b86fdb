"""Memory, facts, state and reasons to JSON text and back.

Written out field by field, so that a renamed attribute never renames what is stored. A key that is missing (a row of
an older release) reads as the field's default; a value equal to its default is not written. The text is plain ASCII:
every database takes it.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from monitor.model.activity import AccountFacts, Memory, Publication, Validator
from monitor.model.check import Outcome
from monitor.model.state import (
    ActivityAxis,
    ActivityState,
    Flag,
    ObservationAxis,
    ObservationState,
    Reason,
    State,
    Status,
)
from monitor.store import lists_codec
from monitor.store.database import storable

Json = dict[str, Any]


def dump_memory(memory: Memory) -> str:
    return _dump(
        {
            "identity": memory.identity,
            "resolved": dict(memory.resolved) or None,
            "validators": {
                url: [validator.etag, validator.last_modified, _iso(validator.full_at)]
                for url, validator in memory.validators.items()
            }
            or None,
            "total": storable.number(memory.total),
            "newest": _iso(memory.newest),
            "seen_any": memory.seen_any or None,
            "looked": _iso(memory.checked),
            "unseen_until": _iso(memory.unseen_until),
            "overflowed": _iso(memory.overflowed),
            "counted": {act: storable.number(count) for act, count in memory.counted.items()} or None,
            "heard": _iso(memory.heard),
            "listed": lists_codec.listed_row(memory.listed),
            "shrunk": lists_codec.shrunk_row(memory.shrunk),
            "shown": lists_codec.shown_row(memory.shown),
            "publication": None if memory.publication is None else _publication_row(memory.publication),
            "moved_to": memory.moved_to,
        }
    )


def load_memory(text: str | None, latest_keys: bytes | None = None) -> Memory:
    """What a connector kept; `latest_keys` are those of the last observation, as `accounts` has them."""
    row = _load(text)
    return Memory(
        identity=row.get("identity"),
        resolved=row.get("resolved", {}),
        validators={
            url: Validator(etag, last_modified, datetime.fromisoformat(full_at))
            for url, (etag, last_modified, full_at) in row.get("validators", {}).items()
        },
        total=row.get("total"),
        newest=_when(row, "newest"),
        seen_any=row.get("seen_any", False),
        checked=_when(row, "looked"),
        unseen_until=_when(row, "unseen_until"),
        overflowed=_when(row, "overflowed"),
        counted=row.get("counted", {}),
        heard=_when(row, "heard"),
        listed=lists_codec.listed(row.get("listed")),
        shrunk=lists_codec.shrunk(row.get("shrunk")),
        shown=lists_codec.shown(row.get("shown")),
        publication=_publication(row["publication"]) if "publication" in row else None,
        moved_to=row.get("moved_to"),
        known=frozenset(load_keys(latest_keys)),
    )


def _publication_row(publication: Publication) -> Json:
    return _sparse(
        {
            "title": publication.title,
            "home": publication.home,
            "hosts": sorted(publication.hosts) or None,
            "titles": sorted(publication.titles) or None,
        }
    )


def _publication(row: Json) -> Publication:
    return Publication(
        row.get("title"), row.get("home"), frozenset(row.get("hosts", ())), frozenset(row.get("titles", ()))
    )


def dump_keys(keys: Collection[int]) -> bytes:
    return struct.pack(f"<{len(keys)}q", *keys)


def load_keys(packed: bytes | None) -> list[int]:
    return [key for (key,) in struct.iter_unpack("<q", packed or b"")]


def dump_facts(facts: AccountFacts) -> str:
    return _dump(
        {
            "identity": facts.identity,
            "name": facts.name,
            "url": facts.url,
            "followers": storable.number(facts.followers),
            "total": storable.number(facts.total),
            "last_post": _iso(facts.last_post),
            "created": _iso(facts.created),
            "moved_to": facts.moved_to,
            "verified": facts.verified,
            "finished": facts.finished,
        }
    )


def load_facts(text: str | None) -> AccountFacts:
    row = _load(text)
    return AccountFacts(
        identity=row.get("identity"),
        name=row.get("name"),
        url=row.get("url"),
        followers=row.get("followers"),
        total=row.get("total"),
        last_post=_when(row, "last_post"),
        created=_when(row, "created"),
        moved_to=row.get("moved_to"),
        verified=row.get("verified"),
        finished=row.get("finished"),
    )


def dump_state(state: State) -> str:
    return _dump(
        {
            "seen": _observation_row(state.observation) or None,
            "pulse": _activity_row(state.activity) or None,
            "flags": sorted(state.flags) or None,
            "status": state.status,
            "status_since": _iso(state.status_since),
            "orphaned_since": _iso(state.orphaned_since),
            "judged": not state.baseline or None,
        }
    )


def load_state(text: str | None) -> State:
    row = _load(text)
    return State(
        observation=_observation(row.get("seen", {})),
        activity=_activity(row.get("pulse", {})),
        flags=frozenset(Flag(flag) for flag in row.get("flags", ())),
        status=Status(row.get("status", Status.UNSEEN)),
        status_since=_when(row, "status_since"),
        orphaned_since=_when(row, "orphaned_since"),
        baseline=not row.get("judged", False),
    )


def _observation_row(axis: ObservationAxis) -> Json:
    return _sparse(
        {
            "seen": None if axis.state is ObservationState.UNSEEN else axis.state,
            "since": _iso(axis.since),
            "detail": axis.detail or None,
            "outcome": axis.outcome,
            "limited": axis.limited or None,
            "bad_looks": axis.bad_checks or None,
            "bad_since": _iso(axis.bad_since),
            "gone_looks": axis.gone_checks or None,
            "gone_since": _iso(axis.gone_since),
            "first_ok": _iso(axis.first_ok),
            "last_ok": _iso(axis.last_ok),
            "last_ok_look": axis.last_ok_check,
            "last_proof": _iso(axis.last_proof),
            "silent_since": _iso(axis.silent_since),
            "held_looks": axis.held_checks or None,
            "looks": axis.checks or None,
        }
    )


def _observation(row: Json) -> ObservationAxis:
    outcome = row.get("outcome")
    return ObservationAxis(
        state=ObservationState(row.get("seen", ObservationState.UNSEEN)),
        since=_when(row, "since"),
        detail=row.get("detail", ""),
        outcome=None if outcome is None else Outcome(outcome),
        limited=row.get("limited", False),
        bad_checks=row.get("bad_looks", 0),
        bad_since=_when(row, "bad_since"),
        gone_checks=row.get("gone_looks", 0),
        gone_since=_when(row, "gone_since"),
        first_ok=_when(row, "first_ok"),
        last_ok=_when(row, "last_ok"),
        last_ok_check=row.get("last_ok_look"),
        last_proof=_when(row, "last_proof"),
        silent_since=_when(row, "silent_since"),
        held_checks=row.get("held_looks", 0),
        checks=tuple(row.get("looks", ())),
    )


def _activity_row(activity: ActivityAxis) -> Json:
    return _sparse(
        {
            "pulse": activity.state,
            "since": _iso(activity.since),
            "frozen": activity.frozen or None,
            "behind_weeks": activity.behind_weeks or None,
            "behind_week": activity.behind_week or None,
            "recovering_since": _iso(activity.recovering_since),
            "slept_after": _iso(activity.slept_after),
            "resumed_at": _iso(activity.resumed_at),
        }
    )


def _activity(row: Json) -> ActivityAxis:
    activity = row.get("pulse")
    return ActivityAxis(
        state=None if activity is None else ActivityState(activity),
        since=_when(row, "since"),
        frozen=row.get("frozen", False),
        behind_weeks=row.get("behind_weeks", 0),
        behind_week=row.get("behind_week", ""),
        recovering_since=_when(row, "recovering_since"),
        slept_after=_when(row, "slept_after"),
        resumed_at=_when(row, "resumed_at"),
    )


def dump_reasons(reasons: Iterable[Reason]) -> str:
    return json.dumps([[reason.rule, dict(reason.values)] for reason in reasons], separators=(",", ":"))


def load_reasons(text: str) -> tuple[Reason, ...]:
    return tuple(Reason(rule, values) for rule, values in json.loads(text))


def dump_numbers(numbers: Iterable[int] | Mapping[str, Any]) -> str:
    """A list of ids, or the figures of a message."""
    plain = dict(numbers) if isinstance(numbers, Mapping) else list(numbers)
    return json.dumps(plain, separators=(",", ":"))


def _dump(row: Json) -> str:
    return json.dumps(_sparse(row), separators=(",", ":"))


def _load(text: str | None) -> Json:
    row: Json = json.loads(text) if text else {}
    return row


def _sparse(row: Json) -> Json:
    return {key: value for key, value in row.items() if value is not None}


def _iso(instant: datetime | None) -> str | None:
    return None if instant is None else instant.isoformat()


def _when(row: Json, key: str) -> datetime | None:
    value = row.get(key)
    return None if value is None else datetime.fromisoformat(value)
