"""Whole years in twelve zones, against a model that knows no intervals: it walks the year in quarters of an hour.

A quarter counts if its day, as the zone's clock shows it, is in no pause and in a season. Every clock of these zones
stands on a quarter, so the walk is exact.
"""

from __future__ import annotations

import os
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import accumulate
from zoneinfo import ZoneInfo

import pytest

from monitor.judge.verdict import judge
from monitor.metrics.cadence_kept import kept
from monitor.metrics.measures import measure
from monitor.metrics.silence import begins, effective, excluded_spans, reaches
from monitor.model.account import Account, Lifecycle, Span, Thresholds
from monitor.model.state import ActivityAxis, ActivityState, ObservationAxis, ObservationState, Record, State, Status
from support.health import account, cadence, counts

QUARTER, DAY = timedelta(minutes=15), timedelta(days=1)
YEARS = {  # each with what is odd about it
    "UTC": 2026,
    "Europe/Paris": 2026,
    "America/New_York": 2026,
    "America/Havana": 2026,  # a midnight that comes twice
    "America/Sao_Paulo": 2018,  # midnights that do not exist
    "America/St_Johns": 2026,  # a zone of half hours
    "Asia/Kathmandu": 2026,  # a zone of quarters
    "Asia/Beirut": 2026,  # its days of change begin at midnight
    "Africa/Casablanca": 2026,  # forth and back for Ramadan
    "Australia/Lord_Howe": 2026,  # half an hour forth and back
    "Pacific/Apia": 2011,  # a day that was skipped
    "Pacific/Kiritimati": 2026,  # a day ahead
}
EVERY = 29 if os.environ.get("MONITOR_TESTS") == "all" else 501  # quarters between two judgements of a year
zones = pytest.mark.parametrize("zone", YEARS)
EASTER, SUMMER = (3, 27, 4, 6), (7, 20, 8, 20)  # month and day, from and to
AUTUMN, NEW_YEAR = (10, 31, 11, 1), (12, 24, 12, 31)


def spans(year: int, *days: tuple[int, int, int, int]) -> tuple[Span, ...]:
    return tuple(Span(date(year, *day[:2]), date(year, *day[2:])) for day in days)


def declared(year: int, *, seasonal: bool) -> Account:
    """Holidays all over the year; or seasons, with a pause in the first."""
    if not seasonal:
        return account(pauses=spans(year, EASTER, SUMMER, AUTUMN, NEW_YEAR))
    seasons = spans(year, (2, 10, 5, 31), (9, 1, 12, 20))
    return account(lifecycle=Lifecycle.SEASONAL, seasons=seasons, pauses=spans(year, EASTER))


@dataclass(frozen=True)
class Walk:
    """A year, quarter by quarter: where it began, the zone's day of each quarter, how many counted before it, and which
    one up to it was the last that did not (a negative number: none)."""

    start: datetime
    days: Sequence[date]
    before: Sequence[int]
    rested: Sequence[int]

    def counted(self, start: int, end: int) -> timedelta:
        return (self.before[end] - self.before[start]) * QUARTER


@cache
def walk(zone: str, *, seasonal: bool) -> Walk:
    year, clock = YEARS[zone], ZoneInfo(zone)
    one, start = declared(year, seasonal=seasonal), datetime(year - 1, 12, 30, tzinfo=UTC)
    days = [(start + number * QUARTER).astimezone(clock).date() for number in range(369 * 96)]
    expected = [expected_on(one, day) for day in days]
    rests = [-len(days) if counts else number for number, counts in enumerate(expected)]
    return Walk(start, days, [0, *accumulate(expected)], list(accumulate(rests, max)))


def expected_on(one: Account, day: date) -> bool:
    """Whether anything is expected of the account on the day."""
    in_season = not one.seasons or any(span.start <= day <= (span.end or day) for span in one.seasons)
    return in_season and not any(span.start <= day <= (span.end or day) for span in one.pauses)


@zones
@pytest.mark.parametrize("seasonal", [False, True])
def test_time_counts_as_the_days_of_the_zone_do(zone: str, seasonal: bool) -> None:
    naive, clock = walk(zone, seasonal=seasonal), ZoneInfo(zone)
    excluded = excluded_spans(declared(YEARS[zone], seasonal=seasonal))
    for start in range(0, 369 * 96, 1361):
        for end in range(start, 369 * 96, 3001):
            found = effective(naive.start + start * QUARTER, naive.start + end * QUARTER, excluded, clock)
            assert found == naive.counted(start, end)


@zones
@pytest.mark.parametrize("seasonal", [False, True])
def test_a_limit_is_reached_when_so_many_quarters_have_counted(zone: str, seasonal: bool) -> None:
    naive, clock = walk(zone, seasonal=seasonal), ZoneInfo(zone)
    excluded = excluded_spans(declared(YEARS[zone], seasonal=seasonal))
    for start in range(0, 300 * 96, 1823):
        for length in (1, 37 * 4, 96, 7 * 96, 30 * 96):
            wanted = naive.before[start] + length
            end = bisect_left(naive.before, wanted)
            if end < len(naive.before):
                found = reaches(naive.start + start * QUARTER, length * QUARTER, excluded, clock)
                assert found == naive.start + end * QUARTER


@zones
def test_a_day_begins_with_its_first_quarter(zone: str) -> None:
    naive, clock = walk(zone, seasonal=False), ZoneInfo(zone)
    for number in range(1, len(naive.days)):
        if naive.days[number] != naive.days[number - 1]:
            assert begins(naive.days[number], clock) == naive.start + number * QUARTER


@zones
def test_weeks_are_those_of_the_calendar_of_the_zone(zone: str) -> None:
    """The year of a week is that of its Thursday, its number how many Thursdays the year had till then."""
    clock, naive = ZoneInfo(zone), walk(zone, seasonal=False)
    one, state = account(), State(observation=ObservationAxis(state=ObservationState.OK))
    for number in range(0, len(naive.days), 89):
        at, day = naive.start + number * QUARTER, naive.days[number]
        thursday = day + (3 - day.weekday()) * DAY
        week = f"{thursday.year}-W{(thursday.timetuple().tm_yday - 1) // 7 + 1:02}"
        found = measure(one, state, Record(created=at, last_human=at), at, clock)
        assert found is not None
        assert found.week == week


@zones
@pytest.mark.parametrize("seasonal", [False, True])
def test_a_window_holds_so_many_days_that_count(zone: str, seasonal: bool) -> None:
    """An act every other day: those of the last 28 expected days are counted, and no others."""
    year, clock = YEARS[zone], ZoneInfo(zone)
    one, naive = declared(year, seasonal=seasonal), walk(zone, seasonal=seasonal)
    calendar = list(dict.fromkeys(naive.days))
    posted = calendar[::2]
    for number in range(0, len(naive.days), 499):
        at, day = naive.start + number * QUARTER, naive.days[number]
        past = [date.fromordinal(n) for n in range(day.toordinal() - 181, day.toordinal() + 1)]
        asked = [past_day for past_day in past if past_day >= calendar[0] and expected_on(one, past_day)][-28:]
        found = kept(counts(*posted), cadence(1, 2), Thresholds(), at, clock, excluded_spans(one), calendar[0])
        expected = (len(set(asked) & set(posted)), len(asked), len(asked) / 2)
        assert (found.count, found.days, found.target) == expected


@zones
@pytest.mark.parametrize("seasonal", [False, True])
@pytest.mark.parametrize("silent_since", [20, 70, 150])
def test_an_account_that_fell_silent_is_called_so_when_the_quarters_say_so(
    zone: str, seasonal: bool, silent_since: int
) -> None:
    """A weekly plan: late after 7 days, overdue after 10.5, dormant after 30, abandoned after 180; after each time in
    which nothing is expected, late at worst for 3.5 days."""
    year, clock = YEARS[zone], ZoneInfo(zone)
    one, naive = declared(year, seasonal=seasonal), walk(zone, seasonal=seasonal)
    last = naive.start + silent_since * DAY
    record = Record(created=naive.start, last_human=last, days=counts(*naive.days[: silent_since * 96]))
    activity = ActivityAxis(state=ActivityState.ON_PLAN, since=last)
    for number in range(silent_since * 96 + 1, len(naive.days), EVERY):
        at, day = naive.start + number * QUARTER, naive.days[number]
        state = State(
            observation=ObservationAxis(state=ObservationState.OK, first_ok=naive.start, last_ok=at, last_ok_check=1),
            activity=activity,
        )
        found = judge(one, state, record, at, clock).state
        activity = found.activity
        assert naive_status(one, naive, silent_since * 96, number, day) is found.status


def naive_status(one: Account, naive: Walk, last: int, now: int, day: date) -> Status:
    if not expected_on(one, day):
        paused = any(span.start <= day <= (span.end or day) for span in one.pauses)
        return Status.PAUSED if paused else Status.OUT_OF_SEASON
    silence = naive.counted(last, now)
    worst = [(180.0, Status.ABANDONED), (30.0, Status.DORMANT), (10.5, Status.OVERDUE), (7.0, Status.LATE)]
    status = next((status for limit, status in worst if silence > limit * DAY), Status.ON_PLAN)
    if (now - naive.rested[now] - 1) * QUARTER <= 3.5 * DAY and status not in (Status.ON_PLAN, Status.LATE):
        return Status.LATE
    return status
