"""Feeds whose dates or ids mean nothing: what they say is kept, and is never taken for activity that it is not."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from email.utils import format_datetime

import pytest

from monitor.model.state import Record
from support.program import NOON, Clock, Program
from support.site import Page, Site

Make = Callable[[str], Program]
Item = tuple[str, str, str]  # id, name, date as written
YESTERDAY = NOON - timedelta(days=1)


def written(at: datetime) -> str:
    return format_datetime(at, usegmt=True)


def page(items: Sequence[Item]) -> Page:
    entries = "".join(
        f"<item><guid isPermaLink='false'>{one}</guid><title>About {name}</title>"
        f"<link>https://acme.example/{name}</link>" + (f"<pubDate>{date}</pubDate>" if date else "") + "</item>"
        for one, name, date in items
    )
    body = f'<rss version="2.0"><channel><title>Acme</title><link>https://acme.example</link>{entries}</channel></rss>'
    return 200, {"Content-Type": "application/rss+xml"}, body.encode()


@pytest.fixture
def app(site: Site, program: Make) -> Program:
    return program(
        f'[[accounts]]\nid = "blog"\nbrand = "acme"\nnetwork = "feed"\nurl = "{site.base}/feed"\n'
        'owner = "ada"\nplan = { publish = "1 per week" }\n'
    )


def record(app: Program) -> Record:
    return app.account_status("blog").record


def counted(app: Program) -> int:
    return sum(day.post for day in record(app).days.values())


@pytest.mark.parametrize(
    "date",
    [
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "Fri, 02 Jan 2099 10:00:00 GMT",
        "0000-00-00T00:00:00Z",
        "Mon, 01 Jan 0001 00:00:00 GMT",
        "2026",
        "soon",
        "",
    ],
)
def test_a_date_that_cannot_be_is_never_activity(date: str, site: Site, app: Program, clock: Clock) -> None:
    """F063: entries dated 1970, 2099 or not at all never count as activity on that date, nor on the check's day."""
    site.pages["/feed"] = page([("1", "one", date), ("2", "two", written(YESTERDAY)), ("3", "three", date)])
    for _ in range(4):
        app.run()
        assert (record(app).last_any, counted(app)) == (YESTERDAY, 1)
        clock.forward(days=1)


def test_posts_dated_now_at_each_check_are_counted_once(site: Site, app: Program, clock: Clock) -> None:
    """F063: a feed that dates all its entries with the moment of the answer keeps no account alive."""
    site.pages["/feed"] = lambda: page([(str(number), str(number), written(clock.now)) for number in range(3)])
    app.run()
    assert app.status("blog") == "on_plan"
    for _ in range(10):
        clock.forward(days=4)
        app.run()
    assert (record(app).last_any, counted(app), app.status("blog")) == (NOON, 3, "dormant")


def test_posts_whose_ids_change_at_each_check_are_counted_once(site: Site, app: Program, clock: Clock) -> None:
    """F064: ids made anew for every answer make no new posts, and a post that is new is counted."""
    dice = random.Random(64)
    dates = [YESTERDAY - timedelta(days=number) for number in range(3)]
    site.pages["/feed"] = lambda: page([(f"{dice.random()}", f"{at:%d}", written(at)) for at in dates])
    for _ in range(5):
        app.run()
        assert counted(app) == 3
        clock.forward(days=1)
    dates.insert(0, clock.now)
    app.run()
    assert (counted(app), record(app).last_any) == (4, clock.now)


def test_posts_that_are_given_the_id_of_the_last_one_are_counted(site: Site, app: Program, clock: Clock) -> None:
    """F064: a feed that shows its newest post only, always under one id, is not silent."""
    for day in range(12):
        posted = clock.now - timedelta(hours=1)
        site.pages["/feed"] = page([("newest", f"post-{day}", written(posted))])
        for _ in range(2):
            app.run()
            assert (counted(app), record(app).last_any) == (day + 1, posted)
            clock.forward(hours=12)
    assert app.status("blog") == "on_plan"


def test_posts_that_all_have_one_id_are_counted_each(site: Site, app: Program, clock: Clock) -> None:
    """F064: a feed that gives all its posts one id is read by their dates, while its window slides."""
    posts: list[Item] = []
    for day in range(12):
        posts.insert(0, ("https://acme.example/", f"post-{day}", written(clock.now - timedelta(hours=1))))
        site.pages["/feed"] = page(posts[:5])
        for _ in range(2):
            app.run()
            assert counted(app) == day + 1
            clock.forward(hours=12)
    assert app.status("blog") == "on_plan"


def test_a_post_that_was_edited_is_the_same_post(site: Site, app: Program, clock: Clock) -> None:
    """F064: another title or another date under a known id is an edit, not a new post."""
    site.pages["/feed"] = page([("1", "one", written(YESTERDAY))])
    app.run()
    clock.forward(days=1)
    status, headers, body = page([("1", "one", written(clock.now))])
    site.pages["/feed"] = (status, headers, body.replace(b"About", b"All about"))
    app.run()
    assert (counted(app), record(app).last_any) == (1, YESTERDAY)


def test_an_id_twice_in_one_answer_is_one_post(site: Site, app: Program, clock: Clock) -> None:
    """F064: duplicate ids are counted once."""
    site.pages["/feed"] = page([("1", "one", written(YESTERDAY))] * 3)
    for _ in range(3):
        app.run()
        assert counted(app) == 1
        clock.forward(days=1)
