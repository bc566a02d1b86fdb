"""What a reader can do: command lines to copy, a few settings, and for those without a terminal prepared mails to the
operator that say the same. Nothing in a message acts by itself. Pure.

Each action is shown with an account that it fits: the first card of the first state named.

| action   | shown with                                                                 |
|----------|----------------------------------------------------------------------------|
| explain  | whatever comes first in the message                                        |
| snooze   | one that needs a decision                                                  |
| seen     | one that no program reads; else one that could not be seen                 |
| confirm  | one that its owner is to confirm                                           |
| confirm_identity | one at whose address another account or site answers               |
| pause    | one that is slow or silent, and there                                      |
| hand_over | one that nobody answers for; else one that is silent                      |
| close    | one that is silent                                                         |
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import PurePath
from typing import Final

from monitor.judge.checklist import NOTICE
from monitor.model.account import Account
from monitor.model.check import Outcome
from monitor.model.state import Advice, Proposal, Status
from monitor.report.blocks.section_rows import Action, Card, Command
from monitor.report.readers.sanitise import line

_PAUSE: Final = timedelta(days=14)

_CLOSE: Final = 'monitor accounts close {id} --on {closing} --reason "…"'
_HAND_OVER: Final = 'monitor accounts hand-over {id} --to … --reason "…"'

# The command, or the setting of the account's entry, that carries an advice out; None where nothing does at once.
_CARRIED_OUT: Final[dict[Advice, str | None]] = {
    Advice.REVIVE: None,
    Advice.REDUCE: 'plan = {{ publish = "…" }}',
    Advice.MERGE: _CLOSE,
    Advice.HAND_OVER: _HAND_OVER,
    Advice.PARK: 'lifecycle = "reserved"',
    Advice.CLOSE: _CLOSE,
    Advice.INVESTIGATE: None,
}

_SILENT: Final = (Status.ABANDONED, Status.DORMANT, Status.INANIMATE)
_SLOW: Final = (Status.LATE, Status.BEHIND, Status.OVERDUE)
_UNSEEN: Final = (Status.BLIND, Status.UNSEEN)

_Fits = Callable[[Card], bool]


def _in(*statuses: Status) -> _Fits:
    return lambda card: card.status in statuses


# Kind of action, the tests of what it fits (the first one that any card passes decides), what is copied.
_ACTIONS: Final[tuple[tuple[str, tuple[_Fits, ...], str], ...]] = (
    ("explain", (lambda card: True,), "monitor explain {id}"),
    ("snooze", (_in(*_SILENT, Status.OVERDUE),), 'monitor snooze {id} --until {pause} --reason "…"'),
    ("seen", (lambda card: card.manual, _in(*_UNSEEN)), "monitor accounts seen {id} --on {today}"),
    ("confirm", (lambda card: card.to_confirm,), "monitor accounts confirm {id}"),
    (
        "confirm_identity",
        (lambda card: card.outcome == Outcome.IDENTITY_CHANGED.value,),
        'monitor accounts confirm {id} --identity --reason "…"',
    ),
    ("pause", (_in(*_SLOW), _in(*_SILENT)), 'monitor accounts pause {id} --until {pause} --reason "…"'),
    ("hand_over", (lambda card: card.absence is not None, _in(*_SILENT)), _HAND_OVER),
    ("close", (_in(*_SILENT),), _CLOSE),
)


def commands(account: Account, proposal: Proposal | None, today: date) -> tuple[Command, ...]:
    """For one account: what carries the advice out, then the command that shows the evidence."""
    explain = Command(f"monitor explain {shlex.quote(account.id)}")
    text = _CARRIED_OUT[proposal.advice] if proposal else None
    if text is None:
        return (explain,)
    copied = text.format(id=shlex.quote(account.id), closing=today + NOTICE)
    return Command(copied, "" if copied.startswith("monitor ") else place_of(account)), explain


def place_of(account: Account) -> str:
    """Where the account's entry stands, as file:line without the folder."""
    return line(PurePath(account.source).name or account.id, 80)


def actions(rows: Sequence[tuple[Account, Card]], today: date) -> tuple[Action, ...]:
    """What can be done, each with an account of `rows` that it fits; what fits none is left out."""
    found: list[Action] = []
    for kind, tests, text in _ACTIONS:
        fitting = (row for fits in tests for row in rows if fits(row[1]))
        if row := next(fitting, None):
            account, card = row
            id_ = shlex.quote(account.id)
            copied = text.format(id=id_, today=today, pause=today + _PAUSE, closing=today + NOTICE)
            found.append(Action(kind, Command(copied), card.name, account.id))
    return tuple(found)
