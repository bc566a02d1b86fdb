"""The store: what was observed, judged and sent. The only door to the database."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from monitor.metrics.machinelike import Published
from monitor.model.account import Account
from monitor.model.check import Outcome
from monitor.model.community import Community
from monitor.model.conversation import Received
from monitor.model.discovery import Noted
from monitor.model.http import RobotsTxt
from monitor.model.people import Decision
from monitor.model.settings import Retention
from monitor.model.state import CheckRow, Counted, Record, State, Transition, Verdict
from monitor.store import pruning
from monitor.store.intake import copies, kept_replies, profile_counts, save_checks
from monitor.store.intake.day_counts import DAYS
from monitor.store.judgement import account_statuses, decision_log, discoveries, judgements
from monitor.store.queues import communities, cycles, due_accounts, leader
from monitor.store.queues.outbox import Outbox
from monitor.store.rows import Claim, Leader, NewCheck, Pending, Process, Pruned, Summary


class Store(Outbox):
    """A database by its URL (`sqlite:///monitor.db`, `postgresql://...`); opened by the first call.

    Every method is one transaction: it happened, or it did not. One that a server lost on the way is done again. All
    raise Unavailable where the database cannot be reached, is locked for too long or cannot grow, and SchemaError where
    the file is no sound database.
    """

    # accounts, and who checks them

    def sync(self, declared: Iterable[Account], now: datetime) -> None:
        """Takes over what the file declares. Accounts that are not given are kept, but no longer checked."""
        self._database.write(due_accounts.sync, list(declared), now)

    def first_account(self, now: datetime) -> datetime | None:
        """Since when accounts are watched; None where none is at `now`."""
        since = self._database.read(due_accounts.watched_since)
        return since if since is not None and since <= now else None

    def any_due(self, now: datetime, only: Collection[str] | None = None) -> bool:
        """Whether `claim` would find something."""
        return self._database.read(due_accounts.any_due, now, only)

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

        Never one that the cycle has checked already, so that claiming until nothing comes ends; nor one whose network
        asked for patience, even with `everything`, which takes those that are not due yet.
        """
        return self._database.write(
            due_accounts.claim, now, until=until, cycle=int(owner), limit=limit, only=only, everything=everything
        )

    def renew(self, owner: str, until: datetime) -> None:
        """Extends all leases of the cycle."""
        self._database.write(due_accounts.renew, int(owner), until)

    def postpone(self, account: str, until: datetime) -> None:
        """Gives back an account that was not checked, and is not to be before `until`."""
        self._database.write(due_accounts.postpone, account, until)

    def give_back(self, owner: str) -> int:
        """Gives back what the cycle claimed and did not check; how many accounts."""
        return self._database.write(due_accounts.give_back, int(owner))

    def backoffs(self, now: datetime) -> dict[str, datetime]:
        """The hosts that may not be asked before an instant still to come."""
        return self._database.read(cycles.held, now)

    def save_backoffs(self, backoffs: Mapping[str, datetime], reason: str = "") -> None:
        """Keeps what hosts asked for; of two times for one host the later."""
        self._database.write(cycles.hold, backoffs, reason)

    def robots(self, since: datetime) -> dict[str, RobotsTxt]:
        """What sites let programs read, by site ("https://name:port"), as it was learned from `since` on."""
        return self._database.read(cycles.robots_of, since)

    def save_robots(self, learned: Mapping[str, RobotsTxt]) -> None:
        """Keeps what sites let programs read; of two for one site the later."""
        self._database.write(cycles.learn_robots, learned)

    # cycles and checks

    def open_cycle(self, now: datetime, owner: str) -> str:
        """Begins a cycle; its id is the `owner` of its claims. `owner` here says who runs it (host and process)."""
        return str(self._database.write(cycles.begin, now, owner))

    def close_cycle(self, cycle: str, now: datetime, outage: bool = False) -> None:
        self._database.write(cycles.end, int(cycle), now, outage=outage)

    def mark_outage(self, cycle: str) -> None:
        """Records that the cycle's failures were our own network's."""
        self._database.write(cycles.mark_outage, int(cycle))

    def outage_since(self) -> datetime | None:
        """Since when the newest cycles' failures are our own network's; None where the last one's are not."""
        return self._database.read(cycles.outage_since)

    def interrupted_cycles(self, now: datetime) -> list[str]:
        """Cycles since the last that ended, that did not end and work no longer."""
        return [str(number) for number in self._database.read(cycles.interrupted, now)]

    def last_commit(self) -> datetime | None:
        """When the newest cycle or message was written, None before the first."""
        return self._database.read(cycles.last_commit)

    def save_checks(self, cycle: str, batch: Sequence[NewCheck]) -> list[CheckRow]:
        """Stores the checks with what is new in them, all or none; the accounts stay claimed until they are judged."""
        return self._database.write(save_checks.save, int(cycle), batch)

    def check_rows(self, account: str, limit: int) -> list[CheckRow]:
        """The account's last checks, newest first."""
        return self._database.read(save_checks.rows_of, account, limit)

    def checks(self, ids: Collection[int]) -> list[CheckRow]:
        """The checks with these ids, oldest first, as far as they are kept."""
        return self._database.read(save_checks.rows_called, ids)

    def summary(self, since: datetime, until: datetime, accounts: Collection[str] | None = None) -> Summary:
        """The proof of life: the cycles begun from `since` until before `until`."""
        return self._database.read(cycles.summary, since, until, accounts)

    def longest_gap(self, since: datetime, until: datetime) -> tuple[datetime, datetime] | None:
        """The longest time that ended in [since, until] in which no cycle began; None where none had begun before."""
        return self._database.read(cycles.longest_gap, since, until)

    def usual_gap(self, until: datetime) -> timedelta | None:
        """How far apart cycles began in the four weeks up to `until`, on average; None where fewer than two did."""
        return self._database.read(cycles.usual_gap, until)

    # judgement

    def pending(self, cycle: str | None, now: datetime) -> list[Pending]:
        """Accounts with checks that nobody judged: of this cycle, or left by one that works no longer."""
        return self._database.read(account_statuses.pending, None if cycle is None else int(cycle), now)

    def failing(self, outcomes: Collection[Outcome]) -> set[tuple[str, Outcome]]:
        """At which hosts (name:port) the last check of a judged account ended so."""
        return self._database.read(account_statuses.failing, outcomes)

    def stale(self, now: datetime, older_than: timedelta) -> list[str]:
        """Configured accounts not judged for that long, or never."""
        return self._database.read(account_statuses.stale, now, older_than)

    def account_statuses(
        self, ids: Collection[str] | None, now: datetime, days: int = DAYS
    ) -> dict[str, tuple[State, Record]]:
        """State and record of the accounts named, or of all that are configured."""
        return self._database.read(account_statuses.account_statuses, ids, now, days)

    def facts(self, ids: Collection[str] | None, since: date) -> dict[str, dict[date, Counted]]:
        """What the profiles counted from the day on, oldest first, of the accounts named, or of all configured."""
        return self._database.read(profile_counts.series, ids, since)

    def received(self, ids: Collection[str] | None, since: datetime) -> dict[str, list[Received]]:
        """What others said from `since` on, oldest first, to the accounts named, or to all that are configured."""
        return self._database.read(kept_replies.received, ids, since)

    def published(self, ids: Sequence[str], since: datetime) -> dict[str, list[Published]]:
        """The posts of the accounts named, from `since` on: reads their history."""
        return self._database.read(copies.published, ids, since)

    def prune(self, now: datetime, retention: Retention) -> Pruned:
        """Forgets what is past its retention."""
        return self._database.write(pruning.prune, now, retention)

    def compact(self) -> None:
        """Takes what was forgotten out of the file itself, which is written anew; that takes its time, and room."""
        pruning.compact(self._database)

    def save_verdicts(self, verdicts: Sequence[tuple[str, Verdict, int | None]], now: datetime) -> None:
        """Stores (account, verdict, last check judged or None) with what changed, and gives the accounts back.

        A verdict whose account was judged by somebody else in the meantime is dropped.
        """
        self._database.write(judgements.save, verdicts, now)

    def transitions(self, after: int, accounts: Collection[str] | None = None) -> list[tuple[int, Transition]]:
        """What changed, with its number, in order: all with a greater number than `after`."""
        return self._database.read(judgements.after, after, accounts)

    def statuses_since(self, since: datetime) -> list[Transition]:
        """Where the configured accounts' statuses went from `since` on, in order, without the reasons."""
        return self._database.read(judgements.statuses_since, since)

    def decide(self, decision: Decision) -> None:
        """Keeps a decision; `seen` makes its day the last human act, if none is later."""
        self._database.write(decision_log.decide, decision)

    def decisions(self, account: str | None = None) -> list[Decision]:
        """The decisions about the account, or all, in the order they were taken."""
        return self._database.read(decision_log.listed, account)

    # what brands' own sites say

    def note_discovery(self, brand: str, noted: Noted) -> None:
        """Keeps what a discovery on a brand's site came to, in place of the one before."""
        self._database.write(discoveries.note, brand, noted)

    def discoveries(self) -> dict[str, Noted]:
        """The last discovery of each brand."""
        return self._database.read(discoveries.noted)

    # where audiences already are

    def claim_communities(self, urls: Collection[str], now: datetime, until: datetime, limit: int) -> list[Community]:
        """Up to `limit` of these that are due, and so put off until `until`; what is known of others is forgotten."""
        return self._database.write(communities.claim, urls, now, until, limit)

    def note_community(self, community: Community) -> None:
        """Keeps what a check of a community came to."""
        self._database.write(communities.note, community)

    def communities(self) -> dict[str, Community]:
        """What is known of the communities that were listed at the last claim, by address."""
        return self._database.read(communities.listed)

    # the one daemon of this database

    def leader(self) -> Leader | None:
        """The daemon that holds the lease, which may be over; None where none does."""
        return self._database.read(leader.leader)

    def lead(self, process: Process, now: datetime, until: datetime, over: Leader | None = None) -> bool:
        """Takes the lease where none is held or, still, `over`; whether `process` holds it now."""
        return self._database.write(leader.take, process, now, until, over)

    def renew_lead(self, process: Process, until: datetime) -> bool:
        """Extends the lease; False where another holds it."""
        return self._database.write(leader.renew, process, until)

    def leave_lead(self, process: Process) -> None:
        """Gives the lease back."""
        self._database.write(leader.leave, process)
