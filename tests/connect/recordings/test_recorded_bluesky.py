"""Real answers of Bluesky (../shared/recorded/bluesky) through observe, read right.

The profile and the list of posts are one account's; that the list's second page is empty is hand-made.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.model.activity import Memory
from monitor.model.check import Outcome
from monitor.model.http import Response

REPLAYED = {"error.json", "getAuthorFeed.json", "getProfile.json"}
NOT_ASKED = {
    "getFeed.json": "a feed that an algorithm makes of many accounts' posts",
    "getLikes.json": "who liked one post",
    "getProfiles.json": "several profiles at once; the manifest asks for one",
    "getRepostedBy.json": "who shared one post",
    "sdk_did_doc.json": "how a server describes an account that it keeps",
    "sdk_get_follows.json": "whom an account follows",
    "sdk_resolve_handle.json": "a handle's number, which the profile gives too",
    "searchPosts.json": "a search, which needs a login",
}
NOW = datetime(2023, 5, 1, tzinfo=UTC)
DID = "did:plc:iijrtk7ocored6zuziwmqq3c"
BASE = "https://public.api.bsky.app/xrpc"
NUMBER = DID.replace(":", "%3A")
ADDRESS = f"https://bsky.app/profile/{DID}"
PROFILE = f"{BASE}/app.bsky.actor.getProfile?actor={NUMBER}"
FEED = f"{BASE}/app.bsky.feed.getAuthorFeed?actor={NUMBER}&limit=100&filter=posts_with_replies&includePins=false"
NEXT = f"{FEED}&cursor=1682809172466%3A%3Abafyreihdpdn7uiqmshzb2y4o67gzy2aeairq6phuk476k2oidhy2p5dbwu"


@pytest.fixture
def recorded(shared: Path) -> Any:
    def read(name: str, url: str, status: int = 200) -> dict[str, Response]:
        body = (shared / "recorded" / "bluesky" / name).read_bytes()
        return {url: Response(status, {"content-type": "application/json"}, body, url)}

    return read


def test_every_file_is_in_one_list(shared: Path) -> None:
    files = {path.name for path in (shared / "recorded" / "bluesky").iterdir()}
    assert REPLAYED | set(NOT_ASKED) == files
    assert not REPLAYED & set(NOT_ASKED)


def test_profile_and_list_of_an_account(shared: Path, recorded: Any, replay: Any, answer: Any) -> None:
    last = answer(NEXT, json.dumps({"feed": []}))  # made
    played = replay(
        "bluesky", ADDRESS, recorded("getProfile.json", PROFILE) | recorded("getAuthorFeed.json", FEED) | last, now=NOW
    )
    assert [request.url for request in played.requests] == [PROFILE, FEED, NEXT]
    seen = played.seen
    assert (
        seen.facts.identity,
        seen.facts.followers,
        seen.facts.total,
        seen.facts.created,
    ) == (DID, 4945, 3358, None)
    assert (seen.complete, seen.memory.resolved["did"]) == (True, DID)
    acts = seen.activities
    assert 25 == len(acts) == len({act.id for act in acts})
    kinds = ["reply"] * 25
    kinds[0] = kinds[18] = "share"
    kinds[4] = kinds[11] = kinds[23] = "post"
    assert [act.kind.value for act in acts] == kinds
    assert all(act.trusted for act in acts)
    assert sorted((act.published for act in acts), reverse=True) == [act.published for act in acts]
    raw = json.loads((shared / "recorded" / "bluesky" / "getAuthorFeed.json").read_bytes())["feed"]
    assert [act.author for act in acts] == [each["post"]["author"]["did"] for each in raw]
    assert {act.author for act in acts if act.kind.value != "share"} == {DID}


def test_shares_stand_at_their_own_time_with_ids_of_their_own(recorded: Any, replay: Any) -> None:
    known = Memory(DID, {"did": DID}, newest=datetime(2023, 4, 29, 23, tzinfo=UTC), seen_any=True)
    played = replay(
        "bluesky", ADDRESS, recorded("getProfile.json", PROFILE) | recorded("getAuthorFeed.json", FEED), known, NOW
    )
    acts = played.seen.activities
    shared_post = "at://did:plc:7itws64acv3c6dsgab5ky6zn/app.bsky.feed.post/3juhed6iawd2h"
    assert acts[18].id == f"{shared_post}#2023-04-29T23:36:56.062Z"
    assert acts[18].url == "https://bsky.app/profile/did:plc:7itws64acv3c6dsgab5ky6zn/post/3juhed6iawd2h"
    assert acts[18].published == datetime(2023, 4, 29, 23, 36, 56, tzinfo=UTC)
    assert (acts[18].replies, acts[18].likes, acts[18].shares) == (None, None, None)
    assert datetime(2023, 4, 30, 6, 33, 13, tzinfo=UTC) == acts[0].published == played.seen.memory.newest


def test_a_post_with_its_counts(shared: Path, recorded: Any, replay: Any) -> None:
    known = Memory(DID, {"did": DID}, newest=datetime(2023, 4, 29, 23, tzinfo=UTC), seen_any=True)
    played = replay(
        "bluesky", ADDRESS, recorded("getProfile.json", PROFILE) | recorded("getAuthorFeed.json", FEED), known, NOW
    )
    post, reply = played.seen.activities[4], played.seen.activities[1]
    assert post.id == f"at://{DID}/app.bsky.feed.post/3jukoxegkhw2s"
    raw = json.loads((shared / "recorded" / "bluesky" / "getAuthorFeed.json").read_bytes())["feed"][4]["post"]
    assert post.url == f"https://bsky.app/profile/{raw['author']['handle']}/post/3jukoxegkhw2s"
    assert (post.replies, post.likes, post.shares, post.in_reply_to) == (3, 44, 2, None)
    assert post.published == datetime(2023, 4, 30, 3, 23, 25, tzinfo=UTC)
    assert reply.in_reply_to == "at://did:plc:gojiv3xdlwobtke4csnksyyb/app.bsky.feed.post/3jukqq23rvy2w"


@pytest.mark.parametrize(("status", "outcome"), [(400, Outcome.CHANGED_FORMAT), (401, Outcome.LOGIN_REQUIRED)])
def test_an_error_that_says_nothing_of_the_account(recorded: Any, replay: Any, status: int, outcome: Outcome) -> None:
    assert outcome is replay("bluesky", ADDRESS, recorded("error.json", PROFILE, status)).failed.outcome
