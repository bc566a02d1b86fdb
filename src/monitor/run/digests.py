"""Digests that are due are composed and put into the outbox, each once.

A letter's body and Message-ID are fixed in the transaction that decides it, with how far it announces the transitions:
the next letter to the same person announces what came after. So a run that is killed and repeated announces nothing
twice and leaves nothing out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, time

from monitor import __version__
from monitor.model.plan import Account, Person, Report, Settings
from monitor.report.compose import compose
from monitor.report.digest import Digest, Numbers, Proof
from monitor.report.letter import Letter, LetterError, message_id, mime
from monitor.report.period import Period, latest_due, next_due
from monitor.report.render import render
from monitor.run.judging import judge_again, judged_standings
from monitor.store import NewLetter, Store


@dataclass(frozen=True, slots=True)
class Prepared:
    """A digest ready to be queued, shown or written to a file."""

    person: Person
    period: Period
    digest: Digest
    letter: Letter
    message_id: str
    mail: bytes
    through: int  # the last transition that it announces


@dataclass(frozen=True, slots=True)
class Queued:
    """How many digests were queued, and of which one could be made none, and why."""

    letters: int = 0
    problems: tuple[str, ...] = ()


def queue_due(store: Store, settings: Settings, now: datetime) -> Queued:
    """Queues every digest that is due and not yet queued. One that cannot be made never stops the others."""
    since = store.first_account(now)
    queued, problems = 0, []
    for report in settings.reports:
        person = settings.people[report.to]
        period = latest_due(report, now)
        if person.email is None or since is None or period.due <= since:
            continue  # nobody to write to, or nothing was watched yet when it would have been due
        if store.has_letter(person.id, period.key):
            continue
        judge_again(store, settings, now, [account.id for account in accounts_of(settings, report)])
        try:
            prepared = prepare(store, settings, report, period, now)
        except LetterError as error:
            problems.append(f"the digest of {period.key} to {person.id}: {error}")
            continue
        queued += store.queue(
            NewLetter(
                recipient=person.id,
                address=person.email,
                period=period.key,
                created=now,
                message_id=prepared.message_id,
                subject=prepared.letter.subject,
                body=prepared.mail,
                numbers=asdict(prepared.digest.numbers),
                through_transition=prepared.through,
            )
        )
    return Queued(queued, tuple(problems))


def current(
    store: Store, settings: Settings, now: datetime, person: str | None = None, language: str | None = None
) -> list[Prepared]:
    """The digests as they would be now, of all recipients or one; nothing is stored."""
    return [
        prepare(store, settings, report, latest_due(report, now), now, language)
        for report in settings.reports
        if person is None or report.to == person
    ]


def prepare(
    store: Store, settings: Settings, report: Report, period: Period, now: datetime, language: str | None = None
) -> Prepared:
    """Composes and renders one digest; nothing is stored."""
    person = settings.people[report.to]
    accounts = {account.id for account in accounts_of(settings, report)}
    last = store.last_letter(person.id, before=period.key)
    changes = store.transitions(after=last.through_transition if last else 0, accounts=accounts)
    begun = datetime.combine(period.start, time(), report.zone).astimezone(UTC)
    summary = store.summary(begun, now, accounts)
    proof = Proof(
        looks=summary.looks,
        failures=summary.failures,
        networks=summary.last_good,
        cycles=summary.cycles,
        outages=summary.outages,
        version=__version__,
        next_at=next_due(report, now),
    )
    digest = compose(
        report=report,
        person=person,
        settings=settings,
        standings=judged_standings(store, settings, accounts, now),
        transitions=[change for _, change in changes],
        previous=Numbers(**last.numbers) if last else None,
        period=period,
        pulse=proof,
        now=now,
        decisions=store.decisions(),
    )
    written = language or report.language
    letter = render(digest, written)
    domain = settings.mail.sender.rpartition("@")[2].rstrip("> ") or "localhost"
    key = message_id(person.id, period.key, domain)
    mail = mime(
        letter,
        sender=settings.mail.sender,
        to=person.email or "",
        language=written,
        message_id=key,
        references=[last.message_id] if last else [],
        date=now,
        list_id=f"digest.{domain}",
        unsubscribe=settings.mail.sender,
    )
    through = max((number for number, _ in changes), default=last.through_transition if last else 0)
    return Prepared(person, period, digest, letter, key, mail, through)


def accounts_of(settings: Settings, report: Report) -> list[Account]:
    """The accounts that a report may show: those of its brands, of all brands where it names none."""
    wanted: Callable[[Account], bool] = (
        (lambda account: account.brand in report.brands) if report.brands else (lambda account: True)
    )
    return [account for account in settings.accounts.values() if wanted(account)]
