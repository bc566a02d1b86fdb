"""../shared/suites/adversarial-feeds: what is stored of each document that a decoder alone can be given.

Bounds on time and memory, content codings and raw servers are tested where documents are fetched and decoders run.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.model.check import Failure
from monitor.model.http import Response

SUITE = Path(__file__).parents[3].parent / "shared" / "suites" / "adversarial-feeds"
NOW = datetime(2026, 6, 15, 10, tzinfo=UTC)
URL = "https://brand.example/feed"
STORED = {"dup-id-different-posts": 2}  # its note: one or two, by a rule; ours is that of connect/checks/items.py
ELSEWHERE = {
    "many-attributes": "takes seconds: it is the limit on CPU time that ends it",
    "date-plus-10min": "not trusted, being in the future: it counts as of when it is first seen, which the store says",
}


def _cases() -> list[dict[str, Any]]:
    if not SUITE.is_dir():
        return []
    cases = map(json.loads, (SUITE / "cases.jsonl").read_text(encoding="utf-8").splitlines())
    return [
        case
        for case in cases
        if "file" in case and case["id"] not in ELSEWHERE and "Content-Encoding" not in case.get("headers", {})
    ]


@pytest.mark.parametrize("case", _cases(), ids=lambda case: case["id"])
def test_hostile_feed(shared: Path, case: dict[str, Any], replay: Any) -> None:
    """F055: entities and external documents are neither unfolded nor fetched."""
    body = (shared / "suites" / "adversarial-feeds" / case["file"]).read_bytes()
    headers = {name.lower(): value for name, value in case.get("headers", {}).items()}
    result = replay("feed", URL, {URL: Response(200, headers, body, URL)}, now=NOW).result
    expected = case["expect"]
    if expected["verdict"] == "unknown":
        assert isinstance(result, Failure)
        return
    if isinstance(result, Failure):
        assert "unknown" in expected["verdict"]
        return
    stored = len({act.key for act in result.activities})
    assert stored == STORED.get(case["id"], expected.get("stored", stored))
    trusted = [act.published for act in result.activities if act.trusted and act.published]
    newest = f"{max(trusted):%Y-%m-%dT%H:%M:%SZ}" if trusted else None
    assert newest == expected.get("last_activity", newest)
    said = json.dumps([[act.id, act.title, act.url] for act in result.activities])
    assert expected.get("not_contains", "root:x") not in said
