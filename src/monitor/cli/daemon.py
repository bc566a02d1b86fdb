"""`daemon`: the program as a service."""

from __future__ import annotations

import logging
import os
from datetime import timedelta

import click

from monitor.cli.parts import allow_private, application


@click.command()
@click.option(
    "--every",
    type=click.FloatRange(1, 86_400),
    default=60,
    show_default=True,
    metavar="SECONDS",
    help="How often to see whether something is due.",
)
@allow_private
@click.pass_context
def daemon(ctx: click.Context, every: float, allow_private: bool) -> None:
    """Do what `run` does whenever something is due, until stopped (SIGTERM, Ctrl-C)."""
    from monitor.run.daemon.daemon import serve

    if "MONITOR_LOG_LEVEL" not in os.environ:
        logging.getLogger("monitor.run").setLevel(logging.INFO)  # a service says when it starts, works and ends
    with application(ctx) as app:
        serve(app, timedelta(seconds=every), allow_private=allow_private)
