"""A feed that shows the last days only, as it is learned: empty, it proves silence once all that is known is older."""

from __future__ import annotations

from collections.abc import Sequence

from support.listing import Item, Listing, post

EMPTY = "the list is empty; it was not before"
SHOWN = 7  # days


def wiki(edits: Sequence[float], day: float) -> list[Item]:
    """The edits of the last days, the newest first."""
    return [Item(f"e{at}", at) for at in sorted(edits, reverse=True) if day - SHOWN < at <= day]


def followed(edits: Sequence[float], days: Sequence[float]) -> Listing:
    listing = Listing()
    for day in days:
        listing.check(day, wiki(edits, day))
    return listing


EDITS = (0, 1, 2.5, 4, 7, 8.2, 11, 13, 14.5, 16, 19.3, 20, 23)


def test_it_is_complete_when_it_runs_empty() -> None:
    listing = followed(EDITS, range(0, 30, 2))
    assert listing.check(29.5, wiki(EDITS, 29.5)).activities  # an edit of six days ago
    empty = [listing.check(day, wiki(EDITS, day)) for day in (31.1, 33, 60)]
    assert [(seen.activities, seen.complete, seen.detail) for seen in empty[:2]] == [((), True, "")] * 2


def test_as_it_runs_empty_it_does_not_shrink() -> None:
    listing = Listing()
    days = [number / 2 for number in range(64)]
    assert {listing.check(day, wiki(EDITS, day)).complete for day in days if wiki(EDITS, day)} == {True}


def test_one_that_loses_everything_at_once_is_not_complete() -> None:
    seen = followed(EDITS, range(0, 26, 2)).check(26, [])
    assert (seen.complete, seen.detail) == (False, EMPTY)


def test_edits_so_rare_that_it_is_empty_between_them_are_enough() -> None:
    edits = (0, 10, 20, 30, 40)
    listing = followed(edits, range(0, 46, 2))
    assert listing.check(49, []).complete


def test_two_days_are_not_enough() -> None:
    edits = (0, 4, 6)
    listing = followed(edits, (0, 4, 6, 8, 12))
    assert not listing.check(15, []).complete


def test_nobody_saw_what_came_and_went_between_two_checks() -> None:
    listing = followed(EDITS, range(0, 30, 2))
    seen = listing.check(60, wiki((*EDITS, 59), 60))
    assert not seen.complete
    assert "nobody saw the time before" in seen.detail
    assert seen.memory.unseen_until is not None


def test_edits_after_a_quiet_time_are_all_that_there_were() -> None:
    listing = followed(EDITS, range(0, 40, 2))
    assert listing.check(40, wiki((*EDITS, 39.5), 40)).complete


def test_a_feed_of_so_many_items_never_is_one() -> None:
    """Its oldest post is pushed out by a new one, older than any before, as the posts become rarer."""
    posts = [post(number, number * (number + 3)) for number in range(1, 16)]
    listing = Listing()
    for count in range(1, 16):
        listing.check(posts[count - 1].at or 0, posts[max(count - 5, 0) : count][::-1])
    seen = listing.check(600, [])
    assert (seen.complete, seen.detail) == (False, EMPTY)


def test_nor_is_a_feed_of_one_item() -> None:
    listing = Listing()
    for number in range(12):
        for day in (0, 3, 6):
            listing.check(7 * number + day, [post(number, 7 * number)])
    assert not listing.check(86, []).complete
