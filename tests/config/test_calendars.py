"""`holidays` of a brand: calendar files beside the configuration, and what is wrong with them."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.config.notices import notices
from monitor.model.account import Span
from monitor.model.people import DayOff
from support.configuration import MINIMAL, Folder


def calendar(*lines: str) -> str:
    return "\r\n".join(("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Acme//Days off//EN", *lines, "END:VCALENDAR", ""))


def event(*lines: str, summary: str = "Break") -> str:
    return "\r\n".join(("BEGIN:VEVENT", "UID:1@acme.example", f"SUMMARY:{summary}", *lines, "END:VEVENT"))


def naming(value: str = '["days.ics"]', country: str = "") -> str:
    return MINIMAL.replace('name = "Acme"', f'name = "Acme"\nholidays = {value}\n{country}')


def read(folder: Folder, *events: str) -> tuple[DayOff, ...]:
    folder.write(calendar(*events).encode(), "days.ics")
    return folder.load(naming()).brands["acme"].days_off


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["DTSTART;VALUE=DATE:20261224"], [DayOff(Span(date(2026, 12, 24), date(2026, 12, 24), "Break"))]),
        (
            ["DTSTART;VALUE=DATE:20261224", "DTEND;VALUE=DATE:20270103"],
            [DayOff(Span(date(2026, 12, 24), date(2027, 1, 2), "Break"))],
        ),
        (
            ["DTSTART;VALUE=DATE:20261224", "DURATION:P2D"],
            [DayOff(Span(date(2026, 12, 24), date(2026, 12, 25), "Break"))],
        ),
        (
            ["DTSTART:20261224T000000", "DTEND:20261225T000000"],
            [DayOff(Span(date(2026, 12, 24), date(2026, 12, 24), "Break"))],
        ),
        (["DTSTART:20261224T090000Z", "DTEND:20261224T120000Z"], []),
        (["DTSTART:20261224T000000"], []),
        (["DTSTART;VALUE=DATE:20261224", "STATUS:CANCELLED"], []),
        (
            [
                "DTSTART;VALUE=DATE:20261224",
                "RRULE:FREQ=YEARLY;UNTIL=20301224T235959Z",
                "EXDATE;VALUE=DATE:20271224,20281224",
            ],
            [
                DayOff(
                    Span(date(2026, 12, 24), date(2026, 12, 24), "Break"),
                    "FREQ=YEARLY;UNTIL=20301224",
                    frozenset({date(2027, 12, 24), date(2028, 12, 24)}),
                )
            ],
        ),
        (
            ["DTSTART;VALUE=DATE:20261224", "RDATE;VALUE=DATE:20270104"],
            [
                DayOff(Span(date(2026, 12, 24), date(2026, 12, 24), "Break")),
                DayOff(Span(date(2027, 1, 4), date(2027, 1, 4), "Break")),
            ],
        ),
    ],
    ids=["date", "several", "duration", "midnights", "hours", "instant", "cancelled", "rule", "further dates"],
)
def test_an_event_of_whole_days_is_a_day_off(folder: Folder, lines: list[str], expected: list[DayOff]) -> None:
    assert read(folder, event(*lines)) == tuple(expected)


def test_a_calendar_without_a_whole_day_is_noticed(folder: Folder) -> None:
    folder.write(calendar(event("DTSTART:20261224T090000Z")), "days.ics")
    assert any("days.ics holds no whole day" in str(notice) for notice in folder.load(naming()).notices)


@pytest.mark.parametrize(
    ("events", "line", "says"),
    [
        ([event("DTSTART;VALUE=DATE:20261232", summary="Leap")], 4, 'the event "Leap" cannot be read'),
        ([event("DTEND;VALUE=DATE:20261224")], 4, "DTSTART is missing"),
        ([event("DTSTART;VALUE=DATE:20261224", "DTEND;VALUE=DATE:20261201")], 4, "it ends before it begins"),
        (
            [event("DTSTART;VALUE=DATE:20261224", "RRULE:FREQ=SECONDLY")],
            4,
            "come again by days, weeks, months or years",
        ),
        (
            [event("DTSTART;VALUE=DATE:20261224"), event("DTSTART;VALUE=DATE:20261224", "RRULE:FREQ=YEARLY;COUNT=x")],
            9,
            "cannot be read",
        ),
    ],
    ids=["no day", "no start", "backwards", "too often", "second event"],
)
def test_a_mistake_names_the_line_of_its_event(folder: Folder, events: list[str], line: int, says: str) -> None:
    folder.write(calendar(*events).encode(), "days.ics")
    (mistake,) = folder.mistakes(naming())
    assert mistake.startswith(f"days.ics:{line}: ")
    assert says in mistake


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"not a calendar", "this is no calendar"),
        (b"\xff\xfe", "is not UTF-8 text"),
        (b"x" * 1_000_001, "larger than 1 MB"),
        (calendar(*[event("DTSTART;VALUE=DATE:20261224")] * 2001).encode(), "more than 2000 events"),
    ],
    ids=["other text", "bytes", "large", "many"],
)
def test_a_file_that_is_no_calendar_is_a_mistake(folder: Folder, content: bytes, says: str) -> None:
    folder.write(content, "days.ics")
    (mistake,) = folder.mistakes(naming())
    assert mistake.startswith("days.ics:")
    assert says in mistake


def test_a_file_that_is_not_there_is_a_mistake(folder: Folder) -> None:
    assert folder.mistakes(naming()) == ["days.ics:1: there is no such file: correct the path, or write it"]


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ('["https://acme.example/days.ics"]', "is an address: save the calendar beside this file"),
        ('["days.txt"]', "is no calendar file"),
        ('"some"', 'names no calendars: write "none"'),
        ("3", 'names no calendars: write "none"'),
    ],
)
def test_only_local_files_can_be_named(folder: Folder, value: str, says: str) -> None:
    (mistake,) = folder.mistakes(naming(value))
    assert mistake.startswith("monitor.toml:5: ")
    assert says in mistake


def test_none_leaves_public_holidays_in(folder: Folder) -> None:
    brand = folder.load(naming('"none"', 'country = "FR"')).brands["acme"]
    assert (brand.public_holidays, brand.days_off) == (False, ())


@pytest.mark.parametrize(("country", "expected"), [("FR", 0), ("ZZ", 1)])
def test_a_country_whose_holidays_nobody_knows_is_noticed(folder: Folder, country: str, expected: int) -> None:
    settings = folder.load(MINIMAL.replace('name = "Acme"', f'name = "Acme"\ncountry = "{country}"'))
    found = [one for one in notices(settings) if "no public holidays are known" in str(one)]
    assert len(found) == expected
