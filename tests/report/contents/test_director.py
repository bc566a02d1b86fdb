"""A director's mail: brands rolled up, whether to stay on a network, and no person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from monitor.model.account import Span
from monitor.model.people import Brand, Person
from monitor.model.settings import FetchSettings, Settings
from monitor.model.state import AccountStatus, Advice, Flag, Proposal, Reason, Status
from monitor.report.rendering.language import LANGUAGES
from monitor.report.rendering.render import LIMIT, render
from support.account_status import Make
from support.digest import PARIS, make_rollup, make_settings, make_statuses
from support.typography import french_faults

PEOPLE = {
    "qvesper": Person("qvesper", "Quilla Vesper", "quilla@acme.example", hours_per_week=4),
    "othackery": Person("othackery", "Orrin Thackery", "orrin@acme.example", left=True),
}
CLOSE = Proposal(Advice.CLOSE, Reason("close_abandoned", {"days": 223}), -2.25)
REVIVE = Proposal(Advice.REVIVE, Reason("revive_with_hours", {"hours": 2.5}), 2.5)


def named_after_people() -> tuple[Settings, list[AccountStatus]]:
    """Every place where a person's name or id can stand holds one."""
    settings = replace(make_settings(), people=PEOPLE, brands={"acme": Brand("acme", "Acme", PARIS, manager="qvesper")})
    account_statuses = [
        replace(
            one,
            account=replace(
                one.account,
                id=f"qvesper-{one.account.id}",
                brand="acme",
                owner="qvesper",
                backup_owner="othackery",
                mission="What Orrin Thackery wants",
                pauses=(Span(date(2026, 11, 1), date(2026, 12, 24), "Quilla Vesper is away"),),
            ),
            record=replace(
                one.record, facts=replace(one.record.facts, name="Quilla Vesper"), last_human_title="By Orrin Thackery"
            ),
            verdict=replace(one.verdict, reasons=(Reason("owner_left", {"owner": "othackery"}), *one.verdict.reasons)),
        )
        for one in make_statuses()
    ]
    return settings, account_statuses


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_is_named(language: str) -> None:
    settings, account_statuses = named_after_people()
    message = render(make_rollup(account_statuses, settings), language)
    assert "Acme" in message.text and "43" in message.text
    for text in (message.subject, message.text, message.html):
        found = [
            word for word in ("quilla", "vesper", "orrin", "thackery", "qvesper", "othackery") if word in text.lower()
        ]
        assert found == []


def test_each_network_is_to_be_left_or_not(account_status: Make) -> None:
    def network(name: str, *advised: tuple[Status, Proposal | None]) -> list[AccountStatus]:
        return [
            account_status(f"{name}{number}", status, network=name, proposal=proposal, since=9)
            for number, (status, proposal) in enumerate(advised)
        ]

    reduce = Proposal(Advice.REDUCE, Reason("reduce_to_kept", {"planned": 3, "kept": 1}))
    made = make_rollup(
        [
            *network("telegram", (Status.ABANDONED, CLOSE), (Status.DORMANT, CLOSE)),
            *network("mastodon", (Status.ABANDONED, CLOSE), (Status.ON_PLAN, None)),
            *network("youtube", (Status.BEHIND, reduce)),
            *network("bluesky", (Status.DORMANT, REVIVE)),
            *network("feed", (Status.ON_PLAN, None), (Status.PAUSED, None)),
            *network("mixcloud", (Status.PAUSED, None)),  # nobody is expected there
        ]
    )
    words = {row.network: (row.word, row.accounts, row.letting_go) for row in made.networks.items}
    assert words == {
        "telegram": ("leave", 2, 2),
        "mastodon": ("reduce", 2, 1),
        "youtube": ("reduce", 1, 0),
        "bluesky": ("mend", 1, 0),
        "feed": ("stay", 1, 0),
    }
    assert [row.word for row in made.networks.items] == ["leave", "reduce", "reduce", "mend", "stay"]


def test_a_brand_is_shown_with_its_index_its_hours_and_what_waits() -> None:
    made = make_rollup(make_statuses())
    acme = next(row for row in made.brands.items if row.name == "Acme")
    assert acme.index is not None and acme.index.before == 25
    assert (len(made.waiting.items), 43) == (made.pending, made.oldest)
    assert "Acme: 5 on plan, 5 slowing down, 2 inanimate, 2 not seen" in " ".join(render(made, "en").text.split())
    assert sorted((one.age for one in made.waiting.items), reverse=True) == [one.age for one in made.waiting.items]


def test_it_says_what_the_director_asks() -> None:
    message = render(make_rollup(make_statuses()), "en")
    subject = "[Acme Group] 2 of 16 accounts inanimate, 5 decisions pending (oldest 43 days) – October 2026"
    assert message.subject.replace("\u00a0", " ") == subject
    text = " ".join(message.text.split())
    assert "5 decisions are pending, the oldest for 43 days." in text
    assert "Telegram, Acme: abandoned for 43 days → Close it" in text
    assert "You get this mail because you decide over Acme Group, on day 1 of each month at 07:00" in text


def test_french_is_set_as_french_is() -> None:
    message = render(make_rollup(make_statuses()), "fr")
    assert french_faults(message.text) == []
    assert message.subject.replace("\u00a0", " ").startswith(
        "[Acme Group] 2 comptes inanimés sur 16, 5 décisions en attente (la plus ancienne"
    )


def test_a_quiet_month_says_so_in_a_few_lines(account_status: Make) -> None:
    made = make_rollup([account_status("one"), account_status("rests", Status.PAUSED)])
    assert made.quiet
    message = render(made, "en")
    assert "nothing pending" in message.subject and "stay or leave" not in message.text


@pytest.mark.parametrize("status", [Status.BLIND, Status.UNSEEN, Status.LATE, Status.DORMANT, Status.GONE])
def test_a_month_is_not_quiet_where_something_is_not_on_plan(account_status: Make, status: Status) -> None:
    assert not make_rollup([account_status("one"), account_status("other", status)]).quiet


def test_the_first_mail_is_never_quiet(account_status: Make) -> None:
    assert not make_rollup([account_status("one")], previous=None).quiet


def test_brands_of_one_name_have_decisions_of_their_own(account_status: Make) -> None:
    brands = {name: Brand(name, "Acme", PARIS) for name in ("north", "south")}
    settings = replace(make_settings(), brands=brands)
    made = make_rollup(
        [account_status("a", Status.DORMANT, brand="north"), account_status("b", brand="south")], settings
    )
    assert [row.pending for row in made.brands.items] == [1, 0]


def test_the_operators_address_is_left_out() -> None:
    settings = replace(make_settings(), fetch=FetchSettings(contact="quilla.vesper@acme.example"))
    message = render(make_rollup(make_statuses(), settings), "en")
    assert "quilla" not in message.html + message.text


def test_many_brands_fit_into_a_mail(account_status: Make) -> None:
    brands = {f"b{n}": Brand(f"b{n}", "Ünïcödé ■ " * 6 + str(n), PARIS) for n in range(300)}
    settings = replace(make_settings(), brands=brands)
    account_statuses = [
        account_status(f"{n}", Status.ABANDONED, brand=f"b{n}", network=f"net{n}", proposal=CLOSE, since=50, owner=None)
        for n in range(300)
    ]
    message = render(make_rollup(account_statuses, settings), "fr")
    assert len((message.text + message.html).encode()) < LIMIT
    assert "Et 288 de plus" in " ".join(message.text.split())


def test_flags_alone_are_a_matter_too(account_status: Make) -> None:
    zombie = account_status("old", Status.CLOSED, flags=frozenset({Flag.ZOMBIE}), since=3)
    assert make_rollup([zombie]).pending == 1
