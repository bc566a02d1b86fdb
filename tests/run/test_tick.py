"""The main job, end to end: real HTTP on loopback, a real database, a real maildir; only the instants are stated."""

from __future__ import annotations

import email
import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta
from email import policy
from pathlib import Path

from monitor.model.state import ObservationState
from support.program import NOON, Clock, Program, account
from support.site import Site

Make = Callable[[str], Program]


def feed_account(site: Site, name: str) -> str:
    return account(name, f"{site.base}/{name}.xml")


def weekly(until: datetime, count: int = 10) -> list[datetime]:
    return [until - timedelta(weeks=week) for week in range(count)]


def text_of(path: Path) -> str:
    message = email.message_from_bytes(path.read_bytes(), policy=policy.default)
    part = message.get_body(("plain",))
    assert part is not None
    return f"{message['Subject']}\n{part.get_content()}"


def test_an_account_that_keeps_its_plan_is_on_plan(site: Site, program: Make) -> None:
    site.feed("/blog.xml", *weekly(NOON - timedelta(days=2)))
    app = program(feed_account(site, "blog"))
    ran = app.run()
    assert ran.tally is not None
    assert (ran.tally.checks, ran.tally.failed, ran.tally.new) == (1, 0, 10)
    assert app.status("blog") == "on_plan"


def test_a_second_run_at_the_same_instant_has_nothing_to_do(site: Site, program: Make) -> None:
    site.feed("/blog.xml", NOON)
    app = program(feed_account(site, "blog"))
    app.run()
    asked = len(site.asked)
    assert app.run().tally is None
    assert len(site.asked) == asked


def test_a_quiet_account_is_asked_conditionally_and_stores_nothing_twice(
    site: Site, program: Make, clock: Clock, tmp_path: Path
) -> None:
    site.feed("/blog.xml", *weekly(NOON))
    status, headers, body = site.pages["/blog.xml"]  # type: ignore[misc]  # a page, not a function
    site.pages["/blog.xml"] = (status, {**headers, "ETag": '"one"'}, body)
    app = program(feed_account(site, "blog"))
    app.run()
    clock.forward(hours=6)
    site.pages["/blog.xml"] = (304, {"ETag": '"one"'}, b"")
    app.run()
    assert site.asked[-1][1]["if-none-match"] == '"one"'
    with sqlite3.connect(tmp_path / "monitor.db") as database:
        assert database.execute("select count(*) from activities").fetchone() == (10,)
    database.close()


def test_silence_becomes_dormant_and_is_announced_once(site: Site, program: Make, clock: Clock) -> None:
    site.feed("/blog.xml", *weekly(NOON - timedelta(days=1)))
    app = program(feed_account(site, "blog"))
    seen = []
    for _ in range(8 * 7):
        app.run()
        seen.append(app.status("blog"))
        clock.forward(days=1)
    order = list(dict.fromkeys(seen))
    assert order == ["on_plan", "late", "overdue", "dormant"]
    subjects = [text_of(path).splitlines()[0] for path in app.mails]
    assert len(subjects) == 7  # the Mondays from the second on: nothing was watched yet when the first was due
    assert sum("inanimate (1 new)" in subject for subject in subjects) == 1
    assert all("blog" in text_of(path) for path in app.mails)


def test_one_digest_a_week_however_often_the_program_runs(site: Site, program: Make, clock: Clock) -> None:
    site.feed("/blog.xml", *weekly(NOON))
    app = program(feed_account(site, "blog"))
    app.run()
    assert app.mails == []  # it was not watching yet when this week's was due
    for _ in range(14 * 3):
        clock.forward(hours=8)
        app.run()
    assert len(app.mails) == 2


TROUBLE: dict[str, tuple[int, dict[str, str], bytes]] = {
    "a failed check": (503, {}, b"down for maintenance"),
    "a login page": (200, {"Content-Type": "text/html"}, b"<html><form action='/login'>Log in</form></html>"),
    "an empty body": (200, {"Content-Type": "application/rss+xml"}, b""),
    "a feed that was emptied": (200, {}, b'<rss version="2.0"><channel><title>Acme</title></channel></rss>'),
}


def test_what_could_not_be_seen_never_makes_an_account_late(site: Site, program: Make, clock: Clock) -> None:
    names = [f"blog{number}" for number in range(len(TROUBLE))]
    others = [f"other{number}" for number in range(2 * len(TROUBLE))]  # so that the fault cannot be our own
    for name in [*names, *others]:
        site.feed(f"/{name}.xml", *weekly(NOON))
    app = program("".join(feed_account(site, name) for name in [*names, *others]))
    app.run()
    for name, page in zip(names, TROUBLE.values(), strict=True):
        site.pages[f"/{name}.xml"] = page
    for _ in range(16):  # longer than any silence that would be dormant, in steps that no grace outlasts
        clock.forward(days=2.5)
        app.run()
        found = {trouble: app.status(name) for name, trouble in zip(names, TROUBLE, strict=True)}
        assert {trouble: status for trouble, status in found.items() if status not in ("on_plan", "blind")} == {}
    assert app.status("other0") == "dormant"  # which did answer, and was silent


def test_our_own_network_down_changes_no_account_and_after_two_days_none_is_seen(
    site: Site, program: Make, clock: Clock
) -> None:
    """F046: for two days every account is as it was; then it is not seen, and never silent. It is said once."""
    names = [f"blog{number}" for number in range(6)]
    for name in names:
        site.feed(f"/{name}.xml", *weekly(NOON))
    app = program("".join(feed_account(site, name) for name in names))
    app.run()
    site.drop = True
    found = []
    for _ in range(40):
        clock.forward(days=1)
        ran = app.run()
        found.append((len(ran.judged.outages), bool(ran.judged.excuse), app.status("blog0")))
    assert found == [(1, True, "on_plan"), (1, False, "on_plan")] + [(0, False, "blind")] * 38
    site.drop = False
    clock.forward(days=1)
    app.run()
    assert app.status("blog0") == "dormant"


def test_a_network_that_no_connector_reads_is_manual_and_never_asked(site: Site, program: Make) -> None:
    app = program(
        """
[[accounts]]
id = "friends"
brand = "acme"
network = "friendsbook"
url = "https://friendsbook.example/acme"
plan = { publish = "1 per week" }
"""
    )
    app.run()
    assert app.account_status("friends").verdict.state.observation.state is ObservationState.MANUAL
    assert site.asked == []


def test_gone_needs_three_checks_over_a_day(site: Site, program: Make, clock: Clock) -> None:
    site.feed("/blog.xml", *weekly(NOON))
    site.feed("/other.xml", *weekly(NOON))
    app = program(feed_account(site, "blog") + feed_account(site, "other"))
    app.run()
    site.fail("/blog.xml", 410)
    found = []
    for _ in range(6):
        clock.forward(hours=8)
        app.run()
        found.append(app.status("blog"))
    assert found == ["on_plan"] * 3 + ["gone"] * 3


def test_retry_after_is_kept_even_when_everything_is_asked_for(site: Site, program: Make, clock: Clock) -> None:
    """F067: nothing is sent before the time that a server named."""
    site.fail("/blog.xml", 429, Retry_After="3600")
    app = program(feed_account(site, "blog"))
    app.run()
    asked = len(site.asked)
    clock.forward(minutes=59)
    app.poll(everything=True)
    assert len(site.asked) == asked
    clock.forward(minutes=2)
    app.poll(everything=True)
    assert len(site.asked) == asked + 1


def test_one_bad_account_does_not_stop_the_rest(site: Site, program: Make) -> None:
    """F013: a document that keeps a parser busy costs its own account alone."""
    site.pages["/bomb.xml"] = (
        200,
        {},
        b"<rss version='2.0'><channel><item " + b"a='1' " * 90_000 + b"/></channel></rss>",
    )
    site.feed("/blog.xml", *weekly(NOON))
    app = program(feed_account(site, "bomb") + feed_account(site, "blog"))
    ran = app.run()
    assert ran.tally is not None
    assert ran.tally.checks == 2
    assert app.status("blog") == "on_plan"
    assert app.status("bomb") not in ("late", "overdue", "dormant")


def test_an_account_taken_out_of_the_file_is_kept(site: Site, program: Make, clock: Clock, tmp_path: Path) -> None:
    for name in ("blog", "shop"):
        site.feed(f"/{name}.xml", *weekly(NOON))
    app = program(feed_account(site, "blog") + feed_account(site, "shop"))
    app.run()
    program(feed_account(site, "blog"))
    clock.forward(days=1)
    app.run()
    program(feed_account(site, "blog") + feed_account(site, "shop"))
    clock.forward(days=1)
    app.run()
    assert app.status("shop") == "on_plan"
    with sqlite3.connect(tmp_path / "monitor.db") as database:
        assert database.execute("select count(*) from activities").fetchone() == (20,)
    database.close()


def test_a_network_is_not_asked_more_often_than_it_wants(site: Site, program: Make, clock: Clock) -> None:
    site.feed("/blog.xml", *weekly(NOON))
    app = program(feed_account(site, "blog"))
    app.path.write_text(app.path.read_text().replace('poll_every = "6h"', 'poll_every = "1m"'))
    asked = []
    for _ in range(5):
        app.run()
        asked.append(len(site.asked))
        clock.forward(minutes=10)
    assert asked == [1, 1, 1, 2, 2]  # feeds at most every half an hour
    app.poll(everything=True)
    assert len(site.asked) == 3
