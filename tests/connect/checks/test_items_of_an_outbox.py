"""What stands in an ActivityPub outbox: which items are acts, of which kind, and where they can be seen."""

from __future__ import annotations

import json
from typing import Any

import pytest

ME, OUTBOX = "https://acme.example/u/lea", "https://acme.example/u/lea/outbox"
DATE = "2026-06-14T08:00:00Z"
POST = {"type": "Create", "id": f"{ME}/1/activity", "actor": ME, "published": DATE, "object": {"id": f"{ME}/1"}}


def acts(replay: Any, answer: Any, *items: dict[str, Any]) -> list[Any]:
    actor = json.dumps({"type": "Person", "id": ME, "outbox": OUTBOX})
    outbox = json.dumps({"type": "OrderedCollection", "orderedItems": [POST, *items]})
    return list(replay("activitypub", ME, answer(ME, actor) | answer(OUTBOX, outbox)).seen.activities[1:])


@pytest.mark.parametrize(
    "item",
    [
        {"type": "Arrive", "actor": ME},
        {"type": ["Update", "https://acme.example/ns#Edit"], "actor": ME},
        {"type": "Tombstone", "attributedTo": ME, "formerType": "Note"},
        {"type": "Like", "actor": ME, "object": "https://other.example/1"},
    ],
)
def test_what_nobody_publishes_is_no_act(replay: Any, answer: Any, item: dict[str, Any]) -> None:
    assert acts(replay, answer, {"id": f"{ME}/2", "published": DATE} | item) == []


@pytest.mark.parametrize(
    ("item", "kind", "act", "url"),
    [
        (
            {"type": ["Create", "https://acme.example/ns#Write"], "object": {"id": f"{ME}/n"}},
            "post",
            f"{ME}/n",
            f"{ME}/n",
        ),
        ({"type": "Create", "object": {"id": f"{ME}/n", "inReplyTo": {"type": "Note"}}}, "reply", f"{ME}/n", f"{ME}/n"),
        ({"type": ["Announce"], "object": "https://other.example/1"}, "share", f"{ME}/2", "https://other.example/1"),
        (
            {"type": "Announce", "url": "https://acme.example/s/2", "object": {"url": "https://other.example/1"}},
            "share",
            f"{ME}/2",
            "https://acme.example/s/2",
        ),
    ],
)
def test_an_act_s_kind_id_and_address(
    replay: Any, answer: Any, item: dict[str, Any], kind: str, act: str, url: str
) -> None:
    (read,) = acts(replay, answer, {"id": f"{ME}/2", "actor": ME, "published": DATE} | item)
    assert (read.kind.value, read.id, read.url) == (kind, act, url)
