"""Looks become verdicts: what was seen is folded into each account's state, and what changed is written down.

    looks not judged yet, by cycle -> outage guard -> fold -> judge -> verdicts and transitions, in one transaction

The guard is computed from the stored looks of a cycle, so that a cycle that was killed half-way is judged by the same
rule by whoever finds it. Accounts without a new look are judged once a day: silence grows without any event.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.judge.outage import commonest, is_ours
from monitor.judge.seen import after_look
from monitor.judge.trouble import REMEDIES, Trouble, begun
from monitor.judge.verdict import judge
from monitor.model.look import SEEN
from monitor.model.plan import MANUAL, Account, Settings
from monitor.model.state import LookRow, Record, Seen, SeenState, Standing, State, Transition, Verdict
from monitor.run.reception import with_questions
from monitor.run.stopping import Stop
from monitor.store import Pending, Store
from monitor.store.recent import DAYS

_AGAIN = timedelta(hours=20)  # an account without a new look is judged again after this
_PAGE = 500


@dataclass(frozen=True, slots=True)
class Judged:
    """What a judgement came to: how many accounts, what changed, and in which cycles the fault was ours.

    `excuse` says so in a sentence, "" where there is nothing to say; `troubles` are the operator's to mend, and new.
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


def judge_looks(store: Store, settings: Settings, cycle: str | None, now: datetime) -> Judged:
    """Judges the accounts looked at in `cycle`, and those that a killed run left behind."""
    pending = store.pending(cycle, now)
    looks_of: dict[str, list[LookRow]] = defaultdict(list)
    for item in pending:
        for look in item.looks:
            looks_of[look.cycle].append(look)
    outages = frozenset(name for name, looks in looks_of.items() if is_ours(looks))
    verdicts: list[tuple[str, Verdict, int | None]] = []
    for item in pending:
        account = settings.accounts.get(item.account)
        if account is None:  # taken out of the file since it was claimed: kept as it is
            continue
        state = replace(item.state, seen=_seen(item.state.seen, account, item.looks, outages))
        verdict = _judge(
            settings, account, state, with_questions(store, settings, account, state, item.record, now), now
        )
        verdicts.append((item.account, verdict, item.looks[-1].id))
    troubles = _troubles(store, pending, outages)
    for name in outages:  # first: once they are judged, the looks are not asked about again
        store.mark_outage(name)
    store.save_verdicts(verdicts, now)
    excuse = _excuse(pending, [look for name in outages for look in looks_of[name]]) if outages else ""
    return Judged(len(verdicts), _changes(verdicts), outages, excuse, troubles)


def judge_again(
    store: Store,
    settings: Settings,
    now: datetime,
    accounts: Collection[str] | None = None,
    stop: Stop | None = None,
) -> Judged:
    """Judges accounts by the clock alone: `accounts`, or all that were not judged for most of a day."""
    found = store.stale(now, _AGAIN) if accounts is None else list(accounts)
    total = Judged()
    for start in range(0, len(found), _PAGE):
        if stop is not None and not stop.goes_on():
            break
        standings = judged_standings(store, settings, found[start : start + _PAGE], now)
        verdicts = [(standing.account.id, standing.verdict, None) for standing in standings]
        store.save_verdicts(verdicts, now)
        total += Judged(len(verdicts), _changes(verdicts))
    return total


def judged_standings(
    store: Store, settings: Settings, accounts: Collection[str] | None, now: datetime, days: int = DAYS
) -> list[Standing]:
    """How the accounts stand at `now`, in the file's order, judged but not saved. `days`: of history that is read."""
    known = store.standings(accounts, now, days)
    declared = [account for account in settings.accounts.values() if account.id in known]
    states = _by_hand(store, settings, {account.id: known[account.id][0] for account in declared})
    return [
        Standing(account, record, _judge(settings, account, states[account.id], record, now))
        for account in declared
        for record in (with_questions(store, settings, account, states[account.id], known[account.id][1], now),)
    ]


def _troubles(store: Store, pending: Sequence[Pending], outages: Collection[str]) -> tuple[Trouble, ...]:
    """What begins with these looks that the operator must mend, our own network left out."""
    last = [(item.state.seen, item.looks[-1]) for item in pending if item.looks[-1].cycle not in outages]
    if not any(look.outcome in REMEDIES for _, look in last):
        return ()
    return tuple(begun(last, store.failing(REMEDIES)))


def _excuse(pending: Sequence[Pending], looks: Sequence[LookRow]) -> str:
    """What is said of an outage: what most looks came to, and when one of these accounts was last seen."""
    last = max((item.state.seen.last_ok for item in pending if item.state.seen.last_ok is not None), default=None)
    since = f"; last seen well on {last:%Y-%m-%d at %H:%M} UTC" if last is not None else ""
    return (
        f"most hosts did not answer (mostly: {commonest(looks)}{since}): "
        "the fault is taken for our own, nothing was judged by it"
    )


def _seen(seen: SeenState, account: Account, looks: Sequence[LookRow], outages: Collection[str]) -> SeenState:
    """The observation axis with the looks folded in, but those whose failure is our own."""
    for look in looks:
        if look.cycle not in outages or look.outcome in SEEN:
            seen = after_look(seen, look, account.plan.thresholds)
    return seen


def _by_hand(store: Store, settings: Settings, states: Mapping[str, State]) -> dict[str, State]:
    """The states, those of accounts that no connector reads as people entered them: seen when somebody said so."""
    manual = {name for name in states if settings.accounts[name].network == MANUAL}
    entered = {one.account: one.at for one in store.decisions() if one.kind == "seen"} if manual else {}
    return {
        name: replace(
            state,
            seen=replace(
                state.seen,
                seen=Seen.MANUAL,
                first_ok=state.seen.first_ok or entered.get(name),
                last_ok=entered.get(name, state.seen.last_ok),
            ),
        )
        if name in manual
        else state
        for name, state in states.items()
    }


def _judge(settings: Settings, account: Account, state: State, record: Record, now: datetime) -> Verdict:
    owner = settings.people.get(account.owner or "")
    zone = settings.brands[account.brand].zone
    return judge(account, state, record, now, zone, owner_left=owner is not None and owner.left, effort=settings.effort)


def _changes(verdicts: Iterable[tuple[str, Verdict, int | None]]) -> tuple[Transition, ...]:
    return tuple(change for _, verdict, _ in verdicts for change in verdict.transitions)
