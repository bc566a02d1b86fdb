"""`connectors`: which networks can be read, which account an address is, and whether one's own manifests are sound."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from monitor.cli.parts import application, as_json, lines, show_json, show_table
from monitor.cli.probing import COMMANDS

if TYPE_CHECKING:
    from monitor.connect.manifests.catalogue import Catalogue


@click.group()
def connectors() -> None:
    """The networks that can be read."""


@connectors.command("list")
@as_json
@click.option("--markdown", is_flag=True, help="The page docs/networks.md.")
@click.pass_context
def list_networks(ctx: click.Context, as_json: bool, markdown: bool) -> None:
    """Every network, and what reading it takes."""
    from monitor.connect.manifests.inventory import inventory, page

    found = inventory(_catalogue(ctx))
    if as_json:
        show_json(found)
        return
    if markdown:
        click.echo("\n".join(page(found)))
        return
    heads = ("NETWORK", "CLASS", "STATUS", "READ", "KEYS")
    read = {True: "yes", False: "by hand"}
    show_table(
        [
            heads,
            *((f["network"], f["class"], f["status"], read[f["activity"]], " ".join(f["needs"]) or "-") for f in found),
        ]
    )


@connectors.command()
@click.argument("targets", nargs=-1, metavar="TARGET...")
@click.option("--from", "source", metavar="FILE", help="Targets from a file, one a line; - is standard input.")
@as_json
@click.pass_context
def match(ctx: click.Context, targets: tuple[str, ...], source: str | None, as_json: bool) -> None:
    """Say which account each TARGET is, an address or a handle as people paste it. Nothing is requested."""
    wanted = [*targets, *lines(source)]
    if not wanted:
        raise click.UsageError("no target: give an address or a handle, or --from FILE")
    catalogue = _catalogue(ctx)
    for target in wanted:
        found = catalogue.identify(target)
        if as_json:
            show_json({"input": target, **asdict(found)})
        else:
            click.echo("\t".join((target, found.network or "-", found.handle or "-", found.profile or "-")))


@connectors.command()
def schema() -> None:
    """The JSON Schema of a manifest, for editors."""
    from monitor.connect.manifests.manifest import manifest_schema

    show_json(manifest_schema())


def _catalogue(ctx: click.Context) -> Catalogue:
    """Every connector, including those whose keys are missing."""
    from monitor.run.trials.check_connectors import all_routes

    with application(ctx) as app:
        return all_routes(app, app.settings_or_default())


for command in COMMANDS:
    connectors.add_command(command)
