"""Posts are recognised where a network changes ids, or gives an old id to a new post."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from monitor.model.activity import Activity
from support.shelf import HOUR, MONDAY, Shelf, seen

YESTERDAY = MONDAY - timedelta(days=1)


def post(known: str, name: str, at: datetime | None = YESTERDAY) -> Activity:
    return Activity(known, f"https://acme.example/{name}?utm={known}", at, at is not None, title=f"About {name}")


def test_a_post_under_another_id_is_the_same_post(shelf: Shelf) -> None:
    """F064: changing ids: date, title and path are those of the last check, so nothing is new."""
    shelf.check(seen(post("a", "one"), post("b", "two", YESTERDAY - HOUR)))
    for number, name in enumerate(("c", "d", "e"), start=1):
        again = seen(post(name, "one"), post(f"{name}2", "two", YESTERDAY - HOUR))
        assert shelf.check(again, MONDAY + number * HOUR).new == 0
    assert shelf.check(seen(post("e", "one")), MONDAY + 5 * HOUR).new == 0  # the ids last from now on
    assert sum(day.post for day in shelf.record().days.values()) == 2


@pytest.mark.parametrize(
    "other",
    [
        post("b", "two", YESTERDAY + HOUR),
        replace(post("b", "one", YESTERDAY + HOUR), title="About something else"),
        replace(post("b", "two", YESTERDAY + HOUR), title="About one"),
    ],
)
def test_what_differs_in_title_or_path_and_in_date_under_another_id_is_another_post(
    shelf: Shelf, other: Activity
) -> None:
    shelf.check(seen(post("a", "one")))
    assert shelf.check(seen(other), MONDAY + HOUR).new == 1


@pytest.mark.parametrize("at", [YESTERDAY + HOUR, None])
def test_a_post_whose_date_moves_with_its_id_is_the_same_while_no_other_has_its_title_and_path(
    shelf: Shelf, at: datetime | None
) -> None:
    shelf.check(seen(post("a", "one")))
    assert shelf.check(seen(post("b", "one", at)), MONDAY + HOUR).new == 0
    beside = shelf.check(seen(post("b", "one", at), post("c", "one", MONDAY)), MONDAY + 2 * HOUR)
    assert beside.new == 1


def test_two_ids_in_one_answer_are_two_posts_however_alike(shelf: Shelf) -> None:
    assert shelf.check(seen(post("a", "one"), post("b", "one"))).new == 2


def test_a_new_post_under_an_old_id_is_counted_once(shelf: Shelf) -> None:
    """F064: an id used again for a newer post, of another title and address, names another post."""
    shelf.check(seen(post("a", "one")))
    newer = post("a", "two", MONDAY)
    assert [shelf.check(seen(newer), MONDAY + hours * HOUR).new for hours in (1, 2, 3)] == [1, 0, 0]
    assert shelf.record().last_human == MONDAY
    assert shelf.check(seen(post("a", "three", MONDAY + HOUR)), MONDAY + 4 * HOUR).new == 1


@pytest.mark.parametrize(
    "edited",
    [
        post("a", "two"),
        post("a", "two", YESTERDAY - HOUR),
        post("a", "one", MONDAY),
        replace(post("a", "two", MONDAY), title="About one"),
        replace(post("a", "one", MONDAY), title="About something else"),
        replace(post("a", "two", MONDAY), trusted=False),
    ],
)
def test_an_edit_is_no_new_post(shelf: Shelf, edited: Activity) -> None:
    shelf.check(seen(post("a", "one")))
    assert shelf.check(seen(edited), MONDAY + HOUR).new == 0
    assert shelf.record().last_human == YESTERDAY


def test_a_check_that_shows_nothing_new_keeps_what_it_is_recognised_by(shelf: Shelf) -> None:
    shelf.check(seen(post("a", "one"), post("b", "two")))
    shelf.check(seen(), MONDAY + HOUR)
    assert shelf.check(seen(post("c", "one"), post("d", "two")), MONDAY + 2 * HOUR).new == 0
