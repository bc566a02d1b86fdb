"""Real answers of X's API (../shared/recorded/x) through observe, read right.

The cassettes were asked for without fields, and so hold neither dates nor authors: a list of such posts cannot be read,
and must never pass for an empty one. The bodies beside them hold the fields that the manifest asks for.
"""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from monitor.model.check import Outcome

BODIES = {
    "v2_body_search_tweets_query.json",
    "v2_body_timeline_mentions.json",
    "v2_body_tweet_quote_tweets_resp.json",
    "v2_body_users_resp.json",
    "v2_test_client_get_user.yaml",
    "v2_test_client_get_users_mentions.yaml",
    "v2_test_client_get_users_tweets.yaml",
}
OLD = "the interface of version 1.1, which is gone"
ANOTHER = "a list that is not asked for"
NOT_ASKED = {
    "perceval_tweets_page_1.json": OLD,
    "perceval_tweets_page_2.json": OLD,
    "perceval_tweets_page_3.json": OLD,
    "testusertimeline.json": OLD,
    "v1_get_mentions.json": OLD,
    "v1_get_replies.json": OLD,
    "v1_get_user_timeline.json": OLD,
    "v1_user_tweets.json": OLD,
    "v2_body_tweet_resp.json": "one post",
    "v2_test_asyncclient_get_home_timeline.yaml": ANOTHER,
    "v2_test_asyncclient_get_liked_tweets.yaml": ANOTHER,
    "v2_test_asyncclient_get_list_tweets.yaml": ANOTHER,
    "v2_test_client_get_quote_tweets.yaml": ANOTHER,
}
API = "https://api.x.com/2"
FIELDS = "user.fields=created_at,name,protected,public_metrics,username,verified"
NOW = datetime(2022, 12, 1, tzinfo=UTC)


@pytest.fixture
def recorded(shared: Path) -> Any:
    def read(name: str) -> Any:
        text = (shared / "recorded" / "x" / name).read_text(encoding="utf-8")
        if name.endswith(".json"):
            return json.loads(text)
        (exchange,) = yaml.safe_load(text)["interactions"]
        body = exchange["response"]["body"]["string"]
        return json.loads(gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body)

    return read


def lists(account: str) -> tuple[str, str]:
    """The addresses of an account's posts and of what mentions it."""
    fields = "author_id,created_at,in_reply_to_user_id,public_metrics,referenced_tweets"
    mentions = "author_id,conversation_id,created_at,referenced_tweets"
    base = f"{API}/users/{account}"
    return (
        f"{base}/tweets?max_results=10&tweet.fields={fields}",
        f"{base}/mentions?max_results=25&tweet.fields={mentions}",
    )


def user(name: str) -> str:
    return f"{API}/users/by/username/{name}?{FIELDS}"


def test_the_list_covers_every_file(shared: Path) -> None:
    assert BODIES | set(NOT_ASKED) == {path.name for path in (shared / "recorded" / "x").iterdir()}
    assert not BODIES & set(NOT_ASKED)


def test_recorded_profiles(recorded: Any, replay: Any, answer: Any) -> None:
    known = {each["username"]: each for each in recorded("v2_body_users_resp.json")["data"]}
    profile = json.dumps({"data": known["Twitter"]})
    empty = json.dumps({"meta": {"result_count": 0}})  # made
    answers = answer(user("Twitter"), profile) | answer(lists("783214")[0], empty)
    facts = replay("x", "https://twitter.com/Twitter", answers, now=NOW).failed.facts
    assert (facts.identity, facts.name, facts.followers, facts.total) == ("783214", "Twitter", 58_677_711, 13_944)
    assert (facts.verified, facts.url) == (True, "https://x.com/Twitter")
    assert facts.created == datetime(2007, 2, 20, 14, 35, 54, tzinfo=UTC)


def test_an_empty_list_is_no_silence_where_the_profile_counts_posts(recorded: Any, replay: Any, answer: Any) -> None:
    profile = json.dumps({"data": recorded("v2_body_users_resp.json")["data"][0]})
    empty = json.dumps({"meta": {"result_count": 0}})  # made
    answers = answer(user("Twitter"), profile) | answer(lists("783214")[0], empty)
    assert replay("x", "https://x.com/Twitter", answers, now=NOW).failed.outcome is Outcome.BLOCKED


def test_recorded_posts_of_one_author(recorded: Any, replay: Any, answer: Any) -> None:
    profile = json.dumps({"data": {"id": "17200003", "name": "Acme", "username": "acme"}})  # made
    found = recorded("v2_body_search_tweets_query.json")["data"]
    own = [each for each in found if each["author_id"] == "17200003"]
    page = json.dumps({"data": own, "meta": {"result_count": len(own)}})
    answers = answer(user("acme"), profile) | answer(lists("17200003")[0], page)
    seen = replay("x", "https://x.com/acme", answers, now=NOW).seen
    assert [act.id for act in seen.activities] == ["1275882613572583424", "1275653067283759104"]
    # the first answers the account itself, the second another
    assert [act.kind.value for act in seen.activities] == ["post", "reply"]
    assert [act.in_reply_to for act in seen.activities] == ["1273733248749690880", "1274086728471461889"]
    assert seen.activities[0].published == datetime(2020, 6, 24, 20, 4, 54, tzinfo=UTC)


def test_posts_by_others_are_never_the_accounts(recorded: Any, replay: Any, answer: Any) -> None:
    profile = json.dumps({"data": {"id": "17200003", "name": "Acme", "username": "acme"}})  # made
    found = json.dumps(recorded("v2_body_tweet_quote_tweets_resp.json"))
    answers = answer(user("acme"), profile) | answer(lists("17200003")[0], found)
    failed = replay("x", "https://x.com/acme", answers, now=NOW).failed
    assert (
        failed.outcome,
        failed.detail,
    ) == (Outcome.CHANGED_FORMAT, "a post by 29757971, not by the account (17200003)")


def test_a_list_without_the_fields_is_not_read_as_empty(recorded: Any, replay: Any, answer: Any) -> None:
    profile = json.dumps(recorded("v2_test_client_get_user.yaml"))
    posts = json.dumps(recorded("v2_test_client_get_users_tweets.yaml"))
    answers = answer(user("Twitter"), profile) | answer(lists("783214")[0], posts)
    failed = replay("x", "https://x.com/Twitter", answers, now=NOW).failed
    assert (failed.outcome, failed.detail) == (Outcome.CHANGED_FORMAT, "no post of the list has a readable date")
    assert (failed.facts.identity, failed.facts.name) == ("783214", "Twitter")


def test_recorded_mentions(recorded: Any, replay: Any, answer: Any) -> None:
    profile = json.dumps({"data": {"id": "783214", "name": "Acme", "username": "acme"}})  # made
    posts, mentions = lists("783214")
    empty = json.dumps({"meta": {"result_count": 0}})  # made
    said = recorded("v2_body_timeline_mentions.json")
    answers = answer(user("acme"), profile) | answer(posts, empty) | answer(mentions, json.dumps(said))
    seen = replay("x", "https://x.com/acme", answers, now=NOW, replies=True).seen
    assert [reply.id for reply in seen.replies] == [each["id"] for each in reversed(said["data"])]
    assert seen.replies[0].published == datetime(2021, 2, 24, 0, 13, 47, tzinfo=UTC)
    assert seen.replies[0].url == "https://x.com/i/web/status/1364367885582352386"


def test_recorded_mentions_without_dates_are_left_out(recorded: Any, replay: Any, answer: Any) -> None:
    profile = json.dumps({"data": {"id": "783214", "name": "Acme", "username": "acme"}})  # made
    posts, mentions = lists("783214")
    answers = answer(user("acme"), profile) | answer(posts, json.dumps({"meta": {"result_count": 0}}))
    answers |= answer(mentions, json.dumps(recorded("v2_test_client_get_users_mentions.yaml")))
    seen = replay("x", "https://x.com/acme", answers, now=NOW, replies=True).seen
    assert (seen.replies, seen.complete) == ((), True)
