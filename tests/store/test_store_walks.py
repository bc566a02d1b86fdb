"""Random walks: checks, failures, claims and judgements in any order, against a model too simple to be wrong."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import NamedTuple

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from monitor.model.activity import Kind
from monitor.model.state import Status
from support.shelf import HOUR, MONDAY, PARIS, Shelf, account, act, failed, new_check, seen

ALL = os.environ.get("MONITOR_TESTS") == "all"

NAMES = ["acme-a", "acme-b"]
STATUSES = [Status.LATE, Status.OVERDUE, Status.ON_PLAN]

name = st.sampled_from(NAMES)
posts = st.lists(  # number, kind, hours before the first Monday: none so old that its date is doubted (counting.py)
    st.tuples(st.integers(0, 12), st.sampled_from(Kind), st.integers(-60, 10)), max_size=5
)


class Known(NamedTuple):
    kind: Kind
    at: datetime | None  # when it counts
    ahead: bool = False  # counted at first sight, though it is dated ahead


class Walk(RuleBasedStateMachine):
    database: Callable[[], str]

    @initialize()
    def begin(self) -> None:
        self.shelf = Shelf(self.database())
        self.shelf.declare(*(account(one) for one in NAMES))
        self.now = MONDAY
        self.known: dict[str, dict[str, Known]] = {one: {} for one in NAMES}
        self.observed: set[str] = set()
        self.leases: dict[str, datetime] = {}
        self.unjudged: dict[str, list[int]] = {one: [] for one in NAMES}
        self.reported: list[tuple[str, Status]] = []
        self.status = dict.fromkeys(NAMES, Status.UNSEEN)

    def teardown(self) -> None:
        self.shelf.store.close()

    @rule(minutes=st.integers(1, 60))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(name=name, shown=posts)
    def a_good_check(self, name: str, shown: list[tuple[int, Kind, int]]) -> None:
        acts, expected = [], 0
        for number, kind, hours in shown:
            stated = MONDAY - hours * HOUR
            acts.append(act(str(number), stated, trusted=stated <= self.now, kind=kind))
            if str(number) not in self.known[name]:
                expected += 1
                self.known[name][str(number)] = self._known(name, kind, stated)
        self.observed.add(name)
        row = self.shelf.check(seen(*acts), self.now, name)
        assert (row.activities, row.new) == (len({number for number, _, _ in shown}), expected)
        self.unjudged[name].append(row.id)

    def _known(self, name: str, kind: Kind, stated: datetime) -> Known:
        if stated <= self.now:
            return Known(kind, stated)
        if stated - self.now <= 24 * HOUR:
            return Known(kind, self.now)
        announced = name in self.observed and sum(one.ahead for one in self.known[name].values()) < 3
        return Known(kind, self.now if announced else None, announced)

    @rule(name=name)
    def a_failed_check(self, name: str) -> None:
        self.unjudged[name].append(self.shelf.check(failed(), self.now, name).id)

    @rule(together=st.booleans())
    def a_claim(self, together: bool) -> None:
        cycle = self.shelf.cycle(self.now)
        free = {one for one in NAMES if self.leases.get(one, MONDAY) <= self.now}
        claimed = {claim.account for claim in self.shelf.claim(cycle, self.now, everything=True)}
        assert claimed == free
        self.leases |= dict.fromkeys(claimed, self.now + HOUR)
        if together and claimed:
            rows = self.shelf.store.save_checks(cycle, [new_check(one, self.now, failed()) for one in sorted(claimed)])
            for one, row in zip(sorted(claimed), rows, strict=True):
                self.unjudged[one].append(row.id)

    @rule(name=name, status=st.sampled_from(STATUSES))
    def a_judgement(self, name: str, status: Status) -> None:
        waiting = {item.account: item for item in self.shelf.store.pending(None, self.now)}
        left = {one for one in NAMES if self.unjudged[one] and self.leases.get(one, MONDAY) <= self.now}
        assert waiting.keys() == left
        if name in waiting:
            assert [row.id for row in waiting[name].checks] == self.unjudged[name]
            self.shelf.judge(status, self.now, name, self.unjudged[name][-1])
            self.unjudged[name] = []
            self.leases.pop(name, None)
        else:
            self.shelf.judge(status, self.now, name)
        if self.status[name] is not status:
            self.reported.append((name, status))
            self.status[name] = status

    @invariant()
    def every_act_is_counted_once_on_its_day(self) -> None:
        for name in NAMES:
            days: dict[date, list[Kind]] = {}
            for kind, at, _ in self.known[name].values():
                if at is not None:
                    days.setdefault(at.astimezone(PARIS).date(), []).append(kind)
            expected = {
                day: (kinds.count(Kind.POST), kinds.count(Kind.SHARE), kinds.count(Kind.REPLY))
                for day, kinds in days.items()
            }
            for length in (190, 400):  # from the account's row, from the long history
                found = self.shelf.record(self.now, name, length).days
                assert {day: (one.post, one.share, one.reply) for day, one in found.items()} == expected

    @invariant()
    def the_last_act_is_the_newest(self) -> None:
        for name in NAMES:
            newest = max((at for _, at, _ in self.known[name].values() if at is not None), default=None)
            record = self.shelf.record(self.now, name)
            assert (record.last_human, record.last_any) == (newest, newest)

    @invariant()
    def every_change_is_reported_once_in_order(self) -> None:
        reported = [(change.account, Status(change.after)) for _, change in self.shelf.store.transitions(0)]
        assert reported == self.reported


def test_walks(new_database: Callable[[], str]) -> None:
    class Here(Walk):
        database = staticmethod(new_database)

    run_state_machine_as_test(
        Here, settings=settings(max_examples=60 if ALL else 25, stateful_step_count=25, deadline=None)
    )
