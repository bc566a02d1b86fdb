"""When the next request is allowed."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.fetch.retry_after import LONGEST, retry_at

NOW = datetime(2026, 6, 15, 10, tzinfo=UTC)
SUITE = Path(__file__).parents[2].parent / "shared" / "suites" / "retry-after" / "cases.jsonl"
CASES = [json.loads(line) for line in SUITE.read_text().splitlines()] if SUITE.exists() else []


def _wait(status: int, headers: dict[str, str], now: datetime = NOW) -> float | None:
    at = retry_at(status, headers, now)
    return None if at is None else (at - now).total_seconds()


@pytest.mark.shared
@pytest.mark.skipif(not CASES, reason="the suite retry-after is not beside the project")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_the_suite(case: dict[str, Any]) -> None:
    """F067: every form of Retry-After, and none."""
    headers = {name.lower(): value for name, value in case.get("headers", {}).items()}
    assert _wait(case["status"], headers, datetime.fromisoformat(case["now"])) == case["expect"]["wait_s"]


@pytest.mark.parametrize(
    ("status", "headers", "seconds"),
    [
        (429, {"retry-after": "0"}, 0),
        (429, {"retry-after": "-5"}, None),
        (429, {"retry-after": "1.5"}, None),
        (429, {"retry-after": "9" * 5000}, 86_400),
        (429, {"retry-after": "Mon, 15 Jun 2026 12:05:00 +0200"}, 300),
        (429, {"retry-after": "Mon, 31 Jun 2026 10:05:00 GMT"}, None),
        (429, {"retry-after": "soon", "x-ratelimit-reset": "60"}, 60),
        (429, {"retry-after": "30", "x-ratelimit-reset": "60"}, 30),
        (429, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "2026-06-15T10:05:00.000000Z"}, 300),
        (429, {"x-ratelimit-reset": "1781518500000"}, 900),
        (429, {"x-ratelimit-reset": "1781510000"}, 0),
        (429, {"x-ratelimit-reset": "99999999999999999999"}, 86_400),
        (429, {"x-ratelimit-reset": "whenever"}, None),
        (403, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1781518500"}, 900),
        (403, {"x-ratelimit-remaining": "57", "x-ratelimit-reset": "1781518500"}, None),
        (200, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "60"}, 60),
        (200, {"x-ratelimit-remaining": "1", "x-ratelimit-reset": "60"}, None),
        (200, {"ratelimit": '"burst";r=3;t=1, "hour"; r=0; t=900, "day";r=0;t=60'}, 900),
        (429, {"ratelimit": '"default";r=0;t=50', "ratelimit-policy": '"default";q=100;w=60'}, 50),
        (429, {"ratelimit": '"default";r=0;t=50', "retry-after": "7"}, 7),
        (200, {"ratelimit": '"default";r=10;t=50'}, None),
        (301, {"retry-after": "120"}, 0),
        (200, {}, None),
    ],
)
def test_forms_met_in_practice(status: int, headers: dict[str, str], seconds: float | None) -> None:
    assert _wait(status, headers) == seconds


_NAMES = st.sampled_from(["retry-after", "x-ratelimit-reset", "ratelimit-reset", "x-ratelimit-remaining"])
_ODD = st.one_of(st.text(max_size=30), st.from_regex(r"[0-9]{1,40}(\.[0-9]{1,5})?", fullmatch=True))


@given(st.integers(100, 999), st.dictionaries(_NAMES, _ODD))
def test_a_wait_is_never_negative_and_never_above_a_day(status: int, headers: dict[str, str]) -> None:
    at = retry_at(status, headers, NOW)
    assert at is None or NOW <= at <= NOW + LONGEST


@given(st.integers(0, 86_400))
def test_the_three_forms_of_a_date_mean_the_same(seconds: int) -> None:
    at = NOW + timedelta(seconds=seconds)
    forms = ("%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y")
    assert [retry_at(503, {"retry-after": at.strftime(form)}, NOW) for form in forms] == [at] * 3
