"""`feed` and `calendar`: what other programs show of the accounts. Nobody is named in either."""

from __future__ import annotations

from pathlib import Path

import click

from monitor.cli.parts import application, known_word

_brand = click.option("--brand", metavar="ID", help="Only this brand's accounts.")
_output = click.option(
    "--output",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write it there, in the place of what was there; else to standard output.",
)


@click.command()
@_brand
@_output
@click.pass_context
def feed(ctx: click.Context, brand: str | None, output: Path | None) -> None:
    """Write what changed as an Atom feed."""
    from monitor.report.publishing.atom import feed as written

    with application(ctx) as app:
        settings = app.settings
        known_word(app, "brand", brand, settings.brands)
        now = app.clock()
        since = app.store.first_account(now) or now
        changes = [change for _, change in app.store.transitions(after=0)]
        document = written(changes, settings, brand, since)
    _put(document, output)


@click.command()
@_brand
@_output
@click.pass_context
def calendar(ctx: click.Context, brand: str | None, output: Path | None) -> None:
    """Write pauses, seasons, reviews and closings as an iCalendar file."""
    from monitor.report.publishing.icalendar import agenda

    with application(ctx) as app:
        settings = app.plan
        known_word(app, "brand", brand, settings.brands)
        document = agenda(settings, [brand] if brand else list(settings.brands), app.clock())
    _put(document, output)


def _put(document: bytes, output: Path | None) -> None:
    if output is None:
        click.echo(document, nl=False)
        return
    from monitor.deliver.placing import publish

    try:
        publish(document, output)
    except OSError as error:
        raise click.UsageError(
            f"cannot write {output}: {error.strerror}: name a file in a folder that this user may write"
        ) from error
