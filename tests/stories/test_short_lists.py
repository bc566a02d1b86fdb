"""Lists too short to show all: what they show is a lower bound, and no lack."""

from __future__ import annotations

import pytest

from support.telling import RSS, Form, Tell, atom, day, item, rss, weekly


@pytest.mark.parametrize("form", [rss, atom])
@pytest.mark.parametrize("shown", [1, 3])
def test_who_posts_more_than_a_feed_shows_is_never_behind(tell: Tell, form: Form, shown: int) -> None:
    """S14: a feed of one item, several posts between two checks."""
    told = tell(plan="2 per day")
    told.shows(lambda now: form(weekly(now, shown, each=0.5)))
    assert set(told.until(60, step=2)) <= {"new", "on_plan"}


def test_one_who_stops_is_late_all_the_same(tell: Tell) -> None:
    told = tell(plan="2 per day")
    told.shows(lambda now: rss(weekly(min(now, 20), 1, each=0.5)))
    assert told.until(70, step=2)[-1] == "dormant"


@pytest.mark.parametrize("coding", ["aws-chunked", "UTF-8", "none", "aws-chunked,identity"])
def test_a_coding_that_is_none_hides_no_body(tell: Tell, coding: str) -> None:
    """S16: the body is plain."""
    told = tell()
    told.shows(lambda now: (200, RSS | {"Content-Encoding": coding}, rss(weekly(now))))
    assert told.until(20, step=5) == ["on_plan"]
    assert told.last_act == day(14)


@pytest.mark.parametrize("status", [203, 206])
def test_a_whole_body_under_another_status_is_read(tell: Tell, status: int) -> None:
    told = tell()
    told.shows(lambda now: (status, RSS, rss(weekly(now))))
    assert told.until(20, step=5) == ["on_plan"]


DATES = {  # S20
    "Friday, November 20, 2026 at 10:00 AM",
    "20 nov 2026 et 10:00",
    "2026-11-20 10:00:00+00",
    "20 novembre 2026 à 10h30",
    "ven 20/11/2026 - 12:22",
    "Publié le 20/11/2026",
}


@pytest.mark.parametrize("stated", sorted(DATES))
def test_dates_in_words_are_read_or_left_out_but_never_wrong(tell: Tell, stated: str) -> None:
    told = tell()
    told.clock.now = day(10)
    told.shows(lambda now: rss([item(1, day(0)).but(date=stated), item(2, day(-3))]))
    told.until(11, step=1)
    assert told.last_act is not None
    assert told.last_act.date().isoformat() == "2026-11-20"
