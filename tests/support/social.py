"""What the social suites of ../shared/suites expect of a reader, by the name of each thing that is compared.

The tables say what is an act, and of which kind: objects are posts, or replies where they answer something; Announce
and `share` are shares; to like, to follow, to arrive, to delete and the like is no act. `rsvp` answers an invitation.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ACTORS = frozenset({"Application", "Group", "Organization", "Person", "Service"})
COLLECTIONS = frozenset({"Collection", "CollectionPage", "OrderedCollection", "OrderedCollectionPage"})
NO_ACTS = frozenset(  # by AS2's names: acts that nobody publishes, and what is no object
    {
        "Accept", "Activity", "Add", "Arrive", "Block", "Delete", "Dislike", "Flag", "Follow", "Ignore", "Invite",
        "Join", "Leave", "Like", "Link", "Listen", "Mention", "Move", "Offer", "Read", "Reject", "Relationship",
        "Remove", "TentativeAccept", "TentativeReject", "Tombstone", "Travel", "Undo", "Update", "View",
    }
)  # fmt: skip
VERBS = {"share": "share", "rsvp-yes": "reply", "post": "post"}  # of AS1; all others are no acts


def expected(case: Mapping[str, Any], path: Path) -> dict[str, Any]:
    """What is compared of the case, whose document is at `path`."""
    if case["suite"] == "microformats":
        return _of_page(case)
    return _of_as1(case) if "as1" in case else _of_as2(json.loads(path.read_text(encoding="utf-8")))


def _of_as2(document: dict[str, Any]) -> dict[str, Any]:
    kinds = types(document)
    if kinds & ACTORS:
        return _stated({"identity": document.get("id"), "name": document.get("name")})
    if kinds & COLLECTIONS:
        items = document.get("items", document.get("orderedItems", []))
        acts = [(item, kind) for item in items if (kind := as2_kind(item)) is not None]
        ids = [_id(item) for item, _ in acts]
        values = {"entries": len(acts), "kinds": [kind for _, kind in acts], "total": document.get("totalItems")}
        return _stated(values | {"ids": ids if all(ids) else None, "dates": [_date(item) for item, _ in acts]})
    kind = as2_kind(document)
    if kind is None or not document.keys() - {"@context"}:
        return {"entries": 0} if kind is None else {}
    inner = document.get("object") if isinstance(document.get("object"), dict) and kind != "share" else document
    values = {"entries": 1, "kinds": [kind], "first_id": _id(document), "first_link": _link((inner or {}).get("url"))}
    author = document.get("actor", document.get("attributedTo"))
    values["in_reply_to"] = None if kind == "share" else _target((inner or {}).get("inReplyTo"))
    dates = {"first_published": moment(_date(document)), "first_updated": moment(document.get("updated"))}
    return _stated(values | dates | {"first_author": _names(author) or None})


def types(document: Mapping[str, Any]) -> set[str]:
    stated = document.get("type") or ()
    return {stated} if isinstance(stated, str) else set(stated)


def as2_kind(item: Any) -> str | None:
    """post, share or reply; None for what is no act."""
    if isinstance(item, str):
        return "post"
    kinds = types(item)
    if "Announce" in kinds:
        return "share"
    if kinds & (NO_ACTS | ACTORS):
        return None
    inner = item["object"] if "Create" in kinds and isinstance(item.get("object"), dict) else item
    return "reply" if "inReplyTo" in inner else "post"


def _id(item: Any) -> str | None:
    if isinstance(item, str):
        return item
    inner = item.get("object")
    own: str | None = item.get("id")
    return inner.get("id") or own if isinstance(inner, dict) and as2_kind(item) != "share" else own


def _date(item: Any) -> str | None:
    found: str | None = item.get("published") if isinstance(item, dict) else None
    return found


def _link(value: Any) -> str | None:
    """An address, or of several that of the page."""
    if isinstance(value, list):
        value = next((each for each in value if each.get("mediaType") == "text/html"), value[0])
    found: str | None = value.get("href") if isinstance(value, dict) else value
    return found


def _of_as1(case: Mapping[str, Any]) -> dict[str, Any]:
    expect, first = case["expect"], case["as1"]
    entries = first if isinstance(first, list) else [first]
    first = entries[0]
    kinds = [as1_kind(entry) for entry in entries]
    form = case["format"]
    if expect["first_type"] == "person":
        values = {"name": expect.get("first_title"), "url": expect.get("first_link")}
        return _stated(values | {"identity": expect.get("first_id") if form == "as2.json" else None})
    acts = [kind for kind in kinds if kind is not None]
    if not acts:
        return {"entries": 0}
    values = {name: expect.get(name) for name in ("first_id", "first_link")}
    dates = {name: moment(expect.get(name)) for name in ("first_published", "first_updated")}
    values["in_reply_to"] = _target(first.get("inReplyTo"))
    author = None if form == "rss.xml" or kinds[0] == "share" else _names(first.get("author", first.get("actor")))
    return _stated({"entries": len(acts), "kinds": acts, "first_author": author or None} | values | dates)


def as1_kind(entry: Mapping[str, Any]) -> str | None:
    if entry.get("objectType") == "activity":
        return VERBS.get(entry["verb"])
    return "reply" if entry.get("objectType") == "comment" or "inReplyTo" in entry else "post"


def _of_page(case: Mapping[str, Any]) -> dict[str, Any]:
    items = [child for item in case["mf2"]["items"] for child in (item, *item.get("children", ()))]
    entries = [item["properties"] for item in items if "h-entry" in item["type"]]
    assert len(entries) == case["expect"]["entries"]
    cards: list[dict[str, Any]] = [item["properties"] for item in items if "h-card" in item["type"]]
    values: dict[str, Any] = {"entries": len(entries)}
    if cards:
        values |= {"name": cards[0].get("name", [None])[0], "url": cards[0].get("url", [None])[0]}
    if entries:
        entry = entries[0]
        values["kinds"] = ["reply" if "in-reply-to" in each else "post" for each in entries]
        values["first_link"] = entry.get("url", [None])[0]
        values["first_published"] = moment(entry.get("published", [None])[0])
        values["first_updated"] = moment(entry.get("updated", [None])[0])
        values["first_author"] = _names(entry.get("author", [None])[0]) or None
    return _stated(values)


def _names(author: Any) -> frozenset[str]:
    """What an author may be called by."""
    if isinstance(author, list):
        return _names(author[0])
    if isinstance(author, dict):
        properties = author.get("properties", author)
        values = [properties.get(name) for name in ("id", "url", "displayName", "name")]
        return frozenset(text for value in values for text in (value if isinstance(value, list) else [value]) if text)
    return frozenset({author} if author else ())


def moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    read = datetime.fromisoformat(text)
    return read.replace(tzinfo=UTC) if read.tzinfo is None else read


def _target(replied: Any) -> str | None:
    """The first of what is replied to, by its id, else its address."""
    first = replied[0] if isinstance(replied, list) else replied
    found: str | None = first.get("id") or first.get("url") if isinstance(first, dict) else first
    return found


def _stated(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
