"""`connectors check|record`: whether manifests are sound, and recordings of real answers."""

from __future__ import annotations

import asyncio
from pathlib import Path

import click

from monitor.cli.parts import SOME_FAILED, allow_private, application, counted


@click.command()
@click.argument("network", required=False)
@click.option("--live", is_flag=True, help="Really check each manifest's sample, else a configured account.")
@click.option(
    "--recordings",
    metavar="FOLDER",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Replay FOLDER/NETWORK/*.toml too (those in recordings/ beside one's own manifests always are).",
)
@allow_private
@click.pass_context
def check(ctx: click.Context, network: str | None, live: bool, recordings: Path | None, allow_private: bool) -> None:
    """Load every manifest, your own too, replay recordings, and report every mistake with its file and key."""
    from monitor.run.trials.check_connectors import all_routes, checked, missing_keys, replayed, routes_to

    with application(ctx) as app:
        settings = app.settings_or_default()
        catalogue = all_routes(app, settings)
        routes = routes_to(catalogue, network)
        if not routes:
            raise click.UsageError(f"no connector reads {network!r}: `monitor connectors list` names those there are")
        for route in routes:
            if missing := missing_keys(app, route):
                click.echo(f"{route.id} is not asked: {' and '.join(missing)} is not set, see docs/keys.md")
        tried = list(replayed(catalogue, routes, settings, recordings))
        checks = asyncio.run(checked(app, settings, routes, allow_private=allow_private)) if live else []
    for each in (*tried, *checks):
        for wrong in each.wrong:
            click.echo(f"monitor: {each.what}: {wrong}", err=True)
    for each in checks:
        if not each.wrong:
            click.echo(f"{each.what}: {each.said}")
    manifests = counted(len(routes), "manifest is", "manifests are")
    again = f", {counted(len(tried), 'recording', 'recordings')} replayed" if tried else ""
    click.echo(f"{manifests} sound{again}")
    if any(each.wrong for each in (*tried, *checks)):
        ctx.exit(SOME_FAILED)


@click.command()
@click.argument("network")
@click.argument("target")
@click.option("--output", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="Write it there.")
@click.option("--keep", metavar="KEY", multiple=True, help="A key or element whose texts stay as they are.")
@allow_private
@click.pass_context
def record(
    ctx: click.Context, network: str, target: str, output: Path | None, keep: tuple[str, ...], allow_private: bool
) -> None:
    """Check TARGET and write the answers down as a recording, without secrets, people's names and their texts.

    Read through it before you give it away: a program cannot recognise people's names in a free text.
    """
    from monitor.run.trials.check_connectors import all_routes, routes_to
    from monitor.run.trials.record import record as recorded

    with application(ctx) as app:
        routes = [route for route in routes_to(all_routes(app, app.settings_or_default()), network) if route.activity]
        if not routes:
            raise click.UsageError(f"no connector reads {network!r}: `monitor connectors list` names those there are")
        text = asyncio.run(recorded(app, routes[0], target, keep, allow_private=allow_private))
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        with output.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise click.UsageError(f"{output} is there already; it was left as it is") from None
    except OSError as error:
        raise click.UsageError(f"cannot write {output}: {error.strerror}") from error
    click.echo(f"{output} is written: read through it before you give it away")


COMMANDS = (check, record)
