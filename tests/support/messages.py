"""Each kind of message that the program writes, as pages."""

from __future__ import annotations

from monitor.judge.alert_rules import Alert
from monitor.report.contents.alert import AlertMessage, warn
from monitor.report.contents.digest import Digest
from monitor.report.contents.director import DirectorReport
from monitor.report.rendering.language import LANGUAGES
from monitor.report.rendering.render import render
from support.account_status import NOW
from support.digest import make_digest, make_rollup, make_settings, make_statuses


def make_alert() -> AlertMessage:
    """One that reports something new, something again, and that something is over."""
    alerts = [
        Alert(name, "nora", trouble, kind, NOW)
        for name, trouble, kind in (
            ("acme-mastodon", "dormant", "new"),
            ("acme-telegram", "abandoned", "again"),
            ("acme-club", "recovered", "recovered"),
        )
    ]
    settings = make_settings()
    return warn(alerts, settings.people["nora"], {one.account.id: one for one in make_statuses()}, settings, NOW)


def messages() -> dict[str, str]:
    """Each kind of message in each language."""
    made: dict[str, Digest | DirectorReport | AlertMessage] = {
        "digest": make_digest(operator="help@acme.example"),
        "director": make_rollup(make_statuses()),
        "alert": make_alert(),
    }
    return {f"{name} {language}": render(one, language).html for name, one in made.items() for language in LANGUAGES}
