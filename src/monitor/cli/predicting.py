"""`predict` and `backtest`: what silences come to, and what other thresholds would have said."""

from __future__ import annotations

import sys

import click

from monitor.cli.parts import application, as_json, show_json


@click.command()
def predict() -> None:
    """Answer questions about silences: JSON lines on standard input, JSON lines on standard output.

    A question is {"account_id": text, "times": [unix seconds], "now": unix seconds}; "planned" may say how many posting
    days a day the plan asks. No configuration and no database are needed.
    """
    from monitor.run.planning.predict import answers

    for answer in answers(sys.stdin):
        sys.stdout.write(answer + "\n")


@click.command()
@click.argument("target", metavar="ACCOUNT|BRAND|FILE")
@click.option("--plan", metavar="CADENCE", help='Another cadence, such as "1 per month".')
@click.option("--set", "settings", metavar="KEY=VALUE", multiple=True, help="A threshold, such as dormant=60.")
@as_json
@click.pass_context
def backtest(ctx: click.Context, target: str, plan: str | None, settings: tuple[str, ...], as_json: bool) -> None:
    """Replay recorded history under other thresholds: alerts, false alerts, delays.

    FILE holds one JSON line an account: {"account_id": text, "times": [unix seconds], "obs_end": unix seconds}.
    """
    from dataclasses import asdict
    from pathlib import Path

    from monitor.report.terminal.backtest_table import lines
    from monitor.run.planning.backtest import compared, of_file, of_store

    if Path(target).is_file():
        histories = of_file(Path(target))
    else:
        with application(ctx) as app:
            histories = of_store(app, target)
    rows = compared(histories, plan, settings)
    if as_json:
        show_json([asdict(row) for row in rows])
    else:
        for line in lines(rows):
            click.echo(line)
