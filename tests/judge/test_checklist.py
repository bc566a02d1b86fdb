"""The dated steps of letting an account go."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from monitor.judge.checklist import NOTICES, STEPS, Checklist, checklist, successor
from monitor.model.account import Lifecycle, Objective
from monitor.model.state import Advice, Proposal, Reason
from support.health import account

TODAY = date(2026, 11, 16)
DAY = timedelta(days=1)


def advised(advice: Advice, **more: Any) -> Checklist | None:
    return checklist(account(**more), Proposal(advice, Reason("close_abandoned", {"days": 200})), TODAY)


def made(advice: Advice, **more: Any) -> Checklist:
    found = advised(advice, **more)
    assert found is not None
    return found


def days(found: Checklist) -> dict[str, int]:
    return {step.what: (step.on - found.day).days for step in found.steps}


@pytest.mark.parametrize(
    ("advice", "expected"),
    [
        (
            Advice.CLOSE,
            {"name_successor": -30, "notice_month": -30, "pin_notice": -30, "notice_weeks": -14, "unlink_site": -14,
             "notice_hours": -2, "archive": -1, "close_there": 0, "watch_until": 90},
        ),
        (
            Advice.MERGE,
            {"notice_month": -30, "pin_notice": -30, "stop_copying": -14, "notice_weeks": -14, "unlink_site": -14,
             "notice_hours": -2, "archive": -1, "close_there": 0, "watch_until": 90},
        ),
        (
            Advice.PARK,
            {"name_successor": -30, "notice_month": -30, "pin_notice": -30, "notice_weeks": -14, "unlink_site": -14,
             "notice_hours": -2, "archive": -1, "hold_name": 0, "look_again": 90},
        ),
    ],
)  # fmt: skip
def test_followers_are_notified_a_month_two_weeks_and_48_hours_before(advice: Advice, expected: dict[str, int]) -> None:
    found = made(advice)
    assert days(found) == expected
    assert (found.day, found.declared) == (TODAY + 30 * DAY, False)


def test_the_steps_stand_in_the_order_of_their_days() -> None:
    assert list(STEPS) == sorted(STEPS, key=lambda step: step[1])
    assert set(NOTICES) <= {what for what, _, _ in STEPS}


@pytest.mark.parametrize("advice", [Advice.REVIVE, Advice.REDUCE, Advice.HAND_OVER, Advice.INVESTIGATE])
def test_other_advice_lets_nothing_go(advice: Advice) -> None:
    assert advised(advice) is None
    assert checklist(account(), None, TODAY) is None


def test_once_it_is_declared_the_days_count_from_the_day_that_was_named() -> None:
    closing = account(lifecycle=Lifecycle.CLOSING, closing_on=date(2026, 12, 1))
    found = checklist(closing, None, TODAY)
    assert found is not None
    assert (found.kind, found.day, found.declared) == (Advice.CLOSE, date(2026, 12, 1), True)
    due = [found.due(day) for day in (TODAY, date(2026, 11, 18), date(2026, 11, 30), date(2026, 12, 2))]
    assert [step.what for step in due if step] == ["notice_weeks", "notice_hours", "archive", "watch_until"]
    assert date(2026, 11, 17) == due[0].on if due[0] else None
    assert found.due(date(2027, 3, 2)) is None


def test_a_closing_without_a_day_begins_today() -> None:
    found = checklist(account(lifecycle=Lifecycle.CLOSING), None, TODAY)
    assert found is not None and found.day == TODAY + 30 * DAY


def test_a_copy_that_closes_sends_its_readers_to_its_source() -> None:
    closing = account(lifecycle=Lifecycle.CLOSING, closing_on=TODAY, cross_posts_from=("acme-blog", "acme-clips"))
    found = checklist(closing, None, TODAY, "acme-forum")
    assert found is not None and (found.kind, found.successor) == (Advice.MERGE, "acme-blog")


@pytest.mark.parametrize(("after", "watched"), [(0, True), (90, True), (91, False)])
def test_what_is_closed_is_watched_for_a_while(after: int, watched: bool) -> None:
    closed = account(lifecycle=Lifecycle.CLOSED, closing_on=TODAY - after * DAY)
    found = checklist(closed, None, TODAY)
    assert (found is not None) == watched
    assert found is None or (found.due(TODAY + DAY) or found.steps[-1]).what == "watch_until"


def test_what_was_closed_on_no_known_day_has_no_list() -> None:
    assert checklist(account(lifecycle=Lifecycle.CLOSED), None, TODAY) is None


def test_readers_go_to_the_account_that_shares_most() -> None:
    old = account(audience=("riders",), objectives=(Objective.RETAIN,), language="fr")
    others = [
        account(id="other-brand", brand="other", audience=("riders",), language="fr", priority=5),
        account(id="english", audience=("riders",), objectives=(Objective.RETAIN,), language="en", priority=5),
        account(id="families", audience=("families",), language="fr", priority=5),
        account(id="riders", audience=("riders",), language="fr", priority=1),
        account(id="riders-too", audience=("riders",), language="fr", priority=4),
        old,
    ]
    assert successor(old, others) == "riders-too"
    assert successor(old, reversed(others)) == "riders-too"
    assert successor(old, [old]) is None
