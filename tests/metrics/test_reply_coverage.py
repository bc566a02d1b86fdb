"""Who spoke to an account, how many were answered and how soon, and who still waits."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.metrics.reply_coverage import conversation, exchanges
from monitor.model.account import Office, Plan, Thresholds
from monitor.model.conversation import Exchange, Received

AT = datetime(2026, 11, 30, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ALWAYS = Office(tuple(range(7)), 0, 24 * 60)
CLOCK = Plan(thresholds=Thresholds(office_hours=ALWAYS))  # the hours of the clock
_KEYS = count()


def said(
    ago: timedelta,
    after: timedelta | None = None,
    author: int | None = None,
    thread: int | None = 1,
    direct: bool = True,
) -> Received:
    """Something said so long `ago`, and answered so long after that; by somebody else each time, unless it says who."""
    key, at = next(_KEYS), AT - ago
    answered = None if after is None else at + after
    return Received(at, key, key if author is None else author, thread, direct, answered, f"https://a.example/{key}")


def test_coverage_and_median_of_enough() -> None:
    hours = (1, 2, 10)
    found = conversation([*(said(9 * DAY, each * HOUR) for each in hours), said(8 * DAY), said(7 * DAY)], CLOCK, AT)
    assert (
        found.received,
        found.answered,
        found.coverage,
        found.median_hours,
        found.too_few,
    ) == (5, 3, 0.6, 2.0, False)
    assert [one.began for one in found.unanswered] == [AT - 8 * DAY, AT - 7 * DAY]
    assert all(one.url for one in found.unanswered)


def test_the_median_of_an_even_number_lies_between() -> None:
    found = conversation([said(9 * DAY, each * HOUR) for each in (1, 2, 4, 9, 9, 1)], CLOCK, AT)
    assert found.median_hours == 3.0


@pytest.mark.parametrize(("number", "coverage"), [(4, None), (5, 0.0)])
def test_below_five_there_are_too_few_to_judge(number: int, coverage: float | None) -> None:
    found = conversation([said(9 * DAY) for _ in range(number)], CLOCK, AT)
    assert (found.coverage, found.median_hours, found.too_few) == (coverage, None, coverage is None)
    assert len(found.unanswered) == number


def test_how_many_are_enough_is_the_plans_word() -> None:
    plan = Plan(thresholds=Thresholds(conversation_items=1, conversation_window=7 * DAY, office_hours=ALWAYS))
    found = conversation([said(8 * DAY), said(6 * DAY, HOUR)], plan, AT)
    assert (found.received, found.coverage, found.median_hours) == (1, 1.0, 1.0)


def test_the_window_is_of_28_days_and_nothing_is_of_the_future() -> None:
    inside = [said(28 * DAY - timedelta(seconds=1)), said(timedelta(0))]
    found = conversation([*inside, said(28 * DAY), said(-HOUR)], CLOCK, AT)
    assert found.received == 2


def test_who_may_still_be_answered_in_time_counts_neither_way() -> None:
    judged = [said(9 * DAY, HOUR) for _ in range(4)]
    waiting, late = said(24 * HOUR), said(24 * HOUR + timedelta(seconds=1))
    found = conversation([*judged, waiting, late], replace(CLOCK, reply_within=24 * HOUR), AT)
    assert (found.received, found.answered, found.waiting, found.coverage) == (6, 4, 1, 0.8)
    assert [one.url for one in found.unanswered] == [late.url]


def test_what_one_person_says_below_one_act_is_one_exchange() -> None:
    first, more = said(3 * DAY, author=7), said(2 * DAY, 5 * HOUR, author=7)
    thanks = said(1 * DAY, author=7)
    elsewhere = said(2 * DAY, author=7, thread=2)
    assert exchanges([thanks, elsewhere, more, first]) == [
        Exchange(first.at, more.answered, first.url),
        Exchange(elsewhere.at, None, elsewhere.url),
    ]


def test_what_has_no_author_or_no_act_stands_alone() -> None:
    nobody = [Received(AT - DAY, key, None, 1) for key in (1, 2)]
    nowhere = [Received(AT - DAY, key, 7, None) for key in (3, 4)]
    assert len(exchanges([*nobody, *nowhere])) == 4


def test_what_people_say_to_each_other_is_not_said_to_the_account() -> None:
    chatter, question = said(3 * DAY, author=7, direct=False), said(2 * DAY, author=7)
    assert exchanges([chatter, question]) == [Exchange(question.at, None, question.url)]
    assert exchanges([chatter]) == []


def test_an_answer_to_what_a_person_said_to_another_answers_the_person() -> None:
    question, chatter = said(3 * DAY, author=7), said(2 * DAY, HOUR, author=7, direct=False)
    assert [one.answered for one in exchanges([question, chatter])] == [chatter.answered]


def test_answered_at_nobody_knows_when_counts_for_coverage_alone() -> None:
    found = conversation([said(9 * DAY, timedelta(0)) for _ in range(5)] + [said(9 * DAY, HOUR)], CLOCK, AT)
    assert (found.coverage, found.median_hours) == (1.0, 1.0)
    assert conversation([said(9 * DAY, timedelta(0)) for _ in range(5)], CLOCK, AT).median_hours is None


MOMENTS = st.timedeltas(timedelta(0), 40 * DAY)


@given(st.lists(st.builds(said, MOMENTS, st.none() | MOMENTS, st.integers(1, 4), st.integers(1, 2), st.booleans())))
def test_the_parts_are_the_whole(received: list[Received]) -> None:
    found = conversation(received, Plan(reply_within=DAY), AT)
    assert found.answered + found.waiting + len(found.unanswered) == found.received
    assert found.received <= len({(one.author, one.thread) for one in received})
    assert found.coverage is None or 0 <= found.coverage <= 1
    assert list(found.unanswered) == sorted(found.unanswered, key=lambda one: one.began)
