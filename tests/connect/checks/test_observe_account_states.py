"""../shared/suites/account-states: one exchange with a network, and what is then said of the account, by all its parts.

Each row is read by the network's manifest (`html-profile` by one of the test's own), stored, and judged against the
suite's plan: two posts in 30 days, and longer silence is dormant. The account was seen well a day before, half a day
short of that: whatever counts as evidence of silence without being any makes it dormant.

| the suite's word | what it is here (health-model, section 1)                                                     |
|------------------|------------------------------------------------------------------------------------------------|
| active           | seen, and on_plan or behind                                                                    |
| dormant          | dormant                                                                                        |
| unknown          | not seen, or seen without proof of silence: nothing ages; a first check that sees nothing: new |
| limited          | seen, its counts lower bounds                                                                  |
| identity_changed | blind at once                                                                                  |
| credentials      | the check was unauthorised; failing, and the operator is notified                              |
| any other        | that                                                                                           |

An empty list of a profile that counts no post is dormant only where it never counted one: else it was not seen.

`flip` says whether anything is reported: a change that is announced, or what the operator must fix.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from monitor.connect.manifests.catalogue import Catalogue
from monitor.connect.manifests.manifest import Manifest
from monitor.model.activity import Memory, Validator
from monitor.model.check import Failure, Observation, Outcome
from monitor.model.http import Response
from monitor.model.state import ObservationState, Status
from support.networks import NOW
from support.shelf import act, seen
from support.watched import DAY, HOUR, WINDOW, Watched, announced

SUITE = Path(__file__).parents[3].parent / "shared" / "suites" / "account-states"

WORDS = {  # the suite's word: the statuses that it may be
    "active": {Status.ON_PLAN, Status.BEHIND},
    "dormant": {Status.DORMANT},
    "unknown": {Status.ON_PLAN, Status.BEHIND, Status.NEW, Status.BLIND},
    "limited": {Status.ON_PLAN, Status.BEHIND},
    "identity_changed": {Status.BLIND},
    "credentials": {Status.ON_PLAN, Status.BEHIND},
    "gone": {Status.GONE},
    "moved": {Status.MOVED},
    "private": {Status.PRIVATE},
    "suspended": {Status.SUSPENDED},
}
CONTESTED = {
    "gh-renamed": "moved is shown at once and reported (section 1), yet nothing is to be reported here: the same id "
    "answers, so it is the account itself under another name",
}
KNOWN_SINCE = {  # how old the last known act is, where the row says more than that the account was active
    "feed-304": DAY,  # nothing changed, and that is active
    "gh-empty-events": 29 * DAY,  # the list shows 30 days: the act should be in it
}
OUR_OWN = """\
name = "HTML profile"
status = "shape"
class = "B"
[match]
named = ['^(?P<page>https://brand\\.example/)$']
[[posts]]
get = "{page}"
format = "html"
present = "page.posts"
order = "mixed"
undated = true
dates = "auto"
[posts.html]
items = "article.post"
[posts.html.fields]
when = "time"
date = "time@datetime"
[posts.html.page]
posts = "article.post@class"
[posts.map]
id = "date || when"
published = "date || when"
[[errors]]
body = "this account is private"
is = "private"
[[errors]]
body = "page isn't available"
is = "gone"
[[errors]]
body = "<title>account suspended"
is = "suspended"
[[errors]]                              # the mark by which the operator knows the page as the brand's
body = '^(?![\\s\\S]*<title>brand\\b(?!\\.))'
is = "identity_changed"
[terms]
automated = "tolerated"
source = "https://brand.example/terms"
read_on = 2026-11-22
"""


def rows() -> list[dict[str, Any]]:
    """Those of one account; test_observe_account_states_fleet.py has the others."""
    if not SUITE.is_dir():
        return []
    found = map(json.loads, (SUITE / "cases.jsonl").read_text(encoding="utf-8").splitlines())
    return [row for row in found if row["connector"] != "fleet"]


@dataclass
class Scene:
    """How a row's network is asked: `given` is the address that the row's answer stands for."""

    network: str | Manifest
    url: str
    given: str
    others: Mapping[str, bytes] = field(default_factory=dict)
    identity: str | None = None
    final: str | None = None
    closed: frozenset[str] = frozenset()  # addresses that answer 404 too


def document(value: object) -> bytes:
    return json.dumps(value).encode()


def feed(row: dict[str, Any]) -> Scene:
    """A feed that answers 404 is gone where its site is too: the check asks for the front page."""
    url, front = "https://acme.example/feed.xml", "https://acme.example/"
    return Scene("feed", url, url, closed=frozenset({front}))


def mastodon(row: dict[str, Any]) -> Scene:
    base = "https://social.example/api/v1/accounts"
    lookup, listing = f"{base}/lookup?acct=brand", f"{base}/1001/statuses?limit=40"
    profile = row.get("account", {"id": "1001", "statuses_count": 2})
    of_the_profile = {"masto-moved", "masto-limited", "masto-id-reused", "masto-404", "masto-429", "masto-503"}
    given = lookup if row["id"] in of_the_profile else listing
    posts = (SUITE / "docs" / "masto-active.json").read_bytes()
    return Scene(
        "mastodon", "https://social.example/@brand", given, {lookup: document(profile), listing: posts}, "1001"
    )


def bluesky(row: dict[str, Any]) -> Scene:
    base, did = "https://public.api.bsky.app/xrpc/app.bsky", "did:plc:abc"
    profile = f"{base}.actor.getProfile?actor=brand.example"
    listing = (
        f"{base}.feed.getAuthorFeed?actor={quote(did, safe='')}&limit=100&filter=posts_with_replies&includePins=false"
    )
    given = profile if row["id"] in ("bsky-not-found", "bsky-handle-moved-did") else listing
    shown = document(row.get("account", {"did": did, "postsCount": 1}))
    return Scene("bluesky", "https://bsky.app/profile/brand.example", given, {profile: shown}, did)


def reddit(row: dict[str, Any]) -> Scene:
    """A person's profile can be suspended; private, banned and shut are communities."""
    short, path = ("u", "user") if row["id"] == "reddit-suspended" else ("r", "r")
    given = f"https://oauth.reddit.com/{path}/brand/about?raw_json=1"
    return Scene("reddit-api", f"https://www.reddit.com/{short}/brand", given)


def github(row: dict[str, Any]) -> Scene:
    base = "https://api.github.com"
    user, events = f"{base}/users/brand", f"{base}/users/brand/events/public?per_page=100"
    profile = document({"id": 42, "login": "brand", "type": "User"})
    scene = Scene("github", "https://github.com/brand", events, {user: profile}, "42")
    if row["id"] == "gh-renamed":  # the client has followed the redirect
        done = document([{"id": "1", "type": "PushEvent", "created_at": "2026-06-14T08:00:00Z", "actor": {"id": 42}}])
        return replace(scene, given=user, others={events: done, user: profile}, final=row["headers"]["Location"])
    return scene if row["id"] == "gh-empty-events" else replace(scene, given=user)


def activitypub(row: dict[str, Any]) -> Scene:
    actor = "https://s.example/u/b"
    outbox = f"{actor}/outbox"
    profile = document({"type": "Person", "id": actor, "outbox": outbox})
    given = actor if row["id"] == "ap-id-mismatch" else outbox
    return Scene("activitypub", actor, given, {actor: profile}, actor)


def html_profile(row: dict[str, Any]) -> Scene:
    return Scene("html-profile", "https://brand.example/", "https://brand.example/")


SCENES: Mapping[str, Callable[[dict[str, Any]], Scene]] = {
    "feed": feed,
    "mastodon": mastodon,
    "bluesky": bluesky,
    "reddit": reddit,
    "github": github,
    "activitypub": activitypub,
    "html-profile": html_profile,
}


def check(row: dict[str, Any], replay: Any, folder: Path, memory: Memory) -> Observation | Failure:
    """The row's exchange, carried out as a check."""
    scene = SCENES[row["connector"]](row)
    network: str | Manifest = scene.network
    if network == "html-profile":
        (folder / "html-profile.toml").write_text(OUR_OWN, encoding="utf-8")
        network = Catalogue.load([folder]).manifests["html-profile"]
    headers = {name.lower(): value for name, value in row["headers"].items()}
    body, status = (SUITE / row["file"]).read_bytes(), row["status"]
    if scene.final is not None:
        headers, body, status = {}, scene.others[scene.given], 200
    answers = {
        url: Response(200, {"content-type": "application/json"}, given, url) for url, given in scene.others.items()
    }
    answers |= {url: Response(404, {"content-type": "text/html"}, b"", url) for url in scene.closed}
    answers[scene.given] = Response(status, headers, body, scene.final or scene.given)
    validator = Validator('"1"', None, NOW - DAY)
    conditional = {scene.given: validator} if status == 304 else {}
    identity = row.get("expected_id", scene.identity)
    result = replay(network, scene.url, answers, replace(memory, identity=identity, validators=conditional)).result
    assert isinstance(result, Observation | Failure)
    return result


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["id"])
def test_state(shared: Path, row: dict[str, Any], replay: Any, tmp_path: Path) -> None:
    """Every row of one account."""
    watched = Watched(tmp_path, "brand")
    stated, word = row.get("stored_last"), row["expect"]["state"]
    last = datetime.fromisoformat(stated) if stated else NOW - KNOWN_SINCE.get(row["id"], WINDOW + 12 * HOUR)
    before = min(last + WINDOW - 12 * HOUR, NOW - HOUR)
    memory = Memory()
    if row["before"] == "active":
        memory = Memory(seen_any=True, checked=before, newest=last)
        watched.see(before, {"brand": seen(act("known", last), act("older", last - 7 * DAY))})
        assert watched.statuses() == {"brand": Status.ON_PLAN}
    reported: list[bool] = []
    for number in range(row.get("series", 1)):
        result = check(row, replay, tmp_path, memory)
        judged = watched.see(NOW + number * 12 * HOUR, {"brand": result})
        reported.append(bool(announced(judged)) or (word == "credentials" and bool(judged.troubles)))
    state = watched.shelf.state(NOW, "brand")
    assert reported == [False] * (len(reported) - 1) + [row["expect"]["flip"]], result
    assert state.status in WORDS["active" if row["id"] in CONTESTED else word], result
    if word == "unknown" and row["before"] == "active":
        assert state.observation.last_ok == before, result
        assert watched.shelf.record(NOW, "brand").last_human == last
    if word == "limited":
        assert (state.observation.state, state.observation.limited) == (ObservationState.OK, True)
    if word == "credentials":
        assert (state.observation.state, state.observation.outcome) == (ObservationState.FAILING, Outcome.UNAUTHORISED)


@pytest.mark.parametrize("name", ["masto-empty-count0", "bsky-empty", "ap-outbox-empty0"])
def test_a_profile_that_counted_posts_before_is_not_seen(shared: Path, name: str, replay: Any, tmp_path: Path) -> None:
    """The same answers as in the suite, where silence is proved only because no larger count was known."""
    (row,) = (row for row in rows() if row["id"] == name)
    watched = Watched(tmp_path, "brand")
    last, before = NOW - WINDOW - 12 * HOUR, NOW - DAY
    watched.see(before, {"brand": seen(act("known", last), act("older", last - 7 * DAY))})
    status = watched.statuses()
    result = check(row, replay, tmp_path, Memory(seen_any=True, checked=before, newest=last, total=2))
    judged = watched.see(NOW, {"brand": result})
    assert isinstance(result, Observation)
    said = "the list is empty; it was not before, and the profile counts no post: it counted 2"
    assert (result.complete, result.detail) == (False, said)
    assert (announced(judged), watched.statuses()) == ([], status)
    assert watched.shelf.state(NOW, "brand").observation.last_ok == before
