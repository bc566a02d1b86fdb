"""Real answers of Mastodon servers (../shared/recorded/mastodon) through the engine, read right.

Every recording that answers a request of the manifest is replayed: lookup, account, statuses pages, errors. The
manifest asks for 40 posts a page where the recordings asked for 5, so a recorded page answers under our address.
A step without a recording is hand-made and stands under `made`. The files that are not replayed are in NOT_ASKED, each
with its reason; together the two cover the folder.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from monitor.model.activity import Memory
from monitor.model.look import Outcome
from monitor.model.wire import Response

HERE, SOCIAL = "http://localhost:3000", "https://mastodon.social"
NOW = datetime(2026, 8, 2, 12, tzinfo=UTC)

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


class Cassettes:
    """The recorded exchanges, found by file and address."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def answer(self, name: str, uri: str, method: str = "GET", nth: int = 0) -> Response:
        with (self.folder / f"{name}.yaml").open(encoding="utf-8") as file:
            exchanges = yaml.safe_load(file)["interactions"]
        found = [each for each in exchanges if each["request"]["uri"] == uri and each["request"]["method"] == method]
        response = found[nth]["response"]
        headers = {key.lower(): ", ".join(values) for key, values in response["headers"].items()}
        body = response["body"]["string"]
        return Response(response["status"]["code"], headers, body if isinstance(body, bytes) else body.encode(), uri)

    def status(self, name: str, uri: str, method: str = "POST", nth: int = 0) -> Any:
        return json.loads(self.answer(name, uri, method, nth).body)


@pytest.fixture
def cassettes(shared: Path) -> Cassettes:
    return Cassettes(shared / "recorded" / "mastodon")


def made(document: Any, url: str) -> Response:
    """A step without a recording of its own, made of recorded parts."""
    return Response(200, {"content-type": "application/json"}, json.dumps(document).encode(), url)


def lookup(user: str, host: str = HERE) -> str:
    return f"{host}/api/v1/accounts/lookup?acct={user}"


def account(number: str, host: str = HERE) -> str:
    return f"{host}/api/v1/accounts/{number}"


def statuses(number: str, host: str = HERE) -> str:
    return f"{host}/api/v1/accounts/{number}/statuses?limit=40"


def test_the_list_covers_every_file(shared: Path) -> None:
    files = {path.name for path in (shared / "recorded" / "mastodon").iterdir()}
    assert files == REPLAYED | set(NOT_ASKED)
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
    assert ((), True, False) == (seen.activities, seen.complete, seen.limited)
    assert number == seen.facts.identity == seen.memory.identity == seen.memory.resolved["id"]
    assert ("mastodonpy_test", 0, 0) == (seen.facts.name, seen.facts.followers, seen.facts.total)
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
    assert (number, f"{HERE}/@mastodonpy_test_2") == (played.seen.facts.identity, played.seen.facts.url)


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
    assert [account(number), statuses(number)] == [request.url for request in played.requests]
    assert (number, 0) == (played.seen.facts.identity, played.seen.facts.total)


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
    assert Outcome.BLOCKED is played.failed.outcome
    facts = played.failed.facts
    assert ("23972", 3553, 75076) == (facts.identity, facts.followers, facts.total)
    assert datetime(2017, 2, 3, tzinfo=UTC) == facts.created
    assert datetime(2026, 4, 11, tzinfo=UTC) == facts.last_post


def test_statuses_of_2026_and_their_next_page(cassettes: Cassettes, replay: Any) -> None:
    number = "117020565966271181"
    page = f"{HERE}/api/v1/accounts/{number}/statuses?limit=5"
    following = f"{page}&max_id=117020581882406424"
    me = cassettes.status("test_get_pagination_info", f"{HERE}/api/v1/accounts/verify_credentials", "GET")
    played = replay(
        "mastodon",
        f"{HERE}/@mastodonpy_test",
        {
            lookup("mastodonpy_test"): made(
                me, lookup("mastodonpy_test")
            ),  # made: the account entity of this recording
            statuses(number): cassettes.answer("test_get_pagination_info", page),
            following: made([], following),  # made: the end
        },
        now=NOW,
    )
    assert [lookup("mastodonpy_test"), statuses(number), following] == [request.url for request in played.requests]
    ids = [
        "117020581915050941",
        "117020581906813643",
        "117020581898706890",
        "117020581890514875",
        "117020581882406424",
    ]
    assert ids == [act.id for act in played.seen.activities]
    assert {"post"} == {act.kind.value for act in played.seen.activities}
    seconds = [55, 55, 55, 55, 54]
    assert [datetime(2026, 8, 1, 13, 52, second, tzinfo=UTC) for second in seconds] == [
        act.published for act in played.seen.activities
    ]
    assert all(act.trusted for act in played.seen.activities)
    assert "Toot number 9!" == played.seen.activities[0].title
    assert (f"{HERE}/@mastodonpy_test/{ids[0]}", 0, 0, 0) == (
        played.seen.activities[0].url,
        played.seen.activities[0].replies,
        played.seen.activities[0].likes,
        played.seen.activities[0].shares,
    )
    assert played.seen.complete


def test_statuses_of_2018_over_two_recorded_pages(cassettes: Cassettes, replay: Any) -> None:
    number, name = "1234567890123456", "old_pagination_fetch_next_previous"
    first = f"{HERE}/api/v1/accounts/{number}/statuses?limit=5"
    second, third = f"{first}&max_id=100465729728960919", f"{first}&max_id=100465729653948028"
    me = cassettes.status(name, f"{HERE}/api/v1/accounts/verify_credentials", "GET")
    played = replay(
        "mastodon",
        f"{HERE}/@mastodonpy_test",
        {
            lookup("mastodonpy_test"): made(
                me, lookup("mastodonpy_test")
            ),  # made: the account entity of this recording
            statuses(number): cassettes.answer(name, first),
            second: cassettes.answer(name, second),
            third: made([], third),  # made: the end
        },
        now=datetime(2018, 7, 31, tzinfo=UTC),
    )
    assert [
        "100465729784759578",
        "100465729769482570",
        "100465729756353149",
        "100465729742470963",
        "100465729728960919",
        "100465729713829041",
        "100465729698257839",
        "100465729683690200",
        "100465729669196685",
        "100465729653948028",
    ] == [act.id for act in played.seen.activities]
    assert [18, 18, 18, 18, 17, 17, 17, 17, 17, 16] == [
        act.published.second for act in played.seen.activities if act.published
    ]
    assert datetime(2018, 7, 30, 21, 16, 18, tzinfo=UTC) == played.seen.memory.newest


def test_statuses_asked_for_by_since_id_are_the_same_list(cassettes: Cassettes, replay: Any) -> None:
    number, name = "1234567890123456", "old_pagination_fetch_next_previous"
    since = f"{HERE}/api/v1/accounts/{number}/statuses?limit=5&since_id=100465729713829041"
    known = Memory(
        identity=number, resolved={"id": number}, newest=datetime(2018, 7, 30, 21, 16, 17, tzinfo=UTC), seen_any=True
    )
    me = cassettes.status(name, f"{HERE}/api/v1/accounts/verify_credentials", "GET")
    played = replay(
        "mastodon",
        f"{HERE}/@mastodonpy_test",
        {account(number): made(me, account(number)), statuses(number): cassettes.answer(name, since)},  # account made
        known,
        datetime(2018, 7, 31, tzinfo=UTC),
    )
    assert (5, "100465729784759578", "100465729728960919") == (
        len(played.seen.activities),
        played.seen.activities[0].id,
        played.seen.activities[-1].id,
    )
    assert 2 == len(played.requests)  # the page reaches what is known: its next page is not asked for
    assert played.seen.complete


def test_a_pinned_status_is_marked(cassettes: Cassettes, replay: Any) -> None:
    number = "117020565966271181"
    pinned = cassettes.answer("test_account_pinned", f"{HERE}/api/v1/accounts/{number}/statuses?pinned=1")
    (act,) = _list_of(cassettes, replay, number, json.loads(pinned.body)).seen.activities
    assert ("117020569296803689", True, datetime(2026, 8, 1, 13, 49, 42, tzinfo=UTC)) == (
        act.id,
        act.pinned,
        act.published,
    )


def test_a_recorded_reblog_is_a_share_at_its_own_time(cassettes: Cassettes, replay: Any) -> None:
    uri = f"{HERE}/api/v1/statuses/117020586019094258/reblog"
    reblog = cassettes.status("test_status_reblog_unreblog", uri)
    (act,) = _list_of(cassettes, replay, "117020565966271181", [reblog]).seen.activities  # made: a list of it
    assert ("117020586027094262", "share") == (act.id, act.kind.value)
    assert datetime(2026, 8, 1, 13, 53, 58, tzinfo=UTC) == act.published


def test_a_recorded_reply_to_oneself_is_a_post(cassettes: Cassettes, replay: Any) -> None:
    uri = f"{HERE}/api/v1/statuses"
    both = [cassettes.status("test_id_hook_in_reply_to", uri, nth=nth) for nth in (1, 0)]
    acts = _list_of(cassettes, replay, "117020565966271181", both).seen.activities  # made: a list of both
    assert [
        ("117020574393907247", "post", "117020574386452629"),
        ("117020574386452629", "post", None),
    ] == [(act.id, act.kind.value, act.in_reply_to) for act in acts]


def test_a_recorded_edit_keeps_its_date(cassettes: Cassettes, replay: Any) -> None:
    edited = cassettes.status("test_status_edit", f"{HERE}/api/v1/statuses/117020586180926938", "GET")
    (act,) = _list_of(cassettes, replay, "117020566092212359", [edited]).seen.activities  # made: a list of it
    assert datetime(2026, 8, 1, 13, 54, tzinfo=UTC) == act.published == act.updated
    poll = cassettes.status("test_entity_poll", f"{SOCIAL}/api/v1/statuses/110446383900387196", "GET")
    (act,) = _list_of(cassettes, replay, "23972", [poll]).seen.activities  # made: a list of it
    assert datetime(2023, 5, 28, 12, 47, 40, tzinfo=UTC) == act.published
    assert datetime(2023, 5, 28, 12, 51, 38, tzinfo=UTC) == act.updated


def test_a_list_of_other_peoples_posts_is_not_the_accounts(cassettes: Cassettes, replay: Any) -> None:
    timeline = cassettes.answer("test_public_tl_anonymous", f"{HERE}/api/v1/timelines/public")
    played = _list_of(cassettes, replay, "117020566092212359", json.loads(timeline.body))
    assert Outcome.CHANGED_FORMAT is played.failed.outcome
    assert "a post by 117020565693913441, not by the account (117020566092212359)" == played.failed.detail


@pytest.mark.parametrize(
    ("name", "path", "outcome"),
    [
        ("test_status_missing", "/api/v1/statuses/0", Outcome.GONE),
        ("test_unauthed_home_tl_throws", "/api/v1/timelines/home", Outcome.UNAUTHORISED),
    ],
)
def test_recorded_errors(cassettes: Cassettes, replay: Any, name: str, path: str, outcome: Outcome) -> None:
    error = cassettes.answer(name, f"{HERE}{path}")
    played = replay("mastodon", f"{HERE}/@acme", {lookup("acme"): error}, now=NOW)
    assert (outcome, f"HTTP {error.status} from localhost:3000") == (played.failed.outcome, played.failed.detail)


def _list_of(cassettes: Cassettes, replay: Any, number: str, items: Sequence[Mapping[str, Any]]) -> Any:
    """A look at an account whose list holds `items`. The profile is made of the account's id alone."""
    profile = {"id": number, "username": "acme", "statuses_count": len(items)}
    answers = {account(number): made(profile, account(number)), statuses(number): made(items, statuses(number))}
    return replay("mastodon", f"{HERE}/@acme", answers, Memory(identity=number, resolved={"id": number}), NOW)
