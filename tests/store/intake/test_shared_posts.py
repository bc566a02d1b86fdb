"""Two lists of one site that show the same posts are one publication seen two ways: neither copies the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from monitor.model.activity import AccountFacts, Activity
from monitor.model.check import Check
from monitor.store import NewCheck
from monitor.store.intake.shared_posts import LASTING
from support.shelf import HOUR, MONDAY, Shelf, account, new_check, seen

DAY = timedelta(days=1)
HOME = AccountFacts(url="https://acme.example/")
NAMES = ("all", "news", "birds")


@pytest.fixture
def lists(shelf: Shelf) -> Shelf:
    shelf.declare(*(account(name, url=f"https://acme.example/{name}.xml") for name in NAMES))
    return shelf


def post(number: int, at: datetime, host: str = "acme.example", query: str = "") -> Activity:
    title = f"The {number}th story of the harbour and its boats"
    return Activity(f"{number}", f"https://{host}/stories/{number}{query}", at, True, title=title, content=title)


def check(shelf: Shelf, name: str, acts: Sequence[Activity], at: datetime = MONDAY, facts: AccountFacts = HOME) -> None:
    shelf.store.save_checks(shelf.cycle(at), [one(name, acts, at, facts)])


def one(name: str, acts: Sequence[Activity], at: datetime, facts: AccountFacts = HOME) -> NewCheck:
    new = new_check(name, at, seen(*acts, facts=facts))
    return replace(new, brand="acme", check=Check(name, at, "acme.example:443", 1, new.check.result))


def copied(shelf: Shelf, name: str, at: datetime = MONDAY) -> int:
    return sum(day.copied for day in shelf.record(at, name).days.values())


def said(shelf: Shelf, at: datetime = MONDAY) -> dict[str, str | None]:
    return {name: shelf.record(at, name).same_as for name in NAMES}


STORIES = [post(number, MONDAY - number * DAY) for number in range(1, 9)]


@pytest.mark.parametrize("order", [("all", "news"), ("news", "all")])
@pytest.mark.parametrize("together", [True, False], ids=["one batch", "one after the other"])
def test_a_part_of_a_list_is_the_same_publication(lists: Shelf, order: tuple[str, str], together: bool) -> None:
    shown = {"all": STORIES, "news": STORIES[::2]}
    checks = [one(name, shown[name], MONDAY) for name in order]
    for batch in [checks] if together else [[each] for each in checks]:
        lists.store.save_checks(lists.cycle(), batch)
    assert (copied(lists, "all"), copied(lists, "news")) == (0, 0)
    assert said(lists) == {"all": None, "news": "all", "birds": None}  # said of one of the two
    assert lists.record(name="news").last_human == MONDAY - DAY
    assert (lists.record(name="all").copies_of, lists.record(name="news").copies_of) == (None, None)


def test_addresses_may_differ_in_what_says_nothing(lists: Shelf) -> None:
    check(lists, "all", STORIES)
    counted = [post(number, MONDAY - number * DAY, "www.acme.example", "?utm_source=rss") for number in range(1, 4)]
    check(lists, "news", counted)
    assert (copied(lists, "news"), said(lists)["news"]) == (0, "all")


def test_a_single_post_in_both_is_no_copy_and_says_nothing_yet(lists: Shelf) -> None:
    check(lists, "all", STORIES[:1])
    check(lists, "news", STORIES[:1])
    assert (copied(lists, "news"), said(lists)["news"]) == (0, None)
    later = MONDAY + DAY
    check(lists, "all", [post(20, later)], later)
    check(lists, "news", [post(20, later)], later)
    assert (copied(lists, "news", later), said(lists, later)["news"]) == (0, "all")


def test_it_is_over_once_nothing_was_found_in_both_for_long(lists: Shelf) -> None:
    check(lists, "all", STORIES)
    check(lists, "news", STORIES)
    assert said(lists, MONDAY + LASTING - HOUR)["news"] == "all"
    assert said(lists, MONDAY + LASTING)["news"] is None


def test_of_three_lists_two_are_said_to_be_those_of_a_first(lists: Shelf) -> None:
    for name in NAMES:
        check(lists, name, STORIES)
    assert said(lists) == {"all": None, "news": "all", "birds": "all"}
    assert [copied(lists, name) for name in NAMES] == [0, 0, 0]


def test_another_place_that_links_to_the_post_copies_it(lists: Shelf) -> None:
    """A page of links elsewhere, whose items lead to the site."""
    check(lists, "all", STORIES)
    new = new_check("news", MONDAY, seen(*STORIES, facts=AccountFacts(url="https://links.example/acme")))
    elsewhere = replace(new, brand="acme", check=Check("news", MONDAY, "links.example:443", 1, new.check.result))
    lists.store.save_checks(lists.cycle(), [elsewhere])
    assert (copied(lists, "news"), said(lists)["news"]) == (8, None)


def test_the_same_words_at_another_address_are_a_copy(lists: Shelf) -> None:
    check(lists, "all", STORIES)
    check(lists, "news", [replace(one, url=f"https://acme.example/mirror/{one.id}") for one in STORIES])
    assert (copied(lists, "news"), said(lists)["news"]) == (8, None)
    assert lists.record(name="news").copies_of == "all"


def test_what_an_older_release_took_for_a_source_of_copies_is_taken_back(lists: Shelf) -> None:
    check(lists, "all", STORIES)
    check(lists, "news", [replace(one, url=f"https://acme.example/mirror/{one.id}") for one in STORIES])
    later = MONDAY + DAY
    check(lists, "all", [post(20, later)], later)
    check(lists, "news", [post(20, later)], later)
    assert lists.record(later, "news").copies_of is None


def test_another_address_in_the_file_begins_anew(lists: Shelf) -> None:
    check(lists, "all", STORIES)
    check(lists, "news", STORIES)
    lists.declare(*(account(name, url=f"https://acme.example/{name}.rss") for name in NAMES))
    assert said(lists)["news"] is None
