"""Days off in the digest's "coming up", and in what `explain` says."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.model.account import Span
from monitor.report.rendering.render import render
from support.digest import Compose
from support.standing import Make

BREAK = Span(date(2026, 12, 1), date(2026, 12, 3), "Inventory <b>")
FAR = Span(date(2026, 12, 25), date(2026, 12, 25), "Christmas")
PAST = Span(date(2026, 11, 11), date(2026, 11, 11), "Armistice")
DAYS = (PAST, BREAK, FAR)


def test_the_days_off_of_the_next_fourteen_days_are_told_once_a_brand(standing: Make, compose_digest: Compose) -> None:
    standings = [standing("one", holidays=DAYS), standing("two", holidays=DAYS)]
    digest = compose_digest(standings=standings, transitions=[])
    assert [("holiday", BREAK.start, BREAK.end, "")] == [(c.what, c.on, c.until, c.brand) for c in digest.coming.items]


@pytest.mark.parametrize(("language", "says"), [("en", "days off until"), ("fr", "jours chômés jusqu’au")])
def test_a_mail_names_them(standing: Make, compose_digest: Compose, language: str, says: str) -> None:
    letter = render(compose_digest(standings=[standing("one", holidays=DAYS)], transitions=[]), language)
    assert says in letter.text and "Inventory" in letter.text
    assert says in letter.html and "Inventory &lt;b&gt;" in letter.html
    assert "Christmas" not in letter.text
