"""The last 26 weeks of an account as one row of cells. Pure.

First match:

| cell    | when                                                                                        |
|---------|---------------------------------------------------------------------------------------------|
| before  | the week lies before anything is known of the account                                       |
| unknown | it lies after our last good check                                                           |
| rest    | all of it in a pause or out of season, and no person acted                                  |
| full    | the plan was kept: posts of people, copies left out, reach the target (see below);          |
|         | without a plan: a person acted                                                              |
| some    | a person acted: posted, shared or replied                                                   |
| copied  | only what a machine copied                                                                  |
| none    | nothing, and we checked                                                                     |

The target is that of the plan's own period: of the week itself, or, where the period is longer, of one that ends within
the week, so that an account that publishes twice a month is not empty every other week. It is lowered by the days that
do not count: pauses, days out of season, days before anything is known, and days that nobody has seen yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta, tzinfo
from itertools import accumulate
from typing import Final

from monitor.metrics.silence import excluded_spans, near, within
from monitor.model.account import Account, Cadence
from monitor.model.state import AccountStatus, DayCount, Record
from monitor.report.blocks.figures import Strip, Week

WEEKS: Final = 26
_DAY: Final = timedelta(days=1)
_WEEK: Final = 7
_LONGEST: Final = 731  # days of a plan's period that count at most
_ENOUGH: Final = 1 - 1e-9  # a target is a fraction: three sevenths seven times is three


def strip(account: Account, record: Record, *, seen_until: date | None, end: date) -> Strip:
    """The weeks up to and with the day `end`; `seen_until` is the day of the last good check, None: never."""
    past = _Past(account, _with_last(record), first_day(record), end)
    weeks = tuple(_week(past, end - n * _WEEK * _DAY, seen_until or date.min) for n in reversed(range(WEEKS)))
    known = [week for week in weeks if week not in (Week.BEFORE, Week.UNKNOWN, Week.REST)]
    return Strip(weeks, known.count(Week.FULL), len(known), account.plan.publish is not None)


def first_day(record: Record) -> date:
    """The first day of which anything is known; the last of all where nothing is."""
    return min([*record.days, *([record.first_check.date()] if record.first_check else [])], default=date.max)


def seen_until(account_status: AccountStatus, zone: tzinfo) -> date | None:
    """The day of the last good check; where only people check, the last day that they entered."""
    last = account_status.verdict.state.observation.last_ok
    return last.astimezone(zone).date() if last else max(account_status.record.days, default=None)


def _with_last(record: Record) -> Mapping[date, DayCount]:
    """The counts by day, with a post on the day of the last act of a person where they do not reach back so far."""
    last = record.last_human.date() if record.last_human else date.max
    return {last: DayCount(post=1), **record.days} if last < min(record.days, default=date.max) else record.days


class _Past:
    """An account's days as running sums, each from the same day on: days that count, and posts of people."""

    def __init__(self, account: Account, days: Mapping[date, DayCount], first: date, end: date) -> None:
        self.cadence: Cadence | None = account.plan.publish
        self.days, self.first = days, first
        self.per = min(max(1, self.cadence.per // _DAY), _LONGEST) if self.cadence else _WEEK
        self._from = end - (WEEKS * _WEEK + self.per) * _DAY
        spans = near(excluded_spans(account), self._from, end)
        row = [self._from + n * _DAY for n in range((end - self._from).days + 1)]
        self.rests = {day for day in row if within(spans, day) is not None}
        self._counting = [0, *accumulate(day >= first and day not in self.rests for day in row)]
        self._posts = [0, *accumulate(days[day].post - days[day].copied if day in days else 0 for day in row)]

    def kept(self, start: date, end: date) -> bool:
        """Whether the target of the days from `start` to `end` was reached; False where none of them counts."""
        since, until = (start - self._from).days, (end - self._from).days + 1
        counting, posts = self._counting[until] - self._counting[since], self._posts[until] - self._posts[since]
        if self.cadence is None or counting == 0 or posts == 0:
            return False
        return posts >= self.cadence.count * counting * (_DAY / self.cadence.per) * _ENOUGH


def _week(past: _Past, end: date, seen_until: date) -> Week:
    start = end - (_WEEK - 1) * _DAY
    if end < past.first:
        return Week.BEFORE
    if start > seen_until:
        return Week.UNKNOWN
    week = [start + n * _DAY for n in range(_WEEK)]
    counts = [past.days[day] for day in week if day in past.days]
    acted = any(count.human > 0 for count in counts)
    if not acted and all(day in past.rests for day in week):
        return Week.REST
    if acted if past.cadence is None else _kept(past, week, seen_until):
        return Week.FULL
    if acted:
        return Week.SOME
    return Week.COPIED if any(count.copied for count in counts) else Week.NONE


def _kept(past: _Past, week: list[date], seen_until: date) -> bool:
    """Whether the plan was kept in the week, or in a longer period that ends on one of its days."""
    seen = [day for day in week if day <= seen_until]
    if past.per <= _WEEK:
        return past.kept(seen[0], seen[-1])
    return any(past.kept(day - (past.per - 1) * _DAY, day) for day in seen)
