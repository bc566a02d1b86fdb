"""What may be said of an account and its plan: the tables that monitor.toml and account lists share.

Typed dictionaries, not classes: what the file does not say stays absent, so that a plan can be put together value by
value from account, brand, network and default. No default stands here; they are the model's.
Importing this module imports pydantic.
"""

from __future__ import annotations

from typing import Annotated, Any, Required

from pydantic import AfterValidator, ConfigDict, Field, with_config
from typing_extensions import TypedDict

from monitor.config import values as v
from monitor.model.account import Lifecycle, Objective

TABLE = ConfigDict(strict=True, extra="forbid")

ObjectiveWord = Annotated[Objective, Field(strict=False)]


def says(text: str) -> Any:
    """The description of a key, as editors show it."""
    return Field(description=text)


@with_config(TABLE)
class ThresholdsTable(TypedDict, total=False):
    """How silence becomes a state; P is the period of `publish`, G the grace."""

    grace_share: Annotated[float, Field(ge=0, le=10, allow_inf_nan=False), says("G as a share of P.")]
    grace_min: Annotated[v.Duration, says("The shortest G.")]
    grace_max: Annotated[v.Duration, says("The longest G.")]
    dormant_min: Annotated[v.Duration, says("3P + G counts as at least this.")]
    dormant_max: Annotated[v.Duration, says("3P + G counts as at most this.")]
    abandoned_after_dormant: Annotated[v.Duration, says("Abandoned so long after dormant, at the earliest.")]
    abandoned_min: Annotated[v.Duration, says("6P counts as at least this.")]
    abandoned_max: Annotated[v.Duration, says("6P counts as at most this.")]
    behind_share: Annotated[v.Share, says("Behind below this share of the target.")]
    behind_window: Annotated[v.Window, says("The window over which acts are counted.")]
    behind_periods: Annotated[int, Field(ge=1, le=100), says("The window in periods, where P is long.")]
    behind_long_period: Annotated[v.Duration, says("P is long above this.")]
    behind_evaluations: Annotated[int, Field(ge=1, le=52), says("Weekly evaluations in a row.")]
    new_min: Annotated[v.Duration, says("An account with nothing seen is new for at least this.")]
    autopilot_items: Annotated[int, Field(ge=1, le=100_000), says("Fewer items are too few to judge.")]
    autopilot_human_share: Annotated[v.Share, says("On autopilot below this share of human acts.")]
    autopilot_window: Annotated[v.Window, says("The window of the autopilot's count.")]
    conversation_items: Annotated[int, Field(ge=1, le=100_000), says("Fewer exchanges are too few to judge.")]
    conversation_window: Annotated[v.Window, says("The window of conversations.")]
    coverage_min: Annotated[v.Share, says("Unresponsive below this share of people who were answered.")]
    reply_factor: Annotated[
        float,
        Field(ge=0, le=100, allow_inf_nan=False),
        says("Unresponsive where the median first answer takes longer than so many times `reply_within`."),
    ]
    office_hours: Annotated[v.OfficeHours, says("The hours that count for it: days and hours in the brand's zone.")]
    bad_looks: Annotated[int, Field(ge=1, le=1000), says("Checks that must fail before an account is blind or gone.")]
    bad_span: Annotated[v.Duration, says("The time between the first and the last of them, at least.")]
    proof_min: Annotated[v.Duration, says("Not seen where the last good check is older than P + G, at least this.")]
    proof_max: Annotated[v.Duration, says("P + G counts for that as at most this.")]
    entered_min: Annotated[v.Duration, says("The same of what people enter by hand: P + G, at least this.")]
    unconfirmed_after: Annotated[v.Duration, says("An owner unconfirmed for so long orphans an account.")]
    orphaned_dormant: Annotated[v.Duration, says("Dormant and orphaned for so long is abandoned.")]
    late: Annotated[v.Duration, says("Late after so much silence, whatever P.")]
    overdue: Annotated[v.Duration, says("Overdue after so much silence, whatever P.")]
    dormant: Annotated[v.Duration, says("Dormant after so much silence, whatever P.")]
    abandoned: Annotated[v.Duration, says("Abandoned after so much silence, whatever P.")]


# Each pair in rising order, where one table states both.
_RISING = (
    ("grace_min", "grace_max"),
    ("dormant_min", "dormant_max"),
    ("abandoned_min", "abandoned_max"),
    ("late", "overdue"),
    ("overdue", "dormant"),
    ("dormant", "abandoned"),
)


def _rising(thresholds: ThresholdsTable) -> ThresholdsTable:
    said: dict[str, Any] = {**thresholds}
    for low, high in _RISING:
        if low in said and high in said and said[low] > said[high]:
            raise ValueError(f"{low} is longer than {high}: exchange or correct them")
    return thresholds


@with_config(TABLE)
class PlanTable(TypedDict, total=False):
    """What is promised for an account. Account over brand over network over default, value by value."""

    publish: Annotated[v.Cadence, says('Posts of one\'s own: "3 per week"; "none" undoes a plan of brand or network.')]
    curate: Annotated[v.Cadence, says("Shares of others' posts.")]
    outreach: Annotated[v.Cadence, says("Replies in others' threads.")]
    reply_within: Annotated[v.Duration, says("The time in which questions are answered.")]
    coverage: Annotated[v.Share, says("The share of questions that are answered.")]
    hours_per_week: Annotated[v.Hours, says("The hours a week that the account is meant to take.")]
    review_by: Annotated[v.Day, says("The day by which the plan is reviewed again.")]
    thresholds: Annotated[ThresholdsTable, AfterValidator(_rising), says("How silence becomes a state.")]


_SpanStart = TypedDict("_SpanStart", {"from": Required[Annotated[v.Day, says("The first day.")]]})


@with_config(TABLE)
class SpanTable(_SpanStart, total=False):
    """Days from `from` to `to`, both included."""

    to: Annotated[v.Day, says("The last day; without it, the end is open.")]
    reason: Annotated[v.Line, says("Why, for the digest.")]


def _in_order(span: SpanTable) -> SpanTable:
    if "to" in span and span["to"] < span["from"]:
        raise ValueError(f"it ends ({span['to']}) before it begins ({span['from']}): exchange the two")
    return span


Spans = list[Annotated[SpanTable, AfterValidator(_in_order)]]


@with_config(TABLE)
class AccountTable(TypedDict, total=False):
    """One account of a brand on a network."""

    id: Required[Annotated[v.Id, says("Its name in commands and mails, for good.")]]
    brand: Required[Annotated[str, says("The id of its brand.")]]
    url: Required[Annotated[str, Field(min_length=1, max_length=2000), says("Its public address, or its handle.")]]
    network: Annotated[v.Id, says('The network\'s id, or "manual"; without it, the address decides.')]
    lifecycle: Annotated[Lifecycle, Field(strict=False), says("What people declare it to be.")]
    owner: Annotated[str, says("The id of the person who animates it.")]
    backup_owner: Annotated[str, says("The id of who stands in.")]
    mission: Annotated[v.Text, says("What it is for, in a sentence.")]
    objectives: Annotated[list[ObjectiveWord], says("Why the brand is there.")]
    audience: Annotated[list[str], says("The ids of the audiences it wants to reach.")]
    priority: Annotated[v.Priority, says("From 1 (least) to 5 (most).")]
    plan: Annotated[PlanTable, says("What is promised for it.")]
    pauses: Annotated[Spans, says("Planned silences.")]
    seasons: Annotated[Spans, says("The windows in which a seasonal account is active.")]
    opened: Annotated[v.Day, says("The day it was opened.")]
    closing_on: Annotated[v.Day, says("The day it will be closed.")]
    cross_posts_from: Annotated[list[str], says("The ids of accounts that a machine copies to this one.")]
    language: Annotated[v.Line, Field(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"), says("What it is written in.")]


def _in_season(account: AccountTable) -> AccountTable:
    if account.get("lifecycle") == Lifecycle.SEASONAL and not account.get("seasons"):
        raise ValueError(
            'lifecycle = "seasonal" needs its windows: add seasons = [{ from = 2027-06-01, to = 2027-08-31 }]'
        )
    return account


Accounts = list[Annotated[AccountTable, AfterValidator(_in_season)]]
