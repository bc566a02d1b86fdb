"""Who is told at once of what: whatever happens, each beginning is told once, and again only when it is time."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from monitor.judge.alert_rules import Alarm, concerned, edges, ring
from monitor.model.alerting import ACTIVITY, ORPHANED, OWNERSHIP, Alerts, Told
from monitor.model.people import Brand, Person
from monitor.model.settings import Settings
from monitor.model.state import Flag, Standing, Status, Transition
from monitor.report.contents.alert import warn
from monitor.report.rendering.render import render
from support.digest import PARIS
from support.standing import NOW, make_standing

ALERTS = Alerts(repeat=timedelta(days=7), escalate=timedelta(days=14))
PEOPLE = {
    "nora": Person("nora", "Nora Sample", "nora@acme.example"),
    "lea": Person("lea", "Léa Exemple", "lea@acme.example"),
    "tom": Person("tom", "Tom Sample", "tom@acme.example", left=True),
    "ida": Person("ida", "Ida Sample"),
}
SETTINGS = Settings("", brands={"acme": Brand("acme", "Acme", PARIS, manager="nora")}, people=PEOPLE, alerts=ALERTS)
DAY = timedelta(days=1)


def edges_of(account: str, *troubles: str) -> dict[tuple[str, str], str]:
    return {(account, OWNERSHIP if one == ORPHANED else ACTIVITY): one for one in troubles}


def told(standing: Standing, *began: str, rows: tuple[Told, ...] = (), now: datetime = NOW) -> list[tuple[str, str]]:
    """(person, kind) of each alarm."""
    rung = ring([standing], edges_of(standing.account.id, *began), rows, SETTINGS, (), now)
    return [(one.person, one.kind) for one in rung.alarms]


def test_whoever_answers_for_an_account_is_told() -> None:
    dormant = make_standing("blog", Status.DORMANT)
    assert [("lea", "new")] == told(dormant, "dormant")
    assert [("nora", "new")] == told(make_standing("blog", Status.DORMANT, owner=None), "dormant")
    left = make_standing("blog", Status.DORMANT, owner="tom", backup="lea")
    assert [("nora", "new"), ("lea", "new")] == told(left, "dormant")
    assert [("nora", "new")] == told(make_standing("blog", Status.DORMANT, owner="ida"), "dormant")  # no address
    orphaned = make_standing("blog", Status.ON_PLAN, owner="tom", flags=frozenset({Flag.ORPHANED}))
    assert [("nora", "new")] == told(orphaned, "orphaned")


def test_what_was_not_announced_is_not_told() -> None:
    assert [] == told(make_standing("blog", Status.DORMANT))
    quiet = Transition("blog", "status", Status.ON_PLAN, Status.DORMANT, NOW, announce=False)
    assert {} == edges([quiet])
    assert {("blog", ACTIVITY): "dormant"} == edges([replace(quiet, announce=True)])


def test_it_is_told_again_and_then_to_the_manager() -> None:
    dormant = make_standing("blog", Status.DORMANT)
    rows = (Told("blog", "lea", "dormant", NOW, NOW),)
    assert [] == told(dormant, rows=rows, now=NOW + 6 * DAY)
    assert [("lea", "again")] == told(dormant, rows=rows, now=NOW + 7 * DAY)
    assert [("lea", "again"), ("nora", "escalated")] == told(dormant, rows=rows, now=NOW + 14 * DAY)


def test_what_gets_worse_is_a_new_trouble_and_what_could_not_be_seen_is_none() -> None:
    rows = (Told("blog", "lea", "dormant", NOW, NOW),)
    assert [("lea", "new")] == told(make_standing("blog", Status.ABANDONED), "abandoned", rows=rows)
    blind = make_standing("blog", Status.BLIND)
    assert [] == told(blind, rows=rows, now=NOW + 30 * DAY)
    assert () == ring([blind], {}, rows, SETTINGS, (), NOW).over


def test_whoever_was_told_is_told_of_the_end_once() -> None:
    rows = (Told("blog", "lea", "dormant", NOW, NOW), Told("blog", "nora", "dormant", NOW, NOW))
    rung = ring([make_standing("blog", Status.RECOVERING)], {}, rows, SETTINGS, (), NOW)
    assert {("lea", "recovered"), ("nora", "recovered")} == {(one.person, one.kind) for one in rung.alarms}
    assert set(rows) == set(rung.over)
    paused = ring([make_standing("blog", Status.PAUSED)], {}, rows, SETTINGS, (), NOW)
    assert ((), 2) == (paused.alarms, len(paused.over))


class Course:
    """One account on its way; what is told at each step is remembered as the store does."""

    def __init__(self, settings: Settings = SETTINGS, owner: str | None = "lea") -> None:
        self.settings, self.owner = settings, owner
        self.rows: dict[tuple[str, str, str], Told] = {}

    def step(self, day: int, status: Status, *began: str, snoozed: bool = False) -> set[tuple[str, str, str]]:
        """(person, trouble, kind) of each alarm on that day."""
        standing = make_standing("blog", status, owner=self.owner)
        edges = edges_of("blog", *began)
        rows = list(self.rows.values())
        rung = ring([standing], edges, rows, self.settings, {"blog"} if snoozed else (), NOW + day * DAY)
        for over in rung.over:
            del self.rows[over.account, over.person, over.matter]
        self.rows |= {(one.account, one.person, one.matter): one for one in rung.told}
        return {(one.person, one.trouble, one.kind) for one in rung.alarms}

    def concerned(self, day: float) -> bool:
        return bool(concerned([], self.rows.values(), ALERTS, NOW + day * DAY))


def test_the_manager_who_was_told_of_one_trouble_is_told_of_the_next_and_of_the_end() -> None:
    course = Course()
    course.step(0, Status.DORMANT, "dormant")
    assert ("nora", "dormant", "escalated") in course.step(14, Status.DORMANT)
    assert {("lea", "abandoned", "new"), ("nora", "abandoned", "new")} == course.step(16, Status.ABANDONED, "abandoned")
    assert {"lea", "nora"} == {person for person, _, _ in course.step(18, Status.RECOVERING)}


def test_what_was_put_off_is_told_when_that_ends_and_its_end_to_nobody_who_never_heard_of_it() -> None:
    course = Course()
    assert set() == course.step(0, Status.DORMANT, "dormant", snoozed=True)
    assert set() == course.step(7, Status.DORMANT, snoozed=True)
    assert {("lea", "dormant", "new")} == course.step(8, Status.DORMANT)
    course = Course()
    course.step(0, Status.DORMANT, "dormant", snoozed=True)
    assert set() == course.step(3, Status.RECOVERING)


def test_a_trouble_is_remembered_over_states_that_are_neither_well_nor_ill() -> None:
    course = Course()
    course.step(0, Status.GONE, "gone")
    assert set() == course.step(2, Status.OVERDUE)
    assert {("lea", "recovered", "recovered")} == course.step(3, Status.ON_PLAN)


def test_what_comes_back_unannounced_goes_on() -> None:
    course = Course()
    course.step(0, Status.DORMANT, "dormant")
    course.step(1, Status.GONE, "gone")
    assert set() == course.step(2, Status.DORMANT)
    assert ("lea", "dormant", "again") in course.step(9, Status.DORMANT)


def test_what_began_while_the_account_could_not_be_seen_is_told_when_it_can() -> None:
    course = Course()
    assert set() == course.step(0, Status.BLIND, "dormant")
    assert {("lea", "dormant", "new")} == course.step(1, Status.DORMANT)


def test_nobody_who_has_left_is_told() -> None:
    left = {**PEOPLE, "nora": replace(PEOPLE["nora"], left=True)}
    course = Course(replace(SETTINGS, people=left))
    course.step(0, Status.DORMANT, "dormant")
    assert {"lea"} == {person for person, _, _ in course.step(14, Status.DORMANT)}


def test_an_account_is_asked_about_when_it_is_time_and_not_in_each_run() -> None:
    course = Course()
    course.step(0, Status.DORMANT, "dormant")
    assert [False, True] == [course.concerned(day) for day in (6, 7)]
    course.step(7, Status.DORMANT)
    course.step(14, Status.DORMANT)
    assert not course.concerned(14.1)


def test_the_subject_counts_all_accounts() -> None:
    standings = {f"blog{n}": make_standing(f"blog{n}", Status.DORMANT) for n in range(20)}
    alarms = [Alarm(name, "nora", "dormant", "new", NOW) for name in standings]
    letter = render(warn(alarms, PEOPLE["nora"], standings, SETTINGS, NOW), "en")
    assert "20 accounts: 20 dormant" in letter.subject.replace("\u00a0", " ")
    assert "And 8 more" in letter.text


STATUSES = st.sampled_from(
    [Status.ON_PLAN, Status.LATE, Status.DORMANT, Status.ABANDONED, Status.GONE, Status.BLIND, Status.PAUSED]
)
STEPS = st.lists(st.tuples(st.integers(0, 9), STATUSES, st.booleans()), min_size=1, max_size=25)


@given(STEPS, st.sampled_from(["lea", "tom", None]))
def test_each_beginning_is_told_once_whatever_happens(steps: list[tuple[int, Status, bool]], owner: str | None) -> None:
    """`steps`: days later, the status then, and whether it was put off; who is not `concerned` is not asked."""
    rows: dict[tuple[str, str, str], Told] = {}
    now, status = NOW, Status.ON_PLAN
    heard: dict[tuple[str, str], datetime] = {}
    for days, became, snoozed in steps:
        now += days * DAY
        changes = [Transition("blog", "status", status, became, now)] if became != status else []
        began, status = edges(changes), became
        if "blog" not in concerned(changes, rows.values(), ALERTS, now):
            continue
        standing = make_standing("blog", status, owner=owner)
        rung = ring([standing], began, list(rows.values()), SETTINGS, {"blog"} if snoozed else (), now)
        for over in rung.over:
            del rows[over.account, over.person, over.matter]
        rows |= {(one.account, one.person, one.matter): one for one in rung.told}
        check(rung.alarms, heard, now)
        if began and not snoozed and not any(one.kind != "recovered" for one in rung.alarms):
            assert any(now - row.last < ALERTS.repeat for row in rows.values())  # it was told, and not for long
        heard = {key: at for key, at in heard.items() if any(key == (one.person, one.trouble) for one in rows.values())}
        heard |= {(one.person, one.trouble): now for one in rung.alarms if one.kind != "recovered"}


def check(alarms: tuple[Alarm, ...], heard: dict[tuple[str, str], datetime], now: datetime) -> None:
    names = [(one.person, one.trouble) for one in alarms]
    assert len(names) == len(set(names))
    for one in alarms:
        before = heard.get((one.person, one.trouble))
        assert before is None or now - before >= ALERTS.repeat
