"""Why an account has its status: the reasons, the most important first.

Each status has one function that states its reasons; flags and marks add theirs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from monitor.judge.activity_state import resuming
from monitor.judge.observation_state import HELD
from monitor.judge.proof_age import never_seen, oldest
from monitor.judge.reason_catalogue import reason
from monitor.judge.status import pause_on
from monitor.judge.trouble import kind_of, notice
from monitor.metrics.autopilot import copied_from
from monitor.metrics.effort import Hours
from monitor.metrics.measures import Measures
from monitor.metrics.reply_coverage import answers_too_few, answers_too_late, promised_hours
from monitor.model.account import Account
from monitor.model.conversation import Conversation
from monitor.model.state import Flag, ObservationState, Reason, Record, State, Status

_ASLEEP = frozenset({Status.DORMANT, Status.ABANDONED})
_SILENT = _ASLEEP | {Status.INANIMATE, Status.OVERDUE, Status.LATE}

_Reasons = Callable[["_Case"], list[Reason]]


@dataclass(frozen=True, slots=True)
class _Case:
    account: Account
    state: State
    record: Record
    found: Measures | None
    today: date
    zone: ZoneInfo
    talk: Conversation | None
    others: tuple[Reason, ...]
    old: bool  # the last good check, or entry, is too old

    def day(self, instant: datetime | None) -> str | None:
        """The day of the instant in the brand's zone."""
        return instant.astimezone(self.zone).date().isoformat() if instant is not None else None


def reasons_for(
    account: Account,
    state: State,
    record: Record,
    found: Measures | None,
    today: date,
    zone: ZoneInfo,
    talk: Conversation | None = None,
    others: tuple[Reason, ...] = (),
    old: bool = False,
) -> tuple[Reason, ...]:
    """The reasons for `state.status`, then `others`; `today` is the day of judgement in `zone`, the brand's.

    `old`: the last good check, or the last entry, is too old.
    """
    case = _Case(account, state, record, found, today, zone, talk, others, old)
    return (*_STATUS[state.status](case), *_marks(case))


def overloaded(owner: Hours) -> Reason:
    """Why its owner cannot keep all that is promised; hours a week."""
    return reason("over_capacity", promised=round(owner.promised, 1), available=owner.available)


def _silent(case: _Case) -> list[Reason]:
    found, account = case.found, case.account
    if found is None:
        return []
    days, last = found.silence.days, case.day(found.last_human)
    planned = account.plan.publish.text if account.plan.publish is not None else None
    copied = sum(day.copied for day in case.record.days.values())
    if copied and (sources := list(copied_from(account, case.record))):
        return [reason("silent_behind_a_cross_poster", days=days, last=last, sources=sources, copied=copied)]
    if not found.ever:
        return [reason("never_animated", days=days, planned=planned)]
    if planned is None:
        return [reason("silent_unplanned", days=days, last=last)]
    return [reason("silent", days=days, last=last, planned=planned)]


def _late(case: _Case) -> list[Reason]:
    """Late because a pause ended, and nobody has acted since: time to act, not yet a reproach."""
    found = case.found
    if found is None or found.resumed is None or not resuming(found):
        return _silent(case)
    if found.last_human is not None and found.last_human >= found.resumed:
        return _silent(case)
    over = found.resumed
    return [reason("resumed", since=case.day(over), until=case.day(over + found.limits.grace)), *_silent(case)]


def _kept(rule: str) -> _Reasons:
    def state(case: _Case) -> list[Reason]:
        if case.found is None or case.found.kept is None:
            return [reason("no_plan")]
        kept = case.found.kept
        return [reason(rule, count=kept.count, target=round(kept.target, 1), days=kept.days)]

    return state


def _watching(case: _Case) -> list[Reason]:
    if case.found is None:
        return []
    return [reason("watching", days=case.found.watched.days, needed=case.found.limits.new.days)]


def _recovering(case: _Case) -> list[Reason]:
    since = case.state.activity.recovering_since
    return [reason("recovering", since=case.day(since), was="dormant"), *_kept("kept")(case)]


def _observation(rule: str) -> _Reasons:
    def state(case: _Case) -> list[Reason]:
        axis = case.state.observation
        values: dict[str, Any] = {
            "outcome": axis.outcome.value if axis.outcome else None,
            "kind": kind_of(axis.outcome, axis.detail),
            "said": notice(axis.detail),
            "looks": axis.gone_checks if rule == "gone" else axis.bad_checks,
            "since": case.day((axis.gone_since if rule == "gone" else axis.bad_since) or axis.since),
            "last_ok": case.day(axis.proved_at),
            "to": case.record.facts.moved_to,
        }
        return [reason(rule, **values)]

    return state


def _blind(case: _Case) -> list[Reason]:
    axis = case.state.observation
    if Flag.IDENTITY_CHANGED in case.state.flags:
        return _observation("identity_changed")(case)
    if never_seen(axis):
        return _observation("never_seen")(case)
    if axis.state is not ObservationState.BLIND:
        return _aged(case, "not_seen_lately", "last_ok")
    return _observation("blind")(case)


def _aged(case: _Case, rule: str, key: str) -> list[Reason]:
    """Since when nothing was proved, or entered, how many days that is, and how many it may be."""
    axis = case.state.observation
    day, limit = case.day(axis.proved_at), oldest(axis, case.account.plan).days
    if day is None:
        return []
    return [reason(rule, **{key: day}, days=(case.today - date.fromisoformat(day)).days, limit=limit)]


def _unseen(case: _Case) -> list[Reason]:
    """Why nothing can be said yet: never that nobody checked, where somebody did."""
    axis = case.state.observation
    if axis.state is ObservationState.MANUAL:
        return [reason("nothing_entered")]
    if never_seen(axis):
        return _observation("never_seen")(case)
    if axis.state is ObservationState.UNSEEN:
        return _held(case) or [reason("not_looked_at")]
    return [reason("unmeasured")]


def _held(case: _Case) -> list[Reason]:
    axis = case.state.observation
    if axis.silent_since is None or not axis.held_checks:
        return []
    until = case.day(axis.silent_since + HELD)
    if until is not None and until < case.today.isoformat():  # nothing was checked since: that is said otherwise
        return []
    return [reason("held", since=case.day(axis.silent_since), until=until, looks=axis.held_checks)]


def _autopilot(case: _Case) -> list[Reason]:
    if case.found is None:
        return []
    share = case.found.share
    return [reason("autopilot", items=share.items, human_share=round(share.human, 2))]


def _unresponsive(case: _Case) -> list[Reason]:
    talk, plan = case.talk, case.account.plan
    if talk is None:
        return []
    found, days = [], plan.thresholds.conversation_window.days
    if answers_too_few(talk, plan):
        found.append(
            reason(
                "unanswered",
                unanswered=len(talk.unanswered),
                judged=talk.judged,
                coverage=talk.coverage,
                least=plan.thresholds.coverage_min,
                days=days,
                oldest=case.day(talk.unanswered[0].began),
            )
        )
    if answers_too_late(talk, plan):
        hours = {"hours": talk.median_hours, "promised": promised_hours(plan)}
        found.append(reason("answers_late", **hours, answered=talk.answered, days=days))
    return found


def _declared(rule: str, **values: Callable[[_Case], Any]) -> _Reasons:
    return lambda case: [reason(rule, **{key: value(case) for key, value in values.items()})]


def _pause_end(case: _Case) -> str | None:
    pause = pause_on(case.account, case.today)
    return pause.end.isoformat() if pause is not None and pause.end is not None else None


def _pause_why(case: _Case) -> str:
    pause = pause_on(case.account, case.today)
    return pause.reason if pause is not None else ""


def _next_season(case: _Case) -> str | None:
    return min((s.start.isoformat() for s in case.account.seasons if s.start > case.today), default=None)


def _closing_on(case: _Case) -> str | None:
    return case.account.closing_on.isoformat() if case.account.closing_on is not None else None


_STATUS: dict[Status, _Reasons] = {
    Status.CLOSED: _declared("closed"),
    Status.CLOSING: _declared("closing", on=_closing_on),
    Status.PLANNED: _declared("planned"),
    Status.GONE: _observation("gone"),
    Status.SUSPENDED: _observation("suspended"),
    Status.MOVED: _observation("moved"),
    Status.PRIVATE: _observation("private"),
    Status.BLIND: _blind,
    Status.PAUSED: _declared("paused", until=_pause_end, why=_pause_why),
    Status.RESERVED: _declared("reserved"),
    Status.OUT_OF_SEASON: _declared("out_of_season", until=_next_season),
    Status.FINISHED: _declared("finished"),
    Status.ABANDONED: _silent,
    Status.DORMANT: _silent,
    Status.INANIMATE: _autopilot,
    Status.RECOVERING: _recovering,
    Status.OVERDUE: _silent,
    Status.LATE: _late,
    Status.BEHIND: _kept("below_target"),
    Status.NEW: _watching,
    Status.ON_PLAN: _kept("kept"),
    Status.UNSEEN: _unseen,
}


def _marks(case: _Case) -> list[Reason]:
    """What is true beside the status."""
    found: list[Reason] = []
    state, axis = case.state, case.state.observation
    if axis.state is ObservationState.FAILING and not never_seen(axis):
        found += _observation("failing")(case)
    if axis.state is not ObservationState.UNSEEN:
        found += _held(case)
    if axis.state is ObservationState.MANUAL and axis.last_ok is not None:
        entered = [reason("entered_by_hand", on=case.day(axis.last_ok))]
        found += _aged(case, "nothing_entered_since", "on") if case.old else entered
    if Flag.AUTOPILOT in state.flags and state.status not in (*_ASLEEP, Status.INANIMATE):
        found += _autopilot(case)
    if Flag.UNRESPONSIVE in state.flags:
        found += _unresponsive(case)
    if case.found is not None and case.found.part_unseen and state.status in _SILENT:
        found.append(reason("part_unseen", until=case.day(case.found.since)))
    if case.record.same_as is not None:
        found.append(reason("same_publication", sources=[case.record.same_as]))
    return [*found, *case.others]
