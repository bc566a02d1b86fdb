"""Who reads what, in which section, and in which order."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from monitor.model.account import Lifecycle, Span
from monitor.model.check import Outcome
from monitor.model.people import Decision
from monitor.model.settings import Report
from monitor.model.state import Flag, ObservationState, Status, Transition
from monitor.report.blocks.figures import Numbers, Week
from monitor.report.blocks.section_rows import Card, Headline, Listing
from monitor.report.contents.digest import Digest
from monitor.report.rendering.render import render
from support.account_status import NOW, Make, moved
from support.digest import Compose

ALL = Report(to="", brands=(), zone=ZoneInfo("Europe/Paris"))


def ids(cards: Listing[Card]) -> list[str]:
    return [card.id for card in cards.items]


def test_a_manager_gets_all_accounts_of_the_brand_with_the_hours_of_its_people(rich: Digest) -> None:
    assert rich.numbers.total == 15
    named = [work.name for work in rich.hours.items]
    assert named == ["Acme", "Léa Exemple", "Nora Sample", ""]  # Tom has left: his account's hours are nobody's
    assert rich.hours.items[1].hours.available == 6.0
    assert rich.hours.items[1].hours.over > 0


def test_an_owner_gets_the_own_accounts_and_the_own_hours_alone(account_status: Make, compose_digest: Compose) -> None:
    account_statuses = [
        account_status("mine", owner="lea"),
        account_status("hers", owner="nora"),
        account_status("nobodys", owner=None),
    ]
    digest = compose_digest(person="lea", account_statuses=account_statuses, transitions=[])
    assert ids(digest.on_plan) == ["mine"]
    assert [work.name for work in digest.hours.items] == ["Léa Exemple"]
    assert not digest.manages


def test_one_who_owns_here_and_manages_there_gets_both(account_status: Make, compose_digest: Compose) -> None:
    account_statuses = [
        account_status("acme-lea", owner="lea"),
        account_status("acme-tom", owner="tom"),
        account_status("zenith-tom", brand="zenith", owner="tom"),
    ]
    digest = compose_digest(person="lea", report=ALL, account_statuses=account_statuses, transitions=[])
    assert ids(digest.on_plan) == ["acme-lea", "zenith-tom"]
    assert {card.brand for card in digest.on_plan.items} == {"Acme", "Zenith"}
    assert "Acme" not in [work.name for work in digest.hours.items]


def test_a_backup_sees_an_account_only_while_nobody_owns_it(account_status: Make, compose_digest: Compose) -> None:
    account_statuses = [
        account_status("held", owner="nora", backup="lea"),
        account_status("free", owner="tom", backup="lea"),
    ]
    digest = compose_digest(person="lea", report=ALL, account_statuses=account_statuses, transitions=[])
    assert ids(digest.on_plan) == ["free"]  # Tom has left


def test_the_worst_comes_first_then_what_matters_more_then_the_longest_silence(
    account_status: Make, compose_digest: Compose
) -> None:
    account_statuses = [
        account_status("overdue", Status.OVERDUE, last=12),
        account_status("dormant-30", Status.DORMANT, last=30),
        account_status("dormant-50", Status.DORMANT, last=50),
        account_status("dormant-dear", Status.DORMANT, last=31, priority=5),
        account_status("gone", Status.GONE, last=5),
    ]
    digest = compose_digest(account_statuses=account_statuses, transitions=[], previous=None)
    assert ids(digest.decide) == ["gone", "dormant-dear", "dormant-50", "dormant-30", "overdue"]


def test_at_most_five_need_a_decision_and_the_rest_is_counted(account_status: Make, compose_digest: Compose) -> None:
    account_statuses = [account_status(f"silent-{n}", Status.DORMANT, last=40 + n) for n in range(9)]
    digest = compose_digest(account_statuses=account_statuses, transitions=[], previous=None)
    assert (len(digest.decide.items), digest.decide.more, digest.decide.total) == (5, 4, 9)


def test_what_was_reported_before_waits_with_its_age(account_status: Make, compose_digest: Compose) -> None:
    account_statuses = [
        account_status("old", Status.DORMANT, since=10, last=41),
        account_status("fresh", Status.DORMANT, since=2, last=31),
    ]
    digest = compose_digest(
        account_statuses=account_statuses, transitions=[moved("fresh", Status.OVERDUE, Status.DORMANT)]
    )
    assert (ids(digest.decide), ids(digest.waiting)) == (["fresh"], ["old"])
    assert (digest.headlines, digest.oldest) == ((Headline("inanimate", 2, new=1, oldest=10),), 10)


def test_a_matter_that_waits_four_more_weeks_needs_a_decision_again(
    account_status: Make, compose_digest: Compose
) -> None:
    def decide(age: int) -> list[str]:
        account_statuses = [account_status("old", Status.DORMANT, since=age, last=age + 31)]
        return ids(compose_digest(account_statuses=account_statuses, transitions=[]).decide)

    ages = [age for age in range(0, 90, 7) if decide(age + 1)]
    assert ages == [28, 56, 84]


def test_what_nobody_decides_for_four_weeks_is_shown_apart_and_above(
    account_status: Make, compose_digest: Compose
) -> None:
    """The message of day 29 is not the one of day 8."""

    def sections(age: int) -> tuple[list[str], list[str], list[str]]:
        account_statuses = [account_status("old", Status.DORMANT, since=age, last=age + 31)]
        digest = compose_digest(account_statuses=account_statuses, transitions=[])
        return ids(digest.decide), ids(digest.stale), ids(digest.waiting)

    assert sections(8) == ([], [], ["old"])
    assert sections(29) == (["old"], [], [])
    assert sections(36) == ([], ["old"], [])


def test_what_somebody_put_off_is_not_called_undecided(account_status: Make, compose_digest: Compose) -> None:
    snooze = Decision("old", "snooze", NOW, "nora", "relaunch", until=date(2026, 12, 24))
    account_statuses = [account_status("old", Status.DORMANT, since=36, last=67)]
    digest = compose_digest(account_statuses=account_statuses, transitions=[], decisions=(snooze,))
    assert (ids(digest.stale), ids(digest.waiting)) == ([], ["old"])


@pytest.mark.parametrize(("language", "head"), [("en", "Undecided for four weeks"), ("fr", "Sans décision depuis")])
def test_the_undecided_stand_on_the_first_screen(
    language: str, head: str, account_status: Make, compose_digest: Compose
) -> None:
    account_statuses = [account_status("old", Status.DORMANT, since=36, last=67)]
    message = render(compose_digest(account_statuses=account_statuses, transitions=[]), language)
    for part in (message.text, message.html):
        assert part.index(head) < part.index("Europe/Paris")  # the day, below the numbers


def test_a_first_digest_calls_nothing_new(account_status: Make, compose_digest: Compose) -> None:
    first = [moved("one", Status.UNSEEN, Status.DORMANT, announce=False)]
    digest = compose_digest(
        account_statuses=[account_status("one", Status.DORMANT, last=50)], transitions=first, previous=None
    )
    expected = (Headline("inanimate", 1),)
    assert (ids(digest.decide), digest.headlines, digest.changed.items) == (["one"], expected, ())


def test_a_snoozed_matter_waits_until_its_day(account_status: Make, compose_digest: Compose) -> None:
    account_statuses = [account_status("one", Status.DORMANT, last=50)]
    snooze = Decision("one", "snooze", NOW, "nora", "relaunch", until=date(2026, 11, 23))
    digest = compose_digest(account_statuses=account_statuses, transitions=[], previous=None, decisions=(snooze,))
    assert (
        ids(digest.waiting),
        digest.waiting.items[0].snooze and digest.waiting.items[0].snooze.by,
        digest.waiting.items[0].snooze and digest.waiting.items[0].snooze.why,
    ) == (["one"], "Nora Sample", "relaunch")
    over = Decision("one", "snooze", NOW, "nora", "relaunch", until=date(2026, 11, 22))
    late = compose_digest(account_statuses=account_statuses, transitions=[], previous=None, decisions=(over,))
    assert ids(late.decide) == ["one"]


def test_what_we_could_not_see_is_never_mixed_with_what_needs_a_decision(
    account_status: Make, compose_digest: Compose
) -> None:
    account_statuses = [
        account_status("blind", Status.BLIND, seen=ObservationState.BLIND, outcome=Outcome.LOGIN_REQUIRED),
        account_status("failing", seen=ObservationState.FAILING),
        account_status("silent", Status.DORMANT, last=40),
    ]
    digest = compose_digest(account_statuses=account_statuses, transitions=[], previous=None)
    assert (ids(digest.decide), ids(digest.unseen)) == (["silent"], ["blind", "failing"])


def test_somebody_else_behind_the_handle_needs_a_decision(account_status: Make, compose_digest: Compose) -> None:
    taken = account_status("taken", Status.BLIND, seen=ObservationState.BLIND, outcome=Outcome.IDENTITY_CHANGED)
    digest = compose_digest(account_statuses=[taken], transitions=[], previous=None)
    assert (ids(digest.decide), ids(digest.unseen)) == (["taken"], [])


def test_the_numbers_add_up_whatever_the_states(account_status: Make, compose_digest: Compose) -> None:
    digest = compose_digest(
        account_statuses=[account_status(f"a-{status}", status) for status in Status], transitions=[]
    )
    n = digest.numbers
    assert len(Status) == n.total == n.on_plan + n.slowing + n.inanimate + n.unseen + n.aside
    assert n == Numbers(on_plan=1, slowing=4, inanimate=3, unseen=6, aside=8, total=22)


def test_every_account_in_any_state_stands_somewhere(account_status: Make, compose_digest: Compose) -> None:
    for status in Status:
        one = compose_digest(account_statuses=[account_status("one", status)], transitions=[], previous=None)
        sections = (one.decide, one.waiting, one.watch, one.unseen, one.on_plan, one.aside)
        assert [ids(section) for section in sections if section] == [["one"]], status


def test_only_edges_that_hold_are_changes(account_status: Make, compose_digest: Compose) -> None:
    transitions = [
        moved("there-and-back", Status.ON_PLAN, Status.LATE),
        moved("there-and-back", Status.LATE, Status.ON_PLAN),
        moved("two-steps", Status.ON_PLAN, Status.LATE),
        moved("two-steps", Status.LATE, Status.OVERDUE),
        moved("baseline", Status.UNSEEN, Status.DORMANT, announce=False),
        moved("somebody-elses", Status.ON_PLAN, Status.LATE),
    ]
    account_statuses = [account_status(one) for one in ("there-and-back", "two-steps", "baseline")]
    digest = compose_digest(account_statuses=account_statuses, transitions=transitions)
    assert [(c.card.id, c.before, c.after) for c in digest.changed.items] == [("two-steps", "on_plan", "overdue")]


def test_a_change_is_of_the_day_that_the_brand_had(account_status: Make, compose_digest: Compose) -> None:
    late = Transition("one", "status", Status.ON_PLAN, Status.LATE, datetime(2026, 11, 21, 23, 30, tzinfo=UTC))
    digest = compose_digest(account_statuses=[account_status("one", Status.LATE)], transitions=[late])
    assert [change.on for change in digest.changed.items] == [date(2026, 11, 22)]  # 00:30 in Paris


def test_what_the_next_fourteen_days_bring(account_status: Make, compose_digest: Compose) -> None:
    pauses = (Span(date(2026, 12, 7), date(2027, 1, 3), "holidays"), Span(date(2026, 12, 8), None))
    account_statuses = [
        account_status("one", pauses=pauses, review_by=date(2026, 11, 23)),
        account_status("closed", Status.CLOSED, lifecycle=Lifecycle.CLOSED, review_by=date(2026, 11, 23)),
    ]
    digest = compose_digest(account_statuses=account_statuses, transitions=[])
    coming = [(c.card.id, c.what, c.on.isoformat(), c.why) for c in digest.coming.items if c.card]
    assert coming == [("one", "review", "2026-11-23", ""), ("one", "pause_starts", "2026-12-07", "holidays")]


@pytest.mark.parametrize(
    ("owner", "why"), [(None, "nobody"), ("tom", "left"), ("ghost", "unknown"), ("lea", "unconfirmed")]
)
def test_why_nobody_answers_for_an_account(
    account_status: Make, compose_digest: Compose, owner: str | None, why: str
) -> None:
    orphan = account_status("one", owner=owner, flags=frozenset({Flag.ORPHANED}))
    digest = compose_digest(account_statuses=[orphan], transitions=[])
    assert [(o.card.id, o.why) for o in digest.ownerless.items] == [("one", why)]


@pytest.mark.parametrize(("now", "asked"), [("2026-11-23", []), ("2026-11-30", []), ("2026-12-07", ["old"])])
def test_accounts_checked_by_hand_are_asked_for_once_a_month(
    account_status: Make, compose_digest: Compose, now: str, asked: list[str]
) -> None:
    at = datetime.fromisoformat(f"{now}T07:00+00:00")
    account_statuses = [
        account_status("old", network="manual", seen=ObservationState.MANUAL, last=35),
        account_status("recent", network="manual", seen=ObservationState.MANUAL, last=3),
    ]
    assert ids(compose_digest(account_statuses=account_statuses, transitions=[], now=at).asked) == asked


def test_a_strip_tells_silence_from_pauses_copies_and_what_was_not_seen(
    account_status: Make, compose_digest: Compose
) -> None:
    paused = account_status("paused", last=None, pauses=(Span(date(2026, 8, 10), date(2026, 9, 6)),))
    copied = account_status("copied", last=None, copied=True)
    blind = account_status("blind", last=20, last_ok=10)
    strips = {
        card.id: card.strip
        for card in compose_digest(account_statuses=[paused, copied, blind], transitions=[]).on_plan.items
        if card.strip
    }
    assert strips["paused"].weeks.count(Week.REST) == 4
    assert set(strips["paused"].weeks) == {Week.NONE, Week.REST, Week.BEFORE}  # checked for 170 days of 182
    assert set(strips["copied"].weeks) == {Week.COPIED}
    assert strips["blind"].weeks[-2:] == (Week.NONE, Week.UNKNOWN)
    assert all(len(strip.weeks) == 26 for strip in strips.values())


def test_one_brand_gives_its_name_and_several_that_of_the_organisation(
    account_status: Make, compose_digest: Compose
) -> None:
    one, other = account_status("one"), account_status("other", brand="zenith", owner="nora")
    assert compose_digest(account_statuses=[one], transitions=[]).title == "Acme"
    assert compose_digest(report=ALL, account_statuses=[one, other], transitions=[]).title == "Acme Group"


def test_the_same_judgements_give_the_same_digest(compose_digest: Compose) -> None:
    assert compose_digest() == compose_digest()


def test_an_owners_digest_is_no_managers_whoever_reads_it(account_status: Make, compose_digest: Compose) -> None:
    """Nora manages the brand, and asked for her own accounts alone."""
    report = Report(to="nora", brands=("acme",), zone=ZoneInfo("Europe/Paris"), level="owner", empty="full")
    own = compose_digest(
        report=report, account_statuses=[account_status("mine", owner="nora"), account_status("other", owner="lea")]
    )
    assert (own.numbers.total, own.manages) == (1, False)
    assert {"Nora Sample"} >= {work.name for work in own.hours.items}
