"""Accounts whose lists are shorter than what they publish between two checks: what is counted is a lower bound."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from support.program import NOON, Clock, Program
from support.site import Site

Make = Callable[[str], Program]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def published(now: datetime, every: timedelta, shown: int) -> list[datetime]:
    """What a list shows of an account that publishes so often."""
    last = NOON - 9 * DAY + every * ((now - NOON + 9 * DAY) // every)
    return [last - every * place for place in range(shown)]


def watched(program: Make, site: Site, plan: str) -> Program:
    return program(
        f'[[accounts]]\nid = "blog"\nbrand = "acme"\nnetwork = "feed"\nurl = "{site.base}/blog.xml"\nowner = "ada"\n'
        f'plan = {{ publish = "{plan}" }}\n'
    )


def statuses(app: Program, site: Site, clock: Clock, every: timedelta, shown: int, checks: int) -> set[str]:
    seen = set()
    for _ in range(checks):
        site.feed("/blog.xml", *published(clock.now, every, shown))
        app.run()
        seen.add(app.status("blog"))
        clock.forward(days=3)
    return seen


@pytest.mark.parametrize(("shown", "every"), [(1, 8 * HOUR), (1, 3 * DAY), (3, 6 * HOUR), (10, 2 * HOUR)])
def test_a_list_of_which_all_is_new_is_never_behind(
    site: Site, program: Make, clock: Clock, shown: int, every: timedelta
) -> None:
    app = watched(program, site, "20 per day")
    assert statuses(app, site, clock, every, shown, checks=12) == {"on_plan"}


def test_a_list_that_reaches_back_shows_who_is_behind(site: Site, program: Make, clock: Clock) -> None:
    app = watched(program, site, "2 per day")
    assert "behind" in statuses(app, site, clock, DAY, shown=4, checks=12)


def test_one_check_that_reached_back_to_nothing_counts_for_a_window(site: Site, program: Make, clock: Clock) -> None:
    app = watched(program, site, "2 per day")
    statuses(app, site, clock, DAY, shown=10, checks=1)
    clock.forward(days=15)
    assert statuses(app, site, clock, DAY, shown=10, checks=9) == {"on_plan"}
    assert "behind" in statuses(app, site, clock, DAY, shown=10, checks=7)


def test_silence_is_silence_in_a_short_list_too(site: Site, program: Make, clock: Clock) -> None:
    app = watched(program, site, "1 per week")
    statuses(app, site, clock, DAY, shown=1, checks=3)
    seen = []
    for _ in range(14):
        app.run()
        seen.append(app.status("blog"))
        clock.forward(days=3)
    assert list(dict.fromkeys(seen)) == ["on_plan", "late", "overdue", "dormant"]
