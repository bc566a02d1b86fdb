"""`discover`: a brand's accounts, found from its own web site."""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.parts import SOME_FAILED, allow_private, application, as_json, show_json, show_table

if TYPE_CHECKING:
    from monitor.model.discovery import Found
    from monitor.run.discovery.on_demand import Explored


@click.command()
@click.argument("site", metavar="SITE")
@click.option("--brand", metavar="ID", help="Compare what is found with this brand's accounts (else by its `site`).")
@click.option("--toml", "as_toml", is_flag=True, help="Print [[accounts]] for what is not watched, ready to append.")
@click.option("--no-wikidata", is_flag=True, help="Do not ask Wikidata.")
@click.option("--wikidata", metavar="URL", hidden=True, help="Another Wikidata.")
@allow_private
@as_json
@click.pass_context
def discover(
    ctx: click.Context,
    site: str,
    brand: str | None,
    as_toml: bool,
    no_wikidata: bool,
    wikidata: str | None,
    allow_private: bool,
    as_json: bool,
) -> None:
    """Find the accounts and feeds that SITE leads to: a web address, or the id of a brand that has a `site`."""
    if as_json and as_toml:
        raise click.UsageError("--json and --toml are two forms: choose one")
    from monitor.connect.discovery.wikidata import BASE
    from monitor.run.discovery.on_demand import explore_site, stanzas

    with application(ctx) as app:
        settings = app.settings_or_default()
        if brand is not None and brand not in settings.brands:
            raise click.UsageError(f"the configuration has no brand {brand!r}; it has {', '.join(settings.brands)}")
        base = None if no_wikidata else wikidata or BASE
        explored = asyncio.run(
            explore_site(app, settings, site, brand, allow_private=allow_private, wikidata_base=base)
        )
    if as_json:
        show_json(_document(explored))
    elif as_toml:
        for stanza in stanzas(explored, settings.accounts):
            click.echo(stanza)
    else:
        _say(explored)
    for problem in explored.discovery.problems:
        click.echo(f"monitor: {problem}", err=True)
    if explored.discovery.failed:
        if explored.discovery.failed not in explored.discovery.problems:
            click.echo(f"monitor: {explored.discovery.failed}", err=True)
        ctx.exit(SOME_FAILED)


def _document(explored: Explored) -> dict[str, Any]:
    discovery, orphans = explored.discovery, explored.orphans
    return {
        "site": discovery.site,
        "brand": explored.brand.id if explored.brand is not None else None,
        "accounts": [_hit(found) for found in discovery.found],
        "unwatched": [found.url for found in orphans.unwatched] if orphans is not None else None,
        "unlinked": list(orphans.unlinked) if orphans is not None else None,
        "pages": list(discovery.pages),
        "problems": list(discovery.problems),
        "failed": discovery.failed or None,
    }


def _hit(found: Found) -> dict[str, Any]:
    hit = asdict(found)
    return {**hit, "where": list(found.where), "proof": found.proof or None}


def _say(explored: Explored) -> None:
    """A table for a person at a terminal, and the orphans on both sides."""
    found = explored.discovery.found
    if found:
        rows = [
            (each.network, each.url, f"{each.confidence:.0%}", "yes" if each.confirmed else "-", each.where[0])
            for each in found
        ]
        show_table([("NETWORK", "ACCOUNT", "SURE", "CONFIRMED", "WHERE"), *rows])
    elif not explored.discovery.failed:
        click.echo(f"{explored.discovery.site} leads to no account that is known to be its own")
    if explored.orphans is None or explored.brand is None or explored.discovery.failed:
        return
    for each in explored.orphans.unwatched:
        click.echo(f"not watched: {each.url} ({each.network}); take it over with: monitor discover --toml")
    for account in explored.orphans.unlinked:
        click.echo(f"not linked from {explored.discovery.site}: {account}")
