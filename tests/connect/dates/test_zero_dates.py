"""What a program writes where it knows no date is a zero date, in every form; what people write is not."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.connect.dates.zero_dates import ZERO_DATES, is_zero_date
from support.feeds import item, post, rss
from support.networks import FEED

ZERO = [
    "Mon, 01 Jan 0001 00:00:00 +0000",
    "0001-01-01T00:00:00+02:00",
    "1/1/0001 12:00:00 AM",
    "Thu, 01 Jan 1970 01:00:00 +0100",
    "Wed, 31 Dec 1969 16:00:00 -0800",
    "January 1, 1970",
    "01 janvier 1970",
    "1900-01-01",
    "30.12.1899",
    "12/30/1899 12:00:00 AM",
    "0000-00-00 00:00:00",
    "-0001-11-30T00:00:00+00:00",
    "Wed, 30 Nov -0001 00:00:00 +0000",
    "1601-01-01T00:00:00Z",
    "0001年01月01日",
    "Invalid Date",
]
DATES = ["", "Mon, 01 Jan 2001 00:00:00 +0000", "Mon, 01-Jan-01 00:00:00 GMT", "01-01-01", "1970-05-01", "28 July 1914",
         "1 Jan 1990", "20010101", "01 Jan 01:02", "nothing"]  # fmt: skip


@pytest.mark.parametrize("text", ZERO)
def test_a_zero_date(text: str) -> None:
    assert is_zero_date(text)


@pytest.mark.parametrize("text", DATES)
def test_no_zero_date(text: str) -> None:
    assert not is_zero_date(text)


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_no_day_of_the_web_is_a_zero_date(day: date) -> None:
    forms = ("%Y-%m-%dT%H:%M:%SZ", "%a, %d %b %Y %H:%M:%S +0000", "%d.%m.%Y", "%m/%d/%Y", "%B %d, %Y", "%d-%b-%y")
    assert not any(is_zero_date(day.strftime(form)) for form in forms)


@given(st.sampled_from([day for day in ZERO_DATES.values() if day[0] > 1]), st.integers(-1, 1))
def test_a_zone_does_not_hide_it(zero: tuple[int, int, int], shift: int) -> None:
    day = date(*zero) + timedelta(days=shift)
    assert is_zero_date(day.isoformat())
    assert is_zero_date(f"{day.day} {day:%b} {day.year}")


@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    assert is_zero_date(text) in (True, False)


def acts(replay: Any, answer: Any, *items: str) -> list[str]:
    return [act.id for act in replay("feed", FEED, answer(FEED, rss(items))).seen.activities]


@pytest.mark.parametrize("text", ZERO)
def test_an_entry_with_a_zero_date_among_dated_ones_is_a_page(replay: Any, answer: Any, text: str) -> None:
    page = item("About us", "https://acme.example/about", text, "about")
    assert acts(replay, answer, page, post(1), post(2)) == ["p1", "p2"]
    assert acts(replay, answer, page, item("Contact", guid="contact", date=text)) == ["about", "contact"]


def test_an_entry_without_a_date_is_a_page_where_most_have_one(replay: Any, answer: Any) -> None:
    page = item("About us", "https://acme.example/about", guid="about")
    assert acts(replay, answer, page, post(1), post(2), post(3)) == ["p1", "p2", "p3"]
    assert acts(replay, answer, page, post(1)) == ["about", "p1"]  # some programs date only what they like
    odd = item("A post", "https://acme.example/odd", "sometime in spring", "odd")
    assert acts(replay, answer, odd, post(1), post(2), post(3)) == ["odd", "p1", "p2", "p3"]  # dated, and unreadable


def test_a_page_is_no_act_of_another_format_either(replay: Any, answer: Any) -> None:
    body = (
        '{"version": "https://jsonfeed.org/version/1.1", "title": "Acme", "items": ['
        '{"id": "about", "date_published": "0001-01-01T00:00:00Z"},'
        '{"id": "1", "date_published": "2026-06-01T08:00:00Z"}, {"id": "2", "date_published": "2026-06-02T08:00:00Z"}]}'
    )
    assert [act.id for act in replay("feed", FEED, answer(FEED, body)).seen.activities] == ["1", "2"]
