"""Whole lives of six accounts at six hosts: what people, machines, networks, clocks and files may do to them.

A `Ground` is what they live on: the pure judgement alone, or a store and the use case that judges its checks. `Lives`
is the walk; after each cycle it compares what was said with what was shown, by a memory of its own (I4 to I6, and I12):

I4  no silence is reported that no good and complete check has proved, and every change names checks that were made;
I5  a cycle whose failures are our own changes nothing, for two days;
I6  what is reported is one unbroken story an account and axis, each change once, and to nobody twice;
I12 nobody is called well without a proof that is young enough;
and every change of an axis stands in its table (tests/support/transition_table.py).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from monitor.model.account import Lifecycle, Plan, Span
from monitor.model.check import SEEN, Outcome
from monitor.model.people import Decision
from monitor.model.state import State, Status
from support.ground import NAMES, Act
from support.health import DAY, plan
from support.held import Held

HOUR = timedelta(hours=1)
PLANS = (plan(1, 1), plan(3, 7), plan(1, 7), plan(1, 30), plan(1, 91), Plan())
KINDS = ("post", "share", "reply")
BAD = tuple(sorted(set(Outcome) - SEEN - {Outcome.MANUAL}))

name = st.sampled_from(NAMES)
waits = st.sampled_from([1, 6, 24, 3 * 24, 8 * 24, 12 * 24, 29 * 24, 33 * 24, 100 * 24, 200 * 24]).map(
    lambda n: n * HOUR
)
days = st.integers(0, 60)


class Lives(Held):
    """What may happen, in any order."""

    # people, and machines

    @rule(name=name, kind=st.sampled_from(KINDS), ago=st.integers(0, 20))
    def post(self, name: str, kind: str, ago: int) -> None:
        """It takes place after the last check that saw all: one of before would count when it is first seen."""
        self.numbers += 1
        last = max((at for at, _ in self.proofs[name]), default=self.now - 30 * DAY)
        at = max(self.now - ago * 6 * HOUR, last + timedelta(seconds=self.numbers))
        self.worlds[name].acts[str(self.numbers)] = Act(min(at, self.now), kind)

    @rule(name=name, count=st.integers(5, 12))
    def keep_the_plan(self, name: str, count: int) -> None:
        for number in range(count):
            self.post(name, "post", number * 3)

    @rule(name=name)
    def delete(self, name: str) -> None:
        for act in list(self.worlds[name].acts.values())[-1:]:
            act.shown = False

    @rule(name=name)
    def edit(self, name: str) -> None:
        for act in list(self.worlds[name].acts.values())[:1]:
            act.edited = True

    # networks

    @rule(name=name, number=st.integers(0, 9))
    def rename(self, name: str, number: int) -> None:
        self.worlds[name].host = f"{name}{number}.example:443"

    @rule(name=name, outcome=st.sampled_from(BAD))
    def fail(self, name: str, outcome: Outcome) -> None:
        self.worlds[name].outcome = outcome

    @rule(name=name)
    def block(self, name: str) -> None:
        self.worlds[name].outcome = Outcome.BLOCKED

    @rule(name=name)
    def vanish(self, name: str) -> None:
        self.worlds[name].outcome = Outcome.GONE

    @rule(name=name)
    def move(self, name: str) -> None:
        self.worlds[name].outcome = Outcome.MOVED

    @rule(name=name)
    def suspend(self, name: str) -> None:
        self.worlds[name].outcome = Outcome.SUSPENDED

    @rule(name=name)
    def turn_private(self, name: str) -> None:
        self.worlds[name].outcome = Outcome.PRIVATE

    @rule(name=name)
    def be_taken_over(self, name: str) -> None:
        self.worlds[name].outcome = Outcome.IDENTITY_CHANGED

    @rule(name=name)
    def be_read_by_hand(self, name: str) -> None:
        self.worlds[name].outcome = Outcome.MANUAL

    @rule(name=name, limited=st.booleans())
    def show_a_part(self, name: str, limited: bool) -> None:
        world = self.worlds[name]
        world.outcome, world.complete = Outcome.LIMITED if limited else Outcome.OK, limited

    @rule(name=name)
    def come_back(self, name: str) -> None:
        world = self.worlds[name]
        world.outcome, world.complete = Outcome.OK, True

    @rule()
    def all_come_back(self) -> None:
        for name in NAMES:
            self.come_back(name)

    # files and decisions

    @rule(name=name, new=st.sampled_from(PLANS))
    def plan_anew(self, name: str, new: Plan) -> None:
        self.file[name] = replace(self.file[name], plan=new)

    @rule(name=name, owner=st.sampled_from(["lea", None]))
    def change_owner(self, name: str, owner: str | None) -> None:
        self.file[name] = replace(self.file[name], owner=owner)

    @rule(name=name, lifecycle=st.sampled_from(Lifecycle))
    def change_lifecycle(self, name: str, lifecycle: Lifecycle) -> None:
        self.file[name] = replace(self.file[name], lifecycle=lifecycle)

    @rule(name=name)
    def be_active(self, name: str) -> None:
        self.file[name] = replace(self.file[name], lifecycle=Lifecycle.ACTIVE)

    @rule(name=name, start=days, length=days)
    def plan_a_holiday(self, name: str, start: int, length: int) -> None:
        first = self.now.date() + start * DAY
        self._expect(name, pauses=(*self.file[name].pauses, Span(first, first + length * DAY)))

    @rule(name=name, start=st.integers(-60, 60), length=days)
    def plan_a_season(self, name: str, start: int, length: int) -> None:
        first = self.now.date() + start * DAY
        self._expect(name, lifecycle=Lifecycle.SEASONAL, seasons=(Span(first, first + length * DAY),))

    def _expect(self, name: str, **declared: Any) -> None:
        self.file[name] = replace(self.file[name], **declared)

    @rule(name=name, length=days)
    def pause(self, name: str, length: int) -> None:
        self._decide(name, "pause", until=self.now.date() + length * DAY)

    @rule(name=name)
    def resume(self, name: str) -> None:
        self._decide(name, "resume")

    @rule(name=name, later=days)
    def close(self, name: str, later: int) -> None:
        self._decide(name, "close", on=self.now.date() + later * DAY)

    @rule(name=name, length=days)
    def confirm(self, name: str, length: int) -> None:
        self._decide(name, "confirm", until=self.now.date() + length * DAY)

    def _decide(self, name: str, kind: str, **days: Any) -> None:
        self.decisions[name].append(Decision(name, kind, self.now, "lea", **days))

    # the clock, and cycles

    @rule(wait=waits)
    def check(self, wait: timedelta) -> None:
        self.now += wait
        self._cycle(down=False)

    @rule(times=st.integers(3, 30), wait=st.sampled_from([12, 24, 48]))
    def check_often(self, times: int, wait: int) -> None:
        for _ in range(times):
            self.check(wait * HOUR)

    @rule(name=name, weeks=st.integers(3, 6), every=st.integers(1, 7))
    def live_on(self, name: str, weeks: int, every: int) -> None:
        """Some weeks in which one account posts now and then, and all are checked."""
        for day in range(weeks * 7):
            if day % every == 0:
                self.post(name, "post", 0)
            self.check(DAY)

    @rule(minutes=st.integers(1, 180))
    def step_back(self, minutes: int) -> None:
        self.now -= timedelta(minutes=minutes)
        self._cycle(down=False)

    @rule(wait=waits)
    def sleep(self, wait: timedelta) -> None:
        self.now += wait
        self._declare()
        self.ground.again(self.now)
        self._hold()

    @rule(wait=waits, times=st.integers(1, 4))
    def be_without_a_network(self, wait: timedelta, times: int) -> None:
        """I5: whatever the clock brings is judged first; then, for two days, nothing more happens."""
        for _ in range(times):
            self.sleep(wait / times)
            before = {name: self.ground.state(name) for name in NAMES}
            count = len(self.ground.transitions)
            self._cycle(down=True)
            after = {name: self.ground.state(name) for name in NAMES}
            held = {name for name in NAMES if self._is_held(before[name])}
            for name in NAMES:
                was, axis = before[name].observation, after[name].observation
                assert after[name].status in (before[name].status, Status.BLIND)
                if name in held:
                    noted = replace(was, silent_since=axis.silent_since, held_checks=was.held_checks + 1)
                    assert after[name] == replace(before[name], observation=noted)
            assert not held & {change.account for change in self.ground.transitions[count:]}

    def _is_held(self, before: State) -> bool:
        """Whether a failure now is held: since less than two days there is no answer."""
        since = before.observation.silent_since
        return since is None or self.now - since < 48 * HOUR
