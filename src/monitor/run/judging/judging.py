"""Checks become verdicts: what was seen is folded into each account's state, and what changed is written down.

    checks not judged yet, by cycle -> outage guard -> fold -> judge -> verdicts and transitions, in one transaction

The guard is computed from the stored checks of a cycle, so that a cycle that was killed half-way is judged by the same
rule by whoever finds it. A cycle is an outage where a failure in it was held. Accounts without a new check are judged
once a day: silence grows without any event.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeVar

from monitor.judge.observation_state import after_check
from monitor.judge.outage import commonest, held
from monitor.judge.trouble import REMEDIES, Trouble, begun
from monitor.judge.verdict import judge
from monitor.metrics.capacity import capacity
from monitor.metrics.effort import Hours
from monitor.model.account import MANUAL, Account
from monitor.model.conversation import Received
from monitor.model.settings import Settings
from monitor.model.state import (
    AccountStatus,
    CheckRow,
    ObservationAxis,
    ObservationState,
    Record,
    State,
    Transition,
    Verdict,
)
from monitor.run.judging.growth_and_questions import with_questions
from monitor.run.stopping import Stop
from monitor.store import Pending, Store
from monitor.store.intake.day_counts import DAYS

_AGAIN = timedelta(hours=20)  # an account without a new check is judged again after this
_PAGE = 500

_Load = Mapping[str, Hours]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Judged:
    """What a judgement came to: how many accounts, what changed, and in which cycles the fault was ours.

    `excuse` says so in a sentence when that begins, else it is ""; `troubles` are the operator's to mend, and new.
    """

    accounts: int = 0
    transitions: tuple[Transition, ...] = ()
    outages: frozenset[str] = frozenset()
    excuse: str = ""
    troubles: tuple[Trouble, ...] = ()

    def __add__(self, other: Judged) -> Judged:
        return Judged(
            self.accounts + other.accounts,
            self.transitions + other.transitions,
            self.outages | other.outages,
            self.excuse or other.excuse,
            self.troubles + other.troubles,
        )


def judge_checks(store: Store, settings: Settings, cycle: str | None, now: datetime) -> Judged:
    """Judges the accounts checked in `cycle`, and those that a killed run left behind."""
    pending = store.pending(cycle, now)
    checks_of: dict[str, list[CheckRow]] = defaultdict(list)
    for item in pending:
        for check in item.checks:
            checks_of[check.cycle].append(check)
    ours = frozenset(number for checks in checks_of.values() for number in held(checks))
    kept: list[tuple[ObservationAxis, CheckRow]] = []  # what is held, each with its account's state before
    verdicts: list[tuple[str, Verdict, int | None]] = []
    load = _overloads(settings, [item.account for item in pending], now)
    for page in _pages(pending):
        said = received_by(store, settings, {item.account: item.record for item in page}, now)
        for item in page:
            account = settings.accounts.get(item.account)
            if account is None:  # taken out of the file since it was claimed: kept as it is
                continue
            state = replace(item.state, observation=_fold(item.state.observation, account, item.checks, ours, kept))
            record = with_questions(store, settings, account, state, item.record, now)
            verdict = _judge(settings, account, state, record, now, load, said.get(item.account, ()))
            verdicts.append((item.account, verdict, item.checks[-1].id))
    troubles = _troubles(store, pending, {check.id for _, check in kept})
    outages = frozenset(check.cycle for _, check in kept)
    begins = bool(outages) and store.outage_since() is None
    for name in outages:  # first: once they are judged, the checks are not asked about again
        store.mark_outage(name)
    store.save_verdicts(verdicts, now)
    return Judged(len(verdicts), _changes(verdicts), outages, _excuse(pending, kept) if begins else "", troubles)


def judge_again(
    store: Store,
    settings: Settings,
    now: datetime,
    accounts: Collection[str] | None = None,
    stop: Stop | None = None,
) -> Judged:
    """Judges accounts by the clock alone: `accounts`, or all that were not judged for most of a day."""
    found = store.stale(now, _AGAIN) if accounts is None else list(accounts)
    load = _overloads(settings, found, now)
    total = Judged()
    for start in range(0, len(found), _PAGE):
        if stop is not None and not stop.goes_on():
            break
        account_statuses = judged_statuses(store, settings, found[start : start + _PAGE], now, load=load)
        verdicts = [(account_status.account.id, account_status.verdict, None) for account_status in account_statuses]
        store.save_verdicts(verdicts, now)
        total += Judged(len(verdicts), _changes(verdicts))
    return total


def judged_statuses(
    store: Store,
    settings: Settings,
    accounts: Collection[str] | None,
    now: datetime,
    days: int = DAYS,
    load: _Load | None = None,
) -> list[AccountStatus]:
    """The account statuses at `now`, judged but not saved. `days`: of history that is read.

    In the file's order; a few of many accounts in the store's.
    """
    known = store.account_statuses(accounts, now, days)
    few = accounts is not None and len(known) * 10 < len(settings.accounts)  # then the plan is not gone through whole
    declared = [
        settings.accounts[name]
        for name in (known if few else settings.accounts)
        if name in known and name in settings.accounts
    ]
    load = _overloads(settings, known, now) if load is None else load
    states = _by_hand(store, settings, {account.id: known[account.id][0] for account in declared})
    found = []
    for page in _pages(declared):
        records = {account.id: known[account.id][1] for account in page}
        said = received_by(store, settings, records, now)
        for account in page:
            record = with_questions(store, settings, account, states[account.id], records[account.id], now)
            verdict = _judge(settings, account, states[account.id], record, now, load, said.get(account.id, ()))
            found.append(AccountStatus(account, record, verdict))
    return found


def asking(
    settings: Settings, account: Account, received: Sequence[Received]
) -> Callable[[State, Record, datetime], Verdict]:
    """The judge of one account, to be asked what would be: in another state, at another time. `received`: as judged."""

    def ask(state: State, record: Record, at: datetime) -> Verdict:
        return _judge(settings, account, state, record, at, _overloads(settings, [account.id], at), received)

    return ask


def _troubles(store: Store, pending: Sequence[Pending], ours: Collection[int]) -> tuple[Trouble, ...]:
    """What begins with these checks that the operator must mend, our own network left out."""
    last = [(item.state.observation, item.checks[-1]) for item in pending if item.checks[-1].id not in ours]
    known = store.failing(REMEDIES) if any(check.outcome in REMEDIES for _, check in last) else ()
    return tuple(begun(last, known))


def _excuse(pending: Sequence[Pending], kept: Sequence[tuple[ObservationAxis, CheckRow]]) -> str:
    """What is said of an outage: what most checks came to, and when one of these accounts was last seen."""
    last = max(filter(None, (item.state.observation.proved_at for item in pending)), default=None)
    since = f"; last seen well on {last:%Y-%m-%d at %H:%M} UTC" if last is not None else ""
    return (
        f"most hosts did not answer (mostly: {commonest(check for _, check in kept)}{since}): "
        "the fault is taken for our own, nothing was judged by it"
    )


def _fold(
    observation: ObservationAxis,
    account: Account,
    checks: Sequence[CheckRow],
    ours: Collection[int],
    kept: list[tuple[ObservationAxis, CheckRow]],
) -> ObservationAxis:
    """The observation axis with the checks folded in; those whose failures are held go into `kept`."""
    for check in checks:
        before = observation
        observation = after_check(before, check, account.plan.thresholds, held=check.id in ours)
        if observation.held_checks > before.held_checks:
            kept.append((before, check))
    return observation


def _by_hand(store: Store, settings: Settings, states: Mapping[str, State]) -> dict[str, State]:
    """The states, those of accounts that no connector reads as people entered them: seen when somebody said so."""
    manual = {name for name in states if settings.accounts[name].network == MANUAL}
    entered = {one.account: one.at for one in store.decisions() if one.kind == "seen"} if manual else {}
    return {
        name: replace(
            state,
            observation=replace(
                state.observation,
                state=ObservationState.MANUAL,
                first_ok=state.observation.first_ok or entered.get(name),
                last_ok=entered.get(name, state.observation.last_ok),
            ),
        )
        if name in manual
        else state
        for name, state in states.items()
    }


def _overloads(settings: Settings, ids: Iterable[str], now: datetime) -> _Load:
    """By account that asks hours of somebody who has promised too many: that person's hours. Of these owners only."""
    owners = {settings.accounts[name].owner for name in ids if name in settings.accounts} & settings.people.keys()
    managed = {brand.id for brand in settings.brands.values() if brand.manager in owners}
    asking = [one for one in settings.accounts.values() if one.owner in owners or one.brand in managed]
    found = capacity(asking, settings, now)
    over = found.overcommitted & owners
    return {
        name: found.people[owner]
        for name, hours in found.accounts.items()
        if hours and (owner := settings.accounts[name].owner) is not None and owner in over
    }


def received_by(
    store: Store, settings: Settings, records: Mapping[str, Record], now: datetime
) -> Mapping[str, Sequence[Received]]:
    """What others said of late to those of the accounts whose networks show it."""
    with_replies = [name for name, record in records.items() if record.heard is not None and name in settings.accounts]
    if not with_replies:
        return {}
    longest = max(settings.accounts[name].plan.thresholds.conversation_window for name in with_replies)
    return store.received(with_replies, now - 2 * longest)


def _judge(
    settings: Settings,
    account: Account,
    state: State,
    record: Record,
    now: datetime,
    load: _Load,
    received: Sequence[Received],
) -> Verdict:
    owner = settings.people.get(account.owner or "")
    return judge(
        account,
        state,
        record,
        now,
        settings.brands[account.brand].zone,
        received=received,
        owner_left=owner is not None and owner.left,
        overload=load.get(account.id),
        effort=settings.effort,
    )


def _pages(items: Sequence[T]) -> Iterator[Sequence[T]]:
    return (items[start : start + _PAGE] for start in range(0, len(items), _PAGE))


def _changes(verdicts: Iterable[tuple[str, Verdict, int | None]]) -> tuple[Transition, ...]:
    return tuple(change for _, verdict, _ in verdicts for change in verdict.transitions)
