"""Judgements into a digest. Pure.

standings > visible to this reader > cards > sections, each sorted and cut to what a reader takes in
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final, TypeVar

from monitor.model.plan import Decision, Person, Report, Settings
from monitor.model.state import Standing, Status, Transition
from monitor.report import sections
from monitor.report.actions import actions
from monitor.report.card import card
from monitor.report.coming import coming_up
from monitor.report.digest import Digest, Listing, Numbers, Proof
from monitor.report.hours import workloads
from monitor.report.outside import line
from monitor.report.period import Period
from monitor.report.scope import manages, visible

T = TypeVar("T")

# How many rows a section shows; the rest is counted. Together they keep a letter below what mail programs cut off.
_DECIDE: Final = 5
_STRIPS: Final = 12
_LINES: Final = 12


def compose(
    *,
    report: Report,
    person: Person,
    settings: Settings,
    standings: Sequence[Standing],
    transitions: Sequence[Transition],
    previous: Numbers | None,
    period: Period,
    pulse: Proof,
    now: datetime,
    decisions: Sequence[Decision] = (),
) -> Digest:
    """What `person` is told of `period`.

    `standings` are of all accounts, `transitions` those since the last letter to this reader, in order; `previous`
    are that letter's numbers, None for a first one. `decisions` are what people said (snoozes count here).
    """
    mine = visible(report, person, settings, standings)
    brands = sorted({standing.account.brand for standing in mine})
    moved = {t.account: t for t in transitions if t.axis == "status"}
    today = now.astimezone(report.zone).date()

    def is_new(account: str) -> bool:
        return previous is not None and account in moved and moved[account].announce

    rows = [
        (s, card(s, settings, period, now, new=is_new(s.account.id), with_brand=len(brands) > 1, decisions=decisions))
        for s in mine
    ]
    days = (period.end - period.start).days + 1
    fresh, waiting = sections.matters(rows, frozenset(moved), first=previous is None, days=days)
    matters = [*fresh, *waiting]
    watched = sections.watched(rows)
    first_of_month = previous is None or report.every == "month" or period.start.month != (today.month)
    return Digest(
        title=_title(brands or list(report.brands), settings),
        reader=line(person.name, 60),
        period=period,
        every=report.every,
        on=report.on,
        hour=report.hour,
        zone=str(report.zone),
        manages=any(manages(person, brand, settings) for brand in brands),
        numbers=sections.numbers(mine),
        previous=previous,
        new=sum(c.new for c in matters if c.status in sections.INANIMATE),
        oldest=max((c.age for c in matters if not c.new), default=0),
        overdue=sum(c.status is Status.OVERDUE for c in matters),
        changed=_cut(sections.changes(rows, transitions, settings), _LINES),
        decide=_cut(fresh, _DECIDE),
        waiting=_cut(waiting, _LINES),
        watch=_cut(watched, _STRIPS),
        autopilot=_cut(sections.on_autopilot(rows), _LINES),
        hours=_cut(workloads(person, standings, brands, settings, now), _LINES),
        coming=_cut(coming_up([(s.account, c) for s, c in rows], today), _LINES),
        unseen=_cut(sections.not_seen(rows), _LINES),
        asked=_cut(sections.asked(rows, today) if first_of_month else [], _LINES),
        ownerless=_cut(sections.ownerless(rows, settings), _LINES),
        on_plan=_cut(sections.on_plan(rows), _STRIPS),
        aside=_cut(sections.aside(rows), _LINES),
        proof=pulse,
        actions=actions(next(iter([*matters, *watched]), None), now),
        now=now,
    )


def _cut(items: Sequence[T], limit: int) -> Listing[T]:
    return Listing(tuple(items[:limit]), max(0, len(items) - limit))


def _title(brands: Sequence[str], settings: Settings) -> str:
    """The brand's name where there is one brand, else the organisation's, else the brands'."""
    names = [line(settings.brands[brand].name if brand in settings.brands else brand, 60) for brand in brands]
    if len(names) != 1 and settings.organisation:
        return line(settings.organisation, 60)
    return line(", ".join(names), 60)
