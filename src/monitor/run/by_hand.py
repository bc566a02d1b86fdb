"""What a person saw where no connector can look: entered, and judged at once."""

from __future__ import annotations

from datetime import date

from monitor.model.plan import Decision
from monitor.run.app import App
from monitor.run.judging import judge_again


def enter_seen(app: App, account: str, day: date, by: str) -> None:
    """Writes down that `by` saw, now, a human act of `account` on `day`."""
    now = app.clock()
    app.store.sync(app.settings.accounts.values(), now)
    app.store.decide(Decision(account, "seen", now, by, on=day))
    judge_again(app.store, app.settings, now, [account])
