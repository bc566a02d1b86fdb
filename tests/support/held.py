"""What is true of whole lives, by a memory of what was shown that is the checker's own (I4 to I6, I12: lives.py)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, ClassVar

from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant

from monitor.judge.decisions import planned
from monitor.judge.status import DeclaredState, declared_on
from monitor.metrics.thresholds import limits_or_default
from monitor.model.account import Lifecycle, Span
from monitor.model.check import SEEN, Outcome
from monitor.model.people import Decision
from monitor.model.state import ActivityState, ObservationState, State, Status
from support.ground import ECHO, NAMES, Act, Ground, World
from support.health import DAY, NOON, UTC_ZONE, account
from support.transition_table import ACTIVITY, OBSERVATION, pairs

WELL = ("on_plan", "behind", "late", "overdue", "recovering", "new")
ASLEEP = (ActivityState.DORMANT, ActivityState.ABANDONED)


class Held(RuleBasedStateMachine):
    ground_of: ClassVar[Any]
    activity: ClassVar[set[tuple[ActivityState | None, ActivityState | None]]] = (
        set()
    )  # the changes that were met, in all walks
    observation: ClassVar[set[tuple[ObservationState | None, ObservationState | None]]] = set()

    @initialize()
    def begin(self) -> None:
        self.ground: Ground = type(self).ground_of()
        self.now = NOON
        self.worlds = {name: World(f"{name}.example:443") for name in NAMES}
        self.file = {name: account(id=name, url=f"https://{name}.example/feed") for name in NAMES}
        self.file[ECHO] = replace(self.file[ECHO], cross_posts_from=("acme-blog",))
        self.decisions: dict[str, list[Decision]] = defaultdict(list)
        self.proofs: dict[str, list[tuple[datetime, int]]] = defaultdict(list)
        self.evidence: dict[str, list[datetime]] = defaultdict(list)  # when a check proved, or showed a new act
        self.checks: dict[str, set[int]] = defaultdict(set)
        self.seen: dict[str, dict[str, Act]] = defaultdict(dict)
        self.spans: dict[str, set[Span]] = defaultdict(set)
        self.before = {name: State() for name in NAMES}
        self.where = {(name, "status"): Status.UNSEEN.value for name in NAMES}
        self.numbers = self.compared = 0
        self._declare()

    def teardown(self) -> None:
        if hasattr(self, "ground"):
            self.ground.close()

    def _declare(self) -> None:
        accounts = {name: planned(self.file[name], self.decisions[name], self.now, UTC_ZONE).account for name in NAMES}
        for name, one in accounts.items():
            self.spans[name] = set(one.pauses)
        self.accounts = accounts
        self.ground.declare(accounts, self.now)

    def _cycle(self, *, down: bool) -> bool:
        self._declare()
        ours, checks = self.ground.cycle(self.worlds, self.now, down=down)
        for name, check in checks.items():
            world = self.worlds[name]
            self.checks[name].add(check)
            if not down and world.outcome in SEEN:
                shown = {number: act for number, act in world.shown.items() if act.at <= self.now}
                proves = world.complete and (world.outcome is Outcome.OK or bool(shown))
                if proves or shown.keys() - self.seen[name].keys():
                    self.evidence[name].append(self.now)
                self.seen[name] |= shown
                if proves:
                    self.proofs[name].append((self.now, check))
        self._hold()
        return ours

    # what holds

    def _hold(self) -> None:
        for name in NAMES:
            before, after = self.before[name], self.ground.state(name)
            self._stands_in_its_table(before, after)
            if after.activity != before.activity or after.status is not before.status:
                self._is_proved(name, after)
            self.before[name] = after

    def _stands_in_its_table(self, before: State, after: State) -> None:
        if after.activity.state is not before.activity.state and after.activity.state is not None:
            change = before.activity.state, after.activity.state
            type(self).activity.add(change)
            assert change in pairs(ACTIVITY), change
        if after.observation.state is not before.observation.state:
            seen = before.observation.state, after.observation.state
            type(self).observation.add(seen)
            assert seen in pairs(OBSERVATION), seen

    def _is_proved(self, name: str, after: State) -> None:
        """I4: by the checker's own memory of what was shown, day by day."""
        activity, limits = after.activity.state, limits_or_default(self.accounts[name].plan)
        if activity not in (ActivityState.LATE, ActivityState.OVERDUE, *ASLEEP) or after.activity.frozen:
            return
        least = limits.late if activity is ActivityState.LATE else limits.overdue
        human = self._human(name)
        assert self.proofs[name], f"{name} is {activity}, and no check ever proved a silence"
        copied = min((act.at for act in self.seen[name].values()), default=NOON).replace(hour=0)
        last, proof = max(human, default=min(NOON, copied)), max(at for at, _ in self.proofs[name])
        if self.file[name].lifecycle is not Lifecycle.SEASONAL and (activity is not ActivityState.LATE or human):
            silence = self._counted(name, last, proof)
            assert silence > least, f"{name} is {activity} after {silence}"

    def _counted(self, name: str, start: datetime, end: datetime) -> timedelta:
        """The time between, without the days of pauses, day by day."""
        total, day = timedelta(), start.replace(hour=0, minute=0, second=0)
        while day < end:
            if not any(
                span.start <= day.date() and (span.end is None or day.date() <= span.end) for span in self.spans[name]
            ):
                total += min(day + DAY, end) - max(day, start)
            day += DAY
        return total

    @invariant()
    def what_is_reported_is_one_unbroken_story(self) -> None:
        """I6, and of I4 that every change names checks that were made."""
        where = self.where
        for change in self.ground.transitions[self.compared :]:
            place = change.account, change.axis
            assert where.get(place, "off") == change.before != change.after
            assert change.reasons
            assert set(change.checks) <= self.checks[change.account]
            if change.after in (Status.DORMANT, Status.ABANDONED):
                assert set(change.checks) & {check for _, check in self.proofs[change.account]}
            where[place] = change.after
        self.compared = len(self.ground.transitions)
        for name in NAMES:
            assert self.ground.state(name).status.value == where[name, "status"]

    @invariant()
    def nobody_is_called_well_without_a_young_proof(self) -> None:
        """I12: of what is judged now, in plain days; people's own word for an account is apart."""
        for name in NAMES:
            state, plan = self.ground.state(name), self.accounts[name].plan
            if state.status.value not in WELL or state.observation.state is ObservationState.MANUAL:
                continue
            limits = limits_or_default(plan)
            oldest = min(max(limits.period + limits.grace, 14 * DAY), 60 * DAY) if plan.publish else 14 * DAY
            assert any(self.now - at <= oldest for at in self.evidence[name]), (name, state.status)

    @invariant()
    def what_was_seen_stays_seen(self) -> None:
        """Neither a deletion nor an edit rewrites history, and no check of another's account does."""
        for name in NAMES:
            assert self.ground.record(name).last_human == max(self._human(name), default=None)

    def _human(self, name: str) -> list[datetime]:
        copied = bool(self.file[name].cross_posts_from)
        return [act.at for act in self.seen[name].values() if not (copied and act.kind == "post")]

    @invariant()
    def what_is_shown_is_what_the_axes_say(self) -> None:
        for name in NAMES:
            state = self.ground.state(name)
            declared = declared_on(self.accounts[name], self.now.date())
            if state.status in (Status.DORMANT, Status.ABANDONED):
                assert declared is DeclaredState.ANIMATED
                assert state.observation.state in (
                    ObservationState.OK,
                    ObservationState.FAILING,
                    ObservationState.MANUAL,
                )
