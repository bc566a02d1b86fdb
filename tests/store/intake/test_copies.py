"""Which posts are copies: the same text or link as an account of the same brand, in whatever order they are seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.model.activity import Activity, Kind
from monitor.model.state import DayCount
from monitor.store import Store
from support.shelf import HOUR, MONDAY, Shelf, account, new_check, seen

MINUTE = timedelta(minutes=1)
NEWS = "Test rides this Saturday from 10 to 16 h at the workshop"
LINK = "https://acme.example/rides"
NAMES = ("acme-blog", "acme-mastodon", "acme-feed")


@pytest.fixture
def siblings(shelf: Shelf) -> Shelf:
    shelf.declare(*(account(name) for name in NAMES))
    return shelf


def post(name: str, at: datetime, content: str, kind: Kind = Kind.POST, application: str = "") -> Activity:
    title = content[:80]
    return Activity(
        name, f"https://{name}.example/p/1", at, True, kind, title=title, content=content, application=application
    )


def check(shelf: Shelf, name: str, *acts: Activity, at: datetime = MONDAY, brand: str | None = "acme") -> None:
    shelf.store.save_checks(shelf.cycle(at), [replace(new_check(name, at, seen(*acts)), brand=brand)])


def total(shelf: Shelf, name: str) -> DayCount:
    days = shelf.record(MONDAY + HOUR, name).days.values()
    return DayCount(
        *(sum(getattr(day, key) for day in days) for key in ("post", "share", "reply", "copied", "planned"))
    )


def copied(shelf: Shelf) -> dict[str, int]:
    return {name: total(shelf, name).copied for name in NAMES}


@pytest.mark.parametrize("order", list(permutations(range(3))))
@pytest.mark.parametrize("together", [True, False], ids=["one batch", "one after the other"])
def test_the_earlier_is_the_original_in_whatever_order_they_are_seen(
    siblings: Shelf, order: Sequence[int], together: bool
) -> None:
    acts = [post(name, MONDAY - HOUR + n * 5 * MINUTE, NEWS) for n, name in enumerate(NAMES)]
    checks = [replace(new_check(NAMES[n], MONDAY, seen(acts[n])), brand="acme") for n in order]
    for batch in [checks] if together else [[one] for one in checks]:
        siblings.store.save_checks(siblings.cycle(), batch)
    assert copied(siblings) == {"acme-blog": 0, "acme-mastodon": 1, "acme-feed": 1}
    records = {name: siblings.record(name=name) for name in NAMES}
    assert {name: record.last_human for name, record in records.items()} == {
        "acme-blog": MONDAY - HOUR,
        "acme-mastodon": None,
        "acme-feed": None,
    }
    assert (records["acme-blog"].copies_of, records["acme-mastodon"].copies_of) == (None, "acme-blog")
    assert all(record.last_any is not None for record in records.values())


def test_what_was_taken_for_a_person_is_corrected_to_the_act_before(siblings: Shelf) -> None:
    own = post("own", MONDAY - 30 * HOUR, "A photo of the new workshop, by Ada")
    check(siblings, "acme-mastodon", own, post("copy", MONDAY - HOUR, NEWS))
    assert siblings.record(name="acme-mastodon").last_human == MONDAY - HOUR
    check(siblings, "acme-blog", post("original", MONDAY - HOUR - MINUTE, NEWS))
    record = siblings.record(name="acme-mastodon")
    assert (
        record.last_human,
        record.last_human_url,
        record.last_human_title,
    ) == (MONDAY - 30 * HOUR, own.url, own.title)
    assert total(siblings, "acme-mastodon") == DayCount(post=2, copied=1)
    long = siblings.record(MONDAY + HOUR, "acme-mastodon", days=400)  # from the counts by day
    assert sum(day.copied for day in long.days.values()) == 1


@pytest.mark.parametrize(
    ("after", "expected"), [(timedelta(0), 1), (15 * MINUTE, 1), (15 * MINUTE + timedelta(seconds=1), 0)]
)
def test_within_fifteen_minutes(siblings: Shelf, after: timedelta, expected: int) -> None:
    check(siblings, "acme-blog", post("1", MONDAY - HOUR, NEWS))
    check(siblings, "acme-mastodon", post("2", MONDAY - HOUR + after, NEWS))
    assert copied(siblings)["acme-mastodon"] == expected


@pytest.mark.parametrize(
    "content",
    [
        NEWS.upper(),
        f"<p>{NEWS}!</p>",
        f"@club {NEWS} &#8230;",
        f"{NEWS} https://elsewhere.example/x",
        f"{NEWS[:30]}… {LINK}?utm_source=mastodon&utm_medium=social#top",
        f'{NEWS[:40]} <a href="https://www.{LINK[8:]}/">more</a>',
    ],
)
def test_however_it_is_written(siblings: Shelf, content: str) -> None:
    check(siblings, "acme-blog", post("1", MONDAY - HOUR, f"{NEWS} {LINK}" if "http" in content else NEWS))
    check(siblings, "acme-mastodon", post("2", MONDAY - HOUR + MINUTE, content))
    assert copied(siblings)["acme-mastodon"] == 1


def test_the_address_of_a_siblings_post_is_a_link_to_it(siblings: Shelf) -> None:
    story = post("story", MONDAY - HOUR, "How a cargo bike replaces the second car")
    check(siblings, "acme-blog", story)
    check(siblings, "acme-mastodon", post("2", MONDAY - HOUR + MINUTE, f"A cargo bike replaces the car: {story.url}"))
    assert copied(siblings)["acme-mastodon"] == 1


@pytest.mark.parametrize(
    "content",
    [
        f"We open the doors for everybody who always wanted to try one: bring the children. {LINK}",
        "Thank you!",
        "https://acme.example/",
    ],
    ids=["other words to the same link", "too short to say anything", "the front page"],
)
def test_in_doubt_it_is_a_person(siblings: Shelf, content: str) -> None:
    check(siblings, "acme-blog", post("1", MONDAY - HOUR, content if len(content) < 40 else f"{NEWS} {LINK}"))
    check(siblings, "acme-mastodon", post("2", MONDAY - HOUR + MINUTE, content))
    assert copied(siblings) == {"acme-blog": 0, "acme-mastodon": 0, "acme-feed": 0}


def test_other_brands_replies_shares_and_ones_own_repeats_are_no_copies(siblings: Shelf) -> None:
    check(siblings, "acme-blog", post("1", MONDAY - HOUR, NEWS), post("again", MONDAY - HOUR + MINUTE, NEWS))
    check(siblings, "acme-mastodon", post("2", MONDAY - HOUR, NEWS, Kind.SHARE), post("3", MONDAY, NEWS, Kind.REPLY))
    check(siblings, "acme-feed", post("4", MONDAY - HOUR + MINUTE, NEWS), brand="zenith")
    assert copied(siblings) == {"acme-blog": 0, "acme-mastodon": 0, "acme-feed": 0}


def test_an_only_account_leaves_no_marks(siblings: Shelf, store: Store) -> None:
    check(siblings, "acme-blog", post("1", MONDAY - HOUR, NEWS), brand=None)
    check(siblings, "acme-mastodon", post("2", MONDAY - HOUR + MINUTE, NEWS))
    assert copied(siblings)["acme-mastodon"] == 0


@pytest.mark.parametrize(
    ("application", "expected"),
    [
        ("IFTTT", DayCount(post=1, copied=1)),
        (" dlvr.it ", DayCount(post=1, copied=1)),
        ("Buffer", DayCount(post=1, planned=1)),
        ("Hootsuite Inc.", DayCount(post=1, planned=1)),
        ("Tusky", DayCount(post=1)),
    ],
)
def test_what_an_application_publishes(siblings: Shelf, application: str, expected: DayCount) -> None:
    check(siblings, "acme-blog", post("1", MONDAY - HOUR, NEWS, application=application))
    assert total(siblings, "acme-blog") == expected
    assert (expected.copied == 0) is (siblings.record(name="acme-blog").last_human is not None)


WORDS = ("ride", "bike", "lamp", "door", "rain", "workshop", "tyre", "brake", "frame", "child", "lock", "town", "road")
SENTENCES = st.lists(st.sampled_from(WORDS), min_size=4, max_size=9).map(" ".join)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.lists(SENTENCES, min_size=3, max_size=3, unique_by=lambda text: text.casefold()), min_size=1, max_size=5
    )
)
def test_who_writes_anew_for_each_network_is_a_person(
    tmp_path_factory: pytest.TempPathFactory, posts: list[list[str]]
) -> None:
    """Three accounts report the same news within minutes, each in words of its own."""
    shelf = Shelf(f"sqlite:///{tmp_path_factory.mktemp('anew') / 'monitor.db'}")
    shelf.declare(*(account(name) for name in NAMES))
    for n, name in enumerate(NAMES):
        acts = [
            post(f"{name}-{number}", MONDAY - (number + 1) * HOUR + n * MINUTE, f"{name} {texts[n]}")
            for number, texts in enumerate(posts)
        ]
        check(shelf, name, *acts)
    assert copied(shelf) == dict.fromkeys(NAMES, 0)
    shelf.store.close()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(st.integers(1, 40), st.sets(st.sampled_from(NAMES[1:])), min_size=1, max_size=8),
    st.permutations(NAMES),
    st.booleans(),
)
def test_a_fleet_that_copies_one_way(
    tmp_path_factory: pytest.TempPathFactory, news: Mapping[int, set[str]], order: Sequence[str], together: bool
) -> None:
    """Each announcement of the blog is copied to some accounts; all else there is a person's."""
    shelf = Shelf(f"sqlite:///{tmp_path_factory.mktemp('fleet') / 'monitor.db'}")
    shelf.declare(*(account(name) for name in NAMES))
    acts: dict[str, list[Activity]] = {name: [post(f"{name}-own", MONDAY, f"Only here on {name}")] for name in NAMES}
    for hours, targets in news.items():
        text, at = f"Announcement number {hours} of this year", MONDAY - hours * HOUR
        for n, name in enumerate((NAMES[0], *sorted(targets))):
            acts[name].append(post(f"{name}-{hours}", at + n * MINUTE, text))
    checks = [replace(new_check(name, MONDAY, seen(*acts[name])), brand="acme") for name in order]
    for batch in [checks] if together else [[one] for one in checks]:
        shelf.store.save_checks(shelf.cycle(), batch)
    expected = {name: sum(name in targets for targets in news.values()) for name in NAMES}
    assert copied(shelf) == expected
    assert {name: total(shelf, name).post for name in NAMES} == {name: len(acts[name]) for name in NAMES}
    assert all(shelf.record(name=name).last_human == MONDAY for name in NAMES)
    shelf.store.close()
