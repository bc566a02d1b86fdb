"""A brand with an account in every situation that a digest speaks of, and digests of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.metrics.moribund_index import Trend, Visible, moribund
from monitor.model.account import Cadence, Lifecycle, Span
from monitor.model.check import Outcome
from monitor.model.community import Community
from monitor.model.discovery import Orphans
from monitor.model.people import Audience, Brand, Decision, Person
from monitor.model.settings import FetchSettings, Report, Settings
from monitor.model.state import AccountStatus, Advice, Flag, ObservationState, Proposal, Reason, Status, Transition
from monitor.report.blocks.figures import Numbers
from monitor.report.blocks.workloads import Heard
from monitor.report.contents.compose import compose
from monitor.report.contents.digest import Digest, Proof
from monitor.report.contents.director import DirectorReport, roll_up
from monitor.report.readers.period import latest_due, next_due
from support.account_status import NOW, make_status, talk

PARIS = ZoneInfo("Europe/Paris")
MONTHLY = Cadence(1, timedelta(days=30), "1 per month")
BEFORE = Numbers(on_plan=4, slowing=6, inanimate=2, unseen=1, aside=2, total=15)
Compose = Callable[..., Digest]


def make_settings() -> Settings:
    people = {
        "nora": Person("nora", "Nora Sample", "nora@acme.example", hours_per_week=4),
        "lea": Person("lea", "Léa Exemple", "lea@acme.example", hours_per_week=6),
        "tom": Person("tom", "Tom Sample", "tom@acme.example", left=True),
    }
    brands = {
        "acme": Brand("acme", "Acme", PARIS, language="fr", manager="nora"),
        "zenith": Brand("zenith", "Zenith", ZoneInfo("America/New_York"), manager="lea"),
    }
    return Settings(database="sqlite://", organisation="Acme Group", brands=brands, people=people)


def make_statuses() -> list[AccountStatus]:
    """Every section of a digest has somebody to speak of."""
    dormant_soon = Proposal(
        Advice.REVIVE, Reason("revive_with_hours", {"hours": 2.5}), 2.5, Status.DORMANT, date(2026, 12, 3)
    )
    return [
        make_status(
            "acme-mastodon",
            Status.DORMANT,
            name="Acme Tools",
            since=1,
            last=31,
            owner="lea",
            priority=5,
            title="Our workshop is open again: come & see <the lathe>",
            reasons=(Reason("silent", {"days": 31.4, "last": "2026-10-23", "planned": "3 per week"}),),
            proposal=Proposal(
                Advice.REVIVE, Reason("revive_with_hours", {"hours": 2.5}), 2.5, Status.ABANDONED, date(2027, 4, 21)
            ),
        ),
        make_status(
            "acme-telegram",
            Status.ABANDONED,
            name="Acme jobs",
            network="telegram",
            since=43,
            last=223,
            owner="tom",
            flags=frozenset({Flag.ORPHANED}),
            priority=1,
            reasons=(Reason("silent", {"days": 223.0, "last": "2026-04-14", "planned": "3 per week"}),),
            proposal=Proposal(Advice.CLOSE, Reason("close_abandoned", {"days": 223}), -2.25),
        ),
        make_status(
            "acme-events",
            Status.GONE,
            name="Acme events",
            since=2,
            last=40,
            seen=ObservationState.GONE,
            last_ok=4,
            detail="404 Not Found",
            outcome=Outcome.GONE,
            reasons=(Reason("gone", {"looks": 3, "since": "2026-11-19"}),),
            proposal=Proposal(Advice.INVESTIGATE, Reason("investigate_gone")),
        ),
        make_status(
            "acme-press",
            Status.OVERDUE,
            name="Acme press room",
            network="feed",
            since=3,
            last=13,
            reasons=(Reason("silent", {"days": 13.2, "last": "2026-11-10", "planned": "3 per week"}),),
            proposal=dormant_soon,
        ),
        make_status(
            "acme-shop",
            Status.OVERDUE,
            name="Acme shop",
            since=9,
            last=19,
            reasons=(Reason("silent", {"days": 19.2, "last": "2026-11-04", "planned": "3 per week"}),),
            proposal=dormant_soon,
        ),
        make_status(
            "acme-podcast",
            Status.LATE,
            name="The Acme podcast",
            network="feed",
            since=2,
            last=8,
            proposal=Proposal(
                Advice.REVIVE, Reason("revive_with_hours", {"hours": 2.5}), None, Status.OVERDUE, date(2026, 11, 26)
            ),
        ),
        make_status("acme-news", Status.BEHIND, name="Acme news", since=7, last=5),
        make_status("acme-club", Status.RECOVERING, name="Acme club", since=4, last=4),
        make_status(
            "acme-relay",
            Status.ON_PLAN,
            name="Acme relay",
            network="telegram",
            since=90,
            last=None,
            copied=True,
            flags=frozenset({Flag.AUTOPILOT}),
        ),
        make_status(
            "acme-videos",
            Status.BLIND,
            name="Acme films",
            network="feed",
            since=6,
            last=9,
            last_ok=7,
            seen=ObservationState.BLIND,
            detail="403 Forbidden",
            outcome=Outcome.BLOCKED,
        ),
        make_status(
            "acme-lab",
            Status.ON_PLAN,
            name="Acme lab",
            since=60,
            last=1,
            seen=ObservationState.FAILING,
            last_ok=1,
            detail="no answer in time",
            outcome=Outcome.TEMPORARY,
        ),
        make_status(
            "acme-blog",
            Status.ON_PLAN,
            name="Acme blog",
            network="feed",
            since=120,
            last=2,
            review_by=date(2026, 12, 1),
        ),
        make_status(
            "acme-garden",
            Status.ON_PLAN,
            name="Acme garden",
            since=80,
            last=0,
            flags=frozenset({Flag.UNRESPONSIVE}),
            conversation=talk(3, 19, 12, 8, 5, 4, 3, hours=7.5),
            pauses=(
                Span(date(2026, 8, 3), date(2026, 8, 23), "summer"),
                Span(date(2026, 11, 30), date(2026, 12, 6), "stocktaking"),
            ),
        ),
        make_status(
            "acme-photos",
            Status.ON_PLAN,
            network="manual",
            seen=ObservationState.MANUAL,
            last_ok=None,
            since=30,
            last=35,
            cadence=MONTHLY,
        ),
        make_status("acme-forum", Status.PAUSED, name="Acme forum", since=20, last=25, lifecycle=Lifecycle.PAUSED),
        make_status("zenith-main", Status.ON_PLAN, name="Zenith", brand="zenith", owner="nora", last=1),
    ]


def make_transitions() -> list[Transition]:
    def moved(account: str, before: Status, after: Status, ago: int) -> Transition:
        return Transition(account, "status", before, after, NOW - timedelta(days=ago))

    return [
        moved("acme-mastodon", Status.OVERDUE, Status.DORMANT, 1),
        moved("acme-events", Status.ON_PLAN, Status.GONE, 2),
        moved("acme-press", Status.LATE, Status.OVERDUE, 3),
        moved("acme-club", Status.DORMANT, Status.RECOVERING, 4),
        moved("acme-blog", Status.BEHIND, Status.ON_PLAN, 5),
        Transition("acme-relay", "flag:autopilot", "off", "on", NOW - timedelta(days=6)),
    ]


def make_digest(
    *,
    person: str = "nora",
    report: Report | None = None,
    account_statuses: list[AccountStatus] | None = None,
    transitions: list[Transition] | None = None,
    previous: Numbers | None = BEFORE,
    decisions: tuple[Decision, ...] = (),
    now: datetime = NOW,
    proof: Proof | None = None,
    sites: Mapping[str, Orphans] | None = None,
    trends: Mapping[str, Trend] | None = None,
    received: Heard | None = None,
    communities: Mapping[str, Community] | None = None,
    audiences: Mapping[str, Audience] | None = None,
    operator: str = "",
) -> Digest:
    settings = replace(make_settings(), fetch=FetchSettings(contact=operator), audiences=audiences or {})
    report = report or Report(to=person, brands=("acme",), zone=PARIS, empty="full")
    return compose(
        report=report,
        person=settings.people[person],
        settings=settings,
        account_statuses=make_statuses() if account_statuses is None else account_statuses,
        transitions=make_transitions() if transitions is None else transitions,
        previous=previous,
        period=latest_due(report, now),
        proof=proof
        or Proof(
            checks=1284,
            failures=17,
            networks={"feed": now - timedelta(hours=2), "mastodon": now - timedelta(hours=1), "telegram": None},
            cycles=28,
            outages=1,
            version="0.1.0",
            next_at=next_due(report, now),
        ),
        now=now,
        decisions=decisions,
        sites=sites,
        trends=trends,
        received=received,
        communities=communities,
    )


def make_rollup(
    account_statuses: list[AccountStatus], settings: Settings | None = None, previous: Numbers | None = BEFORE
) -> DirectorReport:
    """What a director reads of them once a month."""
    report = Report(to="nora", brands=(), every="month", on=1, zone=PARIS, level="director")
    visible = [Visible(one.account.id, one.verdict.state.status, 100) for one in account_statuses]
    return roll_up(
        report=report,
        title="Acme Group",
        settings=settings or make_settings(),
        account_statuses=account_statuses,
        previous=previous,
        period=latest_due(report, NOW),
        proof=Proof(checks=1284, failures=17, networks={"feed": NOW}, cycles=28, version="0.1.0", next_at=NOW),
        now=NOW,
        trends={"acme": Trend("acme", moribund(visible), ((NOW - timedelta(weeks=1), 0.25),))},
    )
