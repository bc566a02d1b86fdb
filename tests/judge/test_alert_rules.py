"""Who is alerted to what: whatever happens, each beginning is alerted once, and again only when it is time."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from monitor.judge.alert_rules import Alert, concerned, decide_alerts, edges
from monitor.model.alerting import ACTIVITY, ORPHANED, OWNERSHIP, Alerts, Notified
from monitor.model.people import Brand, Person
from monitor.model.settings import Settings
from monitor.model.state import AccountStatus, Flag, Status, Transition
from monitor.report.contents.alert import warn
from monitor.report.rendering.render import render
from support.account_status import NOW, make_status
from support.digest import PARIS

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


def notified(
    account_status: AccountStatus, *began: str, rows: tuple[Notified, ...] = (), now: datetime = NOW
) -> list[tuple[str, str]]:
    """(person, kind) of each alert."""
    decided = decide_alerts([account_status], edges_of(account_status.account.id, *began), rows, SETTINGS, (), now)
    return [(one.person, one.kind) for one in decided.alerts]


def test_whoever_answers_for_an_account_is_notified() -> None:
    dormant = make_status("blog", Status.DORMANT)
    assert notified(dormant, "dormant") == [("lea", "new")]
    assert notified(make_status("blog", Status.DORMANT, owner=None), "dormant") == [("nora", "new")]
    left = make_status("blog", Status.DORMANT, owner="tom", backup="lea")
    assert notified(left, "dormant") == [("nora", "new"), ("lea", "new")]
    assert notified(make_status("blog", Status.DORMANT, owner="ida"), "dormant") == [("nora", "new")]  # no address
    orphaned = make_status("blog", Status.ON_PLAN, owner="tom", flags=frozenset({Flag.ORPHANED}))
    assert notified(orphaned, "orphaned") == [("nora", "new")]


def taken_over() -> AccountStatus:
    return make_status("blog", Status.BLIND, flags=frozenset({Flag.IDENTITY_CHANGED}))


def test_of_another_account_behind_the_name_the_owner_and_the_manager_are_notified_at_once() -> None:
    assert notified(taken_over(), "identity_changed") == [("lea", "new"), ("nora", "new")]
    began = Transition("blog", "flag:identity_changed", "off", "on", NOW)
    assert edges([began]) == {("blog", ACTIVITY): "identity_changed"}
    assert edges([replace(began, before="on", after="off")]) == {}


def test_that_lasts_until_it_is_animated_again() -> None:
    rows = tuple(Notified("blog", name, "identity_changed", NOW, NOW) for name in ("lea", "nora"))
    assert notified(taken_over(), rows=rows, now=NOW + 2 * DAY) == []
    assert notified(taken_over(), rows=rows, now=NOW + 7 * DAY) == [("lea", "again"), ("nora", "again")]
    blind = make_status("blog", Status.BLIND)
    assert notified(blind, rows=rows, now=NOW + 7 * DAY) == []  # it stands as it was
    back = make_status("blog", Status.ON_PLAN)
    assert notified(back, rows=rows, now=NOW + 8 * DAY) == [("lea", "recovered"), ("nora", "recovered")]


def test_what_was_not_announced_raises_no_alert() -> None:
    assert notified(make_status("blog", Status.DORMANT)) == []
    quiet = Transition("blog", "status", Status.ON_PLAN, Status.DORMANT, NOW, announce=False)
    assert edges([quiet]) == {}
    assert edges([replace(quiet, announce=True)]) == {("blog", ACTIVITY): "dormant"}


def test_an_alert_is_repeated_and_then_escalated_to_the_manager() -> None:
    dormant = make_status("blog", Status.DORMANT)
    rows = (Notified("blog", "lea", "dormant", NOW, NOW),)
    assert notified(dormant, rows=rows, now=NOW + 6 * DAY) == []
    assert notified(dormant, rows=rows, now=NOW + 7 * DAY) == [("lea", "again")]
    assert notified(dormant, rows=rows, now=NOW + 14 * DAY) == [("lea", "again"), ("nora", "escalated")]


def test_what_gets_worse_is_a_new_trouble_and_what_could_not_be_seen_is_none() -> None:
    rows = (Notified("blog", "lea", "dormant", NOW, NOW),)
    assert notified(make_status("blog", Status.ABANDONED), "abandoned", rows=rows) == [("lea", "new")]
    blind = make_status("blog", Status.BLIND)
    assert notified(blind, rows=rows, now=NOW + 30 * DAY) == []
    assert decide_alerts([blind], {}, rows, SETTINGS, (), NOW).over == ()


def test_whoever_was_notified_is_notified_of_the_end_once() -> None:
    rows = (Notified("blog", "lea", "dormant", NOW, NOW), Notified("blog", "nora", "dormant", NOW, NOW))
    decided = decide_alerts([make_status("blog", Status.RECOVERING)], {}, rows, SETTINGS, (), NOW)
    assert {(one.person, one.kind) for one in decided.alerts} == {("lea", "recovered"), ("nora", "recovered")}
    assert set(decided.over) == set(rows)
    paused = decide_alerts([make_status("blog", Status.PAUSED)], {}, rows, SETTINGS, (), NOW)
    assert (paused.alerts, len(paused.over)) == ((), 2)


class Lifetime:
    """One account over time; the alerts of each step are remembered as the store does."""

    def __init__(self, settings: Settings = SETTINGS, owner: str | None = "lea") -> None:
        self.settings, self.owner = settings, owner
        self.rows: dict[tuple[str, str, str], Notified] = {}

    def step(self, day: int, status: Status, *began: str, snoozed: bool = False) -> set[tuple[str, str, str]]:
        """(person, trouble, kind) of each alert on that day."""
        account_status = make_status("blog", status, owner=self.owner)
        edges = edges_of("blog", *began)
        rows = list(self.rows.values())
        decided = decide_alerts(
            [account_status], edges, rows, self.settings, {"blog"} if snoozed else (), NOW + day * DAY
        )
        for over in decided.over:
            del self.rows[over.account, over.person, over.matter]
        self.rows |= {(one.account, one.person, one.matter): one for one in decided.notified}
        return {(one.person, one.trouble, one.kind) for one in decided.alerts}

    def concerned(self, day: float) -> bool:
        return bool(concerned([], self.rows.values(), ALERTS, NOW + day * DAY))


def test_the_manager_notified_of_one_trouble_is_notified_of_the_next_and_of_the_end() -> None:
    lifetime = Lifetime()
    lifetime.step(0, Status.DORMANT, "dormant")
    assert ("nora", "dormant", "escalated") in lifetime.step(14, Status.DORMANT)
    assert lifetime.step(16, Status.ABANDONED, "abandoned") == {
        ("lea", "abandoned", "new"),
        ("nora", "abandoned", "new"),
    }
    assert {person for person, _, _ in lifetime.step(18, Status.RECOVERING)} == {"lea", "nora"}


def test_a_snoozed_trouble_is_alerted_after_the_snooze_and_its_end_only_to_those_notified() -> None:
    lifetime = Lifetime()
    assert lifetime.step(0, Status.DORMANT, "dormant", snoozed=True) == set()
    assert lifetime.step(7, Status.DORMANT, snoozed=True) == set()
    assert lifetime.step(8, Status.DORMANT) == {("lea", "dormant", "new")}
    lifetime = Lifetime()
    lifetime.step(0, Status.DORMANT, "dormant", snoozed=True)
    assert lifetime.step(3, Status.RECOVERING) == set()


def test_a_trouble_is_remembered_over_states_that_are_neither_well_nor_ill() -> None:
    lifetime = Lifetime()
    lifetime.step(0, Status.GONE, "gone")
    assert lifetime.step(2, Status.OVERDUE) == set()
    assert lifetime.step(3, Status.ON_PLAN) == {("lea", "recovered", "recovered")}


def test_what_comes_back_unannounced_goes_on() -> None:
    lifetime = Lifetime()
    lifetime.step(0, Status.DORMANT, "dormant")
    lifetime.step(1, Status.GONE, "gone")
    assert lifetime.step(2, Status.DORMANT) == set()
    assert ("lea", "dormant", "again") in lifetime.step(9, Status.DORMANT)


def test_what_began_while_the_account_could_not_be_seen_is_alerted_when_it_can() -> None:
    lifetime = Lifetime()
    assert lifetime.step(0, Status.BLIND, "dormant") == set()
    assert lifetime.step(1, Status.DORMANT) == {("lea", "dormant", "new")}


def test_nobody_who_has_left_is_notified() -> None:
    left = {**PEOPLE, "nora": replace(PEOPLE["nora"], left=True)}
    lifetime = Lifetime(replace(SETTINGS, people=left))
    lifetime.step(0, Status.DORMANT, "dormant")
    assert {person for person, _, _ in lifetime.step(14, Status.DORMANT)} == {"lea"}


def test_an_account_is_asked_about_when_it_is_time_and_not_in_each_run() -> None:
    lifetime = Lifetime()
    lifetime.step(0, Status.DORMANT, "dormant")
    assert [lifetime.concerned(day) for day in (6, 7)] == [False, True]
    lifetime.step(7, Status.DORMANT)
    lifetime.step(14, Status.DORMANT)
    assert not lifetime.concerned(14.1)


def test_the_subject_counts_all_accounts() -> None:
    account_statuses = {f"blog{n}": make_status(f"blog{n}", Status.DORMANT) for n in range(20)}
    alerts = [Alert(name, "nora", "dormant", "new", NOW) for name in account_statuses]
    message = render(warn(alerts, PEOPLE["nora"], account_statuses, SETTINGS, NOW), "en")
    assert "20 accounts: 20 dormant" in message.subject.replace("\u00a0", " ")
    assert "And 8 more" in message.text


STATUSES = st.sampled_from(
    [Status.ON_PLAN, Status.LATE, Status.DORMANT, Status.ABANDONED, Status.GONE, Status.BLIND, Status.PAUSED]
)
STEPS = st.lists(st.tuples(st.integers(0, 9), STATUSES, st.booleans()), min_size=1, max_size=25)


@given(STEPS, st.sampled_from(["lea", "tom", None]))
def test_each_beginning_is_alerted_once_whatever_happens(
    steps: list[tuple[int, Status, bool]], owner: str | None
) -> None:
    """`steps`: days later, the status then, and whether it was put off; who is not `concerned` is not asked."""
    rows: dict[tuple[str, str, str], Notified] = {}
    now, status = NOW, Status.ON_PLAN
    alerted: dict[tuple[str, str], datetime] = {}
    for days, became, snoozed in steps:
        now += days * DAY
        changes = [Transition("blog", "status", status, became, now)] if became != status else []
        began, status = edges(changes), became
        if "blog" not in concerned(changes, rows.values(), ALERTS, now):
            continue
        account_status = make_status("blog", status, owner=owner)
        decided = decide_alerts(
            [account_status], began, list(rows.values()), SETTINGS, {"blog"} if snoozed else (), now
        )
        for over in decided.over:
            del rows[over.account, over.person, over.matter]
        rows |= {(one.account, one.person, one.matter): one for one in decided.notified}
        check(decided.alerts, alerted, now)
        if began and not snoozed and not any(one.kind != "recovered" for one in decided.alerts):
            assert any(now - row.last < ALERTS.repeat for row in rows.values())  # the last alert is not long ago
        current = {(one.person, one.trouble) for one in rows.values()}
        alerted = {key: at for key, at in alerted.items() if key in current}
        alerted |= {(one.person, one.trouble): now for one in decided.alerts if one.kind != "recovered"}


def check(alerts: tuple[Alert, ...], alerted: dict[tuple[str, str], datetime], now: datetime) -> None:
    names = [(one.person, one.trouble) for one in alerts]
    assert len(set(names)) == len(names)
    for one in alerts:
        before = alerted.get((one.person, one.trouble))
        assert before is None or now - before >= ALERTS.repeat


def test_the_alert_says_that_another_account_answers() -> None:
    alert = Alert("blog", "lea", "identity_changed", "new", NOW)
    message = warn([alert], PEOPLE["lea"], {"blog": taken_over()}, SETTINGS, NOW)
    assert render(message, "en").subject == "[Acme] blog now answers as another account"
    assert render(message, "fr").subject == "[Acme] blog répond maintenant comme un autre compte"
