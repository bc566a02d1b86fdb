"""Checks wait for judgement, verdicts are kept with what they changed, and each change is reported once, in order."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.model.check import Outcome
from monitor.model.state import Flag, ObservationAxis, ObservationState, Reason, State, Status, Transition, Verdict
from monitor.store import Store, Summary
from support.shelf import HOUR, MONDAY, Shelf, account, act, failed, new_check, seen, statuses, verdict

DAY = timedelta(days=1)


def claimed_check(shelf: Shelf, cycle: str) -> int:
    shelf.claim(cycle)
    (row,) = shelf.store.save_checks(cycle, [new_check("acme-feed", MONDAY, seen(act("1", MONDAY - HOUR)))])
    return row.id


def test_a_cycle_judges_its_own_checks(shelf: Shelf, store: Store) -> None:
    cycle = shelf.cycle()
    check = claimed_check(shelf, cycle)
    (pending,) = store.pending(cycle, MONDAY)
    assert (pending.account, pending.state, tuple(row.id for row in pending.checks)) == ("acme-feed", State(), (check,))
    assert pending.record == shelf.record()
    assert store.pending(shelf.cycle(), MONDAY) == []
    assert store.pending(None, MONDAY) == []


def test_checks_of_a_killed_cycle_are_judged_once_its_lease_is_over(shelf: Shelf, store: Store) -> None:
    check = claimed_check(shelf, shelf.cycle())
    (pending,) = store.pending(shelf.cycle(), MONDAY + HOUR)
    assert [row.id for row in pending.checks] == [check]


def test_all_checks_since_the_last_judgement_come_oldest_first(shelf: Shelf, store: Store) -> None:
    judged = shelf.check(failed())
    shelf.judge(Status.NEW, MONDAY, check=judged.id)
    rows = [shelf.check(failed(), MONDAY + hours * HOUR) for hours in (1, 2)]
    (pending,) = store.pending(None, MONDAY + 2 * HOUR)
    assert pending.checks == tuple(rows)


def test_a_verdict_is_kept_and_gives_the_account_back(shelf: Shelf, store: Store) -> None:
    cycle = shelf.cycle()
    check = claimed_check(shelf, cycle)
    state = replace(
        shelf.state(),
        observation=ObservationAxis(ObservationState.OK, MONDAY, last_ok_check=check, checks=(check,)),
        baseline=False,
    )
    store.save_verdicts([("acme-feed", Verdict(state), check)], MONDAY)
    assert shelf.state() == state
    assert store.pending(cycle, MONDAY + 2 * HOUR) == []
    assert len(shelf.claim(shelf.cycle(), MONDAY, everything=True)) == 1


def test_a_change_is_reported_with_its_reasons_and_evidence(shelf: Shelf, store: Store) -> None:
    change = Transition(
        "acme-feed",
        "status",
        "unseen",
        "late",
        MONDAY,
        (Reason("silent", {"days": 8.5, "since": "2026-10-25", "name": "é\ud800\0"}),),
        (1, 2),
        announce=False,
    )
    store.save_verdicts([("acme-feed", Verdict(State(status=Status.LATE), (change,)), None)], MONDAY)
    assert [reported for _, reported in store.transitions(0)] == [change]


def test_changes_come_in_order_after_a_number_and_by_account(shelf: Shelf, store: Store) -> None:
    shelf.declare(account(), account("acme-other"))
    steps = [Status.NEW, Status.LATE, Status.OVERDUE, Status.DORMANT]
    for hours, status in enumerate(steps):
        shelf.judge(status, MONDAY + hours * HOUR)
    shelf.judge(Status.ON_PLAN, MONDAY, "acme-other")
    reported = store.transitions(0)
    assert [number for number, _ in reported] == sorted(number for number, _ in reported)
    assert statuses(reported) == [*(status.value for status in steps), "on_plan"]
    assert statuses(store.transitions(reported[2][0], ["acme-feed"])) == ["dormant"]
    assert statuses(store.transitions(0, {"acme-other"})) == ["on_plan"]
    assert store.transitions(reported[-1][0]) == []


@pytest.mark.parametrize("status", [Status.LATE, Status.OVERDUE])
def test_of_two_judgements_of_one_silence_the_first_holds(shelf: Shelf, store: Store, status: Status) -> None:
    before = shelf.state()
    store.save_verdicts([("acme-feed", verdict("acme-feed", before, Status.LATE, MONDAY), None)], MONDAY)
    store.save_verdicts([("acme-feed", verdict("acme-feed", before, status, MONDAY), None)], MONDAY)
    assert statuses(store.transitions(0)) == ["late"]
    assert shelf.state().status is Status.LATE


def test_of_two_judgements_of_one_check_the_first_holds(shelf: Shelf, store: Store) -> None:
    check = shelf.check(seen()).id
    one, two = replace(State(), status_since=MONDAY), replace(State(), status_since=MONDAY + DAY)
    store.save_verdicts([("acme-feed", Verdict(one), check)], MONDAY)
    store.save_verdicts([("acme-feed", Verdict(two), check)], MONDAY)
    assert shelf.state() == one


def test_runs_that_judge_at_the_same_time_report_each_change_once(shelf: Shelf) -> None:
    shelf.declare(*(account(f"acme-{number}") for number in range(40)))
    together = threading.Barrier(4)
    failures: list[BaseException] = []

    def judge(status: Status) -> None:
        try:
            with shelf.again() as own:
                together.wait(30)
                for number in range(40):
                    name = f"acme-{number}"
                    own.save_verdicts([(name, verdict(name, State(), status, MONDAY), None)], MONDAY)
        except BaseException as error:
            failures.append(error)

    runs = [threading.Thread(target=judge, args=(status,)) for status in (Status.LATE, Status.NEW) * 2]
    for run in runs:
        run.start()
    for run in runs:
        run.join(60)
    assert failures == []
    reported = shelf.store.transitions(0)
    assert sorted(change.account for _, change in reported) == sorted(f"acme-{number}" for number in range(40))


def test_a_flag_is_raised_once(shelf: Shelf, store: Store) -> None:
    up = Transition("acme-feed", "flag:orphaned", "off", "on", MONDAY)
    flagged = Verdict(State(flags=frozenset({Flag.ORPHANED})), (up,))
    store.save_verdicts([("acme-feed", flagged, None)], MONDAY)
    store.save_verdicts([("acme-feed", flagged, None)], MONDAY)
    down = replace(up, before="on", after="off")
    store.save_verdicts([("acme-feed", Verdict(State(), (down,)), None)], MONDAY)
    assert statuses(store.transitions(0)) == ["on", "off"]


def test_one_dropped_verdict_does_not_drop_the_others(shelf: Shelf, store: Store) -> None:
    shelf.declare(account(), account("acme-other"))
    outdated = verdict("acme-feed", replace(State(), status=Status.DORMANT), Status.LATE, MONDAY)
    good = verdict("acme-other", State(), Status.LATE, MONDAY)
    store.save_verdicts([("acme-feed", outdated, None), ("acme-other", good, None)], MONDAY)
    assert [change.account for _, change in store.transitions(0)] == ["acme-other"]


def test_accounts_not_judged_for_long_or_never_are_stale(shelf: Shelf, store: Store) -> None:
    shelf.declare(account(), account("acme-other"), account("acme-manual", network="manual"))
    shelf.judge(Status.NEW, MONDAY)
    shelf.judge(Status.NEW, MONDAY + 2 * HOUR, "acme-other")
    assert store.stale(MONDAY + 2 * HOUR, DAY) == ["acme-manual"]
    assert store.stale(MONDAY + DAY, DAY) == ["acme-feed", "acme-manual"]


def test_a_state_keeps_its_place_while_other_runs_hold_the_account(shelf: Shelf, store: Store) -> None:
    shelf.claim(shelf.cycle())
    shelf.judge(Status.LATE)
    assert shelf.claim(shelf.cycle(), everything=True) == []


def test_the_proof_of_life_counts_the_cycles_of_a_period(shelf: Shelf, store: Store) -> None:
    shelf.declare(account(), account("acme-masto", network="mastodon"), account("acme-manual", network="manual"))
    before, cycle, left = shelf.cycle(MONDAY - HOUR), shelf.cycle(MONDAY), shelf.cycle(MONDAY + HOUR)
    store.save_checks(before, [new_check("acme-feed", MONDAY - HOUR, seen())])
    store.save_checks(
        cycle,
        [
            new_check("acme-feed", MONDAY, seen()),
            new_check("acme-masto", MONDAY, failed(Outcome.GONE)),
            new_check("acme-manual", MONDAY, failed(Outcome.MANUAL)),
        ],
    )
    store.close_cycle(before, MONDAY)
    store.mark_outage(cycle)
    store.close_cycle(cycle, MONDAY + HOUR)
    expected = Summary(cycles=2, unfinished=1, outages=1, checks=3, failures=1, last_good={"feed": MONDAY})
    assert store.summary(MONDAY, MONDAY + DAY) == expected
    masto = store.summary(MONDAY, MONDAY + DAY, ["acme-masto"])
    assert (masto.checks, masto.failures, masto.last_good) == (1, 1, {})
    assert store.interrupted_cycles(MONDAY + HOUR) == [left]


def test_a_cycle_at_work_is_not_interrupted_until_its_lease_is_over(shelf: Shelf, store: Store) -> None:
    cycle = shelf.cycle()
    shelf.claim(cycle)
    assert store.interrupted_cycles(MONDAY) == []
    assert store.interrupted_cycles(MONDAY + HOUR) == [cycle]
    after = shelf.cycle(MONDAY + HOUR)
    store.close_cycle(after, MONDAY + HOUR)
    assert store.interrupted_cycles(MONDAY + HOUR) == []


def test_a_check_reads_back_as_it_was_stored(shelf: Shelf, store: Store) -> None:
    row = shelf.check(failed(Outcome.BLOCKED))
    assert store.check_rows("acme-feed", 1) == [row]
    assert (row.at, row.host, row.detail, row.outcome) == (MONDAY, "feeds.example:443", "no answer", Outcome.BLOCKED)
