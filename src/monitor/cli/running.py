"""`demo`, `poll` and `run`: the commands that work."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.parts import SOME_FAILED, allow_private, application, known_account, progress, undelivered

if TYPE_CHECKING:
    from monitor.run.tick import Ran


@click.command()
@click.option("--output", metavar="DIR", default="demo-output", show_default=True, help="Where the digests go.")
def demo(output: str) -> None:
    """Run the whole program on sample networks of its own, over some simulated weeks."""
    from monitor.demo.story import play

    play(Path(output), click.echo, _called())


def _called() -> str:
    """How to call the program again: by its name where the shell finds it, else by the path it was called by."""
    name = Path(sys.argv[0])
    if not name.exists() or shutil.which(name.name) == str(name):
        return "monitor"
    return os.path.relpath(name)


@click.command()
@click.option("--all", "everything", is_flag=True, help="Also what is not due yet (never before a Retry-After).")
@click.option("--account", "ids", metavar="ID", multiple=True, help="Only this account; may be repeated.")
@allow_private
@click.pass_context
def poll(ctx: click.Context, everything: bool, ids: tuple[str, ...], allow_private: bool) -> None:
    """Check the accounts that are due, store what is seen, judge it."""
    from monitor.run import tick

    with application(ctx) as app:
        for name in ids:
            known_account(app, name)
        ran = tick.poll(
            app,
            everything=everything or bool(ids),
            only=frozenset(ids) or None,
            allow_private=allow_private,
            progress=progress(),
        )
    _report(ctx, ran)


@click.command()
@allow_private
@click.pass_context
def run(ctx: click.Context, allow_private: bool) -> None:
    """Do all that is due, once: poll, judge, queue digests, deliver. For cron."""
    from monitor.run import tick

    with application(ctx) as app:
        ran = tick.run(app, allow_private=allow_private, progress=progress())
    _report(ctx, ran)


def _report(ctx: click.Context, ran: Ran) -> None:
    """Says nothing where all went well, so that cron stays silent; the exit code says the rest."""
    if ran.tally is not None and progress() is not None:
        click.echo(
            f"\r{ran.tally.checks} checks, {ran.tally.failed} not seen, {ran.tally.new} new activities", err=True
        )
    if ran.judged.excuse:
        click.echo(f"monitor: {ran.judged.excuse}", err=True)
    for trouble in ran.judged.troubles:
        click.echo(f"monitor: {trouble}", err=True)
    if ran.queued is not None and ran.posted is not None:
        undelivered(ctx, ran.queued, ran.posted)
    if ran.tally is not None and ran.tally.failed:
        ctx.exit(SOME_FAILED)
