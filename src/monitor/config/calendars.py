"""Calendar files (.ics, RFC 5545) that give a brand further days off.

    [brands.ID] holidays = ["days-off.ics"] -> text -> events -> DayOff

Rules:
- Only files on disk are read, at most `_LARGEST` bytes and `_MOST` events of each.
- A day off is an event that lasts whole days: one with a date, or from midnight to midnight. An event with hours is
  an appointment, and one that was cancelled is none.
- An event may come again by days, weeks, months or years (RRULE, EXDATE, RDATE).
- Each event that cannot be read is a mistake, with the line on which it begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from monitor.config.sources import read_text
from monitor.model.account import Span
from monitor.model.errors import Mistake
from monitor.model.people import DayOff

_LARGEST: Final = 1_000_000
_MOST: Final = 2000
_DAY: Final = timedelta(days=1)
_LONGEST_NAME: Final = 120
_OFTEN: Final = re.compile(r"FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)\b")
_UNTIL: Final = re.compile(r"UNTIL=(\d{8})T\d{6}Z?")  # days are compared: an hour, and its zone, would only disturb
_Event = Any  # icalendar.Event: what stands in a file may be of any kind; its mistakes are reported
_BEGIN: Final = re.compile(r"^BEGIN:VEVENT\s*$", re.MULTILINE | re.IGNORECASE)


def named(table: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """Each brand of the main file with the calendar files that it names; what is no name, the schema reports."""
    brands = table.get("brands")
    for name, brand in brands.items() if isinstance(brands, dict) else ():
        files = brand.get("holidays") if isinstance(brand, dict) else None
        if isinstance(files, list):
            yield name, [file for file in files if isinstance(file, str) and _is_name(file)]


def _is_name(file: str) -> bool:
    return file.lower().endswith(".ics") and "://" not in file and file.isprintable()


def read(path: Path) -> tuple[DayOff, ...] | list[Mistake]:
    """The days off that the file holds, or what is wrong with it."""
    text = read_text(path, _LARGEST)
    if isinstance(text, Mistake):
        return [text]
    from icalendar import Calendar

    starts = [text.count("\n", 0, begin.start()) + 1 for begin in _BEGIN.finditer(text)]
    if len(starts) > _MOST:
        return [Mistake(str(path), starts[_MOST], f"more than {_MOST} events: keep the days off alone")]
    try:
        calendars = Calendar.from_ical(text, multiple=True)
    except (ValueError, IndexError, KeyError) as error:
        return [Mistake(str(path), 1, f"this is no calendar ({error}): export it again as iCalendar (.ics)")]
    if not calendars:
        return [Mistake(str(path), 1, "this is no calendar: it has no BEGIN:VCALENDAR; export it again as iCalendar")]
    days: list[DayOff] = []
    mistakes: list[Mistake] = []
    for line, event in zip(starts, (event for one in calendars for event in one.walk("VEVENT")), strict=False):
        try:
            days += _days(event)
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
            wrong = f'the event "{_name(event)}" cannot be read ({error}): correct it, or take it out'
            mistakes.append(Mistake(str(path), line, wrong))
    return mistakes or tuple(days)


def _days(event: _Event) -> Iterator[DayOff]:
    if event.errors:
        raise ValueError("; ".join(f"{key}: {what}" for key, what in event.errors))
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return
    if "DTSTART" not in event:
        raise ValueError("DTSTART is missing")
    first, last = _day(event["DTSTART"].dt), _last(event)
    if first is None or last is None:
        return
    if last < first:
        raise ValueError("it ends before it begins")
    name, length = _name(event), last - first
    rule = _rule(event, first)
    yield DayOff(Span(first, last, name), rule, frozenset(_listed(event, "EXDATE")))
    for day in _listed(event, "RDATE"):
        yield DayOff(Span(day, day + length, name))


def _last(event: _Event) -> date | None:
    """The last whole day of the event; None where it has hours."""
    begin = event["DTSTART"].dt
    if "DTEND" in event:
        end = event["DTEND"].dt
    elif "DURATION" in event:
        end = begin + event["DURATION"].dt
    else:
        end = begin + _DAY if not isinstance(begin, datetime) else begin
    first, after = _day(begin), _day(end)
    if first is None or after is None or (isinstance(begin, datetime) and end == begin):
        return None
    return first if after == first else after - _DAY  # DTEND is the day after; some programs write the day itself


def _day(value: date | datetime) -> date | None:
    """The day that a value means as a whole; None for an hour within it."""
    if not isinstance(value, datetime):
        return value
    return value.date() if value.time() == time() else None


def _rule(event: _Event, first: date) -> str:
    """How the event comes again, as far as that can be read; "" where it does not."""
    said = event.get("RRULE")
    if said is None:
        return ""
    if isinstance(said, list):
        raise ValueError("it has two rules (RRULE): make two events of it")
    from dateutil.rrule import rrulestr

    rule = _UNTIL.sub(r"UNTIL=\1", said.to_ical().decode())
    if not _OFTEN.search(rule):
        raise ValueError("days off come again by days, weeks, months or years (FREQ)")
    rrulestr(rule, dtstart=datetime.combine(first, time()))  # refused here, not when days are counted
    return rule


def _listed(event: _Event, key: str) -> Iterator[date]:
    """The days of EXDATE or RDATE, which may stand there once or several times."""
    said = event.get(key, [])
    for several in said if isinstance(said, list) else [said]:
        for one in several.dts:
            yield one.dt.date() if isinstance(one.dt, datetime) else one.dt


def _name(event: _Event) -> str:
    name = " ".join(str(event.get("SUMMARY", "")).split())
    return name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…"
