"""What is declared of days past and to come, as a calendar (RFC 5545): pauses, seasons, reviews, closings.

Rules:
- Every event lasts whole days, and takes nobody's time (TRANSP:TRANSPARENT): it stands above the day, and blocks none.
- A pause or a season without an end is shown on the day it begins.
- A UID is made of what it is, the account and the day it begins, so that a pause that grows longer stays one event.
- DTSTAMP is the day on which the calendar is made: programs take the later of two calendars, and the file changes at
  most once a day where nothing else does.
- Nobody is named; reasons stand as their authors wrote them. An account that is closed is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from urllib.parse import quote

from monitor.model.account import Account, Lifecycle
from monitor.model.settings import Settings
from monitor.report.readers.sanitise import line, link
from monitor.report.rendering.language import language_of

_DAY: Final = timedelta(days=1)
_LAST: Final = date.max - _DAY  # an event ends before the day after its last


@dataclass(frozen=True, slots=True)
class Event:
    """Days of one account, both included. `what` is a word that the templates know."""

    account: Account
    what: str  # pause | season | review | closing
    start: date
    end: date
    open: bool = False
    reason: str = ""


def events(settings: Settings, brands: Iterable[str]) -> list[Event]:
    """All events of the brands' accounts, the earliest first."""
    chosen = set(brands)
    accounts = [one for one in settings.accounts.values() if one.brand in chosen]
    found = [event for account in accounts for event in _of(account)]
    return sorted(found, key=lambda event: (event.start, event.account.id, event.what, event.end))


def agenda(settings: Settings, brands: Iterable[str], now: datetime) -> bytes:
    """The calendar of the brands' accounts in their brands' languages; lines end in CRLF, none is over 75 bytes."""
    import icalendar

    from monitor.report.rendering.templates import module

    chosen = list(brands)
    languages = {language_of(settings.brands[name].language) for name in chosen}
    heading = module(languages.pop() if len(languages) == 1 else language_of(""), "publishing.txt")
    made = icalendar.Calendar()
    made.add("prodid", "-//account-health-monitor//calendar//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", heading.calendar_title([line(settings.brands[name].name, 60) for name in chosen]))
    seen: Counter[str] = Counter()
    stamp = datetime.combine(now.astimezone(UTC).date(), time(), UTC)
    for event in events(settings, chosen):
        say = module(language_of(settings.brands[event.account.brand].language), "publishing.txt")
        key = f"{event.what}-{event.start.isoformat()}-{quote(event.account.id, safe='')}"
        seen[key] += 1
        entry = icalendar.Event()
        entry.add("uid", f"{key}{f'-{seen[key]}' if seen[key] > 1 else ''}@monitor.invalid")
        entry.add("dtstamp", stamp)
        entry.add("dtstart", event.start)
        entry.add("dtend", event.end + _DAY)
        entry.add("summary", line(say.event(event.account.id, event.account.network, event.what, event.open), 200))
        entry.add("transp", "TRANSPARENT")
        if event.reason:
            entry.add("description", line(event.reason, 500))
        if address := link(event.account.url):
            entry.add("url", address)
        made.add_component(entry)
    written: bytes = made.to_ical()
    return written


def _of(account: Account) -> Iterator[Event]:
    if account.lifecycle is Lifecycle.CLOSED:
        return
    for what, spans in (("pause", account.pauses), ("season", account.seasons)):
        for span in spans:
            start = min(span.start, _LAST)
            end = start if span.end is None else min(span.end, _LAST)
            yield Event(account, what, start, end, span.end is None, span.reason)
    for what, day in (("review", account.plan.review_by), ("closing", account.closing_on)):
        if day is not None:
            yield Event(account, what, min(day, _LAST), min(day, _LAST))
