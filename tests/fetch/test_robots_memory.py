"""How long what a robots.txt says is good for, and how slowly it wants its pages read."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import httpx
import pytest

from monitor.fetch.client import Fetcher
from monitor.fetch.robots import AGAIN, FRESH, LASTING, LONGEST_DELAY
from monitor.model.http import Refusal, Request, RobotsTxt
from monitor.model.settings import FetchSettings
from support.robots import KEY, NAME, NOW, PAGE, SITE, ask, came, file, router


def test_what_was_read_is_good_for_a_day_also_from_an_earlier_session() -> None:
    kept = {KEY: RobotsTxt("user-agent: *\nDisallow: /s", NOW)}
    site = router(file(""))
    times = (NOW + FRESH - timedelta(seconds=1), NOW + FRESH)
    answers, learned = ask(site, *((PAGE, at) for at in times), kept=kept)
    assert came(answers) == [Refusal.FORBIDDEN, 200]
    assert learned == {KEY: RobotsTxt("", NOW + FRESH)}


def test_a_clock_that_was_set_back_asks_again() -> None:
    kept = {KEY: RobotsTxt("user-agent: *\nDisallow: /s", NOW + timedelta(days=400))}
    answers, _ = ask(router(file("")), (PAGE, NOW), kept=kept)
    assert came(answers) == [200]


def test_while_nothing_can_be_read_the_rules_of_before_hold_for_a_month() -> None:
    kept = {KEY: RobotsTxt("user-agent: *\nDisallow: /closed", NOW)}
    site = router(httpx.Response(503))
    closed = Request(f"{SITE}/closed", page=True)
    late = NOW + LASTING - timedelta(minutes=1)
    answers, learned = ask(site, (PAGE, late), (closed, late), (PAGE, NOW + LASTING), kept=kept)
    assert came(answers) == [200, Refusal.FORBIDDEN, Refusal.RULES_UNKNOWN]
    assert learned == {}
    assert site["robots"].call_count == 1


def test_what_could_not_be_read_is_asked_for_again_after_a_while_only() -> None:
    site = router([httpx.Response(500), file("")])
    times = (NOW, NOW + AGAIN - timedelta(seconds=1), NOW + AGAIN)
    answers, _ = ask(site, *((PAGE, at) for at in times))
    assert came(answers) == [Refusal.RULES_UNKNOWN, Refusal.RULES_UNKNOWN, 200]
    assert site["robots"].call_count == 2


def test_a_host_that_asks_for_time_is_left_alone() -> None:
    """F067: nothing is sent before the time; the page waits as its robots.txt does."""
    site = router(httpx.Response(503, headers={"retry-after": "1200"}))
    questions = [(PAGE, NOW + timedelta(seconds=after)) for after in (0, 1, 1199)]
    answers, _ = ask(site, *questions)
    assert came(answers) == [Refusal.RULES_UNKNOWN, Refusal.RULES_UNKNOWN, Refusal.HELD]
    assert {answer.retry_at for answer in answers} == {NOW + timedelta(seconds=1200)}
    assert (site["robots"].call_count, site["page"].called) == (1, False)


@pytest.mark.parametrize(
    ("delay", "per_host", "seconds"),
    [("0.05", 1000, 0.05), ("0", 1000, 0), ("soon", 1000, 0), ("0.01", 20, 0.05), ("0.2", 0, 0)],
    ids=["slower", "none", "no number", "we are slower", "the operator paces nothing"],
)
def test_a_crawl_delay_is_kept_between_pages(delay: str, per_host: float, seconds: float) -> None:
    site = router(file(f"User-agent: *\nCrawl-delay: {delay}"))

    async def run() -> float:
        transport = httpx.MockTransport(site.async_handler)
        async with Fetcher(FetchSettings(per_host=per_host), user_agent=NAME, transport=transport) as fetcher:
            await fetcher.send(PAGE, NOW)
            clock = asyncio.get_running_loop().time
            started = clock()
            for _ in range(3):
                await fetcher.send(PAGE, NOW)
            return clock() - started

    took = asyncio.run(run())
    assert 3 * seconds - 0.01 <= took
    assert seconds or took < 0.5


def test_no_crawl_delay_holds_up_a_run(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    sleep = asyncio.sleep

    async def noted(seconds: float) -> None:
        slept.append(seconds)
        await sleep(0)

    monkeypatch.setattr("monitor.fetch.pacing.asyncio.sleep", noted)
    site = router(file("User-agent: *\nCrawl-delay: 86400"))

    async def run() -> None:
        transport = httpx.MockTransport(site.async_handler)
        async with Fetcher(FetchSettings(per_host=1000), user_agent=NAME, transport=transport) as fetcher:
            await fetcher.send(PAGE, NOW)
            await fetcher.send(PAGE, NOW)

    asyncio.run(run())
    assert LONGEST_DELAY - 1 < max(slept) <= LONGEST_DELAY
