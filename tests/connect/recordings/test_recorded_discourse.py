"""Real answers of Discourse forums (../shared/recorded/discourse) through observe, read right."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

REPLAYED = {
    "discourse_topic_1148.json",
    "discourse_topic_1149.json",
    "discourse_topics.json",
    "discourse_topics_pinned.json",
}
NOT_ASKED = {"discourse_post.json": "one post, as the forum gives it by its number"}
NOW = datetime(2026, 11, 22, tzinfo=UTC)
SITE = "https://forum.example"
LATEST = f"{SITE}/latest.json?order=created&page=0"


def test_the_list_covers_every_file(shared: Path) -> None:
    files = {path.name for path in (shared / "recorded" / "discourse").iterdir()}
    assert REPLAYED | set(NOT_ASKED) == files
    assert not REPLAYED & set(NOT_ASKED)


@pytest.mark.parametrize(
    ("name", "ids", "pinned"),
    [
        ("discourse_topics", ["1148", "1149"], []),
        ("discourse_topics_pinned", ["1149", "1150", "1148"], ["1149", "1150"]),
    ],
)
def test_recorded_topics(shared: Path, replay: Any, answer: Any, name: str, ids: list[str], pinned: list[str]) -> None:
    body = (shared / "recorded" / "discourse" / f"{name}.json").read_bytes()
    seen = replay("discourse", SITE, answer(LATEST, body), now=NOW).seen
    acts = {act.id: act for act in seen.activities}
    assert list(acts) == ids
    assert [act.id for act in seen.activities if act.pinned] == pinned
    assert acts["1148"].published == datetime(2016, 5, 23, 17, 3, 59, tzinfo=UTC)
    assert (acts["1148"].replies, acts["1148"].trusted) == (1, True)


@pytest.mark.parametrize(
    ("topic", "received"),
    [(1148, 20), (1149, 2)],  # nobody who answered there was of the staff
)
def test_recorded_posts_of_a_topic(shared: Path, replay: Any, answer: Any, topic: int, received: int) -> None:
    folder = shared / "recorded" / "discourse"
    topics = json.loads((folder / "discourse_topics.json").read_text(encoding="utf-8"))
    topics["topic_list"]["topics"] = [each for each in topics["topic_list"]["topics"] if each["id"] == topic]
    answers = answer(LATEST, json.dumps(topics))
    answers |= answer(f"{SITE}/t/{topic}.json", (folder / f"discourse_topic_{topic}.json").read_bytes())
    seen = replay("discourse", SITE, answers, now=NOW, replies=True).seen
    assert [act.id for act in seen.activities] == [str(topic)]
    assert len(seen.replies) == received
    first = seen.replies[0]
    assert (first.id, first.author, first.post) == ("18952", "2544", str(topic))
    assert first.url == f"{SITE}/t/support-ublock-origin/{topic}/1"
    assert first.published == datetime(2016, 1, 26, 20, 7, 49, tzinfo=UTC)
    assert {reply.answered for reply in seen.replies} == {None}
