"""Questions about silences, one JSON line each, answered one JSON line each.

    {"account_id": "a", "times": [unix seconds], "now": unix seconds [, "planned": posting days a day]}
    {"account_id": "a", "now": as asked, "p_silent_90": p, "p_silent_180": p, "p_alarm": p, "p_alive": p,
     "expected_in": days or null, "expected_from": days, "expected_to": days}

Times after `now` are left out; without any before it, the plan or the usual account answers.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from monitor.metrics.outlook import outlook
from monitor.model.errors import BadInput


def answers(lines: Iterable[str]) -> Iterator[str]:
    """An answer to each line. Raises BadInput with the number of a line that is none."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield json.dumps(_answer(number, line), separators=(",", ":"))


def _answer(number: int, line: str) -> dict[str, Any]:
    try:
        asked = json.loads(line)
        account, now, times = asked["account_id"], asked["now"], asked["times"]
        found = outlook([time for time in times if time < now], now, asked.get("planned"))
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
        raise BadInput(
            f"line {number} of standard input is no question ({type(error).__name__}: {error}): "
            'it needs {"account_id": text, "times": [unix seconds], "now": unix seconds}'
        ) from error
    return {
        "account_id": account,
        "now": now,
        "p_silent_90": found.silent_90,
        "p_silent_180": found.silent_180,
        "p_alarm": found.silence_score,
        "p_alive": found.alive,
        "expected_in": found.expected,
        "expected_from": found.earliest,
        "expected_to": found.latest,
    }
