"""`db upgrade`, `db check` and `db prune`."""

from __future__ import annotations

import click

from monitor.cli.parts import application, counted


@click.group()
def db() -> None:
    """Maintain the database."""


@db.command()
@click.pass_context
def upgrade(ctx: click.Context) -> None:
    """Make the tables, or bring them to what this program needs."""
    from monitor.store import Store

    with application(ctx) as app:
        store = Store(app.settings.database)
        try:
            store.upgrade()
        finally:
            store.close()


@db.command()
@click.pass_context
def check(ctx: click.Context) -> None:
    """Say whether the database is whole and has the tables this program needs."""
    from monitor.store import Store

    with application(ctx) as app:
        store = Store(app.settings.database)
        try:
            store.check()
        finally:
            store.close()
    click.echo("the database is what this program needs")


@db.command()
@click.pass_context
def prune(ctx: click.Context) -> None:
    """Forget now what is older than [retention] says; `run` does it once a day, and leaves the file as it is."""
    with application(ctx) as app:
        gone = app.store.prune(app.clock(), app.settings.retention)
        app.store.compact()
    click.echo(
        f"forgotten: {counted(gone.links, 'link', 'links')}, {counted(gone.replies, 'reply', 'replies')},"
        f" {counted(gone.days, 'day', 'days')} of what profiles counted"
    )
