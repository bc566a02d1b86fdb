"""`audiences`: where each audience already is, and how much is said there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from monitor.cli.parts import application, as_json, counted, iso, show_json, show_table

if TYPE_CHECKING:
    from monitor.model.community import Community
    from monitor.model.people import Audience

_HEADS = ("AUDIENCE", "COMMUNITY", "NETWORK", "MEMBERS", "POSTS A WEEK", "LAST POST", "SEEN", "LAST CHECK")


@click.command()
@as_json
@click.pass_context
def audiences(ctx: click.Context, as_json: bool) -> None:
    """List the communities where the audiences are: size, posts a week, last post. `run` checks each once a month."""
    from monitor.run.discovery.monthly_communities import gatherings

    with application(ctx) as app:
        found = gatherings(app)
    if as_json:
        show_json([_document(audience, community) for audience, community in found])
    elif found:
        show_table([_HEADS, *(_row(audience, community) for audience, community in found)])
        unseen = sum(community.checked is not None and not community.seen for _, community in found)
        click.echo(f"\n{counted(len(found), 'community', 'communities')}, {unseen} not seen at the last check")
    else:
        click.echo("no audience lists a community yet: add communities = [URL] to [audiences.NAME]")


def _document(audience: Audience, community: Community) -> dict[str, Any]:
    sight = community.sight
    return {
        "audience": audience.id,
        "community": community.url,
        "network": community.network,
        "members": sight and sight.members,
        "posts_a_week": sight and sight.posts_a_week,
        "at_least": sight is not None and sight.at_least,
        "last_post": iso(sight.last_post) if sight else None,
        "seen": iso(sight.at) if sight else None,
        "last_look": iso(community.checked),
        "outcome": community.outcome.value if community.outcome else None,
        "detail": community.detail or None,
        "next_look": iso(community.due),
    }


def _row(audience: Audience, community: Community) -> tuple[str, ...]:
    """What the last good check saw, and whether it was the last one."""
    sight, members, weekly, post = community.sight, "-", "-", "-"
    if sight is not None:
        members = "-" if sight.members is None else str(sight.members)
        rate = "-" if sight.posts_a_week is None else f"{sight.posts_a_week:.1f}"
        weekly = f"{rate} or more" if sight.at_least and sight.posts_a_week is not None else rate
        post = f"{sight.last_post:%Y-%m-%d}" if sight.last_post else "-"
    seen = f"{sight.at:%Y-%m-%d}" if sight else "never"
    return audience.id, community.url, community.network or "-", members, weekly, post, seen, _last(community)


def _last(community: Community) -> str:
    if community.checked is None or community.outcome is None:
        return "not checked yet"
    if community.seen:
        return "ok"
    if community.outcome.value == "manual":
        return f"cannot be read: {community.detail}"
    return f"not seen on {community.checked:%Y-%m-%d} ({community.outcome.value}): {community.detail}"
