"""Digests that are due are composed and put into the outbox, each once.

A digest without news may be skipped, as its reader prefers: then the period is noted as if it had been reported.

A message's body and Message-ID are fixed in the transaction that decides it, with how far it announces the transitions:
the next message to the same person announces what came after. So a run that is killed and repeated announces nothing
twice and leaves nothing out.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from monitor import __version__
from monitor.judge.decisions import SNOOZE, in_force
from monitor.metrics.effort import WEEKS
from monitor.model.account import Account
from monitor.model.people import Decision
from monitor.model.settings import Report, Settings
from monitor.report.blocks.figures import Numbers
from monitor.report.contents.compose import compose, title_of
from monitor.report.contents.digest import Digest, Late, Proof
from monitor.report.contents.director import DirectorReport, roll_up
from monitor.report.mail.mime import MessageError
from monitor.report.readers.audience import concerns, weighed
from monitor.report.readers.period import Period, latest_due, next_due, unsent
from monitor.report.rendering.writer import Writer
from monitor.run.judging.judging import judge_again, judged_statuses
from monitor.run.judging.moribund_trend import trends
from monitor.run.judging.unlinked_accounts import current_orphans
from monitor.run.mailing.prepared import Prepared, Queued, named
from monitor.run.stopping import Stop
from monitor.store import MessageRow, Store

_REPLY_WINDOW = timedelta(weeks=WEEKS + 1)  # from which hours are estimated, in whatever zone
_GAP = timedelta(hours=36)  # between two cycles: a machine that is off overnight makes a shorter one


def queue_due(
    store: Store, settings: Settings, now: datetime, stop: Stop | None = None, writer: Writer | None = None
) -> Queued:
    """Queues every digest that is due and not yet queued. One that cannot be made never stops the others."""
    writer = writer or Writer()
    since = store.first_account(now)
    queued, problems = 0, []
    to: set[tuple[str, str]] = set()
    for report in settings.reports:
        if stop is not None and not stop.goes_on():
            break
        person = settings.people[report.to]
        period = latest_due(report, now)
        if person.email is None or since is None or period.due <= since:
            continue  # nobody to write to, or nothing was watched yet when it would have been due
        if store.has_message(person.id, period.key):
            continue
        judge_again(store, settings, now, [account.id for account in accounts_of(settings, report)])
        prepared = prepare(store, settings, report, period, now, writer)
        skipped = report.empty == "skip" and prepared.quiet
        try:
            message = prepared.for_outbox(now, writer.sign, skipped=skipped)
        except MessageError as error:
            problems.append(f"the digest of {period.key}{named(person, settings)}: {error}")
            continue
        made = store.queue(message)
        if made and not skipped:
            queued += 1
            if report.level != "director":  # which names no account
                to |= {(person.id, account.id) for account in accounts_of(settings, report)}
    return Queued(queued, tuple(problems), frozenset(to))


def current(
    store: Store,
    settings: Settings,
    now: datetime,
    writer: Writer,
    person: str | None = None,
    language: str | None = None,
) -> list[Prepared]:
    """The digests as they would be now, of all recipients or one; nothing is stored."""
    return [
        prepare(store, settings, report, latest_due(report, now), now, writer, language)
        for report in settings.reports
        if person is None or report.to == person
    ]


def prepare(
    store: Store,
    settings: Settings,
    report: Report,
    period: Period,
    now: datetime,
    writer: Writer,
    language: str | None = None,
) -> Prepared:
    """Composes and renders one digest; nothing is stored."""
    person = settings.people[report.to]
    shown = accounts_of(settings, report)
    accounts = {account.id for account in shown}
    last = store.last_message(person.id, before=period.key)
    changes = store.transitions(after=last.through_transition if last else 0, accounts=accounts)
    period, late = _with_unreported(store, settings, report, period, last, now)
    begun = datetime.combine(period.start, time(), report.zone).astimezone(UTC)
    summary = store.summary(begun, now, accounts)
    proof = Proof(
        checks=summary.checks,
        failures=summary.failures,
        networks=summary.last_good,
        cycles=summary.cycles,
        outages=summary.outages,
        outage_since=store.outage_since(),
        version=__version__,
        next_at=next_due(report, now),
    )
    weighing = [account.id for account in weighed(shown, person, settings)]
    account_statuses = judged_statuses(store, settings, weighing, now)
    own = [one for one in account_statuses if one.account.id in accounts]
    previous = Numbers(**last.numbers) if last else None
    trends_, received = trends(store, settings, own, now), store.received(weighing, now - _REPLY_WINDOW)
    digest: Digest | DirectorReport
    if report.level == "director":
        digest = roll_up(
            report=report,
            title=title_of(report.brands or list(settings.brands), settings),
            settings=settings,
            account_statuses=own,
            previous=previous,
            period=period,
            proof=proof,
            now=now,
            late=late,
            trends=trends_,
            received=received,
        )
    else:
        digest = compose(
            report=report,
            person=person,
            settings=settings,
            account_statuses=account_statuses,
            transitions=[change for _, change in changes],
            previous=previous,
            period=period,
            proof=proof,
            now=now,
            decisions=decisions_in_force(store),
            late=late,
            sites=current_orphans(store.discoveries(), settings),
            trends=trends_,
            received=received,
            communities=store.communities(),
        )
    written = language or report.language
    return Prepared(
        person,
        period,
        digest,
        writer.write(digest, written),
        language=written,
        sender=settings.mail.sender,
        earlier=tuple(store.thread(person.id, period.key)),
        through=max((number for number, _ in changes), default=last.through_transition if last else 0),
    )


def decisions_in_force(store: Store) -> list[Decision]:
    """What people decided, without the snoozes that a recovery ended."""
    decisions = store.decisions()
    first = min((one.at for one in decisions if one.kind == SNOOZE), default=None)
    return in_force(decisions, store.statuses_since(first)) if first is not None else decisions


def _with_unreported(
    store: Store, settings: Settings, report: Report, period: Period, last: MessageRow | None, now: datetime
) -> tuple[Period, Late | None]:
    """The period with those before it that no message reported, and what is to be said of that."""
    since = last.created if last else store.first_account(now) or now
    missed = unsent(report, period, last.period if last else None, since)
    start = min(one.start for one in [period, *missed])
    if last is not None:  # where another day is preferred, days after the last message may belong to no period
        start = min(start, last.created.astimezone(report.zone).date())
    gap = store.longest_gap(datetime.combine(start, time(), report.zone).astimezone(UTC), now)
    if gap is not None and not _is_long(store, settings, gap):
        gap = None
    if gap is None and not missed:
        return replace(period, start=start), None
    cycles = (gap[1] - gap[0]) // settings.poll_every if gap else 0
    return replace(period, start=start), Late(len(missed), gap, cycles)


def _is_long(store: Store, settings: Settings, gap: tuple[datetime, datetime]) -> bool:
    """Whether the program was away: much longer than is asked for, and than it usually was until then."""
    length = gap[1] - gap[0]
    if length <= max(_GAP, 3 * settings.poll_every):
        return False
    usual = store.usual_gap(gap[0])
    return usual is None or length > 3 * usual


def accounts_of(settings: Settings, report: Report) -> list[Account]:
    """The accounts that a report is about: of its brands, those that its recipient manages or answers for."""
    person = settings.people[report.to]
    return [account for account in settings.accounts.values() if concerns(report, person, account, settings)]
