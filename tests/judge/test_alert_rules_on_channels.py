"""Channels are notified as people are, of the edges and brands that they ask for, and nothing escalates to them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from monitor.judge.alert_rules import concerned, decide_alerts
from monitor.model.alerting import ACTIVITY, Alerts, Channel, Notified
from monitor.model.people import Brand, Person
from monitor.model.settings import Settings
from monitor.model.state import Status
from support.account_status import NOW, make_status
from support.digest import PARIS

DAY = timedelta(days=1)
ALERTS = Alerts(repeat=timedelta(days=7), escalate=timedelta(days=14))
OPS, PRESS = Channel("ops", "OPS_URL"), Channel("press", "PRESS_URL", brands=("zenith",), on=frozenset({"gone"}))
SETTINGS = Settings(
    "",
    brands={one: Brand(one, one, PARIS, manager="nora") for one in ("acme", "zenith")},
    people={one: Person(one, one, f"{one}@acme.example") for one in ("nora", "lea")},
    alerts=ALERTS,
    channels=(OPS, PRESS),
)
NOTIFIED = Notified("blog", "#ops", "dormant", NOW, NOW)


def notified(
    status: Status,
    began: str | None = None,
    *rows: Notified,
    day: int = 0,
    brand: str = "acme",
    settings: Settings = SETTINGS,
    snoozed: bool = False,
) -> set[tuple[str, str]]:
    """(recipient, kind) of each alert."""
    account_status = make_status("blog", status, brand=brand)
    edges = {("blog", ACTIVITY): began} if began else {}
    decided = decide_alerts([account_status], edges, rows, settings, {"blog"} if snoozed else (), NOW + day * DAY)
    return {(one.person, one.kind) for one in decided.alerts}


def test_a_channel_is_notified_of_its_brands_and_of_the_edges_it_asks_for() -> None:
    assert notified(Status.DORMANT, "dormant") == {("lea", "new"), ("#ops", "new")}
    assert notified(Status.DORMANT, "dormant", brand="zenith") == {("lea", "new"), ("#ops", "new")}
    assert notified(Status.GONE, "gone", brand="zenith") == {("lea", "new"), ("#ops", "new"), ("#press", "new")}


def test_a_channel_is_notified_where_no_alerts_go_by_mail() -> None:
    assert notified(Status.DORMANT, "dormant", settings=replace(SETTINGS, alerts=None)) == {("#ops", "new")}


def test_a_channel_is_notified_again_while_it_lasts_and_once_of_the_end() -> None:
    alone = replace(SETTINGS, alerts=None)
    assert notified(Status.DORMANT, None, NOTIFIED, day=6, settings=alone) == set()
    assert notified(Status.DORMANT, None, NOTIFIED, day=7, settings=alone) == {("#ops", "again")}
    assert notified(Status.DORMANT, None, NOTIFIED, day=30, settings=alone) == {("#ops", "again")}
    assert notified(Status.RECOVERING, None, NOTIFIED, day=9, settings=alone) == {("#ops", "recovered")}


def test_no_alert_for_what_was_put_off_or_was_so_before() -> None:
    assert notified(Status.DORMANT, "dormant", snoozed=True) == set()
    assert notified(Status.DORMANT) == set()


def test_an_alert_to_a_channel_never_escalates_to_the_manager() -> None:
    person = Notified("blog", "lea", "dormant", NOW + 13 * DAY, NOW + 13 * DAY)
    assert ("nora", "escalated") not in notified(Status.DORMANT, None, NOTIFIED, person, day=14)
    fresh = replace(NOTIFIED, last=NOW + 13 * DAY)
    assert concerned([], [fresh], ALERTS, NOW + 15 * DAY) == set()
