"""`accounts`: what a person saw where no connector can check, what was decided, and which accounts there are."""

from __future__ import annotations

from datetime import datetime

import click

from monitor.cli import deciding, enlisting
from monitor.cli.deciding import DAY, by, speaker
from monitor.cli.gating import gate
from monitor.cli.parts import application, known_account


@click.group()
def accounts() -> None:
    """Add accounts, decide about them, and enter what the program cannot see by itself."""


@accounts.command()
@click.argument("account", metavar="ID")
@click.option("--on", "day", type=DAY, required=True, metavar="DATE", help="The day of its last human act, YYYY-MM-DD.")
@by
@click.pass_context
def seen(ctx: click.Context, account: str, day: datetime, by: str | None) -> None:
    """Enter the day on which ID last showed a human act, for networks that no connector reads."""
    from monitor.run.accounts.by_hand import enter_seen

    with application(ctx) as app:
        known_account(app, account)
        if day.date() > app.clock().date():
            raise click.BadParameter(f"{day.date()} is in the future", param_hint="--on")
        enter_seen(app, account, day.date(), speaker(by))
    click.echo(f"{account}: last human act on {day.date()}")


for command in (*enlisting.COMMANDS, *deciding.COMMANDS, gate):
    accounts.add_command(command)
