"""`accounts seen`: what a person saw where no connector can look."""

from __future__ import annotations

import getpass
from datetime import datetime

import click

from monitor.cli.parts import application, known_account

_DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group()
def accounts() -> None:
    """Tell the program what it cannot see by itself."""


@accounts.command()
@click.argument("account", metavar="ID")
@click.option(
    "--on", "day", type=_DAY, required=True, metavar="DATE", help="The day of its last human act, YYYY-MM-DD."
)
@click.option("--by", metavar="NAME", help="Who saw it (else the user of this machine).")
@click.pass_context
def seen(ctx: click.Context, account: str, day: datetime, by: str | None) -> None:
    """Enter the day on which ID last showed a human act, for networks that no connector reads."""
    from monitor.run.by_hand import enter_seen

    with application(ctx) as app:
        known_account(app, account)
        if day.date() > app.clock().date():
            raise click.BadParameter(f"{day.date()} is in the future", param_hint="--on")
        enter_seen(app, account, day.date(), by or getpass.getuser())
    click.echo(f"{account}: last human act on {day.date()}")
