"""Everything behind one verdict, as data and in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from monitor.judge.checklist import NOTICES, Checklist
from monitor.judge.next_changes import NextChanges
from monitor.judge.observation_state import HELD
from monitor.judge.proof_age import oldest
from monitor.judge.status import INVISIBLE, DeclaredState, declared_on
from monitor.judge.trouble import kind_of
from monitor.metrics.gaps import Gap
from monitor.metrics.growth import Growth
from monitor.metrics.machinelike import Machinelike
from monitor.metrics.measures import Measures
from monitor.metrics.objectives import Measure
from monitor.metrics.silence import left_out
from monitor.model.account import Account, Objective, Span
from monitor.model.people import Brand, Decision
from monitor.model.state import AccountStatus, ActivityState, CheckRow, Proposal, Reason, Transition
from monitor.report.readers.privacy import Naming
from monitor.report.readers.sanitise import line
from monitor.report.rendering.language import language_of

_DAY: Final = timedelta(days=1)
_ASLEEP: Final = (ActivityState.DORMANT, ActivityState.ABANDONED)
_THRESHOLDS: Final = ("late", "overdue", "dormant", "abandoned")


@dataclass(frozen=True, slots=True)
class Setting:
    """A value that the verdict depends on, and the file:line, table or default that it comes from."""

    key: str
    value: str
    source: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """What `explain` shows. `measures` is None where nothing was seen yet."""

    account_status: AccountStatus
    brand: Brand
    now: datetime
    zone: ZoneInfo
    measures: Measures | None
    rhythm: Reason | None
    next_changes: NextChanges
    checklist: Checklist | None
    successor: AccountStatus | None
    rests_on: tuple[CheckRow, ...]
    latest: tuple[CheckRow, ...]
    gaps: tuple[Gap, ...]
    settings: tuple[Setting, ...]
    transitions: tuple[Transition, ...]
    decisions: tuple[Decision, ...]
    naming: Naming
    grown: Growth | None  # of its followers
    machine: Machinelike
    aims: Mapping[Objective, Sequence[Measure]]

    @property
    def trouble(self) -> str | None:
        """What the last counted check came to, as exactly as it is known."""
        axis = self.account_status.verdict.state.observation
        return kind_of(axis.outcome, axis.detail)

    @property
    def held_until(self) -> datetime | None:
        """Until when failures count for nothing; None where none is held."""
        axis = self.account_status.verdict.state.observation
        until = axis.silent_since + HELD if axis.silent_since is not None and axis.held_checks else None
        return until if until is not None and until > self.now else None

    @property
    def proof_until(self) -> datetime | None:
        """From when on it is not seen, where no check proves anything; None where nothing depends on that."""
        state, account = self.account_status.verdict.state, self.account_status.account
        at = state.observation.proved_at
        depends = state.status not in INVISIBLE and state.activity.state not in (None, *_ASLEEP)
        animated = declared_on(account, self.now.astimezone(self.zone).date()) is DeclaredState.ANIMATED
        until = at + oldest(state.observation, account.plan) if at is not None and depends and animated else None
        return until if until is not None and until > self.now else None

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why, with names in the place of people's ids, the rhythm over the whole history last."""
        verdict, brand = self.account_status.verdict, self.brand.id
        named = tuple(self.naming.reason(one, brand) for one in verdict.reasons if one != verdict.rhythm)
        return (*named, self.rhythm) if self.rhythm is not None else named

    @property
    def proposal(self) -> Proposal | None:
        """What to do, with names in the place of people's ids."""
        found = self.account_status.verdict.proposal
        return replace(found, reason=self.naming.reason(found.reason, self.brand.id)) if found is not None else None

    @property
    def limits(self) -> Mapping[str, float]:
        """From how many days of silence on the account is in which state; nothing where nothing can be late."""
        if self.measures is None:
            return {}
        planned = self.account_status.account.plan.publish is not None
        names = _THRESHOLDS if planned else _THRESHOLDS[2:]
        return {name: getattr(self.measures.limits, name) / _DAY for name in names}

    @property
    def left_out(self) -> tuple[Span, ...]:
        """The days since silence counts that do not count."""
        found = self.measures
        if found is None:
            return ()
        first, last = (at.astimezone(self.zone).date() for at in (found.since, self.now))
        return tuple(left_out(found.excluded, first, last))


def explained(explanation: Explanation, language: str) -> str:
    """The explanation as plain text for a terminal."""
    from monitor.report.rendering.templates import environment
    from monitor.report.terminal.profile_lines import about, aims

    written = environment(language_of(language), html=False).get_template("explain.txt")
    facts, talk = explanation.account_status.record.facts, explanation.account_status.verdict.conversation
    known = about(facts, explanation.grown, talk, explanation.machine, language)
    known += aims(explanation.aims, language)
    return written.render(e=explanation, about=known, one_line=lambda text: line(str(text), 200)).strip()


def advised(explanation: Explanation, language: str, notices: str) -> str:
    """The advice with its dated steps, below each notice its text in the language `notices`."""
    from monitor.report.rendering.templates import environment

    texts = notice_texts(explanation, notices)
    written = environment(language_of(language), html=False).get_template("advise.txt")
    return written.render(e=explanation, notices=texts).strip()


def notice_texts(explanation: Explanation, language: str) -> dict[str, str]:
    """By step, the text that it publishes; empty for an account that nobody lets go."""
    if explanation.checklist is None:
        return {}
    from monitor.report.rendering.templates import module

    say = module(language_of(language), "closing.txt")
    about = _about(explanation)
    return {
        step.what: line(say.notice(step.what, about), 600)
        for step in explanation.checklist.steps
        if step.what in NOTICES
    }


def _about(explanation: Explanation) -> dict[str, Any]:
    """What a notice speaks of."""
    made, other = explanation.checklist, explanation.successor
    return {
        "kind": made.kind.value if made is not None else "",
        "day": made.day if made is not None else None,
        "brand": line(explanation.brand.name, 60),
        "site": line(explanation.brand.site or "", 200),
        "successor": _named(other) if other is not None else None,
    }


def _named(account_status: AccountStatus) -> dict[str, str]:
    account: Account = account_status.account
    return {
        "name": line(account_status.record.facts.name or account.id, 60),
        "network": line(account.network, 40),
        "url": line(account.url, 200),
    }
