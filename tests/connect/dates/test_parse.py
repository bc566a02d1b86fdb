"""Dates as networks write them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.connect.dates.parse import EARLIEST, STYLES, read_date

NOW = datetime(2026, 6, 15, 10, tzinfo=UTC)
SUITE = Path(__file__).parents[3].parent / "shared" / "suites" / "dates" / "cases.jsonl"
MISSED = {"feed-598242edddd9": "03335: five digits may be a day of a year or a counter, and are no date here"}
MONTH_FIRST_WITH_DOTS = "human-3974641d6f80"  # 11. 12. 2014 for 12 November: whoever writes dots has the day first

MOMENTS = st.integers(int(EARLIEST.timestamp()), int(NOW.timestamp())).map(lambda at: datetime.fromtimestamp(at, UTC))
OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


def _cases(kind: str = "feed") -> list[dict[str, Any]]:
    if not SUITE.is_file():
        return []
    cases = map(json.loads, SUITE.read_text(encoding="utf-8").splitlines())
    return [case for case in cases if case["kind"] == kind]


@pytest.mark.parametrize("case", _cases(), ids=lambda case: case["id"])
def test_date_of_the_suite(shared: Path, case: dict[str, Any]) -> None:
    from feedparser.datetimes import _parse_date

    parsed = _parse_date(case["input"]) if case["input"] else None
    guess = "{:04d}-{:02d}-{:02d}T{:02d}:{:02d}:{:02d}Z".format(*parsed[:6]) if parsed else None
    stated, _ = read_date(case["input"], "auto", NOW, guess)
    written = stated.strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0") if stated else None
    right = stated is not None if case["expect"].get("parses") else case["expect"]["iso"] == written
    assert right is (case["id"] not in MISSED)


def test_one_date_of_the_suite_at_most_is_missed(shared: Path) -> None:
    assert len(_cases()) == 95
    assert len(MISSED) <= 1


def test_dates_of_pages_are_read_rightly_or_not_at_all(shared: Path) -> None:
    wrong, right = [], 0
    for case in _cases("human"):
        expected = case["expect"].get("iso") or case["expect"]["naive"]
        stated, _ = read_date(case["input"], "auto", NOW)
        right += stated is not None and stated.isoformat()[:19] == expected[:19]
        wrong += [case["id"]] if stated is not None and stated.isoformat()[:19] != expected[:19] else []
    assert wrong == [MONTH_FIRST_WITH_DOTS]
    assert right >= 160


@given(MOMENTS, OFFSETS)
def test_a_date_of_any_zone_is_read_as_its_instant(moment: datetime, zone: timezone) -> None:
    local = moment.astimezone(zone)
    assert (moment, True) == read_date(local.isoformat(), "auto", NOW) == read_date(local.isoformat(), "iso", NOW)
    assert read_date(format_datetime(local), "auto", NOW) == (moment, True)
    assert read_date(format_datetime(local), "rfc822", NOW) == (moment, True)


@given(MOMENTS)
def test_an_epoch_is_read_where_the_network_writes_epochs_and_nowhere_else(moment: datetime) -> None:
    seconds = int(moment.timestamp())
    assert (moment, True) == read_date(seconds, "epoch_s", NOW) == read_date(str(seconds), "epoch_s", NOW)
    assert read_date(seconds * 1000 + 999, "epoch_ms", NOW) == (moment, True)
    assert (None, False) == read_date(seconds, "auto", NOW) == read_date(str(seconds), "auto", NOW)


@given(st.one_of(st.text(max_size=60), st.integers(), st.floats(), st.none()), st.sampled_from(sorted(STYLES)))
def test_anything_is_a_date_or_none_and_trusted_only_in_the_past(value: str | float | None, style: str) -> None:
    stated, trusted = read_date(value, style, NOW)
    assert stated is None or stated.utcoffset() == timedelta(0)
    assert not trusted or (stated is not None and EARLIEST <= stated <= NOW)


@given(st.text(alphabet="0123456789-:/T+Z. JanMonGMTESTpma,", max_size=40))
def test_what_looks_like_a_date_never_raises(value: str) -> None:
    for style in STYLES:
        read_date(value, style, NOW, value)


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-29",
        "2026-02-29T10:00:00Z",
        "Sun, 29 Feb 2026 10:00:00 GMT",
        "2026-13-01",
        "2026-06-15T10:61:00Z",
        "2026-06-15T10:00:00+26:00",
        "Mon, 15 Jun 2026 09:00:00 +2600",
        "9999-12-31T23:59:59-12:00",
        "0001-01-01T00:00:00+12:00",
        "1750000000",
        "22013",
        "04/05/2020",
        "yesterday",
        "",
    ],
)
def test_what_is_impossible_is_never_repaired(text: str) -> None:
    assert read_date(text, "auto", NOW, None) == (None, False)


@pytest.mark.parametrize("text", ["2026-02-29", "2026-13-01T00:00:00Z", "1750000000", "Sun, 29 Feb 2026 10:00:00 GMT"])
def test_a_guess_does_not_repair_what_is_impossible(text: str) -> None:
    assert read_date(text, "auto", NOW, "2026-03-01T00:00:00Z") == (None, False)


def test_a_guess_is_shown_and_not_trusted() -> None:
    assert read_date("1 xyz 2026", "auto", NOW, "2026-03-01T00:00:00Z") == (datetime(2026, 3, 1, tzinfo=UTC), False)


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("Mon, 15 Jun 2026 10:00:00 EST", datetime(2026, 6, 15, 15, tzinfo=UTC)),
        ("Mon, 15 Jun 2026 10:00:00 CEST", datetime(2026, 6, 15, 8, tzinfo=UTC)),
        ("Mon, 15 Jun 2026 10:00:00 PDT", datetime(2026, 6, 15, 17, tzinfo=UTC)),
        ("15 Jun 26 10:00", datetime(2026, 6, 15, 10, tzinfo=UTC)),
        ("15 Jun 98 10:00 GMT", datetime(1998, 6, 15, 10, tzinfo=UTC)),
        ("lundi 15 juin 2026 à 10:00", datetime(2026, 6, 15, 10, tzinfo=UTC)),
        ("lun., 15 juin 2026 10:00:00 +0200", datetime(2026, 6, 15, 8, tzinfo=UTC)),
        ("mar., 16 mars 2026 10:00", datetime(2026, 3, 16, 10, tzinfo=UTC)),
        ("Mo, 15 Juni 2026 10:00:00 +0200", datetime(2026, 6, 15, 8, tzinfo=UTC)),
        ("15 août 2025", datetime(2025, 8, 15, tzinfo=UTC)),
        ("2026-06-15T24:00:00Z", datetime(2026, 6, 16, tzinfo=UTC)),
        ("2016-12-31T23:59:60Z", datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("Sat, 11/04/2020", datetime(2020, 4, 11, tzinfo=UTC)),
        ("1 Jan 2026 13:00 PM", None),
        ("june 3 march 2020", None),
    ],
)
def test_zones_languages_and_short_years(text: str, stated: datetime | None) -> None:
    assert read_date(text, "auto", NOW)[0] == stated


def test_placeholders_and_the_future_are_stated_and_not_trusted() -> None:
    assert read_date("1970-01-01T00:00:00Z", "iso", NOW) == (datetime(1970, 1, 1, tzinfo=UTC), False)
    assert read_date("2026-06-15T10:00:01Z", "iso", NOW) == (datetime(2026, 6, 15, 10, 0, 1, tzinfo=UTC), False)
    assert read_date("2026-06-15T10:00:00Z", "iso", NOW) == (NOW, True)
