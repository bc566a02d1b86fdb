"""Objectives by what can be measured from outside: a figure with its trend, or the reason why there is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitor.metrics.objectives import Answers, Measure, Missing, Public, Unit, measured
from monitor.model.account import Objective
from monitor.model.conversation import Received

AT = datetime(2026, 11, 30, 12, tzinfo=UTC)
DAY = timedelta(days=1)
TODAY = AT.date()
NOTHING = Public(AT, TODAY)
QUIET = replace(NOTHING, received=())


def said(author: int | None, ago: float, *, direct: bool = True) -> Received:
    return Received(AT - ago * DAY, round(ago * 1000) + (author or 0), author=author, direct=direct)


def one(kind: Objective, name: str, public: Public) -> Measure:
    (found,) = (measure for measure in measured([kind], public)[kind] if measure.name == name)
    return found


def test_every_objective_has_measures_and_none_without_data() -> None:
    found = measured(Objective, NOTHING)
    assert list(found) == list(Objective)
    assert {(measure.value, measure.trend, measure.missing) for measures in found.values() for measure in measures} == {
        (None, None, Missing.NOT_SHOWN)
    }


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({28: 100, 0: 130}, (130, 100, "up")),
        ({28: 100, 5: 90}, (90, 100, "down")),
        ({28: 100, 0: 100}, (100, 100, "steady")),
        ({3: 100}, (100, None, None)),
    ],
)
@pytest.mark.parametrize("name", ["followers", "reach"])
def test_counts_stand_beside_those_of_four_weeks_before(
    name: str, counts: dict[int, int], expected: tuple[float, float | None, str | None]
) -> None:
    by_day = {TODAY - ago * DAY: count for ago, count in counts.items()}
    public = replace(NOTHING, followers=by_day) if name == "followers" else replace(NOTHING, views=by_day)
    found = one(Objective.VISIBILITY, name, public)
    assert (found.value, found.before, found.trend, found.unit) == (*expected, Unit.COUNT)


def test_growth_stands_beside_the_growth_before() -> None:
    counts = {TODAY - ago * DAY: count for ago, count in {56: 100, 28: 150, 0: 180}.items()}
    assert one(Objective.RECRUIT, "growth", replace(NOTHING, followers=counts)) == Measure(
        "growth", Unit.SHARE, 0.2, 0.5
    )
    early = replace(NOTHING, followers={TODAY: 5})
    assert one(Objective.RETAIN, "growth", early).missing is Missing.TOO_EARLY


def test_who_spoke_before_returns() -> None:
    recent = [said(author, author) for author in range(1, 6)]
    public = replace(NOTHING, received=[*recent, said(1, 30), said(2, 90), said(3, 200, direct=False), said(9, 60)])
    assert one(Objective.RETAIN, "returning", public).value == 2 / 5


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        ([said(author, 2) for author in range(4)] + [said(1, 90)], Missing.TOO_FEW),
        ([said(None, 2)] * 9 + [said(1, 90)], Missing.TOO_FEW),
        ([said(author, 2) for author in range(9)] + [said(1, 50)], Missing.TOO_EARLY),
    ],
)
def test_no_share_is_shown_for_few_people_or_days(received: list[Received], expected: Missing) -> None:
    assert expected is one(Objective.RETAIN, "returning", replace(NOTHING, received=received)).missing


def test_contacts_are_people_not_what_they_say() -> None:
    public = replace(NOTHING, received=[said(1, 1), said(1, 2), said(2, 27), said(None, 3), said(3, 29), said(4, 57)])
    assert one(Objective.CONTACTS, "contacts", public) == Measure("contacts", Unit.COUNT, 2, 1)
    assert one(Objective.CONTACTS, "contacts", QUIET) == Measure("contacts", Unit.COUNT, 0, None)


def test_answers_are_shown_where_there_are_enough() -> None:
    public = replace(QUIET, answers=(Answers(0.8, 5), Answers(0.5)))
    assert one(Objective.INTERACTION, "coverage", public) == Measure("coverage", Unit.SHARE, 0.8, 0.5)
    assert one(Objective.INTERACTION, "reply", public) == Measure("reply", Unit.HOURS, 5, None)
    assert one(Objective.INTERACTION, "coverage", QUIET).missing is Missing.TOO_FEW
