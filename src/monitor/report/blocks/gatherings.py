"""Where the audiences of a brand talk: its communities as they were last seen, for its manager once a month. Pure.

Only the audiences that accounts of the brand serve; the busiest first, what was never seen last.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, tzinfo

from monitor.judge.gate import CommunityEvidence
from monitor.model.account import Account, Lifecycle
from monitor.model.community import Community
from monitor.model.settings import Settings
from monitor.report.blocks.section_rows import Gathering
from monitor.report.readers.sanitise import line, link


def gatherings(
    communities: Mapping[str, Community],
    accounts: Sequence[Account],
    managed: Collection[str],
    settings: Settings,
    now: datetime,
    zone: tzinfo,
) -> list[Gathering]:
    """The communities, by address, of the audiences that `accounts` of the `managed` brands serve."""
    mine = [one for one in accounts if one.brand in managed and one.lifecycle is not Lifecycle.CLOSED]
    serving = {name for one in mine for name in one.audience}
    networks = {one.network for one in mine}
    places = [
        CommunityEvidence(line(audience.name, 60), communities.get(url, Community(url)))
        for audience in settings.audiences.values()
        if audience.id in serving
        for url in audience.communities
    ]
    places.sort(key=lambda one: (one.community.sight is None, -_weekly(one), one.community.url))
    return [_gathering(place, networks, now, zone) for place in places]


def _weekly(place: CommunityEvidence) -> float:
    sight = place.community.sight
    return sight.posts_a_week or 0.0 if sight is not None else 0.0


def _gathering(place: CommunityEvidence, networks: Collection[str], now: datetime, zone: tzinfo) -> Gathering:
    sight, url = place.community.sight, place.community.url
    found = Gathering(place.audience, line(url, 90), link(url), present=place.community.network in networks)
    if sight is None:
        return found
    return Gathering(
        found.audience,
        found.address,
        found.link,
        members=sight.members,
        weekly=round(sight.posts_a_week) if sight.posts_a_week is not None else None,
        at_least=sight.at_least,
        last=sight.last_post.astimezone(zone).date() if sight.last_post is not None else None,
        seen=sight.at.astimezone(zone).date(),
        asleep=place.asleep(now),
        present=found.present,
    )
