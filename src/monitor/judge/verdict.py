"""One account judged at one instant.

    lifecycle (declared) ─┐
    observation (folded) ─┼─> _facts ─> _flags ─> _after (activity, shown status) ─> _reasons, proposal, transitions
    record ─> measures ───┘

An account that is not active, not visible, or not proved lately (judge/proof_age.py) keeps its last activity frozen.
Judging again at the same instant changes nothing. Every change is written down; some are not announced:

| change                                                    | announced                                            |
|-----------------------------------------------------------|------------------------------------------------------|
| the first judgement, and the first one of activity        | no: a first run over a fleet floods nobody           |
| blind, gone, suspended, moved or private                  | yes                                                  |
| seen again, and no worse than when it was last seen       | no: what fills the gap is no news                    |
| seen again, and worse                                     | yes                                                  |
| off its rhythm, or back in it                             | no: it ranks and explains, the plan judges           |
| its owner has promised too many hours, or no longer       | no: the hours say it once for the person             |
| unresponsive no more, as too few ask to be judged         | no: that nobody asks is no answer                    |
| any other                                                 | yes                                                  |
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from monitor.judge.activity_state import next_activity, resuming
from monitor.judge.advice import propose
from monitor.judge.closed_watch import signs_of_life
from monitor.judge.ownership import ORPHANED, ownership
from monitor.judge.proof_age import is_old, never_seen
from monitor.judge.reasons import overloaded, reasons_for
from monitor.judge.silence_reason import rhythm_reason
from monitor.judge.status import INVISIBLE, DeclaredState, declared_on, is_inanimate, shown, visible
from monitor.metrics.account_outlook import foresee, is_off_rhythm
from monitor.metrics.autopilot import on_autopilot
from monitor.metrics.effort import Hours
from monitor.metrics.measures import Measures, measure
from monitor.metrics.outlook import Outlook
from monitor.metrics.reply_coverage import answers_too_few, answers_too_late, heard
from monitor.metrics.silence import resting_spans, within
from monitor.model.account import Account
from monitor.model.check import Outcome
from monitor.model.conversation import Conversation, Received
from monitor.model.settings import Effort
from monitor.model.state import (
    ActivityAxis,
    ActivityState,
    Flag,
    ObservationAxis,
    ObservationState,
    Reason,
    Record,
    State,
    Status,
    Transition,
    Verdict,
)

_DAY_SECONDS = 86_400
_USUAL = Effort()
_UNANNOUNCED = frozenset({Flag.OFF_RHYTHM, Flag.OVER_CAPACITY})
_WORSE_AND_WORSE = (
    ActivityState.ON_PLAN,
    ActivityState.NEW,
    ActivityState.RECOVERING,
    ActivityState.BEHIND,
    ActivityState.LATE,
    ActivityState.OVERDUE,
    ActivityState.DORMANT,
    ActivityState.ABANDONED,
)


def judge(
    account: Account,
    state: State,
    record: Record,
    now: datetime,
    zone: ZoneInfo,
    checks: Sequence[int] = (),
    *,
    received: Iterable[Received] = (),
    owner_left: bool = False,
    overload: Hours | None = None,
    effort: Effort = _USUAL,
) -> Verdict:
    """The account's state at `now`, what changed since `state`, why, and what to do.

    `state.observation` holds the checks already; `checks` are further ids that the verdict rests on; `zone` is the
    brand's; `received` is what others said since two of the plan's `conversation_window` ago; `overload` are the
    owner's hours where more is promised than there is and this account asks some of them; `effort` says what an act
    takes, where the plan does not say how many hours it asks.
    """
    facts = _facts(account, state, record, now, zone, received, owner_left)
    flags = _flags(account, state, record, facts, overload is not None)
    after = _after(account, state, facts, flags, now)
    reasons = _reasons(account, after, record, facts, overload)
    proves = () if state.observation.last_ok_check is None else (state.observation.last_ok_check,)
    rests_on = tuple(dict.fromkeys((*proves, *state.observation.checks, *checks)))
    found, outlook = facts.found, facts.outlook
    return Verdict(
        state=after,
        transitions=_transitions(account.id, state, after, now, reasons, rests_on, _quiet(facts.talk)),
        reasons=reasons,
        inanimate=is_inanimate(after.status),
        silence_days=found.silence.total_seconds() / _DAY_SECONDS if found is not None and found.ever else None,
        silent_90=outlook.silent_90 if outlook is not None else None,
        silence_score=outlook.silence_score if outlook is not None else None,
        rhythm=facts.rhythm,
        proposal=propose(account, after, record, found, facts.today, effort, facts.lapsed),
        conversation=facts.talk,
    )


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is known at the instant of judgement, before anything is said of it.

    `found` is None where nothing was seen yet; `old`: the last good check, or entry, is too old; `live`: animated by
    declaration, visible and seen lately, so that silence counts.
    `owning` is the reason where its ownership is in question, `alive` are signs of life of a closed account.
    """

    today: date
    zone: ZoneInfo
    declared: DeclaredState
    found: Measures | None
    old: bool
    live: bool
    talk: Conversation | None
    outlook: Outlook | None
    rhythm: Reason | None
    off_rhythm: bool
    owning: Reason | None
    alive: tuple[Reason, ...]

    @property
    def lapsed(self) -> bool:
        """Whether its owner was not confirmed for too long."""
        return self.owning is not None and self.owning.rule == "owner_unconfirmed"

    @property
    def orphaned(self) -> bool:
        return self.owning is not None and self.owning.rule in ORPHANED


def _facts(
    account: Account,
    state: State,
    record: Record,
    now: datetime,
    zone: ZoneInfo,
    received: Iterable[Received],
    owner_left: bool,
) -> _Facts:
    today = now.astimezone(zone).date()
    declared = declared_on(account, today)
    if declared is DeclaredState.ANIMATED and record.facts.finished:
        declared = DeclaredState.FINISHED  # a closed series is not judged
    found = measure(account, state, record, now, zone)
    by_hand = state.observation.state is ObservationState.MANUAL
    old = is_old(declared, state.observation, account.plan, now)
    live = declared is DeclaredState.ANIMATED and visible(state.observation.state) and (by_hand or not old)
    outlook = foresee(account, record, found) if live else None
    return _Facts(
        today=today,
        zone=zone,
        declared=declared,
        found=found,
        old=old,
        live=live,
        talk=heard(account, record, received, now, zone),
        outlook=outlook,
        rhythm=rhythm_reason(outlook) if outlook is not None else None,
        off_rhythm=found is not None and is_off_rhythm(outlook) and not resuming(found),
        owning=ownership(account, record, today, zone, owner_left),
        alive=signs_of_life(account, state, record, zone),
    )


def _after(account: Account, state: State, facts: _Facts, flags: frozenset[Flag], now: datetime) -> State:
    """The state that the facts and flags come to: the activity goes on only while the account is live."""
    orphaned_since = (state.orphaned_since or now) if Flag.ORPHANED in flags else None
    if facts.found is not None and facts.live:
        activity = next_activity(state.activity, facts.found, account.plan.thresholds, orphaned_since)
        status = shown(facts.declared, state.observation.state, activity.state, flags)
    else:
        idle = facts.declared is not DeclaredState.ANIMATED and within(resting_spans(account), facts.today) is None
        activity = _frozen(state.activity, now if idle else state.activity.resumed_at)
        lost = facts.old and state.observation.state is not ObservationState.MANUAL
        status = shown(
            facts.declared,
            state.observation.state,
            activity.state if lost else None,
            flags,
            never=never_seen(state.observation),
            old=lost,
        )
    changed = status is not state.status
    return State(
        observation=state.observation,
        activity=activity,
        flags=flags,
        status=status,
        status_since=now if changed or state.status_since is None else state.status_since,
        orphaned_since=orphaned_since,
        baseline=state.baseline and status is Status.UNSEEN,
    )


def _reasons(
    account: Account, after: State, record: Record, facts: _Facts, overload: Hours | None
) -> tuple[Reason, ...]:
    others = (*facts.alive, *([facts.owning] if facts.owning else ()))
    reasons = reasons_for(account, after, record, facts.found, facts.today, facts.zone, facts.talk, others, facts.old)
    if overload is not None:
        reasons = (*reasons, overloaded(overload))
    return (*reasons, facts.rhythm) if facts.rhythm is not None and facts.off_rhythm else reasons


def _frozen(activity: ActivityAxis, resumed_at: datetime | None) -> ActivityAxis:
    """The last state and its date, kept. `resumed_at`: until now, as far as is known, nothing is expected."""
    return replace(activity, frozen=activity.state is not None, resumed_at=resumed_at)


def _flags(account: Account, state: State, record: Record, facts: _Facts, overloaded: bool) -> frozenset[Flag]:
    found = facts.found
    raised = {
        Flag.ORPHANED: facts.orphaned,
        Flag.UNPLANNED: account.plan.publish is None,
        Flag.ZOMBIE: bool(facts.alive),
        Flag.AUTOPILOT: found is not None and on_autopilot(found.share, account.plan.thresholds),
        Flag.UNRESPONSIVE: _unresponsive(account, state, facts.talk),
        Flag.OFF_RHYTHM: facts.off_rhythm,
        Flag.OVER_CAPACITY: overloaded,
        Flag.DUPLICATE: record.same_as is not None,
        Flag.IDENTITY_CHANGED: _another_answers(state.observation, state.flags),
    }
    return frozenset(flag for flag, holds in raised.items() if holds)


def _another_answers(axis: ObservationAxis, flags: frozenset[Flag]) -> bool:
    """Until it is seen itself again, whatever later checks fail of."""
    told = axis.outcome is Outcome.IDENTITY_CHANGED or Flag.IDENTITY_CHANGED in flags
    return told and axis.state is ObservationState.BLIND


def _unresponsive(account: Account, state: State, talk: Conversation | None) -> bool:
    """As it was, where nobody can see what others say."""
    if talk is None or not visible(state.observation.state):
        return Flag.UNRESPONSIVE in state.flags
    return answers_too_few(talk, account.plan) or answers_too_late(talk, account.plan)


def _quiet(talk: Conversation | None) -> frozenset[Flag]:
    """Flags whose changes are not announced (see the table above)."""
    return _UNANNOUNCED | {Flag.UNRESPONSIVE} if talk is not None and talk.too_few else _UNANNOUNCED


def _announced(before: State, after: State) -> bool:
    """Whether the new status is news (see the table above)."""
    was, became = before.activity.state, after.activity.state
    if before.baseline or (was is None and became is not None):
        return False
    if before.status not in INVISIBLE or after.activity.frozen or was is None or became is None:
        return True
    return _WORSE_AND_WORSE.index(became) > _WORSE_AND_WORSE.index(was)


def _transitions(
    account: str,
    before: State,
    after: State,
    now: datetime,
    reasons: tuple[Reason, ...],
    checks: tuple[int, ...],
    quiet: frozenset[Flag],
) -> tuple[Transition, ...]:
    def change(axis: str, old: str, new: str, announce: bool) -> Transition:
        return Transition(account, axis, old, new, now, reasons, checks, announce)

    changes: list[Transition] = []
    if after.status is not before.status:
        changes.append(change("status", before.status.value, after.status.value, _announced(before, after)))
    for flag in sorted(after.flags ^ before.flags):
        old, new = ("off", "on") if flag in after.flags else ("on", "off")
        changes.append(change(f"flag:{flag.value}", old, new, not before.baseline and flag not in quiet))
    return tuple(changes)
