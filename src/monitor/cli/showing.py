"""`status`: how the accounts stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from monitor.cli.parts import INANIMATE, application, as_json, counted, iso, show_json, show_table
from monitor.cli.profile_json import document
from monitor.report.readers.privacy import Naming, at_terminal
from monitor.report.terminal.table import table

if TYPE_CHECKING:
    from monitor.model.state import Standing


@click.command()
@click.option("--exit-code", is_flag=True, help="Exit with 10 where an account is inanimate.")
@as_json
@click.pass_context
def status(ctx: click.Context, exit_code: bool, as_json: bool) -> None:
    """Say how every account stands."""
    from monitor.report.blocks.index_figures import document as index_document
    from monitor.report.blocks.index_figures import sentence
    from monitor.report.readers.sanitise import line
    from monitor.run.judging.growth_and_questions import growths
    from monitor.run.judging.judging import judged_standings
    from monitor.run.judging.moribund_trend import courses

    with application(ctx) as app:
        now = app.clock()
        app.store.sync(app.settings.accounts.values(), now)
        standings = judged_standings(app.store, app.plan, None, now)
        indexes = courses(app.store, app.settings, standings, now)
        grown = growths(app.store, app.settings, standings, now) if as_json else {}
        interrupted = app.store.interrupted_cycles(now)
        outbox = app.store.outbox_counts()
    naming = at_terminal(app.settings)
    if as_json:
        show_json(
            {
                "at": iso(now),
                "accounts": [
                    {**standing_document(one, naming), **document(one, grown[one.account.id])} for one in standings
                ],
                "moribund": [index_document(course) for course in indexes.values()],
                "interrupted_cycles": interrupted,
                "outbox": outbox,
            }
        )
    else:
        _say(standings)
        for brand, course in indexes.items():
            if said := sentence(course, app.settings.brands[brand].name):
                click.echo(line(said, 300))
        for cycle in interrupted:
            click.echo(f"cycle {cycle} was interrupted; the next run finishes its work", err=True)
        for state in ("failed", "uncertain"):
            if outbox.get(state):
                letters = counted(outbox[state], "letter", "letters")
                click.echo(f"outbox: {letters} {state}; see: monitor outbox list", err=True)
    if exit_code and any(standing.verdict.inanimate for standing in standings):
        ctx.exit(INANIMATE)


def _say(standings: list[Standing]) -> None:
    if not standings:
        click.echo("no accounts yet: add [[accounts]] to the configuration, then: monitor poll")
        return
    show_table(table(standings))
    inanimate = sum(standing.verdict.inanimate for standing in standings)
    click.echo(f"\n{counted(len(standings), 'account', 'accounts')}, {inanimate} inanimate")


def standing_document(standing: Standing, naming: Naming) -> dict[str, Any]:
    """How an account stands, as JSON has it."""
    state, record, verdict = standing.verdict.state, standing.record, standing.verdict
    return {
        "account": standing.account.id,
        "brand": standing.account.brand,
        "network": standing.account.network,
        "url": standing.account.url,
        "status": state.status.value,
        "since": iso(state.status_since),
        "inanimate": verdict.inanimate,
        "observation": state.seen.seen.value,
        "activity": state.pulse.pulse.value if state.pulse.pulse else None,
        "flags": sorted(flag.value for flag in state.flags),
        "silence_days": verdict.silence_days,
        "p_silent_90": verdict.silent_90,
        "p_alarm": verdict.alarm,
        "last_human_act": iso(record.last_human),
        "last_look": iso(record.last_look),
        "last_good_look": iso(state.seen.last_ok),
        "reasons": [{"rule": reason.rule, **naming.values(reason)} for reason in verdict.reasons],
        "advice": verdict.proposal.advice.value if verdict.proposal else None,
    }
