"""Recipients' preferences for their reports, applied to what the file declares. Pure.

Each preference changes what it names and nothing else; the last one counts. Who unsubscribed gets no digest of that
rhythm, and no alert once none is left.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from zoneinfo import ZoneInfo

from monitor.model.alerting import Preference
from monitor.model.settings import Report, Settings


def with_preferences(settings: Settings, preferences: Iterable[Preference]) -> Settings:
    """The settings with the reports as their recipients want them; those that nobody wants are left out."""
    stated = list(preferences)
    if not stated:
        return settings
    wanted = [(report.to, as_preferred(report, stated)) for report in settings.reports]
    kept = tuple(report for _, report in wanted if report is not None)
    gone = {person for person, report in wanted if report is None} - {report.to for report in kept}
    return replace(settings, reports=kept, unsubscribed=frozenset(gone))


def as_preferred(report: Report, preferences: Iterable[Preference]) -> Report | None:
    """The report as its recipient wants it; None where it is not wanted."""
    wanted = True
    for preference in preferences:
        if (preference.person, preference.every) != (report.to, report.every):
            continue
        report = replace(
            report,
            on=report.on if preference.on is None else preference.on,
            hour=report.hour if preference.hour is None else preference.hour,
            zone=report.zone if preference.zone is None else ZoneInfo(preference.zone),
            language=report.language if preference.language is None else preference.language,
        )
        wanted = wanted if preference.subscribed is None else preference.subscribed
    return report if wanted else None
