"""What letting an account go takes, step by step and day by day. Pure.

Followers of an account are notified a month, two weeks and 48 hours before. So `DAY` is the day on which it is let go:
the declared `closing_on`, else a month from now.

| step            | day      | close | merge | park |
|-----------------|----------|-------|-------|------|
| name_successor  | DAY - 30 | x     |       | x    |
| notice_month    | DAY - 30 | x     | x     | x    |
| pin_notice      | DAY - 30 | x     | x     | x    |
| stop_copying    | DAY - 14 |       | x     |      |
| notice_weeks    | DAY - 14 | x     | x     | x    |
| unlink_site     | DAY - 14 | x     | x     | x    |
| notice_hours    | DAY - 2  | x     | x     | x    |
| archive         | DAY - 1  | x     | x     | x    |
| close_there     | DAY      | x     | x     |      |
| hold_name       | DAY      |       |       | x    |
| watch_until     | DAY + 90 | x     | x     |      |
| look_again      | DAY + 90 |       |       | x    |

An account that is declared closing follows the list of its closing; one that is closed, as long as it is watched.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from monitor.model.account import Account, Lifecycle
from monitor.model.state import Advice, Proposal

NOTICE: Final = timedelta(days=30)  # the first notice goes out so long before
WATCH: Final = timedelta(days=90)  # so long afterwards it is checked for being quiet

_CLOSE, _MERGE, _PARK = Advice.CLOSE, Advice.MERGE, Advice.PARK
_ALL: Final = frozenset({_CLOSE, _MERGE, _PARK})
_DECLARED: Final = frozenset({Lifecycle.CLOSING, Lifecycle.CLOSED})

STEPS: Final[tuple[tuple[str, timedelta, frozenset[Advice]], ...]] = (
    ("name_successor", -NOTICE, frozenset({_CLOSE, _PARK})),  # a merger names it already
    ("notice_month", -NOTICE, _ALL),
    ("pin_notice", -NOTICE, _ALL),
    ("stop_copying", timedelta(days=-14), frozenset({_MERGE})),
    ("notice_weeks", timedelta(days=-14), _ALL),
    ("unlink_site", timedelta(days=-14), _ALL),
    ("notice_hours", timedelta(days=-2), _ALL),
    ("archive", timedelta(days=-1), _ALL),
    ("close_there", timedelta(0), frozenset({_CLOSE, _MERGE})),
    ("hold_name", timedelta(0), frozenset({_PARK})),
    ("watch_until", WATCH, frozenset({_CLOSE, _MERGE})),
    ("look_again", WATCH, frozenset({_PARK})),
)
NOTICES: Final = ("notice_month", "notice_weeks", "notice_hours", "pin_notice")  # steps that publish a text


@dataclass(frozen=True, slots=True)
class ChecklistStep:
    """One thing to do (a word of the table), on a day of the brand's zone."""

    what: str
    on: date


@dataclass(frozen=True, slots=True)
class Checklist:
    """How an account is let go on `day`. `declared`: people decided so; else it is a proposal, which begins today.

    `successor` is the account (its id) that its readers are sent to; None where the plan shows none. `unlinked`: when
    the brand's site was last read, no page of it led to the account.
    """

    kind: Advice
    day: date
    declared: bool
    steps: tuple[ChecklistStep, ...]
    successor: str | None = None
    unlinked: bool = False

    def due(self, today: date) -> ChecklistStep | None:
        """The next step: the first that is not over."""
        return next((step for step in self.steps if step.on >= today), None)


def checklist(
    account: Account,
    proposal: Proposal | None,
    today: date,
    successor: str | None = None,
    *,
    unlinked: bool = False,
) -> Checklist | None:
    """The list of an account that closes, or is advised to be let go; None for others. `today`: the brand's day."""
    kind, declared = proposal.advice if proposal is not None else None, account.lifecycle in _DECLARED
    if declared:
        kind = _MERGE if account.cross_posts_from else _CLOSE
    closed = account.lifecycle is Lifecycle.CLOSED
    if kind is None or kind not in _ALL or (closed and not _watched(account.closing_on, today)):
        return None
    day = (account.closing_on if declared else None) or today + NOTICE
    steps = tuple(ChecklistStep(what, day + shift) for what, shift, kinds in STEPS if kind in kinds)
    if kind is _MERGE and account.cross_posts_from:
        successor = account.cross_posts_from[0]
    return Checklist(kind, day, declared, steps, successor, unlinked)


def _watched(closed: date | None, today: date) -> bool:
    return closed is not None and today <= closed + WATCH


def successor(account: Account, alive: Iterable[Account]) -> str | None:
    """Which of the accounts that are `alive` takes its readers best: the same brand, then what they share."""

    def nearness(other: Account) -> tuple[bool, int, int, int]:
        return (
            other.language == account.language,
            _shared(account.audience, other.audience),
            _shared(account.objectives, other.objectives),
            other.priority,
        )

    own = [one for one in alive if one.brand == account.brand and one.id != account.id]
    return max(sorted(own, key=lambda one: one.id), key=nearness).id if own else None


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    return len(set(one) & set(other))
