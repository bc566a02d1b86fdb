"""An account and what happens to it: acts of people and of machines, checks that see them or do not, judgements.

Only what a test says about an account differs from the plainest one: weekly, owned, known for as long as it is watched.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from monitor.judge.observation_state import after_check
from monitor.judge.verdict import judge
from monitor.model.account import Account, Cadence, Plan, Thresholds
from monitor.model.check import Outcome
from monitor.model.state import CheckRow, DayCount, Record, State, Status, Transition, Verdict

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)  # a Monday
DAY = timedelta(days=1)
UTC_ZONE = ZoneInfo("UTC")
KINDS = ("post", "share", "reply")


def cadence(count: int, days: float) -> Cadence:
    return Cadence(count, days * DAY, f"{count} per {days:g} days")


def plan(count: int = 1, days: float = 7, **more: Any) -> Plan:
    """So many posts in so many days; `more` are other fields of the plan, or of its thresholds."""
    thresholds = {key: more.pop(key) for key in tuple(more) if key in Thresholds.__dataclass_fields__}
    return Plan(publish=cadence(count, days), thresholds=Thresholds(**thresholds), **more)


def account(**more: Any) -> Account:
    base = Account("acme-feed", "acme", "feed", "https://feeds.example/acme", owner="lea", plan=plan())
    return replace(base, **more)


def row(number: int, at: datetime, outcome: Outcome = Outcome.OK, **more: Any) -> CheckRow:
    """A check: good ones are complete and show ten acts, none of them new."""
    good = outcome in (Outcome.OK, Outcome.LIMITED)
    base = CheckRow(number, at, "1", "feeds.example:443", outcome, "", True, good, 10 if good else 0, 0)
    return replace(base, **more)


def counts(*days: date, **count: int) -> Mapping[date, DayCount]:
    """One post on each day, or what `count` says."""
    return {day: DayCount(**(count or {"post": 1})) for day in days}


@dataclass
class Story:
    """One account's life. Acts become known at the next check that sees them; checks are judged at once."""

    account: Account = field(default_factory=account)
    now: datetime = NOON
    zone: ZoneInfo = UTC_ZONE
    state: State = field(default_factory=State)
    record: Record = field(default_factory=lambda: Record(created=NOON))
    owner_left: bool = False
    transitions: list[Transition] = field(default_factory=list)
    checks: int = 0
    unknown: list[tuple[datetime, str, bool]] = field(default_factory=list)

    @property
    def status(self) -> Status:
        return self.state.status

    def forward(self, **delta: float) -> Story:
        self.now += timedelta(**delta)
        return self

    def act(self, kind: str = "post", *, copied: bool = False, ago: timedelta = timedelta(0)) -> Story:
        self.unknown.append((self.now - ago, kind, copied))
        return self

    def history(self, count: int, every: timedelta, *, copied: bool = False, last: timedelta = timedelta(0)) -> Story:
        """Posts at equal distances, the last one `last` ago."""
        for number in range(count):
            self.act(copied=copied, ago=last + number * every)
        return self

    def check(self, outcome: Outcome = Outcome.OK, *, held: bool = False, **more: Any) -> Verdict:
        """One check, folded and judged; `held`: its failure is taken for our own."""
        self.checks += 1
        seen = row(self.checks, self.now, outcome, **{"new": len(self.unknown), **more})
        if seen.activities:
            self._take_in()
        folded = after_check(self.state.observation, seen, self.account.plan.thresholds, held=held)
        self.state = replace(self.state, observation=folded)
        self.record = replace(self.record, first_check=self.record.first_check or self.now, last_check=self.now)
        return self.judge()

    def judge(self) -> Verdict:
        verdict = judge(self.account, self.state, self.record, self.now, self.zone, owner_left=self.owner_left)
        self.state = verdict.state
        self.transitions.extend(verdict.transitions)
        return verdict

    def silent(self, days: float, step: float = 1) -> Verdict:
        """Good checks every `step` days that see nothing new."""
        verdict = self.judge()
        for _ in range(round(days / step)):
            verdict = self.forward(days=step).check()
        return verdict

    def steady(self, days: int, every: int) -> Verdict:
        """A check a day, and a post on each `every`th day, the last day among them."""
        verdict = self.judge()
        for left in reversed(range(days)):
            self.forward(days=1)
            if left % every == 0:
                self.act()
            verdict = self.check()
        return verdict

    def declared(self, **more: Any) -> Story:
        """The file now says something else."""
        self.account = replace(self.account, **more)
        return self

    def statuses(self, *, announced: bool = False) -> list[Status]:
        """Where the shown status went, in order."""
        changes = [change for change in self.transitions if change.axis == "status"]
        return [Status(change.after) for change in changes if change.announce or not announced]

    def _take_in(self) -> None:
        days = dict(self.record.days)
        for at, kind, copied in self.unknown:
            day = at.astimezone(self.zone).date()
            known = days.get(day, DayCount())
            more = {name: getattr(known, name) + (name == kind) for name in KINDS}
            days[day] = DayCount(**more, copied=known.copied + copied)
            self.record = replace(self.record, last_any=_later(self.record.last_any, at))
            if not copied:
                self.record = replace(self.record, last_human=_later(self.record.last_human, at))
        self.unknown.clear()
        self.record = replace(self.record, days=days)


def _later(known: datetime | None, at: datetime) -> datetime:
    return at if known is None else max(known, at)


def on_plan(**more: Any) -> Story:
    """An account seen to have kept its plan for ten weeks, first checked now; the last post is of now."""
    story = Story(account(**more))
    cadence = story.account.plan.publish
    every = cadence.per / cadence.count if cadence is not None else 7 * DAY
    story.history(10, every).check()
    return story
