"""Which days a digest covers, and when it is due: over new year, week 53, and the clocks' changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model.settings import Report
from monitor.report.readers.period import Period, latest_due, next_due

ZONES = ("UTC", "Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Apia")


def report(every: str = "week", on: int = 0, hour: int = 7, zone: str = "Europe/Paris") -> Report:
    return Report(to="nora", brands=(), every=every, on=on, hour=hour, zone=ZoneInfo(zone))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("asked", "now", "expected"),
    [
        (
            report(),
            "2026-11-23 06:00",  # Monday 07:00 in Paris, to the second
            Period("2026-W47", date(2026, 11, 16), date(2026, 11, 22), at("2026-11-23 06:00")),
        ),
        (
            report(),
            "2026-11-23 05:59",
            Period("2026-W46", date(2026, 11, 9), date(2026, 11, 15), at("2026-11-16 06:00")),
        ),
        (  # 2026 has 53 ISO weeks: the last one ends on 3 January 2027
            report(),
            "2027-01-05 12:00",
            Period("2026-W53", date(2026, 12, 28), date(2027, 1, 3), at("2027-01-04 06:00")),
        ),
        (  # Friday 1 January 2027, for a week that began in the old year
            report(on=4),
            "2027-01-01 12:00",
            Period("2026-W53", date(2026, 12, 25), date(2026, 12, 31), at("2027-01-01 06:00")),
        ),
        (
            report("month", 1),
            "2026-12-01 06:00",
            Period("2026-11", date(2026, 11, 1), date(2026, 11, 30), at("2026-12-01 06:00")),
        ),
        (
            report("month", 15),
            "2027-01-20 00:00",
            Period("2027-01", date(2026, 12, 15), date(2027, 1, 14), at("2027-01-15 06:00")),
        ),
        (
            report("day"),
            "2026-03-29 12:00",  # the day on which Paris goes to summer time: 07:00 is 05:00 UTC
            Period("2026-03-28", date(2026, 3, 28), date(2026, 3, 28), at("2026-03-29 05:00")),
        ),
    ],
)
def test_the_period_whose_digest_was_due_last(asked: Report, now: str, expected: Period) -> None:
    assert latest_due(asked, at(now)) == expected


def test_an_hour_that_the_clocks_skip_is_due_once() -> None:
    skipped = report("day", hour=2)  # 02:00 does not exist in Paris on 29 March 2026
    assert latest_due(skipped, at("2026-03-29 23:00")).due == at("2026-03-29 01:00")
    assert next_due(skipped, at("2026-03-29 01:00")) == at("2026-03-30 00:00")


def test_an_hour_that_strikes_twice_is_due_once() -> None:
    twice = report("day", hour=2)  # 02:00 exists twice in Paris on 25 October 2026
    assert latest_due(twice, at("2026-10-25 23:00")).due == at("2026-10-25 00:00")
    assert next_due(twice, at("2026-10-25 00:00")) == at("2026-10-26 01:00")


REPORTS = st.builds(
    report,
    every=st.sampled_from(["day", "week", "month"]),
    on=st.integers(0, 6),
    hour=st.integers(0, 23),
    zone=st.sampled_from(ZONES),
)
INSTANTS = st.integers(1_330_000_000, 2_140_000_000).map(lambda second: datetime.fromtimestamp(second, UTC))


@given(REPORTS, INSTANTS)
def test_periods_follow_each_other_without_gap_or_overlap(asked: Report, now: datetime) -> None:
    periods = []
    for _ in range(6):
        now = next_due(asked, now)
        periods.append(latest_due(asked, now))
    assert all(period.due <= now for period in periods)
    for before, after in pairwise(periods):
        assert after.start == before.end + timedelta(days=1)
        assert before.due < after.due
        assert after.key != before.key


@given(REPORTS, INSTANTS)
def test_now_lies_between_the_last_due_instant_and_the_next(asked: Report, now: datetime) -> None:
    last = latest_due(asked, now)
    assert last.due <= now < next_due(asked, now)
    assert last.start <= last.end < last.due.astimezone(asked.zone).date()


@given(st.integers(0, 6), st.sampled_from(ZONES), INSTANTS)
def test_a_weekly_digest_holds_a_week(on: int, zone: str, now: datetime) -> None:
    period = latest_due(report(on=on, zone=zone), now)
    assert period.end - period.start == timedelta(days=6)
    assert (period.end + timedelta(days=1)).weekday() == on
    year, week, _ = period.end.isocalendar()
    assert period.key == f"{year}-W{week:02}"
