"""The moribund index of a brand over the weeks, from what the program itself judged and stored."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.metrics.moribund_index import Trend
from monitor.model.discovery import Noted, Orphans
from monitor.run.app import App
from monitor.run.judging.judging import judged_statuses
from monitor.run.judging.moribund_trend import trends
from support.program import NOON, Clock, Program, account
from support.site import Site

DAY = timedelta(days=1)


@pytest.fixture
def watched(program: Callable[[str], Program], site: Site, clock: Clock) -> Program:
    """Two accounts over six weeks: one writes on, the other stopped a week before the first check."""
    site.feed("/jobs.xml", *(NOON - (7 * week + 7) * DAY for week in range(8)))
    made = program(account("blog", f"{site.base}/blog.xml") + account("jobs", f"{site.base}/jobs.xml"))
    for week in range(7):
        site.feed("/blog.xml", *(NOON + 7 * (week - back) * DAY - DAY for back in range(8)))
        made.poll()
        clock.forward(days=7)
    clock.forward(days=-7)
    return made


def trend(program: Program, site: str | None = None) -> Trend:
    """As it stands now, where the brand's site is `site`."""
    with closing(App(str(program.path), env={}, clock=program.clock)) as app:
        now = program.clock()
        brand = replace(app.settings.brands["acme"], site=site)
        settings = replace(app.plan, brands={"acme": brand})
        app.store.note_discovery("acme", Noted("https://acme.example", now, now, Orphans((), ("jobs",))))
        return trends(app.store, settings, judged_statuses(app.store, settings, None, now), now)["acme"]


def test_it_rises_when_an_account_falls_asleep(watched: Program) -> None:
    found = trend(watched)
    assert (found.now.index, [part.account for part in found.now.inanimate]) == (0.5, ["jobs"])
    assert [index for _, index in found.before][:5] == [0.5, 0.5, 0.0, 0.0, 0.0]
    assert {index for _, index in found.before[6:]} == {None}  # nothing was judged before


def test_an_account_that_the_site_does_not_lead_to_does_not_count(watched: Program) -> None:
    found = trend(watched, "https://acme.example")
    assert (found.now.index, found.now.left_out, found.week_ago) == (0.0, ("jobs",), 0.0)
    assert trend(watched, "https://elsewhere.example").now.left_out == ()  # what another site says counts for nothing
