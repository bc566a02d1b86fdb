"""The kinds of value a configuration holds, as pydantic checks them: each turns what the file says into the model's.

Each message says what was found, what is wrong with it and what to write instead; file and line are added by
`mistakes`. Importing this module imports pydantic.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from difflib import get_close_matches
from ipaddress import ip_network
from typing import Annotated, Any
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, Field, PlainValidator, WithJsonSchema

from monitor.config.cadence_text import CADENCE_HELP, DURATION_HELP, parse_cadence, parse_duration
from monitor.config.office_text import OFFICE_HELP, parse_office
from monitor.config.url_secrets import has_password, is_web_address
from monitor.model.account import Cadence as PlannedCadence
from monitor.model.account import Office
from monitor.model.settings import WEEKDAYS

_JOURS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_NONE = frozenset({"none", "aucun", "aucune"})
_ID = re.compile(r"\w[\w.@+:~-]*")
_SECRET_NAME = re.compile(r"[A-Z][A-Z0-9_]{0,99}")
_DOMAIN = re.compile(r"[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*")
_ALLOWANCE = re.compile(r"([1-9]\d{0,4}) ?/ ?[smhd]", re.ASCII)
_MOST = 10_000
_HOST_PORT = re.compile(r"(?P<host>[A-Za-z0-9_.-]+|\[[0-9A-Fa-f:.]+\]):(?P<port>\d{1,5})")


def _id(text: str) -> str:
    if _ID.fullmatch(text):
        return text
    raise ValueError(f'"{text}" is no id: use letters, digits and . _ - @ + : without blanks')


def _secret_name(text: str) -> str:
    if _SECRET_NAME.fullmatch(text):
        return text
    raise ValueError(
        "this is no name of a secret, such as MONITOR_SLACK_URL: the address itself stands beside the file, in a"
        " variable of that name, or in a file that NAME_FILE names"
    )


def _line(text: str) -> str:
    if text.isprintable():
        return text
    raise ValueError("it holds a line break or a control character: write it on one line")


def _cadence(value: Any) -> PlannedCadence | None:
    if not isinstance(value, str):
        raise ValueError(f"{show(value)} is no cadence: {CADENCE_HELP}, in quotes")
    return None if value.strip().lower() in _NONE else parse_cadence(value)


def _office(value: Any) -> Office:
    if not isinstance(value, str):
        raise ValueError(f"{show(value)} are no office hours: {OFFICE_HELP}, in quotes")
    return parse_office(value)


def _duration(low: timedelta, high: timedelta, *, numbers: bool = False) -> Callable[[Any], timedelta]:
    """A check of a length of time between `low` and `high`; with `numbers`, a bare number counts seconds."""

    def check(value: Any) -> timedelta:
        if isinstance(value, str):
            length = parse_duration(value)
        elif numbers and isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= 1e8:
            length = timedelta(seconds=value)
        else:
            hint = "a number of seconds, or text: " if numbers else "in quotes: "
            raise ValueError(f"{show(value)} is no length of time: {hint}{DURATION_HELP}")
        if not low <= length <= high:
            raise ValueError(f"{show(value)} is out of range: from {_short(low)} to {_short(high)}")
        return length

    return check


def _seconds(value: Any) -> float:
    return _duration(timedelta(milliseconds=10), timedelta(hours=1), numbers=True)(value).total_seconds()


def _zone(value: Any) -> ZoneInfo:
    try:
        return ZoneInfo(value)
    except (
        OSError,
        ValueError,
        KeyError,
        TypeError,
    ):  # ZoneInfoNotFoundError is a KeyError; a folder's name an OSError
        near = get_close_matches(str(value), available_timezones(), n=1)
    meant = f'; did you mean "{near[0]}"?' if near else ': write it as "Europe/Paris" or "UTC"'
    raise ValueError(f"{show(value)} is no time zone{meant}")


def _day(value: Any) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValueError(f'"{value}" is not in the calendar') from None
    raise ValueError(f"{show(value)} is no day: write it as 2027-01-31")


def _hour(value: Any) -> int:
    if isinstance(value, time) and (value.minute, value.second, value.microsecond) == (0, 0, 0):
        return value.hour
    found = re.fullmatch(r"(\d{1,2})(?::00)?", str(value)) if isinstance(value, (int, str)) else None
    if found and int(found[1]) < 24:
        return int(found[1])
    raise ValueError(f'{show(value)} is no full hour of the day: write it as "07:00", from "00:00" to "23:00"')


def _on(value: Any) -> int | str:
    """A weekday as its English word, or a day of the month."""
    if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 28:
        return value
    if isinstance(value, str):
        word = value.strip().lower()
        if word in _JOURS:
            return WEEKDAYS[_JOURS.index(word)]
        if word in WEEKDAYS:
            return word
        if near := get_close_matches(word, WEEKDAYS, n=1):
            raise ValueError(f'"{value}" is no weekday; did you mean "{near[0]}"?')
    raise ValueError(
        f'{show(value)} is no day: a weekday such as "monday" for a weekly report, 1 to 28 for a monthly one'
    )


def _opening(text: str) -> str:
    try:
        return str(ip_network(text))
    except ValueError:
        found = _HOST_PORT.fullmatch(text)
    if found and 0 < int(found["port"]) < 65536:
        return text.lower()
    raise ValueError(
        f'"{text}" is neither "host:port" nor a network: write it as "intranet.example:8080" or "10.0.0.0/8"'
    )


def _domain(text: str) -> str:
    """The name in the characters that DNS knows."""
    try:
        name = text.encode("idna").decode("ascii").lower()
    except UnicodeError:
        name = ""
    if _DOMAIN.fullmatch(name):
        return name
    raise ValueError(f'"{text}" is no domain: write it as "acme.example", without https:// and without a path')


def _allowance(text: str) -> str:
    found = _ALLOWANCE.fullmatch(text)
    if found and int(found[1]) <= _MOST:
        return text
    raise ValueError(f'"{text}" is no number in a time: write it as "60/h", up to {_MOST} per s, m, h or d')


def _web(text: str) -> str:
    if has_password(text):
        raise ValueError("the address holds a password, and secrets never stand in the file: take it out")
    if is_web_address(text):
        return text
    raise ValueError(f'"{text}" is no web address: write it as "https://host.example"')


def _country(text: str) -> str:
    if re.fullmatch(r"[A-Za-z]{2}", text):
        return text.upper()
    raise ValueError(f'"{text}" is no country: use its code of two letters, such as "FR"')


def _calendars(value: Any) -> tuple[str, ...] | None:
    """The names of calendar files; None where no holidays are wanted."""
    if isinstance(value, str) and value.strip().lower() in _NONE:
        return None
    if not isinstance(value, list) or not all(isinstance(name, str) and name.isprintable() for name in value):
        raise ValueError(f'{show(value)} names no calendars: write "none", or a list of files such as ["days-off.ics"]')
    for name in value:
        if "://" in name:
            raise ValueError(f"{show(name)} is an address: save the calendar beside this file, and name that")
        if not name.lower().endswith(".ics"):
            raise ValueError(f"{show(name)} is no calendar file: its name ends with .ics")
    return tuple(value)


def show(value: Any) -> str:
    """`value` as a message shows it: short, and in the file's own spelling."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "a list"
    text = str(value)
    text = text if len(text) <= 60 else f"{text[:60]}…"
    return f'"{text}"' if isinstance(value, str) else text


def _short(length: timedelta) -> str:
    for unit, symbol in ((86400, "d"), (3600, "h"), (60, "m")):
        if length.total_seconds() % unit == 0:
            return f'"{length.total_seconds() / unit:g}{symbol}"'
    return f"{length.total_seconds():g} seconds"


_DURATION = {"type": "string", "examples": ["30m", "24h", "45 days"]}
_DAY, _YEARS = timedelta(days=1), timedelta(days=3650)

Text = Annotated[str, Field(max_length=2000)]
Line = Annotated[str, Field(max_length=500), AfterValidator(_line)]
SecretName = Annotated[
    str, AfterValidator(_secret_name), WithJsonSchema({"type": "string", "pattern": f"^{_SECRET_NAME.pattern}$"})
]
Id = Annotated[str, Field(min_length=1, max_length=100), AfterValidator(_id)]
Cadence = Annotated[
    PlannedCadence | None,
    PlainValidator(_cadence),
    WithJsonSchema({"type": "string", "examples": ["3 per week", "1 per month", "daily", "none"]}),
]
OfficeHours = Annotated[
    Office, PlainValidator(_office), WithJsonSchema({"type": "string", "examples": ["mon-fri 9-18", "always"]})
]
Duration = Annotated[timedelta, PlainValidator(_duration(timedelta(), _YEARS)), WithJsonSchema(_DURATION)]
Interval = Annotated[
    timedelta, PlainValidator(_duration(timedelta(seconds=1), timedelta(days=31))), WithJsonSchema(_DURATION)
]
Window = Annotated[timedelta, PlainValidator(_duration(_DAY, 366 * _DAY)), WithJsonSchema(_DURATION)]
Seconds = Annotated[
    float, PlainValidator(_seconds), WithJsonSchema({"type": ["number", "string"], "examples": [8, "8s"]})
]
Zone = Annotated[
    ZoneInfo, PlainValidator(_zone), WithJsonSchema({"type": "string", "examples": ["Europe/Paris", "UTC"]})
]
Day = Annotated[date, PlainValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
Hour = Annotated[int, PlainValidator(_hour), WithJsonSchema({"type": ["string", "integer"], "examples": ["07:00"]})]
On = Annotated[
    int | str, PlainValidator(_on), WithJsonSchema({"type": ["string", "integer"], "examples": ["monday", 1]})
]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Hours = Annotated[float, Field(ge=0, le=168, allow_inf_nan=False)]
Minutes = Annotated[float, Field(ge=0, le=1440, allow_inf_nan=False)]
Priority = Annotated[int, Field(ge=1, le=5)]
Country = Annotated[str, AfterValidator(_country), WithJsonSchema({"type": "string", "pattern": "^[A-Za-z]{2}$"})]
Calendars = Annotated[
    tuple[str, ...] | None,
    PlainValidator(_calendars),
    WithJsonSchema(
        {"anyOf": [{"const": "none"}, {"type": "array", "items": {"type": "string", "pattern": "[.]ics$"}}]}
    ),
]
WebAddress = Annotated[str, Field(max_length=2000), AfterValidator(_web)]
Domain = Annotated[str, AfterValidator(_domain)]
Allowance = Annotated[str, AfterValidator(_allowance), WithJsonSchema({"type": "string", "examples": ["60/h"]})]
Opening = Annotated[str, AfterValidator(_opening)]
