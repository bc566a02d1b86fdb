"""`explain` and `advise`: everything behind a verdict, and what to do about it, with days and texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from monitor.cli.parts import application, as_json, iso, known_account, show_json
from monitor.cli.profile_json import document, machine_document
from monitor.cli.showing import status_document

if TYPE_CHECKING:
    from datetime import date

    from monitor.model.state import CheckRow
    from monitor.report.terminal.explanation import Explanation

_LANGUAGES = click.Choice(["en", "fr"])


@click.command()
@click.argument("account", metavar="ACCOUNT")
@click.option("--language", type=_LANGUAGES, default="en", show_default=True)
@as_json
@click.pass_context
def explain(ctx: click.Context, account: str, language: str, as_json: bool) -> None:
    """Show everything behind a verdict: why, what it rests on, what would change it and when."""
    from monitor.report.terminal import objectives_json
    from monitor.report.terminal.explanation import explained
    from monitor.run.judging.explain import explain as gathered

    with application(ctx) as app:
        known_account(app, account)
        app.store.sync(app.settings.accounts.values(), app.clock())
        found = gathered(app, account, app.clock())
    if as_json:
        show_json(
            {
                **status_document(found.account_status, found.naming),
                **document(found.account_status, found.grown),
                "objectives": objectives_json.document(found.aims),
                "machinelike": machine_document(found.machine),
                **_document(found, account, language),
            }
        )
    else:
        click.echo(explained(found, language))


@click.command()
@click.argument("account", metavar="ACCOUNT")
@click.option("--language", type=_LANGUAGES, default="en", show_default=True, help="Of what is said to you.")
@click.option("--notice", type=_LANGUAGES, help="Of the notices (else the account's language, or its brand's).")
@click.pass_context
def advise(ctx: click.Context, account: str, language: str, notice: str | None) -> None:
    """Say what to do about an account; where it is let go: each step with its day, and the notices to copy."""
    from monitor.report.terminal.explanation import advised
    from monitor.run.judging.explain import explain as gathered

    with application(ctx) as app:
        known_account(app, account)
        app.store.sync(app.settings.accounts.values(), app.clock())
        found = gathered(app, account, app.clock())
    click.echo(advised(found, language, notice or _language_of(found)))


def _language_of(found: Explanation) -> str:
    return found.account_status.account.language or found.brand.language


def _document(found: Explanation, account: str, language: str) -> dict[str, Any]:
    from monitor.report.rendering.sentences import advice_sentence, reason_sentence
    from monitor.report.terminal.explanation import notice_texts

    measures, proposal, coming, made, bulk = (
        found.measures, found.proposal, found.next_changes, found.checklist, found.account_status.record.bulk
    )  # fmt: skip
    return {
        "why": [reason_sentence(reason, language) for reason in found.reasons],
        "rhythm": {"rule": found.rhythm.rule, **found.rhythm.values} if found.rhythm else None,
        "proposal": None
        if proposal is None
        else {
            "advice": proposal.advice.value,
            "rule": proposal.reason.rule,
            **proposal.reason.values,
            "hours_per_week": proposal.hours,
            "next": proposal.next_status.value if proposal.next_status else None,
            "next_on": _day(proposal.next_on),
            "sentence": advice_sentence(proposal, language),
        },
        "measured": None
        if measures is None
        else {
            "silence_since": iso(measures.since),
            "seen_until": iso(measures.at),
            "limits_days": dict(found.limits),
            "left_out": [
                {"from": _day(span.start), "to": _day(span.end), "reason": span.reason} for span in found.left_out
            ],
            "kept": None
            if measures.kept is None
            else {"posts": measures.kept.count, "target": measures.kept.target, "days": measures.kept.days},
        },
        "bulk": None
        if bulk is None
        else {
            "kind": bulk.kind.value,
            "at": iso(bulk.at),
            "acts": bulk.count,
            "dated_from": iso(bulk.first),
            "dated_to": iso(bulk.last),
        },
        "settings": [{"key": one.key, "value": one.value, "source": one.source} for one in found.settings],
        "prospects": {
            "next": coming.next.status.value if coming.next else None,
            "next_on": _day(coming.next.on) if coming.next else None,
            "keep_by": _day(coming.keep_by),
            "after_a_post": coming.acted.value if coming.acted else None,
            "posts_to_be_on_plan": coming.acts,
            "on_plan_from": _day(coming.restored),
            "when_seen_again": coming.seen.value if coming.seen else None,
        },
        "checklist": None
        if made is None
        else {
            "kind": made.kind.value,
            "day": _day(made.day),
            "declared": made.declared,
            "successor": made.successor,
            "steps": [{"step": step.what, "on": _day(step.on)} for step in made.steps],
            "notices": notice_texts(found, _language_of(found)),
        },
        "rests_on": [_check(check) for check in found.rests_on],
        "looks": [_check(check) for check in sorted({*found.rests_on, *found.latest}, key=lambda check: -check.id)],
        "gaps": [
            {"from": iso(gap.start), "to": iso(gap.end), "looks": gap.checks, "outcome": gap.outcome}
            for gap in found.gaps
        ],
        "transitions": [
            {"axis": change.axis, "from": change.before, "to": change.after, "at": iso(change.at),
             "looks": change.checks}
            for change in found.transitions
        ],
        "decisions": [
            {"kind": one.kind, "at": iso(one.at), "by": one.by, "on": _day(one.on), "until": _day(one.until),
             "reason": one.reason}
            for one in found.decisions
        ],
    }  # fmt: skip


def _check(check: CheckRow) -> dict[str, Any]:
    return {
        "id": check.id, "at": iso(check.at), "host": check.host, "outcome": check.outcome.value, "detail": check.detail,
        "activities": check.activities, "new": check.new, "complete": check.complete,
    }  # fmt: skip


def _day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
