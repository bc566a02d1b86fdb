"""Real lists of posts of Mastodon servers (../shared/recorded/mastodon) through observe, read right.

The manifest asks for 40 posts a page where the recordings asked for 5, so a recorded page answers under our address.
A step without a recording is hand-made and stands under `made`. test_recorded_mastodon.py lists the recordings.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from monitor.model.activity import Memory
from monitor.model.check import Outcome
from support.mastodon import HERE, NOW, SOCIAL, Cassettes, account, lookup, made, statuses


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
    assert [request.url for request in played.requests] == [lookup("mastodonpy_test"), statuses(number), following]
    ids = [
        "117020581915050941",
        "117020581906813643",
        "117020581898706890",
        "117020581890514875",
        "117020581882406424",
    ]
    assert [act.id for act in played.seen.activities] == ids
    assert {act.kind.value for act in played.seen.activities} == {"post"}
    seconds = [55, 55, 55, 55, 54]
    assert [act.published for act in played.seen.activities] == [
        datetime(2026, 8, 1, 13, 52, second, tzinfo=UTC) for second in seconds
    ]
    assert all(act.trusted for act in played.seen.activities)
    assert played.seen.activities[0].title == "Toot number 9!"
    assert (
        played.seen.activities[0].url,
        played.seen.activities[0].replies,
        played.seen.activities[0].likes,
        played.seen.activities[0].shares,
    ) == (f"{HERE}/@mastodonpy_test/{ids[0]}", 0, 0, 0)
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
    assert [act.id for act in played.seen.activities] == [
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
    ]
    assert [act.published.second for act in played.seen.activities if act.published] == [
        18,
        18,
        18,
        18,
        17,
        17,
        17,
        17,
        17,
        16,
    ]
    assert played.seen.memory.newest == datetime(2018, 7, 30, 21, 16, 18, tzinfo=UTC)


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
    assert (
        len(played.seen.activities),
        played.seen.activities[0].id,
        played.seen.activities[-1].id,
    ) == (5, "100465729784759578", "100465729728960919")
    assert len(played.requests) == 2  # the page reaches what is known: its next page is not asked for
    assert played.seen.complete


def test_a_pinned_status_is_marked(cassettes: Cassettes, replay: Any) -> None:
    number = "117020565966271181"
    pinned = cassettes.answer("test_account_pinned", f"{HERE}/api/v1/accounts/{number}/statuses?pinned=1")
    (act,) = _list_of(cassettes, replay, number, json.loads(pinned.body)).seen.activities
    assert (
        act.id,
        act.pinned,
        act.published,
    ) == ("117020569296803689", True, datetime(2026, 8, 1, 13, 49, 42, tzinfo=UTC))


def test_a_recorded_reblog_is_a_share_at_its_own_time(cassettes: Cassettes, replay: Any) -> None:
    uri = f"{HERE}/api/v1/statuses/117020586019094258/reblog"
    reblog = cassettes.status("test_status_reblog_unreblog", uri)
    (act,) = _list_of(cassettes, replay, "117020565966271181", [reblog]).seen.activities  # made: a list of it
    assert (act.id, act.kind.value) == ("117020586027094262", "share")
    assert act.published == datetime(2026, 8, 1, 13, 53, 58, tzinfo=UTC)


def test_a_recorded_reply_to_oneself_is_a_post(cassettes: Cassettes, replay: Any) -> None:
    uri = f"{HERE}/api/v1/statuses"
    both = [cassettes.status("test_id_hook_in_reply_to", uri, nth=nth) for nth in (1, 0)]
    acts = _list_of(cassettes, replay, "117020565966271181", both).seen.activities  # made: a list of both
    assert [(act.id, act.kind.value, act.in_reply_to) for act in acts] == [
        ("117020574393907247", "post", "117020574386452629"),
        ("117020574386452629", "post", None),
    ]


def test_a_recorded_edit_keeps_its_date(cassettes: Cassettes, replay: Any) -> None:
    edited = cassettes.status("test_status_edit", f"{HERE}/api/v1/statuses/117020586180926938", "GET")
    (act,) = _list_of(cassettes, replay, "117020566092212359", [edited]).seen.activities  # made: a list of it
    assert datetime(2026, 8, 1, 13, 54, tzinfo=UTC) == act.published == act.updated
    poll = cassettes.status("test_entity_poll", f"{SOCIAL}/api/v1/statuses/110446383900387196", "GET")
    (act,) = _list_of(cassettes, replay, "23972", [poll]).seen.activities  # made: a list of it
    assert act.published == datetime(2023, 5, 28, 12, 47, 40, tzinfo=UTC)
    assert act.updated == datetime(2023, 5, 28, 12, 51, 38, tzinfo=UTC)


def test_a_list_of_other_peoples_posts_is_not_the_accounts(cassettes: Cassettes, replay: Any) -> None:
    timeline = cassettes.answer("test_public_tl_anonymous", f"{HERE}/api/v1/timelines/public")
    played = _list_of(cassettes, replay, "117020566092212359", json.loads(timeline.body))
    assert played.failed.outcome is Outcome.CHANGED_FORMAT
    assert played.failed.detail == "a post by 117020565693913441, not by the account (117020566092212359)"


def _list_of(cassettes: Cassettes, replay: Any, number: str, items: Sequence[Mapping[str, Any]]) -> Any:
    """A check of an account whose list holds `items`. The profile is made of the account's id alone."""
    profile = {"id": number, "username": "acme", "statuses_count": len(items)}
    answers = {account(number): made(profile, account(number)), statuses(number): made(items, statuses(number))}
    return replay("mastodon", f"{HERE}/@acme", answers, Memory(identity=number, resolved={"id": number}), NOW)
