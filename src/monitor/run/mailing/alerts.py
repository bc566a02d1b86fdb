"""What cannot wait for the next digest is sent at once: one mail a person and run, whatever the number of accounts.

A channel is notified likewise, in one message.

The mails, what they report and how far the transitions were read are one transaction: a run that is killed before it
reports nothing, and the next one finds the same; killed after it, nothing is reported twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta

from monitor.judge.alert_rules import Alert, as_never_notified, channels_of, concerned, decide_alerts, edges
from monitor.judge.decisions import SNOOZE
from monitor.model.alerting import Alerts, Notified, is_channel
from monitor.model.people import Person
from monitor.model.settings import Settings
from monitor.model.state import AccountStatus
from monitor.report.contents.alert import warn
from monitor.report.mail.mime import MessageError
from monitor.report.readers.audience import zone_of
from monitor.report.readers.period import Period
from monitor.report.rendering.writer import Writer
from monitor.run.judging.judging import judged_statuses
from monitor.run.mailing.channel_delivery import message
from monitor.run.mailing.digests import decisions_in_force
from monitor.run.mailing.prepared import Prepared, Queued, named
from monitor.store import NewMessage, Store
from monitor.store.queues.messages import ALERT

_NEWS = timedelta(days=2)  # what began before, while there were no alerts, is left to the digests


def queue_alerts(
    store: Store,
    settings: Settings,
    now: datetime,
    digests: Collection[tuple[str, str]] = (),
    writer: Writer | None = None,
) -> Queued:
    """Queues the alerts that are due.

    `digests`: (person, account) of what a digest of this run reports.
    """
    if settings.alerts is None and not settings.channels:
        return Queued()
    alerts = settings.alerts or Alerts()
    read, notified = store.alerts_read(), store.notified()
    through = store.newest_transition()
    if read is None:  # the first time: what happened before is left to the digests
        store.queue_alerts(read, notified, through)
        return Queued()
    changes = [change for _, change in store.transitions(after=read)]
    asked = concerned(changes, notified, alerts, now) & settings.accounts.keys()
    account_statuses = {one.account.id: one for one in judged_statuses(store, settings, asked, now)} if asked else {}
    decided = decide_alerts(
        account_statuses.values(),
        edges(change for change in changes if now - change.at <= _NEWS),
        [row for row in notified if row.account in account_statuses],
        settings,
        _snoozed(store, settings, now),
        now,
    )
    gone = [row for row in notified if _is_gone(row, settings)]
    if not (changes or decided.notified or decided.over or gone):
        return Queued()
    messages, problems = _messages(store, settings, decided.alerts, account_statuses, digests, now, writer or Writer())
    before = {(row.account, row.person, row.matter) for row in notified}
    noted = [row for row in decided.notified if row.person not in problems]
    noted += [
        as_never_notified(row, alerts, now)
        for row in decided.notified
        if row.person in problems and (row.account, row.person, row.matter) not in before
    ]
    queued = store.queue_alerts(read, notified, through, messages, noted, [*decided.over, *gone])
    return Queued(len(messages) if queued else 0, tuple(problems.values()))


def _messages(
    store: Store,
    settings: Settings,
    alerts: Collection[Alert],
    account_statuses: dict[str, AccountStatus],
    digests: Collection[tuple[str, str]],
    now: datetime,
    writer: Writer,
) -> tuple[list[NewMessage], dict[str, str]]:
    """One for each person; and for whom none could be made, and why."""
    of_people: dict[str, list[Alert]] = defaultdict(list)
    for alert in alerts:
        there = alert.person in settings.people and alert.person not in settings.unsubscribed
        if there and (alert.person, alert.account) not in digests:
            of_people[alert.person].append(alert)
    period = f"{ALERT}{now:%Y-%m-%dT%H:%M:%SZ}"
    of_channels = {
        channel: [alert for alert in alerts if alert.person == channel.recipient] for channel in settings.channels
    }
    made = [message(one, own, account_statuses, settings, period, now) for one, own in of_channels.items() if own]
    problems: dict[str, str] = {}
    for name, own in of_people.items():
        person = settings.people[name]
        try:
            made.append(
                _prepared(store, settings, person, own, account_statuses, now, writer).for_outbox(now, writer.sign)
            )
        except MessageError as error:
            problems[name] = f"an alert{named(person, settings)}: {error}"
    return made, problems


def _prepared(
    store: Store,
    settings: Settings,
    person: Person,
    alerts: list[Alert],
    account_statuses: dict[str, AccountStatus],
    now: datetime,
    writer: Writer,
) -> Prepared:
    warning = warn(alerts, person, account_statuses, settings, now)
    brand = settings.brands[account_statuses[alerts[0].account].account.brand]
    reports = [report.language for report in settings.reports if report.to == person.id]
    language = person.language or next(iter(reports), brand.language)
    key = f"{ALERT}{now:%Y-%m-%dT%H:%M:%SZ}"
    return Prepared(
        person,
        Period(key, now.date(), now.date(), now),
        warning,
        writer.write(warning, language),
        language=language,
        sender=settings.mail.sender,
        earlier=tuple(store.thread(person.id, key)),
        through=0,
    )


def _is_gone(row: Notified, settings: Settings) -> bool:
    """Whether the file no longer has the account, or no longer notifies the channel of it."""
    account = settings.accounts.get(row.account)
    if account is None:
        return True
    return is_channel(row.person) and row.person not in [one.recipient for one in channels_of(account, settings)]


def _snoozed(store: Store, settings: Settings, now: datetime) -> set[str]:
    """The accounts that somebody put off until a day that is not over in the brand's zone."""
    return {
        one.account
        for one in decisions_in_force(store)
        if one.kind == SNOOZE
        and one.until is not None
        and one.account in settings.accounts
        and one.until >= now.astimezone(zone_of(settings.accounts[one.account], settings)).date()
    }
