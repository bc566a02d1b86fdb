"""One account judged at one instant.

    lifecycle (declared) ─┐
    observation (folded) ─┼─> flags, pulse ─> shown status ─> reasons, proposal, transitions
    record ─> measures ───┘

An account that is not active, or not visible, keeps its last pulse frozen. The first judgement is a baseline: its
transitions are written down and not announced. Judging again at the same instant changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from monitor.judge.advice import propose
from monitor.judge.grounds import grounds
from monitor.judge.pulse import next_pulse
from monitor.judge.status import Declared, declared_on, is_inanimate, shown, visible
from monitor.metrics.autopilot import on_autopilot
from monitor.metrics.autopilot import share as human_share
from monitor.metrics.measures import Measures, measure
from monitor.metrics.thresholds import limits_or_default
from monitor.model.plan import Account, Lifecycle
from monitor.model.state import Flag, Reason, Record, State, Status, Transition, Verdict

_DAY_SECONDS = 86_400


def judge(
    account: Account,
    state: State,
    record: Record,
    now: datetime,
    zone: ZoneInfo,
    looks: Sequence[int] = (),
    *,
    owner_left: bool = False,
) -> Verdict:
    """The account's state at `now`, what changed since `state`, why, and what to do.

    `state.seen` holds the looks already; `looks` are further ids that the verdict rests on; `zone` is the brand's.
    """
    declared = declared_on(account, now.astimezone(zone).date())
    limits = limits_or_default(account.plan)
    found = measure(account, state.seen, record, zone, limits)
    flags = _flags(account, found, record, zone, owner_left)
    if found is not None and declared is Declared.ANIMATED and visible(state.seen.seen):
        pulse = next_pulse(state.pulse, found, limits, account.plan.thresholds, orphaned=Flag.ORPHANED in flags)
        status = shown(declared, state.seen.seen, pulse.pulse, flags)
    else:
        pulse = replace(state.pulse, frozen=state.pulse.pulse is not None)
        status = shown(declared, state.seen.seen, None, flags)
    changed = status is not state.status
    after = State(
        seen=state.seen,
        pulse=pulse,
        flags=flags,
        status=status,
        status_since=now if changed or state.status_since is None else state.status_since,
        baseline=state.baseline and status is Status.UNSEEN,
    )
    reasons = grounds(account, after, record, found, now.astimezone(zone).date())
    rests_on = tuple(dict.fromkeys((*state.seen.looks, *looks)))
    return Verdict(
        state=after,
        transitions=_transitions(account.id, state, after, now, reasons, rests_on),
        reasons=reasons,
        inanimate=is_inanimate(status),
        silence_days=found.silence.total_seconds() / _DAY_SECONDS if found is not None and found.ever else None,
        proposal=propose(account, after, record, found, limits, zone),
    )


def _flags(
    account: Account, measures: Measures | None, record: Record, zone: ZoneInfo, owner_left: bool
) -> frozenset[Flag]:
    found: dict[Flag, bool] = {
        Flag.ORPHANED: account.owner is None or owner_left,
        Flag.UNPLANNED: account.plan.publish is None,
        Flag.ZOMBIE: _posts_though_closed(account, record, zone),
    }
    if measures is not None:
        share = human_share(record.days, account.plan.thresholds, measures.at, zone)
        found[Flag.AUTOPILOT] = on_autopilot(share, account.plan.thresholds)
    return frozenset(flag for flag, holds in found.items() if holds)


def _posts_though_closed(account: Account, record: Record, zone: ZoneInfo) -> bool:
    if account.lifecycle is not Lifecycle.CLOSED or account.closing_on is None or record.last_any is None:
        return False
    return record.last_any.astimezone(zone).date() > account.closing_on


def _transitions(
    account: str,
    before: State,
    after: State,
    now: datetime,
    reasons: tuple[Reason, ...],
    looks: tuple[int, ...],
) -> tuple[Transition, ...]:
    changes = [("status", before.status.value, after.status.value)] if after.status is not before.status else []
    for flag in sorted(after.flags ^ before.flags):
        words = ("off", "on") if flag in after.flags else ("on", "off")
        changes.append((f"flag:{flag.value}", *words))
    announce = not before.baseline
    return tuple(Transition(account, axis, old, new, now, reasons, looks, announce) for axis, old, new in changes)
