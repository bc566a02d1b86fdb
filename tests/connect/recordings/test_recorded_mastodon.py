"""Real answers of Mastodon servers (../shared/recorded/mastodon) through observe, read right.

Every recording that answers a request of the manifest is replayed: lookups, accounts and errors here, lists of posts in
test_recorded_posts.py. A step without a recording is hand-made and stands under `made`. The files that are not replayed
are in NOT_ASKED, each with its reason; together the two cover the folder.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.model.activity import Memory
from monitor.model.check import Outcome
from support.mastodon import HERE, NOW, SOCIAL, Cassettes, account, lookup, made, statuses

REPLAYED = {
    "old_pagination_fetch_next_previous.yaml",
    "test_account.yaml",
    "test_account_pinned.yaml",
    "test_accounts.yaml",
    "test_entity_account.yaml",
    "test_entity_poll.yaml",
    "test_get_pagination_info.yaml",
    "test_id_hook_in_reply_to.yaml",
    "test_public_tl_anonymous.yaml",
    "test_status_edit.yaml",
    "test_status_missing.yaml",
    "test_status_reblog_unreblog.yaml",
    "test_unauthed_home_tl_throws.yaml",
}
NOT_ASKED = {
    "test_entity_instancev2.yaml": "the instance describes itself; the manifest asks for accounts only",
    "test_entity_nodeinfo.yaml": "the server's software; the manifest does not ask for it",
    "test_entity_searchv2.yaml": "a search, which needs a login on most servers",
    "test_entity_statusedit.yaml": "the history of one post's edits",
    "test_entity_suggestion.yaml": "accounts that a server suggests to a member",
    "test_nodeinfo.yaml": "the server's software; the manifest does not ask for it",
    "test_server_time.yaml": "HEAD requests for the server's clock",
    "test_status_quotes.yaml": "who quotes one post",
    "test_timeline_disabled.yaml": "the server's public timeline and instance: many people's posts, none asked for",
}


def test_the_list_covers_every_file(shared: Path) -> None:
    files = {path.name for path in (shared / "recorded" / "mastodon").iterdir()}
    assert REPLAYED | set(NOT_ASKED) == files
    assert not REPLAYED & set(NOT_ASKED)


def test_lookup_of_an_account_without_posts(cassettes: Cassettes, replay: Any) -> None:
    number = "117020457910412882"
    played = replay(
        "mastodon",
        f"{HERE}/@mastodonpy_test",
        {
            lookup("mastodonpy_test"): cassettes.answer("test_accounts", lookup("mastodonpy_test")),
            statuses(number): made([], statuses(number)),  # made: statuses_count is 0
        },
        now=NOW,
    )
    seen = played.seen
    assert (seen.activities, seen.complete, seen.limited) == ((), True, False)
    assert number == seen.facts.identity == seen.memory.identity == seen.memory.resolved["id"]
    assert (seen.facts.name, seen.facts.followers, seen.facts.total) == ("mastodonpy_test", 0, 0)
    assert datetime(2026, 8, 1, tzinfo=UTC) == seen.facts.created == seen.facts.last_post


def test_lookup_of_another_account(cassettes: Cassettes, replay: Any) -> None:
    number = "117020458041994908"
    played = replay(
        "mastodon",
        f"{HERE}/users/mastodonpy_test_2",
        {
            lookup("mastodonpy_test_2"): cassettes.answer("test_accounts", lookup("mastodonpy_test_2")),
            statuses(number): made([], statuses(number)),  # made
        },
        now=NOW,
    )
    assert (played.seen.facts.identity, played.seen.facts.url) == (number, f"{HERE}/@mastodonpy_test_2")


def test_account_by_its_remembered_id(cassettes: Cassettes, replay: Any) -> None:
    number = "117020457910412882"
    played = replay(
        "mastodon",
        f"{HERE}/@mastodonpy_test",
        {
            account(number): cassettes.answer("test_account", account(number)),
            statuses(number): made([], statuses(number)),  # made
        },
        Memory(identity=number, resolved={"id": number}),
        NOW,
    )
    assert [request.url for request in played.requests] == [account(number), statuses(number)]
    assert (played.seen.facts.identity, played.seen.facts.total) == (number, 0)


def test_account_of_a_large_server_whose_list_is_withheld(cassettes: Cassettes, replay: Any) -> None:
    played = replay(
        "mastodon",
        f"{SOCIAL}/@acme",
        {
            account("23972", SOCIAL): cassettes.answer("test_entity_account", account("23972", SOCIAL)),
            statuses("23972", SOCIAL): made([], statuses("23972", SOCIAL)),  # made: none of 75,076 posts
        },
        Memory(identity="23972", resolved={"id": "23972"}, seen_any=True),
        NOW,
    )
    assert played.failed.outcome is Outcome.BLOCKED
    facts = played.failed.facts
    assert (facts.identity, facts.followers, facts.total) == ("23972", 3553, 75076)
    assert facts.created == datetime(2017, 2, 3, tzinfo=UTC)
    assert facts.last_post == datetime(2026, 4, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "path", "outcome"),
    [
        ("test_status_missing", "/api/v1/statuses/0", Outcome.GONE),
        ("test_unauthed_home_tl_throws", "/api/v1/timelines/home", Outcome.UNAUTHORISED),
    ],
)
def test_recorded_errors(cassettes: Cassettes, replay: Any, name: str, path: str, outcome: Outcome) -> None:
    """A 404 in words that are said of anything counts, for the account was seen before."""
    error = cassettes.answer(name, f"{HERE}{path}")
    played = replay("mastodon", f"{HERE}/@acme", {lookup("acme"): error}, Memory(seen_any=True), NOW)
    assert (played.failed.outcome, played.failed.detail) == (outcome, f"HTTP {error.status} from localhost:3000")
