"""`digest`: show the digests, write them somewhere, or send those that are due."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.parts import application, known_word, undelivered
from monitor.run.app import App

if TYPE_CHECKING:
    from monitor.model.settings import MailSettings

_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.option("--preview", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="Write the HTML page.")
@click.option("--eml", metavar="DIR", type=_FOLDER, help="Write each message as a .eml file.")
@click.option("--to-maildir", "maildir", metavar="DIR", type=_FOLDER, help="Put each message into a maildir.")
@click.option("--send", is_flag=True, help="Queue the digests that are due and deliver the outbox.")
@click.option("--to", "person", metavar="PERSON", help="Only this recipient's.")
@click.option("--period", metavar="KEY", help="With --to: the message of that period, 2026-W47, as it was made then.")
@click.option("--language", type=click.Choice(["en", "fr"]), help="Another language than the recipient's.")
@click.pass_context
def digest(
    ctx: click.Context,
    preview: Path | None,
    eml: Path | None,
    maildir: Path | None,
    send: bool,
    person: str | None,
    period: str | None,
    language: str | None,
) -> None:
    """Compose the digests as they are now. Without --send nothing is stored and nothing leaves."""
    if not (preview or eml or maildir or send):
        raise click.UsageError("say where to: --preview FILE, --eml DIR, --to-maildir DIR or --send")
    if period and (send or language or not person):
        raise click.UsageError("--period shows a message as it was made: it needs --to, and no --send or --language")
    with application(ctx) as app:
        known_word(app, "person", person, app.settings.people)
        if send:
            _send(ctx, app)
            return
        copies = _kept(app, person or "", period) if period else _current(app, person, language)
        if preview:
            _write(preview, copies[0])
        for deliver, directory in (("eml", eml), ("maildir", maildir)):
            if directory:
                _place(copies, replace(app.settings.mail, deliver=deliver, folder=str(directory)))


@dataclass(frozen=True, slots=True)
class _Copy:
    """A message to be written somewhere; its mail is made when asked for."""

    subject: str
    page: str
    address: str
    message_id: str
    mail: Callable[[], bytes]


def _current(app: App, person: str | None, language: str | None) -> list[_Copy]:
    """The messages as they would be now."""
    from monitor.run.mailing.digests import current
    from monitor.run.mailing.prepared import Prepared

    def copy(made: Prepared) -> _Copy:
        return _Copy(
            made.message.subject, made.message.html, made.person.email or "", made.message_id, lambda: made.mail
        )

    writer = app.writer()
    messages = current(app.store, app.plan, app.clock(), writer, person, language)
    for fault in writer.faults:
        click.echo(f"monitor: {fault}", err=True)
    if not messages:
        raise click.UsageError("no report to compose: no [[reports]] of the file matches")
    return [copy(made) for made in messages]


def _kept(app: App, person: str, period: str) -> list[_Copy]:
    """The message of a past period, byte by byte as it was queued."""
    from monitor.report.mail.mime import page_of

    messages = {message.period: message for message in app.store.messages_to(person)}
    message = messages.get(period)
    if message is None:
        there = ", ".join(list(messages)[:12]) or "none yet"
        raise click.UsageError(f"{person} has no message of {period}; the newest are: {there}")
    return [_Copy(message.subject, page_of(message.body), message.address, message.message_id, lambda: message.body)]


def _place(copies: Sequence[_Copy], mail: MailSettings) -> None:
    from monitor.deliver import deliver
    from monitor.report.mail.mime import MessageError

    for copy in copies:
        try:
            result = deliver(copy.mail(), copy.address, copy.message_id, mail, None)
        except MessageError as error:
            raise click.UsageError(f"no mail can be made: {error}; --preview needs no address") from error
        click.echo(f"{copy.subject}: {result.detail or result.state}")


def _send(ctx: click.Context, app: App) -> None:
    from monitor.run.mailing.channel_delivery import deliver_channels
    from monitor.run.mailing.digests import queue_due
    from monitor.run.mailing.outbox_delivery import deliver_outbox
    from monitor.run.tick import refuse_past

    refuse_past(app)
    app.store.sync(app.settings.accounts.values(), app.clock())
    writer = app.writer()
    queued = queue_due(app.store, app.plan, app.clock(), writer=writer)
    queued = replace(queued, faults=tuple(writer.faults))
    password = app.secret("MONITOR_SMTP_PASSWORD")
    posted = deliver_outbox(app.store, app.settings, password, app.clock, app.owner)
    posted += deliver_channels(app.store, app.settings, app.secret, app.clock, app.owner)
    click.echo(f"{queued.messages} queued, {posted.sent} sent, {posted.waiting} waiting, {posted.failed} failed")
    undelivered(ctx, queued, posted)


def _write(path: Path, copy: _Copy) -> None:
    try:
        path.write_text(copy.page, encoding="utf-8")
    except OSError as error:
        raise click.UsageError(f"cannot write {path}: {error.strerror}") from error
    click.echo(f"{copy.subject}\n{path}")
