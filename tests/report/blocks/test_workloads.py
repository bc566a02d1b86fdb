"""The hours of a digest: what others said is work too, and who pays where more is promised than there is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from monitor.model.conversation import Received
from monitor.model.state import AccountStatus, Status
from support.account_status import NOW, Make
from support.digest import Compose
from support.reader import said, shown


def test_what_others_said_is_moderated_where_it_can_be_seen(account_status: Make, compose_digest: Compose) -> None:
    one = account_status("one", owner="nora", last=None, cadence=None)
    heard = {"one": [Received(NOW - timedelta(days=day), day) for day in range(30)]}

    def hours(account: AccountStatus) -> list[float]:
        digest = compose_digest(account_statuses=[account], transitions=[], received=heard)
        return [work.hours.estimated for work in digest.hours.items if work.name == "Nora Sample"]

    assert hours(one) == [0.0]
    assert hours(replace(one, record=replace(one.record, heard=NOW))) == [28 * 2 / 60 / 4]


def test_a_brand_that_promises_more_than_it_has_names_the_accounts_that_pay(
    account_status: Make, compose_digest: Compose
) -> None:
    accounts = [
        account_status("late", Status.LATE, owner="nora", name="Acme Clips"),
        account_status("dormant", Status.DORMANT, owner="nora", name="Acme Lab"),
        account_status("kept", owner="nora"),
    ]
    digest = compose_digest(account_statuses=accounts, transitions=[])
    brand = digest.hours.items[0]
    assert (brand.name, brand.paying, brand.more) == ("Acme", ("Acme Lab", "Acme Clips"), 0)
    paid = "You promise 8.5 h a week and have 4 h: Acme Lab and Acme Clips pay for it."
    assert paid in said(digest, "en") and paid in shown(digest, "en")
    assert "Vous promettez 8,5 h par semaine et en avez 4 h : Acme Lab et Acme Clips en font les frais." in said(
        digest, "fr"
    )


def test_at_most_three_that_pay_are_named_and_nobody_pays_where_hours_suffice(
    account_status: Make, compose_digest: Compose
) -> None:
    accounts = [account_status(f"late-{number}", Status.LATE, owner="nora") for number in range(5)]
    assert "late-0, late-1, late-2 and 2 more pay for it." in said(
        compose_digest(account_statuses=accounts, transitions=[]), "en"
    )
    (brand, *_) = compose_digest(account_statuses=accounts[:1], transitions=[]).hours.items
    assert (brand.paying, brand.hours.over) == ((), 0)
