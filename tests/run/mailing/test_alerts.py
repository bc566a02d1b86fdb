"""Alerts: sent in the run that found the trouble, once, in one mail a person, and again only as the plan says."""

from __future__ import annotations

import contextlib
import email
import email.policy
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest

from monitor.run.accounts.by_hand import decide
from monitor.run.app import App
from monitor.store import Store
from support.program import NOON, Clock, Program, account
from support.site import Site
from support.typography import french_faults

Make = Callable[[str], Program]
PEOPLE = """
[people.bo]
name = "Bo Sample"
email = "bo@acme.example"
language = "fr"
[alerts]
repeat = "10 days"
escalate = "20 days"
"""


def feed_account(site: Site, name: str, owner: str = "bo", last: timedelta = timedelta()) -> str:
    site.feed(f"/{name}.xml", *(NOON - last - timedelta(weeks=week) for week in range(10)))
    return account(name, f"{site.base}/{name}.xml", owner=owner)


def every(app: Program) -> list[EmailMessage]:
    found = [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in app.mails]
    return [one for one in found if isinstance(one, EmailMessage)]


def mails(app: Program) -> list[EmailMessage]:
    """The alerts, in the order in which they were made."""
    return sorted((one for one in every(app) if is_alert(one)), key=lambda one: one["Date"].datetime)


def is_alert(mail: EmailMessage) -> bool:
    return "it is sent at once" in text(mail) or "il part aussitôt" in text(mail)


def text(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return " ".join(str(body.get_content()).split())


def plain(subject: object) -> str:
    return " ".join(str(subject).split())


def days(app: Program, clock: Clock, count: int) -> list[tuple[int, str, str]]:
    """So many days, the program run each noon; the day, recipient and subject of each alert."""
    came = []
    known = len(mails(app))
    for _ in range(count):
        clock.forward(days=1)
        app.run()
        found = mails(app)
        came += [((clock.now - NOON).days, str(one["To"]), plain(one["Subject"])) for one in found[known:]]
        known = len(found)
    return came


def test_a_trouble_is_reported_once_then_again_then_to_the_manager_and_its_end_to_both(
    site: Site, program: Make, clock: Clock
) -> None:
    app = program(PEOPLE + feed_account(site, "blog") + feed_account(site, "shop"))
    app.run()
    came = days(app, clock, 52)
    dormant = came[0][0]
    assert came[:2] + sorted(came[2:4], reverse=True) == [
        (dormant, "bo@acme.example", "[Acme] 2 comptes : 2 dormants"),
        (
            dormant + 10,
            "bo@acme.example",
            "[Acme] 2 comptes : 2 dormants, sans décision depuis 10 jours pour le plus ancien",
        ),
        (
            dormant + 20,
            "bo@acme.example",
            "[Acme] 2 comptes : 2 dormants, sans décision depuis 20 jours pour le plus ancien",
        ),
        (dormant + 20, "ada@acme.example", "[Acme] 2 accounts: 2 dormant, the oldest undecided for 20 days"),
    ]
    site.feed("/blog.xml", clock.now, *(NOON - timedelta(weeks=week) for week in range(10)))
    ended = {(to, subject) for _, to, subject in days(app, clock, 2)}
    assert ended == {
        ("bo@acme.example", "[Acme] Acme est de nouveau animé"),
        ("ada@acme.example", "[Acme] Acme is animated again"),
    }
    last = mails(app)[0]
    assert french_faults(str(last["Subject"])) == []
    assert last["Auto-Submitted"] == "auto-generated"


@pytest.mark.slow
def test_nobody_is_notified_of_what_was_so_before(site: Site, program: Make, clock: Clock) -> None:
    app = program(PEOPLE + feed_account(site, "blog", last=timedelta(days=300)))
    app.run()
    assert days(app, clock, 30) == []


@pytest.mark.slow
def test_nobody_is_notified_of_what_was_put_off(site: Site, program: Make, clock: Clock) -> None:
    app = program(PEOPLE + feed_account(site, "blog"))
    app.run()
    came = days(app, clock, 40)
    assert came
    opened = App(str(app.path), env={}, clock=clock)
    decide(opened, "blog", "snooze", "bo", "A new page comes first", until=(clock.now + timedelta(days=40)).date())
    opened.close()
    assert days(app, clock, 20) == []


@pytest.mark.slow
def test_who_gets_a_digest_in_the_same_run_gets_no_alert(site: Site, program: Make, clock: Clock) -> None:
    report = '[[reports]]\nto = "bo"\nevery = "day"\nat = "08:00"\n'
    app = program(PEOPLE.replace("[alerts]", report + "[alerts]") + feed_account(site, "blog"))
    app.run()
    days(app, clock, 40)
    assert [plain(one["Subject"]) for one in mails(app)] == []
    assert any("Dormant" in text(one) for one in every(app) if one["To"] == "bo@acme.example")


@pytest.mark.parametrize("broken", ["queue_alerts", pytest.param("notified", marks=pytest.mark.slow)])
def test_a_run_that_breaks_off_reports_nothing_and_the_next_one_reports_it_once(
    site: Site, program: Make, clock: Clock, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    app = program(PEOPLE + feed_account(site, "blog"))
    app.run()
    usual = getattr(Store, broken)

    class Killed(BaseException):
        pass

    def dies(self: Store, *args: object) -> object:
        if broken == "queue_alerts":
            usual(self, *args)  # what was written is written; its answer is lost
        raise Killed

    for _ in range(36):
        clock.forward(days=1)
        monkeypatch.setattr(Store, broken, dies)
        with contextlib.suppress(Killed):
            app.run()
        monkeypatch.setattr(Store, broken, usual)
        app.run()
    assert plain(mails(app)[0]["Subject"]) == "[Acme] Acme est dormant"
    first, *others = mails(app)
    assert len(mails(app)) == len({one["Message-ID"] for one in mails(app)})
    assert all(one["Date"].datetime - first["Date"].datetime >= timedelta(days=10) for one in others)


@pytest.mark.slow
def test_a_mail_that_cannot_be_made_is_said_and_stops_nobody(site: Site, program: Make, clock: Clock) -> None:
    app = program(PEOPLE + feed_account(site, "blog"))
    app.run()
    path = app.path
    text_ = path.read_text()
    path.write_text(text_.replace('from = "monitor@acme.example"\n', ""))
    problems = []
    for _ in range(36):
        clock.forward(days=1)
        ran = app.run()
        problems += [one for one in (ran.queued.problems if ran.queued else ()) if one.startswith("an alert")]
    assert problems and "[mail] from" in problems[0]


def test_somebody_who_is_taken_out_of_the_file_stops_no_mail(site: Site, program: Make, clock: Clock) -> None:
    app = program(PEOPLE + feed_account(site, "blog"))
    app.run()
    assert days(app, clock, 32)
    bo = '[people.bo]\nname = "Bo Sample"\nemail = "bo@acme.example"\nlanguage = "fr"\n'
    app.path.write_text(app.path.read_text().replace(bo, "").replace('owner = "bo"', 'owner = "ada"'))
    site.feed("/blog.xml", clock.now, *(NOON - timedelta(weeks=week) for week in range(10)))
    assert days(app, clock, 2) == []


@pytest.mark.slow
def test_what_could_not_be_written_is_sent_once_it_can(site: Site, program: Make, clock: Clock) -> None:
    app = program(PEOPLE + feed_account(site, "blog"))
    app.run()
    right = app.path.read_text()
    app.path.write_text(right.replace('from = "monitor@acme.example"\n', ""))
    problems: list[str] = []
    while not problems:
        clock.forward(days=1)
        ran = app.run()
        problems = [one for one in (ran.queued.problems if ran.queued else ()) if one.startswith("an alert")]
    app.path.write_text(right)
    assert len(days(app, clock, 2)) == 1


@pytest.mark.slow
def test_of_two_runs_at_once_one_reports_it(
    site: Site, program: Make, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = program(PEOPLE + feed_account(site, "blog"))
    app.run()
    came = days(app, clock, 32)
    days(app, clock, came[0][0] + 9 - (clock.now - NOON).days)
    usual, within = Store.queue_alerts, False

    def slow(self: Store, *args: Any) -> bool:
        nonlocal within
        if not within:
            within = True
            clock.forward(seconds=2)
            app.run()  # another run, whole, between the decision and its transaction
        return usual(self, *args)

    before = len(mails(app))
    clock.forward(days=1)
    monkeypatch.setattr(Store, "queue_alerts", slow)
    app.run()
    assert (within, len(mails(app)) - before) == (True, 1)


@pytest.mark.slow
def test_a_digest_of_other_accounts_swallows_no_alert(site: Site, program: Make, clock: Clock) -> None:
    other = '[brands.other]\nname = "Other"\nmanager = "bo"\n'
    report = '[[reports]]\nto = "bo"\nbrands = ["other"]\nevery = "day"\nat = "08:00"\n'
    app = program(PEOPLE.replace("[alerts]", other + report + "[alerts]") + feed_account(site, "blog"))
    app.run()
    assert days(app, clock, 36)
