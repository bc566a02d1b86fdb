"""A year and a half of digests in twelve zones, on a machine that restarts, sleeps, and has its clock put back.

What is due is counted by a naive model on the wall's clock: the day whose hour struck last there.
"""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from monitor.model.account import Account
from monitor.model.people import Brand, Person
from monitor.model.settings import MailSettings, Report, Settings
from monitor.run.mailing.digests import queue_due
from monitor.store import Store

ZONES = (
    "Pacific/Kiritimati", "Pacific/Chatham", "Australia/Lord_Howe", "Asia/Tokyo", "Asia/Kathmandu", "Asia/Tehran",
    "Africa/Casablanca", "Europe/Paris", "UTC", "America/St_Johns", "America/New_York", "Pacific/Pago_Pago",
)  # fmt: skip
DAY = timedelta(days=1)
START = datetime(2026, 8, 3, 12, tzinfo=UTC)  # 2026 has a week 53


def settings(every: str, zones: tuple[str, ...]) -> Settings:
    """One reader a zone, each on another weekday or day of the month; early hours, which clocks skip or repeat."""
    people, reports = {}, []
    for number, zone in enumerate(zones):
        name = f"reader{number}"
        people[name] = Person(name, "Sample", f"{name}@acme.example")
        on = {"week": number % 7, "month": 1 + number * 5 % 28, "day": 0}[every]
        reports.append(Report(name, (), every, on, hour=number % 4, zone=ZoneInfo(zone), empty="short"))
    account = Account("blog", "acme", "feed", "https://acme.example/feed", owner="reader0")
    return Settings(
        database="",
        brands={"acme": Brand("acme", "Acme", ZoneInfo("UTC"), manager="reader0")},
        people=people,
        accounts={"blog": account},
        reports=tuple(reports),
        mail=MailSettings(sender="monitor@acme.example"),
    )


def struck(report: Report, now: datetime) -> str:
    """The key of the period whose hour struck last, by the clock on the wall."""
    wall = now.astimezone(report.zone).replace(tzinfo=None)
    day = wall.date()
    while not is_day(report, day.weekday(), day.day) or datetime.combine(day, time(report.hour)) > wall:
        day -= DAY
    last = day - DAY
    if report.every == "week":
        year, week, _ = last.isocalendar()
        return f"{year:04}-W{week:02}"
    return last.isoformat() if report.every == "day" else f"{last:%Y-%m}"


def is_day(report: Report, weekday: int, day: int) -> bool:
    return report.every == "day" or report.on == (weekday if report.every == "week" else day)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("every", "zones", "days", "asleep"),
    [("week", ZONES, 550, 5), ("month", ZONES, 550, 20), ("day", ZONES[::3], 220, 3)],
    ids=["week", "month", "day"],
)
def test_each_digest_that_is_due_is_sent_once(
    tmp_path: Path, every: str, zones: tuple[str, ...], days: int, asleep: int
) -> None:
    plan, url, chance = settings(every, zones), f"sqlite:///{tmp_path}/monitor.db", random.Random(53)
    store = Store(url)
    store.ensure()
    store.sync(plan.accounts.values(), START)
    now, due = START, {(report.to, struck(report, START)) for report in plan.reports}
    before = set(due)  # what struck before there was anything to report
    while now < START + days * DAY:
        now += chance.choice([timedelta(hours=5), timedelta(hours=11), timedelta(hours=chance.uniform(0, 24 * asleep))])
        shown = now - timedelta(minutes=50) if chance.random() < 0.1 else now  # a clock that was put back
        if chance.random() < 0.2:
            store.close()
            store = Store(url)
        queue_due(store, plan, shown)
        queue_due(store, plan, now)
        for report in plan.reports:
            due |= {(report.to, struck(report, shown)), (report.to, struck(report, now))}
    sent = Counter((message.recipient, message.period) for message in store.messages(None))
    store.close()
    assert set(sent.values()) == {1}
    assert sent.keys() == due - before
    if every == "week":  # nobody slept for a week: none is missed
        weeks = {(report.to, struck(report, START + day * DAY)) for report in plan.reports for day in range(days)}
        assert weeks - before <= sent.keys()
        assert {"2026-W53", "2027-W53"} & {period for _, period in sent} == {"2026-W53"}
