"""`status`: how the accounts stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from monitor.cli.parts import INANIMATE, application, as_json, counted, iso, show_json, show_table
from monitor.cli.profile_json import document
from monitor.judge.proof_age import never_seen
from monitor.report.readers.privacy import Naming, at_terminal
from monitor.report.terminal.table import table

if TYPE_CHECKING:
    from monitor.model.state import AccountStatus


_NAMED = 5  # accounts of which nothing was ever seen, at most so many by name
_OUTAGE = (
    "hardly any host answers, and the fault is taken for our own network's; what fails counts for nothing, for two days"
    " at most: see to the network, the resolver or the proxy of this machine"
)


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
    from monitor.run.judging.judging import judged_statuses
    from monitor.run.judging.moribund_trend import trends

    with application(ctx) as app:
        now = app.clock()
        app.store.sync(app.settings.accounts.values(), now)
        account_statuses = judged_statuses(app.store, app.plan, None, now)
        indexes = trends(app.store, app.settings, account_statuses, now)
        grown = growths(app.store, app.settings, account_statuses, now) if as_json else {}
        interrupted = app.store.interrupted_cycles(now)
        outbox = app.store.outbox_counts()
        outage = app.store.outage_since()
    naming = at_terminal(app.settings)
    if as_json:
        show_json(
            {
                "at": iso(now),
                "outage_since": iso(outage),
                "accounts": [
                    {**status_document(one, naming), **document(one, grown[one.account.id])} for one in account_statuses
                ],
                "moribund": [index_document(trend) for trend in indexes.values()],
                "interrupted_cycles": interrupted,
                "outbox": outbox,
            }
        )
    else:
        if outage is not None:
            click.echo(f"nothing could be verified since {outage:%Y-%m-%d %H:%M} UTC: {_OUTAGE}\n")
        _say(account_statuses)
        for brand, trend in indexes.items():
            if said := sentence(trend, app.settings.brands[brand].name):
                click.echo(line(said, 300))
        for cycle in interrupted:
            click.echo(f"cycle {cycle} was interrupted; the next run finishes its work", err=True)
        for state in ("failed", "uncertain"):
            if outbox.get(state):
                messages = counted(outbox[state], "message", "messages")
                click.echo(f"outbox: {messages} {state}; see: monitor outbox list", err=True)
    if exit_code and any(account_status.verdict.inanimate for account_status in account_statuses):
        ctx.exit(INANIMATE)


def _say(account_statuses: list[AccountStatus]) -> None:
    if not account_statuses:
        click.echo("no accounts yet: add [[accounts]] to the configuration, then: monitor poll")
        return
    show_table(table(account_statuses))
    inanimate = sum(account_status.verdict.inanimate for account_status in account_statuses)
    click.echo(f"\n{counted(len(account_statuses), 'account', 'accounts')}, {inanimate} inanimate")
    if never := [one.account.id for one in account_statuses if never_seen(one.verdict.state.observation)]:
        named = ", ".join(never[:_NAMED]) + (f" and {len(never) - _NAMED} more" if len(never) > _NAMED else "")
        click.echo(f"nothing was ever seen of {named}: is the address right? See: monitor explain {never[0]}")


def status_document(account_status: AccountStatus, naming: Naming) -> dict[str, Any]:
    """How an account stands, as JSON has it."""
    state, record, verdict = account_status.verdict.state, account_status.record, account_status.verdict
    return {
        "account": account_status.account.id,
        "brand": account_status.account.brand,
        "network": account_status.account.network,
        "url": account_status.account.url,
        "status": state.status.value,
        "since": iso(state.status_since),
        "inanimate": verdict.inanimate,
        "observation": state.observation.state.value,
        "activity": state.activity.state.value if state.activity.state else None,
        "flags": sorted(flag.value for flag in state.flags),
        "silence_days": verdict.silence_days,
        "p_silent_90": verdict.silent_90,
        "p_alarm": verdict.silence_score,
        "last_human_act": iso(record.last_human),
        "last_look": iso(record.last_check),
        "last_good_look": iso(state.observation.proved_at),
        "reasons": [{"rule": reason.rule, **naming.values(reason)} for reason in verdict.reasons],
        "advice": verdict.proposal.advice.value if verdict.proposal else None,
    }
