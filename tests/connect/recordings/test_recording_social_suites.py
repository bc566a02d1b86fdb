"""ActivityStreams 2, Granary's activities and the microformats tests (../shared/suites), read by our own manifests.

Each document is given to a whole check of the network whose answer it is, or would be part of:

    activitystreams2     activitypub: an actor as the account, a collection as its outbox, else an item of its outbox
    granary-activity     as2.json the same; bsky.json in Bluesky's author feed; mf2.html and mf2.json as hfeed's page;
                         rss.xml and feed.json as feed's document
    microformats         hfeed

Compared is what an account-health monitor reads: how many acts there are, their ids, links, dates, kinds, authors and
what they answer; of an actor or an h-card the id, the name and the link. Every case is in, with all that it states of
these; support/social.py says what that is.

Out of scope: titles and texts, places, pictures, recipients; who wrote what is shared; the author that Granary makes of
a feed's title; of what is no act everything but that; the id of an actor that stands in a page or in a repository's
record, neither of which is an account's id.

The documents are examples, not answers. What the protocol asks of every answer and they leave out is supplied (an
item's id, an actor's outbox) and not compared, and two guards of the lists are lifted: that all acts are the account's
own, and that some act is dated.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin

import pytest

from monitor.connect.manifests.catalogue import Catalogue
from monitor.connect.manifests.manifest import Manifest
from monitor.connect.recordings.recording import RecordedExchange, Recording, replay
from monitor.model.activity import Activity
from monitor.model.check import Failure, Observation, Outcome
from monitor.model.http import Response
from support.social import ACTORS, COLLECTIONS, expected, moment, types

FOLDER = Path(__file__).parents[3].parent / "shared" / "suites"
SUITES = ("activitystreams2", "granary-activity", "microformats")
NOW = datetime(2026, 6, 15, 10, tzinfo=UTC)
SITE = "http://example.com/"
HOME, OUTBOX = "http://example.org/home", "http://example.org/outbox"
DID = "did:plc:foo"
API = "https://public.api.bsky.app/xrpc"
PROFILE = f"{API}/app.bsky.actor.getProfile?actor={quote(DID)}"
FEED = f"{API}/app.bsky.feed.getAuthorFeed?actor={quote(DID)}&limit=100&filter=posts_with_replies&includePins=false"

_NO_ADDRESS = "an author without an address or an id: nobody who could be known again"
_WHEN_GOT = "contested: the network got it ten years after its author's date; what is back-dated counts as of then"
_OTHER = "contested: the document says otherwise than its pair: http://a/podcast, and no date"
MISSED = {  # what is not met, and why, contested or not
    ("activitystreams2/vocabulary-ex12-jsonld", "first_author"): _NO_ADDRESS,
    ("activitystreams2/vocabulary-ex65-jsonld", "first_author"): _NO_ADDRESS,
    ("granary-activity/comment_inreplyto_id__bsky_json", "first_published"): _WHEN_GOT,
    ("granary-activity/note__bsky_json", "first_published"): _WHEN_GOT,
    ("granary-activity/quote__bsky_json", "first_published"): _WHEN_GOT,
    ("granary-activity/feed_with_audio_video__mf2_json", "first_link"): _OTHER,
    ("granary-activity/feed_with_audio_video__mf2_json", "first_published"): _OTHER,
}
EMPTY = ("simple0001", "simple0002", "simple0007")  # nothing is stated, and nothing expected


def _cases() -> Iterator[tuple[str, dict[str, Any]]]:
    """(suite/id, case); none where the folder is absent."""
    for suite in SUITES:
        path = FOLDER / suite / "cases.jsonl"
        for line in path.read_text(encoding="utf-8").splitlines() if path.is_file() else ():
            case = json.loads(line)
            yield f"{suite}/{case['id']}", {**case, "suite": suite, "path": FOLDER / suite / case["file"]}


CASES = dict(_cases())
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not CASES, reason="../shared is not beside the checkout"),
]


@cache
def manifest(network: str) -> Manifest:
    """The network's, without the two guards."""
    found = Catalogue.load().manifests[network]
    posts = tuple(each.model_copy(update={"by": None, "undated": True}) for each in found.posts)
    return found.model_copy(update={"posts": posts, "replies": ()})


def check(network: str, url: str, answers: Mapping[str, Any], kind: str = "application/json") -> Observation | Failure:
    """One check; answers are bytes, or values to be written as JSON."""
    exchanges = tuple(
        RecordedExchange(get, Response(200, {"content-type": kind}, _bytes(body), get)) for get, body in answers.items()
    )
    result, asked = replay(manifest(network), Recording(url, NOW, exchanges), replies=False)
    assert result is not None, asked[-1].url
    return result


def _bytes(body: Any) -> bytes:
    return body if isinstance(body, bytes) else json.dumps(body).encode()


# What is read


def read(case: Mapping[str, Any]) -> Observation | Failure:
    """The check that the case's document belongs to."""
    body = case["path"].read_bytes()
    form = case.get("format", {"activitystreams2": "as2.json", "microformats": "mf2.html"}.get(case["suite"]))
    if form in ("mf2.html", "mf2.json"):
        return check("hfeed", SITE, {SITE: body}, "text/html; charset=utf-8")
    if form in ("rss.xml", "feed.json"):
        return check("feed", SITE, {SITE: body}, "application/xml" if form == "rss.xml" else "application/json")
    if form == "bsky.json":
        return _bluesky(json.loads(body))
    return _activitypub(json.loads(body))


def _activitypub(document: dict[str, Any]) -> Observation | Failure:
    if types(document) & ACTORS:
        actor = {"id": HOME, "outbox": OUTBOX, **document}
        return check("activitypub", HOME, {HOME: actor, OUTBOX: {"type": "OrderedCollection", "totalItems": 0}})
    outbox = document if types(document) & COLLECTIONS else {"type": "Collection", "items": [document]}
    for name in ("items", "orderedItems"):
        if name in outbox:
            outbox = outbox | {name: [_with_id(item, place) for place, item in enumerate(outbox[name])]}
    empty = {"type": "CollectionPage", "items": []}
    pages = {OUTBOX: outbox, "http://example.org/collection?page=0": empty}
    return check("activitypub", HOME, {HOME: {"type": "Person", "id": HOME, "outbox": OUTBOX}} | pages)


def _with_id(item: Any, place: int) -> Any:
    return {"id": f"{HOME}/{place}", **item} if isinstance(item, dict) else item


def _bluesky(document: dict[str, Any]) -> Observation | Failure:
    profile: dict[str, Any] = {"did": DID, "handle": "example.com", "postsCount": 0}
    feed = []
    if document["$type"] == "app.bsky.actor.profile":
        profile |= document
    elif document["$type"] == "app.bsky.feed.post":
        feed = [{"post": {"uri": f"at://{DID}/app.bsky.feed.post/1", "author": {"did": DID}, "record": document}}]
    elif document["$type"] == "app.bsky.feed.defs#feedViewPost":
        post = {"author": {"did": DID}, **document["post"]}
        feed = [{**document, "post": post | {"uri": post["uri"] or f"at://{DID}/app.bsky.feed.post/1"}}]
    return check("bluesky", f"https://bsky.app/profile/{DID}", {PROFILE: profile, FEED: {"feed": feed}})


# Whether they agree


def found(result: Observation | Failure, key: str, value: Any) -> Any:
    """What the check says of what is expected to be `value`."""
    acts: tuple[Activity, ...] = result.activities if isinstance(result, Observation) else ()
    facts = {"identity": result.facts.identity, "name": result.facts.name, "url": result.facts.url}
    match key:
        case "entries":
            return len(acts)
        case "kinds":
            return [act.kind.value for act in acts]
        case "ids":
            return [act.id for act in acts]
        case "dates":
            return [
                said if _same(act.published, said) else act.published for act, said in zip(acts, value, strict=False)
            ]
        case "total":
            return result.facts.total
        case "in_reply_to":
            return acts[0].in_reply_to if acts else None
        case "first_author":
            return value if acts and acts[0].author in value else acts and acts[0].author
        case "first_id" | "first_link" | "first_published" | "first_updated":
            name = {"first_link": "url"}.get(key, key.removeprefix("first_"))
            return getattr(acts[0], name) if acts else None
    return facts[key]


def _same(at: datetime | None, text: str | None) -> bool:
    return at == moment(text)


def absolute(case: Mapping[str, Any], key: str, value: Any) -> Any:
    return urljoin(SITE, value) if case["suite"] == "microformats" and key in ("url", "first_link") else value


@cache
def compared(suite: str) -> dict[tuple[str, str], tuple[Any, Any]]:
    """Of each case and key of a suite what is expected, and what is found; a crash of any case fails them all."""
    pairs: dict[tuple[str, str], tuple[Any, Any]] = {}
    for name, case in CASES.items():
        if case["suite"] == suite:
            result = read(case)
            for key, value in expected(case, case["path"]).items():
                pairs[name, key] = (absolute(case, key, value), found(result, key, value))
    return pairs


@pytest.mark.parametrize("name", CASES)
def test_case(name: str) -> None:
    """No document is a crash: it is read, or the check says what it is instead."""
    case = CASES[name]
    pairs = {key: pair for (of, key), pair in compared(case["suite"]).items() if of == name}
    for key, (value, got) in pairs.items():
        assert (value == got) is ((name, key) not in MISSED), (key, value, got)
    assert pairs or name.endswith(EMPTY)
    result = read(case)
    assert result.outcome in (Outcome.OK, Outcome.CHANGED_FORMAT, Outcome.BLOCKED)
    assert "reader failed" not in result.detail


@pytest.mark.parametrize(
    ("suite", "values"), [("activitystreams2", 250), ("granary-activity", 251), ("microformats", 61)]
)
def test_what_is_missed_is_at_most_a_fiftieth(suite: str, values: int) -> None:
    pairs = compared(suite)
    missed = [pair for pair in pairs.values() if pair[0] != pair[1]]
    assert len(pairs) == values
    assert len(missed) <= 0.02 * len(pairs)


def test_what_is_missed_is_listed_with_its_reason() -> None:
    every = {key for suite in SUITES for key in compared(suite)}
    assert MISSED.keys() <= every
    assert all(MISSED.values())
