"""`reports list|set`: how recipients want their reports, kept with who, when and why; it wins over the file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from monitor.cli.deciding import by, speaker
from monitor.cli.parts import application, as_json, iso, show_json, show_table, unknown_person
from monitor.report.naming import at_terminal

if TYPE_CHECKING:
    from monitor.model.plan import Report, Settings
    from monitor.report.naming import Naming

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HEADS: Final = ("to", "every", "on", "at", "zone", "language", "level", "next")


@click.group()
def reports() -> None:
    """Who is told what, and when."""


@reports.command("list")
@as_json
@click.pass_context
def listed(ctx: click.Context, as_json: bool) -> None:
    """Say who receives which digest, and when the next one is due; who unsubscribed is left out."""
    from monitor.report.period import next_due

    with application(ctx) as app:
        now, naming = app.clock(), at_terminal(app.settings)
        rows = [_row(report, naming) | {"next": iso(next_due(report, now))} for report in app.plan.reports]
    if as_json:
        show_json(rows)
    elif rows:
        show_table([_HEADS, *(tuple(str(row[head] or "-") for head in _HEADS) for row in rows)])
    else:
        click.echo("nobody receives a digest: add [[reports]] to the configuration")


@reports.command("set")
@click.argument("person", metavar="PERSON")
@click.option("--of", "every", type=click.Choice(["day", "week", "month"]), help="Which report, where there are more.")
@click.option("--on", "day", metavar="DAY", help="A weekday, or 1 to 28 for a monthly report.")
@click.option("--at", "hour", type=click.IntRange(0, 23), metavar="HOUR", help="The full hour, 0 to 23.")
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
    hour: int | None,
    zone: str | None,
    language: str | None,
    subscribed: bool | None,
    reason: str | None,
    by: str | None,
) -> None:
    """Change how PERSON receives a digest, from the next one on."""
    from monitor.model.telling import Wish

    if all(one is None for one in (day, hour, zone, language, subscribed)):
        raise click.UsageError("say what to change: --on, --at, --zone, --language, --subscribe or --unsubscribe")
    with application(ctx) as app:
        report = _report(app.settings, person, every)
        if report is None:
            if person not in app.settings.people:
                raise click.UsageError(unknown_person(app, person))
            raise click.UsageError("no report of [[reports]] goes there: see monitor reports list; --of says which one")
        wish = Wish(
            person, report.every, app.clock(), speaker(by), reason or "", _day(day, report.every), hour, _zone(zone),
            language, subscribed,
        )  # fmt: skip
        app.store.wish(wish)
        found = _report(app.plan, person, report.every)
        told = (
            ", ".join(f"{key}: {value}" for key, value in _row(found, at_terminal(app.settings)).items() if value)
            if found
            else "unsubscribed; --subscribe takes it back"
        )
    click.echo(told)


def _report(settings: Settings, person: str, every: str | None) -> Report | None:
    """The one report meant; None where there is none, or several and no word which."""
    found = [one for one in settings.reports if one.to == person and every in (None, one.every)]
    return found[0] if len(found) == 1 else None


def _day(text: str | None, every: str) -> int | None:
    if text is None:
        return None
    if every == "week" and text.lower() in WEEKDAYS:
        return WEEKDAYS.index(text.lower())
    if every == "month" and text.isdecimal() and 1 <= int(text) <= 28:
        return int(text)
    wants = {"day": "a daily report has no day", "week": "a weekly one takes a weekday, such as monday"}
    raise click.UsageError(f"--on {text!r}: {wants.get(every, 'a monthly one takes a day from 1 to 28')}")


def _zone(name: str | None) -> str | None:
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name).key if name else None
    except (KeyError, ValueError, OSError) as error:
        raise click.UsageError(f"--zone {name!r}: no such time zone; write one such as Europe/Paris") from error


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
