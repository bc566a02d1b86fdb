"""`check`: any address checked once, nothing stored."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.parts import SOME_FAILED, allow_private, application, as_json, counted, iso, lines, show_json
from monitor.model.check import Observation

if TYPE_CHECKING:
    from monitor.run.trials.one_off import OneOffCheck


@click.command()
@click.argument("targets", nargs=-1, metavar="TARGET...")
@click.option("--from", "source", metavar="FILE", help="Targets from a file, one a line; - is standard input.")
@click.option("--network", metavar="NAME", help="Read the targets as this network.")
@allow_private
@as_json
@click.pass_context
def check(
    ctx: click.Context,
    targets: tuple[str, ...],
    source: str | None,
    network: str | None,
    allow_private: bool,
    as_json: bool,
) -> None:
    """Check each TARGET (an address or a handle) once and say what is seen, without storing anything."""
    wanted = [*targets, *lines(source)]
    if not wanted:
        raise click.UsageError("no target: give an address or a handle, or --from FILE")
    from monitor.run.trials.one_off import one_off_check

    failed = False

    def show(found: OneOffCheck) -> None:
        nonlocal failed
        failed = failed or not (found.seen or found.manual)
        if as_json:
            show_json(_document(found))
        else:
            _say(found)

    with application(ctx) as app:
        settings = app.settings_or_default()
        asyncio.run(one_off_check(app, settings, wanted, network, allow_private=allow_private, show=show))
    if failed:
        ctx.exit(SOME_FAILED)


def _document(found: OneOffCheck) -> dict[str, Any]:
    result = found.check.result
    return {
        "target": found.target,
        "network": found.network,
        "outcome": result.outcome.value,
        "detail": result.detail,
        "account": {key: _plain(value) for key, value in asdict(result.facts).items()},
        "complete": isinstance(result, Observation) and result.complete,
        "requests": found.check.requests,
        "activities": [
            {key: _plain(value) for key, value in asdict(activity).items()} for activity in result.activities
        ]
        if isinstance(result, Observation)
        else [],
    }


def _plain(value: Any) -> Any:
    return iso(value) if isinstance(value, datetime) else value


def _say(found: OneOffCheck) -> None:
    """A few lines for a person at a terminal."""
    result = found.check.result
    click.echo(f"{found.target}: {found.network or 'unknown network'}, {result.outcome.value}", nl=False)
    click.echo(f" ({result.detail})" if result.detail else "")
    facts = {key: _plain(value) for key, value in asdict(result.facts).items() if value is not None}
    if facts:
        click.echo("  " + ", ".join(f"{key} {value}" for key, value in facts.items()))
    if isinstance(result, Observation):
        dated = [activity.published for activity in result.activities if activity.published and activity.trusted]
        newest = f", newest {iso(max(dated))}" if dated else ""
        acts = counted(len(result.activities), "activity", "activities")
        click.echo(f"  {acts}{newest}, {counted(found.check.requests, 'request', 'requests')}")
