"""The digest's section on ownership: who answers for nothing, and who is soon to confirm."""

from __future__ import annotations

import pytest

from monitor.model.state import Flag, Reason
from monitor.report.rendering.render import render
from support.digest import Compose
from support.standing import Make

ORPHANED = frozenset({Flag.ORPHANED})
LAPSED = Reason("owner_unconfirmed", {"owner": "lea", "since": "2026-11-01"})


def due(until: str) -> Reason:
    return Reason("owner_to_confirm", {"owner": "lea", "until": until})


def test_the_orphaned_come_first_then_those_due_the_soonest_first(standing: Make, compose_digest: Compose) -> None:
    standings = [
        standing("later", reasons=(due("2026-12-20"),)),
        standing("sooner", reasons=(due("2026-12-01"),)),
        standing("lapsed", reasons=(LAPSED,), flags=ORPHANED),
        standing("fine"),
    ]
    digest = compose_digest(standings=standings, transitions=[])
    assert [
        ("lapsed", "unconfirmed", "2026-11-01"),
        ("sooner", "due", "2026-12-01"),
        ("later", "due", "2026-12-20"),
    ] == [(o.card.id, o.why, o.on) for o in digest.ownerless.items]


@pytest.mark.parametrize(
    ("language", "head", "says"),
    [
        ("en", "Ownership", "is to confirm it by 1\u00a0December"),
        ("fr", "Responsables", "doit le confirmer avant le 1"),
    ],
)
@pytest.mark.parametrize("person", ["nora", "lea"])
def test_both_parts_of_a_mail_say_who_is_asked_and_how_to_confirm(
    standing: Make, compose_digest: Compose, language: str, head: str, says: str, person: str
) -> None:
    digest = compose_digest(person=person, standings=[standing("one", reasons=(due("2026-12-01"),))], transitions=[])
    letter = render(digest, language)
    for part in (letter.text, letter.html):
        assert head in part and "Léa Exemple" in part and "monitor accounts confirm one" in part
        assert says in part
    assert "Give it an owner" not in letter.text


def test_confirming_is_among_what_can_be_done(standing: Make, compose_digest: Compose) -> None:
    standings = [standing("fine"), standing("one", reasons=(due("2026-12-01"),))]
    digest = compose_digest(standings=standings, transitions=[], operator="help@acme.example")
    assert ("confirm", "monitor accounts confirm one") in [(one.kind, one.command.text) for one in digest.actions]
    assert "mailto:help@acme.example?subject=Confirm%20its%20owner%3A%20one" in render(digest, "en").html


def test_a_stand_in_learns_the_role_of_who_left_and_not_the_name(standing: Make, compose_digest: Compose) -> None:
    standings = [standing("one", owner="tom", backup="lea", flags=ORPHANED)]
    letter = render(compose_digest(person="lea", standings=standings, transitions=[]), "en")
    assert "Tom Sample" not in letter.text and "Its owner has left." in letter.text
    assert "Tom Sample" in render(compose_digest(person="nora", standings=standings, transitions=[]), "en").text
