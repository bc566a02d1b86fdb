"""Our own network fails, for a minute or for a week: of 500 accounts none moves that would not have moved without it,
but to "not seen", and that after two days without an answer.

The fleet lives on undisturbed once; each outage begins somewhere in that life. It may take a part of the hosts only in
the cycles in which it begins and ends, and what it does to a check differs: nothing comes back, or one page from every
host (a proxy's, a captive portal's). Others answer and prove nothing: a document cut short, an empty list, an old copy.
Of these three over a day make an account blind, and no more.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache, cached_property
from typing import Any

import pytest

from monitor.judge.observation_state import after_check
from monitor.judge.outage import held
from monitor.judge.verdict import judge
from monitor.model.account import Account
from monitor.model.check import Outcome
from monitor.model.state import CheckRow, DayCount, Record, State, Status, Transition
from support.health import DAY, NOON, UTC_ZONE, account, plan, row

POLL = timedelta(hours=6)
TURNS = 4  # each cycle checks a part of the accounts, so each of them once a day
CYCLES = 44  # eleven days: an outage of a week, and what comes before and after it
ACCOUNTS, HOSTS = 500, 60
PLANS = (plan(1, 1), plan(3, 7), plan(1, 7), plan(1, 14), plan(1, 30))
SHORTEST, LONGEST = 1, 7 * 24 * 60  # minutes
PORTAL = 7  # the hash of its page
Fault = dict[str, Any]  # what a check comes to
HELD: tuple[Fault, ...] = (
    {"outcome": Outcome.TEMPORARY, "answered": False},
    {"outcome": Outcome.TEMPORARY, "page": PORTAL},
    {"outcome": Outcome.LOGIN_REQUIRED, "page": PORTAL},
    {"outcome": Outcome.BLOCKED, "page": PORTAL},
)
UNPROVED: tuple[Fault, ...] = (
    {"complete": False, "detail": "the document is cut short"},
    {"complete": False, "activities": 0},
    {"complete": False, "detail": "an old copy from a cache"},
    {"outcome": Outcome.LIMITED, "activities": 0},
)


@dataclass(frozen=True)
class Member:
    """One account of the fleet: it posted every `every` until it fell silent, at `silent`."""

    account: Account
    host: str
    every: timedelta
    silent: datetime

    def record(self, at: datetime) -> Record:
        first = NOON - 60 * DAY
        last = min(at, self.silent)
        days = {(first + n * self.every).date(): DayCount(post=1) for n in range(int((last - first) / self.every) + 1)}
        newest = first + int((last - first) / self.every) * self.every
        return Record(created=first, first_check=first, last_check=at, last_human=newest, last_any=newest, days=days)


class Fleet:
    """The accounts, and the state of each after each cycle where nothing disturbs it."""

    def __init__(self) -> None:
        chance = random.Random(5)
        self.members = [
            Member(
                account(id=f"acme-{number}", plan=chance.choice(PLANS)),
                f"host{chance.randrange(HOSTS)}.example:443",
                chance.choice([DAY, 2 * DAY, 7 * DAY, 14 * DAY]),
                NOON + timedelta(days=chance.uniform(-40, 12)),
            )
            for number in range(ACCOUNTS)
        ]

    def turn(self, cycle: int) -> range:
        return range(cycle % TURNS, ACCOUNTS, TURNS)

    @cached_property
    def undisturbed(self) -> list[list[State]]:
        """By cycle, then by account."""
        states, found = [State() for _ in self.members], []
        for cycle in range(CYCLES):
            for number in self.turn(cycle):
                states[number], _ = self.after(number, states[number], self.check(number, cycle, None), cycle)
            found.append(list(states))
        return found

    def check(self, number: int, cycle: int, fault: Fault | None) -> CheckRow:
        host, at = self.members[number].host, NOON + cycle * POLL
        return row(cycle * ACCOUNTS + number + 1, at, host=host, **(fault or {}))

    def after(
        self, number: int, state: State, check: CheckRow, cycle: int, *, held: bool = False
    ) -> tuple[State, tuple[Transition, ...]]:
        """The account judged in the cycle, with its check."""
        one, at = self.members[number].account, NOON + cycle * POLL
        state = replace(state, observation=after_check(state.observation, check, one.plan.thresholds, held=held))
        verdict = judge(one, state, self.record(number, state.observation.last_ok or at), at, UTC_ZONE)
        return verdict.state, verdict.transitions

    @cache  # noqa: B019 — the fleet lives as long as its tests
    def record(self, number: int, at: datetime) -> Record:
        return self.members[number].record(at)


@dataclass(frozen=True)
class Outage:
    begins: datetime
    ends: datetime
    fault: Fault
    hit: frozenset[str]  # the hosts that fail already, or still, in its first and last cycle

    def takes(self, host: str, at: datetime) -> bool:
        if not self.begins <= at < self.ends:
            return False
        at_the_edge = at - self.begins < POLL or self.ends - at <= POLL
        return not at_the_edge or host in self.hit


def outages(count: int, faults: Sequence[Fault]) -> Iterator[Outage]:
    """From a minute to seven days, each a little longer than the one before it."""
    chance = random.Random(7)
    hosts = [f"host{number}.example:443" for number in range(HOSTS)]
    for number in range(count):
        length = timedelta(minutes=SHORTEST * (LONGEST / SHORTEST) ** (number / (count - 1)))
        begins = NOON + 8 * POLL - min(length, POLL) * chance.random()
        share = chance.random()
        hit = frozenset(host for host in hosts if chance.random() < share)
        yield Outage(begins, begins + length, chance.choice(faults), hit)


@pytest.fixture(scope="module")
def fleet() -> Fleet:
    return Fleet()


@pytest.mark.parametrize("count", [12, pytest.param(1000, marks=pytest.mark.slow)])
def test_no_outage_of_our_own_moves_an_account(fleet: Fleet, count: int) -> None:
    """F046 to F048: before it, during it and after it each account has the status that it would have had."""
    moved = [change for outage in outages(count, HELD) for change in disturbed(fleet, outage, patience=2 * DAY)]
    assert moved == []


@pytest.mark.parametrize("count", [8, pytest.param(400, marks=pytest.mark.slow)])
def test_answers_that_prove_nothing_make_accounts_blind_and_never_silent(fleet: Fleet, count: int) -> None:
    moved = [change for outage in outages(count, UNPROVED) for change in disturbed(fleet, outage, patience=DAY)]
    assert moved == []


def test_of_a_week_without_an_answer_every_account_is_not_seen_in_the_end(fleet: Fleet) -> None:
    (longest,) = [outage for outage in outages(12, HELD[:1]) if outage.ends - outage.begins > 6 * DAY]
    blind: set[str] = set()
    assert disturbed(fleet, longest, patience=2 * DAY, blind=blind) == []
    assert blind == {member.account.id for member in fleet.members}


def disturbed(fleet: Fleet, outage: Outage, *, patience: timedelta, blind: set[str] | None = None) -> list[Transition]:
    """What was said of the accounts, until all were seen again, that is not so. Who was not hit lives on as ever.

    That an account is blind is so after `patience` without a good check; `blind` takes those.
    """
    first = next(cycle for cycle in range(CYCLES) if NOON + cycle * POLL >= outage.begins)
    states, calm = list(fleet.undisturbed[first - 1]), 0
    wrong: list[Transition] = []
    for cycle in range(first, CYCLES):
        at, before, truth = NOON + cycle * POLL, fleet.undisturbed[cycle - 1], fleet.undisturbed[cycle]
        turn = fleet.turn(cycle)
        down = {number for number in turn if outage.takes(fleet.members[number].host, at)}
        checks = {number: fleet.check(number, cycle, outage.fault if number in down else None) for number in turn}
        ours = held(list(checks.values()))
        for number, check in checks.items():
            if number not in down and states[number] == before[number]:
                states[number] = truth[number]
                continue
            seen = states[number].observation.proved_at
            states[number], changes = fleet.after(number, states[number], check, cycle, held=check.id in ours)
            if states[number].status is Status.BLIND and seen is not None and at - seen >= patience:
                (blind if blind is not None else set()).add(fleet.members[number].account.id)
                continue
            reported = any(change.axis == "status" for change in changes)
            wrong += changes if reported and states[number].status is not truth[number].status else ()
        calm = calm + 1 if at >= outage.ends else 0
        if calm == TURNS:
            assert [state.status for state in truth] == [state.status for state in states]
            break
    return wrong


def test_the_fleet_has_every_state_and_moves_while_it_is_watched(fleet: Fleet) -> None:
    first, last = ([state.status for state in fleet.undisturbed[cycle]] for cycle in (0, -1))
    assert {Status.ON_PLAN, Status.LATE, Status.OVERDUE, Status.DORMANT} <= set(last)
    assert sum(one is not other for one, other in zip(first, last, strict=True)) > 100
