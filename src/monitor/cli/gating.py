"""`accounts gate`: why, where, with what means? asked before an account is opened."""

from __future__ import annotations

import click

from monitor.cli.parts import REFUSED, application, as_json, known_brand, known_word, show_json
from monitor.model.account import Objective

_OBJECTIVES = click.Choice([one.value for one in Objective])


@click.command()
@click.argument("url", metavar="URL")
@click.option("--brand", metavar="ID", help="The brand it would speak for (else the only one).")
@click.option("--objective", type=_OBJECTIVES, help="Which objective it would serve.")
@click.option("--audience", metavar="ID", help="Whom it would reach (else all that the brand's accounts serve).")
@click.option("--hours", type=click.FloatRange(min=0), metavar="H", help="What it takes a week (else as the others).")
@click.option("--owner", metavar="PERSON", help="Who would animate it; then that person's hours count.")
@click.option("--exit-code", is_flag=True, help='Exit with 10 where the answer is "better not there".')
@as_json
@click.pass_context
def gate(
    ctx: click.Context,
    url: str,
    brand: str | None,
    objective: str | None,
    audience: str | None,
    hours: float | None,
    owner: str | None,
    exit_code: bool,
    as_json: bool,
) -> None:
    """Say whether an account at URL should be opened: for which objective, for whom, with which hours.

    In doubt, better not there. The network is not asked, and nothing is written.
    """
    from monitor.report.terminal.gate_lines import document, lines
    from monitor.run.planning.gate_request import AccountRequest, ask

    with application(ctx) as app:
        settings = app.settings
        if brand is None and len(settings.brands) != 1:
            raise click.UsageError(f"name the brand with --brand, one of: {', '.join(settings.brands) or 'none'}")
        brand = brand or next(iter(settings.brands))
        known_brand(app, brand)
        known_word(app, "audience", audience, settings.audiences)
        known_word(app, "person", owner, settings.people)
        request = AccountRequest(url, brand, Objective(objective) if objective else None, audience, hours, owner)
        answer = ask(app, request)
    if as_json:
        show_json(document(answer))
    else:
        for line in lines(answer, settings.audiences):
            click.echo(line)
    if exit_code and not answer.opens:
        ctx.exit(REFUSED)
