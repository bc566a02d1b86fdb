"""What the weeks of a strip say: the plan's own period, people against machines, and what nobody saw."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model.account import Account, Cadence, Lifecycle, Plan, Span
from monitor.model.state import DayCount, Record
from monitor.report.blocks.figures import Strip, Week
from monitor.report.blocks.strip import WEEKS, strip

END = date(2026, 11, 22)  # a Sunday
START = END - timedelta(days=7 * WEEKS - 1)
POST, SHARE, REPLY, COPY = DayCount(post=1), DayCount(share=1), DayCount(reply=1), DayCount(post=1, copied=1)

FULL, SOME, NONE, COPIED = Week.FULL, Week.SOME, Week.NONE, Week.COPIED


def cadence(count: int, days: int) -> Cadence:
    return Cadence(count, timedelta(days=days), "")


def made(
    days: Mapping[date, DayCount],
    plan: Cadence | None,
    *,
    seen_until: date | None = END,
    first_check: date = START,
    pauses: tuple[Span, ...] = (),
    seasons: tuple[Span, ...] = (),
    last_human: date | None = None,
) -> Strip:
    account = Account(
        id="one",
        brand="acme",
        network="feed",
        url="https://acme.example/feed.xml",
        plan=Plan(publish=plan),
        pauses=pauses,
        seasons=seasons,
        lifecycle=Lifecycle.SEASONAL if seasons else Lifecycle.ACTIVE,
    )
    begun = datetime(first_check.year, first_check.month, first_check.day, 12, tzinfo=UTC)
    last = datetime(last_human.year, last_human.month, last_human.day, 12, tzinfo=UTC) if last_human else None
    record = Record(created=begun, first_check=begun, last_human=last, days=days)
    return strip(account, record, seen_until=seen_until, end=END)


def every(step: int, what: DayCount = POST, first: date = START) -> dict[date, DayCount]:
    return {first + timedelta(days=n): what for n in range(0, (END - first).days + 1, step)}


def last_weeks(days: Iterable[tuple[int, DayCount]], plan: Cadence | None) -> tuple[Week, ...]:
    """The last two weeks of an account whose acts lie so many days before the end."""
    return made({END - timedelta(days=ago): what for ago, what in days}, plan).weeks[-2:]


def test_a_weekly_plan_is_measured_week_by_week() -> None:
    plan = cadence(2, 7)
    assert last_weeks([(13, POST), (6, POST), (0, POST)], plan) == (SOME, FULL)
    assert last_weeks([(0, POST)], plan) == (NONE, SOME)


@pytest.mark.parametrize("what", [SHARE, REPLY])
def test_shares_and_replies_show_people_but_keep_no_plan(what: DayCount) -> None:
    assert last_weeks([(n, what) for n in range(7)], cadence(1, 7)) == (NONE, SOME)


def test_copies_keep_no_plan() -> None:
    assert last_weeks([(n, COPY) for n in range(7)], cadence(1, 7)) == (NONE, COPIED)
    assert last_weeks([(3, COPY), (2, SHARE)], cadence(1, 7)) == (NONE, SOME)


def test_without_a_plan_whatever_people_do_counts() -> None:
    assert last_weeks([(3, REPLY)], None) == (NONE, FULL)
    assert not made({}, None).planned


@pytest.mark.parametrize(("count", "per", "step"), [(2, 30, 14), (1, 30, 30), (1, 14, 14), (1, 91, 91), (1, 30, 31)])
def test_an_account_that_keeps_a_long_rhythm_is_not_empty_in_between(count: int, per: int, step: int) -> None:
    made_strip = made(every(step), cadence(count, per))
    assert set(made_strip.weeks) == {FULL}
    assert (made_strip.full, made_strip.known) == (WEEKS, WEEKS)


def test_a_long_rhythm_that_is_broken_shows() -> None:
    days = {day: what for day, what in every(14).items() if day < END - timedelta(days=60)}
    assert made(days, cadence(2, 30)).weeks[-10] == FULL
    assert made(days, cadence(2, 30)).weeks[-3:] == (NONE, NONE, NONE)


def test_a_yearly_plan_is_kept_by_a_post_before_the_known_days() -> None:
    assert set(made({}, cadence(1, 365), last_human=START - timedelta(days=60)).weeks) == {FULL}
    assert set(made({}, cadence(1, 365), last_human=START - timedelta(days=400)).weeks) == {NONE}


def test_days_that_do_not_count_lower_the_target() -> None:
    week = Span(END - timedelta(days=6), END - timedelta(days=3))  # four of seven days
    posts = {END: POST, END - timedelta(days=1): POST}
    assert made(posts, cadence(3, 7)).weeks[-1] == SOME
    assert made(posts, cadence(3, 7), pauses=(week,)).weeks[-1] == FULL


def test_a_pause_is_rest_unless_somebody_acts() -> None:
    pause = (Span(END - timedelta(days=13), END),)
    assert made({END: REPLY}, cadence(1, 7), pauses=pause).weeks[-2:] == (Week.REST, SOME)
    season = (Span(END - timedelta(days=6), END),)
    assert made({}, cadence(1, 7), seasons=season).weeks[-2:] == (Week.REST, NONE)


def test_before_we_knew_and_after_we_saw_nothing_is_said() -> None:
    made_strip = made({}, cadence(1, 7), first_check=END - timedelta(days=20), seen_until=END - timedelta(days=7))
    assert made_strip.weeks[-4:] == (Week.BEFORE, NONE, NONE, Week.UNKNOWN)
    assert made_strip.known == 2


def test_of_a_week_seen_in_part_only_the_part_is_asked() -> None:
    seen_until = END - timedelta(days=4)  # Wednesday
    assert made({END - timedelta(days=5): POST}, cadence(2, 7), seen_until=seen_until).weeks[-1] == FULL


@given(
    st.dictionaries(st.dates(START, END), st.sampled_from([POST, SHARE, REPLY, COPY]), max_size=60),
    st.none() | st.builds(cadence, st.integers(1, 9), st.sampled_from([1, 7, 14, 30, 91, 365])),
    st.none() | st.dates(START, END),
)
def test_a_strip_never_claims_what_was_not_seen(
    days: dict[date, DayCount], plan: Cadence | None, seen_until: date | None
) -> None:
    made_strip = made(days, plan, seen_until=seen_until)
    assert len(made_strip.weeks) == WEEKS
    assert made_strip.full == made_strip.weeks.count(FULL) <= made_strip.known
    for n, week in enumerate(made_strip.weeks):
        first = START + timedelta(days=7 * n)
        if seen_until is None or first > seen_until:
            assert week == Week.UNKNOWN
        acts = [what for day, what in days.items() if first <= day < first + timedelta(days=7)]
        if week is NONE:
            assert not acts
