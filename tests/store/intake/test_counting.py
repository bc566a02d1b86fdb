"""When an act counts: what a complete check did not show took place since, whatever date it states."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import update

from monitor.model.activity import Activity, Bulk, BulkKind
from monitor.store.database.tables import accounts
from monitor.store.intake.counting import Moment, after, counted
from monitor.store.intake.evidence import Evidence, dump, load
from support.shelf import HOUR, MONDAY, Shelf, act, seen

DAY = timedelta(days=1)
KNOWN = Evidence(complete_at=MONDAY - 6 * HOUR, floor=MONDAY - 80 * DAY, changed=MONDAY - 10 * DAY, shown=10)
NOW = Moment(MONDAY)


def ahead(name: str, days: float) -> Activity:
    return act(name, MONDAY + days * DAY, trusted=False)


def behind(name: str, days: float) -> Activity:
    return act(name, MONDAY - days * DAY)


def when(*acts: Activity, moment: Moment = NOW, known: Evidence = KNOWN) -> list[datetime | None]:
    return list(counted(dict(enumerate(acts)), moment, known)[0].values())


@pytest.mark.parametrize(
    ("one", "at"),
    [
        (act("posted", MONDAY - 3 * HOUR), MONDAY - 3 * HOUR),
        (act("a day without a clock", MONDAY - 30 * HOUR), MONDAY - 30 * HOUR),
        (behind("a draft", 40), MONDAY),
        (behind("below what was shown", 81), MONDAY - 81 * DAY),
        (replace(behind("an old one pinned", 40), pinned=True), MONDAY - 40 * DAY),
        (ahead("a wrong clock", 0.5), MONDAY),
        (ahead("a concert", 20), MONDAY),
        (ahead("a year and more", 400), None),
        (replace(ahead("a concert pinned", 20), pinned=True), None),
        (act("undated"), MONDAY),
        (replace(act("undated and pinned"), pinned=True), None),
    ],
    ids=lambda value: value.id if isinstance(value, Activity) else "",
)
def test_an_act_that_was_not_there_before(one: Activity, at: datetime | None) -> None:
    assert when(one) == [at]


@pytest.mark.parametrize("moment", [Moment(MONDAY, first=True), NOW])
def test_where_nothing_was_seen_whole_before_dates_are_what_there_is(moment: Moment) -> None:
    acts = (act("posted", MONDAY - HOUR), behind("older", 40), ahead("a concert", 20), act("undated"))
    nothing = Evidence()
    assert when(*acts, moment=moment, known=nothing) == [MONDAY - HOUR, MONDAY - 40 * DAY, None, None]


def test_older_than_a_year_keeps_its_date() -> None:
    known = replace(KNOWN, floor=MONDAY - 3000 * DAY)
    assert when(behind("old", 367), known=known) == [MONDAY - 367 * DAY]
    assert when(behind("within", 365), known=known) == [MONDAY]


def test_an_older_act_that_comes_into_view_because_a_newer_one_went_keeps_its_date() -> None:
    assert when(behind("older", 40), moment=replace(NOW, removed=MONDAY - 30 * DAY)) == [MONDAY - 40 * DAY]
    assert when(behind("a draft", 40), moment=replace(NOW, removed=MONDAY - 79 * DAY)) == [MONDAY]


def test_three_in_seven_days_count_at_first_sight_and_more_are_an_import() -> None:
    three = [behind(f"{n}", 40 + n) for n in range(3)]
    found, known = counted(dict(enumerate(three)), NOW, KNOWN)
    assert (set(found.values()), known.late, known.bulk) == ({MONDAY}, (MONDAY,) * 3, None)
    later = Moment(MONDAY + 6 * DAY)
    found, known = counted({9: behind("fourth", 50)}, later, known)
    assert found == {9: None}
    assert known.bulk == Bulk(BulkKind.IMPORT, later.at, 1, MONDAY - 50 * DAY, MONDAY - 50 * DAY)
    assert when(behind("a week later", 50), moment=Moment(MONDAY + 8 * DAY), known=known) == [MONDAY + 8 * DAY]


def test_an_import_ends_no_silence_and_is_known_whole() -> None:
    thirty = [behind(f"{n}", 30 + n) for n in range(30)]
    found, known = counted(dict(enumerate(thirty[:10])), NOW, KNOWN)
    assert set(found.values()) == {None}
    _, known = counted(dict(enumerate(thirty[10:])), Moment(MONDAY + DAY), known)
    assert known.bulk == Bulk(BulkKind.IMPORT, MONDAY + DAY, 30, MONDAY - 59 * DAY, MONDAY - 30 * DAY)


def test_older_acts_of_a_longer_list_are_history_where_a_newer_one_is_known() -> None:
    longer = [behind(f"{n}", 81 + n) for n in range(4)]
    assert when(*longer) == [None] * 4
    assert when(*longer, moment=replace(NOW, newest=MONDAY - 82 * DAY)) == [
        None,
        *(one.published for one in longer[1:]),
    ]


def test_a_season_announced_at_once_is_three_acts() -> None:
    assert when(*(ahead(f"{n}", 20 + n) for n in range(20))) == [MONDAY] * 3 + [None] * 17


def claimed(name: str, days: float, received: float) -> Activity:
    return replace(behind(name, received), claimed=MONDAY - days * DAY)


@pytest.mark.parametrize("first", [True, False])
def test_one_act_that_its_network_got_late_counts_then_and_many_are_an_import(first: bool) -> None:
    moment = Moment(MONDAY, first=first)
    assert when(claimed("one", 4000, 1), moment=moment) == [MONDAY - DAY]
    archive = [claimed(f"{n}", 4000 + n, 1 + n / 100) for n in range(30)]
    assert when(*archive, moment=moment) == [None] * 30


def test_late_acts_far_from_each_other_are_no_import() -> None:
    acts = [claimed(f"{n}", 2000, 30 * n) for n in range(10)]
    assert when(*acts, moment=Moment(MONDAY, first=True), known=Evidence()) == [one.published for one in acts]


def test_only_a_complete_check_moves_what_was_seen_whole() -> None:
    acts = [behind("new", 1), behind("old", 50), replace(behind("pinned", 900), pinned=True), ahead("event", 20)]
    assert after(KNOWN, acts, replace(NOW, complete=False)) == KNOWN
    assert after(KNOWN, acts, NOW) == replace(KNOWN, complete_at=MONDAY, floor=MONDAY - 50 * DAY)
    assert after(KNOWN, [], NOW) == replace(KNOWN, complete_at=MONDAY)
    assert after(KNOWN, acts, Moment(MONDAY - DAY)) == KNOWN  # an older check that is stored later


def test_planned_posts_count_once_from_when_they_are_announced_until_they_are_old(shelf: Shelf) -> None:
    """A concert hall: an event a week, two to four weeks ahead, each shown until a month after."""
    for day in range(0, 70, 2):
        at = MONDAY + day * DAY
        dates = [MONDAY + timedelta(weeks=n) for n in range(-4, day // 7 + 4)]
        shelf.check(seen(*(act(str(n), at_, trusted=at_ <= at) for n, at_ in enumerate(dates))), at)
    end = MONDAY + 70 * DAY
    record = shelf.record(end)
    assert record.last_human is not None and end - record.last_human < 10 * DAY
    days = [day for day, count in record.days.items() if count.post and day > MONDAY.date()]
    assert len(days) == sum(record.days[day].post for day in days) == 9


def test_an_act_made_public_late_counts_on_the_day_on_which_it_was_first_seen(shelf: Shelf) -> None:
    shelf.check(seen(*(behind(f"{n}", 60 + 7 * n) for n in range(10))))
    at = MONDAY + 5 * DAY
    draft = act("draft", at - 40 * DAY)
    shelf.check(seen(draft, *(behind(f"{n}", 60 + 7 * n) for n in range(9))), at)
    record = shelf.record(at)
    assert (record.last_human, record.days[at.date()].post) == (at, 1)


def test_not_modified_shows_nothing(shelf: Shelf) -> None:
    """A server that says so for days, whatever was posted: the post keeps its date."""
    shelf.check(seen(*(behind(f"{n}", 10 + n) for n in range(5))))
    for day in range(1, 6):
        shelf.check(replace(seen(), not_modified=True), MONDAY + day * DAY)
    at = MONDAY + 6 * DAY
    shelf.check(seen(act("posted", MONDAY + DAY), *(behind(f"{n}", 10 + n) for n in range(5))), at)
    assert shelf.record(at).last_human == MONDAY + DAY


def test_an_older_release_saw_everything_at_its_last_good_check(shelf: Shelf) -> None:
    shelf.check(seen(act("1"), act("2")))
    shelf.store._database.write(lambda connection: connection.execute(update(accounts).values(evidence=None)))
    shelf.check(seen(act("3"), act("1"), act("2")), MONDAY + DAY)
    assert shelf.record(MONDAY + DAY).last_human == MONDAY + DAY


instants = st.integers(-4000, 4000).map(lambda hours: MONDAY + hours * HOUR)
bulks = st.builds(
    Bulk, st.sampled_from(BulkKind), instants, st.integers(1, 999), st.none() | instants, st.none() | instants
)
known_before = st.builds(
    Evidence,
    complete_at=st.none() | instants,
    floor=st.none() | instants,
    late=st.lists(instants, max_size=4).map(tuple),
    changed=st.none() | instants,
    shown=st.none() | st.integers(0, 30),
    exchanged=st.lists(instants, max_size=3).map(tuple),
    bulk=st.none() | bulks,
)
any_act = st.builds(
    lambda at, trusted, pinned, late: Activity(
        "1", None, at, trusted and at is not None and at <= MONDAY, pinned=pinned, claimed=late and at and at - 9 * DAY
    ),
    st.none() | instants,
    st.booleans(),
    st.booleans(),
    st.booleans(),
)


@given(known_before)
def test_evidence_is_kept_as_it_is(known: Evidence) -> None:
    assert load(dump(known)) == known


@given(
    st.lists(any_act, max_size=12),
    known_before,
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.none() | instants,
    st.none() | instants,
)
@settings(max_examples=300)
def test_an_act_counts_at_its_date_at_first_sight_or_never(
    acts: Sequence[Activity],
    known: Evidence,
    first: bool,
    complete: bool,
    replaced: bool,
    removed: datetime | None,
    newest: datetime | None,
) -> None:
    moment = Moment(MONDAY, first, complete, replaced, removed, newest)
    found, then = counted(dict(enumerate(acts)), moment, known)
    assert list(found) == list(range(len(acts)))
    assert all(at in (None, MONDAY, acts[key].published) for key, at in found.items())
    assert all(at is None or at <= MONDAY for at in found.values())
    sight = [key for key, at in found.items() if at == MONDAY != acts[key].published and acts[key].trusted]
    assert len(sight) <= 3
    assert not any(acts[key].pinned for key in sight)
    if first or known.complete_at is None:
        assert not sight
        assert all(found[key] is None for key, one in enumerate(acts) if one.published is None)
    if not complete:
        assert all(found[key] is None for key, one in enumerate(acts) if one.published is None)
    assert len(then.late) <= len(known.late) + len(acts)
