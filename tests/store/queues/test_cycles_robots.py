"""What sites let programs read is kept between runs."""

from __future__ import annotations

from datetime import timedelta

from monitor.model.http import RobotsTxt
from monitor.store import Store
from support.shelf import MONDAY

DAY = timedelta(days=1)


def test_the_later_of_two_is_kept(store: Store) -> None:
    early, late = RobotsTxt("user-agent: *\nDisallow: /", MONDAY), RobotsTxt("", MONDAY + DAY)
    store.save_robots({"https://a.example:443": early, "https://b.example:443": late})
    store.save_robots({"https://a.example:443": late, "https://b.example:443": early})
    store.save_robots({})
    assert store.robots(MONDAY) == {"https://a.example:443": late, "https://b.example:443": late}


def test_what_is_too_old_is_not_given(store: Store) -> None:
    store.save_robots({"https://a.example:443": RobotsTxt("", MONDAY)})
    assert list(store.robots(MONDAY)) == ["https://a.example:443"]
    assert store.robots(MONDAY + timedelta(seconds=1)) == {}


def test_no_text_is_refused(store: Store) -> None:
    text = "user-agent: *\nDisallow: /\0\ud800" + "x" * 600_000
    store.save_robots({"https://a.example:443": RobotsTxt(text, MONDAY)})
    (kept,) = store.robots(MONDAY).values()
    assert kept.text == text.replace("\0", "\ufffd").replace("\ud800", "\ufffd")
