"""A closed account is checked once a month: for acts, and for what people still say to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from monitor.model.state import Flag
from monitor.run.accounts.by_hand import decide
from monitor.run.app import App
from support.program import NOON, Clock, Program, account
from support.site import Site
from support.talk import comment, talk

Make = Callable[[str], Program]
DAY = timedelta(days=1)
CLOSED = 'lifecycle = "closed"\nclosing_on = 2026-11-10\n'


def checks(program: Program) -> int:
    tally = program.poll().tally
    return tally.checks if tally is not None else 0


def test_a_closed_account_is_checked_once_a_month(site: Site, program: Make, clock: Clock) -> None:
    site.feed("/blog.xml", NOON - 20 * DAY)
    app = program(account("blog", f"{site.base}/blog.xml") + CLOSED)
    found = [checks(app)]
    for _ in range(12):
        clock.forward(days=5)
        found.append(checks(app))
    assert (sum(found), max(found)) == (3, 1)


def test_one_that_is_animated_again_is_checked_at_once(site: Site, program: Make, clock: Clock, tmp_path: Path) -> None:
    site.feed("/blog.xml", NOON - 2 * DAY)
    app = program(account("blog", f"{site.base}/blog.xml") + CLOSED)
    assert checks(app) == 1
    clock.forward(days=1)
    assert checks(app) == 0
    opened = App(str(app.path), env={}, clock=clock)
    decide(opened, "blog", "resume", "ada")
    opened.close()
    assert checks(app) == 1
    clock.forward(hours=7)
    assert checks(app) == 1  # at its usual pace again


def test_one_that_was_closed_by_command_is_checked_once_a_month_too(site: Site, program: Make, clock: Clock) -> None:
    site.feed("/blog.xml", NOON - 2 * DAY)
    app = program(account("blog", f"{site.base}/blog.xml"))
    assert checks(app) == 1
    opened = App(str(app.path), env={}, clock=clock)
    decide(opened, "blog", "close", "ada", "Merged")
    opened.close()
    found = []
    for _ in range(5):
        clock.forward(days=4)
        found.append(checks(app))
    assert found == [1, 0, 0, 0, 0]


def test_questions_to_a_closed_account_are_reported_with_their_link(site: Site, program: Make, clock: Clock) -> None:
    asked = [comment(site, 20, NOON - 30 * DAY), comment(site, 21, NOON - 3 * DAY), comment(site, 22, NOON - DAY)]
    app = program(talk(site, NOON - 40 * DAY, *asked) + CLOSED)
    app.run()
    verdict = app.account_status("acme").verdict
    assert Flag.ZOMBIE in verdict.state.flags
    (said,) = [reason for reason in verdict.reasons if reason.rule == "still_asked_though_closed"]
    assert said.values == {"count": 2, "last": "2026-11-15", "url": f"{site.base}/@other/22"}
    clock.forward(days=7)
    app.run()
    (mail,) = app.mails
    assert "people wrote to it 2 times since" in mail.read_text(encoding="utf-8").replace("=\n", "").replace(
        "\u00a0", " "
    )


def test_what_was_said_before_the_closing_is_no_sign_of_life(site: Site, program: Make) -> None:
    asked = [comment(site, 20, NOON - 30 * DAY)]
    app = program(talk(site, NOON - 40 * DAY, *asked) + CLOSED)
    app.run()
    assert Flag.ZOMBIE not in app.account_status("acme").verdict.state.flags
