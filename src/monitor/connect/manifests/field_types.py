"""How the texts of a manifest become compiled values: expressions, templates, patterns, durations, rates.

Each type here is what a key of a manifest holds after loading, and a string in the generated JSON Schema.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from monitor.connect.manifests.expressions import Expression, Template

_DURATION = re.compile(r"(\d+)\s*(s|m|h|d)")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_ALLOWANCE = re.compile(r"(\d{1,5})\s*/\s*(s|m|h|d)")
_RATE = re.compile(r"(\d+(?:\.\d+)?)\s*/\s*(s|m|h|d)")
MOST = 10_000  # of an allowance: each of them is remembered by itself
_STATUS = re.compile(r"([1-9])(\d\d|xx)")


def _expression(value: Any) -> Expression:
    return Expression.compile(_text(value))


def _template(value: Any) -> Template:
    return Template(_text(value))


def _regex(value: Any) -> re.Pattern[str]:
    try:
        return re.compile(_text(value), re.IGNORECASE)
    except re.error as error:
        raise ValueError(f"not a regular expression: {value!r} ({error})") from error


def _duration(value: Any) -> timedelta:
    found = _DURATION.fullmatch(_text(value).strip())
    if found is None:
        raise ValueError(f"not a duration: {value!r}; write 30s, 30m, 12h or 90d")
    return timedelta(seconds=int(found[1]) * _SECONDS[found[2]])


def _rate(value: Any) -> float:
    found = _RATE.fullmatch(_text(value).strip())
    if found is None:
        raise ValueError(f"not a rate: {value!r}; write 1/s, 30/m or 300/h")
    return float(found[1]) / _SECONDS[found[2]]


def _allowance(value: Any) -> tuple[int, timedelta]:
    """So many in such a time, which a rate does not say: 60/h is not 1/m."""
    found = _ALLOWANCE.fullmatch(_text(value).strip())
    if found is None or not 0 < int(found[1]) <= MOST:
        raise ValueError(f"not an allowance: {value!r}; write 60/h, or another number up to {MOST} per s, m, h or d")
    return int(found[1]), timedelta(seconds=_SECONDS[found[2]])


def _statuses(value: Any) -> frozenset[int]:
    """404, "5xx", or a list of such."""
    codes: set[int] = set()
    for item in value if isinstance(value, list) else [value]:
        found = _STATUS.fullmatch(str(item))
        if found is None:
            raise ValueError(f"not an HTTP status: {item!r}; write 404 or '5xx'")
        hundreds = int(found[1]) * 100
        codes.update(range(hundreds, hundreds + 100) if found[2] == "xx" else [hundreds + int(found[2])])
    return frozenset(codes)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"not a text: {value!r}")
    return value


_AS_TEXT = WithJsonSchema({"type": "string"})

Expr = Annotated[Expression, BeforeValidator(_expression), _AS_TEXT, PlainSerializer(lambda value: value.text)]
Address = Annotated[Template, BeforeValidator(_template), _AS_TEXT, PlainSerializer(lambda value: value.text)]
Regex = Annotated[re.Pattern[str], BeforeValidator(_regex), _AS_TEXT, PlainSerializer(lambda value: value.pattern)]
Duration = Annotated[timedelta, BeforeValidator(_duration), _AS_TEXT]
Rate = Annotated[float, BeforeValidator(_rate), _AS_TEXT]
Allowance = Annotated[tuple[int, timedelta], BeforeValidator(_allowance), _AS_TEXT]
Statuses = Annotated[
    frozenset[int],
    BeforeValidator(_statuses),
    WithJsonSchema(
        {"anyOf": [{"type": ["integer", "string"]}, {"type": "array", "items": {"type": ["integer", "string"]}}]}
    ),
]
