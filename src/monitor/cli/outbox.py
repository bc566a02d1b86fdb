"""`outbox list|retry` and `mail test`: what became of messages, and whether the mail settings work."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from monitor.cli.parts import TEMPORARY, application, as_json, counted, iso, show_json, show_table
from monitor.model.alerting import is_channel
from monitor.report.readers.privacy import at_terminal

if TYPE_CHECKING:
    from monitor.model.settings import Settings
    from monitor.report.readers.privacy import Naming
    from monitor.store import MessageRow

_MISCONFIGURED = 4
_HEADS = ("number", "to", "period", "state", "tries", "next try", "what came of it")


@click.group()
def outbox() -> None:
    """Messages: those that wait, and what became of the others."""


@outbox.command("list")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="How many, the newest first.")
@as_json
@click.pass_context
def listed(ctx: click.Context, limit: int, as_json: bool) -> None:
    """Say what became of the newest messages."""
    with application(ctx) as app:
        messages, naming = app.store.messages(limit), at_terminal(app.settings)
    if as_json:
        show_json([_document(message, naming) for message in messages])
    elif messages:
        show_table([_HEADS, *(_row(message, naming) for message in messages)])
    else:
        click.echo("no messages yet: the first ones leave when a report of [[reports]] is due")


@outbox.command()
@click.argument("numbers", metavar="NUMBER...", type=int, nargs=-1)
@click.option("--failed", is_flag=True, help="All that were given up.")
@click.pass_context
def retry(ctx: click.Context, numbers: tuple[int, ...], failed: bool) -> None:
    """Try messages again at the next run: those with these numbers, or all that were given up."""
    if bool(numbers) == failed:
        raise click.UsageError("say which: the numbers that `monitor outbox list` shows, or --failed")
    with application(ctx) as app:
        chosen = list(numbers) or [message.id for message in app.store.messages(None) if message.state == "failed"]
        tried = [number for number in chosen if app.store.send_again(number, app.clock())]
    for number in sorted(set(chosen) - set(tried)):
        click.echo(f"monitor: message {number}: none with this number waits or was given up", err=True)
    click.echo(f"{counted(len(tried), 'message', 'messages')} will be tried again: monitor run")
    if set(chosen) - set(tried):
        ctx.exit(2)


@click.group()
def mail() -> None:
    """The mail settings."""


@mail.command("test")
@click.option("--to", "address", metavar="ADDRESS", help="Whom to ask the server for (else the sender).")
@click.pass_context
def tested(ctx: click.Context, address: str | None) -> None:
    """Try the mail settings step by step, without sending anything, and say what is wrong."""
    from monitor.deliver.trial import trial

    with application(ctx) as app:
        settings, to = app.settings.mail, address or _own_address(app.settings)
        for step in trial(settings, app.secret("MONITOR_SMTP_PASSWORD"), to):
            if step.state == "sent":
                click.echo(f"{step.what}: {step.said}")
                continue
            click.echo(f"monitor: {step.what}: {step.said}", err=True)
            ctx.exit(_MISCONFIGURED if step.state == "misconfigured" else TEMPORARY)


def _own_address(settings: Settings) -> str:
    from monitor.model.people import split_address

    parts = split_address(settings.mail.sender)
    return parts[1] if parts else ""


def _row(message: MessageRow, naming: Naming) -> tuple[str, ...]:
    next_try = f"{message.next_try:%Y-%m-%d %H:%M} UTC" if message.next_try else "-"
    who = _who(message, naming) or "a person"
    return (
        str(message.id), who, message.period, message.state.value, str(message.attempts), next_try,
        message.detail or "-",
    )  # fmt: skip


def _document(message: MessageRow, naming: Naming) -> dict[str, Any]:
    return {
        "number": message.id,
        "to": _who(message, naming),
        "period": message.period,
        "subject": message.subject,
        "message_id": message.message_id,
        "state": message.state.value,
        "attempts": message.attempts,
        "created": iso(message.created),
        "next_try": iso(message.next_try),
        "sent": iso(message.sent_at),
        "detail": message.detail,
    }


def _who(message: MessageRow, naming: Naming) -> str | None:
    """The recipient's id; None where nobody is named. A channel is nobody."""
    return None if naming.nobody and not is_channel(message.recipient) else message.recipient
