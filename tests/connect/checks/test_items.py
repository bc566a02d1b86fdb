"""An account and its list of posts: who it is, how far back its pages are read, and what is not one of its posts."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from monitor.model.activity import Memory
from monitor.model.check import Outcome
from monitor.model.http import NoResponse, Refusal
from support.networks import ACCOUNT, LIST, LOOKUP, PROFILE, status


@pytest.mark.parametrize(
    "document",
    [
        {"statuses": []},
        [{"id": "1", "url": "x"}],
        [{"id": "1", "createdAt": "2025-01-01T00:00:00Z", "account": {"id": "1"}}],
        [{"id": "1", "created_at": 1781517600, "account": {"id": "1"}}],
        [{"created_at": "2026-06-14T08:00:00.000Z", "account": {"id": "1"}}],
        [{"id": "1", "created_at": "2026-06-14T08:00:00.000Z"}],
        [1, None, "x"],
        None,
        "x",
    ],
)
def test_a_field_that_is_gone_renamed_or_of_another_type_is_a_changed_format(
    replay: Any, answer: Any, document: Any
) -> None:
    profile = json.dumps({"id": "1", "statuses_count": 3})
    answers = answer(LOOKUP, profile) | answer(LIST, json.dumps(document))
    assert replay("mastodon", ACCOUNT, answers).failed.outcome is Outcome.CHANGED_FORMAT


def test_a_post_without_an_id_among_others_leaves_a_gap(replay: Any, answer: Any) -> None:
    items = [status(2, "2026-06-14"), {"created_at": "2026-06-13T08:00:00Z"}]
    answers = answer(LOOKUP, '{"id": "1", "statuses_count": 2}') | answer(LIST, json.dumps(items))
    seen = replay("mastodon", ACCOUNT, answers).seen
    assert ([act.id for act in seen.activities], seen.complete, seen.detail) == (["2"], False, "1 posts without an id")


def test_a_profile_that_is_there_makes_a_missing_list_a_changed_format(replay: Any, answer: Any) -> None:
    answers = answer(LOOKUP, '{"id": "1"}') | answer(LIST, '{"error": "Not Found"}', 404)
    failed = replay("mastodon", ACCOUNT, answers).failed
    assert (failed.outcome, failed.facts.identity) == (Outcome.CHANGED_FORMAT, "1")


def test_a_remembered_id_that_is_gone_is_resolved_anew(replay: Any, answer: Any) -> None:
    gone = answer("https://social.example/api/v1/accounts/old", '{"error": "Record not found"}', 404)
    answers = (
        gone | answer(LOOKUP, '{"id": "1", "statuses_count": 1}') | answer(LIST, json.dumps([status(9, "2026-06-14")]))
    )
    played = replay("mastodon", ACCOUNT, answers, Memory(resolved={"id": "old"}))
    assert (played.seen.memory.resolved, played.seen.memory.identity) == ({"url": ACCOUNT, "id": "1"}, "1")


def test_a_remembered_id_that_resolves_to_itself_is_gone_without_asking_twice(replay: Any, answer: Any) -> None:
    answers = answer(PROFILE, '{"error": "Record not found"}', 404) | answer(LOOKUP, '{"id": "1"}')
    played = replay("mastodon", ACCOUNT, answers, Memory(identity="1", resolved={"id": "1"}))
    assert (played.failed.outcome, [request.url for request in played.requests]) == (Outcome.GONE, [PROFILE, LOOKUP])


def test_what_was_learned_of_another_address_is_forgotten(replay: Any, answer: Any) -> None:
    old = Memory(identity="7", resolved={"url": "https://social.example/@before", "id": "7"}, total=9, seen_any=True)
    answers = answer(LOOKUP, '{"id": "1", "statuses_count": 0}') | answer(LIST, "[]")
    assert replay("mastodon", ACCOUNT, answers, old).seen.memory.identity == "1"


def test_the_first_check_goes_no_further_back_than_matters(replay: Any, answer: Any) -> None:
    link = {"link": f'<{LIST}&max_id=1>; rel="next"'}
    items = [status(2, "2026-06-14"), status(1, "2026-03-01")]
    answers = answer(LOOKUP, '{"id": "1", "statuses_count": 900}') | answer(LIST, json.dumps(items), 200, link)
    played = replay("mastodon", ACCOUNT, answers)
    assert (len(played.requests), played.seen.complete) == (2, True)


def test_more_pages_than_allowed_leave_a_gap_where_something_was_known(replay: Any, answer: Any) -> None:
    pages: dict[str, Any] = answer(PROFILE, '{"id": "1", "statuses_count": 900}')
    for page in range(11):
        url = LIST if page == 0 else f"{LIST}&max_id={page}"
        link = {"link": f'<{LIST}&max_id={page + 1}>; rel="next"'}
        pages |= answer(url, json.dumps([status(page, "2026-06-14")]), 200, link)
    known = Memory(identity="1", resolved={"id": "1"}, newest=datetime(2026, 6, 1, tzinfo=UTC), seen_any=True)
    seen = replay("mastodon", ACCOUNT, pages, known).seen
    assert (
        len(seen.activities),
        seen.complete,
        seen.detail,
    ) == (10, False, "10 pages of posts since the last check, and perhaps more")


def test_a_count_that_grew_by_what_no_list_shows_is_no_silence_until_an_act_explains_it(
    replay: Any, answer: Any
) -> None:
    """F081: the profile counts two posts more than before, and the list is as it was."""
    known = Memory(
        identity="1", resolved={"id": "1"}, total=1, newest=datetime(2026, 6, 1, 8, tzinfo=UTC), seen_any=True
    )
    old, new = status(1, "2026-06-01"), status(2, "2026-06-14")
    profile = answer(PROFILE, '{"id": "1", "statuses_count": 3}')
    hidden = replay("mastodon", ACCOUNT, profile | answer(LIST, json.dumps([old])), known).seen
    said = "the profile counts 2 posts more than before, the list shows none of them"
    assert (hidden.complete, hidden.detail, hidden.memory.total) == (False, said, 1)
    shown = replay("mastodon", ACCOUNT, profile | answer(LIST, json.dumps([new, old])), hidden.memory).seen
    assert (shown.complete, shown.memory.total) == (True, 3)


def test_a_later_page_that_fails_keeps_the_first_and_is_not_complete(replay: Any, answer: Any) -> None:
    following = f"{LIST}&max_id=2"
    link = {"link": f'<{following}>; rel="next"', "etag": '"1"'}
    answers = (
        answer(LOOKUP, '{"id": "1", "statuses_count": 2}')
        | answer(LIST, json.dumps([status(2, "2026-06-14")]), 200, link)
        | {following: NoResponse(Refusal.TIMEOUT, "no answer in 8 s")}
    )
    seen = replay("mastodon", ACCOUNT, answers).seen
    assert (
        [act.id for act in seen.activities],
        seen.complete,
        seen.detail,
        seen.memory.validators,
    ) == (["2"], False, "page 2: no answer in 8 s", {})


def test_a_page_that_repeats_what_was_read_ends_the_list(replay: Any, answer: Any) -> None:
    following = f"{LIST}&max_id=2"
    items = json.dumps([status(2, "2026-06-14")])
    answers = (
        answer(LOOKUP, '{"id": "1", "statuses_count": 2}')
        | answer(LIST, items, 200, {"link": f'<{following}>; rel="next"'})
        | answer(following, items, 200, {"link": f'<{LIST}&max_id=1>; rel="next"'})
    )
    assert len(replay("mastodon", ACCOUNT, answers).requests) == 3


def test_a_next_page_in_another_scheme_stays_in_ours(replay: Any, answer: Any) -> None:
    following = f"{LIST}&max_id=2"
    link = {"link": f'<{following.replace("https", "http")}>; rel="next"'}
    answers = (
        answer(LOOKUP, '{"id": "1", "statuses_count": 2}')
        | answer(LIST, json.dumps([status(2, "2026-06-14")]), 200, link)
        | answer(following, "[]")
    )
    assert replay("mastodon", ACCOUNT, answers).requests[-1].url == following


def test_an_old_pinned_post_does_not_end_the_reading(replay: Any, answer: Any) -> None:
    following = f"{LIST}&max_id=2"
    pinned = {**status(1, "2021-01-01"), "pinned": True}
    answers = (
        answer(LOOKUP, '{"id": "1", "statuses_count": 2}')
        | answer(LIST, json.dumps([pinned, status(2, "2026-06-14")]), 200, {"link": f'<{following}>; rel="next"'})
        | answer(following, json.dumps([status(3, "2026-06-13")]))
    )
    assert [act.id for act in replay("mastodon", ACCOUNT, answers).seen.activities] == ["1", "2", "3"]
