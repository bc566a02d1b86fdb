"""A list that lost its newest acts: something withholds them, until it has stood so for 14 days."""

from __future__ import annotations

import pytest

from support.listing import Item, Listing, post, weekly

THIRTY = weekly(1, 30)
LACKS = "the list shows 4 of the 30 posts that it showed; the newest known are missing"


def known(*items: Item, day: float = 210) -> Listing:
    listing = Listing()
    assert listing.check(day, items).complete
    return listing


def test_it_is_complete_once_it_stands_for_14_days() -> None:
    listing = known(*THIRTY)
    found = [(day, (seen := listing.check(day, weekly(1, 4))).complete, seen.detail) for day in (211, 218, 224.9)]
    assert found == [(211, False, LACKS), (218, False, LACKS), (224.9, False, LACKS)]
    assert listing.check(225, weekly(1, 4)).complete
    assert listing.check(226, weekly(1, 4)).complete
    assert listing.check(233, [post(33, 232), *weekly(1, 4)]).complete


def test_one_that_loses_more_begins_anew() -> None:
    listing = known(*THIRTY)
    assert [listing.check(day, weekly(1, left)).complete for day, left in ((211, 6), (222, 4), (226, 4))] == [False] * 3
    assert listing.check(236, weekly(1, 4)).complete


def test_a_new_post_above_it_does_not_begin_anew() -> None:
    listing = known(*THIRTY)
    listing.check(211, weekly(1, 4))
    assert not listing.check(218, [post(40, 217), *weekly(1, 4)]).complete
    assert listing.check(225, [post(40, 217), *weekly(1, 4)]).complete


def test_the_whole_list_mends_it_at_once() -> None:
    listing = known(*THIRTY)
    assert not listing.check(211, weekly(1, 4)).complete
    assert listing.check(212, THIRTY).complete
    assert [listing.check(day, weekly(1, 4)).complete for day in (213, 226, 227)] == [False, False, True]


@pytest.mark.parametrize(
    "left",
    [
        weekly(1, 29),
        weekly(1, 28),
        [*weekly(30, 30), *weekly(1, 28)],  # the second newest is gone
        weekly(10, 30),  # old ones are gone
        weekly(29, 30),  # the feed is set to show two
        [*weekly(31, 31), *weekly(27, 30)],
        weekly(1, 15),  # half of it
    ],
    ids=["newest", "two newest", "second", "oldest", "two left", "one new", "half"],
)
def test_what_is_no_loss_of_the_newest(left: list[Item]) -> None:
    assert known(*THIRTY).check(218, left).complete


def test_a_site_that_moves_and_shows_fewer_posts_is_known_by_their_titles() -> None:
    moved = [Item(f"new-{item.name}", item.at, f"About {item.name}", f"/{item.name}") for item in weekly(27, 30)]
    assert known(*THIRTY).check(211, moved).complete


def test_what_an_old_copy_shows_is_not_what_the_list_was() -> None:
    listing = known(*THIRTY)
    seen = listing.check(212, weekly(1, 4), {"age": "260000"})
    assert (seen.complete, seen.detail) == (False, "an old copy from a cache (Age: 3 days)")
    assert listing.memory.listed is not None
    assert listing.memory.listed.items == 30
    dated = listing.check(213, THIRTY, {"date": "Sat, 26 Dec 2026 12:00:00 GMT"})
    assert dated.detail == "an old copy from a cache (dated 2026-12-26 12:00 UTC)"
