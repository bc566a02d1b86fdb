"""What real networks answered of what others said (../shared/recorded), read by the manifests' own tables."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.connect.checks.replies import Said, read_replies, sort_out
from monitor.connect.checks.route import Route
from monitor.connect.manifests.catalogue import Catalogue
from monitor.model.activity import Memory

NOW = datetime(2026, 6, 15, tzinfo=UTC)
CATALOGUE = Catalogue.load(has=lambda secret: True)
MANIFESTS = {route.id: route for name in CATALOGUE.names() for route in CATALOGUE.routes(name)}


def received(network: str, document: Any, post: str | None = None, **names: str) -> list[Said]:
    manifest = MANIFESTS[network]
    said = read_replies(
        document, manifest.replies[0], Route(manifest, names, Memory(), NOW), "https://a.example/", post
    )
    assert said is not None
    return said


def ours(said: list[Said]) -> list[str]:
    return [each.reply.id for each in said if each.ours]


def dates(said: list[Said]) -> list[str]:
    return [f"{each.reply.published:%Y-%m-%dT%H:%M:%S}" for each in said]


@pytest.mark.parametrize("name", ["commentsextractor_default_0", "commentsextractor_default_1"])
def test_threads_below_a_video_of_peertube(shared: Path, name: str) -> None:
    recorded = json.loads((shared / "recorded" / "peertube" / f"{name}.json").read_bytes())
    document = json.loads(recorded["response"]["responseBody"])
    said = received("peertube", document, "u", owner="framasoft@framatube.org")
    shown = [each for each in document["data"] if not each["isDeleted"]]
    assert (len(document["data"]), len(shown)) == (12, 6)
    assert [each.reply.id for each in said] == [str(each["id"]) for each in shown]
    assert [each.reply.url for each in said] == [each["url"] for each in shown]
    assert dates(said) == [each["createdAt"][:19] for each in shown]
    assert said[0].reply.author == "grrg@videos.abnormalbeings.space"
    assert ours(said) == []
    assert {each.reply.answered for each in said} == {None}


def test_threads_on_a_channel_of_youtube(shared: Path) -> None:
    document = json.loads((shared / "recorded" / "youtube" / "api_comment_threads_by_channel.json").read_bytes())
    said = received("youtube-api", document, code="_x5XG1OV2P6uZZ5FSM9Ttw")
    assert [each.reply.id for each in said] == [each["id"] for each in document["items"]]
    assert dates(said)[0] == "2019-06-23T02:49:00"
    assert said[0].reply.author == "UCTWlvHQQXUs-4IVfdnGOUbw"


@pytest.mark.parametrize("page", [1, 2])
def test_threads_below_a_video_of_youtube(shared: Path, page: int) -> None:
    path = shared / "recorded" / "youtube" / f"api_comment_threads_by_video_paged_{page}.json"
    document = json.loads(path.read_bytes())
    said = received("youtube-api", document, code="somebodyelse")
    assert [each.reply.id for each in said] == [each["id"] for each in document["items"]]
    assert {each.reply.post for each in said} == {"yt:video:F1UP7wRCPH8"}


def test_comments_below_a_post_of_a_page(shared: Path) -> None:
    """Without `id` and `from`, which this answer was not asked for, there is nothing to keep."""
    document = json.loads((shared / "recorded" / "facebook" / "comments_p1.json").read_bytes())
    assert received("facebook", document, "p", id="19292868552") == []
    numbered = {"data": [{**each, "id": str(number)} for number, each in enumerate(document["data"])]}
    said = received("facebook", numbered, "p", id="19292868552")
    assert len(said) == len(document["data"])
    assert dates(said)[0] == "2021-08-10T18:45:03"
    assert said[0].reply.url == document["data"][0]["permalink_url"]


def test_comments_below_a_medium_of_instagram(shared: Path) -> None:
    document = json.loads((shared / "recorded" / "instagram" / "medias_comments_p1.json").read_bytes())
    said = received("instagram", document, "m", user="acme")
    assert [each.reply.id for each in said] == ["17858154961981086", "17874875428706419"]
    assert dates(said) == ["2020-06-01T10:56:52", "2020-06-01T10:16:39"]


def test_mentions_on_x(shared: Path) -> None:
    document = json.loads((shared / "recorded" / "x" / "v2_body_timeline_mentions.json").read_bytes())
    said = received("x", document, id="783214")
    assert [each.reply.id for each in said] == [each["id"] for each in document["data"]]
    assert said[0].reply.url == "https://x.com/i/web/status/1364398068313903104"
    theirs, given = sort_out(said, ())
    assert (len(theirs), given) == (5, ())
    assert all(each.direct for each in theirs)


def test_a_topic_of_discourse(shared: Path) -> None:
    document = json.loads((shared / "recorded" / "discourse" / "discourse_topic_1148.json").read_bytes())
    said = received("discourse", document, "1148")
    posts = [each for each in document["post_stream"]["posts"] if each["post_type"] == 1]
    assert [each.reply.id for each in said] == [str(each["id"]) for each in posts]
    numbers = {str(each["post_number"]): str(each["id"]) for each in posts}
    answered = [str(each["reply_to_post_number"] or "") for each in posts]
    assert [each.reply.in_reply_to for each in said] == [numbers.get(number, number) or "1148" for number in answered]
    assert said[0].reply.url == "https://a.example/t/support-ublock-origin/1148/1"


def test_posts_of_bluesky_in_a_thread(shared: Path) -> None:
    """Recorded posts, as a thread holds them."""
    document = json.loads((shared / "recorded" / "bluesky" / "getAuthorFeed.json").read_bytes())
    thread = {"thread": {"replies": [{"post": each["post"]} for each in document["feed"]]}}
    said = received("bluesky", thread, "at://x", did="did:plc:iijrtk7ocored6zuziwmqq3c")
    written = {each["post"]["uri"] for each in document["feed"] if "reason" not in each}
    assert set(ours(said)) == written
