"""How far a page reaches back is told by what is known, not by the largest date on it."""

from __future__ import annotations

import pytest

from support.telling import RSS, Document, Form, Tell, atom, day, item, json_feed, rss, weekly


def test_a_standing_notice_whose_date_is_always_today_is_one_act(tell: Tell) -> None:
    """S03: twelve old posts and the notice; the last other post is of day 14."""
    told = tell()

    def made(now: float) -> bytes:
        notice = item(1, day(now)).but(title="Opening hours today", link="https://acme.example/hours", guid="hours")
        return rss([*weekly(min(now, 14), 12), notice])

    told.shows(made)
    found = told.until(70, step=3)
    assert found[-1] == "dormant"
    assert told.counted <= 12 + 3


@pytest.mark.parametrize("where", [0, -1])
def test_nor_does_a_notice_with_a_new_id_each_day_bring_anything(tell: Tell, where: int) -> None:
    told = tell()

    def made(now: float) -> bytes:
        posts = weekly(min(now, 14), 9)
        notice = item(1, day(now)).but(title="The weather", link="https://acme.example/w", guid=f"w-{now:.0f}")
        posts.insert(where if where == 0 else len(posts), notice)
        return rss(posts)

    told.shows(made)
    assert told.until(70, step=3)[-1] == "dormant"


def test_one_new_item_of_ten_is_a_complete_check_that_keeps_its_validators(tell: Tell) -> None:
    """S04: nothing says that all ten are new."""
    told = tell()

    def made(now: float) -> Document:
        tag = f'"{now // 7:.0f}"'
        if told.site.asked[-1][1].get("if-none-match") == tag:
            return 304, {"ETag": tag}, b""
        return 200, RSS | {"ETag": tag}, rss(weekly(now))

    told.shows(made)
    told.until(0)
    for week in range(1, 5):
        told.clock.forward(days=7 * week - told.today)
        told.until(told.today)
        check = told.last_check()
        assert (check.new, check.complete, check.detail) == (1, True, "")
        told.clock.forward(days=1)
        told.until(told.today)
        assert told.site.asked[-1][1]["if-none-match"] == f'"{week}"'


@pytest.mark.parametrize("form", [atom, json_feed])
@pytest.mark.parametrize("shown", [5, 30])
def test_so_it_is_in_other_lists(tell: Tell, form: Form, shown: int) -> None:
    told = tell()
    told.shows(lambda now: form(weekly(now, shown)))
    told.until(0)
    for _ in range(4):
        told.clock.forward(days=7)
        told.until(told.today)
        check = told.last_check()
        assert (check.new, check.complete, check.detail) == (1, True, "")


def test_a_busy_desk_is_complete_where_it_overlaps_and_not_where_it_does_not(tell: Tell) -> None:
    told = tell(plan="2 per day")
    told.shows(lambda now: rss(weekly(now, 30, each=0.25)))
    told.until(0)
    told.clock.forward(days=7)
    told.until(told.today)
    check = told.last_check()
    assert (check.new, check.complete) == (28, True)
    told.clock.forward(days=10)
    told.until(told.today)
    check = told.last_check()
    assert (check.new, check.complete) == (30, False)
