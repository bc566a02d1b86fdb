"""`digest`: look at the digests, write them somewhere, or send those that are due."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.parts import application, undelivered

if TYPE_CHECKING:
    from monitor.run.digests import Prepared

_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.option("--preview", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="Write the HTML page.")
@click.option("--eml", metavar="DIR", type=_FOLDER, help="Write each letter as a .eml file.")
@click.option("--to-maildir", "maildir", metavar="DIR", type=_FOLDER, help="Put each letter into a maildir.")
@click.option("--send", is_flag=True, help="Queue the digests that are due and deliver the outbox.")
@click.option("--to", "person", metavar="PERSON", help="Only this recipient's.")
@click.option("--language", type=click.Choice(["en", "fr"]), help="Another language than the recipient's.")
@click.pass_context
def digest(
    ctx: click.Context,
    preview: Path | None,
    eml: Path | None,
    maildir: Path | None,
    send: bool,
    person: str | None,
    language: str | None,
) -> None:
    """Compose the digests as they are now. Without --send nothing is stored and nothing leaves."""
    if not (preview or eml or maildir or send):
        raise click.UsageError("say where to: --preview FILE, --eml DIR, --to-maildir DIR or --send")
    with application(ctx) as app:
        if send:
            from monitor.run.delivery import deliver_outbox
            from monitor.run.digests import queue_due
            from monitor.run.tick import refuse_past

            refuse_past(app)
            app.store.sync(app.settings.accounts.values(), app.clock())
            queued = queue_due(app.store, app.plan, app.clock())
            password = app.secret("MONITOR_SMTP_PASSWORD")
            posted = deliver_outbox(app.store, app.settings, password, app.clock, app.owner)
            click.echo(f"{queued.letters} queued, {posted.sent} sent, {posted.waiting} waiting, {posted.failed} failed")
            undelivered(ctx, queued, posted)
            return
        from monitor.run.digests import current

        letters = current(app.store, app.plan, app.clock(), person, language)
        if not letters:
            raise click.UsageError("no report to compose: the file's [[reports]] names nobody so")
        if preview:
            _write(preview, letters[0])
        for deliver, directory in (("eml", eml), ("maildir", maildir)):
            if directory:
                from monitor.deliver import deliver as hand_over
                from monitor.report.letter import LetterError

                mail = replace(app.settings.mail, deliver=deliver, folder=str(directory))
                for letter in letters:
                    try:
                        result = hand_over(letter.mail, letter.person.email or "", letter.message_id, mail, None)
                    except LetterError as error:
                        raise click.UsageError(f"no mail can be made: {error}; --preview needs no address") from error
                    click.echo(f"{letter.letter.subject}: {result.detail or result.state}")


def _write(path: Path, prepared: Prepared) -> None:
    try:
        path.write_text(prepared.letter.html, encoding="utf-8")
    except OSError as error:
        raise click.UsageError(f"cannot write {path}: {error.strerror}") from error
    click.echo(f"{prepared.letter.subject}\n{path}")
