"""What is kept as JSON comes back as it was, whatever it holds, and rows of older releases are still read."""

from __future__ import annotations

import dataclasses
import inspect
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model.activity import AccountFacts, DaysShown, Listed, Memory, Publication, Shrunk, Validator
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
from monitor.store import codec

ANY_TEXT = st.text(st.characters())  # surrogates and NUL too
INSTANTS = st.datetimes(timezones=st.just(UTC))
COUNTS = st.integers(0, 2**63 - 1)
NUMBERS = st.integers(-(2**63), 2**63 - 1)
NAMES = st.dictionaries(ANY_TEXT, ANY_TEXT, max_size=3)

MEMORIES = st.builds(
    Memory,
    identity=st.none() | ANY_TEXT,
    resolved=NAMES,
    validators=st.dictionaries(
        ANY_TEXT, st.builds(Validator, st.none() | ANY_TEXT, st.none() | ANY_TEXT, INSTANTS), max_size=3
    ),
    total=st.none() | COUNTS,
    newest=st.none() | INSTANTS,
    seen_any=st.booleans(),
    checked=st.none() | INSTANTS,
    unseen_until=st.none() | INSTANTS,
    overflowed=st.none() | INSTANTS,
    counted=st.dictionaries(ANY_TEXT, COUNTS, max_size=3),
    heard=st.none() | INSTANTS,
    listed=st.none()
    | st.builds(
        Listed,
        newest=st.lists(st.tuples(NUMBERS, st.none() | NUMBERS), max_size=6).map(tuple),
        items=COUNTS,
        at=INSTANTS,
        oldest=st.none() | INSTANTS,
    ),
    shrunk=st.none() | st.builds(Shrunk, INSTANTS, NUMBERS),
    shown=st.none()
    | st.builds(
        DaysShown,
        age=st.integers(0, 10**9).map(lambda seconds: timedelta(seconds=seconds)),
        days=COUNTS,
        last=st.none() | st.dates(),
        shorter=st.booleans(),
    ),
    publication=st.none()
    | st.builds(
        Publication,
        title=st.none() | ANY_TEXT,
        home=st.none() | ANY_TEXT,
        hosts=st.frozensets(ANY_TEXT, max_size=3),
        titles=st.frozensets(st.integers(-(2**31), 2**31 - 1), max_size=3),
    ),
)
FACTS = st.builds(
    AccountFacts,
    identity=st.none() | ANY_TEXT,
    name=st.none() | ANY_TEXT,
    url=st.none() | ANY_TEXT,
    followers=st.none() | COUNTS,
    total=st.none() | COUNTS,
    last_post=st.none() | INSTANTS,
    created=st.none() | INSTANTS,
    moved_to=st.none() | ANY_TEXT,
    verified=st.none() | st.booleans(),
)
CHECK_IDS = st.integers(0, 2**31)
STATES = st.builds(
    State,
    observation=st.builds(
        ObservationAxis,
        state=st.sampled_from(ObservationState),
        since=st.none() | INSTANTS,
        detail=ANY_TEXT,
        outcome=st.none() | st.sampled_from(Outcome),
        limited=st.booleans(),
        bad_checks=COUNTS,
        bad_since=st.none() | INSTANTS,
        gone_checks=COUNTS,
        gone_since=st.none() | INSTANTS,
        first_ok=st.none() | INSTANTS,
        last_ok=st.none() | INSTANTS,
        last_ok_check=st.none() | CHECK_IDS,
        last_proof=st.none() | INSTANTS,
        silent_since=st.none() | INSTANTS,
        held_checks=COUNTS,
        checks=st.lists(CHECK_IDS).map(tuple),
    ),
    activity=st.builds(
        ActivityAxis,
        state=st.none() | st.sampled_from(ActivityState),
        since=st.none() | INSTANTS,
        frozen=st.booleans(),
        behind_weeks=COUNTS,
        behind_week=ANY_TEXT,
        recovering_since=st.none() | INSTANTS,
        slept_after=st.none() | INSTANTS,
        resumed_at=st.none() | INSTANTS,
    ),
    flags=st.frozensets(st.sampled_from(Flag)),
    status=st.sampled_from(Status),
    status_since=st.none() | INSTANTS,
    orphaned_since=st.none() | INSTANTS,
    baseline=st.booleans(),
)
REASONS = st.lists(
    st.builds(Reason, ANY_TEXT, st.dictionaries(ANY_TEXT, COUNTS | st.floats(allow_nan=False) | ANY_TEXT, max_size=4))
).map(tuple)


@given(MEMORIES)
def test_a_memory_comes_back(memory: Memory) -> None:
    assert codec.load_memory(codec.dump_memory(memory)) == memory


@given(FACTS)
def test_facts_come_back(facts: AccountFacts) -> None:
    assert codec.load_facts(codec.dump_facts(facts)) == facts


@given(STATES)
def test_a_state_comes_back_as_plain_text(state: State) -> None:
    text = codec.dump_state(state)
    assert text.isascii()
    assert "\0" not in text
    assert codec.load_state(text) == state


@given(REASONS)
def test_reasons_come_back(reasons: tuple[Reason, ...]) -> None:
    assert codec.load_reasons(codec.dump_reasons(reasons)) == reasons


@pytest.mark.parametrize("kind", [Memory, AccountFacts, ObservationAxis, ActivityAxis, State])
def test_no_field_was_forgotten(kind: type[Any]) -> None:
    """A field that is added to a type and not to its codec would be lost at the next check."""
    source = inspect.getsource(codec)
    assert [field.name for field in dataclasses.fields(kind) if f"{field.name}=" not in source] == []


@pytest.mark.parametrize("text", [None, "", "{}", '{"of a newer release": 1}'])
def test_a_row_with_nothing_known_reads_as_the_defaults(text: str | None) -> None:
    assert codec.load_memory(text) == Memory()
    assert codec.load_facts(text) == AccountFacts()
    assert codec.load_state(text) == State()


def test_what_is_stored_keeps_its_form() -> None:
    """Rows are read by later releases: this text may grow, but what it says now must stay readable."""
    at = datetime(2026, 11, 2, 7, tzinfo=UTC)
    state = State(
        ObservationAxis(
            ObservationState.FAILING, at, "no answer", Outcome.TEMPORARY, bad_checks=2, bad_since=at, checks=(7, 8)
        ),
        ActivityAxis(ActivityState.LATE, at, behind_weeks=1, behind_week="2026-W44"),
        frozenset({Flag.ORPHANED}),
        Status.LATE,
        at,
        baseline=False,
    )
    when = "2026-11-02T07:00:00+00:00"
    stored: dict[str, Any] = {
        "seen": {
            "seen": "failing",
            "since": when,
            "detail": "no answer",
            "outcome": "temporary",
            "bad_looks": 2,
            "bad_since": when,
            "looks": [7, 8],
        },
        "pulse": {"pulse": "late", "since": when, "behind_weeks": 1, "behind_week": "2026-W44"},
        "flags": ["orphaned"],
        "status": "late",
        "status_since": when,
        "judged": True,
    }
    assert json.loads(codec.dump_state(state)) == stored
    assert codec.load_state(json.dumps(stored)) == state


def test_numbers_beyond_any_column_are_kept_within_64_bits() -> None:
    assert codec.load_memory(codec.dump_memory(Memory(total=10**5000))).total == 2**63 - 1
    assert codec.load_facts(codec.dump_facts(AccountFacts(followers=-(10**30)))).followers == -(2**63) + 1
