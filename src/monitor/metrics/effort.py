"""Hours a week of one account, by kind of work: what its plan promises, what its acts are estimated to have taken.

Estimated hours are acts times the minutes that the organisation states for each. They are estimates, and shown as such.

| work     | promised            | estimated from                                                                     |
|----------|---------------------|------------------------------------------------------------------------------------|
| publish  | the plan's cadence  | posts, without those that a machine copied                                         |
| curate   | the plan's cadence  | shares of others' posts                                                            |
| reply    |                     | answers to what was said to the account; all it answered, where that is not shown  |
| outreach | the plan's cadence  | its other answers, which stand below what others wrote                             |
| moderate |                     | what others said to it, read by somebody: so many comments                         |
| listen   | once a brand        | never: reading leaves no trace                                                     |
| report   | once a brand        | never                                                                              |

What cannot be seen is left out and named, never guessed: private messages, deleted spam, and, where a network does not
show what others say, moderation, and which answers are outreach.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from monitor.metrics.silence import within
from monitor.model.account import Account, Cadence, Lifecycle
from monitor.model.conversation import Received
from monitor.model.settings import Effort
from monitor.model.state import DayCount

WEEKS = 4  # over which acts are averaged
_WEEK = timedelta(days=7)
_WORKING_DAYS = 5  # a week, on which somebody listens
_ANIMATED = frozenset({Lifecycle.ACTIVE, Lifecycle.SEASONAL})


class Work(StrEnum):
    """The kinds of work that an account takes."""

    PUBLISH = "publish"
    CURATE = "curate"
    REPLY = "reply"
    OUTREACH = "outreach"
    MODERATE = "moderate"
    LISTEN = "listen"
    REPORT = "report"


_WITHOUT_TRACE = frozenset({Work.LISTEN, Work.REPORT})
_OF_CONVERSATIONS = frozenset({Work.OUTREACH, Work.MODERATE})


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours a week. `available` is None where nobody said how many there are."""

    promised: float = 0.0
    estimated: float = 0.0
    available: float | None = None

    @property
    def over(self) -> float:
        """Promised hours that nobody has."""
        return max(0.0, self.promised - self.available) if self.available is not None else 0.0


@dataclass(frozen=True, slots=True)
class Spent:
    """Estimated hours a week by work; `unseen` is the work that public data does not show of this account."""

    hours: Mapping[Work, float] = field(default_factory=dict)
    unseen: frozenset[Work] = frozenset()

    @property
    def total(self) -> float:
        return sum(self.hours.values())


def at_work(account: Account, day: date) -> bool:
    """Whether the plan asks anything on the day: animated, not paused, in season. Holidays end no plan."""
    if account.lifecycle not in _ANIMATED or within(account.pauses, day) is not None:
        return False
    return account.lifecycle is not Lifecycle.SEASONAL or within(account.seasons, day) is not None


def promised(account: Account, effort: Effort) -> float:
    """Hours a week that the account's plan promises: as stated, else from its cadences."""
    if account.lifecycle not in _ANIMATED:
        return 0.0
    stated = account.plan.hours_per_week
    return stated if stated is not None else sum(promised_work(account, effort).values())


def promised_work(account: Account, effort: Effort) -> dict[Work, float]:
    """Hours a week that its cadences ask, by work; replies are promised without a number."""
    plan = account.plan
    asked = {
        Work.PUBLISH: _weekly(plan.publish) * effort.publish,
        Work.CURATE: _weekly(plan.curate) * effort.curate,
        Work.OUTREACH: _weekly(plan.outreach) * effort.outreach,
    }
    return {work: minutes / 60 for work, minutes in asked.items() if minutes}


def standing_work(effort: Effort) -> dict[Work, float]:
    """Hours a week that a brand takes once, however many accounts it has: listening on working days, and reporting."""
    asked = {
        Work.LISTEN: effort.listen_minutes_per_day * _WORKING_DAYS,
        Work.REPORT: effort.report_minutes_per_week,
    }
    return {work: minutes / 60 for work, minutes in asked.items() if minutes}


def spent(
    days: Mapping[date, DayCount],
    received: Collection[Received] | None,
    effort: Effort,
    at: datetime,
    zone: ZoneInfo,
) -> Spent:
    """What the acts of people in the last four weeks are estimated to have taken, by work.

    `received` is what others said, of that time or longer; None where the network does not show it.
    """
    end = at.astimezone(zone).date()
    since = end - timedelta(days=7 * WEEKS - 1)
    recent = [count for day, count in days.items() if since <= day <= end]
    replies = sum(count.reply for count in recent)
    own = replies
    minutes = {
        Work.PUBLISH: sum(count.post - count.copied for count in recent) * effort.publish,
        Work.CURATE: sum(count.share for count in recent) * effort.curate,
    }
    if received is not None:
        heard = [one for one in received if since <= one.at.astimezone(zone).date() <= end]
        answers = {one.answered for one in received if one.answered is not None and one.answered != one.at}
        own = min(replies, sum(since <= answer.astimezone(zone).date() <= end for answer in answers))
        minutes[Work.MODERATE] = len(heard) * effort.moderate
        minutes[Work.OUTREACH] = (replies - own) * effort.outreach
    minutes[Work.REPLY] = own * effort.reply
    hours = {work: minutes[work] / 60 / WEEKS for work in Work if work in minutes}
    return Spent(hours, _WITHOUT_TRACE if received is not None else _WITHOUT_TRACE | _OF_CONVERSATIONS)


def _weekly(cadence: Cadence | None) -> float:
    return cadence.count * (_WEEK / cadence.per) if cadence is not None else 0.0
