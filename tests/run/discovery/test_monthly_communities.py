"""Communities where the audience is: one check a month each, by whatever reads them, and nothing of who wrote there."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from monitor.connect.manifests.catalogue import Catalogue
from monitor.model.check import Outcome
from monitor.model.community import Community, Sight
from monitor.run.app import App
from monitor.run.discovery.monthly_communities import candidates, check_due, gatherings
from monitor.run.stopping import Stop
from support.program import NOON, Clock, Program
from support.site import Site, serving

JSON = {"Content-Type": "application/json"}
LEMMY = "/api/v3/community?name=garden"
POSTS = "/api/v3/post/list?community_name=garden&type_=All&sort=New&limit=50&page=1"
FORUM = "/c/seeds/4/l/latest.json?order=created&page=0"
CANARY = "Zyxwvut"  # in every name, title, link and text that strangers left


def lemmy(site: Site, members: int, *published: datetime) -> None:
    actor = f"{site.base}/c/garden"
    counts = {"subscribers": members, "posts": len(published)}
    community = {"name": "garden", "title": CANARY, "actor_id": actor, "published": "2023-06-01T00:00:00Z"}
    site.pages[LEMMY] = (200, JSON, json.dumps({"community_view": {"community": community, "counts": counts}}).encode())
    posts = [
        {
            "post": {
                "ap_id": f"{site.base}/post/{CANARY}-{at:%s}",
                "name": f"{CANARY} asks",
                "published": at.isoformat(),
                "featured_community": False,
            },
            "community": {"actor_id": actor},
            "creator": {"name": CANARY, "actor_id": f"{site.base}/u/{CANARY}"},
            "counts": {"comments": 9, "upvotes": 3},
        }
        for at in published
    ]
    site.pages[POSTS] = (200, JSON, json.dumps({"posts": posts}).encode())


def discourse(site: Site, *published: datetime) -> None:
    topics = [
        {"id": f"{at:%s}", "title": CANARY, "created_at": at.isoformat(), "last_poster_username": CANARY}
        for at in published
    ]
    site.pages[FORUM] = (200, JSON, json.dumps({"topic_list": {"topics": topics}}).encode())


def audience(name: str, *urls: str) -> str:
    return f'[audiences.{name}]\nname = "{name.title()}"\ncommunities = {json.dumps(urls)}\n'


@pytest.fixture
def app(site: Site, program: Callable[[str], Program], clock: Clock) -> Iterator[Callable[[str], App]]:
    made: list[App] = []

    def configured(text: str) -> App:
        made.append(App(str(program(text).path), env={}, clock=clock))
        return made[-1]

    yield configured
    for each in made:
        each.close()


def known(app: App) -> dict[str, Community]:
    return {community.url: community for _, community in gatherings(app)}


def times_asked(site: Site, path: str) -> int:
    return sum(asked == path for asked, _ in site.asked)


def test_each_is_checked_once_a_month_and_its_size_and_pace_are_known(
    site: Site, program: Callable[[str], Program], clock: Clock
) -> None:
    garden, seeds, feed = f"{site.base}/c/garden", f"{site.base}/c/seeds/4", f"{site.base}/all.xml"
    branded = program(audience("gardeners", garden, seeds) + audience("growers", garden, feed))
    lemmy(site, 120, NOON - timedelta(days=2), NOON - timedelta(days=9))
    discourse(site, NOON - timedelta(days=1))
    site.feed("/all.xml", NOON - timedelta(days=40), title=CANARY)
    for day in range(0, 65, 5):
        if day == 20:
            lemmy(site, 150, NOON + timedelta(days=19))
        branded.run()
        clock.forward(days=5)
    assert [times_asked(site, path) for path in (LEMMY, POSTS, FORUM, "/all.xml")] == [3, 3, 3, 3]

    app = App(str(branded.path), env={}, clock=clock)
    found, listed = known(app), [(audience.id, community.url) for audience, community in gatherings(app)]
    app.close()
    third = NOON + timedelta(days=60)
    assert listed == [("gardeners", garden), ("gardeners", seeds), ("growers", garden), ("growers", feed)]
    assert found[garden].sight == Sight(third, 150, 0.0, NOON + timedelta(days=19))
    assert found[seeds].sight == Sight(third, None, 0.0, NOON - timedelta(days=1))
    assert {community.network for community in found.values()} == {"lemmy", "discourse", "feed"}
    assert found[feed].due == third + timedelta(days=30)


def test_the_first_check_says_how_much_is_posted(site: Site, app: Callable[[str], App]) -> None:
    garden = f"{site.base}/c/garden"
    lemmy(site, 120, NOON - timedelta(days=2), NOON - timedelta(days=9), NOON - timedelta(days=90))
    made = app(audience("gardeners", garden))
    assert check_due(made, allow_private=True) == 1
    assert known(made)[garden].sight == Sight(NOON, 120, 0.5, NOON - timedelta(days=2))


def test_one_that_fails_is_not_seen_keeps_what_was_seen_and_stops_no_other(
    site: Site, app: Callable[[str], App], clock: Clock
) -> None:
    garden, seeds = f"{site.base}/c/garden", f"{site.base}/c/seeds/4"
    lemmy(site, 120, NOON - timedelta(days=2))
    discourse(site, NOON - timedelta(days=1))
    made = app(audience("gardeners", garden, seeds))
    check_due(made, allow_private=True)
    before = known(made)[garden].sight
    clock.forward(days=30)
    site.fail(LEMMY)
    assert check_due(made, allow_private=True) == 2
    failed = known(made)[garden]
    assert (failed.outcome, failed.seen, failed.sight) == (Outcome.TEMPORARY, False, before)
    assert "503" in failed.detail
    assert known(made)[seeds].checked == clock()
    clock.forward(days=1)  # what may be over tomorrow is asked for tomorrow, and only that
    lemmy(site, 121, NOON - timedelta(days=2))
    assert check_due(made, allow_private=True) == 1
    again = known(made)[garden]
    assert (again.seen, again.sight and again.sight.members) == (True, 121)


def test_an_error_that_nobody_foresaw_stops_no_other(
    site: Site, app: Callable[[str], App], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError(CANARY)

    monkeypatch.setattr("monitor.connect.checks.route.Route.recall", broken)
    made = app(audience("gardeners", f"{site.base}/a.xml", f"{site.base}/b.xml"))
    assert check_due(made, allow_private=True) == 2
    assert {community.outcome for community in known(made).values()} == {Outcome.TEMPORARY}


@pytest.mark.parametrize(
    ("url", "network"),
    [("https://www.facebook.com/groups/gardening", "facebook-group"), ("the market on Saturdays", None)],
)
def test_one_that_no_connector_reads_is_said_to_be_so_and_never_asked(
    app: Callable[[str], App], url: str, network: str | None
) -> None:
    made = app(audience("gardeners", url))
    check_due(made, allow_private=True)
    found = known(made)[url]
    assert (found.network, found.outcome, found.sight) == (network, Outcome.MANUAL, None)
    assert found.detail != ""
    assert found.due == NOON + timedelta(days=30)


def test_where_no_software_that_is_known_answers_each_is_named_with_what_it_found(
    site: Site, app: Callable[[str], App]
) -> None:
    garden = f"{site.base}/c/garden"
    site.pages["/c/garden"] = (200, {"Content-Type": "text/html"}, b"<html><title>A garden</title></html>")
    made = app(audience("gardeners", garden))
    check_due(made, allow_private=True)
    found = known(made)[garden]
    assert (found.outcome, found.network) == (Outcome.CHANGED_FORMAT, None)
    for software in ("peertube", "lemmy", "discourse", "feed"):
        assert f"{software}: " in found.detail
    assert found.due == NOON + timedelta(days=30)


def test_what_reads_it_is_remembered(site: Site, app: Callable[[str], App], clock: Clock) -> None:
    discourse(site, NOON)
    made = app(audience("gardeners", f"{site.base}/c/seeds/4"))
    check_due(made, allow_private=True)
    clock.forward(days=30)
    site.asked.clear()
    check_due(made, allow_private=True)
    assert [path for path, _ in site.asked] == [FORUM]


def test_a_host_that_asks_for_patience_is_left_alone_as_long(
    site: Site, app: Callable[[str], App], clock: Clock
) -> None:
    site.fail("/all.xml", 429, Retry_After="7200")
    made = app(audience("gardeners", f"{site.base}/all.xml", f"{site.base}/more.xml"))
    check_due(made, allow_private=True)
    assert [path for path, _ in site.asked] == ["/all.xml"]
    found = known(made)
    assert found[f"{site.base}/all.xml"].outcome == Outcome.RATE_LIMITED
    assert found[f"{site.base}/more.xml"].due == NOON + timedelta(hours=2)
    assert found[f"{site.base}/more.xml"].checked is None


def test_what_is_listed_no_longer_is_forgotten_at_the_next_run(site: Site, program: Callable[[str], Program]) -> None:
    site.feed("/all.xml", NOON)
    branded = program(audience("gardeners", f"{site.base}/all.xml"))
    branded.run()
    text = branded.path.read_text(encoding="utf-8")
    branded.path.write_text(text.replace(f'"{site.base}/all.xml"', ""), encoding="utf-8")
    branded.run()
    app = App(str(branded.path), env={})
    assert app.store.communities() == {}
    app.close()


def test_private_addresses_are_not_asked_unless_the_call_opens_them(site: Site, app: Callable[[str], App]) -> None:
    made = app(audience("gardeners", f"{site.base}/all.xml"))
    check_due(made)
    assert (site.asked, [community.outcome for community in known(made).values()]) == ([], [Outcome.BLOCKED])


def test_nothing_is_kept_of_what_strangers_wrote(
    site: Site, app: Callable[[str], App], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    garden, seeds, feed = f"{site.base}/c/garden", f"{site.base}/c/seeds/4", f"{site.base}/all.xml"
    lemmy(site, 120, *(NOON - timedelta(hours=hour) for hour in range(60)))
    discourse(site, NOON - timedelta(days=1))
    site.feed("/all.xml", NOON, title=CANARY)
    made = app(audience("gardeners", garden, seeds, feed))
    assert check_due(made, allow_private=True) == 3
    assert all(community.seen for community in known(made).values())
    assert CANARY not in repr(gatherings(made))
    made.close()
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path for path in files if CANARY.encode() in path.read_bytes()] == []
    assert CANARY not in caplog.text
    assert [path for path, _ in site.asked if "comment" in path or "/t/" in path] == []  # nor what is said below


def test_a_stop_leaves_the_others_for_later(site: Site, app: Callable[[str], App], clock: Clock) -> None:
    stop = Stop()

    def last() -> tuple[int, dict[str, str], bytes]:
        stop.ask()
        return 404, {}, b""

    site.pages["/a.xml"] = last
    made = app(audience("gardeners", f"{site.base}/a.xml", f"{site.base}/b.xml"))
    assert check_due(made, allow_private=True, stop=stop) == 1
    clock.forward(days=1)
    assert check_due(made, allow_private=True) == 1
    assert [path for path, _ in site.asked] == ["/a.xml", "/b.xml"]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://www.reddit.com/r/gardening", ("reddit",)),
        ("https://t.me/gardening", ("telegram",)),
        ("https://garden.example/c/roses", ("peertube", "lemmy", "discourse", "feed")),
        ("https://garden.example/c/roses/7", ("discourse", "feed")),
        ("https://garden.example/@roses", ("mastodon", "discourse", "mobilizon", "feed")),
        ("https://garden.example/", ("discourse", "feed")),
        ("https://garden.example/rss.xml", ("feed",)),
        ("at the market", ()),
    ],
)
def test_an_address_may_be_of_several_kinds_of_software(address: str, expected: tuple[str, ...]) -> None:
    assert candidates(Catalogue.load(), address) == expected


def test_a_closed_server_does_not_start_a_cycle(site: Site, clock: Clock, program: Callable[[str], Program]) -> None:
    with serving() as other:
        closed = other.base
    branded = program(audience("gardeners", f"{closed}/all.xml"))
    assert branded.run().tally is None
    app = App(str(branded.path), env={}, clock=clock)
    assert [community.outcome for community in known(app).values()] == [Outcome.TEMPORARY]
    assert app.store.account_statuses(None, clock()) == {}  # it is nobody's account
    app.close()
