"""What commands share: the application of one call, tables, JSON, and progress on a terminal."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from monitor.report.terminal.table import Row, aligned
from monitor.run.app import App

if TYPE_CHECKING:
    from monitor.run.mailing.outbox_delivery import Posted
    from monitor.run.mailing.prepared import Queued

SOME_FAILED = 3  # exit codes, see cli/__init__.py
INANIMATE = 10
REFUSED = 10
TEMPORARY = 75

as_json = click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
allow_private = click.option(
    "--allow-private", is_flag=True, help="Open private addresses of the accounts' own URLs, for this call."
)


@contextlib.contextmanager
def application(ctx: click.Context) -> Iterator[App]:
    """The application on the configuration that the call names, closed in the end."""
    app = App(ctx.find_root().obj)
    try:
        yield app
    finally:
        app.close()


def show_json(document: Any) -> None:
    click.echo(json.dumps(document, ensure_ascii=False, indent=None, default=_plain))


def _plain(value: Any) -> Any:
    return iso(value) if isinstance(value, datetime) else str(value)


def iso(instant: datetime | None) -> str | None:
    """ISO 8601 in UTC with Z, to the second, microseconds where there are any."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z") if instant is not None else None


def counted(number: int, one: str, many: str) -> str:
    """ "1 account", "2 accounts"."""
    return f"{number} {one if number == 1 else many}"


def show_table(rows: Sequence[Row]) -> None:
    """Plain columns, the first row their heads."""
    for line in aligned(rows):
        click.echo(line)


def progress() -> Callable[[int, int], None] | None:
    """Shows the progress of long work, on a terminal only."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, failed: int) -> None:
        click.echo(f"\r{done} accounts checked, {failed} not seen", nl=False, err=True)

    return show


def lines(source: str | None) -> list[str]:
    """The targets of a file, one a line, of standard input for "-"; lines that begin with # are remarks."""
    if source is None:
        return []
    try:
        text = sys.stdin.read() if source == "-" else Path(source).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise click.UsageError(f"cannot read targets from {source}: {error}") from error
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


def known_account(app: App, name: str) -> None:
    """Refuses an account that the configuration does not have, with what may be meant."""
    accounts = app.settings.accounts
    if name not in accounts:
        near = get_close_matches(name, list(accounts), 1)
        hint = f": did you mean {near[0]!r}?" if near else f"; it has {len(accounts)} accounts"
        raise click.UsageError(f"{app.path} has no account {name!r}{hint}")


def known_brand(app: App, name: str) -> None:
    """Refuses a brand that the configuration does not have, with those it has."""
    known_word(app, "brand", name, app.settings.brands)


def known_word(app: App, what: str, name: str | None, known: Collection[str]) -> None:
    """Refuses the id of a thing that is not among those `known`; None is no id."""
    if name is not None and name not in known:
        raise click.UsageError(f"{app.path} has no {what} {name!r}; it has: {', '.join(known) or 'none'}")


def unknown_person(app: App, name: str) -> str:
    """What to say of somebody who is not among the people; it names nobody where nobody is named."""
    if app.settings.privacy.hides_people:
        return f"{app.path} has nobody of this id who is still there"
    there = ", ".join(id_ for id_, one in app.settings.people.items() if not one.left) or "nobody"
    return f"{app.path} has nobody {name!r} who is still there; it has: {there}"


def undelivered(ctx: click.Context, queued: Queued, posted: Posted) -> None:
    """Says which digests did not reach anybody, and ends the command with 75 where trying again may help."""
    for fault in queued.faults:
        click.echo(f"monitor: {fault}", err=True)
    for problem in (*queued.problems, *posted.details):
        click.echo(f"monitor: not delivered: {problem}", err=True)
    if posted.waiting or posted.failed or queued.problems:
        ctx.exit(TEMPORARY)
