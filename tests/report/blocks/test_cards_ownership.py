"""The digest's section on ownership: who answers for nothing, and who is soon to confirm."""

from __future__ import annotations

import pytest

from monitor.model.state import Flag, Reason
from monitor.report.rendering.render import render
from support.account_status import Make
from support.digest import Compose

ORPHANED = frozenset({Flag.ORPHANED})
LAPSED = Reason("owner_unconfirmed", {"owner": "lea", "since": "2026-11-01"})


def due(until: str) -> Reason:
    return Reason("owner_to_confirm", {"owner": "lea", "until": until})


def test_the_orphaned_come_first_then_those_due_the_soonest_first(
    account_status: Make, compose_digest: Compose
) -> None:
    account_statuses = [
        account_status("later", reasons=(due("2026-12-20"),)),
        account_status("sooner", reasons=(due("2026-12-01"),)),
        account_status("lapsed", reasons=(LAPSED,), flags=ORPHANED),
        account_status("fine"),
    ]
    digest = compose_digest(account_statuses=account_statuses, transitions=[])
    assert [(o.card.id, o.why, o.on) for o in digest.ownerless.items] == [
        ("lapsed", "unconfirmed", "2026-11-01"),
        ("sooner", "due", "2026-12-01"),
        ("later", "due", "2026-12-20"),
    ]


@pytest.mark.parametrize(
    ("language", "head", "says"),
    [
        ("en", "Ownership", "is to confirm it by 1\u00a0December"),
        ("fr", "Responsables", "doit le confirmer avant le 1"),
    ],
)
@pytest.mark.parametrize("person", ["nora", "lea"])
def test_both_parts_of_a_mail_say_who_is_asked_and_how_to_confirm(
    account_status: Make, compose_digest: Compose, language: str, head: str, says: str, person: str
) -> None:
    digest = compose_digest(
        person=person, account_statuses=[account_status("one", reasons=(due("2026-12-01"),))], transitions=[]
    )
    message = render(digest, language)
    for part in (message.text, message.html):
        assert head in part and "Léa Exemple" in part and "monitor accounts confirm one" in part
        assert says in part
    assert "Give it an owner" not in message.text


def test_confirming_is_among_what_can_be_done(account_status: Make, compose_digest: Compose) -> None:
    account_statuses = [account_status("fine"), account_status("one", reasons=(due("2026-12-01"),))]
    digest = compose_digest(account_statuses=account_statuses, transitions=[], operator="help@acme.example")
    assert ("confirm", "monitor accounts confirm one") in [(one.kind, one.command.text) for one in digest.actions]
    assert "mailto:help@acme.example?subject=Confirm%20its%20owner%3A%20one" in render(digest, "en").html


def test_a_stand_in_learns_the_role_of_who_left_and_not_the_name(account_status: Make, compose_digest: Compose) -> None:
    account_statuses = [account_status("one", owner="tom", backup="lea", flags=ORPHANED)]
    message = render(compose_digest(person="lea", account_statuses=account_statuses, transitions=[]), "en")
    assert "Tom Sample" not in message.text and "Its owner has left." in message.text
    assert (
        "Tom Sample"
        in render(compose_digest(person="nora", account_statuses=account_statuses, transitions=[]), "en").text
    )
