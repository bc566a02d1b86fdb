"""Whether a profile leads back to the site: what proves an account. How each network is asked is a row of a table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from monitor.connect.discovery.brand_names import Site
from monitor.connect.manifests.expressions import Expression, Template
from monitor.connect.manifests.manifest import Manifest
from monitor.model.http import Format, Request

_AN_ADDRESS = re.compile(r"https?://[^\s\"'<>()]+|(?<![\w@/.-])(?:[\w-]+\.)+[a-z]{2,}(?![\w@.-])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LinkBackProfile:
    """How a profile is asked for, where its owner's links stand, and accounts of the owner elsewhere.

    `verified`: texts that the network itself checked to link back. `known`: what such a profile always has: a host
    that answers without it is of another kind. On a page, the owner's links are
    those with rel=me, and those `within` an element of that class.
    """

    get: tuple[Template, ...]  # the first whose names are all given
    links: Expression | None = None
    format: Format = Format.JSON
    within: str = ""
    verified: Expression | None = None
    known: Expression | None = None
    others: Mapping[str, Expression] | None = None


def _row(get: str, links: str, known: str | None = None, verified: str | None = None, **others: str) -> LinkBackProfile:
    return LinkBackProfile(
        tuple(map(Template, get.split())),
        Expression.compile(links),
        verified=Expression.compile(verified) if verified else None,
        known=Expression.compile(known) if known else None,
        others={name: Expression.compile(text) for name, text in others.items()},
    )


PROFILES: Mapping[str, LinkBackProfile] = {
    "mastodon": _row(
        "{base}/api/v1/accounts/lookup?acct={user}",
        "[fields[].value, website]",
        known="acct && id",
        verified="fields[?verified_at].value",
    ),
    "bluesky": _row("{base}/xrpc/app.bsky.actor.getProfile?actor={actor}", "[website, description]", known="did"),
    "github": _row("https://api.github.com/users/{user}", "blog", known="login", x="twitter_username"),
    "gitea": _row("{base}/api/v1/users/{user}", "website", known="login"),
    "devto": _row(
        "https://dev.to/api/users/by_username?url={user}",
        "website_url",
        known="username",
        x="twitter_username",
        github="github_username",
    ),
    "peertube": _row(
        "{base}/api/v1/accounts/{user} {base}/api/v1/video-channels/{channel}",
        "[description, support]",
        known="url && name",
    ),
    "lemmy": _row("{base}/api/v3/user?username={user}", "person_view.person.bio", known="person_view.person.actor_id"),
    "telegram": LinkBackProfile(
        (Template("https://t.me/s/{channel}"),), format=Format.SITE, within="tgme_channel_info_description"
    ),
    "microblog": LinkBackProfile((Template("https://micro.blog/{user}"),), format=Format.SITE, within="profile"),
    "gitlab": LinkBackProfile(
        (Template("https://gitlab.com/{user}"),), format=Format.SITE, within="profile-link-holder"
    ),
}
ADDRESSES: Mapping[str, str] = {"x": "https://x.com/{}", "github": "https://github.com/{}"}  # of `others`


def question(manifest: Manifest, profile: LinkBackProfile, url: str) -> Request | None:
    """What to ask for the profile behind `url`."""
    names = manifest.names(url) or {}
    template = next((each for each in profile.get if each.ready(names)), None)
    if template is None:
        return None
    page = profile.format is Format.SITE
    return Request(
        template.fill(names),
        headers={"accept": "text/html" if page else "application/json"},
        own=False,
        per_host=manifest.limit.per_host,
        page=page,
        budget=manifest.budget,
    )


def proof(profile: LinkBackProfile, document: Any, site: Site) -> str:
    """How the profile leads back to the site; "" where it does not."""
    if profile.format is Format.SITE:
        return "rel=me both ways" if any(_own_link(profile, link, site) for link in document["links"]) else ""
    if profile.verified is not None and _names(profile.verified.read(document), site):
        return "verified by the network"
    return "the profile's own link" if _names(_links(profile, document), site) else ""


def elsewhere(profile: LinkBackProfile, document: Any) -> list[str]:
    """Addresses of accounts that the profile says to be its owner's too."""
    if profile.format is Format.SITE:
        return [link["href"] for link in document["links"] if "me" in link["rel"].split()]
    named = [
        ADDRESSES[name].format(value.lstrip("@"))
        for name, expression in (profile.others or {}).items()
        if isinstance(value := expression.read(document), str) and value
    ]
    return [*named, *(text for text in _addresses(_links(profile, document)) if "://" in text)]


def _links(profile: LinkBackProfile, document: Any) -> Any:
    return profile.links.read(document) if profile.links is not None else None


def _own_link(profile: LinkBackProfile, link: Mapping[str, str], site: Site) -> bool:
    return site.owns(link["href"]) and ("me" in link["rel"].split() or profile.within in link["within"])


def _names(value: Any, site: Site) -> bool:
    return any(site.owns(text if "://" in text else f"https://{text}") for text in _addresses(value))


def _addresses(value: Any) -> list[str]:
    """The web addresses in a text, or in the texts of a list."""
    if isinstance(value, str):
        return [found.rstrip(".,;") for found in _AN_ADDRESS.findall(value)]
    return [found for each in value for found in _addresses(each)] if isinstance(value, list) else []
