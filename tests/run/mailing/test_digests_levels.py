"""What a report says to whom, and what comes in a week without news."""

from __future__ import annotations

import email
import email.policy
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage

from support.program import NOON, Clock, Program, account
from support.site import Site

Make = Callable[[str], Program]
WEEKLY = 'every = "week"\non = "monday"\nat = "07:00"\nlanguage = "en"'


def feed_account(site: Site, name: str, owner: str = "ada", weeks: int = 10) -> str:
    site.feed(f"/{name}.xml", *(NOON - timedelta(weeks=week) for week in range(weeks)))
    return account(name, f"{site.base}/{name}.xml", owner=owner)


def mails(app: Program) -> list[EmailMessage]:
    found = [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in app.mails]
    return sorted((one for one in found if isinstance(one, EmailMessage)), key=lambda one: str(one["Date"].datetime))


def text(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return " ".join(str(body.get_content()).split())


def forward(app: Program, clock: Clock, weeks: int, posting: Site | None = None) -> None:
    """So many weeks, with a post every other day where somebody posts."""
    for day in range(weeks * 7):
        clock.forward(days=1)
        if posting is not None and day % 2 == 0:
            posting.feed("/blog.xml", *(clock.now - timedelta(days=2 * ago) for ago in range(30)))
        app.run()


def test_an_owner_reads_of_own_accounts_and_a_director_of_none_by_name(site: Site, program: Make, clock: Clock) -> None:
    people = (
        '[people.bo]\nname = "Bo Sample"\nemail = "bo@acme.example"\n'
        '[people.cy]\nname = "Cy Sample"\nemail = "cy@acme.example"\n'
        f'[[reports]]\nto = "bo"\nlevel = "owner"\n{WEEKLY}\n'
        f'[[reports]]\nto = "cy"\nlevel = "director"\n{WEEKLY}\n'
    )
    app = program(people + feed_account(site, "blog") + feed_account(site, "shop", "bo"))
    app.path.write_text(app.path.read_text().replace('manager = "ada"', 'manager = "bo"'))
    app.run()
    forward(app, clock, 1)
    received = {str(mail["To"]): text(mail) for mail in mails(app)}
    assert "1 account on plan" in received["bo@acme.example"]  # though Bo manages the brand
    assert "1 account on plan" in received["ada@acme.example"]
    director = received["cy@acme.example"]
    assert "None of 2 accounts is inanimate. No decision is pending." in director
    assert [word for word in ("blog", "shop", "Bo", "Ada", "Cy", "bo", "ada", "cy") if word in director.split()] == []


def test_weeks_without_news_are_skipped_and_nothing_is_lost(site: Site, program: Make, clock: Clock) -> None:
    app = program(feed_account(site, "blog"))
    path = app.path
    path.write_text(path.read_text().replace('language = "en"', 'language = "en"\nempty = "skip"'))
    app.run()
    for week in range(1, 5):
        forward(app, clock, 1, posting=site)
        assert len(app.mails) == 1, week  # the first message, and no other
    forward(app, clock, 4)
    later = [text(mail) for mail in mails(app)][1:]
    assert any("on plan → overdue" in one for one in later)
    assert not any("were not sent" in one or "was not sent" in one for one in later)


def test_a_week_without_news_comes_short(site: Site, program: Make, clock: Clock) -> None:
    app = program(feed_account(site, "blog"))
    app.run()
    forward(app, clock, 2, posting=site)
    first, second = [text(mail) for mail in mails(app)]
    assert "1 account on plan" in first and "■" in first
    assert "The account is on plan." in second and "How we know" in second
    assert "■" not in second and "Hours a week" not in second
    assert len(second) < 0.8 * len(first)
