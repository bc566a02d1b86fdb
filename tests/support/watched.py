"""Accounts that are checked cycle by cycle, in a store of their own, each check judged as it is made.

They promise two posts in 30 days, and a longer silence is dormant: the plan of ../shared/suites/account-states.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from monitor.model.account import Account, Cadence, Plan, Thresholds
from monitor.model.check import Check, Failure, Observation
from monitor.model.people import Brand
from monitor.model.settings import Settings
from monitor.model.state import Status, Transition
from monitor.run.judging.judging import Judged, judge_checks
from monitor.store import NewCheck
from support.networks import NOW
from support.shelf import PARIS, Shelf

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WINDOW = 30 * DAY
SILENT = Thresholds(late=WINDOW, overdue=WINDOW, dormant=WINDOW, abandoned=3650 * DAY)
PLAN = Plan(publish=Cadence(2, WINDOW, "2 per 30 days"), thresholds=SILENT)


class Watched:
    """The suite's account in a store of its own; checks are judged as they are made."""

    def __init__(self, folder: Path, *names: str) -> None:
        self.shelf = Shelf(f"sqlite:///{folder / 'monitor.db'}")
        accounts = {name: Account(name, "acme", "feed", f"https://acme.example/{name}", plan=PLAN) for name in names}
        brand = Brand("acme", "Acme", PARIS)
        self.settings = Settings(self.shelf.url, brands={"acme": brand}, accounts=accounts)
        self.shelf.declare(*(replace(account, owner="lea") for account in accounts.values()))

    def see(self, at: datetime, checked: Mapping[str, Observation | Failure], host: str = "acme.example:443") -> Judged:
        """One cycle; an account's host is the part of its name before a slash, where it has one."""
        cycle = self.shelf.cycle(at)
        new = [
            NewCheck(
                Check(name, at, f"{name.partition('/')[0]}:443" if "/" in name else host, 1, result), at + HOUR, PARIS
            )
            for name, result in checked.items()
        ]
        self.shelf.store.save_checks(cycle, new)
        judged = judge_checks(self.shelf.store, self.settings, cycle, at)
        self.shelf.store.close_cycle(cycle, at)
        return judged

    def statuses(self) -> dict[str, Status]:
        return {name: self.shelf.state(NOW, name).status for name in self.settings.accounts}


def announced(judged: Judged) -> list[Transition]:
    return [change for change in judged.transitions if change.announce]
