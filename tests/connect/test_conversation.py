"""What the engine does with whatever a network answers."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.connect.catalogue import Catalogue
from monitor.connect.decode import decode
from monitor.connect.engine import observe
from monitor.model.activity import Memory
from monitor.model.look import Failure, Observation, Outcome
from monitor.model.wire import Decode, DecodeError, NoResponse, Refusal, Response

NOW = datetime(2026, 6, 15, 10, tzinfo=UTC)
FEED = "https://acme.example/feed.xml"
RSS = '<rss version="2.0"><channel><title>Acme</title><item><guid>1</guid><pubDate>{}</pubDate></item></channel></rss>'
TODAY = RSS.format("Mon, 15 Jun 2026 09:00:00 GMT")

ACCOUNT = "https://social.example/@acme"
LOOKUP = "https://social.example/api/v1/accounts/lookup?acct=acme"
PROFILE = "https://social.example/api/v1/accounts/1"
LIST = "https://social.example/api/v1/accounts/1/statuses?limit=40"


def status(number: int, day: str) -> dict[str, Any]:
    return {"id": str(number), "created_at": f"{day}T08:00:00.000Z", "account": {"id": "1"}}


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        (204, Outcome.TEMPORARY),
        (206, Outcome.TEMPORARY),
        (301, Outcome.CHANGED_FORMAT),
        (304, Outcome.TEMPORARY),  # nobody asked conditionally
        (400, Outcome.CHANGED_FORMAT),
        (401, Outcome.UNAUTHORISED),
        (402, Outcome.BLOCKED),
        (403, Outcome.BLOCKED),
        (404, Outcome.GONE),
        (406, Outcome.CHANGED_FORMAT),
        (408, Outcome.TEMPORARY),
        (410, Outcome.GONE),
        (420, Outcome.RATE_LIMITED),
        (421, Outcome.TEMPORARY),
        (429, Outcome.RATE_LIMITED),
        (451, Outcome.BLOCKED),
        (500, Outcome.TEMPORARY),
        (501, Outcome.CHANGED_FORMAT),
        (503, Outcome.TEMPORARY),
        (530, Outcome.TEMPORARY),
        (599, Outcome.TEMPORARY),
        (999, Outcome.BLOCKED),
        (700, Outcome.TEMPORARY),
    ],
)
def test_a_status_without_a_document(replay: Any, answer: Any, code: int, outcome: Outcome) -> None:
    assert outcome is replay("feed", FEED, answer(FEED, TODAY, code)).failed.outcome


@pytest.mark.parametrize(
    ("code", "headers", "outcome"),
    [
        (403, {"cf-mitigated": "challenge"}, Outcome.BLOCKED),
        (503, {"cf-mitigated": "challenge"}, Outcome.BLOCKED),
        (200, {"cf-mitigated": "challenge"}, Outcome.BLOCKED),
        (403, {"x-ratelimit-remaining": "0"}, Outcome.RATE_LIMITED),
        (403, {"x-ratelimit-remaining": "10"}, Outcome.BLOCKED),
        (200, {"refresh": "0;url=http://127.0.0.1/"}, Outcome.CHANGED_FORMAT),
    ],
)
def test_a_header_that_says_more(
    replay: Any, answer: Any, code: int, headers: dict[str, str], outcome: Outcome
) -> None:
    assert outcome is replay("feed", FEED, answer(FEED, TODAY, code, headers)).failed.outcome


def test_a_page_that_reloads_itself_is_read(replay: Any, answer: Any) -> None:
    assert ["1"] == [
        act.id for act in replay("feed", FEED, answer(FEED, TODAY, 200, {"refresh": "300"})).seen.activities
    ]


@pytest.mark.parametrize(
    ("why", "outcome"),
    [
        (Refusal.UNREACHABLE, Outcome.TEMPORARY),
        (Refusal.TIMEOUT, Outcome.TEMPORARY),
        (Refusal.BROKEN, Outcome.TEMPORARY),
        (Refusal.TOO_LARGE, Outcome.CHANGED_FORMAT),
        (Refusal.BLOCKED_ADDRESS, Outcome.BLOCKED),
        (Refusal.REDIRECTS, Outcome.CHANGED_FORMAT),
        (Refusal.HELD, Outcome.RATE_LIMITED),
    ],
)
def test_no_answer_is_a_failure_that_keeps_what_is_known(replay: Any, why: Refusal, outcome: Outcome) -> None:
    later = NOW + timedelta(hours=1)
    failed = replay("feed", FEED, {FEED: NoResponse(why, "said why", answered=True, retry_at=later)}).failed
    assert Failure(outcome, "said why", later, answered=True) == failed


def test_a_wait_is_handed_on(replay: Any, answer: Any) -> None:
    later = NOW + timedelta(minutes=5)
    failed = replay("mastodon", ACCOUNT, answer(LOOKUP, "{}", 429, retry_at=later)).failed
    assert (Outcome.RATE_LIMITED, later) == (failed.outcome, failed.retry_at)


@pytest.mark.parametrize(
    ("page", "outcome"),
    [
        ("<html><head><title>Log in</title></head><body></body></html>", Outcome.LOGIN_REQUIRED),
        ('<html><body><form><input type="password"></form></body></html>', Outcome.LOGIN_REQUIRED),
        ("<!doctype html><title>Before you continue</title><form action='/consent'></form>", Outcome.LOGIN_REQUIRED),
        ("<!doctype html><title>Just a moment...</title><div id='challenge-running'></div>", Outcome.BLOCKED),
        ("<html><title>Page not found</title><body>404</body></html>", Outcome.CHANGED_FORMAT),
        ('{"error": "rate limited"}', Outcome.CHANGED_FORMAT),
        ("", Outcome.CHANGED_FORMAT),
        ("\xff\xd8\xff", Outcome.CHANGED_FORMAT),
    ],
)
def test_another_page_with_a_200_is_never_an_observation(replay: Any, answer: Any, page: str, outcome: Outcome) -> None:
    assert outcome is replay("feed", FEED, answer(FEED, page.encode("latin-1"))).failed.outcome
    assert outcome is replay("mastodon", ACCOUNT, answer(LOOKUP, page.encode("latin-1"))).failed.outcome


def test_a_document_that_could_not_be_decoded_in_time_is_a_failure(replay: Any) -> None:
    manifest = Catalogue.load().get("feed")
    assert manifest is not None
    talk = observe(manifest, FEED, Memory(), NOW)
    next(talk)
    assert isinstance(talk.send(Response(200, {}, b"<rss/>", FEED)), Decode)
    with pytest.raises(StopIteration) as end:
        talk.send(DecodeError("took more than 5 s of CPU time"))
    assert "took more than 5 s of CPU time from acme.example" == end.value.value.detail


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
    assert Outcome.CHANGED_FORMAT is replay("mastodon", ACCOUNT, answers).failed.outcome


def test_a_post_without_an_id_among_others_leaves_a_gap(replay: Any, answer: Any) -> None:
    items = [status(2, "2026-06-14"), {"created_at": "2026-06-13T08:00:00Z"}]
    answers = answer(LOOKUP, '{"id": "1", "statuses_count": 2}') | answer(LIST, json.dumps(items))
    seen = replay("mastodon", ACCOUNT, answers).seen
    assert (["2"], False, "1 posts without an id") == ([act.id for act in seen.activities], seen.complete, seen.detail)


def test_a_profile_that_is_there_makes_a_missing_list_a_changed_format(replay: Any, answer: Any) -> None:
    answers = answer(LOOKUP, '{"id": "1"}') | answer(LIST, '{"error": "Not Found"}', 404)
    failed = replay("mastodon", ACCOUNT, answers).failed
    assert (Outcome.CHANGED_FORMAT, "1") == (failed.outcome, failed.facts.identity)


def test_a_server_of_another_kind_does_not_make_an_account_gone(replay: Any, answer: Any) -> None:
    for body in ('{"error": {"code": "UNKNOWN_API_ENDPOINT"}}', "<!DOCTYPE html><html></html>"):
        assert Outcome.CHANGED_FORMAT is replay("mastodon", ACCOUNT, answer(LOOKUP, body, 404)).failed.outcome


def test_a_remembered_id_that_is_gone_is_resolved_anew(replay: Any, answer: Any) -> None:
    gone = answer("https://social.example/api/v1/accounts/old", '{"error": "Record not found"}', 404)
    answers = (
        gone | answer(LOOKUP, '{"id": "1", "statuses_count": 1}') | answer(LIST, json.dumps([status(9, "2026-06-14")]))
    )
    played = replay("mastodon", ACCOUNT, answers, Memory(resolved={"id": "old"}))
    assert ({"url": ACCOUNT, "id": "1"}, "1") == (played.seen.memory.resolved, played.seen.memory.identity)


def test_a_remembered_id_that_resolves_to_itself_is_gone_without_asking_twice(replay: Any, answer: Any) -> None:
    answers = answer(PROFILE, '{"error": "Record not found"}', 404) | answer(LOOKUP, '{"id": "1"}')
    played = replay("mastodon", ACCOUNT, answers, Memory(identity="1", resolved={"id": "1"}))
    assert (Outcome.GONE, [PROFILE, LOOKUP]) == (played.failed.outcome, [request.url for request in played.requests])


def test_what_was_learned_of_another_address_is_forgotten(replay: Any, answer: Any) -> None:
    old = Memory(identity="7", resolved={"url": "https://social.example/@before", "id": "7"}, total=9, seen_any=True)
    answers = answer(LOOKUP, '{"id": "1", "statuses_count": 0}') | answer(LIST, "[]")
    assert "1" == replay("mastodon", ACCOUNT, answers, old).seen.memory.identity


def test_the_first_look_goes_no_further_back_than_matters(replay: Any, answer: Any) -> None:
    link = {"link": f'<{LIST}&max_id=1>; rel="next"'}
    items = [status(2, "2026-06-14"), status(1, "2026-03-01")]
    answers = answer(LOOKUP, '{"id": "1", "statuses_count": 900}') | answer(LIST, json.dumps(items), 200, link)
    played = replay("mastodon", ACCOUNT, answers)
    assert (2, True) == (len(played.requests), played.seen.complete)


def test_more_pages_than_allowed_leave_a_gap_where_something_was_known(replay: Any, answer: Any) -> None:
    pages: dict[str, Any] = answer(PROFILE, '{"id": "1", "statuses_count": 900}')
    for page in range(11):
        url = LIST if page == 0 else f"{LIST}&max_id={page}"
        link = {"link": f'<{LIST}&max_id={page + 1}>; rel="next"'}
        pages |= answer(url, json.dumps([status(page, "2026-06-14")]), 200, link)
    known = Memory(identity="1", resolved={"id": "1"}, newest=datetime(2026, 6, 1, tzinfo=UTC), seen_any=True)
    seen = replay("mastodon", ACCOUNT, pages, known).seen
    assert (10, False, "more than 10 pages of posts since the last look") == (
        len(seen.activities),
        seen.complete,
        seen.detail,
    )


def test_a_later_page_that_fails_keeps_the_first_and_is_not_complete(replay: Any, answer: Any) -> None:
    following = f"{LIST}&max_id=2"
    link = {"link": f'<{following}>; rel="next"', "etag": '"1"'}
    answers = (
        answer(LOOKUP, '{"id": "1", "statuses_count": 2}')
        | answer(LIST, json.dumps([status(2, "2026-06-14")]), 200, link)
        | {following: NoResponse(Refusal.TIMEOUT, "no answer in 8 s")}
    )
    seen = replay("mastodon", ACCOUNT, answers).seen
    assert (["2"], False, "page 2: no answer in 8 s", {}) == (
        [act.id for act in seen.activities],
        seen.complete,
        seen.detail,
        seen.memory.validators,
    )


def test_a_page_that_repeats_what_was_read_ends_the_list(replay: Any, answer: Any) -> None:
    following = f"{LIST}&max_id=2"
    items = json.dumps([status(2, "2026-06-14")])
    answers = (
        answer(LOOKUP, '{"id": "1", "statuses_count": 2}')
        | answer(LIST, items, 200, {"link": f'<{following}>; rel="next"'})
        | answer(following, items, 200, {"link": f'<{LIST}&max_id=1>; rel="next"'})
    )
    assert 3 == len(replay("mastodon", ACCOUNT, answers).requests)


def test_a_next_page_in_another_scheme_stays_in_ours(replay: Any, answer: Any) -> None:
    following = f"{LIST}&max_id=2"
    link = {"link": f'<{following.replace("https", "http")}>; rel="next"'}
    answers = (
        answer(LOOKUP, '{"id": "1", "statuses_count": 2}')
        | answer(LIST, json.dumps([status(2, "2026-06-14")]), 200, link)
        | answer(following, "[]")
    )
    assert following == replay("mastodon", ACCOUNT, answers).requests[-1].url


def test_an_old_pinned_post_does_not_end_the_reading(replay: Any, answer: Any) -> None:
    following = f"{LIST}&max_id=2"
    pinned = {**status(1, "2021-01-01"), "pinned": True}
    answers = (
        answer(LOOKUP, '{"id": "1", "statuses_count": 2}')
        | answer(LIST, json.dumps([pinned, status(2, "2026-06-14")]), 200, {"link": f'<{following}>; rel="next"'})
        | answer(following, json.dumps([status(3, "2026-06-13")]))
    )
    assert ["1", "2", "3"] == [act.id for act in replay("mastodon", ACCOUNT, answers).seen.activities]


def test_a_date_in_the_future_is_stated_and_not_trusted(replay: Any, answer: Any) -> None:
    (soon,) = replay("feed", FEED, answer(FEED, RSS.format("Mon, 15 Jun 2026 10:10:00 GMT"))).seen.activities
    assert (NOW + timedelta(minutes=10), False) == (soon.published, soon.trusted)


def test_only_an_address_of_the_accounts_own_origin_is_its_own(replay: Any, answer: Any) -> None:
    played = replay(
        "mastodon",
        "http://127.0.0.1:81/@acme",
        answer("http://127.0.0.1:81/api/v1/accounts/lookup?acct=acme", "{}", final="http://127.0.0.1:82/x"),
    )
    assert [True] == [request.own for request in played.requests]
    home = answer("https://home.example/api/v1/accounts/lookup?acct=acme", "{}")
    played = replay("mastodon", "https://copy.example/@acme@home.example", home)
    assert [True] == [request.own for request in played.requests]


def test_an_address_of_another_network_is_said(replay: Any) -> None:
    played = replay("telegram", "https://acme.example/", {})
    assert (Outcome.CHANGED_FORMAT, []) == (played.failed.outcome, played.requests)
    assert "the address is not one of Telegram: correct the account's url or network" == played.failed.detail


def test_a_304_that_is_stale_is_not_complete(replay: Any, answer: Any) -> None:
    first = replay("feed", FEED, answer(FEED, TODAY, 200, {"etag": '"1"'})).seen
    second = replay("feed", FEED, answer(FEED, b"", 304, {"age": "90000"}), first.memory, NOW + timedelta(days=1)).seen
    assert (True, False, {}) == (second.not_modified, second.complete, second.memory.validators)


def test_a_quiet_look_remembers_exactly_what_was_known(replay: Any, answer: Any) -> None:
    first = replay("feed", FEED, answer(FEED, TODAY, 200, {"etag": '"1"'})).seen
    second = replay("feed", FEED, answer(FEED, b"", 304), first.memory, NOW + timedelta(days=1)).seen
    assert first.memory == second.memory


@pytest.mark.parametrize("value", ["\n", "x" * 2000, "ä", ""])
def test_a_validator_that_cannot_be_sent_back_is_not_kept(replay: Any, answer: Any, value: str) -> None:
    assert {} == replay("feed", FEED, answer(FEED, TODAY, 200, {"etag": value})).seen.memory.validators


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["id", "created_at", "account", "reblog", "moved", "items", "url", "statuses_count", "x"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)
BODIES = st.one_of(
    st.binary(max_size=80),
    JSON.map(lambda value: json.dumps(value).encode()),
    st.sampled_from([TODAY.encode(), b"<html><body>", b"[]", b'{"id": "1"}', b'[{"id": "1"}]']),
)
HEADERS = st.dictionaries(
    st.sampled_from(["content-type", "etag", "last-modified", "link", "age", "refresh", "warning", "location"]),
    st.text(max_size=30) | st.sampled_from(['</x>; rel="next"', "<http://[::1>; rel=next", "text/html; charset=\x00"]),
    max_size=4,
)
FINAL = st.sampled_from(["https://social.example/x", "http://[bad", "https://acme.example/login", "", "x\x00y"])
RECORDED = st.one_of(
    st.builds(Response, st.sampled_from([200, 200, 200, 304, 404, 429, 500, 0]), HEADERS, BODIES, FINAL),
    st.builds(NoResponse, st.sampled_from(list(Refusal)), st.text(max_size=10)),
)
MEMORIES = st.sampled_from(
    [
        Memory(),
        Memory(identity="1", resolved={"id": "1"}, newest=NOW, seen_any=True, total=3),
        Memory(resolved={"id": ""}),
    ]
)


@settings(max_examples=300)
@given(
    st.sampled_from(
        [("feed", FEED), ("mastodon", ACCOUNT), ("telegram", "t.me/acme_news"), ("feed", "x\x00"), ("feed", "")]
    ),
    st.lists(RECORDED, min_size=1, max_size=6),
    MEMORIES,
)
def test_no_answer_of_a_network_raises(account: tuple[str, str], answers: list[Any], memory: Memory) -> None:
    network, url = account
    manifest = CATALOGUE.get(network)
    assert manifest is not None
    talk, given_answers = observe(manifest, url, memory, NOW), iter(answers * 20)
    result: Observation | Failure | None = None
    try:
        question = next(talk)
        for _ in range(100):
            question = talk.send(decode(question) if isinstance(question, Decode) else next(given_answers))
    except StopIteration as end:
        result = end.value
    assert isinstance(result, Observation | Failure)
    if isinstance(result, Observation):
        ids = [act.id for act in result.activities]
        assert len(ids) == len(set(ids))
        for act in result.activities:
            assert not act.trusted or (act.published is not None and act.published <= NOW)
            for text in (act.id, act.url or "", act.title or "", act.author or ""):
                assert "\x00" not in text
                text.encode()
        assert replace(result.memory, validators={}).seen_any is (memory.seen_any or bool(ids))
    else:
        assert len(result.detail) <= 300
        assert "\n" not in result.detail


CATALOGUE = Catalogue.load()
