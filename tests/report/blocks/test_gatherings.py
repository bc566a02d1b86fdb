"""Where the audiences of a brand talk: for its manager, once a month, and whether the brand is there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from monitor.model.account import Account
from monitor.model.community import Community, Sight
from monitor.model.people import Audience
from monitor.model.settings import Settings
from monitor.report.blocks.figures import Numbers
from monitor.report.blocks.gatherings import gatherings
from monitor.report.blocks.section_rows import Gathering
from monitor.report.contents.digest import Digest
from monitor.report.rendering.render import render
from support.account_status import NOW, make_status
from support.digest import BEFORE, make_digest, make_settings

FORUM, LEMMY, CLUB, OLD = (f"https://{name}.example/c" for name in ("forum", "lemmy", "club", "old"))
SEEN = NOW - timedelta(days=3)
KNOWN = {
    FORUM: Community(FORUM, "discourse", sight=Sight(SEEN, 1200, 34.4, SEEN, at_least=True)),
    LEMMY: Community(LEMMY, "mastodon", sight=Sight(SEEN, None, 80.0, SEEN)),
    OLD: Community(OLD, "discourse", sight=Sight(SEEN, 12, 0.0, datetime(2025, 3, 1, tzinfo=NOW.tzinfo))),
}


def settings() -> Settings:
    audiences = {
        "riders": Audience("riders", "People who ride", (FORUM, LEMMY, CLUB, OLD)),
        "dealers": Audience("dealers", "Dealers", ("https://dealers.example/c",)),
    }
    return replace(make_settings(), audiences=audiences)


def account(id_: str = "one", brand: str = "acme", audience: str = "riders") -> Account:
    return replace(make_status(id_, brand=brand).account, audience=(audience,))


def found(*accounts: Account, managed: frozenset[str] = frozenset({"acme"})) -> list[Gathering]:
    return gatherings(KNOWN, accounts, managed, settings(), NOW, ZoneInfo("Europe/Paris"))


def test_the_busiest_come_first_and_what_was_never_seen_last() -> None:
    shown = found(account())
    assert [one.address for one in shown] == [LEMMY, FORUM, OLD, CLUB]
    assert [one.present for one in shown] == [True, False, False, False]
    assert [one.asleep for one in shown] == [False, False, True, False]
    assert (shown[1].members, shown[1].weekly, shown[1].at_least, shown[1].seen) == (1200, 34, True, date(2026, 11, 20))
    assert shown[3].seen is None


def test_only_a_manager_reads_of_audiences_that_are_served() -> None:
    assert found(account(), managed=frozenset()) == []
    assert [one.address for one in found(account(audience="dealers"))] == ["https://dealers.example/c"]
    assert found(account(brand="zenith")) == []


def digest_of(previous: Numbers | None) -> Digest:
    serving = make_status("one")
    account_statuses = [replace(serving, account=account())]
    return make_digest(
        account_statuses=account_statuses,
        transitions=[],
        previous=previous,
        communities=KNOWN,
        audiences=settings().audiences,
    )


def test_it_is_reported_once_a_month() -> None:
    assert digest_of(None).gatherings.total == 4
    assert digest_of(BEFORE).gatherings.total == 0  # 16 to 22 November: not the month's first


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["1,200 members, at least 34 posts a week", "nobody talks there any more", "not seen yet; none of"]),
        ("fr", ["1 200 membres, au moins 34 publications par semaine", "plus personne n’y parle", "pas encore obs"]),
    ],
)
def test_text_and_html_say_it_in_the_first_mail_of_a_month(language: str, expected: list[str]) -> None:
    message = render(digest_of(None), language)
    for part in (message.text, message.html):
        flat = " ".join(part.replace("\u202f", " ").replace("\u00a0", " ").split())
        assert [one for one in expected if one not in flat] == []
