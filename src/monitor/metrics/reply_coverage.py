"""Whether people who speak to an account in public are answered: how many of them, how soon, and who still waits.

    what was said ─> exchanges: what one person says below one act ─> coverage, median first reply, who waits longest

Rules:
1. An exchange begins with the first thing that is said to the account itself; what people say to each other is none.
2. It is answered by the first answer to any of it. Whoever is thanked and says thanks in turn asks nothing new.
3. One that waits for less than the plan's `reply_within` and is not answered yet is waiting, and counts neither way.
4. Below `conversation_items` exchanges, there are too few to judge: no coverage, no median.
5. Unresponsive: fewer than `coverage_min` answered, or the median first answer takes more than `reply_factor` times
   `reply_within`.

Hours are office hours (office_hours.py): nights, weekends and days on which nothing is expected are left out. All is
measured at the instant at which the network last showed what others say: nobody knows who was answered since.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from monitor.metrics.office_hours import office_time, promised
from monitor.metrics.silence import excluded_spans
from monitor.model.account import Account, Plan, Span
from monitor.model.conversation import Conversation, Exchange, Received
from monitor.model.state import Record

_HOUR = timedelta(hours=1)
_UTC = ZoneInfo("UTC")


def heard(
    account: Account, record: Record, received: Iterable[Received], now: datetime, zone: ZoneInfo
) -> Conversation | None:
    """The account's conversation when it was last read; None where it was not read for a whole window.

    `received` is what was said since two windows before `now`, `zone` the brand's.
    """
    at, window = record.heard, account.plan.thresholds.conversation_window
    if at is None or not now - window < at <= now:
        return None
    end = at.astimezone(zone).date()
    given = sum(count.reply for day, count in record.days.items() if end - window < day <= end)
    return conversation(received, account.plan, at, zone, excluded_spans(account), given)


def exchanges(received: Iterable[Received]) -> list[Exchange]:
    """What was said, by person and act, oldest first. What has no known author or act is an exchange of its own."""
    together: dict[tuple[int | None, ...], list[Received]] = defaultdict(list)
    for one in received:
        known = one.author is not None and one.thread is not None
        together[(one.author, one.thread) if known else (one.key,)].append(one)
    return sorted(
        (_exchange(said) for said in together.values() if any(one.direct for one in said)),
        key=lambda exchange: exchange.began,
    )


def conversation(
    received: Iterable[Received],
    plan: Plan,
    at: datetime,
    zone: ZoneInfo = _UTC,
    excluded: Sequence[Span] = (),
    given: int = 0,
) -> Conversation:
    """The account's conversation over `conversation_window`, ending at `at`.

    `excluded` are days on which nothing is expected, in the brand's `zone`; `given` the replies it gave.
    """
    limits = plan.thresholds
    since = at - limits.conversation_window

    def took(start: datetime, end: datetime) -> timedelta:
        return office_time(start, end, limits.office_hours, excluded, zone)

    patience = promised(plan.reply_within or timedelta(0), limits.office_hours)
    recent = [one for one in exchanges(one for one in received if one.at <= at) if one.began > since]
    times = [
        took(one.began, one.answered) / _HOUR
        for one in recent
        if one.answered is not None and one.answered != one.began
    ]
    silent = [one for one in recent if one.answered is None]
    unanswered = tuple(one for one in silent if took(one.began, at) > patience)
    answered = len(recent) - len(silent)
    judged = answered + len(unanswered)
    enough = judged >= limits.conversation_items
    return Conversation(
        at=at,
        answered=answered,
        waiting=len(silent) - len(unanswered),
        unanswered=unanswered,
        coverage=answered / judged if enough else None,
        median_hours=median(times) if enough and times else None,
        given=given,
    )


def promised_hours(plan: Plan) -> float | None:
    """How soon the plan promises an answer, in office hours; None where it promises nothing."""
    return promised(plan.reply_within, plan.thresholds.office_hours) / _HOUR if plan.reply_within else None


def answers_too_few(talk: Conversation, plan: Plan) -> bool:
    return talk.coverage is not None and talk.coverage < plan.thresholds.coverage_min


def answers_too_late(talk: Conversation, plan: Plan) -> bool:
    hours, factor = promised_hours(plan), plan.thresholds.reply_factor
    return hours is not None and talk.median_hours is not None and talk.median_hours > factor * hours


def _exchange(said: list[Received]) -> Exchange:
    first = min((one for one in said if one.direct), key=lambda one: (one.at, one.key))
    answered = min((one.answered for one in said if one.answered is not None), default=None)
    return Exchange(first.at, None if answered is None else max(answered, first.at), first.url)
