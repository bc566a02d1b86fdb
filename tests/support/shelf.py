"""A store with accounts in it, and the few steps that its tests repeat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from multiprocessing import Queue
from zoneinfo import ZoneInfo

from monitor.model.account import Account
from monitor.model.activity import AccountFacts, Activity, Kind, Memory
from monitor.model.check import Check, Failure, Observation, Outcome
from monitor.model.state import CheckRow, Record, State, Status, Transition, Verdict
from monitor.store import Claim, NewCheck, NewMessage, Store

MONDAY = datetime(2026, 11, 2, 7, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")
HOUR = timedelta(hours=1)


def account(name: str = "acme-feed", network: str = "feed", url: str = "", brand: str = "acme") -> Account:
    return Account(name, brand, network, url or f"https://feeds.example/{name}")


def act(name: str, at: datetime | None = None, *, trusted: bool | None = None, kind: Kind = Kind.POST) -> Activity:
    """An activity; trusted as it has a date, unless said otherwise."""
    known = at is not None if trusted is None else trusted
    return Activity(name, f"https://feeds.example/{name}", at, known, kind, title=f"Title of {name}")


def seen(*acts: Activity, memory: Memory | None = None, facts: AccountFacts | None = None) -> Observation:
    return Observation(acts, facts or AccountFacts(), memory or Memory())


def failed(outcome: Outcome = Outcome.TEMPORARY, retry_at: datetime | None = None) -> Failure:
    return Failure(outcome, "no answer", retry_at, answered=False)


def new_check(
    name: str,
    at: datetime,
    result: Observation | Failure,
    *,
    zone: ZoneInfo = PARIS,
    copied: bool = False,
    every: timedelta = 6 * HOUR,
) -> NewCheck:
    return NewCheck(Check(name, at, "feeds.example:443", 1, result), at + every, zone, copied)


class Shelf:
    """A store that was made ready and knows some accounts; `url` opens it once more."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.store = Store(url)
        self.store.ensure()
        self._processes = count(1)

    def declare(self, *accounts: Account, at: datetime = MONDAY) -> None:
        self.store.sync(accounts, at)

    def again(self) -> Store:
        return Store(self.url)

    def cycle(self, at: datetime = MONDAY) -> str:
        """A cycle of a process of its own."""
        return self.store.open_cycle(at, f"host:{next(self._processes)}")

    def claim(self, cycle: str, at: datetime = MONDAY, *, everything: bool = False, limit: int = 100) -> list[Claim]:
        return self.store.claim(at, until=at + HOUR, owner=cycle, limit=limit, everything=everything)

    def check(
        self,
        result: Observation | Failure,
        at: datetime = MONDAY,
        name: str = "acme-feed",
        *,
        zone: ZoneInfo = PARIS,
        copied: bool = False,
    ) -> CheckRow:
        """One check in a cycle of its own."""
        (row,) = self.store.save_checks(self.cycle(at), [new_check(name, at, result, zone=zone, copied=copied)])
        return row

    def record(self, at: datetime = MONDAY, name: str = "acme-feed", days: int = 190) -> Record:
        return self.store.account_statuses([name], at, days)[name][1]

    def state(self, at: datetime = MONDAY, name: str = "acme-feed") -> State:
        return self.store.account_statuses([name], at)[name][0]

    def judge(self, status: Status, at: datetime = MONDAY, name: str = "acme-feed", check: int | None = None) -> None:
        """Give the account a status, with the transition that this makes."""
        self.store.save_verdicts([(name, verdict(name, self.state(at, name), status, at), check)], at)


def verdict(name: str, state: State, status: Status, at: datetime) -> Verdict:
    if state.status is status:
        return Verdict(state)
    change = Transition(name, "status", state.status.value, status.value, at)
    return Verdict(replace(state, status=status, status_since=at), (change,))


def message(period: str = "2026-W44", recipient: str = "lea", at: datetime = MONDAY, through: int = 0) -> NewMessage:
    return NewMessage(
        recipient,
        f"{recipient}@acme.example",
        period,
        at,
        f"<{period}.{recipient}@acme.example>",
        "[Acme] 1 account inanimate",
        b"Subject: [Acme]\r\n\r\nbody \x00\xff\r\n",
        {"on_plan": 9},
        through,
    )


def statuses(changes: Sequence[tuple[int, Transition]]) -> list[str]:
    return [change.after for _, change in changes]


def claim_all(url: str, cycle: str, found: list[str]) -> None:
    """Claims page by page until nothing is left, as a run does."""
    with Store(url) as store:
        while page := store.claim(MONDAY, until=MONDAY + HOUR, owner=cycle, limit=7):
            found += [claim.account for claim in page]


def claim_in_process(url: str, cycle: str, answers: Queue[list[str]]) -> None:
    found: list[str] = []
    claim_all(url, cycle, found)
    answers.put(found)
