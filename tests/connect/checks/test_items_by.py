"""`by`: the author that acts must have. Handles are the same in capital and in small letters (`fold`); ids are not."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from monitor.connect.checks.items import same_author
from monitor.connect.checks.observe import observe
from monitor.connect.manifests.catalogue import Catalogue
from monitor.connect.manifests.manifest import Manifest
from monitor.connect.recordings.recording import driven
from monitor.model.activity import Memory
from monitor.model.check import Observation, Outcome
from monitor.model.http import NoResponse, Refusal, Request, Response

RECORDINGS = Path(__file__).parents[2] / "recordings"
CATALOGUE = Catalogue.load(has=lambda secret: True, networks={"tiktok": {"i_have_permission": "Acme"}})
ROUTES = {
    route.id: route for routes in (tuple(CATALOGUE.manifests.values()), *CATALOGUE.others.values()) for route in routes
}
EXACT = {  # names that a `by` is made of, and why capitals count in them
    "actor": "an address",
    "code": "an id: two channels may differ in capitals alone",
    "did": "an id",
    "fid": "a number",
    "group": "a number",
    "id": "an id",
    "nsid": "an id",
    "person": "a number",
}
EXACT_HANDLES = {
    "hackernews": "two people may have names that differ in capitals alone",
    "stackexchange": "a number",
}
FOLDED = {  # networks whose posts are compared with a handle, and a recording of each
    "deviantart": "posts.toml",
    "pinterest-api": "pins.toml",
    "threads": "posts.toml",
    "threads-discovery": "posts.toml",
    "tiktok": "videos.toml",
}


def lists(manifest: Manifest) -> list[Any]:
    every: list[Any] = [*manifest.posts, *manifest.replies]
    return [each for each in every if each.by is not None]


@pytest.mark.parametrize("name", [name for name, manifest in ROUTES.items() if lists(manifest)])
def test_each_manifest_that_names_the_author_says_whether_capitals_count(name: str) -> None:
    for one in lists(ROUTES[name]):
        exact = name in EXACT_HANDLES or all(each in EXACT for each in one.by.names)
        assert one.fold is not exact, f"{name}: by = {one.by.text!r}"


def test_the_networks_whose_handles_are_folded_are_all_tried() -> None:
    assert {name for name, manifest in ROUTES.items() if any(posts.fold for posts in manifest.posts)} == set(FOLDED)


def played(name: str, file: str, url: str, change: tuple[str, str] = ("", "")) -> Any:
    """A recorded check of the account at `url`: addresses are answered whatever the letters of the handle."""
    recorded = tomllib.loads((RECORDINGS / name / file).read_text(encoding="utf-8"))
    answers = {each["get"].casefold(): each for each in recorded["exchanges"]}

    def ask(request: Request) -> Response | NoResponse:
        answer = answers.get(request.url.casefold())
        if answer is None:
            return NoResponse(Refusal.TIMEOUT, request.url)
        body = answer.get("body", "").replace(*change) if change[0] else answer.get("body", "")
        return Response(answer.get("status", 200), answer.get("headers", {}), body.encode(), request.url)

    manifest = ROUTES[name].model_copy(update={"replies": ()})
    return driven(observe(manifest, url, Memory(), recorded["now"]), ask)


@pytest.mark.parametrize(("name", "file"), FOLDED.items())
def test_an_address_in_other_letters_is_the_same_account(name: str, file: str) -> None:
    recorded = tomllib.loads((RECORDINGS / name / file).read_text(encoding="utf-8"))
    host, _, handle = recorded["url"].rstrip("/").rpartition("/")
    own = played(name, file, recorded["url"])
    other = played(name, file, f"{host}/{handle.swapcase()}")
    assert isinstance(own, Observation), own
    assert isinstance(other, Observation), other
    assert own.activities
    assert [act.id for act in other.activities] == [act.id for act in own.activities]


def test_an_id_in_other_letters_is_another_account() -> None:
    recorded = tomllib.loads((RECORDINGS / "youtube" / "channel.toml").read_text(encoding="utf-8"))
    names = ROUTES["youtube"].names(recorded["url"])
    assert names is not None
    code = names["code"]
    assert isinstance(played("youtube", "channel.toml", recorded["url"]), Observation)
    swapped = played("youtube", "channel.toml", recorded["url"], (f"UC{code}</", f"UC{code.swapcase()}</"))
    assert (swapped.outcome, "not by the account" in swapped.detail) == (Outcome.CHANGED_FORMAT, True)


@pytest.mark.parametrize(
    ("one", "other", "fold", "same"),
    [
        ("Acme", "acme", True, True),
        ("Acme", "acme", False, False),
        ("acme", "acme", False, True),
        ("acme", "acme1", True, False),
        (None, "acme", True, False),
    ],
)
def test_same_author(one: str | None, other: str, fold: bool, same: bool) -> None:
    assert same_author(one, other, fold=fold) is same
