"""What a reader can copy: settings for the configuration, command lines. Nothing in a letter acts by itself. Pure."""

from __future__ import annotations

import shlex
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Final

from monitor.model.plan import Account
from monitor.model.state import Advice, Proposal
from monitor.report.digest import Action, Card, Command
from monitor.report.outside import line

_NOTICE: Final = timedelta(days=28)  # an account is closed a month after that was announced
_PAUSE: Final = timedelta(days=14)

# The setting of the account's entry that carries an advice out; None where no setting does.
_SETTINGS: Final[dict[Advice, str | None]] = {
    Advice.REVIVE: None,
    Advice.REDUCE: 'plan = {{ publish = "…" }}',
    Advice.MERGE: 'lifecycle = "closing", closing_on = {closing}',
    Advice.HAND_OVER: 'owner = "…"',
    Advice.PARK: 'lifecycle = "reserved"',
    Advice.CLOSE: 'lifecycle = "closing", closing_on = {closing}',
    Advice.INVESTIGATE: None,
}


def commands(account: Account, proposal: Proposal | None, now: datetime) -> tuple[Command, ...]:
    """For one account: the setting that carries the advice out, then the command that shows the evidence."""
    explain = Command(f"monitor explain {shlex.quote(account.id)}")
    setting = _SETTINGS[proposal.advice] if proposal else None
    if setting is None:
        return (explain,)
    text = setting.format(closing=(now + _NOTICE).date())
    return Command(text, line(PurePath(account.source).name or account.id, 80)), explain


def actions(card: Card | None, now: datetime) -> tuple[Action, ...]:
    """What can be done about any account, shown with `card` as the example; nothing where there is none."""
    if card is None:
        return ()
    today = now.date()
    id_ = shlex.quote(card.id)
    return (
        Action("explain", f"monitor explain {id_}"),
        Action("seen", f"monitor accounts seen {id_} --on {today}"),
        Action("pause", f'pauses = [{{ from = {today}, to = {today + _PAUSE}, reason = "…" }}]'),
        Action("hand_over", 'owner = "…"'),
        Action("close", f'lifecycle = "closing", closing_on = {today + _NOTICE}'),
    )
