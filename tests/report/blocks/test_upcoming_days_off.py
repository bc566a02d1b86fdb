"""Days off in the digest's "coming up", and in what `explain` says."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.model.account import Span
from monitor.report.rendering.render import render
from support.account_status import Make
from support.digest import Compose

BREAK = Span(date(2026, 12, 1), date(2026, 12, 3), "Inventory <b>")
FAR = Span(date(2026, 12, 25), date(2026, 12, 25), "Christmas")
PAST = Span(date(2026, 11, 11), date(2026, 11, 11), "Armistice")
DAYS = (PAST, BREAK, FAR)


def test_the_days_off_of_the_next_fourteen_days_are_listed_once_a_brand(
    account_status: Make, compose_digest: Compose
) -> None:
    account_statuses = [account_status("one", holidays=DAYS), account_status("two", holidays=DAYS)]
    digest = compose_digest(account_statuses=account_statuses, transitions=[])
    assert [(c.what, c.on, c.until, c.brand) for c in digest.coming.items] == [("holiday", BREAK.start, BREAK.end, "")]


@pytest.mark.parametrize(("language", "says"), [("en", "days off until"), ("fr", "jours chômés jusqu’au")])
def test_a_mail_names_them(account_status: Make, compose_digest: Compose, language: str, says: str) -> None:
    message = render(compose_digest(account_statuses=[account_status("one", holidays=DAYS)], transitions=[]), language)
    assert says in message.text and "Inventory" in message.text
    assert says in message.html and "Inventory &lt;b&gt;" in message.html
    assert "Christmas" not in message.text
