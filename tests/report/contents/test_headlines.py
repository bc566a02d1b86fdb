"""The first lines of a digest and how its numbers are shown: each of these was once wrong in a mail."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from monitor.model.state import Status
from monitor.report.blocks.section_rows import Headline
from monitor.report.contents.digest import Digest
from monitor.report.rendering.language import LANGUAGES
from monitor.report.rendering.render import render
from support.account_status import Make, moved
from support.digest import Compose
from support.reader import flat, said, shown

OLD, FRESH = 40, 1  # days


@pytest.mark.parametrize(
    ("accounts", "english", "french"),
    [
        (
            [(Status.DORMANT, OLD), (Status.GONE, FRESH)],
            "1 of 3 accounts is inanimate; 1 is gone, new this week.",
            "1 compte sur 3 est inanimé ; 1 a disparu, depuis cette semaine.",
        ),
        (
            [(Status.DORMANT, FRESH), (Status.BLIND, FRESH)],
            "1 of 3 accounts is inanimate and 1 could not be seen, new this week.",
            "1 compte sur 3 est inanimé et 1 n’a pas pu être vu, depuis cette semaine.",
        ),
        (
            [(Status.DORMANT, FRESH), (Status.ABANDONED, OLD)],
            "2 of 3 accounts are inanimate, 1 of them new.",
            "2 comptes sur 3 sont inanimés, dont 1 nouveau.",
        ),
        (
            [(Status.MOVED, OLD), (Status.SUSPENDED, FRESH)],
            "1 of 3 accounts is suspended, new this week; none is inanimate.",
            "1 compte sur 3 est suspendu, depuis cette semaine ; aucun n’est inanimé.",
        ),
        (
            [(Status.BLIND, OLD), (Status.LATE, FRESH)],
            "Nothing to decide: 1 of 3 accounts is on plan.",
            "Rien à décider : 1 compte sur 3 est conforme au plan.",
        ),
    ],
)
def test_the_first_line_is_the_verdict(
    accounts: list[tuple[Status, int]], english: str, french: str, account_status: Make, compose_digest: Compose
) -> None:
    account_statuses = [account_status(status.value, status, since=age, last=50) for status, age in accounts]
    news = [moved(status.value, Status.ON_PLAN, status) for status, age in accounts if age == FRESH]
    digest = compose_digest(account_statuses=[*account_statuses, account_status("fine")], transitions=news)
    assert english in shown(digest, "en")
    assert french in shown(digest, "fr")


@pytest.mark.parametrize("status", [Status.GONE, Status.SUSPENDED, Status.MOVED, Status.PRIVATE, Status.BLIND])
def test_the_subject_names_what_is_newly_lost(status: Status, account_status: Make, compose_digest: Compose) -> None:
    account_statuses = [
        account_status("silent", Status.DORMANT, since=12, last=50),
        account_status("lost", status, since=2),
    ]
    digest = compose_digest(account_statuses=account_statuses, transitions=[moved("lost", Status.ON_PLAN, status)])
    assert digest.headlines == (Headline("inanimate", 1, 0, 12), Headline(status, 1, 1, 0))
    for language in LANGUAGES:
        assert re.search(r", 1 [\w ]+ \(1 (new|nouveau)\), 0 ", render(digest, language).subject)


def test_how_old_the_oldest_is_counts_accounts_of_one_kind(account_status: Make, compose_digest: Compose) -> None:
    account_statuses = [
        account_status("new", Status.DORMANT, since=1, last=40),
        account_status("old", Status.OVERDUE, since=7, last=18),
    ]
    digest = compose_digest(
        account_statuses=account_statuses, transitions=[moved("new", Status.OVERDUE, Status.DORMANT)]
    )
    assert digest.headlines == (Headline("inanimate", 1, 1, 0), Headline("overdue", 1, 0, 7))


def test_the_message_begins_with_what_to_decide_and_what_to_do(rich: Digest) -> None:
    for language, head, row, after in (
        ("en", "To decide now", "Acme Tools Dormant silent for 31 days → Revive it", "As of Monday"),
        ("fr", "À décider maintenant", "Acme Tools Dormant silencieux depuis 31 jours → Ranimez-le", "État au lundi"),
    ):
        page = shown(rich, language)
        assert page.index(head) < page.index(row) < page.index(after)


def test_the_numbers_say_of_when_they_are(rich: Digest) -> None:
    assert "As of Monday 23 November, 07:10 (Europe/Paris); ▲ and ▼: against the mail before." in said(rich, "en")
    assert "État au lundi 23 novembre, 7 h 10 (Europe/Paris) ; ▲ et ▼ : par rapport au message" in said(rich, "fr")


@pytest.mark.parametrize(("number", "french"), [(0, "inanimé"), (1, "inanimé"), (2, "inanimés")])
def test_tiles_agree_with_their_number(number: int, french: str, account_status: Make, compose_digest: Compose) -> None:
    account_statuses = [account_status(f"s{n}", Status.DORMANT, last=50) for n in range(number)] + [
        account_status("fine")
    ]
    assert re.search(
        rf" {number} {french}( |$)", said(compose_digest(account_statuses=account_statuses, transitions=[]), "fr")
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_matter_stands_out_more_as_it_grows_older(
    language: str, account_status: Make, compose_digest: Compose
) -> None:
    def waiting(age: int) -> tuple[str, str]:
        one = account_status("one", Status.DORMANT, since=age, last=age + 31)
        message = render(compose_digest(account_statuses=[one], transitions=[]), language)
        badge = re.search(r'<span class="(badge[ \w]*)"[^>]*>\d+\s(?:days|jours)</span>', message.html)
        return (badge[1] if badge else "", " ".join(re.findall(r"!+\)", message.text)))

    assert [waiting(age) for age in (8, 15, 36)] == [("badge", ""), ("badge slow", "!)"), ("badge old", "!!)")]
    at_28 = compose_digest(account_statuses=[account_status("one", Status.DORMANT, since=28, last=59)], transitions=[])
    assert re.search(r'class="badge old"[^>]*>(For|Depuis) 28', flat(render(at_28, language).html))


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_keep_their_units_and_lines_their_indent(
    language: str, account_status: Make, compose_digest: Compose
) -> None:
    title = "Balade du dimanche : 28 km, deux châteaux, une crêperie et encore 30 km"
    one = account_status("one", Status.OVERDUE, name="A name that is rather long, as names are", last=12, title=title)
    one = replace(one, account=replace(one.account, source="/srv/monitor.toml:9"))
    change = moved("one", Status.RECOVERING, Status.OVERDUE)
    message = render(compose_digest(account_statuses=[one], transitions=[change]), language)
    assert "28\u00a0km" in message.text and "dimanche\u00a0: 28" in message.html and "30\u00a0km" in message.text
    assert [row for row in message.text.splitlines() if row != row.rstrip()] == []
    (begun,) = (n for n, row in enumerate(message.text.splitlines()) if row.startswith("* A name") and "→" in row)
    assert message.text.splitlines()[begun + 1].startswith("  ")


def test_the_version_stands_on_one_line(rich: Digest) -> None:
    assert "\naccount-health-monitor\u00a00.1.0\n" in render(rich, "en").text
    assert re.search(r"white-space: nowrap[^>]*>account-health-monitor\u00a00\.1\.0<", render(rich, "fr").html)
