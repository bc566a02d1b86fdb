"""`status` and `explain`: how the accounts stand, and why."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.parts import INANIMATE, application, as_json, counted, iso, known_account, show_json, show_table
from monitor.cli.reception import document, lines
from monitor.report.left_out import days_left_out, left_out_sentence
from monitor.report.naming import Naming, at_terminal
from monitor.report.table import status_words, table

if TYPE_CHECKING:
    from monitor.model.state import Standing
    from monitor.run.reception import Reception

_LONG = 3650  # days of history that a rhythm is told from
_LABELS = {"en": ("why: ", "what to do: "), "fr": ("pourquoi\u00a0: ", "que faire\u00a0: ")}


@click.command()
@click.option("--exit-code", is_flag=True, help="Exit with 10 where an account is inanimate.")
@as_json
@click.pass_context
def status(ctx: click.Context, exit_code: bool, as_json: bool) -> None:
    """Say how every account stands."""
    from monitor.run.judging import judged_standings
    from monitor.run.reception import receptions

    with application(ctx) as app:
        now = app.clock()
        app.store.sync(app.settings.accounts.values(), now)
        standings = judged_standings(app.store, app.plan, None, now)
        received = receptions(app.store, app.settings, None, now) if as_json else {}
        interrupted = app.store.interrupted_cycles(now)
        outbox = app.store.outbox_counts()
    if as_json:
        show_json(
            {
                "at": iso(now),
                "accounts": [
                    _document(standing, received[standing.account.id], at_terminal(app.settings))
                    for standing in standings
                ],
                "interrupted_cycles": interrupted,
                "outbox": outbox,
            }
        )
    else:
        _say(standings)
        for cycle in interrupted:
            click.echo(f"cycle {cycle} was interrupted; the next run finishes its work", err=True)
        for state in ("failed", "uncertain"):
            if outbox.get(state):
                click.echo(f"outbox: {counted(outbox[state], 'letter', 'letters')} {state}", err=True)
    if exit_code and any(standing.verdict.inanimate for standing in standings):
        ctx.exit(INANIMATE)


def _say(standings: list[Standing]) -> None:
    if not standings:
        click.echo("no accounts yet: add [[accounts]] to the configuration, then: monitor poll")
        return
    show_table(table(standings))
    inanimate = sum(standing.verdict.inanimate for standing in standings)
    click.echo(f"\n{counted(len(standings), 'account', 'accounts')}, {inanimate} inanimate")


def _document(standing: Standing, reception: Reception, naming: Naming) -> dict[str, Any]:
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
        **document(record, reception),
    }


@click.command()
@click.argument("account", metavar="ACCOUNT")
@click.option("--language", type=click.Choice(["en", "fr"]), default="en", show_default=True)
@as_json
@click.pass_context
def explain(ctx: click.Context, account: str, language: str, as_json: bool) -> None:
    """Show everything behind a verdict: the state, why, what it rests on, what comes next."""
    from monitor.run.judging import judged_standings
    from monitor.run.reception import receptions

    with application(ctx) as app:
        known_account(app, account)
        now = app.clock()
        app.store.sync(app.settings.accounts.values(), now)
        (standing,) = judged_standings(app.store, app.plan, [account], now)
        rhythm = judged_standings(app.store, app.plan, [account], now, _LONG)[0].verdict.rhythm
        reception = receptions(app.store, app.settings, [account], now)[account]
        looks = app.store.look_rows(account, 10)
        transitions = [change for _, change in app.store.transitions(after=0, accounts=[account])][-10:]
        decisions = app.store.decisions(account)
        zone = app.settings.brands[standing.account.brand].zone
    naming, brand = at_terminal(app.settings), standing.account.brand
    left_out = days_left_out(standing, now.astimezone(zone).date())
    if as_json:
        show_json(
            {
                **_document(standing, reception, naming),
                "left_out": [{"from": str(one.start), "to": str(one.end), "why": one.reason} for one in left_out],
                "rhythm": {"rule": rhythm.rule, **rhythm.values} if rhythm else None,
                "looks": [
                    {"id": look.id, "at": iso(look.at), "outcome": look.outcome.value, "detail": look.detail,
                     "activities": look.activities, "new": look.new, "complete": look.complete}
                    for look in looks
                ],
                "transitions": [
                    {"axis": change.axis, "from": change.before, "to": change.after, "at": iso(change.at),
                     "looks": change.looks}
                    for change in transitions
                ],
                "decisions": [
                    {"kind": one.kind, "at": iso(one.at), "by": None if naming.nobody else one.by,
                     "on": str(one.on) if one.on else None,
                     "until": str(one.until) if one.until else None, "reason": one.reason}
                    for one in decisions
                ],
            }
        )  # fmt: skip
        return
    from monitor.report.sentences import advice_sentence, reason_sentence

    why, what = _LABELS[language]
    state = standing.verdict.state
    click.echo(f"{standing.account.id} ({standing.account.network}) {standing.account.url}")
    since = f" since {state.status_since.date()}" if state.status_since else ""
    click.echo(f"status: {status_words(standing)}{since}")
    spoken = [reason for reason in standing.verdict.reasons if reason != standing.verdict.rhythm]
    for reason in [*spoken, *([rhythm] if rhythm else [])]:
        click.echo(f"  {why}{reason_sentence(naming.reason(reason, brand), language)}")
    if proposal := standing.verdict.proposal:
        advised = replace(proposal, reason=naming.reason(proposal.reason, brand))
        click.echo(f"  {what}{advice_sentence(advised, language)}")
    if left_out:
        click.echo(f"  {left_out_sentence(left_out, language)}")
    for line in lines(standing.record, reception):
        click.echo(f"  {line}")
    for change in transitions:
        click.echo(
            f"  {change.at.date()}: {change.axis} {change.before} -> {change.after} (looks {_ids(change.looks)})"
        )
    for look in looks:
        detail = f" ({look.detail})" if look.detail else ""
        click.echo(f"  look {look.id}: {iso(look.at)} {look.outcome.value}{detail}, {look.new} new")
    for one in decisions:
        days = "".join((f" {one.on}" if one.on else "", f" until {one.until}" if one.until else ""))
        who = "somebody" if naming.nobody else one.by
        click.echo(f"  {one.at.date()}: {who} entered {one.kind}{days}{f' ({one.reason})' if one.reason else ''}")


def _ids(looks: tuple[int, ...]) -> str:
    return ", ".join(str(number) for number in looks) or "-"
