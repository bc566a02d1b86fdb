"""Hours a week: promised by plans, estimated from acts, available of people."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from monitor.metrics.effort import Hours, estimated, of_brand, of_person, promised
from monitor.model.plan import Effort, Lifecycle, Person, Plan
from support.health import account, cadence, counts, plan

AT = datetime(2026, 11, 30, 12, tzinfo=UTC)
DAY = timedelta(days=1)
EFFORT = Effort(publish=60, curate=30, reply=6, outreach=15)


def person(name: str, hours: float | None = None, *, left: bool = False) -> Person:
    return Person(name, name.title(), hours_per_week=hours, left=left)


def test_a_plan_promises_the_hours_it_states() -> None:
    assert 4 == promised(account(plan=plan(3, hours_per_week=4)), EFFORT)


def test_a_plan_that_states_no_hours_promises_its_acts() -> None:
    acts = Plan(publish=cadence(3, 7), curate=cadence(2, 14), outreach=cadence(4, 7))
    assert 3 + 0.5 + 1 == promised(account(plan=acts), EFFORT)


def test_what_is_not_planned_is_not_promised() -> None:
    assert 0 == promised(account(plan=Plan()), EFFORT)


@pytest.mark.parametrize("lifecycle", sorted(set(Lifecycle) - {Lifecycle.ACTIVE, Lifecycle.SEASONAL}))
def test_an_account_that_nobody_is_to_animate_promises_nothing(lifecycle: Lifecycle) -> None:
    assert 0 == promised(account(lifecycle=lifecycle, plan=plan(hours_per_week=4)), EFFORT)


def test_acts_of_people_in_four_weeks_are_estimated() -> None:
    inside, outside = AT.date() - 27 * DAY, AT.date() - 28 * DAY
    days = counts(inside, outside, post=5, copied=1, share=4, reply=20)
    assert (4 * 60 + 4 * 30 + 20 * 6) / 60 / 4 == estimated(days, EFFORT, AT, ZoneInfo("UTC"))


def test_a_person_has_the_accounts_that_the_person_owns() -> None:
    mine, yours = account(owner="lea"), account(owner="tom")
    found = of_person(person("lea", 3), [(mine, Hours(4, 1)), (yours, Hours(9, 9)), (mine, Hours(2, 2))])
    assert Hours(6, 3, 3) == found
    assert 3 == found.over


def test_somebody_who_left_has_no_hours() -> None:
    assert Hours(4, 0, 0) == of_person(person("lea", 8, left=True), [(account(), Hours(4, 0))])


def test_hours_that_nobody_stated_are_unknown_and_so_is_a_lack() -> None:
    found = of_person(person("lea"), [(account(), Hours(4, 0))])
    assert (None, 0) == (found.available, found.over)


def test_a_brand_has_the_hours_of_those_who_are_still_there() -> None:
    people = [person("lea", 5), person("tom", 7, left=True), person("ana")]
    assert Hours(6, 3, 5) == of_brand([Hours(4, 1), Hours(2, 2)], people)
    assert replace(Hours(6, 3), available=None) == of_brand([Hours(4, 1), Hours(2, 2)], people[1:])
