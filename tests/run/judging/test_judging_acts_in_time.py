"""What is said of an account goes by what was done since it was seen whole, not by the dates that its acts bear."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from monitor.model.activity import Activity, BulkKind
from monitor.model.state import Status
from support.networks import NOW
from support.shelf import act, seen
from support.watched import DAY, HOUR, Watched

BEGIN = NOW - 60 * DAY


@pytest.fixture
def watched(tmp_path: Path) -> Watched:
    return Watched(tmp_path, "brand")


def asleep(days: int = 40) -> list[Activity]:
    """Ten posts, a week apart, the newest of them so many days before the first check."""
    return [act(f"old-{n}", BEGIN - (days + 7 * n) * DAY) for n in range(10)]


def status(watched: Watched, at: datetime, *acts: Activity) -> Status:
    watched.see(at, {"brand": seen(*acts)})
    return watched.statuses()["brand"]


def test_a_draft_published_late_is_a_recovery_on_the_day_on_which_it_was_seen(watched: Watched) -> None:
    posts = asleep()
    assert status(watched, BEGIN, *posts) is Status.DORMANT
    at = BEGIN + 2 * DAY
    assert status(watched, at, act("draft", at - 40 * DAY), *posts[:9]) is Status.RECOVERING
    assert watched.shelf.record(NOW, "brand").last_human == at


def test_thirty_old_posts_at_once_change_nothing_and_are_named(watched: Watched) -> None:
    posts = asleep()
    assert status(watched, BEGIN, *posts) is Status.DORMANT
    at = BEGIN + 2 * DAY
    archive = [act(f"import-{n}", at - (40 + n) * DAY) for n in range(30)]
    assert status(watched, at, *archive, *posts) is Status.DORMANT
    bulk = watched.shelf.record(NOW, "brand").bulk
    assert bulk is not None
    assert (bulk.kind, bulk.at, bulk.count) == (BulkKind.IMPORT, at, 30)


@pytest.mark.parametrize("first", [True, False])
def test_an_archive_that_its_network_got_today_wakes_nobody(watched: Watched, first: bool) -> None:
    posts = asleep(700)
    if not first:
        status(watched, BEGIN, *posts)
    at = BEGIN + 2 * DAY
    dates = [datetime(2014, 3, 1, tzinfo=at.tzinfo) + n * DAY for n in range(28)]
    archive = [replace(act(f"import-{n}", at - HOUR), claimed=date) for n, date in enumerate(dates)]
    assert status(watched, at, *posts, *archive) is Status.DORMANT
    bulk = watched.shelf.record(NOW, "brand").bulk
    assert bulk is not None
    assert (bulk.count, bulk.first, bulk.last) == (28, dates[0], dates[-1])


def test_events_announced_weeks_ahead_keep_the_plan(watched: Watched) -> None:
    for day in range(0, 61, 2):
        at = BEGIN + day * DAY
        concerts = [BEGIN + timedelta(weeks=n) for n in range(-2, day // 7 + 4)]
        shown = [act(str(n), on, trusted=on <= at) for n, on in enumerate(concerts)]
        assert status(watched, at, *reversed(shown)) is Status.ON_PLAN


@pytest.mark.parametrize("undated", [True, False])
def test_a_list_made_anew_at_each_fetch_falls_asleep(watched: Watched, undated: bool) -> None:
    for day in range(0, 61, 2):
        at = BEGIN + day * DAY
        shown = [
            replace(
                act(f"{n}", None if undated else at - HOUR), id=f"{n}-{day}", url=f"https://acme.example/p{n}?s={day}"
            )
            for n in range(8)
        ]
        found = status(watched, at, *shown, act("dated", BEGIN - 20 * DAY))
    assert found is Status.DORMANT
    assert sum(count.post for count in watched.shelf.record(NOW, "brand").days.values()) == (1 if undated else 9)


@pytest.mark.parametrize("base", ["https://www.feeds.example", "https://new.example/blog"])
def test_a_site_that_moves_wakes_nobody(watched: Watched, base: str) -> None:
    posts = asleep()
    status(watched, BEGIN, *posts)
    for day in range(2, 10, 2):
        moved = [replace(one, id=f"{base}/{one.id}", url=f"{base}/{one.id}") for one in posts]
        assert status(watched, BEGIN + day * DAY, *moved) is Status.DORMANT
    assert sum(count.post for count in watched.shelf.record(NOW, "brand", days=900).days.values()) == 10


@pytest.mark.parametrize("deleted", [1, 2])
def test_a_post_that_comes_into_view_below_deleted_ones_wakes_nobody(watched: Watched, deleted: int) -> None:
    """Also where the list holds a post of long ago that never leaves it."""
    posts = [*asleep(), *(act(f"older-{n}", BEGIN - (120 + n) * DAY) for n in range(2))]
    kept = act("kept", BEGIN - 300 * DAY)
    assert status(watched, BEGIN, *posts[:10], kept) is Status.DORMANT
    assert status(watched, BEGIN + 2 * DAY, *posts[deleted : 10 + deleted], kept) is Status.DORMANT
