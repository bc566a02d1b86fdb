"""An act is counted once, whatever ids, addresses, dates and titles it is shown under."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from monitor.model.activity import Activity, BulkKind, Kind
from monitor.store.database.tables import activities
from support.shelf import HOUR, MONDAY, Shelf, account, act, seen

DAY = timedelta(days=1)


def blog(*posts: int, at: datetime = MONDAY) -> list[Activity]:
    """The posts with these numbers, a week apart, the greatest number as new as `at` but for an hour."""
    newest = max(posts)
    return [post(number, at - HOUR - 7 * DAY * (newest - number)) for number in posts]


def post(number: int, at: datetime | None) -> Activity:
    title, address = f"Post number {number} of ours", f"https://acme.example/p{number}"
    return Activity(f"p{number}", address, at, at is not None, title=title)


def total(shelf: Shelf, at: datetime = MONDAY) -> int:
    return sum(day.post for day in shelf.record(at, days=6000).days.values())


def rows(shelf: Shelf) -> int:
    counting = select(func.count()).select_from(activities)
    found: int = shelf.store._database.read(lambda connection: connection.execute(counting).scalar_one())
    return found


Shown = Callable[[Activity, int], Activity]

MOVING: dict[str, Shown] = {
    "ids and dates of each fetch": lambda one, n: replace(one, id=f"{one.id}-{n}", published=MONDAY + n * DAY),
    "sessions in links, no ids, no dates": lambda one, n: replace(
        one, id=f"{one.url}?s={n}", url=f"{one.url}?s={n}", published=None, trusted=False
    ),
    "sessions in paths": lambda one, n: replace(
        one, id=f"{one.url};jsessionid={n}", url=f"{one.url};jsessionid={n}", published=MONDAY + n * DAY
    ),
    "another scheme of ids": lambda one, n: replace(one, id=("http", "https")[n % 2] + f"://acme.example/{one.id}"),
    "another host": lambda one, n: replace(
        one, id=f"https://h{n}.example/{one.id}", url=f"https://h{n}.example/{one.id}"
    ),
    "another path, the same dates": lambda one, n: replace(
        one, id=f"{one.id}-{n}", url=f"https://a.example/{n}/{one.id}"
    ),
    "another path, dates of each fetch": lambda one, n: replace(
        one, id=f"{one.id}-{n}", url=f"https://a.example/{n}/{one.id}", published=MONDAY + n * DAY
    ),
    "other titles and paths, the same dates": lambda one, n: replace(
        one,
        id=f"{one.id}-{n}",
        url=f"https://a.example/{n}/{one.id}",
        title=f"{n}: {one.title}",
        published=one.published,
    ),
}


@pytest.mark.parametrize("how", MOVING)
def test_a_list_that_is_made_anew_at_each_fetch_holds_nothing_new(shelf: Shelf, how: str) -> None:
    acts = blog(*range(10, 0, -1), at=MONDAY - 5 * timedelta(minutes=1))
    shelf.check(seen(*(MOVING[how](one, 0) for one in acts)))
    counted, stored = total(shelf), rows(shelf)
    for n in range(1, 6):
        again = seen(*(MOVING[how](one, n) for one in acts))
        assert shelf.check(again, MONDAY + n * DAY).new == 0
    assert (total(shelf, MONDAY + 6 * DAY), rows(shelf)) == (counted, stored)


@pytest.mark.parametrize("how", MOVING)
def test_in_such_a_list_a_post_of_today_counts(shelf: Shelf, how: str) -> None:
    acts = blog(*range(10, 0, -1), at=MONDAY - timedelta(minutes=5))
    shelf.check(seen(*(MOVING[how](one, 0) for one in acts)))
    at = MONDAY + DAY
    fresh = MOVING[how](post(11, at - HOUR), 1)
    before = total(shelf)
    assert shelf.check(seen(fresh, *(MOVING[how](one, 1) for one in acts[:-1])), at).new == 1
    assert total(shelf, at) == before + 1
    human = shelf.record(at).last_human
    assert human is not None and human >= at - HOUR


def test_what_comes_back_under_its_first_id_is_known(shelf: Shelf) -> None:
    acts = blog(3, 2, 1)
    moved = [replace(one, id=f"new-{one.id}", url=f"https://new.example/2026/{one.id}") for one in acts]
    shelf.check(seen(*acts))
    assert shelf.check(seen(*moved), MONDAY + DAY).new == 0
    assert shelf.check(seen(*acts), MONDAY + 2 * DAY).new == 0
    assert shelf.check(seen(*moved[:2]), MONDAY + 3 * DAY).new == 0
    assert shelf.check(seen(*moved), MONDAY + 4 * DAY).new == 0
    assert rows(shelf) == 3


def test_the_same_title_at_the_same_path_beside_the_old_one_is_a_new_act(shelf: Shelf) -> None:
    notes = [replace(one, title="Weekly notes", url="https://acme.example/notes") for one in blog(2, 1)]
    shelf.check(seen(*notes[1:]))
    assert shelf.check(seen(*notes), MONDAY + HOUR).new == 1
    third = replace(notes[0], id="p3", published=MONDAY + DAY)
    assert shelf.check(seen(third, *notes), MONDAY + 2 * DAY).new == 1
    assert shelf.check(seen(third), MONDAY + 3 * DAY).new == 0


def test_of_two_acts_of_one_face_one_may_be_the_stored_one(shelf: Shelf) -> None:
    """The older of them, so that the newer is new."""
    only = replace(blog(1)[0], title="Bulletin", url="https://acme.example/bulletin")
    shelf.check(seen(only))
    older, newer = (replace(only, id=name, published=MONDAY + n * HOUR) for n, name in enumerate(("b", "c"), 1))
    assert shelf.check(seen(newer, older), MONDAY + 3 * HOUR).new == 1
    assert shelf.record(MONDAY + DAY).last_human == MONDAY + 2 * HOUR


def test_three_titles_of_long_ago_are_no_migration(shelf: Shelf) -> None:
    """Only a list of which no id is left has moved: a series goes on under its titles."""
    series = [replace(one, title=f"Chapter {n % 3}") for n, one in enumerate(blog(6, 5, 4, 3, 2, 1))]
    shelf.check(seen(*series[3:]))
    assert shelf.check(seen(*series), MONDAY + HOUR).new == 3


def live(number: int, at: datetime) -> Activity:
    return Activity(f"stream-{number}", "https://live.example/acme", at, trusted=True, title="Live from the workshop")


def test_what_goes_by_one_title_and_address_is_new_each_time(shelf: Shelf) -> None:
    """Of a list that shows what goes on now, empty in between."""
    for n in range(4):
        at = MONDAY + 7 * n * DAY
        assert shelf.check(seen(live(n, at - HOUR)), at).new == 1
        assert shelf.check(seen(live(n, at - HOUR)), at + HOUR).new == 0
        shelf.check(seen(), at + DAY)
    assert total(shelf, MONDAY + 30 * DAY) == 4


def test_another_edit_of_a_page_whose_last_one_has_left_the_list_is_new(shelf: Shelf) -> None:
    """Addresses that differ in their query only, ids that last."""

    def edit(number: int, title: str) -> Activity:
        address = f"https://wiki.example/w/index.php?diff={number}"
        return Activity(str(number), address, MONDAY + number * DAY - HOUR, trusted=True, title=title)

    edits = [edit(n, title) for n, title in enumerate(("Bread", "Cake", "Jam", "Salt", "Oil", "Bread", "Jam", "Bread"))]
    for n in range(3, len(edits) + 1):
        row = shelf.check(seen(*reversed(edits[n - 3 : n])), MONDAY + n * DAY)
        assert row.new == (3 if n == 3 else 1)


def test_an_own_post_shared_anew_is_a_share(shelf: Shelf) -> None:
    old = post(1, MONDAY - DAY)
    shelf.check(seen(post(2, MONDAY - HOUR), old))
    share = replace(old, id="share-1", kind=Kind.SHARE, published=MONDAY + HOUR)
    assert shelf.check(seen(share, post(2, MONDAY - HOUR)), MONDAY + 2 * HOUR).new == 1


def test_a_notice_with_another_id_and_date_each_day_is_one_act_among_posts_whose_ids_last(shelf: Shelf) -> None:
    posts = blog(4, 3, 2, 1)
    for day in range(5):
        at = MONDAY + day * DAY
        notice = Activity(f"n{day}", "https://acme.example/hours", at - HOUR, trusted=True, title="Opening hours")
        assert shelf.check(seen(notice, *posts), at).new == (5 if day == 0 else 0)


def pages(*names: str) -> list[Activity]:
    return [Activity(address, address) for address in (f"https://acme.example/{name}" for name in names)]


def test_a_corrected_address_in_a_sitemap_is_no_post(shelf: Shelf) -> None:
    shelf.check(seen(*pages("a", "b", "c", "d")))
    assert shelf.check(seen(*pages("a", "bb", "c", "d")), MONDAY + DAY).new == 0
    assert shelf.check(seen(*pages("a", "bb", "c", "d", "e")), MONDAY + 2 * DAY).new == 1
    assert shelf.check(seen(*pages("a", "bb", "d", "e")), MONDAY + 3 * DAY).new == 0
    assert shelf.check(seen(*pages("a", "bb", "c", "d", "e")), MONDAY + 4 * DAY).new == 0
    assert total(shelf, MONDAY + 5 * DAY) == 1


def test_a_page_at_the_head_of_a_list_that_shows_the_last_is_new(shelf: Shelf) -> None:
    shelf.check(seen(*pages("d", "c", "b")))
    for n, shown in enumerate((("e", "d", "c"), ("f", "e", "d"), ("h", "g", "f")), start=1):
        shelf.check(seen(*pages(*shown)), MONDAY + n * DAY)
    assert total(shelf, MONDAY + 4 * DAY) == 4


def test_what_comes_into_view_below_an_undated_page_that_was_deleted_is_not_new(shelf: Shelf) -> None:
    shelf.check(seen(*pages("d", "c", "b")))
    assert shelf.check(seen(*pages("c", "b", "a")), MONDAY + DAY).new == 0
    assert total(shelf, MONDAY + DAY) == 0


def test_a_list_that_turns_over_brings_acts(shelf: Shelf) -> None:
    """Each week an event is over and another is announced: the third time that is no correction."""
    for week, shown in enumerate((("a", "b", "c"), ("b", "c", "d"), ("c", "d", "e"), ("d", "e", "f"), ("e", "f", "g"))):
        shelf.check(seen(*pages(*shown)), MONDAY + 7 * week * DAY)
    assert total(shelf, MONDAY + 35 * DAY) == 2


def test_all_addresses_of_a_sitemap_at_once_are_a_migration(shelf: Shelf) -> None:
    shelf.check(seen(*pages("a", "b", "c", "d")))
    shelf.check(seen(*pages("x/a", "x/b", "x/c", "x/d")), MONDAY + DAY)
    bulk = shelf.record(MONDAY + DAY).bulk
    assert bulk is not None
    assert (total(shelf, MONDAY + DAY), bulk.kind, bulk.count, bulk.at) == (0, BulkKind.MIGRATION, 4, MONDAY + DAY)
    assert shelf.check(seen(*pages("x/a", "x/b", "x/c", "x/d", "x/e")), MONDAY + 2 * DAY).new == 1
    assert total(shelf, MONDAY + 2 * DAY) == 1


@pytest.mark.parametrize(("days", "counted"), [(10, 1), (100, 0)])
def test_undated_acts_that_replace_a_list_are_one_act_or_a_rebuild(shelf: Shelf, days: int, counted: int) -> None:
    shelf.check(seen(*(act(f"old-{n}") for n in range(5))))
    at = MONDAY + days * DAY
    shelf.check(seen(*(act(f"new-{n}") for n in range(5))), at)
    assert total(shelf, at) == counted
    assert shelf.check(seen(*(act(f"new-{n}") for n in range(5))), at + DAY).new == 0
    bulk = shelf.record(at).bulk
    assert (bulk and bulk.kind) == (BulkKind.REBUILD if days == 100 else None)


def test_a_list_of_one_undated_act_is_not_rebuilt(shelf: Shelf) -> None:
    for n in range(4):
        shelf.check(seen(act(f"menu-{n}")), MONDAY + 100 * n * DAY)
    assert total(shelf, MONDAY + 400 * DAY) == 3


def test_an_undated_act_in_a_check_that_is_not_complete_never_counts(shelf: Shelf) -> None:
    shelf.check(seen(act("1")))
    cut = replace(seen(act("1"), act("2")), complete=False)
    shelf.check(cut, MONDAY + HOUR)
    shelf.check(seen(act("1"), act("2")), MONDAY + 2 * HOUR)
    assert total(shelf) == 0


def test_what_a_first_answer_cut_off_is_not_new(shelf: Shelf) -> None:
    shelf.check(replace(seen(act("1")), complete=False))
    shelf.check(seen(act("1"), act("2")), MONDAY + HOUR)
    assert total(shelf) == 0


FORMS = [form for name, form in MOVING.items() if not name.startswith("other titles")]  # these leave a date only
steps = st.lists(st.tuples(st.sampled_from(FORMS), st.booleans(), st.integers(0, 2)), max_size=8)


def test_no_act_is_counted_twice(new_database: Callable[[], str]) -> None:
    """A list of which one form follows on another, posts are published and the newest ones deleted, in any order."""

    @given(steps)
    @settings(max_examples=20, deadline=None)
    def walk(taken: list[tuple[Shown, bool, int]]) -> None:
        shelf = Shelf(new_database())
        shelf.declare(account())
        posts, at, counted = blog(*range(12, 2, -1), at=MONDAY - timedelta(minutes=5)), MONDAY, 10
        shelf.check(seen(*posts))
        for step, (form, published, deleted) in enumerate(taken, start=1):
            at += 12 * HOUR
            posts = ([post(100 + step, at - HOUR)] if published else []) + posts[deleted:]
            shown = [form(one, step) for one in posts]
            assert shelf.check(seen(*shown), at).new <= published
            assert shelf.check(seen(*shown), at + HOUR).new == 0
            before, counted = counted, total(shelf, at)
            assert before <= counted <= before + published
        assert rows(shelf) <= 10 + sum(published for _, published, _ in taken)
        shelf.store.close()

    walk()
