"""`accounts pause|resume|close|confirm|hand-over` and `snooze`: what people decide, with who, when and why.

It wins over the file.
"""

from __future__ import annotations

import getpass
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

import click

from monitor.cli.parts import application, known_account, unknown_person
from monitor.model.people import IDENTITY
from monitor.report.readers.privacy import at_terminal

DAY = click.DateTime(formats=["%Y-%m-%d"])
_Command = TypeVar("_Command", bound=Callable[..., None])

_account = click.argument("account", metavar="ID")
_until = click.option("--until", type=DAY, metavar="DATE", help="The last day it applies, YYYY-MM-DD.")


def by(command: _Command) -> _Command:
    """--by, for whatever a person says."""
    return click.option("--by", metavar="NAME", help="Who says so (else the user of this machine).")(command)


def speaker(by: str | None) -> str:
    return by or getpass.getuser()


def _reason(*, required: bool) -> Callable[[_Command], _Command]:
    return click.option("--reason", metavar="TEXT", required=required, help="Why.")


def _from(text: str) -> Callable[[_Command], _Command]:
    return click.option("--from", "start", type=DAY, metavar="DATE", help=text)


@click.command()
@_account
@_from("Its first day (else today).")
@_until
@_reason(required=True)
@by
@click.pass_context
def pause(
    ctx: click.Context, account: str, start: datetime | None, until: datetime | None, reason: str, by: str | None
) -> None:
    """Expect nothing of ID for a while; without --until, until `accounts resume`."""
    _decide(ctx, account, "pause", by, reason, start, until)
    since = f" from {start.date()}" if start else ""
    click.echo(f"{account}: paused{since} {f'until {until.date()}' if until else 'until it is resumed'}")


@click.command()
@_account
@_reason(required=False)
@by
@click.pass_context
def resume(ctx: click.Context, account: str, reason: str | None, by: str | None) -> None:
    """Expect again what ID promised: ends a pause, or takes a closing back."""
    _decide(ctx, account, "resume", by, reason)
    click.echo(f"{account}: resumed")


@click.command()
@_account
@click.option("--on", "day", type=DAY, metavar="DATE", help="The day on which it closes (else today).")
@_reason(required=True)
@by
@click.pass_context
def close(ctx: click.Context, account: str, day: datetime | None, reason: str, by: str | None) -> None:
    """Declare ID closed from today or another day on: nothing is expected of it, and a later act is reported."""
    _decide(ctx, account, "close", by, reason, day)
    click.echo(f"{account}: {f'closes on {day.date()}' if day else 'closed'}; close it on its network too")


@click.command()
@_account
@click.option(
    "--identity", is_flag=True, help="Take for ID what answers at its address now, and is not what was there."
)
@_until
@_reason(required=False)
@by
@click.pass_context
def confirm(
    ctx: click.Context, account: str, identity: bool, until: datetime | None, reason: str | None, by: str | None
) -> None:
    """Confirm that ID's owner still answers for it; without --until, for the plan's `unconfirmed_after`.

    With --identity: that another account, or another site, which answers at ID's address now, is ID from now on. What
    it shows at the next check counts for nothing, what it publishes after that counts as ID's.
    """
    if identity:
        if until is not None:
            raise click.UsageError("--identity holds for good: leave --until out")
        _decide(ctx, account, IDENTITY, by, reason)
        click.echo(f"{account}: what answers at its address is taken for it, from the next check on")
        return
    ends = _decide(ctx, account, "confirm", by, reason, until=until)
    click.echo(f"{account}: {ends}")


@click.command("hand-over")
@_account
@click.option("--to", "person", metavar="PERSON", required=True, help="Who answers for it from now on, an id.")
@_reason(required=True)
@by
@click.pass_context
def hand_over(ctx: click.Context, account: str, person: str, reason: str, by: str | None) -> None:
    """Make PERSON the owner of ID."""
    with application(ctx) as app:
        people = [name for name, one in app.settings.people.items() if not one.left]
        if person not in people:
            raise click.UsageError(unknown_person(app, person))
    click.echo(f"{account}: {_decide(ctx, account, 'hand_over', by, reason, person=person)}")


@click.command()
@_account
@click.option("--until", type=DAY, metavar="DATE", required=True, help="The last day it applies, YYYY-MM-DD.")
@_reason(required=True)
@by
@click.pass_context
def snooze(ctx: click.Context, account: str, until: datetime, reason: str, by: str | None) -> None:
    """Put a decision about ID off: digests say so instead of asking for it, until then or until it recovers."""
    _decide(ctx, account, "snooze", by, reason, until=until)
    click.echo(f"{account}: put off until {until.date()}, or until it recovers")


def _decide(
    ctx: click.Context,
    account: str,
    kind: str,
    by: str | None,
    reason: str | None,
    day: datetime | None = None,
    until: datetime | None = None,
    person: str | None = None,
) -> str:
    """Enters the decision; says whose ownership is confirmed, and until when."""
    from monitor.run.accounts.by_hand import decide

    with application(ctx) as app:
        known_account(app, account)
        days = [given.date() if given else None for given in (day, until)]
        after = decide(app, account, kind, speaker(by), reason or "", days[0], days[1], person)
        owner = "its owner" if at_terminal(app.settings).nobody else after.owner
    return f"{owner} answers for it until {after.confirmed_until}"


COMMANDS = (pause, resume, close, confirm, hand_over)
