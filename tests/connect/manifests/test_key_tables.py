"""Networks and routes that need a key: what they must have in common with the keyless route, and with the docs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from monitor.connect.manifests.catalogue import Catalogue

ROOT = Path(__file__).parents[3]
CATALOGUE = Catalogue.load(has=lambda secret: True)
ROUTES = {route.id: route for routes in CATALOGUE.others.values() for route in routes}
KEYED = {name: one for name, one in {**CATALOGUE.manifests, **ROUTES}.items() if one.key is not None}
UNREAD = {"pinterest-api": "/spring-ideas/"}  # addresses of another kind than the owner's interface knows

SAME: list[tuple[str, dict[str, Any], str, dict[str, Any], str]] = [  # one act, as either route's answer states it
    (
        "youtube",
        {"id": [{"_text": "yt:video:aaaaaaaaaa1"}]},
        "youtube-api",
        {"contentDetails": {"videoId": "aaaaaaaaaa1"}},
        "yt:video:aaaaaaaaaa1",
    ),
    ("reddit", {"id": "t3_1a2b"}, "reddit-api", {"kind": "t3", "data": {"name": "t3_1a2b"}}, "t3_1a2b"),
    ("tumblr", {"id": "https://acme.tumblr.com/post/131"}, "tumblr-api", {"id": 131, "id_string": "131"}, "131"),
    ("tumblr", {"id": "https://acme.tumblr.com/post/131/news"}, "tumblr-api", {"id_string": "131"}, "131"),
    ("vimeo", {"id": "tag:vimeo,2026-06-14:clip9002"}, "vimeo-api", {"uri": "/videos/9002"}, "9002"),
    ("flickr", {"id": "tag:flickr.com,2005:/photo/902"}, "flickr-api", {"id": "902"}, "tag:flickr.com,2005:/photo/902"),
    ("pinterest", {"id": "https://www.pinterest.com/pin/902/"}, "pinterest-api", {"id": "902"}, "902"),
    ("threads", {"id": "13"}, "threads-discovery", {"id": "13"}, "13"),
]


@pytest.mark.parametrize(
    ("network", "item", "route", "other", "expected"), SAME, ids=[f"{i}-{s[2]}" for i, s in enumerate(SAME)]
)
def test_an_act_has_one_id_by_every_route(
    network: str, item: dict[str, Any], route: str, other: dict[str, Any], expected: str
) -> None:
    keyless = CATALOGUE.manifests[network].posts[0].map.id.read(item)
    assert (keyless, ROUTES[route].posts[0].map.id.read(other)) == (expected, expected)


@pytest.mark.parametrize("route", sorted(ROUTES))
def test_a_route_knows_the_addresses_of_its_network(route: str) -> None:
    manifest = ROUTES[route]
    lines = (ROOT / "tests" / "matches" / f"{manifest.network}.txt").read_text(encoding="utf-8").splitlines()
    shown = [profile for *_, profile in (line.split("\t") for line in lines) if profile != "-"]
    unread = [each for each in shown if manifest.names(each) is None]
    assert [each for each in unread if not (route in UNREAD and each.endswith(UNREAD[route]))] == []


@pytest.mark.parametrize("name", sorted(KEYED))
def test_a_secret_names_its_network_and_is_explained_in_both_languages(name: str) -> None:
    manifest = KEYED[name]
    assert manifest.key is not None
    prefix = f"MONITOR_{manifest.network.upper().replace('-', '_')}_"
    for page in ("keys.md", "fr/cles.md"):
        text = (ROOT / "docs" / page).read_text(encoding="utf-8")
        assert [secret for secret in manifest.key.secrets if f"`{secret}" not in text] == []
    assert [secret for secret in manifest.key.secrets if not secret.startswith(prefix)] == []


def test_both_pages_name_the_same_keys() -> None:
    named = [
        set(re.findall(r"MONITOR_\w+", (ROOT / "docs" / page).read_text(encoding="utf-8")))
        for page in ("keys.md", "fr/cles.md")
    ]
    assert named[1] == named[0]


def test_no_recording_holds_a_key() -> None:
    marks = re.compile(
        r"[?&](?:key|api_key|access_token|apikey|token)=|authorization|Bearer |Bot [A-Za-z0-9]{20}", re.IGNORECASE
    )
    found = [
        f"{path.parent.name}/{path.stem}: {line}"
        for path in sorted((ROOT / "tests" / "recordings").glob("*/*.toml"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith(("get", "sent", "final", "headers")) and marks.search(line)
    ]
    assert found == []
