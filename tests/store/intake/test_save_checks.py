"""What a check leaves behind: each act once, counted on its day, and the account's roll-ups."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from monitor.model.activity import AccountFacts, Activity, Kind, Memory
from monitor.model.check import Failure, Observation, Outcome
from monitor.model.errors import MonitorError
from monitor.model.state import DayCount
from monitor.store import Store
from monitor.store.intake import day_counts
from support.shelf import HOUR, MONDAY, Shelf, account, act, failed, new_check, seen

YESTERDAY = MONDAY - timedelta(days=1)


def test_an_act_that_is_shown_again_is_stored_once(shelf: Shelf) -> None:
    first = shelf.check(seen(act("1", YESTERDAY), act("2", MONDAY - HOUR)))
    again = shelf.check(seen(act("1", YESTERDAY), act("2", MONDAY - HOUR)), MONDAY + HOUR)
    assert (first.activities, first.new) == (2, 2)
    assert (again.activities, again.new) == (2, 0)
    assert sum(day.post for day in shelf.record().days.values()) == 2


def test_an_act_that_left_the_page_and_came_back_is_stored_once(shelf: Shelf) -> None:
    shelf.check(seen(act("old", YESTERDAY)))
    shelf.check(seen(act("new", MONDAY - HOUR)), MONDAY + HOUR)
    assert shelf.check(seen(act("old", YESTERDAY)), MONDAY + 2 * HOUR).new == 0


def test_an_act_twice_in_one_answer_is_one(shelf: Shelf) -> None:
    row = shelf.check(seen(act("1", YESTERDAY), act("1", MONDAY - HOUR)))
    assert (row.activities, row.new) == (1, 1)
    assert shelf.record().last_human == YESTERDAY  # the first one counts


def test_two_checks_in_one_batch_know_of_each_other(shelf: Shelf, store: Store) -> None:
    checks = [new_check("acme-feed", MONDAY + n * HOUR, seen(act("1", YESTERDAY))) for n in range(2)]
    rows = store.save_checks(shelf.cycle(), checks)
    assert [row.new for row in rows] == [1, 0]
    assert shelf.record().days == {date(2026, 11, 1): DayCount(post=1)}
    assert [row.id for row in store.check_rows("acme-feed", 10)] == [row.id for row in reversed(rows)]


def test_two_accounts_with_the_same_ids_stay_apart(shelf: Shelf) -> None:
    shelf.declare(account(), account("acme-other"))
    shelf.check(seen(act("1", YESTERDAY)))
    assert shelf.check(seen(act("1", MONDAY - HOUR)), name="acme-other").new == 1
    assert shelf.record().last_human == YESTERDAY
    assert shelf.record(name="acme-other").last_human == MONDAY - HOUR


def test_huge_ids_with_one_beginning_are_two(shelf: Shelf) -> None:
    beginning = "x" * 1_000_000
    assert shelf.check(seen(act(beginning + "1", YESTERDAY), act(beginning + "2", YESTERDAY))).new == 2


def test_more_acts_than_are_remembered_of_an_answer_are_each_stored_once(shelf: Shelf) -> None:
    archive = seen(*(act(str(number), YESTERDAY) for number in range(2500)))
    assert shelf.check(archive).new == 2500
    assert shelf.check(archive, MONDAY + HOUR).new == 0


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Europe/Paris", date(2026, 10, 31)),
        ("Pacific/Kiritimati", date(2026, 10, 31)),
        ("America/Los_Angeles", date(2026, 10, 30)),
        ("UTC", date(2026, 10, 30)),
    ],
)
def test_acts_are_counted_on_the_day_of_the_brands_zone(shelf: Shelf, zone: str, day: date) -> None:
    late = datetime(2026, 10, 30, 23, 30, tzinfo=UTC)
    shelf.check(seen(act("1", late)), zone=ZoneInfo(zone))
    assert shelf.record().days == {day: DayCount(post=1)}


def test_kinds_are_counted_apart_and_added_up(shelf: Shelf) -> None:
    shelf.check(seen(act("1", YESTERDAY), act("2", YESTERDAY, kind=Kind.SHARE)))
    shelf.check(seen(act("3", YESTERDAY), act("4", YESTERDAY, kind=Kind.REPLY)), MONDAY + HOUR)
    assert shelf.record().days == {date(2026, 11, 1): DayCount(post=2, share=1, reply=1)}


def test_the_last_half_year_is_what_the_long_history_says(shelf: Shelf) -> None:
    acts = [act(str(days), MONDAY - timedelta(days=days)) for days in (0, 1, 1, 28, 180, 191, 400, 5000)]
    shelf.check(seen(*acts, act("again", YESTERDAY)))
    shelf.check(seen(act("later", MONDAY + HOUR)), MONDAY + HOUR)
    short, long = shelf.record(days=190).days, shelf.record(days=6000).days
    assert len(long) == 7
    assert short == {day: count for day, count in long.items() if day >= date(2026, 4, 25)}
    assert DayCount(post=2) == short[date(2026, 11, 2)] == short[date(2026, 11, 1)]


def test_a_day_with_more_acts_than_fit_is_counted_as_far_as_they_fit() -> None:
    many = day_counts.add(None, {MONDAY.date(): [60_000, 0, 1, 0, 0]}, MONDAY)
    packed = day_counts.add(many, {MONDAY.date(): [60_000, 1, 0, 0, 0]}, MONDAY)
    assert day_counts.unpack(packed, MONDAY.date()) == {MONDAY.date(): DayCount(65_535, 1, 1)}


def test_posts_that_a_machine_copies_are_no_human_acts(shelf: Shelf) -> None:
    shelf.check(seen(act("1", MONDAY - HOUR), act("2", YESTERDAY, kind=Kind.REPLY)), copied=True)
    record = shelf.record()
    assert (record.last_human, record.last_any) == (YESTERDAY, MONDAY - HOUR)
    assert record.days[date(2026, 11, 2)] == DayCount(post=1, copied=1)
    assert record.days[date(2026, 11, 1)] == DayCount(reply=1)


def test_the_last_human_act_keeps_its_link_and_title(shelf: Shelf) -> None:
    shelf.check(seen(act("old", YESTERDAY), act("new", MONDAY - HOUR), act("older", YESTERDAY - HOUR)))
    record = shelf.record()
    assert (record.last_human_url, record.last_human_title) == ("https://feeds.example/new", "Title of new")


def test_an_old_post_found_later_is_no_new_sign_of_life(shelf: Shelf) -> None:
    shelf.check(seen(act("new", MONDAY - HOUR)))
    shelf.check(seen(act("deeper", YESTERDAY)), MONDAY + HOUR)
    assert shelf.record().last_human == MONDAY - HOUR


def test_undated_acts_of_the_first_observation_count_as_none(shelf: Shelf) -> None:
    row = shelf.check(seen(act("1"), act("2", MONDAY - timedelta(days=40), trusted=False)))
    assert (row.activities, row.new) == (2, 2)
    assert (shelf.record().last_human, shelf.record().last_any, shelf.record().days) == (None, None, {})


def test_an_undated_act_that_appears_later_counts_when_it_was_first_seen(shelf: Shelf) -> None:
    shelf.check(seen(act("1")))
    shelf.check(seen(act("1"), act("2")), MONDAY + HOUR)
    assert shelf.record().last_human == MONDAY + HOUR
    assert shelf.record().days == {date(2026, 11, 2): DayCount(post=1)}


def test_a_failed_first_check_is_no_baseline(shelf: Shelf) -> None:
    shelf.check(failed())
    shelf.check(seen(act("1")), MONDAY + HOUR)
    assert shelf.record().last_human is None


def test_an_undated_act_after_a_first_empty_answer_counts(shelf: Shelf) -> None:
    shelf.check(seen())
    shelf.check(seen(act("1")), MONDAY + HOUR)
    assert shelf.record().last_human == MONDAY + HOUR


def test_an_act_dated_a_little_ahead_counts_when_it_was_seen(shelf: Shelf) -> None:
    shelf.check(seen(act("1", MONDAY + 24 * HOUR, trusted=False)))
    assert shelf.record().last_human == MONDAY


def test_an_act_dated_far_ahead_never_counts(shelf: Shelf) -> None:
    ahead = seen(act("1", MONDAY + timedelta(days=400), trusted=False))
    shelf.check(ahead)
    shelf.check(ahead, MONDAY + timedelta(days=401))
    assert (shelf.record().last_any, shelf.record(MONDAY + timedelta(days=401)).days) == (None, {})


@pytest.mark.parametrize("year", [1, 1749, 1969, 9999])
def test_dates_at_the_ends_of_the_calendar_are_stored(shelf: Shelf, year: int) -> None:
    edge = datetime(year, 1 if year < 9999 else 12, 1 if year < 9999 else 31, tzinfo=UTC)
    row = shelf.check(seen(act("1", edge), act("2", YESTERDAY)), zone=ZoneInfo("America/Los_Angeles"))
    assert row.new == 2
    assert shelf.record().last_human == YESTERDAY


def test_a_failure_moves_no_roll_up(shelf: Shelf) -> None:
    shelf.check(seen(act("1", YESTERDAY)))
    before = shelf.record()
    row = shelf.check(failed(), MONDAY + HOUR)
    after = shelf.record()
    assert (row.outcome, row.answered, row.complete, row.new) == (Outcome.TEMPORARY, False, False, 0)
    assert (after.last_human, after.days) == (before.last_human, before.days)
    assert after.last_check == MONDAY + HOUR


def test_memory_is_kept_where_a_failure_has_none(shelf: Shelf) -> None:
    known = Memory(identity="42", seen_any=True)
    shelf.check(seen(memory=known))
    shelf.check(failed(), MONDAY + HOUR)
    (claim,) = shelf.claim(shelf.cycle(), MONDAY + timedelta(days=1))
    assert claim.memory == known
    assert not claim.first


def test_memory_of_a_failure_is_kept_where_it_has_one(shelf: Shelf) -> None:
    shelf.check(Failure(Outcome.RATE_LIMITED, "", memory=Memory(resolved={"id": "42"})))
    (claim,) = shelf.claim(shelf.cycle(), MONDAY + timedelta(days=1))
    assert claim.memory.resolved == {"id": "42"}
    assert claim.first


def test_facts_that_a_check_does_not_state_stay(shelf: Shelf) -> None:
    shelf.check(seen(facts=AccountFacts(name="Acme", followers=0, total=12, moved_to="https://new.example")))
    shelf.check(seen(facts=AccountFacts(followers=10)), MONDAY + HOUR)
    assert shelf.record().facts == AccountFacts(name="Acme", followers=10, total=12)


def test_a_profile_that_is_seen_in_its_place_has_not_moved(shelf: Shelf) -> None:
    moved = AccountFacts(name="Acme", moved_to="https://new.example")
    shelf.check(Failure(Outcome.MOVED, "", facts=moved))
    shelf.check(failed(), MONDAY + HOUR)
    assert shelf.record().facts == moved
    shelf.check(seen(), MONDAY + 2 * HOUR)
    assert shelf.record().facts == AccountFacts(name="Acme")


def test_a_304_leaves_everything_but_the_check(shelf: Shelf) -> None:
    shelf.check(seen(act("1", YESTERDAY), facts=AccountFacts(moved_to="https://new.example")))
    before = shelf.record()
    row = shelf.check(Observation((), AccountFacts(), Memory(), not_modified=True), MONDAY + HOUR)
    assert (row.outcome, row.activities) == (Outcome.OK, 0)
    assert (
        shelf.record().facts,
        shelf.record().last_human,
        shelf.record().days,
    ) == (before.facts, before.last_human, before.days)


HOSTILE = [
    "\0",
    "a\0b",
    "\ud800",
    "\udc00\ud800",
    "x" * 1_000_000,
    "\U0001f600" * 300,
    "\r\n\u2028",
    "'; --",
    "%s%(x)s",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_of_a_network_is_refused_or_loses_the_others(shelf: Shelf, text: str) -> None:
    hostile = Activity(text, text, YESTERDAY, True, Kind.POST, text, text, text, likes=2**70)
    facts = AccountFacts(text, text, text, 2**70, -(2**70), moved_to=text)
    result = Observation((hostile, act("2", YESTERDAY)), facts, Memory(identity=text, total=10**5000), detail=text)
    assert shelf.check(result).new == 2
    assert shelf.check(result, MONDAY + HOUR).new == 0
    record = shelf.record()
    assert all(
        "\0" not in kept and kept == kept.encode("utf-8", "replace").decode() and len(kept) <= 2000
        for kept in (record.last_human_url, record.last_human_title, record.facts.name, record.facts.url)
        if kept
    )
    (claim,) = shelf.claim(shelf.cycle(), MONDAY + timedelta(days=1))
    assert claim.memory.identity == text


def test_a_check_at_an_account_that_was_never_declared_is_refused_whole(shelf: Shelf, store: Store) -> None:
    checks = [new_check(name, MONDAY, seen(act("1", YESTERDAY))) for name in ("acme-feed", "stranger")]
    with pytest.raises(MonitorError, match="stranger"):
        store.save_checks(shelf.cycle(), checks)
    assert (shelf.record().last_human, store.check_rows("acme-feed", 10)) == (None, [])
