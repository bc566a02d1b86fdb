"""Which accounts stand in which section of a digest, and in which order. Pure.

| section        | accounts                                                                                |
|----------------|-----------------------------------------------------------------------------------------|
| needs decision | a state of `_SEVERITY`, another's id behind the handle, or closed and yet alive:         |
|                | where it is new to the reader, or has grown another four weeks older; and whatever       |
|                | has lost its owner since the last message; a finished series, once                       |
| undecided      | the same, reported before, and four weeks old or more                                    |
| still waiting  | the same, reported before, or put off by somebody                                        |
| to watch       | late, behind, recovering, in no section above                                            |
| unanswered     | somebody waits for an answer in public (it stands in that of its state as well); see     |
|                | blocks/unanswered.py                                                                     |
| autopilot      | only a machine posts, in no section above (it stands in that of its state as well)       |
| not seen       | blind, never seen yet, or failing (these stand in their own section as well)             |
| ownership      | nobody answers for it, and no card above says so; or its owner is to confirm it soon     |
| on plan        | on plan                                                                                  |
| aside          | everything else: paused, reserved, planned, closing, closed, out of season, finished, new |
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from monitor.model.account import Lifecycle
from monitor.model.check import Outcome
from monitor.model.settings import Settings
from monitor.model.state import AccountStatus, Flag, Status, Transition
from monitor.report.blocks.figures import Numbers
from monitor.report.blocks.section_rows import Card, ChangeRow, Ownerless
from monitor.report.contents.headlines import INANIMATE
from monitor.report.readers.audience import zone_of

Row = tuple[AccountStatus, Card]

SLOWING: Final = (Status.LATE, Status.BEHIND, Status.RECOVERING)
NOT_SEEN: Final = (Status.BLIND, Status.UNSEEN)

_SEVERITY: Final = (  # worst first
    Status.GONE,
    Status.SUSPENDED,
    Status.ABANDONED,
    Status.DORMANT,
    Status.INANIMATE,
    Status.MOVED,
    Status.PRIVATE,
    Status.OVERDUE,
    Status.FINISHED,
)
_ONCE: Final = frozenset({Status.FINISHED})  # asked about in one message
_NUMBERS: Final[dict[Status, str]] = {
    Status.ON_PLAN: "on_plan",
    **dict.fromkeys((*SLOWING, Status.OVERDUE), "slowing"),
    **dict.fromkeys(INANIMATE, "inanimate"),
    **dict.fromkeys((*NOT_SEEN, Status.GONE, Status.SUSPENDED, Status.MOVED, Status.PRIVATE), "unseen"),
}
_AGAIN: Final = 28  # days after which a waiting matter is put before its reader again
_ASK_AFTER: Final = 28  # days without an entry after which somebody is asked to check an account by hand


def numbers(account_statuses: Iterable[AccountStatus]) -> Numbers:
    """How many accounts are in which state."""
    counts = dict.fromkeys(("on_plan", "slowing", "inanimate", "unseen", "aside"), 0)
    for account_status in account_statuses:
        counts[_NUMBERS.get(account_status.verdict.state.status, "aside")] += 1
    return Numbers(**counts, total=sum(counts.values()))


def is_counted(account_status: AccountStatus) -> bool:
    """Whether one of the numbers counts it: it is not paused, reserved, closed or the like."""
    return account_status.verdict.state.status in _NUMBERS


def severity(account_status: AccountStatus) -> int | None:
    """How bad it is, 0 the worst; None where nothing is to be decided."""
    state = account_status.verdict.state
    if state.observation.outcome is Outcome.IDENTITY_CHANGED and state.status is Status.BLIND:
        return 0
    if state.status in _SEVERITY:
        return _SEVERITY.index(state.status)
    return len(_SEVERITY) if Flag.ZOMBIE in state.flags else None


def matters(rows: Iterable[Row], moved: frozenset[str], *, first: bool, days: int) -> tuple[list[Card], ...]:
    """What needs a decision, what has waited for one too long, and what still waits for one, worst first.

    `moved` are the accounts whose state changed since the last message, `days` the length of the period, `first`
    says that the reader has had no message yet.
    """
    ranked = [(rank, row) for row in rows if (rank := _rank(row)) is not None]
    ranked.sort(key=lambda item: (item[0], -item[1][0].account.priority, -(item[1][1].silence or 0), item[1][1].id))
    cards = [card for _, (_, card) in ranked]
    fresh = [c for c in cards if c.snooze is None and (first or c.deserted or c.id in moved or _grew_old(c, days))]
    reported = [c for c in cards if c not in fresh and c.status not in _ONCE]
    stale = [c for c in reported if c.age >= _AGAIN and c.snooze is None]
    return fresh, stale, [c for c in reported if c not in stale]


def _rank(row: Row) -> int | None:
    account_status, card = row
    rank = severity(account_status)
    return len(_SEVERITY) + 1 if rank is None and card.deserted else rank


def _grew_old(card: Card, days: int) -> bool:
    """Whether another four weeks of waiting were completed within the period, and it is asked about again."""
    return card.status not in _ONCE and card.age // _AGAIN > max(0, card.age - days) // _AGAIN


def watched(rows: Iterable[Row]) -> list[Card]:
    """What slows down, the state that is nearest to trouble first; within it what is furthest off its own rhythm."""
    chosen = [row for row in rows if row[1].status in SLOWING and not row[1].deserted]
    chosen.sort(
        key=lambda r: (SLOWING.index(r[1].status), -(r[0].verdict.silence_score or 0), -(r[1].silence or 0), r[1].id)
    )
    return [card for _, card in chosen]


def on_autopilot(rows: Iterable[Row]) -> list[Card]:
    return [card for account_status, card in rows if card.autopilot and severity(account_status) is None]


def on_plan(rows: Iterable[Row]) -> list[Card]:
    chosen = [card for _, card in rows if card.status is Status.ON_PLAN]
    return sorted(chosen, key=lambda c: (c.brand, c.name, c.id))


def not_seen(rows: Iterable[Row]) -> tuple[list[Card], list[Card]]:
    """Blind first, then those that fail, the longest unseen first; and those counted as not seen that have a card."""
    chosen, above = [], []
    for row in rows:
        card = row[1]
        if _rank(row) is None and (card.status in NOT_SEEN or card.failing):
            chosen.append(card)
        elif _rank(row) is not None and _NUMBERS.get(card.status) == "unseen":
            above.append(card)
    return sorted(chosen, key=lambda c: (c.status not in NOT_SEEN, c.since or date.max, c.id)), above


def aside(rows: Iterable[Row], fresh: Sequence[Card]) -> list[Card]:
    """Everything that is counted nowhere, without what is asked about this once among the `fresh`."""
    chosen = [c for _, c in rows if c.status not in _NUMBERS and not (c.status in _ONCE and c in fresh)]
    return sorted(chosen, key=lambda c: (c.status, c.id))


def asked(rows: Iterable[Row], today: date) -> list[Card]:
    """Accounts without a connector of which nobody has said anything for four weeks."""
    return [
        card
        for account_status, card in rows
        if card.manual
        and account_status.account.lifecycle is Lifecycle.ACTIVE
        and (card.last is None or (today - card.last).days > _ASK_AFTER)
    ]


def ownerless(rows: Iterable[Row], shown: Iterable[Card]) -> list[Ownerless]:
    """Those that nobody answers for, without those whose card is `shown`; then those that are soon to be confirmed."""
    rows, above = list(rows), {card.id for card in shown}
    orphaned = [
        Ownerless(card, card.absence or "unconfirmed", _value(account_status, "owner_unconfirmed", "since"))
        for account_status, card in rows
        if Flag.ORPHANED in account_status.verdict.state.flags
        and card.status is not Status.CLOSED
        and card.id not in above
    ]
    due = [
        Ownerless(card, "due", on)
        for account_status, card in rows
        if (on := _value(account_status, "owner_to_confirm", "until"))
    ]
    return [*orphaned, *sorted(due, key=lambda one: (one.on or "", one.card.id))]


def _value(account_status: AccountStatus, rule: str, key: str) -> str | None:
    """What the verdict's reason says, where it has that reason."""
    return next((str(reason.values[key]) for reason in account_status.verdict.reasons if reason.rule == rule), None)


def changes(rows: Sequence[Row], transitions: Iterable[Transition], settings: Settings) -> list[ChangeRow]:
    """Where each account's state, and each flag, went in the end; what came back to where it was is no change."""
    cards = {card.id: card for _, card in rows}
    zones = {account_status.account.id: zone_of(account_status.account, settings) for account_status, _ in rows}
    made: dict[tuple[str, str], ChangeRow] = {}
    for t in transitions:
        if not t.announce or t.account not in cards:
            continue
        on = t.at.astimezone(zones[t.account]).date()
        earlier = made.get((t.account, t.axis))
        change = ChangeRow(cards[t.account], t.axis, earlier.before if earlier else t.before, t.after, on)
        made[t.account, t.axis] = change
    edges = [change for change in made.values() if change.before != change.after]
    return sorted((replace(c, better=_is_better(c)) for c in edges), key=lambda c: (c.better, c.on))


def _is_better(change: ChangeRow) -> bool:
    if change.axis != "status":
        return change.after == "off"
    return change.after in (Status.ON_PLAN, Status.RECOVERING)
