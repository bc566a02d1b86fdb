"""Accounts of Bluesky and of any ActivityPub server: what names them, and what their answers may come to.

The rows of ../shared/suites/account-states for the two are read here too.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.connect.manifests.catalogue import Catalogue
from monitor.model.activity import Memory
from monitor.model.check import Failure, Observation, Outcome
from monitor.model.http import Response

SUITE = Path(__file__).parents[3].parent / "shared" / "suites" / "account-states"
CATALOGUE = Catalogue.load()
NOW = datetime(2026, 6, 15, 10, tzinfo=UTC)
DID = "did:plc:abc"
BASE = "https://public.api.bsky.app/xrpc"
PROFILE = f"{BASE}/app.bsky.actor.getProfile?actor="
BY_NUMBER, BY_HANDLE = f"{PROFILE}did%3Aplc%3Aabc", f"{PROFILE}brand.example"
FEED = f"{BASE}/app.bsky.feed.getAuthorFeed?actor=did%3Aplc%3Aabc&limit=100&filter=posts_with_replies&includePins=false"
ACTOR = "https://s.example/users/b"
OUTBOX = f"{ACTOR}/outbox"
KNOWN = Memory(DID, {"did": DID}, total=3, newest=NOW - timedelta(days=2), seen_any=True)
STATES = {
    "gone": {Outcome.GONE},
    "identity_changed": {Outcome.IDENTITY_CHANGED},
    "unknown": {Outcome.BLOCKED, Outcome.CHANGED_FORMAT, Outcome.LOGIN_REQUIRED, Outcome.TEMPORARY},
}


def _rows() -> list[dict[str, Any]]:
    if not SUITE.is_dir():
        return []
    rows = map(json.loads, (SUITE / "cases.jsonl").read_text(encoding="utf-8").splitlines())
    return [row for row in rows if row["connector"] in ("bluesky", "activitypub")]


def reply(url: str, document: Any, status: int = 200) -> dict[str, Response]:
    body = document if isinstance(document, bytes) else json.dumps(document).encode()
    return {url: Response(status, {"content-type": "application/json"}, body, url)}


def profile(total: int | None, **more: Any) -> dict[str, Any]:
    counted = {} if total is None else {"postsCount": total}
    return {"did": DID, "handle": "brand.example", **counted, **more}


def item(number: int, at: str, **more: Any) -> dict[str, Any]:
    uri = f"at://{DID}/app.bsky.feed.post/{number}"
    return {"post": {"uri": uri, "author": {"did": DID}, "record": {"createdAt": at}, "indexedAt": at}, **more}


@pytest.mark.parametrize("row", _rows(), ids=lambda row: row["id"])
@pytest.mark.shared
def test_state(row: dict[str, Any], replay: Any) -> None:
    result = _check(row, (SUITE / row["file"]).read_bytes(), replay)
    state = row["expect"]["state"]
    if state in STATES:
        assert isinstance(result, Failure), result
        assert result.outcome in STATES[state]
    else:
        assert isinstance(result, Observation), result
        newest = max((act.published for act in result.activities if act.published), default=None)
        assert (state == "active") is (newest is not None and newest > NOW - timedelta(days=30))
        assert result.complete


def _check(row: dict[str, Any], body: bytes, replay: Any) -> Any:
    memory = Memory(identity=row.get("expected_id"))
    if row["connector"] == "activitypub":
        outbox = body if "outbox" in row["id"] else b"{}"
        actor = {"id": ACTOR, "type": "Person", "outbox": OUTBOX} if "outbox" in row["id"] else body
        answers = reply(ACTOR, actor, row["status"]) | reply(OUTBOX, outbox, row["status"])
        return replay("activitypub", ACTOR, answers, memory, NOW).result
    handle = "https://bsky.app/profile/brand.example"
    if row["id"] in ("bsky-not-found", "bsky-handle-moved-did"):
        return replay("bluesky", handle, reply(BY_HANDLE, body, row["status"]), memory, NOW).result
    seen = reply(BY_HANDLE, profile(row.get("account", {}).get("postsCount", 1)))
    return replay("bluesky", handle, seen | reply(FEED, body, row["status"]), memory, NOW).result


@pytest.mark.parametrize(
    ("target", "network"),
    [
        ("https://bsky.app/profile/brand.example", "bluesky"),
        ("https://bsky.app/profile/did:plc:abc/", "bluesky"),
        ("at://did:plc:abc", "bluesky"),
        ("did:plc:abc", "bluesky"),
        ("@brand.example", "bluesky"),
        ("brand.bsky.social", "bluesky"),
        ("brand.example", None),  # may as well be a web site
        ("@brand", None),
        ("@brand@social.example", "mastodon"),
        ("https://bsky.app/profile/did:plc:abc/rss", "feed"),
        ("https://bsky.app/profile/brand.example/post/3k", "feed"),
        ("https://social.example/users/brand", "mastodon"),
        ("https://lemmy.example/c/brand/x", "feed"),
        ("https://brand.example/author/lea/", "feed"),
    ],
)
def test_the_network_of_an_address(target: str, network: str | None) -> None:
    assert CATALOGUE.match(target) == network


@pytest.mark.parametrize(
    ("network", "target", "names"),
    [
        ("bluesky", "brand.example", {"actor": "brand.example"}),
        ("bluesky", "brand", None),
        ("activitypub", "@b@s.example", {"base": "https://s.example", "resource": "acct:b@s.example"}),
        ("activitypub", "!b@s.example:81", {"base": "https://s.example:81", "resource": "acct:b@s.example:81"}),
        ("activitypub", "https://c.example/c/b@s.example", {"resource": "acct:b@s.example"}),
        ("activitypub", "https://s.example/author/b/", {"actor": "https://s.example/author/b/"}),
        ("activitypub", "https://s.example", {"actor": "https://s.example"}),
        ("activitypub", "brand", None),
        ("activitypub", "ftp://s.example/b", None),
    ],
)
def test_what_an_address_says_where_the_network_is_named(
    network: str, target: str, names: dict[str, str] | None
) -> None:
    manifest = CATALOGUE.get(network)
    assert manifest is not None
    found = manifest.names(target)
    assert (None if found is None else {name: found.get(name) for name in names or {}}) == names


def test_an_address_that_names_no_actor_is_not_asked(replay: Any) -> None:
    played = replay("activitypub", "brand", {}, now=NOW)
    assert (played.failed.outcome, played.requests) == (Outcome.CHANGED_FORMAT, [])


def test_another_handle_of_the_same_account(replay: Any) -> None:
    """F070: a new handle is a new name of the same account; its history goes on."""
    renamed = reply(BY_NUMBER, profile(4, handle="new.example"))
    posts = reply(FEED, {"feed": [item(4, "2026-06-14T08:00:00Z"), item(3, "2026-06-13T08:00:00Z")]})
    seen = replay("bluesky", "@brand.example", renamed | posts, KNOWN, NOW).seen
    assert (seen.complete, seen.memory.identity, seen.facts.name) == (True, DID, "new.example")


@pytest.mark.parametrize("remembered", [True, False])
def test_a_handle_that_another_account_has_now(replay: Any, remembered: bool) -> None:
    """F071: what the newcomer posts is never read."""
    memory = KNOWN if remembered else Memory(identity=DID, seen_any=True)
    answers = reply(BY_NUMBER, {"error": "InvalidRequest", "message": "Profile not found"}, 400) | reply(
        BY_HANDLE, {"did": "did:plc:new", "handle": "brand.example", "postsCount": 5}
    )
    played = replay("bluesky", "@brand.example", answers, memory, NOW)
    assert played.failed.outcome is Outcome.IDENTITY_CHANGED
    assert FEED not in [request.url for request in played.requests]


def test_an_account_that_its_owner_keeps_from_strangers(replay: Any) -> None:
    """F072: an account that asks not to be shown without a login is not asked for its posts."""
    hidden = reply(BY_NUMBER, profile(9, labels=[{"val": "!no-unauthenticated"}]))
    assert replay("bluesky", "@brand.example", hidden, KNOWN, NOW).failed.outcome is Outcome.LOGIN_REQUIRED
    locked = reply(ACTOR, {"error": "403", "msg": "private profile"}, 403)
    assert replay("activitypub", ACTOR, locked, now=NOW).failed.outcome is Outcome.BLOCKED


def test_an_account_that_its_network_has_suspended(replay: Any) -> None:
    """F073: suspended is said at once, by either network's own word for it."""
    down = reply(BY_NUMBER, {"error": "AccountTakedown", "message": "Account has been suspended"}, 400)
    assert replay("bluesky", "@brand.example", down, KNOWN, NOW).failed.outcome is Outcome.SUSPENDED
    actor = reply(ACTOR, {"id": ACTOR, "type": "Person", "outbox": OUTBOX, "suspended": True})
    assert replay("activitypub", ACTOR, actor, now=NOW).failed.outcome is Outcome.SUSPENDED


def test_an_account_that_was_deleted(replay: Any) -> None:
    """F074: gone is a 410, a tombstone, or a 400 that says so; a web page with a 404 is none of these."""
    unknown = {"error": "InvalidRequest", "message": "Profile not found"}
    answers = reply(BY_NUMBER, unknown, 400) | reply(BY_HANDLE, unknown, 400)
    assert replay("bluesky", "@brand.example", answers, KNOWN, NOW).failed.outcome is Outcome.GONE
    for status, body, outcome in (
        (410, b"", Outcome.GONE),
        (404, b'{"error": "not_found"}', Outcome.GONE),
        (404, b"<!DOCTYPE html><html></html>", Outcome.CHANGED_FORMAT),
    ):
        known = Memory(identity=ACTOR, seen_any=True)
        assert outcome is replay("activitypub", ACTOR, reply(ACTOR, body, status), known, NOW).failed.outcome


def test_a_domain_that_was_sold(replay: Any) -> None:
    """F075: the pages of a domain's new owner, and an actor of another id, are not the account."""
    parked = b"<!DOCTYPE html><html><title>This domain is for sale</title></html>"
    assert replay("activitypub", ACTOR, reply(ACTOR, parked), now=NOW).failed.outcome is Outcome.CHANGED_FORMAT
    other = reply(ACTOR, {"id": "https://evil.example/u/b", "type": "Person", "outbox": OUTBOX})
    failed = replay("activitypub", ACTOR, other, Memory(identity=ACTOR, seen_any=True), NOW).failed
    assert failed.outcome is Outcome.IDENTITY_CHANGED


@pytest.mark.parametrize(
    ("page", "outcome"),
    [
        (b"<html><title>Log in</title><input type=password></html>", Outcome.LOGIN_REQUIRED),
        (b"<html><title>Just a moment...</title></html>", Outcome.BLOCKED),
        (b"<html><body><div id=root></div><script src=/app.js></script></body></html>", Outcome.CHANGED_FORMAT),
    ],
)
def test_a_page_with_a_200_instead_of_an_answer(replay: Any, page: bytes, outcome: Outcome) -> None:
    """F076: a login page, a challenge or an empty shell is never an observation."""
    assert outcome is replay("bluesky", "@brand.example", reply(BY_NUMBER, page), KNOWN, NOW).failed.outcome
    assert outcome is replay("activitypub", ACTOR, reply(ACTOR, page), now=NOW).failed.outcome


@pytest.mark.parametrize(
    "document",
    [
        {"posts": []},
        {"feed": {}},
        {"feed": [{"post": {"uri": None}}]},
        {"feed": [{"post": {"uri": "at://x/y/z", "author": {"did": DID}, "record": {"createdAt": {}}}}]},
        {"feed": [{"post": {"uri": "at://x/y/z", "record": {"createdAt": "2026-06-14T08:00:00Z"}}}]},
        [],
        7,
    ],
)
def test_a_list_of_another_shape(replay: Any, document: Any) -> None:
    """F077: a field that is missing, renamed or of another type is a changed format, never an empty list."""
    answers = reply(BY_NUMBER, profile(3)) | reply(FEED, document)
    assert replay("bluesky", "@brand.example", answers, KNOWN, NOW).failed.outcome is Outcome.CHANGED_FORMAT


@pytest.mark.parametrize(
    "document",
    [
        {"type": "OrderedCollection"},
        {"type": "OrderedCollection", "orderedItems": {"type": "OrderedCollection"}},
        {"type": "OrderedCollection", "orderedItems": [{"type": "Create", "actor": ACTOR}]},
        {"orderedItems": []},
        [],
        None,
    ],
)
def test_an_outbox_of_another_shape(replay: Any, document: Any) -> None:
    """F077: the same for an outbox."""
    actor = reply(ACTOR, {"id": ACTOR, "type": "Person", "outbox": OUTBOX})
    failed = replay("activitypub", ACTOR, actor | reply(OUTBOX, document), now=NOW).failed
    assert failed.outcome is Outcome.CHANGED_FORMAT


@pytest.mark.parametrize("status", [404, 410, 501])
def test_a_question_that_is_no_longer_answered(replay: Any, status: int) -> None:
    """F078: an API that was switched off does not make its accounts gone."""
    closed = reply(BY_NUMBER, {"error": "MethodNotImplemented"}, status)
    assert replay("bluesky", "@brand.example", closed, KNOWN, NOW).failed.outcome is Outcome.CHANGED_FORMAT
    actor = reply(ACTOR, {"id": ACTOR, "type": "Person", "outbox": OUTBOX})
    failed = replay("activitypub", ACTOR, actor | reply(OUTBOX, {}, status), now=NOW).failed
    assert failed.outcome is Outcome.CHANGED_FORMAT


def test_posts_are_counted_and_not_shown(replay: Any) -> None:
    """F081: an empty list where posts are counted is blocked."""
    answers = reply(BY_NUMBER, profile(120)) | reply(FEED, {"feed": []})
    assert replay("bluesky", "@brand.example", answers, KNOWN, NOW).failed.outcome is Outcome.BLOCKED
    actor = reply(ACTOR, {"id": ACTOR, "type": "Person", "outbox": OUTBOX})
    empty = reply(OUTBOX, {"type": "OrderedCollection", "totalItems": 120, "orderedItems": []})
    assert replay("activitypub", ACTOR, actor | empty, now=NOW).failed.outcome is Outcome.BLOCKED


def test_only_pins_shares_and_posts_of_the_future(replay: Any) -> None:
    """F082: a pinned post keeps its age, a share is a share, a date in the future is not trusted."""
    pin = item(1, "2024-01-01T08:00:00Z", reason={"$type": "app.bsky.feed.defs#reasonPin"})
    share = item(
        2,
        "2020-01-01T08:00:00Z",
        reason={"$type": "app.bsky.feed.defs#reasonRepost", "indexedAt": "2026-06-14T08:00:00Z"},
    )
    future = item(3, "2026-06-15T20:00:00Z")
    future["post"]["indexedAt"] = "2026-06-15T09:00:00Z"
    answers = reply(BY_NUMBER, profile(3)) | reply(FEED, {"feed": [pin, share, future]})
    acts = replay("bluesky", "@brand.example", answers, KNOWN, NOW).seen.activities
    assert [(act.kind.value, act.pinned, act.trusted) for act in acts] == [
        ("post", True, True),
        ("share", False, True),
        ("post", False, False),
    ]
    assert [act.published.year for act in acts if act.published] == [2024, 2026, 2026]
    assert [act.claimed for act in acts] == [None] * 3


def test_a_date_that_its_author_claims_is_kept_beside_the_one_at_which_the_network_got_it(replay: Any) -> None:
    claimed, posted = item(1, "2014-03-28T10:00:00Z"), item(2, "2026-06-13T08:00:00Z")
    claimed["post"]["indexedAt"] = "2026-06-14T08:00:00Z"
    answers = reply(BY_NUMBER, profile(2)) | reply(FEED, {"feed": [claimed, posted]})
    acts = replay("bluesky", "@brand.example", answers, KNOWN, NOW).seen.activities
    assert [(act.published, act.claimed) for act in acts] == [
        (datetime(2026, 6, 14, 8, tzinfo=UTC), datetime(2014, 3, 28, 10, tzinfo=UTC)),
        (datetime(2026, 6, 13, 8, tzinfo=UTC), None),
    ]
