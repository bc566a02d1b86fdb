"""Public holidays and calendars of a brand's own: which days they give, and what they do to the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.metrics.days_off import days_off, with_days_off
from monitor.metrics.silence import begins, effective, excluded_spans, left_out, reaches, resting_spans
from monitor.model.account import Account, Span
from monitor.model.people import Brand, DayOff
from monitor.model.settings import Settings

PARIS = ZoneInfo("Europe/Paris")
DAY = timedelta(days=1)
FRANCE = Brand("acme", "Acme", PARIS, language="fr", country="FR")
ARMISTICE = Span(date(2026, 11, 11), date(2026, 11, 11), "Armistice")


def of_year(brand: Brand, year: int) -> dict[date, str]:
    return {span.start: span.reason for span in days_off(brand, 2026) if span.start.year == year}


def test_the_public_holidays_of_france_are_the_eleven_of_its_law() -> None:
    expected = ["01-01", "04-06", "05-01", "05-08", "05-14", "05-25", "07-14", "08-15", "11-01", "11-11", "12-25"]
    found = of_year(FRANCE, 2026)
    assert [f"{day:%m-%d}" for day in found] == expected
    assert found[date(2026, 4, 6)] == "Lundi de Pâques"  # in the brand's language


def test_weekends_are_no_holidays() -> None:
    sweden = Brand("acme", "Acme", ZoneInfo("Europe/Stockholm"), country="SE")
    assert len(of_year(sweden, 2026)) < 20


@pytest.mark.parametrize(
    "brand",
    [
        Brand("acme", "Acme", PARIS),
        Brand("acme", "Acme", PARIS, country="FR", public_holidays=False),
        Brand("acme", "Acme", PARIS, country="XX"),
    ],
    ids=["no country", "none wanted", "unknown country"],
)
def test_no_days_off(brand: Brand) -> None:
    assert days_off(brand, 2026) == ()


def test_days_reach_from_ten_years_ago_to_the_next_year() -> None:
    years = {span.start.year for span in days_off(FRANCE, 2026)}
    assert years == set(range(2016, 2028))


def test_a_calendar_gives_its_days_once_or_by_rule() -> None:
    breaks = DayOff(Span(date(2020, 12, 24), date(2021, 1, 2), "Break"), "FREQ=YEARLY", frozenset({date(2025, 12, 24)}))
    once = DayOff(Span(date(2026, 6, 5), date(2026, 6, 5), "Move"))
    brand = Brand("acme", "Acme", PARIS, days_off=(once, breaks))
    found = [(span.start.isoformat(), str(span.end)) for span in days_off(brand, 2026) if span.start.year >= 2024]
    assert found == [
        ("2024-12-24", "2025-01-02"),
        ("2026-06-05", "2026-06-05"),
        ("2026-12-24", "2027-01-02"),
        ("2027-12-24", "2028-01-02"),
    ]


def test_a_brand_without_country_keeps_the_days_of_its_calendar() -> None:
    brand = Brand("acme", "Acme", PARIS, public_holidays=False, days_off=(DayOff(ARMISTICE),))
    assert days_off(brand, 2026) == (ARMISTICE,)


def test_each_account_gets_the_days_of_its_own_brand() -> None:
    brands = {"acme": FRANCE, "zenith": Brand("zenith", "Zenith", ZoneInfo("UTC"))}
    accounts = {name: Account(name, name, "feed", f"https://{name}.example") for name in brands}
    settings = Settings("", brands=brands, accounts=accounts)
    found = with_days_off(settings, datetime(2026, 11, 20, tzinfo=UTC)).accounts
    assert found["acme"].holidays == days_off(FRANCE, 2026)
    assert accounts["zenith"] is found["zenith"]


def test_a_holiday_does_not_count_and_is_no_rest() -> None:
    account = Account("a", "acme", "feed", "https://a.example", holidays=(ARMISTICE,))
    start, end = datetime(2026, 11, 10, 12, tzinfo=UTC), datetime(2026, 11, 12, 12, tzinfo=UTC)
    assert effective(start, end, excluded_spans(account), PARIS) == DAY
    assert resting_spans(account) == ()


def test_a_pause_over_a_holiday_is_left_out_once() -> None:
    pause = Span(date(2026, 11, 9), date(2026, 11, 13))
    account = Account("a", "acme", "feed", "https://a.example", pauses=(pause,), holidays=(ARMISTICE,))
    start, end = datetime(2026, 11, 8, tzinfo=UTC), datetime(2026, 11, 16, tzinfo=UTC)
    assert effective(start, end, excluded_spans(account), ZoneInfo("UTC")) == 3 * DAY


def test_what_was_left_out_is_cut_to_the_days_asked_about() -> None:
    spans = (Span(date(2026, 11, 20), None, "pause"), ARMISTICE, Span(date(2026, 1, 1), date(2026, 1, 1)))
    found = left_out(spans, date(2026, 11, 1), date(2026, 11, 23))
    assert found == [ARMISTICE, Span(date(2026, 11, 20), date(2026, 11, 23), "pause")]


ZONES = st.sampled_from(["Europe/Paris", "Pacific/Apia", "America/St_Johns", "Pacific/Kiritimati", "Africa/Casablanca"])


@given(ZONES, st.integers(0, 3000), st.integers(0, 24 * 500))
def test_the_clock_with_holidays_agrees_with_counting_day_by_day(zone_name: str, first: int, hours: int) -> None:
    zone = ZoneInfo(zone_name)
    start = datetime(2018, 1, 1, 7, tzinfo=UTC) + first * DAY
    end = start + timedelta(hours=hours)
    spans = days_off(FRANCE, 2026)
    off = {span.start for span in spans}
    naive, day = timedelta(0), start.astimezone(zone).date()
    while begins(day, zone) < end:
        if day not in off:
            naive += max(timedelta(0), min(end, begins(day + DAY, zone)) - max(start, begins(day, zone)))
        day += DAY
    assert effective(start, end, spans, zone) == naive
    reached = reaches(start, naive, spans, zone)
    assert reached is not None
    assert effective(start, reached, spans, zone) == naive
