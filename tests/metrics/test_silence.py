"""The clock of an account: what counts, in zones that behave and in zones that do not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.metrics.silence import begins, effective, excluded_spans, reaches, resumption, within
from monitor.model.account import Account, Lifecycle, Span

SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
NAMES = ["UTC", "Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Apia"]
NAMES += ["America/Sao_Paulo", "America/Havana", "Asia/Kathmandu", "Pacific/Kiritimati", "Asia/Beirut"]
ZONES = st.sampled_from(NAMES).map(ZoneInfo)
DAYS = st.dates(date(2010, 1, 1), date(2030, 12, 31))
INSTANTS = st.integers(0, 20 * 366 * 86_400).map(lambda seconds: datetime(2010, 1, 1, tzinfo=UTC) + seconds * SECOND)
LENGTHS = st.timedeltas(timedelta(0), timedelta(days=900))
SHORT = st.builds(lambda start, days: Span(start, start + days * DAY), DAYS, st.integers(0, 200))
CLOSED_SPANS = st.lists(SHORT, max_size=5).map(tuple)
SPANS = st.lists(SHORT | st.builds(Span, DAYS), max_size=5).map(tuple)


def at(text: str, zone: str = "UTC") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def seasonal(*seasons: Span) -> Account:
    return Account("acme", "acme", "feed", "https://feeds.example", Lifecycle.SEASONAL, seasons=seasons)


def test_without_pauses_all_time_counts() -> None:
    assert effective(at("2026-11-01"), at("2026-11-11"), (), ZoneInfo("UTC")) == 10 * DAY


def test_a_pause_is_left_out_with_its_first_and_its_last_day() -> None:
    pause = Span(date(2026, 11, 3), date(2026, 11, 5))
    assert effective(at("2026-11-01"), at("2026-11-11"), (pause,), ZoneInfo("UTC")) == 7 * DAY


def test_a_pause_is_cut_in_the_zone_of_the_brand() -> None:
    """The day of New York begins five hours after that of London."""
    pause, zone = Span(date(2026, 11, 3), date(2026, 11, 3)), ZoneInfo("America/New_York")
    assert effective(at("2026-11-03T00:00"), at("2026-11-03T12:00"), (pause,), zone) == 5 * HOUR


def test_pauses_that_overlap_are_left_out_once() -> None:
    pauses = (Span(date(2026, 11, 3), date(2026, 11, 6)), Span(date(2026, 11, 5), date(2026, 11, 7)))
    assert effective(at("2026-11-01"), at("2026-11-11"), pauses, ZoneInfo("UTC")) == 5 * DAY


def test_an_open_pause_stops_the_clock() -> None:
    pause = (Span(date(2026, 11, 3)),)
    assert effective(at("2026-11-01"), at("2027-11-01"), pause, ZoneInfo("UTC")) == 2 * DAY
    assert reaches(at("2026-11-01"), 3 * DAY, pause, ZoneInfo("UTC")) is None
    assert reaches(at("2026-11-01"), 2 * DAY, pause, ZoneInfo("UTC")) == at("2026-11-03")


def test_a_pause_longer_than_the_silence_is_passed_over_in_one_step() -> None:
    pause = (Span(date(2026, 11, 3), date(2036, 11, 2)),)
    assert reaches(at("2026-11-01"), 3 * DAY, pause, ZoneInfo("UTC")) == at("2036-11-04")


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/Paris", date(2026, 3, 29), 23),
        ("Europe/Paris", date(2026, 10, 25), 25),
        ("Australia/Lord_Howe", date(2026, 4, 5), 24.5),
        ("Australia/Lord_Howe", date(2026, 10, 4), 23.5),
        ("Pacific/Apia", date(2011, 12, 30), 0),  # a day that Samoa skipped
        ("Pacific/Apia", date(2011, 12, 31), 24),
        ("Africa/Casablanca", date(2026, 2, 15), 25),  # back for Ramadan ...
        ("Africa/Casablanca", date(2026, 3, 22), 23),  # ... and forth
        ("America/Sao_Paulo", date(2018, 11, 4), 23),  # a midnight that does not exist
        ("America/Havana", date(2026, 11, 1), 25),  # a midnight that comes twice
    ],
)
def test_a_pause_of_a_day_leaves_out_as_long_as_that_day_is(zone: str, day: date, hours: float) -> None:
    start, end = at(f"{day - 3 * DAY}"), at(f"{day + 3 * DAY}")
    assert end - start - effective(start, end, (Span(day, day),), ZoneInfo(zone)) == timedelta(hours=hours)


@given(INSTANTS, LENGTHS, SPANS, ZONES)
def test_counting_time_is_between_nothing_and_all(
    start: datetime, length: timedelta, spans: tuple[Span, ...], zone: ZoneInfo
) -> None:
    assert timedelta(0) <= effective(start, start + length, spans, zone) <= length


@given(INSTANTS, LENGTHS, LENGTHS, SPANS, ZONES)
def test_counting_time_adds_up(
    start: datetime, one: timedelta, two: timedelta, spans: tuple[Span, ...], zone: ZoneInfo
) -> None:
    middle, end = start + one, start + one + two
    whole = effective(start, end, spans, zone)
    assert effective(start, middle, spans, zone) + effective(middle, end, spans, zone) == whole


@given(INSTANTS, LENGTHS, CLOSED_SPANS, ZONES)
def test_what_is_reached_is_the_first_instant_with_so_much_counting_time(
    start: datetime, length: timedelta, spans: tuple[Span, ...], zone: ZoneInfo
) -> None:
    end = reaches(start, length, spans, zone)
    assert end is not None
    assert effective(start, end, spans, zone) == length
    if length:
        assert length > effective(start, end - timedelta(microseconds=1), spans, zone)


@given(INSTANTS, LENGTHS, SPANS, ZONES)
def test_what_is_never_reached_is_not_reached_in_a_thousand_years(
    start: datetime, length: timedelta, spans: tuple[Span, ...], zone: ZoneInfo
) -> None:
    if reaches(start, length, spans, zone) is None:
        assert length > effective(start, start + timedelta(days=365_000), spans, zone)


@given(INSTANTS, INSTANTS, SPANS, ZONES)
def test_time_does_not_run_backwards(start: datetime, end: datetime, spans: tuple[Span, ...], zone: ZoneInfo) -> None:
    assert effective(max(start, end), min(start, end), spans, zone) == timedelta(0)


@given(INSTANTS, CLOSED_SPANS, ZONES)
def test_what_resumed_is_over_and_something_was_left_out_just_before(
    now: datetime, spans: tuple[Span, ...], zone: ZoneInfo
) -> None:
    over = resumption(spans, now, zone)
    if over is None:
        assert all(span.end is not None and begins(span.end + DAY, zone) > now for span in spans)
    else:
        assert over <= now
        assert any(span.end is not None and over == begins(span.end + DAY, zone) for span in spans)


def test_pauses_that_follow_each_other_end_once() -> None:
    pauses = (Span(date(2026, 11, 3), date(2026, 11, 5)), Span(date(2026, 11, 6), date(2026, 11, 9)))
    assert resumption(pauses, at("2026-11-07"), ZoneInfo("UTC")) is None
    assert resumption(pauses, at("2026-11-12"), ZoneInfo("UTC")) == at("2026-11-10")


@pytest.mark.parametrize("zone", NAMES)
@pytest.mark.parametrize("end", [date.max, None])
def test_dates_at_the_ends_of_the_calendar_mean_ever(zone: str, end: date | None) -> None:
    spans = (Span(date.min, end),)
    assert effective(at("2026-11-01"), at("2026-11-11"), spans, ZoneInfo(zone)) == timedelta(0)
    assert reaches(at("2026-11-01"), DAY, spans, ZoneInfo(zone)) is None


def test_only_what_lies_outside_the_seasons_is_left_out() -> None:
    account = seasonal(Span(date(2026, 6, 1), date(2026, 8, 31)), Span(date(2026, 12, 1), date(2026, 12, 24)))
    spans = excluded_spans(account)
    assert effective(at("2026-01-01"), at("2027-01-01"), spans, ZoneInfo("UTC")) == (92 + 24) * DAY


def test_an_open_season_has_no_end() -> None:
    spans = excluded_spans(seasonal(Span(date(2026, 6, 1))))
    assert effective(at("2026-01-01"), at("2027-01-01"), spans, ZoneInfo("UTC")) == 214 * DAY


def test_pauses_and_seasons_count_together() -> None:
    account = seasonal(Span(date(2026, 6, 1), date(2026, 6, 30)))
    paused = replace(account, pauses=(Span(date(2026, 6, 11), date(2026, 6, 20)),))
    assert effective(at("2026-01-01"), at("2027-01-01"), excluded_spans(paused), ZoneInfo("UTC")) == 20 * DAY


def test_seasons_mean_nothing_to_an_account_that_is_not_seasonal() -> None:
    account = Account("acme", "acme", "feed", "https://feeds.example", seasons=(Span(date(2026, 6, 1)),))
    assert excluded_spans(account) == ()


@given(SPANS, DAYS)
def test_a_day_is_within_a_span_or_in_none(spans: tuple[Span, ...], day: date) -> None:
    found = within(spans, day)
    holds = [span for span in spans if span.start <= day and (span.end is None or day <= span.end)]
    assert (holds[0] if holds else None) == found
