"""Who answers for an account: none, left, confirmed, to be confirmed, unconfirmed; to the day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from monitor.judge.ownership import answers_until, ownership
from monitor.model.account import Lifecycle
from monitor.model.state import Advice, Flag, Record, Status
from support.health import NOON, account, on_plan, plan

FIRST = NOON.date()
UTC_ZONE = ZoneInfo("UTC")


@pytest.mark.parametrize(
    ("days", "rule"),
    [
        (0, None),
        (149, None),
        (150, "owner_to_confirm"),
        (180, "owner_to_confirm"),
        (181, "owner_unconfirmed"),
        (900, "owner_unconfirmed"),
    ],
)
def test_an_owner_whom_nobody_ever_confirmed_answers_for_half_a_year(days: int, rule: str | None) -> None:
    today = FIRST + timedelta(days=days)
    found = ownership(account(), Record(created=NOON), today, UTC_ZONE, left=False)
    assert (found.rule if found else None) == rule


@pytest.mark.parametrize(
    ("more", "left", "rule"),
    [
        ({}, False, "owner_unconfirmed"),
        ({"owner": None}, False, "no_owner"),
        ({}, True, "owner_left"),
        ({"lifecycle": Lifecycle.CLOSED}, False, None),
        ({"lifecycle": Lifecycle.CLOSED, "owner": None}, False, "no_owner"),
        ({"confirmed_until": FIRST + timedelta(days=200)}, False, "owner_to_confirm"),
        ({"confirmed_until": FIRST + timedelta(days=199)}, False, "owner_unconfirmed"),
        ({"confirmed_until": FIRST + timedelta(days=231)}, False, None),
        ({"plan": plan(unconfirmed_after=timedelta(days=365))}, False, None),
    ],
)
def test_what_is_said_two_hundred_days_on(more: dict[str, Any], left: bool, rule: str | None) -> None:
    found = ownership(account(**more), Record(created=NOON), FIRST + timedelta(days=200), UTC_ZONE, left)
    assert (found.rule if found else None) == rule


def test_the_days_are_those_of_the_brands_zone() -> None:
    late = Record(created=datetime(2026, 6, 1, 23, 30, tzinfo=UTC))
    assert answers_until(account(), late, ZoneInfo("Europe/Paris")) == date(2026, 11, 29)
    assert answers_until(account(), late, UTC_ZONE) == date(2026, 11, 28)


def test_an_owner_is_asked_before_the_account_is_orphaned() -> None:
    story = on_plan()
    asked = story.forward(days=150).judge()
    assert (
        Flag.ORPHANED in asked.state.flags,
        "owner_to_confirm" in {reason.rule for reason in asked.reasons},
    ) == (False, True)
    orphaned = story.forward(days=31).judge()
    assert Flag.ORPHANED in orphaned.state.flags
    (said,) = [reason for reason in orphaned.reasons if reason.rule == "owner_unconfirmed"]
    assert said.values == {"owner": "lea", "since": "2027-05-01"}
    assert [change.announce for change in orphaned.transitions if change.axis == "flag:orphaned"] == [True]


def test_a_confirmation_takes_the_flag_away() -> None:
    story = on_plan()
    story.forward(days=181).judge()
    story.declared(confirmed_until=story.now.date() + timedelta(days=180))
    assert Flag.ORPHANED not in story.judge().state.flags


def test_whom_nobody_confirmed_is_asked_before_another_is_sought() -> None:
    story = on_plan(backup_owner="tom")
    story.steady(182, every=3)
    proposal = story.judge().proposal
    assert proposal is not None
    assert (proposal.advice, proposal.reason.rule) == (Advice.HAND_OVER, "confirm_or_hand_over")


def test_a_silent_account_with_an_unconfirmed_owner_is_advised_for_its_silence() -> None:
    story = on_plan()
    story.silent(182)
    proposal = story.judge().proposal
    assert proposal is not None
    assert (story.status, proposal.advice) == (Status.ABANDONED, Advice.CLOSE)
