"""Real answers of Meta's interfaces (../shared/recorded: facebook, instagram, threads) through observe, read right.

They were asked for with other fields, or in two questions where the manifests ask one; what is joined or made for that
is said. Tokens in them are the word "access_token".
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.model.check import Outcome

REPLAYED = {
    "facebook/comments_p1.json",
    "facebook/feeds_default_fields_p1.json",
    "facebook/feeds_default_fields_p2.json",
    "facebook/full_connecions_p1.json",
    "facebook/single_default_page.json",
    "instagram/base_discovery_medias_p1.json",
    "instagram/discovery_medias_p1.json",
    "instagram/discovery_medias_p2.json",
    "instagram/discovery_user_fields.json",
    "instagram/medias_comments_p1.json",
    "threads/threads_user_posts.json",
}
NOT_ASKED = {
    "instagram/medias_media_default.json": "one post",
    "instagram/medias_medias_fields.json": "posts by their ids",
}
GRAPH = "https://graph.facebook.com/v25.0"
PAGE = "fields=id,name,link,followers_count,fan_count,verification_status"
ADDRESS = "https://www.facebook.com/profile.php?id=19292868552"
POSTS = (
    f"{GRAPH}/19292868552/posts?fields=id,permalink_url,created_time,updated_time,message,parent_id,shares,"
    "comments.limit(0).summary(total_count),reactions.limit(0).summary(total_count)&limit=100"
)
INSTAGRAM = (
    f"{GRAPH}/1784?fields=business_discovery.username(acme)%7Bid,name,username,followers_count,media_count,"
    "media.limit(50)%7Bid,caption,permalink,timestamp,like_count,comments_count,media_product_type%7D%7D"
)
ACCOUNTS = f"{GRAPH}/me/accounts?fields=instagram_business_account&limit=100"
NOW = datetime(2026, 11, 22, tzinfo=UTC)
MINE = '{"data": [{"instagram_business_account": {"id": "1784"}, "id": "42"}]}'  # made
MADE = json.dumps({"id": "19292868552", "name": "Acme"})


@pytest.fixture
def recorded(shared: Path) -> Any:
    return lambda name: json.loads((shared / "recorded" / f"{name}.json").read_text(encoding="utf-8"))


def test_the_list_covers_every_file(shared: Path) -> None:
    there = {
        f"{folder}/{path.name}"
        for folder in ("facebook", "instagram", "threads")
        for path in (shared / "recorded" / folder).iterdir()
    }
    assert REPLAYED | set(NOT_ASKED) == there
    assert not REPLAYED & set(NOT_ASKED)


def test_a_recorded_page(recorded: Any, replay: Any, answer: Any) -> None:
    page = recorded("facebook/single_default_page")
    asked = POSTS.replace("19292868552", page["id"])
    answers = answer(f"{GRAPH}/facebookapp?{PAGE}", json.dumps(page)) | answer(asked, '{"data": []}')
    facts = replay("facebook", "https://www.facebook.com/facebookapp", answers, now=NOW).seen.facts
    assert (
        facts.name,
        facts.url,
        facts.followers,
        facts.verified,
    ) == ("Facebook", "https://www.facebook.com/facebookapp/", 214_507_731, True)


def test_two_recorded_pages_of_posts(recorded: Any, replay: Any, answer: Any) -> None:
    first, second = recorded("facebook/feeds_default_fields_p1"), recorded("facebook/feeds_default_fields_p2")
    following = POSTS.replace(",", "%2C").replace("(", "%28").replace(")", "%29") + "&after=after"
    answers = answer(f"{GRAPH}/19292868552?{PAGE}", MADE) | answer(POSTS, json.dumps(first))
    answers |= answer(following, json.dumps(second))
    now = datetime(2021, 7, 12, tzinfo=UTC)
    seen = replay("facebook", ADDRESS, answers, now=now).seen
    said = [*first["data"], *second["data"]]
    assert [act.id for act in seen.activities] == [each["id"] for each in said]
    assert [act.url for act in seen.activities] == [each["permalink_url"] for each in said]
    assert (10, seen.complete) == (len(said), True)
    act = seen.activities[0]
    assert (act.published, act.trusted) == (datetime(2021, 7, 9, 19, 9, 52, tzinfo=UTC), True)
    assert (act.replies, act.likes, act.shares) == (13, 125, 10)


def test_posts_without_fields_are_read_as_far_as_they_go(recorded: Any, replay: Any, answer: Any) -> None:
    page = recorded("facebook/full_connecions_p1")
    del page["paging"]["next"]
    answers = answer(f"{GRAPH}/19292868552?{PAGE}", MADE) | answer(POSTS, json.dumps(page))
    seen = replay("facebook", ADDRESS, answers, now=NOW).seen
    assert [act.id for act in seen.activities] == [each["id"] for each in page["data"]]
    assert [act.replies for act in seen.activities] == [None] * len(page["data"])


def test_comments_of_which_no_id_was_recorded_are_left_out(recorded: Any, replay: Any, answer: Any) -> None:
    feed = recorded("facebook/feeds_default_fields_p1")
    del feed["paging"]["next"]
    feed["data"] = feed["data"][:1]
    fields = "fields=id,created_time,from,parent,permalink_url&filter=stream&order=reverse_chronological&limit=100"
    answers = answer(f"{GRAPH}/19292868552?{PAGE}", MADE) | answer(POSTS, json.dumps(feed))
    comments = answer(
        f"{GRAPH}/{feed['data'][0]['id']}/comments?{fields}", json.dumps(recorded("facebook/comments_p1"))
    )
    seen = replay("facebook", ADDRESS, answers | comments, now=NOW, replies=True).seen
    assert (seen.replies, seen.complete, len(seen.activities)) == ((), True, 1)


@pytest.mark.parametrize("name", ["base_discovery_medias_p1", "discovery_medias_p1", "discovery_medias_p2"])
def test_recorded_media_of_another_account(recorded: Any, replay: Any, answer: Any, name: str) -> None:
    profile = recorded("instagram/discovery_user_fields")["business_discovery"]  # joined: two answers of one account
    media = recorded(f"instagram/{name}")["business_discovery"]["media"]
    whole = json.dumps({"business_discovery": {**profile, "media": media}, "id": "1784"})
    answers = answer(ACCOUNTS, MINE) | answer(INSTAGRAM, whole)
    seen = replay("instagram", "https://www.instagram.com/acme/", answers, now=NOW).seen
    assert [act.id for act in seen.activities] == [each["id"] for each in media["data"]]
    assert [act.url for act in seen.activities] == [each["permalink"] for each in media["data"]]
    assert [(act.replies, act.likes) for act in seen.activities] == [
        (each["comments_count"], each["like_count"]) for each in media["data"]
    ]
    stated = [datetime.strptime(each["timestamp"], "%Y-%m-%dT%H:%M:%S%z") for each in media["data"]]
    assert [act.published for act in seen.activities] == stated
    facts = seen.facts
    assert (facts.identity, facts.followers, facts.total) == ("17841407673135339", 64_976, 436)
    assert (facts.name, facts.url) == ("Facebook for Developers", "https://www.instagram.com/facebookfordevelopers/")


def test_media_without_the_profile_are_not_the_accounts(recorded: Any, replay: Any, answer: Any) -> None:
    cut = recorded("instagram/discovery_medias_p1")
    del cut["business_discovery"]["id"]
    answers = answer(ACCOUNTS, MINE) | answer(INSTAGRAM, json.dumps(cut))
    failed = replay("instagram", "https://www.instagram.com/acme/", answers, now=NOW).failed
    assert failed.outcome is Outcome.CHANGED_FORMAT


def test_recorded_comments(recorded: Any, replay: Any, answer: Any) -> None:
    media = {"id": "17846368219941692", "timestamp": "2020-06-01T10:00:00+0000", "comments_count": 2}  # made
    whole = {"business_discovery": {"id": "7", "username": "acme", "media_count": 1, "media": {"data": [media]}}}
    fields = "fields=id,timestamp,username,replies%7Bid,timestamp,username%7D&limit=50"
    answers = answer(ACCOUNTS, MINE) | answer(INSTAGRAM, json.dumps(whole))
    said = json.dumps(recorded("instagram/medias_comments_p1"))
    answers |= answer(f"{GRAPH}/17846368219941692/comments?{fields}", said)
    seen = replay("instagram", "https://www.instagram.com/acme/", answers, now=NOW, replies=True).seen
    assert [reply.id for reply in seen.replies] == ["17874875428706419", "17858154961981086"]
    assert seen.replies[0].published == datetime(2020, 6, 1, 10, 16, 39, tzinfo=UTC)
    assert seen.replies[0].post == "17846368219941692"


def test_recorded_threads(recorded: Any, replay: Any, answer: Any) -> None:
    base = "https://graph.threads.net/v1.0/me"
    listed = "fields=id,permalink,timestamp,media_type,text,username"
    replies = f"{base}/replies?{listed},replied_to,root_post,is_reply_owned_by_me&limit=100"
    answers = answer(f"{base}?fields=id,username,name,is_verified", '{"id": "3141592653", "username": "threads-user"}')
    posts = recorded("threads/threads_user_posts")
    for post in posts["data"]:
        post["username"] = "threads.user"  # a name such as Threads allows
    answers |= answer(f"{base}/threads?{listed},is_quote_post&limit=100", json.dumps(posts))
    answers |= answer(replies, '{"data": []}')
    seen = replay("threads", "https://www.threads.com/@threads.user", answers, now=NOW).seen
    assert [act.id for act in seen.activities] == ["1002", "1001"]
    assert [act.url for act in seen.activities] == [
        "https://www.threads.net/@threads-user/post/def",
        "https://www.threads.net/@threads-user/post/abc",
    ]
    assert seen.activities[0].published == datetime(2024, 1, 2, 12, tzinfo=UTC)
