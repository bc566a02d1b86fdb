"""Judgements into a digest. Pure.

account statuses > visible to this reader > cards > sections, each sorted and cut to what a reader takes in
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final

from monitor.metrics.moribund_index import Trend
from monitor.model.community import Community
from monitor.model.discovery import Orphans
from monitor.model.people import Decision, Person
from monitor.model.settings import Report, Settings
from monitor.model.state import AccountStatus, Flag, Transition
from monitor.report.blocks.actions import actions
from monitor.report.blocks.cards import card, names_of
from monitor.report.blocks.figures import Numbers
from monitor.report.blocks.gatherings import gatherings
from monitor.report.blocks.heatmap import with_heat
from monitor.report.blocks.index_figures import indexes
from monitor.report.blocks.section_rows import Action, Card, Listing
from monitor.report.blocks.unanswered import unanswered
from monitor.report.blocks.unwatched import unlinked, unwatched
from monitor.report.blocks.upcoming import coming_up
from monitor.report.blocks.workloads import Heard, workloads
from monitor.report.contents import sections
from monitor.report.contents.digest import Digest, Late, Proof
from monitor.report.contents.headlines import headlines
from monitor.report.readers.audience import managed, visible
from monitor.report.readers.period import Period
from monitor.report.readers.privacy import before
from monitor.report.readers.sanitise import line

# How many rows a section shows; the rest is counted. Together they keep a message below what mail programs cut off.
_DECIDE: Final = 5
_STRIPS: Final = 12
_LINES: Final = 12

_ORPHANED: Final = f"flag:{Flag.ORPHANED.value}"  # the axis of transitions


def compose(
    *,
    report: Report,
    person: Person,
    settings: Settings,
    account_statuses: Sequence[AccountStatus],
    transitions: Sequence[Transition],
    previous: Numbers | None,
    period: Period,
    proof: Proof,
    now: datetime,
    decisions: Sequence[Decision] = (),
    late: Late | None = None,
    sites: Mapping[str, Orphans] | None = None,
    trends: Mapping[str, Trend] | None = None,
    received: Heard | None = None,
    communities: Mapping[str, Community] | None = None,
) -> Digest:
    """What `person` gets for `period`.

    `account_statuses` are of all accounts, `transitions` those since the last message to this reader, in order;
    `previous` are that message's numbers, None for a first one. `decisions` are what people said (snoozes count here).
    `sites` are what the brands' own web sites say, `trends` how moribund they are, by brand; `received` is what others
    said, by account; `communities` are those of the audiences, by address.
    """
    mine = visible(report, person, settings, account_statuses)
    brands = sorted({account_status.account.brand for account_status in mine})
    first, names = previous is None, names_of(account_statuses)
    moved = {t.account: t for t in transitions if t.axis == "status"}
    deserted = {t.account: t.after == "on" and t.announce for t in transitions if t.axis == _ORPHANED}
    managed_brands = managed(report, person, settings)
    today, naming = now.astimezone(report.zone).date(), before(person, settings)

    def made(account_status: AccountStatus) -> Card:
        id_ = account_status.account.id
        return card(
            account_status,
            settings,
            period,
            now,
            new=not first and id_ in moved and moved[id_].announce,
            deserted=not first and deserted.get(id_, False),
            with_brand=len(brands) > 1,
            names=names,
            naming=naming,
            decisions=decisions,
        )

    rows = [(account_status, made(account_status)) for account_status in mine]
    cards = [card for _, card in rows]
    days = (period.end - period.start).days + 1
    fresh, stale, waiting = sections.matters(rows, frozenset(moved), first=first, days=days)
    matters = [*fresh, *stale, *waiting]
    numbers = sections.numbers(mine)
    watched = sections.watched(rows)
    unseen, unseen_above = sections.not_seen(rows)
    hours = workloads(person, managed_brands, account_statuses, brands, settings, names, naming, received or {}, now)
    where = gatherings(communities or {}, [one.account for one in mine], managed_brands, settings, now, report.zone)
    first_of_month = first or report.every == "month" or period.start.month != today.month
    return Digest(
        title=title_of(brands or report.brands or list(settings.brands), settings),
        reader=naming.person(person.id, "") or "",
        period=period,
        every=report.every,
        on=report.on,
        hour=report.hour,
        zone=str(report.zone),
        manages=any(brand in managed_brands for brand in brands),
        numbers=numbers,
        previous=previous,
        headlines=headlines(cards, matters, numbers, first=first),
        oldest=max((c.age for c in matters if not c.new), default=0),
        moribund=Listing.cut(indexes(trends or {}, managed_brands, brands, settings), _LINES),
        changed=Listing.cut(sections.changes(rows, transitions, settings), _LINES),
        decide=Listing.cut(with_heat(fresh, mine, settings, period.end), _DECIDE),
        stale=Listing.cut(stale, _DECIDE),
        waiting=Listing.cut(waiting, _LINES),
        watch=Listing.cut(watched, _STRIPS),
        unanswered=unanswered(rows, settings),
        autopilot=Listing.cut(sections.on_autopilot(rows), _LINES),
        hours=Listing.cut(hours, _LINES),
        coming=Listing.cut(coming_up([(s.account, c) for s, c in rows], today), _LINES),
        unseen=Listing.cut(unseen, _LINES),
        unseen_above=Listing.cut(unseen_above, _DECIDE),
        asked=Listing.cut(sections.asked(rows, today) if first_of_month else [], _LINES),
        ownerless=Listing.cut(sections.ownerless(rows, [*fresh[:_DECIDE], *stale[:_DECIDE]]), _LINES),
        unwatched=Listing.cut(unwatched(sites or {}, managed_brands, settings, with_brand=len(brands) > 1), _LINES),
        unlinked=Listing.cut(unlinked(sites or {}, managed_brands, cards), _LINES),
        gatherings=Listing.cut(where if first_of_month else [], _LINES),
        on_plan=Listing.cut(sections.on_plan(rows), _STRIPS),
        aside=Listing.cut(sections.aside(rows, fresh), _LINES),
        proof=proof,
        late=late,
        operator=settings.operator,
        brief=report.empty != "full",
        actions=_actions(rows, [*matters, *watched, *unseen], today),
        now=now,
    )


def _actions(rows: Sequence[sections.Row], shown: Sequence[Card], today: date) -> tuple[Action, ...]:
    """What can be done where something calls for it; the accounts that the message begins with come first."""
    accounts = {card.id: account_status.account for account_status, card in rows}
    asked = [card for _, card in rows if card.to_confirm]
    others = [card for _, card in rows if card.manual] if shown else []
    return actions([(accounts[card.id], card) for card in [*shown, *asked, *others]], today)


def title_of(brands: Sequence[str], settings: Settings) -> str:
    """The brand's name where there is one brand, else the organisation's, else the brands'."""
    names = [line(settings.brands[brand].name if brand in settings.brands else brand, 60) for brand in brands]
    if len(names) != 1 and settings.organisation:
        return line(settings.organisation, 60)
    return line(", ".join(names), 60)
