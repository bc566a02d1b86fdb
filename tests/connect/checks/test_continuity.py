"""Whether a page reaches back to what is known: by ids and faces, and by dates where nothing is known by its id."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.model.activity import Memory
from support.listing import DAY, START, URL, Item, Listing, post, weekly

NEW = "all {} posts shown are new: others may be missing before them"
SHORT = "the {} posts shown do not reach back to what is known: others may be missing before them"


def known(*items: Item, day: float = 70) -> Listing:
    """A feed that was checked once and showed these."""
    listing = Listing()
    listing.check(day, items)
    return listing


def test_one_new_post_among_ten_is_a_complete_check_that_keeps_its_validators() -> None:
    listing = known(*weekly(1, 10))
    seen = listing.check(77.1, weekly(2, 11), {"etag": '"11"'})
    assert (seen.complete, seen.detail, len(seen.memory.validators)) == (True, "", 1)
    assert listing.check(78, [], status=304).not_modified
    assert listing.sent["if-none-match"] == '"11"'


def test_a_post_of_a_day_to_come_is_read_again_until_it_has_come() -> None:
    """Nobody would see it come if the feed were not modified in between."""
    listing = known(*weekly(1, 11))
    assert listing.check(71, weekly(1, 11), {"etag": '"1"'}).memory.validators == {}
    assert listing.check(78, weekly(1, 11), {"etag": '"1"'}).memory.validators.keys() == {URL}


def test_all_new_is_said_where_it_is_so() -> None:
    seen = known(*weekly(1, 10)).check(150, weekly(12, 21))
    assert (seen.complete, seen.detail, seen.memory.validators) == (False, NEW.format(10), {})


@pytest.mark.parametrize("shown", [1, 3])
def test_a_feed_of_few_items_that_are_all_new_may_hide_others(shown: int) -> None:
    seen = known(*weekly(11 - shown, 10)).check(100, weekly(14 - shown, 13))
    assert (seen.complete, seen.detail) == (False, NEW.format(shown))


def test_that_notice_whose_date_moves_proves_nothing() -> None:
    listing = known(Item("notice", 70), *weekly(2, 10))
    seen = listing.check(150, [Item("notice", 150), *weekly(13, 21)])
    assert (seen.complete, seen.detail) == (False, SHORT.format(10))
    assert listing.check(151, [Item("notice", 151), *weekly(13, 21)]).complete  # the others are known now


def test_a_notice_that_stays_above_the_list_proves_nothing() -> None:
    listing = known(Item("notice", -300), *weekly(2, 10))
    seen = listing.check(150, [Item("notice", -300), *weekly(13, 21)])
    assert (seen.complete, seen.detail) == (False, SHORT.format(10))
    assert listing.check(155, [Item("notice", -300), *weekly(14, 22)]).complete


def test_a_feed_that_dates_all_its_posts_anew_is_known_by_their_ids() -> None:
    listing = known(*(post(number, 70) for number in range(1, 11)))
    assert listing.check(71, [post(number, 71) for number in range(2, 12)]).complete
    assert listing.check(72, [post(number, 72) for number in range(2, 12)]).complete


def test_a_feed_that_gives_ids_and_dates_anew_is_known_by_titles_and_paths() -> None:
    def made(day: float) -> list[Item]:
        return [Item(f"{day}-{number}", day, f"Title {number}", f"/{number}") for number in range(10)]

    listing = known(*made(70))
    assert all(listing.check(day, made(day)).complete for day in (71, 72, 73))


def test_a_title_that_all_posts_bear_recognises_none() -> None:
    def made(first: int) -> list[Item]:
        return [Item(f"n{number}", number, "New photo", "/") for number in range(first + 9, first - 1, -1)]

    seen = known(*made(50)).check(90, made(80))
    assert (seen.complete, seen.detail) == (False, NEW.format(10))


def test_a_post_with_an_old_date_does_not_show_that_a_feed_reaches_back() -> None:
    listing = known(*weekly(1, 10))
    seen = listing.check(150, [*weekly(13, 21), Item("draft", 30)])
    assert (seen.complete, seen.detail) == (False, SHORT.format(10))


def test_undated_posts_are_known_by_their_ids() -> None:
    listing = known(*(Item(f"u{number}", None) for number in range(10)))
    assert listing.check(71, [Item(f"u{number}", None) for number in range(-1, 9)]).complete
    assert not listing.check(72, [Item(f"u{number}", None) for number in range(20, 30)]).complete


@pytest.mark.parametrize(("first", "complete"), [(10, True), (11, False)])
def test_dates_decide_where_no_id_is_known(first: int, complete: bool) -> None:
    """What an earlier release left behind has no ids."""
    listing = Listing(Memory(newest=START + 70 * DAY, seen_any=True))
    assert listing.check(150, weekly(first, first + 9)).complete is complete


def test_a_deleted_post_leaves_the_check_complete() -> None:
    listing = known(*weekly(1, 10))
    for gone in (10, 9):
        assert listing.check(80, [item for item in weekly(0, 10) if item.name not in ("p10", f"p{gone}")]).complete


def test_a_304_changes_nothing_that_is_known() -> None:
    listing = known(*weekly(1, 10))
    listing.check(71, weekly(1, 10), {"etag": '"1"'})
    before = listing.memory
    assert listing.check(74, [], status=304).complete
    assert listing.memory == replace(before, known=listing.memory.known)
