"""What profiles count is kept by day in the brand's zone; of a day, the last check counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from monitor.model.activity import AccountFacts, Kind
from monitor.model.check import Failure, Outcome
from monitor.model.settings import Retention
from monitor.model.state import Counted
from monitor.store import Store
from support.shelf import HOUR, MONDAY, Shelf, account, act, failed, seen

DAY = timedelta(days=1)
TODAY = MONDAY.date()


def profile(followers: int | None = None, total: int | None = None) -> AccountFacts:
    return AccountFacts(followers=followers, total=total)


def days(store: Store, since: date = TODAY - 400 * DAY) -> dict[date, Counted]:
    return store.facts(["acme-feed"], since).get("acme-feed", {})


def test_each_day_has_the_count_of_its_last_check(shelf: Shelf) -> None:
    for hours, followers in ((0, 10), (6, 12), (12, 11), (26, 15)):
        shelf.check(seen(facts=profile(followers, 3)), MONDAY + hours * HOUR)
    assert days(shelf.store) == {TODAY: Counted(11, 3), TODAY + DAY: Counted(15, 3)}
    assert days(shelf.store, TODAY + DAY) == {TODAY + DAY: Counted(15, 3)}


def test_a_day_that_changes_nothing_is_a_day_all_the_same(shelf: Shelf) -> None:
    for day in range(3):
        shelf.check(seen(facts=profile(10)), MONDAY + day * DAY)
    assert list(days(shelf.store).values()) == [Counted(10), Counted(10), Counted(10)]


def test_days_are_those_of_the_brand(shelf: Shelf) -> None:
    shelf.check(seen(facts=profile(10)), datetime.fromisoformat("2026-11-02T23:30:00+00:00"))  # in Paris, tomorrow
    assert days(shelf.store) == {date(2026, 11, 3): Counted(10)}


def test_what_a_check_does_not_state_is_left_as_it_was(shelf: Shelf) -> None:
    shelf.check(seen(facts=profile(10, 3)))
    shelf.check(seen(facts=profile(total=4)), MONDAY + HOUR)
    shelf.check(seen(act("1", MONDAY)), MONDAY + 2 * HOUR)
    shelf.check(failed(), MONDAY + DAY)
    assert days(shelf.store) == {TODAY: Counted(10, 4)}


def test_a_profile_counts_also_where_its_posts_are_withheld(shelf: Shelf) -> None:
    shelf.check(Failure(Outcome.BLOCKED, "the list shows none", facts=profile(10, 3)))
    assert days(shelf.store) == {TODAY: Counted(10, 3)}


def test_each_account_has_its_own(shelf: Shelf) -> None:
    shelf.declare(account(), account("acme-video"))
    shelf.check(seen(facts=profile(1)))
    shelf.check(seen(facts=profile(2)), name="acme-video")
    assert shelf.store.facts(None, TODAY) == {"acme-feed": {TODAY: Counted(1)}, "acme-video": {TODAY: Counted(2)}}
    assert shelf.store.facts([], TODAY) == {}


def test_old_days_are_forgotten(shelf: Shelf) -> None:
    for day in (0, 1, 2):
        shelf.check(seen(facts=profile(day)), MONDAY + day * DAY)
    assert shelf.store.prune(MONDAY + 11 * DAY, Retention(facts=10 * DAY)).days == 1
    assert list(days(shelf.store)) == [TODAY + DAY, TODAY + 2 * DAY]


def test_who_vouches_for_an_account_is_remembered_until_it_is_said_otherwise(shelf: Shelf) -> None:
    known = []
    for hours, verified in enumerate((True, None, False)):
        shelf.check(seen(facts=AccountFacts(verified=verified)), MONDAY + hours * HOUR)
        known.append(shelf.record().facts.verified)
    assert known == [True, True, False]


def test_when_others_were_heard_is_in_the_record(shelf: Shelf) -> None:
    from monitor.model.activity import Memory

    assert shelf.record().heard is None
    shelf.check(seen(memory=Memory(heard=MONDAY)))
    assert shelf.record().heard == MONDAY


def test_the_views_of_a_post_are_the_median_of_what_a_check_shows(shelf: Shelf) -> None:
    views = {1: 10, 3: 90, 20: 20, 27: 30, 28: 900, 0: 900}  # by days ago; the last two are too old, and too new
    acts = [replace(act(str(ago), MONDAY - ago * DAY), views=count) for ago, count in views.items()]
    shared = replace(act("shared", MONDAY - 2 * DAY), kind=Kind.SHARE, views=5_000)
    shelf.check(seen(*acts, shared))
    shelf.check(seen(act("silent", MONDAY - DAY), facts=profile(7)), MONDAY + HOUR)
    assert days(shelf.store) == {TODAY: Counted(7, None, 25)}
