"""The command line: thin commands that join a use case to a terminal.

Exit codes: 0 fine; 1 unexpected; 2 usage; 3 ran, but some accounts were not seen; 4 configuration or schema invalid;
5 a daemon runs on this database already; 10 with --exit-code: an account is inanimate (`status`), better not there
(`accounts gate`); 75 database or mail server unreachable, or the clock behind. Commands are silent for cron, and import
what they need only when they run.
"""

from __future__ import annotations

import logging
import os
import sys

import click

from monitor import __version__
from monitor.cli.accounts import accounts
from monitor.cli.audiences import audiences
from monitor.cli.channel_trial import channels
from monitor.cli.checking import check
from monitor.cli.configuring import config, init
from monitor.cli.connectors import connectors
from monitor.cli.daemon import daemon
from monitor.cli.db import db
from monitor.cli.deciding import snooze
from monitor.cli.discovering import discover
from monitor.cli.explaining import advise, explain
from monitor.cli.mailing import digest
from monitor.cli.outbox import mail, outbox
from monitor.cli.planning import plan
from monitor.cli.predicting import backtest, predict
from monitor.cli.publishing import calendar, feed
from monitor.cli.running import demo, poll, run
from monitor.cli.showing import status
from monitor.cli.subscribing import reports
from monitor.model.errors import MonitorError

_FORMER = {"look": "check"}  # names of earlier versions: they work, and are not listed


class _Commands(click.Group):
    """A failure that the operator can mend is one message and an exit code, never a traceback."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return super().get_command(ctx, _FORMER.get(cmd_name, cmd_name))

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except MonitorError as error:
            click.echo(f"monitor: {error}", err=True)
            ctx.exit(error.exit_code)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--config", "config_file", metavar="FILE", help="The configuration (else $MONITOR_CONFIG, ./monitor.toml, ...)."
)
@click.option("-v", "--verbose", count=True, help="Say more on standard error; twice: every request.")
@click.version_option(__version__, prog_name="monitor")
@click.pass_context
def main(ctx: click.Context, config_file: str | None, verbose: int) -> None:
    """Watch the accounts an organisation manages; say early which ones nobody animates, and what to do."""
    level = os.environ.get("MONITOR_LOG_LEVEL", ("WARNING", "INFO", "DEBUG")[min(verbose, 2)])
    logging.basicConfig(stream=sys.stderr, level=level.upper(), format="%(levelname)s %(name)s: %(message)s")
    ctx.obj = config_file


for command in (
    demo,
    init,
    config,
    check,
    poll,
    run,
    daemon,
    status,
    explain,
    advise,
    plan,
    predict,
    backtest,
    digest,
    reports,
    outbox,
    mail,
    channels,
    feed,
    calendar,
    accounts,
    snooze,
    audiences,
    connectors,
    discover,
    db,
):
    main.add_command(command)
