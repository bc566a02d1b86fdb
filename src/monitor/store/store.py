"""The store: what was seen, what was judged, what was sent. The only door to the database."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from types import TracebackType
from typing import Self

from monitor.model.plan import Account, Decision
from monitor.model.state import LookRow, Record, State, Transition, Verdict
from monitor.store import accounts, cycles, decisions, judgements, letters, looks, schema, standings
from monitor.store.engine import Database
from monitor.store.recent import DAYS
from monitor.store.rows import Claim, LetterRow, NewLetter, NewLook, Pending, Summary


class Store:
    """A database by its URL (`sqlite:///monitor.db`, `postgresql://...`); opened by the first call.

    Every method is one transaction: it happened, or it did not. All raise Unavailable where the database cannot be
    reached, is locked for too long or cannot grow, and SchemaError where the file is no sound database.
    """

    def __init__(self, url: str, *, busy_seconds: float = 5) -> None:
        self._database = Database(url, busy_seconds=busy_seconds)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self._database.close()

    # the schema

    def check(self) -> None:
        """Raises SchemaError unless the database is of this program's version."""
        schema.check(self._database)

    def ensure(self) -> None:
        """Makes the tables of an empty database; raises SchemaError for another version."""
        schema.ensure(self._database)

    def upgrade(self) -> None:
        """Brings the database to this program's version; raises SchemaError for a newer one."""
        schema.upgrade(self._database)

    # accounts, and who looks at them

    def sync(self, declared: Iterable[Account], now: datetime) -> None:
        """Takes over what the file declares. Accounts that are not given are kept, but no longer looked at."""
        with self._database.writing() as connection:
            accounts.sync(connection, declared, now)

    def first_account(self, now: datetime) -> datetime | None:
        """Since when accounts are watched; None where none is at `now`."""
        with self._database.reading() as connection:
            since = accounts.watched_since(connection)
        return since if since is not None and since <= now else None

    def any_due(self, now: datetime, only: Collection[str] | None = None) -> bool:
        """Whether `claim` would find something."""
        with self._database.reading() as connection:
            return accounts.any_due(connection, now, only)

    def claim(
        self,
        now: datetime,
        *,
        until: datetime,
        owner: str,
        limit: int,
        only: Collection[str] | None = None,
        everything: bool = False,
    ) -> list[Claim]:
        """Leases up to `limit` accounts that are due to the cycle `owner` until `until`, longest due first.

        Never one that the cycle has looked at already, so that asking until nothing comes ends; nor one whose network
        asked for patience, even with `everything`, which takes those that are not due yet.
        """
        with self._database.writing() as connection:
            return accounts.claim(
                connection, now, until=until, cycle=int(owner), limit=limit, only=only, everything=everything
            )

    def renew(self, owner: str, until: datetime) -> None:
        """Puts off the end of all leases of the cycle."""
        with self._database.writing() as connection:
            accounts.renew(connection, int(owner), until)

    def postpone(self, account: str, until: datetime) -> None:
        """Gives back an account that was not looked at, and is not to be before `until`."""
        with self._database.writing() as connection:
            accounts.postpone(connection, account, until)

    def holds(self, now: datetime) -> dict[str, datetime]:
        """The hosts that may not be asked before an instant still to come."""
        with self._database.reading() as connection:
            return cycles.held(connection, now)

    def save_holds(self, holds: Mapping[str, datetime], reason: str = "") -> None:
        """Keeps what hosts asked for; of two times for one host the later."""
        with self._database.writing() as connection:
            cycles.hold(connection, holds, reason)

    # cycles and looks

    def open_cycle(self, now: datetime, owner: str) -> str:
        """Begins a cycle; its id is the `owner` of its claims. `owner` here says who runs it (host and process)."""
        with self._database.writing() as connection:
            return str(cycles.begin(connection, now, owner))

    def close_cycle(self, cycle: str, now: datetime, outage: bool = False) -> None:
        with self._database.writing() as connection:
            cycles.end(connection, int(cycle), now, outage=outage)

    def mark_outage(self, cycle: str) -> None:
        """Writes down that the cycle's failures were our own network's."""
        with self._database.writing() as connection:
            cycles.mark_outage(connection, int(cycle))

    def interrupted_cycles(self, now: datetime) -> list[str]:
        """Cycles since the last that ended, that did not end and work no longer."""
        with self._database.reading() as connection:
            return [str(number) for number in cycles.interrupted(connection, now)]

    def save_looks(self, cycle: str, batch: Sequence[NewLook]) -> list[LookRow]:
        """Stores the looks with what is new in them, all or none; the accounts stay claimed until they are judged."""
        with self._database.writing() as connection:
            return looks.save(connection, int(cycle), batch)

    def look_rows(self, account: str, limit: int) -> list[LookRow]:
        """The account's last looks, newest first."""
        with self._database.reading() as connection:
            return looks.rows_of(connection, account, limit)

    def summary(self, since: datetime, until: datetime, accounts: Collection[str] | None = None) -> Summary:
        """The proof of life: the cycles begun from `since` until before `until`."""
        with self._database.reading() as connection:
            return cycles.summary(connection, since, until, accounts)

    # judgement

    def pending(self, cycle: str | None, now: datetime) -> list[Pending]:
        """Accounts with looks that nobody judged: of this cycle, or left by one that works no longer."""
        with self._database.reading() as connection:
            return standings.pending(connection, None if cycle is None else int(cycle), now)

    def stale(self, now: datetime, older_than: timedelta) -> list[str]:
        """Configured accounts not judged for that long, or never."""
        with self._database.reading() as connection:
            return standings.stale(connection, now, older_than)

    def standings(
        self, ids: Collection[str] | None, now: datetime, days: int = DAYS
    ) -> dict[str, tuple[State, Record]]:
        """State and record of the accounts named, or of all that are configured."""
        with self._database.reading() as connection:
            return standings.standings(connection, ids, now, days)

    def save_verdicts(self, verdicts: Sequence[tuple[str, Verdict, int | None]], now: datetime) -> None:
        """Stores (account, verdict, last look judged or None) with what changed, and gives the accounts back.

        A verdict whose account was judged by somebody else in the meantime is dropped.
        """
        with self._database.writing() as connection:
            judgements.save(connection, verdicts, now)

    def transitions(self, after: int, accounts: Collection[str] | None = None) -> list[tuple[int, Transition]]:
        """What changed, with its number, in order: all with a greater number than `after`."""
        with self._database.reading() as connection:
            return judgements.after(connection, after, accounts)

    def decide(self, decision: Decision) -> None:
        """Keeps a decision; `seen` makes its day the last human act, if none is later."""
        with self._database.writing() as connection:
            decisions.decide(connection, decision)

    def decisions(self, account: str | None = None) -> list[Decision]:
        """The decisions about the account, or all, in the order they were taken."""
        with self._database.reading() as connection:
            return decisions.listed(connection, account)

    # the outbox

    def queue(self, letter: NewLetter) -> bool:
        """Puts a letter into the outbox; False where the recipient has one of this period already."""
        with self._database.writing() as connection:
            return letters.queue(connection, letter)

    def has_letter(self, recipient: str, period: str) -> bool:
        with self._database.reading() as connection:
            return letters.has(connection, recipient, period)

    def last_letter(self, recipient: str, before: str | None = None) -> LetterRow | None:
        """The recipient's newest letter, failed and superseded ones left out; the one before that of `before`."""
        with self._database.reading() as connection:
            return letters.last(connection, recipient, before)

    def claim_letters(self, now: datetime, until: datetime, owner: str, limit: int) -> list[LetterRow]:
        """Leases up to `limit` letters whose time has come, oldest first; `attempts` counts this one."""
        with self._database.writing() as connection:
            return letters.claim(connection, now, until, owner, limit)

    def settle(self, letter: int, state: str, detail: str, now: datetime, next_try: datetime | None = None) -> None:
        """Writes down what became of a letter (a word of LetterState); one that was sent stays sent."""
        with self._database.writing() as connection:
            letters.settle(connection, letter, state, detail, now, next_try)

    def letters(self, limit: int = 20) -> list[LetterRow]:
        """The newest letters first."""
        with self._database.reading() as connection:
            return letters.listed(connection, limit)

    def outbox_counts(self) -> dict[str, int]:
        """How many letters are in each state."""
        with self._database.reading() as connection:
            return letters.counts(connection)
