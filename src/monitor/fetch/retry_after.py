"""When a server allows the next request: Retry-After and the rate-limit headers, in every form met in practice.

    Retry-After                       seconds | an HTTP-date in its three forms
    (X-)RateLimit-Reset and the like  seconds | seconds since 1970 | milliseconds since 1970 | ISO 8601 | an HTTP-date
    RateLimit                         "a policy";r=0;t=60 (nothing remains, for 60 s), of several policies the longest
    {"backoff": 10}                   seconds in a JSON answer, good or bad, where the network's manifest names the key

Retry-After comes first. A reset counts only where the limit is used up: status 429, or nothing remaining. A success has
nothing to wait for. A wait is never negative and never above a day; what cannot be read is as if it were not there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST = timedelta(days=1)
_DAY = 86_400
_REMAINING = ("x-ratelimit-remaining", "ratelimit-remaining", "x-rate-limit-remaining")
_RESET = ("x-ratelimit-reset", "ratelimit-reset", "x-rate-limit-reset")
_SPENT = re.compile(r";\s*r=0+\s*;\s*t=([0-9]+)", re.ASCII)
_SECONDS = re.compile(r"[0-9]+", re.ASCII)
_NUMBER = re.compile(r"([0-9]+)(?:\.[0-9]+)?", re.ASCII)
_DATE = re.compile(r"[A-Z][a-z]{2,8},? [ -~]*:[0-9]{2}:[0-9]{2}[ -~]*", re.ASCII)  # a weekday, a time of day
_EPOCH = 1_000_000_000  # from here on a number is a time since 1970, no wait
_EPOCH_MS = 100_000_000_000


def retry_at(status: int, headers: Mapping[str, str], now: datetime) -> datetime | None:
    """The instant (UTC, from `now` to a day later) before which the host must not be asked; None: nothing is said.

    `headers` have lower case names.
    """
    stated = headers.get("retry-after")
    if stated is not None and status < 400:
        return now
    at = None if stated is None else _after(stated.strip(), now)
    if at is None and (status == 429 or _used_up(headers)):
        at = next((_reset(headers[name].strip(), now) for name in _RESET if name in headers), None)
    if at is None:
        at = max((_wait(wait, now) for wait in _SPENT.findall(headers.get("ratelimit", ""))), default=None)
    return None if at is None else min(max(at, now), now + LONGEST)


def backoff(body: bytes, key: str) -> int:
    """The seconds that a JSON answer states under `key`; 0 where it states none."""
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return 0
    seconds = document.get(key) if isinstance(document, dict) else None
    return max(0, min(seconds, _DAY)) if isinstance(seconds, int) and not isinstance(seconds, bool) else 0


def _after(text: str, now: datetime) -> datetime | None:
    return _wait(text, now) if _SECONDS.fullmatch(text) else _http_date(text)


def _reset(text: str, now: datetime) -> datetime | None:
    number = _NUMBER.fullmatch(text)
    if number is None:
        return _http_date(text) or _iso(text)
    if len(number[1]) > 15 or int(number[1]) < _EPOCH:
        return _wait(number[1], now)
    seconds = int(number[1]) / (1000 if int(number[1]) >= _EPOCH_MS else 1)
    return datetime(1970, 1, 1, tzinfo=UTC) + min(timedelta(seconds=seconds), timedelta(days=100_000))


def _used_up(headers: Mapping[str, str]) -> bool:
    return any(re.fullmatch(r"\s*0+(?:\.0+)?\s*", headers.get(name, "")) for name in _REMAINING)


def _wait(digits: str, now: datetime) -> datetime:
    return now + (LONGEST if len(digits) > 9 else min(LONGEST, timedelta(seconds=int(digits))))


def _http_date(text: str) -> datetime | None:
    try:
        return _utc(parsedate_to_datetime(text)) if _DATE.fullmatch(text) else None
    except (ValueError, OverflowError):
        return None


def _iso(text: str) -> datetime | None:
    try:
        return _utc(datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        return None


def _utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
