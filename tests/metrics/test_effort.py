"""Hours a week of one account: promised by its plan, estimated from its acts, by kind of work."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from monitor.metrics.effort import Work, at_work, promised, promised_work, spent, standing_work
from monitor.model.account import Lifecycle, Plan, Span
from monitor.model.conversation import Received
from monitor.model.settings import Effort
from support.health import UTC_ZONE, account, cadence, counts, plan

AT = datetime(2026, 11, 30, 12, tzinfo=UTC)
DAY = timedelta(days=1)
TODAY = AT.date()
EFFORT = Effort(publish=60, curate=30, reply=6, outreach=15, moderate=3, listen_minutes_per_day=12)
FOUR_WEEKS = 60 * 4  # minutes a week, over four weeks, in hours


def said(number: int, ago: float, answered: float | None = None) -> Received:
    """What somebody said so many days ago, and how many days later it was answered."""
    at = AT - ago * DAY
    return Received(at, number, author=number, answered=at + answered * DAY if answered is not None else None)


def test_a_plan_promises_the_hours_it_states() -> None:
    assert promised(account(plan=plan(3, hours_per_week=4)), EFFORT) == 4


def test_a_plan_that_states_no_hours_promises_its_acts() -> None:
    acts = Plan(publish=cadence(3, 7), curate=cadence(2, 14), outreach=cadence(4, 7))
    assert promised_work(account(plan=acts), EFFORT) == {Work.PUBLISH: 3, Work.CURATE: 0.5, Work.OUTREACH: 1}
    assert promised(account(plan=acts), EFFORT) == 3 + 0.5 + 1


def test_what_is_not_planned_is_not_promised() -> None:
    assert promised(account(plan=Plan()), EFFORT) == 0


@pytest.mark.parametrize("lifecycle", sorted(set(Lifecycle) - {Lifecycle.ACTIVE, Lifecycle.SEASONAL}))
def test_an_account_that_nobody_is_to_animate_promises_nothing(lifecycle: Lifecycle) -> None:
    idle = account(lifecycle=lifecycle, plan=plan(hours_per_week=4))
    assert (promised(idle, EFFORT), at_work(idle, TODAY)) == (0, False)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, True),
        ({"pauses": (Span(TODAY, TODAY),)}, False),
        ({"pauses": (Span(TODAY + DAY),)}, True),
        ({"lifecycle": Lifecycle.SEASONAL, "seasons": (Span(TODAY - DAY, TODAY),)}, True),
        ({"lifecycle": Lifecycle.SEASONAL, "seasons": (Span(TODAY - DAY, TODAY - DAY),)}, False),
    ],
)
def test_pauses_and_seasons_say_whether_it_is_at_work(more: dict[str, object], expected: bool) -> None:
    assert expected is at_work(account(**more), TODAY)


def test_a_brand_listens_on_working_days_and_reports_once_a_week() -> None:
    assert standing_work(EFFORT) == {Work.LISTEN: 1, Work.REPORT: 0.5}


def test_acts_of_people_in_four_weeks_are_estimated_by_work() -> None:
    inside, outside = TODAY - 27 * DAY, TODAY - 28 * DAY
    days = counts(inside, outside, post=5, copied=1, share=4, reply=20)
    found = spent(days, None, EFFORT, AT, UTC_ZONE)
    expected = {Work.PUBLISH: 4 * 60, Work.CURATE: 4 * 30, Work.REPLY: 20 * 6}
    assert found.hours == {work: minutes / FOUR_WEEKS for work, minutes in expected.items()}
    assert found.total == sum(expected.values()) / FOUR_WEEKS


def test_what_a_network_does_not_show_is_said_to_be_unseen() -> None:
    silent, heard = (spent({}, received, EFFORT, AT, UTC_ZONE) for received in (None, ()))
    assert silent.unseen == {Work.OUTREACH, Work.MODERATE, Work.LISTEN, Work.REPORT}
    assert heard.unseen == {Work.LISTEN, Work.REPORT}
    assert set(Work) == silent.unseen | set(silent.hours) == heard.unseen | set(heard.hours)


def test_answers_to_what_was_said_are_replies_and_the_others_outreach() -> None:
    received = [said(1, 3, 1), said(2, 9, 1), said(3, 2), said(4, 40, 1)]
    found = spent(counts(TODAY, reply=5), received, EFFORT, AT, UTC_ZONE)
    assert (found.hours[Work.REPLY], found.hours[Work.OUTREACH]) == (2 * 6 / FOUR_WEEKS, 3 * 15 / FOUR_WEEKS)
    assert found.hours[Work.MODERATE] == 3 * 3 / FOUR_WEEKS  # the fourth is too old


def test_one_answer_to_several_is_one_reply_and_none_is_counted_that_was_not_seen() -> None:
    together = [said(1, 3, 1), said(2, 2, 0)]  # answered, and nobody knows when
    found = spent(counts(TODAY, reply=1), [*together, said(3, 2.5, 0.5)], EFFORT, AT, UTC_ZONE)
    assert (found.hours[Work.REPLY], found.hours[Work.OUTREACH]) == (6 / FOUR_WEEKS, 0)


def test_the_four_weeks_are_cut_in_the_brands_zone() -> None:
    far = ZoneInfo("Pacific/Kiritimati")  # there it is the next day already
    assert spent(counts(TODAY - 27 * DAY, post=1), None, EFFORT, AT, far).total == 0
