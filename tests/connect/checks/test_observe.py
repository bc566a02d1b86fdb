"""What observe makes of one answer: its status, its headers, another page in its place, or none at all."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from monitor.connect.checks.observe import observe
from monitor.connect.manifests.catalogue import Catalogue
from monitor.model.activity import Memory, number
from monitor.model.check import Failure, Outcome
from monitor.model.http import Decode, DecodeError, NoResponse, Refusal, Response
from support.networks import ACCOUNT, FEED, LOOKUP, NOW, RSS, TODAY


@pytest.mark.parametrize(
    ("code", "outcome"),
    [
        (204, Outcome.TEMPORARY),
        (202, Outcome.TEMPORARY),
        (205, Outcome.TEMPORARY),
        (207, Outcome.TEMPORARY),
        (226, Outcome.TEMPORARY),
        (301, Outcome.CHANGED_FORMAT),
        (304, Outcome.TEMPORARY),  # nobody asked conditionally
        (400, Outcome.CHANGED_FORMAT),
        (401, Outcome.UNAUTHORISED),
        (402, Outcome.BLOCKED),
        (403, Outcome.BLOCKED),
        (404, Outcome.CHANGED_FORMAT),
        (406, Outcome.CHANGED_FORMAT),
        (408, Outcome.TEMPORARY),
        (410, Outcome.CHANGED_FORMAT),
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
    """Of a feed that was never read: that one is not there is a wrong address, see test_absence.py."""
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


@pytest.mark.parametrize(
    ("code", "headers"),
    [
        (201, {}),
        (203, {}),
        (203, {"content-range": "bytes 0-4/9"}),  # means something with a 206 only
        (206, {}),
        (206, {"content-range": "bytes 0-0/1"}),
        (206, {"content-range": " Bytes 0-1881/1882"}),
        (206, {"content-range": "bytes=0-1881/1882"}),
        (206, {"content-range": "items 0-9/200"}),  # a page of a list
    ],
)
def test_a_document_that_bears_another_status_is_read(
    replay: Any, answer: Any, code: int, headers: dict[str, str]
) -> None:
    assert [act.id for act in replay("feed", FEED, answer(FEED, TODAY, code, headers)).seen.activities] == ["1"]


@pytest.mark.parametrize(
    "headers",
    [
        {"content-range": "bytes 0-499/1234"},
        {"content-range": "bytes 500-1233/1234"},
        {"content-range": "bytes 0-499/*"},
        {"content-range": "bytes */1234"},
        {"content-range": "bytes 1-1/2"},
        {"content-type": "multipart/byteranges; boundary=x"},
    ],
)
def test_a_part_of_a_document_is_no_document(replay: Any, answer: Any, headers: dict[str, str]) -> None:
    failed = replay("feed", FEED, answer(FEED, TODAY, 206, headers)).failed
    assert (failed.outcome, failed.detail) == (Outcome.TEMPORARY, "a part of the document from acme.example")


def test_a_page_that_reloads_itself_is_read(replay: Any, answer: Any) -> None:
    assert [act.id for act in replay("feed", FEED, answer(FEED, TODAY, 200, {"refresh": "300"})).seen.activities] == [
        "1"
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
    assert failed == Failure(outcome, "said why", later, answered=True, page=number("said why"))


def test_a_wait_is_handed_on(replay: Any, answer: Any) -> None:
    later = NOW + timedelta(minutes=5)
    failed = replay("mastodon", ACCOUNT, answer(LOOKUP, "{}", 429, retry_at=later)).failed
    assert (failed.outcome, failed.retry_at) == (Outcome.RATE_LIMITED, later)


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
    assert end.value.value.detail == "took more than 5 s of CPU time from acme.example"


def test_a_server_of_another_kind_does_not_make_an_account_gone(replay: Any, answer: Any) -> None:
    for body in ('{"error": {"code": "UNKNOWN_API_ENDPOINT"}}', "<!DOCTYPE html><html></html>"):
        assert replay("mastodon", ACCOUNT, answer(LOOKUP, body, 404)).failed.outcome is Outcome.CHANGED_FORMAT


def test_a_date_in_the_future_is_stated_and_not_trusted(replay: Any, answer: Any) -> None:
    (soon,) = replay("feed", FEED, answer(FEED, RSS.format("Mon, 15 Jun 2026 10:10:00 GMT"))).seen.activities
    assert (soon.published, soon.trusted) == (NOW + timedelta(minutes=10), False)


def test_only_an_address_of_the_accounts_own_origin_is_its_own(replay: Any, answer: Any) -> None:
    played = replay(
        "mastodon",
        "http://127.0.0.1:81/@acme",
        answer("http://127.0.0.1:81/api/v1/accounts/lookup?acct=acme", "{}", final="http://127.0.0.1:82/x"),
    )
    assert [request.own for request in played.requests] == [True]
    home = answer("https://home.example/api/v1/accounts/lookup?acct=acme", "{}")
    played = replay("mastodon", "https://copy.example/@acme@home.example", home)
    assert [request.own for request in played.requests] == [True]


def test_an_address_of_another_network_is_reported(replay: Any) -> None:
    played = replay("telegram", "https://acme.example/", {})
    assert (played.failed.outcome, played.requests) == (Outcome.CHANGED_FORMAT, [])
    assert played.failed.detail == "the address is not one of Telegram: correct the account's url or network"


def test_a_304_that_is_stale_is_not_complete(replay: Any, answer: Any) -> None:
    first = replay("feed", FEED, answer(FEED, TODAY, 200, {"etag": '"1"'})).seen
    second = replay("feed", FEED, answer(FEED, b"", 304, {"age": "90000"}), first.memory, NOW + timedelta(days=1)).seen
    assert (second.not_modified, second.complete, second.memory.validators) == (True, False, {})


def test_a_quiet_check_remembers_exactly_what_was_known(replay: Any, answer: Any) -> None:
    first = replay("feed", FEED, answer(FEED, TODAY, 200, {"etag": '"1"'})).seen
    second = replay("feed", FEED, answer(FEED, b"", 304), first.memory, NOW + timedelta(days=1)).seen
    assert second.memory == first.memory


@pytest.mark.parametrize("value", ["\n", "x" * 2000, "ä", ""])
def test_a_validator_that_cannot_be_sent_back_is_not_kept(replay: Any, answer: Any, value: str) -> None:
    assert replay("feed", FEED, answer(FEED, TODAY, 200, {"etag": value})).seen.memory.validators == {}
