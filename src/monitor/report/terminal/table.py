"""The status of each account, as a plain table for a terminal, worst first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from monitor.model.state import AccountStatus, ObservationState, Status

Row = tuple[str, ...]

_WORST_FIRST: Final = (
    Status.GONE,
    Status.SUSPENDED,
    Status.MOVED,
    Status.ABANDONED,
    Status.DORMANT,
    Status.INANIMATE,
    Status.BLIND,
    Status.PRIVATE,
    Status.OVERDUE,
    Status.LATE,
    Status.BEHIND,
    Status.RECOVERING,
    Status.UNSEEN,
    Status.NEW,
    Status.ON_PLAN,
    Status.PAUSED,
    Status.OUT_OF_SEASON,
    Status.FINISHED,
    Status.PLANNED,
    Status.RESERVED,
    Status.CLOSING,
    Status.CLOSED,
)
_MARKS: Final = frozenset(
    {ObservationState.FAILING, ObservationState.MANUAL}
)  # shown beside a status, never instead of it
_HEAD: Final[Row] = ("account", "status", "since", "last human act", "last check", "network", "flags")


def table(account_statuses: Sequence[AccountStatus]) -> list[Row]:
    """One row an account below the head."""
    ranked = sorted(account_statuses, key=lambda one: (_WORST_FIRST.index(one.verdict.state.status), one.account.id))
    return [_HEAD, *(_row(account_status) for account_status in ranked)]


def aligned(rows: Sequence[Row]) -> list[str]:
    """The rows as lines, each column as wide as its widest cell."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def status_words(account_status: AccountStatus) -> str:
    """The status, with its mark: of what is entered by hand also since when nothing was, where that is too long ago."""
    state = account_status.verdict.state
    words = spoken(state.status)
    if state.observation.state not in _MARKS:
        return words
    old = next((one for one in account_status.verdict.reasons if one.rule == "nothing_entered_since"), None)
    since = f", nothing entered since {old.values['on']}" if old is not None else ""
    return f"{words} ({state.observation.state}{since})"


def spoken(status: str) -> str:
    """A status as a person writes it."""
    return status.replace("_", " ")


def _row(account_status: AccountStatus) -> Row:
    state, record = account_status.verdict.state, account_status.record
    return (
        account_status.account.id,
        status_words(account_status),
        _day(state.status_since, "-"),
        _day(record.last_human, "-"),
        _day(record.last_check, "never"),
        account_status.account.network,
        ", ".join(sorted(state.flags)),
    )


def _day(instant: datetime | None, otherwise: str) -> str:
    return instant.date().isoformat() if instant is not None else otherwise
