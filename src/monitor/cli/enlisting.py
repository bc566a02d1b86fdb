"""`accounts list|add|import`: the accounts there are, and new ones, appended to an account list."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.parts import application, as_json, counted, show_json, show_table
from monitor.report.readers.privacy import at_terminal

if TYPE_CHECKING:
    from datetime import date

    from monitor.model.account import Account
    from monitor.run.accounts.adding import Enlisted
    from monitor.run.accounts.sheets import Sheet

_LISTED = ("id", "brand", "network", "url", "lifecycle", "until", "owner", "source")
_to = click.option("--to", metavar="FILE", help="The account list to append to, one that `include` names.")
_dry_run = click.option("--dry-run", is_flag=True, help="Print what would be appended, and append nothing.")
_brand = click.option("--brand", metavar="ID", help="The brand, where nothing says it (else the only one).")


@click.command("list")
@click.option("--brand", metavar="ID", help="Only this brand's.")
@click.option("--network", metavar="NAME", help="Only those on this network.")
@as_json
@click.pass_context
def list_accounts(ctx: click.Context, brand: str | None, network: str | None, as_json: bool) -> None:
    """List the accounts as they are planned now, and where each is declared."""
    with application(ctx) as app:
        plan, now = app.plan, app.clock()
    rows = [
        _listed(account, now.astimezone(plan.brands[account.brand].zone).date())
        for account in plan.accounts.values()
        if brand in (None, account.brand) and network in (None, account.network)
    ]
    if at_terminal(plan).nobody:
        rows = [row | {"owner": None} for row in rows]
    if as_json:
        show_json(rows)
    else:
        shown = [tuple(str(value or "-") for value in row.values()) for row in rows]
        show_table([tuple(map(str.upper, _LISTED)), *shown])


def _listed(account: Account, today: date) -> dict[str, str | None]:
    """`lifecycle` is what applies today, `until` the last day of a pause, or the day of closing."""
    from monitor.judge.status import DeclaredState, declared_on, pause_on

    declared, pause = declared_on(account, today), pause_on(account, today)
    until = pause.end if declared is DeclaredState.PAUSED and pause is not None else account.closing_on
    values = (
        account.id,
        account.brand,
        account.network,
        account.url,
        account.lifecycle.value if declared is DeclaredState.ANIMATED else declared.value,
        until.isoformat() if until is not None else None,
        account.owner,
        account.source,
    )
    return dict(zip(_LISTED, values, strict=True))


@click.command()
@click.argument("url", metavar="URL")
@_brand
@click.option("--id", "name", metavar="ID", help="Its id (else made of brand and network).")
@click.option("--network", metavar="NAME", help="Its network, where the address does not say.")
@click.option("--owner", metavar="PERSON", help="Who animates it.")
@click.option("--publish", metavar="CADENCE", help='What is promised, such as "2 per week".')
@_to
@_dry_run
@click.pass_context
def add(
    ctx: click.Context,
    url: str,
    brand: str | None,
    name: str | None,
    network: str | None,
    owner: str | None,
    publish: str | None,
    to: str | None,
    dry_run: bool,
) -> None:
    """Append one account, by its address or handle, to an account list."""
    from monitor.run.accounts.sheets import one_row

    cells = {"id": name, "network": network, "owner": owner, "plan.publish": publish}
    _enlist(ctx, one_row(url, cells), brand, to, "", dry_run=dry_run)


@click.command("import")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@_brand
@_to
@_dry_run
@click.pass_context
def import_accounts(ctx: click.Context, file: Path, brand: str | None, to: str | None, dry_run: bool) -> None:
    """Append the accounts of FILE to an account list: a sheet (CSV) with one account a row, or OPML.

    Columns are known by their headings, English or French: network, handle, url, owner, mission, keep or deactivate,
    frequency ... An account that is there already is left out, so that a sheet can be imported again.
    """
    from monitor.run.accounts.sheets import read_sheet

    _enlist(ctx, read_sheet(file), brand, to, f"from {file.name}", dry_run=dry_run)


def _enlist(ctx: click.Context, sheet: Sheet, brand: str | None, to: str | None, remark: str, *, dry_run: bool) -> None:
    from monitor.run.accounts.adding import enlist

    with application(ctx) as app:
        done = enlist(app, sheet, brand=brand, to=to, dry_run=dry_run, remark=remark)
    _say(done, dry_run=dry_run)


def _say(done: Enlisted, *, dry_run: bool) -> None:
    for notice in done.notices:
        click.echo(f"note: {notice}", err=True)
    if done.addition is None:
        click.echo("nothing to append")
    elif dry_run:
        click.echo(f"to be appended to {done.addition.path}:", err=True)
        click.echo(done.addition.text, nl=False)
    else:
        click.echo(f"{counted(len(done.ids), 'account', 'accounts')} appended to {done.addition.path}")
        for name in done.ids:
            click.echo(f"  {name}")


COMMANDS = (list_accounts, add, import_accounts)
