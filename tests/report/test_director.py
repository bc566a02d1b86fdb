"""A director's mail: brands rolled up, whether to stay on a network, and no person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from monitor.model.account import Span
from monitor.model.people import Brand, Person
from monitor.model.settings import FetchSettings, Settings
from monitor.model.state import Advice, Flag, Proposal, Reason, Standing, Status
from monitor.report.rendering.language import LANGUAGES
from monitor.report.rendering.render import LIMIT, render
from support.digest import PARIS, make_rollup, make_settings, make_standings
from support.standing import Make
from support.typography import french_faults

PEOPLE = {
    "qvesper": Person("qvesper", "Quilla Vesper", "quilla@acme.example", hours_per_week=4),
    "othackery": Person("othackery", "Orrin Thackery", "orrin@acme.example", left=True),
}
CLOSE = Proposal(Advice.CLOSE, Reason("close_abandoned", {"days": 223}), -2.25)
REVIVE = Proposal(Advice.REVIVE, Reason("revive_with_hours", {"hours": 2.5}), 2.5)


def named_after_people() -> tuple[Settings, list[Standing]]:
    """Every place where a person's name or id can stand holds one."""
    settings = replace(make_settings(), people=PEOPLE, brands={"acme": Brand("acme", "Acme", PARIS, manager="qvesper")})
    standings = [
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
        for one in make_standings()
    ]
    return settings, standings


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_is_named(language: str) -> None:
    settings, standings = named_after_people()
    letter = render(make_rollup(standings, settings), language)
    assert "Acme" in letter.text and "43" in letter.text
    for text in (letter.subject, letter.text, letter.html):
        found = [
            word for word in ("quilla", "vesper", "orrin", "thackery", "qvesper", "othackery") if word in text.lower()
        ]
        assert [] == found


def test_each_network_is_to_be_left_or_not(standing: Make) -> None:
    def network(name: str, *advised: tuple[Status, Proposal | None]) -> list[Standing]:
        return [
            standing(f"{name}{number}", status, network=name, proposal=proposal, since=9)
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
    assert {
        "telegram": ("leave", 2, 2),
        "mastodon": ("reduce", 2, 1),
        "youtube": ("reduce", 1, 0),
        "bluesky": ("mend", 1, 0),
        "feed": ("stay", 1, 0),
    } == words
    assert ["leave", "reduce", "reduce", "mend", "stay"] == [row.word for row in made.networks.items]


def test_a_brand_is_shown_with_its_index_its_hours_and_what_waits() -> None:
    made = make_rollup(make_standings())
    acme = next(row for row in made.brands.items if row.name == "Acme")
    assert acme.index is not None and 25 == acme.index.before
    assert (made.pending, made.oldest) == (len(made.waiting.items), 43)
    assert "Acme: 5 on plan, 5 slowing down, 2 inanimate, 2 not seen" in " ".join(render(made, "en").text.split())
    assert [one.age for one in made.waiting.items] == sorted((one.age for one in made.waiting.items), reverse=True)


def test_it_says_what_the_director_asks() -> None:
    letter = render(make_rollup(make_standings()), "en")
    told = "[Acme Group] 2 of 16 accounts inanimate, 5 decisions pending (oldest 43 days) – October 2026"
    assert told == letter.subject.replace("\u00a0", " ")
    text = " ".join(letter.text.split())
    assert "5 decisions are pending, the oldest for 43 days." in text
    assert "Telegram, Acme: abandoned for 43 days → Close it" in text
    assert "You get this mail because you decide over Acme Group, on day 1 of each month at 07:00" in text


def test_french_is_set_as_french_is() -> None:
    letter = render(make_rollup(make_standings()), "fr")
    assert [] == french_faults(letter.text)
    assert letter.subject.replace("\u00a0", " ").startswith(
        "[Acme Group] 2 comptes inanimés sur 16, 5 décisions en attente (la plus ancienne"
    )


def test_a_quiet_month_says_so_in_a_few_lines(standing: Make) -> None:
    made = make_rollup([standing("one"), standing("rests", Status.PAUSED)])
    assert made.quiet
    letter = render(made, "en")
    assert "nothing pending" in letter.subject and "stay or leave" not in letter.text


@pytest.mark.parametrize("status", [Status.BLIND, Status.UNSEEN, Status.LATE, Status.DORMANT, Status.GONE])
def test_a_month_is_not_quiet_where_something_is_not_on_plan(standing: Make, status: Status) -> None:
    assert not make_rollup([standing("one"), standing("other", status)]).quiet


def test_the_first_mail_is_never_quiet(standing: Make) -> None:
    assert not make_rollup([standing("one")], previous=None).quiet


def test_brands_of_one_name_have_decisions_of_their_own(standing: Make) -> None:
    brands = {name: Brand(name, "Acme", PARIS) for name in ("north", "south")}
    settings = replace(make_settings(), brands=brands)
    made = make_rollup([standing("a", Status.DORMANT, brand="north"), standing("b", brand="south")], settings)
    assert [1, 0] == [row.pending for row in made.brands.items]


def test_the_operators_address_is_left_out() -> None:
    settings = replace(make_settings(), fetch=FetchSettings(contact="quilla.vesper@acme.example"))
    letter = render(make_rollup(make_standings(), settings), "en")
    assert "quilla" not in letter.html + letter.text


def test_many_brands_fit_into_a_mail(standing: Make) -> None:
    brands = {f"b{n}": Brand(f"b{n}", "Ünïcödé ■ " * 6 + str(n), PARIS) for n in range(300)}
    settings = replace(make_settings(), brands=brands)
    standings = [
        standing(f"{n}", Status.ABANDONED, brand=f"b{n}", network=f"net{n}", proposal=CLOSE, since=50, owner=None)
        for n in range(300)
    ]
    letter = render(make_rollup(standings, settings), "fr")
    assert len((letter.text + letter.html).encode()) < LIMIT
    assert "Et 288 de plus" in " ".join(letter.text.split())


def test_flags_alone_are_a_matter_too(standing: Make) -> None:
    zombie = standing("old", Status.CLOSED, flags=frozenset({Flag.ZOMBIE}), since=3)
    assert 1 == make_rollup([zombie]).pending
