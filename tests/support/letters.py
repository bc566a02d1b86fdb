"""Each kind of letter that the program writes, as pages."""

from __future__ import annotations

from monitor.judge.alert_rules import Alarm
from monitor.report.contents.alert import Alert, warn
from monitor.report.contents.digest import Digest
from monitor.report.contents.director import Rollup
from monitor.report.rendering.language import LANGUAGES
from monitor.report.rendering.render import render
from support.digest import make_digest, make_rollup, make_settings, make_standings
from support.standing import NOW


def make_alert() -> Alert:
    """One that tells something new, again, and that it is over."""
    alarms = [
        Alarm(name, "nora", trouble, kind, NOW)
        for name, trouble, kind in (
            ("acme-mastodon", "dormant", "new"),
            ("acme-telegram", "abandoned", "again"),
            ("acme-club", "recovered", "recovered"),
        )
    ]
    settings = make_settings()
    return warn(alarms, settings.people["nora"], {one.account.id: one for one in make_standings()}, settings, NOW)


def letters() -> dict[str, str]:
    """Each kind of letter in each language."""
    made: dict[str, Digest | Rollup | Alert] = {
        "digest": make_digest(operator="help@acme.example"),
        "director": make_rollup(make_standings()),
        "alert": make_alert(),
    }
    return {f"{name} {language}": render(one, language).html for name, one in made.items() for language in LANGUAGES}
