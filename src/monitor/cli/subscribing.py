"""`reports list|set`: how recipients want their reports, kept with who, when and why; it wins over the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from monitor.cli.deciding import by, speaker
from monitor.cli.parts import application, as_json, iso, show_json, show_table, unknown_person
from monitor.model.settings import WEEKDAYS
from monitor.report.readers.privacy import at_terminal

if TYPE_CHECKING:
    from monitor.model.settings import Report, Settings
    from monitor.report.readers.privacy import Naming

_HEADS: Final = ("to", "every", "on", "at", "zone", "language", "level", "next")


@click.group()
def reports() -> None:
    """Who receives which reports, and when."""


@reports.command("list")
@as_json
@click.pass_context
def listed(ctx: click.Context, as_json: bool) -> None:
    """Say who receives which digest, and when the next one is due; or that its reader unsubscribed."""
    from monitor.report.readers.period import next_due

    with application(ctx) as app:
        now, naming = app.clock(), at_terminal(app.settings)
        wanted = {(report.to, report.every): report for report in app.plan.reports}
        rows = []
        for declared in app.settings.reports:
            report = wanted.get((declared.to, declared.every))
            due = iso(next_due(report, now)) if report is not None else None
            rows.append(_row(report or declared, naming) | {"subscribed": report is not None, "next": due})
    if as_json:
        show_json(rows)
    elif rows:
        shown = [row | {"next": row["next"] or "unsubscribed"} for row in rows]
        show_table([_HEADS, *(tuple(str(row[head] or "-") for head in _HEADS) for row in shown)])
    else:
        click.echo("nobody receives a digest: add [[reports]] to the configuration")


@reports.command("set")
@click.argument("person", metavar="PERSON")
@click.option("--of", "every", type=click.Choice(["day", "week", "month"]), help="Which report, where there are more.")
@click.option("--on", "day", metavar="DAY", help="A weekday, or 1 to 28 for a monthly report.")
@click.option("--at", "hour", metavar="HOUR", help="The full hour, 07:00.")
@click.option("--zone", metavar="ZONE", help="The time zone of that hour, such as Europe/Paris.")
@click.option("--language", type=click.Choice(["en", "fr"]), help="The language it is written in.")
@click.option("--subscribe/--unsubscribe", "subscribed", default=None, help="Whether it comes at all.")
@click.option("--reason", metavar="TEXT", help="Why.")
@by
@click.pass_context
def wanted(
    ctx: click.Context,
    person: str,
    every: str | None,
    day: str | None,
    hour: str | None,
    zone: str | None,
    language: str | None,
    subscribed: bool | None,
    reason: str | None,
    by: str | None,
) -> None:
    """Change how PERSON receives a digest, from the next one on."""
    from monitor.config.preference_values import preference

    named = {"on": int(day) if day and day.isdecimal() else day, "at": hour, "zone": zone, "language": language}
    said = {key: value for key, value in named.items() if value is not None}
    if not said and subscribed is None:
        raise click.UsageError("say what to change: --on, --at, --zone, --language, --subscribe or --unsubscribe")
    with application(ctx) as app:
        report = _report(app.settings, person, every)
        if report is None:
            if person not in app.settings.people:
                raise click.UsageError(unknown_person(app, person))
            raise click.UsageError("no report of [[reports]] goes there: see monitor reports list; --of says which one")
        try:
            app.store.preference(preference(report, said, subscribed, app.clock(), speaker(by), reason or ""))
        except ValueError as error:
            raise click.UsageError(str(error)) from error
        after, naming = _report(app.plan, person, report.every), at_terminal(app.settings)
    if after is None:
        click.echo("unsubscribed; --subscribe takes it back")
    else:
        click.echo(", ".join(f"{key}: {value}" for key, value in _row(after, naming).items() if value))


def _report(settings: Settings, person: str, every: str | None) -> Report | None:
    """The one report meant; None where there is none, or several and no word which."""
    found = [one for one in settings.reports if one.to == person and every in (None, one.every)]
    return found[0] if len(found) == 1 else None


def _row(report: Report, naming: Naming) -> dict[str, Any]:
    on = WEEKDAYS[report.on] if report.every == "week" else report.on if report.every == "month" else None
    return {
        "to": None if naming.nobody else report.to,
        "every": report.every,
        "on": on,
        "at": f"{report.hour:02}:00",
        "zone": str(report.zone),
        "language": report.language,
        "level": report.level,
    }
