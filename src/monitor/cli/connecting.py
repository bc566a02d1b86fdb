"""`connectors`: which networks can be read, whose an address is, and whether the operator's own manifests are sound."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from monitor.cli.parts import application, as_json, counted, lines, show_json, show_table

if TYPE_CHECKING:
    from monitor.connect.catalogue import Catalogue
    from monitor.connect.manifest import Manifest


@click.group()
def connectors() -> None:
    """The networks that can be read."""


@connectors.command("list")
@as_json
@click.option("--markdown", is_flag=True, help="The page docs/networks.md.")
@click.pass_context
def list_networks(ctx: click.Context, as_json: bool, markdown: bool) -> None:
    """Every network, and what reading it takes."""
    catalogue = _catalogue(ctx)
    found = [_network(catalogue, name) for name in catalogue.names()]
    if as_json:
        show_json(found)
        return
    if markdown:
        click.echo("\n".join(_page(found)))
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
    """Say whose account each TARGET is, an address or a handle as people paste it. Nothing is asked."""
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
@click.argument("network", required=False)
@click.pass_context
def check(ctx: click.Context, network: str | None) -> None:
    """Load every manifest, the operator's own too, and tell every mistake with its file and key."""
    with application(ctx) as app:
        catalogue = app.catalogue_for(app.settings_or_default())
        if network is not None and not catalogue.ways(network):
            raise click.UsageError(f"no connector reads {network!r}: `monitor connectors list` names those there are")
        names = catalogue.names() if network is None else (network,)
        for way in (way for name in names for way in catalogue.ways(name)):
            if missing := [secret for secret in _needs(way) if app.secret(secret) is None]:
                click.echo(f"{way.id} cannot be asked: {' and '.join(missing)} is not set")
    click.echo(f"{counted(len(names), 'network', 'networks')}: the manifests are sound")


@connectors.command()
def schema() -> None:
    """The JSON Schema of a manifest, for editors."""
    from monitor.connect.manifest import manifest_schema

    show_json(manifest_schema())


def _page(found: list[dict[str, Any]]) -> list[str]:
    """The networks as a page of the documentation."""
    read = [each for each in found if each["activity"]]
    rows = [
        f"| {each['title']} | `{each['network']}` | {each['class']} | {each['status']} | {_shown(each['reach'])} |"
        f" {', '.join(f'`{name}`' for name in each['needs']) or 'no'} |"
        for each in read
    ]
    by_hand = [f"| {each['title']} | `{each['network']}` | {each['why']} |" for each in found if not each["activity"]]
    return [
        "# Networks",
        "",
        "Written by `monitor connectors list --markdown`. Class: A keyless and good, B keyless but partial, C with a",
        "key, D one's own accounts only, E impossible. Status: live was checked against the network, recorded against",
        "real answers, shape against its documentation.",
        "",
        f"## Read by a connector: {len(read)}",
        "",
        "| network | name | class | status | a list shows | key |",
        "|---|---|---|---|---|---|",
        *rows,
        "",
        f"## Seen by people only: {len(by_hand)}",
        "",
        "What is seen there is entered by hand: `monitor accounts seen ID --on DATE`.",
        "",
        "| network | name | why |",
        "|---|---|---|",
        *by_hand,
    ]


def _shown(reach: dict[str, int | None]) -> str:
    parts = [f"{reach['items']} posts" if reach["items"] else "", f"{reach['days']} days" if reach["days"] else ""]
    return " and ".join(filter(None, parts)) or "all"


def _catalogue(ctx: click.Context) -> Catalogue:
    with application(ctx) as app:
        return app.catalogue_for(app.settings_or_default())


def _needs(way: Manifest) -> tuple[str, ...]:
    return way.key.secrets if way.key is not None else ()


def _network(catalogue: Catalogue, name: str) -> dict[str, Any]:
    known = catalogue.manifests[name]
    reach = [posts.reach for posts in known.posts]
    return {
        "network": name,
        "title": known.name,
        "class": known.group,
        "status": known.status,
        "activity": known.activity,
        "why": known.why,
        "needs": list(_needs(known)),
        "reach": {
            "items": max((each.items for each in reach if each.items), default=None),
            "days": max((each.days for each in reach if each.days), default=None),
        },
        "terms": known.terms.automated,
    }
