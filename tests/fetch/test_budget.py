"""What a network lets us ask of all its hosts together, however many accounts and sessions share it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

import httpx
import pytest
import respx
from hypothesis import given
from hypothesis import strategies as st

from monitor.fetch.budget import Budgets
from monitor.fetch.client import Fetcher
from monitor.model.http import Budget, NoResponse, Refusal, Request, Response
from monitor.model.settings import FetchSettings

NOW = datetime(2026, 6, 15, 10, tzinfo=UTC)
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
THREE = Budget("acme", 3, HOUR)


def _ask(
    router: respx.Router, *questions: tuple[Request, datetime], backoffs: Mapping[str, datetime] | None = None
) -> tuple[list[Response | NoResponse], Mapping[str, datetime]]:
    async def run() -> tuple[list[Response | NoResponse], Mapping[str, datetime]]:
        transport = httpx.MockTransport(router.async_handler)
        async with Fetcher(FetchSettings(per_host=0), user_agent="t", held=backoffs, transport=transport) as fetcher:
            return [await fetcher.send(request, now) for request, now in questions], fetcher.backoffs

    return asyncio.run(run())


def _open() -> respx.Router:
    router = respx.Router()
    router.route().respond(200)
    return router


def _request(host: str = "api", budget: Budget | None = THREE, reserve: int = 1) -> Request:
    return Request(f"https://{host}.acme.example/", budget=budget, reserve=reserve)


def _backed_off(answers: Sequence[Response | NoResponse]) -> list[bool]:
    return [isinstance(answer, NoResponse) and answer.why is Refusal.HELD for answer in answers]


def test_all_hosts_of_a_network_share_its_budget() -> None:
    router = _open()
    hosts = ("a", "b", "c", "d")
    answers, _ = _ask(router, *((_request(host), NOW + at * SECOND) for at, host in enumerate(hosts)))
    assert _backed_off(answers) == [False, False, False, True]
    assert len(router.calls) == 3
    (_, _, _, last) = answers
    assert isinstance(last, NoResponse)
    assert (last.retry_at, last.answered) == (NOW + HOUR, False)
    assert "acme" in last.detail


def test_other_networks_and_requests_without_a_budget_go_on() -> None:
    spent = [(_request(), NOW)] * 3
    other = _request(budget=Budget("other", 1, HOUR))
    answers, _ = _ask(_open(), *spent, (_request(), NOW), (other, NOW), (_request(budget=None), NOW))
    assert _backed_off(answers) == [False] * 3 + [True, False, False]


def test_what_was_spent_counts_in_the_next_session() -> None:
    _, spent = _ask(_open(), (_request(), NOW), (_request(), NOW + SECOND))
    answers, more = _ask(_open(), *[(_request(), NOW + 2 * SECOND)] * 2, backoffs=spent)
    assert _backed_off(answers) == [False, True]
    later, _ = _ask(_open(), *[(_request(), NOW + HOUR)] * 2, backoffs={**spent, **more})
    assert _backed_off(later) == [False, True]


def test_a_check_is_begun_only_where_enough_is_left_for_it() -> None:
    answers, _ = _ask(_open(), (_request(), NOW), (_request(reserve=3), NOW + SECOND), (_request(reserve=2), NOW))
    assert _backed_off(answers) == [False, True, False]
    whole, _ = _ask(_open(), (_request(reserve=9), NOW))  # more than there ever is: the whole budget will do
    assert _backed_off(whole) == [False]


def test_redirects_within_the_network_count_and_those_elsewhere_do_not() -> None:
    router = respx.Router()
    router.route(host="api.acme.example", path="/").respond(301, headers={"location": "/here"})
    router.route(path="/here").respond(302, headers={"location": "https://cdn.example/"})
    router.route(host="cdn.example").respond(200)
    answers, spent = _ask(router, (_request(), NOW))
    assert [getattr(answer, "status", None) for answer in answers] == [200]
    assert len(spent) == 2


@pytest.mark.parametrize(
    ("status", "headers", "seconds"),
    [
        (429, {"retry-after": "60"}, 60),
        (403, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1781518500"}, 900),
        (200, {"ratelimit-remaining": "0", "ratelimit-reset": "30"}, 30),
    ],
)
def test_where_the_limit_is_the_network_s_a_host_that_asks_for_time_blocks_all(
    status: int, headers: dict[str, str], seconds: int
) -> None:
    """F067: nothing is sent to the network before the time that one of its hosts names."""
    router = respx.Router()
    router.route(host="api.acme.example").respond(status, headers=headers)
    router.route().respond(200)
    until = NOW + seconds * SECOND
    early = until - SECOND
    questions = [(_request(), NOW), (_request("b"), early), (_request("b", budget=None), early), (_request("b"), until)]
    answers, _ = _ask(router, *questions)
    assert _backed_off(answers) == [False, True, False, False]
    assert answers[1].retry_at == until


def test_a_stranger_that_a_redirect_leads_to_cannot_block_the_network() -> None:
    router = respx.Router()
    router.route(host="api.acme.example").respond(302, headers={"location": "https://stranger.example/"})
    router.route(host="stranger.example").respond(429, headers={"retry-after": "86400"})
    router.route().respond(200)
    answers, _ = _ask(router, (_request(), NOW), (_request("b"), NOW + SECOND))
    assert _backed_off(answers) == [False, False]


def test_what_other_programs_learned_meanwhile_is_taken_over() -> None:
    router = _open()

    async def run() -> list[Response | NoResponse]:
        transport = httpx.MockTransport(router.async_handler)
        async with Fetcher(FetchSettings(per_host=0), user_agent="t", transport=transport) as fetcher:
            await fetcher.send(_request(budget=Budget("acme", 2, HOUR)), NOW)
            fetcher.learn(dict.fromkeys(fetcher.backoffs, NOW + 2 * HOUR) | {"b.acme.example:443": NOW + HOUR})
            fetcher.learn(dict.fromkeys(fetcher.backoffs, NOW) | {"b.acme.example:443": NOW})  # the later counts
            asked = (_request("b", budget=None), _request(budget=Budget("acme", 1, HOUR)))
            return [await fetcher.send(request, NOW + SECOND) for request in asked]

    assert _backed_off(asyncio.run(run())) == [True, True]


@given(
    st.integers(1, 6),
    st.integers(1, 50),
    st.lists(st.tuples(st.integers(0, 30), st.integers(1, 7)), max_size=60),
)
def test_no_such_time_ever_sees_more_than_the_budget(requests: int, per: int, tries: list[tuple[int, int]]) -> None:
    """Nor does anything wait that could be asked: what waits may be sent at the instant that was named."""
    budget, backoffs = Budget("acme", requests, timedelta(seconds=per)), dict[str, datetime]()
    budgets, now, sent = Budgets(backoffs), NOW, list[datetime]()
    for pause, count in tries:
        now += pause * SECOND
        ready = budgets.ready_at(budget, count, now)
        window = [at for at in sent if at > now - budget.per]
        assert (ready <= now) is (len(window) + min(count, requests) <= requests)
        if ready <= now:
            budgets.take(budget, now)
            sent.append(now)
        else:
            assert ready == budgets.ready_at(budget, count, ready)
    for at in sent:
        assert requests >= sum(at <= other < at + budget.per for other in sent)
