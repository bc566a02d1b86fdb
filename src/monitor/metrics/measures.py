"""What is measured of an account when it is judged: silence, how long it was watched, how much of the plan was kept.

All of it at one instant, the last check that proves silence (`ObservationAxis.last_ok`) or an act seen later: nothing
is measured up to a present that nobody saw.

| last human act | silence counts from                                                             |
|----------------|---------------------------------------------------------------------------------|
| known          | that act                                                                        |
| none           | the first good check, or the first day of items that a machine copied, if that  |
|                | is earlier; not before the declared opening; that opening itself where the      |
|                | profile counts no post: a list without dates says nothing of the time before    |

Where a time passed that nobody could see (a network that shows 30 days, checked after 40), silence counts from its
end at the earliest, once a check proves any silence after it, and nothing of the plan is asked of the days before.

Where the lifecycle expected nothing for a time, without naming days (a file that said `paused`, or `planned`), the
clock starts again when that ends: at a silence of one period, so that the account is at most late; from nothing where
nobody ever acted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from monitor.metrics.autopilot import Share, share
from monitor.metrics.cadence_kept import Kept, kept, window
from monitor.metrics.silence import begins, effective, excluded_spans, reaches, resting_spans, resumption
from monitor.metrics.thresholds import UNPLANNED, Limits, limits_or_default
from monitor.model.account import Account, Span
from monitor.model.state import ObservationState, Record, State


@dataclass(frozen=True, slots=True)
class Measures:
    """All at `at`. `since` is where silence counts from; `ever` is False where no person was ever seen to act.

    `watched` is how long the account is known. `kept` is None without a plan; `window` is what it is measured over;
    `lower_bound`: more may have been done than was seen or entered (a page is limited, or within the window a list was
    all new), so no count shows a lack. `week` is the ISO week of
    `at` in the brand's zone. `resumed` is when the last pause, or time out of season, ended; `asked_again` is when one
    without days ended, or one that nobody could see. `share` is what people did against what machines copied.
    `part_unseen`: silence is a lower bound, for the time before `since` was not seen.
    """

    at: datetime
    since: datetime
    silence: timedelta
    ever: bool
    watched: timedelta
    kept: Kept | None
    lower_bound: bool
    window: timedelta
    week: str
    last_human: datetime | None
    resumed: datetime | None
    asked_again: datetime | None
    share: Share
    limits: Limits
    excluded: tuple[Span, ...]
    zone: ZoneInfo
    part_unseen: bool = False

    def counting(self, start: datetime) -> timedelta:
        """The time that counts, from `start` to `at`."""
        return effective(start, self.at, self.excluded, self.zone)

    def reaches(self, silence: timedelta) -> datetime | None:
        """When the silence will be so long; None where an open pause prevents it."""
        return reaches(self.since, silence, self.excluded, self.zone)


def measure(account: Account, state: State, record: Record, now: datetime, zone: ZoneInfo) -> Measures | None:
    """The measures of an account; None where nothing was seen yet. `zone` is the brand's."""
    at = max(filter(None, (state.observation.last_ok, record.last_human)), default=None)
    if at is None:
        return None
    plan, excluded, limits = account.plan, excluded_spans(account), limits_or_default(account.plan)
    first_ok, idle_until = state.observation.first_ok or at, state.activity.resumed_at
    begun = _later(_begun(account, first_ok, record, zone), idle_until)
    since = begun if record.last_human is None else _later(record.last_human, idle_until, -limits.period)
    unseen = record.unseen_until if record.unseen_until is not None and record.unseen_until <= at else None
    observed = _later(max(begun, first_ok), idle_until)
    asked_again = max(filter(None, (idle_until, unseen)), default=None)
    asked = _asked(observed, record, asked_again, zone)
    span = window(plan.publish or UNPLANNED, plan.thresholds)
    overflowed = min(record.overflowed, at) if record.overflowed is not None else None
    local = at.astimezone(zone).date().isocalendar()
    return Measures(
        at=at,
        since=_later(since, unseen),
        silence=effective(_later(since, unseen), at, excluded, zone),
        ever=record.last_human is not None,
        watched=effective(begun if record.days else observed, at, excluded, zone),
        kept=kept(record.days, plan.publish, plan.thresholds, at, zone, excluded, asked) if plan.publish else None,
        lower_bound=state.observation.limited
        or state.observation.state is ObservationState.MANUAL
        or (overflowed is not None and effective(overflowed, at, excluded, zone) <= span),
        window=span,
        week=f"{local.year}-W{local.week:02}",
        last_human=record.last_human,
        resumed=max(filter(None, (resumption(resting_spans(account), now, zone), idle_until)), default=None),
        asked_again=asked_again,
        share=share(record.days, plan.thresholds, at, zone),
        limits=limits,
        excluded=excluded,
        zone=zone,
        part_unseen=unseen is not None and unseen > since,
    )


def _begun(account: Account, first_ok: datetime, record: Record, zone: ZoneInfo) -> datetime:
    """Since when somebody could have acted, as far as is known."""
    known = min(first_ok, begins(min(record.days), zone)) if record.days else first_ok
    if account.opened is None:
        return known
    opened = begins(account.opened, zone)
    return opened if record.facts.total == 0 else max(opened, known)


def _asked(observed: datetime, record: Record, begins_again: datetime | None, zone: ZoneInfo) -> date:
    """From which day on the plan can be measured.

    The first that shows an act, or the first that was watched: a feed of ten posts goes back no further, and an account
    watched since yesterday has no month behind it. Not before the plan was asked for, or could be seen, again.
    """
    first = min((observed.astimezone(zone).date(), *record.days))
    return max(first, begins_again.astimezone(zone).date()) if begins_again is not None else first


def _later(instant: datetime, other: datetime | None, shift: timedelta = timedelta(0)) -> datetime:
    return max(instant, other + shift) if other is not None else instant
