"""`init` and `config check|schema|show`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.parts import application, as_json, counted, known_account, show_json, show_table
from monitor.model.errors import ConfigError, Mistake
from monitor.report.readers.privacy import said_by_somebody, without_people
from monitor.resources import folder

if TYPE_CHECKING:
    from monitor.run.app import App


@click.command()
@click.argument("path", metavar="[FILE]", default="monitor.toml", type=click.Path(dir_okay=False, path_type=Path))
def init(path: Path) -> None:
    """Write a small configuration to begin with (monitor.toml)."""
    starter = (folder("config") / "monitor.starter.toml").read_text(encoding="utf-8")
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(starter)
    except FileExistsError:
        raise click.UsageError(f"{path} is there already; it was left as it is") from None
    except OSError as error:
        raise click.UsageError(f"cannot write {path}: {error.strerror}") from error
    click.echo(f"{path} is written. Put your brands and accounts in it, then: monitor config check")


@click.group()
def config() -> None:
    """Check and explain the configuration."""


@config.command()
@as_json
@click.pass_context
def check(ctx: click.Context, as_json: bool) -> None:
    """Read the configuration and list every mistake; exit code 4 where there is one."""
    from monitor.config.notices import notices

    with application(ctx) as app:
        settings = app.settings
        if wrong := _beside(app):
            raise ConfigError(wrong)
        found = notices(settings)
        if as_json:
            show_json(
                {"file": str(app.path), "accounts": len(settings.accounts), "notices": [str(one) for one in found]}
            )
            return
        for notice in found:
            click.echo(f"note: {notice}")
        brands = counted(len(settings.brands), "brand", "brands")
        accounts = counted(len(settings.accounts), "account", "accounts")
        people = counted(len(settings.people), "person", "people")
        click.echo(f"{app.path} is right: {brands}, {accounts}, {people}")


def _beside(app: App) -> list[Mistake]:
    """What is wrong beside the file: with the key that signs mails, and with templates."""
    from monitor.report.mail.dkim import KEY, objection
    from monitor.report.rendering.writer import tried

    mail = app.settings.mail
    said = objection(mail, app.secret(KEY), app.clock()) if mail.dkim_domain else None
    wrong = [Mistake(str(app.path), 1, said)] if said else []
    return wrong + (tried(mail.templates) if mail.templates else [])


@config.command()
def schema() -> None:
    """Print the JSON Schema of monitor.toml, for editors."""
    from monitor.config.schema import json_schema

    show_json(json_schema())


@config.command()
@click.option(
    "--account", "account", metavar="ID", help="What applies to this account, and where each value comes from."
)
@as_json
@click.pass_context
def show(ctx: click.Context, account: str | None, as_json: bool) -> None:
    """Print the settings as they were read; with --account what applies to it, and where each value comes from."""
    with application(ctx) as app:
        if account is None:
            from monitor.config.overview import overview

            head: tuple[str, ...] = ("key", "value")
            rows = without_people(overview(app.settings), app.settings)
        else:
            from monitor.config.show import provenance
            from monitor.judge.decisions import planned

            known_account(app, account)
            head = ("key", "value", "source")
            settings = app.settings
            decisions = said_by_somebody(app.store.decisions(account), settings)
            declared = settings.accounts[account]
            now = planned(declared, decisions, app.clock(), settings.brands[declared.brand].zone)
            settings = replace(settings, accounts={**settings.accounts, account: now.account})
            rows = without_people(provenance(settings, account, decisions, now.by), settings)
    if as_json:
        show_json([dict(zip(head, row, strict=True)) for row in rows])
    else:
        show_table([head, *rows])
