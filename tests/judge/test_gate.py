"""The gate: why, where, with what means? One question without an answer, and the account is better not opened."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from monitor.judge.gate import ASLEEP, CommunityEvidence, Fellow, Gate, Objection, Purse, gate
from monitor.metrics.allocation import Candidate
from monitor.model.account import Objective
from monitor.model.community import Community, Sight
from monitor.model.people import Brand, BrandObjective
from monitor.model.state import Status
from support.health import UTC_ZONE

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
DAY = timedelta(days=1)
BRAND = Brand("acme", "Acme", UTC_ZONE, objectives=(BrandObjective(Objective.RETAIN, "They stay", priority=5),))
RICH = Purse("Acme", 10, 1, (Candidate("blog", 5, 4), Candidate("clips", 3, 2)))


def place(sight: Sight | None = None) -> CommunityEvidence:
    return CommunityEvidence("members", Community("https://forum.example/c/acme", sight=sight))


HERE = place(Sight(NOW, 120, 4, NOW - DAY))


def asked(**more: Any) -> Gate:
    """An account that may be opened, but for what `more` says."""
    base: dict[str, Any] = {
        "now": NOW,
        "objective": Objective.RETAIN,
        "audiences": ("members",),
        "places": (HERE,),
        "fellows": (),
        "hours": 2,
        "purse": RICH,
    }
    return gate("https://social.example/@acme", "mastodon", BRAND, **{**base, **more})


def test_three_answers_open_it() -> None:
    found = asked()
    assert (found.opens, found.objections, found.why, found.purse.left) == (True, (), BRAND.objectives[0], 3)


@pytest.mark.parametrize("objective", [None, Objective.CONTACTS])
def test_without_an_objective_of_the_brand_better_not_there(objective: Objective | None) -> None:
    assert asked(objective=objective).objections == (Objection.NO_OBJECTIVE,)


def test_what_is_in_the_plan_already_is_not_opened_again() -> None:
    assert asked(known="acme-mastodon").objections == (Objection.THERE_ALREADY,)


@pytest.mark.parametrize(
    ("sight", "evidence"),
    [
        (None, True),  # somebody listed it, and no program can read it
        (Sight(NOW, 120, 4, NOW - ASLEEP), True),
        (Sight(NOW, 120, 4, NOW - ASLEEP - timedelta(seconds=1)), False),
        (Sight(NOW, 120, 0.0), False),
        (Sight(NOW, 120), True),  # it shows neither posts nor dates
    ],
)
def test_a_community_is_evidence_unless_it_is_asleep(sight: Sight | None, evidence: bool) -> None:
    assert evidence is asked(places=(place(sight),)).opens


@pytest.mark.parametrize(
    ("status", "shares", "evidence"),
    [
        (Status.ON_PLAN, True, True),
        (Status.LATE, True, True),
        (Status.ON_PLAN, False, False),  # alive, for other people
        (Status.DORMANT, True, False),
        (Status.UNSEEN, True, False),
    ],
)
def test_an_account_that_is_alive_there_for_the_same_people_is_evidence(
    status: Status, shares: bool, evidence: bool
) -> None:
    found = asked(places=(), fellows=(Fellow("acme-blog", status, shares),))
    assert found.objections == (() if evidence else (Objection.NO_AUDIENCE,))


def test_without_hours_it_says_what_it_would_take_from_whom() -> None:
    found = asked(hours=4)
    assert found.objections == (Objection.NO_HOURS,)
    assert [one.account for one in found.parked] == ["clips"]


def test_hours_that_just_suffice_suffice() -> None:
    assert asked(hours=3).opens


def test_hours_that_nobody_stated_are_no_hours() -> None:
    found = asked(purse=Purse("Acme", None, 0, RICH.others))
    assert (found.objections, found.parked) == ((Objection.NO_HOURS,), ())


def test_hours_that_are_not_stated_are_those_that_the_others_take() -> None:
    assert [asked(hours=None, purse=purse).hours for purse in (RICH, Purse("Acme", 10))] == [3, 1]


def test_every_question_may_be_without_an_answer_at_once() -> None:
    found = asked(objective=None, places=(), hours=40, known="acme-mastodon")
    assert found.objections == tuple(Objection)
