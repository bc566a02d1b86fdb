"""An alert's words: they grow firmer with the age of what nobody decides."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.judge.alert_rules import Alert
from monitor.report.contents.alert import warn
from monitor.report.mail.mime import Message
from monitor.report.rendering.render import render
from support.account_status import NOW
from support.digest import make_settings, make_statuses


def message_of(kind: str, age: int, language: str, *more: str) -> Message:
    """An alert of one account in trouble for so many days, and of `more` that are new."""
    since = NOW - timedelta(days=age)
    alerts = [Alert("acme-mastodon", "nora", "dormant", kind, since)]
    alerts += [Alert(name, "nora", "gone", "new", NOW) for name in more]
    account_statuses = {one.account.id: one for one in make_statuses()}
    settings = make_settings()
    return render(warn(alerts, settings.people["nora"], account_statuses, settings, NOW), language)


@pytest.mark.parametrize(
    ("language", "again", "several", "firm"),
    [
        ("en", "dormant, undecided for 30", "1 dormant, the oldest undecided for 30", "better not there"),
        ("fr", "dormant, sans décision depuis 30", "1 dormant, sans décision depuis 30", "mieux vaut être absent"),
    ],
)
def test_what_is_reported_again_says_since_when(language: str, again: str, several: str, firm: str) -> None:
    assert "30" not in message_of("new", 30, language).subject
    old = message_of("again", 30, language)
    assert again in old.subject.replace("\u00a0", " ")
    assert several in message_of("escalated", 30, language, "acme-events").subject.replace("\u00a0", " ")
    for part in (old.text, old.html):
        assert firm in " ".join(part.split())
    assert firm not in " ".join(message_of("again", 7, language).text.split())
