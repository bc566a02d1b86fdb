"""What recipients wish of their reports, laid over what the file declares. Pure.

Each wish changes what it speaks of and nothing else; the last word counts. Who unsubscribed gets no digest of that
rhythm, and no alert once none is left.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from zoneinfo import ZoneInfo

from monitor.model.alerting import Wish
from monitor.model.settings import Report, Settings


def wished(settings: Settings, wishes: Iterable[Wish]) -> Settings:
    """The settings with the reports as their recipients want them; those that nobody wants are left out."""
    said = list(wishes)
    if not said:
        return settings
    wanted = [(report.to, as_wished(report, said)) for report in settings.reports]
    kept = tuple(report for _, report in wanted if report is not None)
    gone = {person for person, report in wanted if report is None} - {report.to for report in kept}
    return replace(settings, reports=kept, unsubscribed=frozenset(gone))


def as_wished(report: Report, wishes: Iterable[Wish]) -> Report | None:
    """The report as its recipient wants it; None where it is not wanted."""
    wanted = True
    for wish in wishes:
        if (wish.person, wish.every) != (report.to, report.every):
            continue
        report = replace(
            report,
            on=report.on if wish.on is None else wish.on,
            hour=report.hour if wish.hour is None else wish.hour,
            zone=report.zone if wish.zone is None else ZoneInfo(wish.zone),
            language=report.language if wish.language is None else wish.language,
        )
        wanted = wanted if wish.subscribed is None else wish.subscribed
    return report if wanted else None
