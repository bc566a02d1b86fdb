"""What users of comparable tools asked for in vain (health-model, section 7): a test each.

| asked for                                                      | where it is held, below tests/                   |
|----------------------------------------------------------------|--------------------------------------------------|
| reports to the right people only (healthchecks #56)            | report/contents/test_compose.py                  |
| weekly reports (uptime-kuma #1408)                             | report/readers/test_period.py                    |
| a weekly mail with monthly data (healthchecks #736)            | report/readers/test_period.py                    |
| mails doubled (postiz-app #1678)                               | run/test_tick_kills.py, store/queues/            |
| polling that stopped for good after an outage (miniflux #1893) | here the state, run/daemon/test_loop.py the loop |
| the rest                                                       | here                                             |
"""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from monitor.judge.decisions import planned
from monitor.model.account import Span
from monitor.model.check import Outcome
from monitor.model.people import Decision
from monitor.model.state import Status
from support.health import DAY, NOON, Story, account, on_plan, plan

TODAY = NOON.date()
HOUR = timedelta(hours=1)
UTC = ZoneInfo("UTC")


def test_an_inventory_shows_which_accounts_are_active() -> None:
    """govdirectory/website #63, osm-community-index #443: each account of a list has a status from its first check."""
    inventory = [Story().history(10, 7 * DAY), Story().history(10, 7 * DAY, last=40 * DAY), Story()]
    assert [story.check().state.status for story in inventory] == [Status.ON_PLAN, Status.DORMANT, Status.NEW]


@pytest.mark.parametrize("days", [1, 45, 400])
def test_nothing_changed_for_so_many_days_is_announced(days: int) -> None:
    """changedetection.io #35: the silence itself raises the alert, without any event, and once."""
    story = on_plan(plan=plan(1, 1, dormant=days * DAY, overdue=days * DAY, late=days * DAY, behind_share=0))
    story.silent(days)
    assert story.statuses(announced=True) == []
    story.silent(5)
    assert story.statuses(announced=True) == [Status.DORMANT]


@pytest.mark.parametrize(("hours", "grace"), [(6, 1), (30, 12), (30, 48)])
def test_a_period_of_hours_and_a_grace_of_one_s_own(hours: int, grace: int) -> None:
    """uptime-kuma #2440, #3590."""
    given = {"grace_min": timedelta(0), "grace_max": grace * HOUR, "grace_share": 99.0}
    story = on_plan(plan=plan(1, hours / 24, **given))
    assert story.silent(hours / 24, step=1 / 24).state.status is Status.ON_PLAN
    assert story.silent(grace / 24, step=1 / 24).state.status is Status.LATE
    assert story.silent(1 / 24, step=1 / 24).state.status is Status.OVERDUE


def test_a_period_of_thirty_hours_is_not_met_after_179() -> None:
    """uptime-kuma #6069: a 30 h timer was still "up" at 179 h."""
    story = on_plan(plan=plan(1, 30 / 24))
    story.silent(179 / 24, step=1 / 24)
    assert story.statuses() == [Status.ON_PLAN, Status.LATE, Status.OVERDUE]


def test_holidays_and_planned_pauses_are_no_silence() -> None:
    """uptime-kuma #3404, healthchecks #451."""
    holidays = (Span(TODAY + 3 * DAY, TODAY + 4 * DAY), Span(TODAY + 6 * DAY, TODAY + 40 * DAY))
    story = on_plan(pauses=holidays)
    story.silent(41)
    assert set(story.statuses()) == {Status.ON_PLAN, Status.PAUSED}


def test_posts_that_are_hidden_from_visitors_are_no_silence() -> None:
    """osm-community-index #818: a page that shows nothing, or asks for a login, says nothing of who is there."""
    for hidden in (Outcome.LOGIN_REQUIRED, Outcome.BLOCKED, Outcome.LIMITED):
        story = on_plan()
        for _ in range(200):
            story.forward(days=1).check(hidden, activities=0)
        assert story.statuses() == [Status.ON_PLAN, Status.BLIND]


def test_an_account_is_judged_again_after_an_outage_however_long() -> None:
    """miniflux #1893: nothing stops for good; the first good check counts, with the real dates."""
    story = on_plan()
    for _ in range(400):
        story.forward(days=1).check(Outcome.TEMPORARY)
    assert story.status is Status.BLIND
    assert story.act(ago=2 * DAY).check().state.status is Status.ON_PLAN
    silent = on_plan()
    for _ in range(400):
        silent.forward(days=1).check(Outcome.TEMPORARY)
    assert silent.check().state.status is Status.ABANDONED


@pytest.mark.parametrize("outcome", [Outcome.TEMPORARY, Outcome.RATE_LIMITED, Outcome.GONE, Outcome.UNAUTHORISED])
def test_a_passing_error_is_no_dead_channel(outcome: Outcome) -> None:
    """postiz-app #1822."""
    story = on_plan()
    for _ in range(2):
        story.forward(hours=20).check(outcome)
    story.forward(hours=6).check()
    assert story.statuses() == [Status.ON_PLAN]


def test_what_has_not_changed_is_announced_once_not_twenty_nine_times() -> None:
    """The same mail 29 times, ignored 29 times."""
    story = on_plan()
    story.silent(31)
    announced = [change for change in story.transitions if change.announce]
    for _ in range(29):
        story.forward(days=1).check()
    assert [change for change in story.transitions if change.announce] == announced
    assert story.status is Status.DORMANT


def test_a_pause_outlives_a_change_of_the_file() -> None:
    """healthchecks #343: a pause was undone by an update."""
    story = on_plan()
    story.silent(2)
    paused = Decision("acme-feed", "pause", story.now, "lea", until=TODAY + 100 * DAY)
    for text in (plan(1, 7), plan(3, 7), plan(1, 1)):
        updated = account(plan=text, owner="tom", mission="changed")
        story.account = planned(updated, [paused], story.now, UTC).account
        assert story.silent(20).state.status is Status.PAUSED
