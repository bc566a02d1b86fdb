"""robots.txt: asked before a page and obeyed, by the rules of RFC 9309."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta
from typing import Any

import httpx
import pytest
import respx
from protego import Protego

from monitor.fetch.client import Fetcher
from monitor.fetch.robots import LIMIT, ours
from monitor.model.http import NoResponse, Refusal, Request, Response, RobotsTxt
from monitor.model.settings import FetchSettings
from support.robots import FORBIDS, KEY, NAME, NOW, PAGE, SITE, ask, came, file, router


@pytest.mark.parametrize(
    ("robots", "expected"),
    [
        (file(""), 200),
        (file("User-agent: *\nDisallow:"), 200),
        (file(FORBIDS), Refusal.FORBIDDEN),
        (file(f"\ufeff{FORBIDS}".encode()), Refusal.FORBIDDEN),
        (file(b"User-agent: *\r\nDisallow: /\xff\r\nDisallow: /s/*\r\n"), Refusal.FORBIDDEN),
        (file("<!doctype html><title>Welcome</title>"), 200),
        (file("#" * LIMIT + f"\n{FORBIDS}"), 200),
        (file("#" * (LIMIT - 100) + f"\n{FORBIDS}"), Refusal.FORBIDDEN),
        (httpx.Response(204), 200),
        (httpx.Response(301), 200),
        (httpx.Response(302, headers={"location": "http://127.0.0.1/robots.txt"}), 200),
        (httpx.Response(302, headers={"location": "/robots.txt"}), 200),
        (httpx.Response(401), 200),
        (httpx.Response(403, text=FORBIDS), 200),
        (httpx.Response(404, text=FORBIDS), 200),
        (httpx.Response(410), 200),
        (httpx.Response(429), Refusal.RULES_UNKNOWN),
        (httpx.Response(500), Refusal.RULES_UNKNOWN),
        (httpx.Response(503), Refusal.RULES_UNKNOWN),
        ([httpx.ConnectError("x")], Refusal.RULES_UNKNOWN),
        ([httpx.ReadTimeout("x")], Refusal.RULES_UNKNOWN),
    ],
)
def test_what_an_answer_means_for_the_page(robots: Any, expected: int | Refusal) -> None:
    site = router(robots)
    answers, _ = ask(site, (PAGE, NOW))
    assert came(answers) == [expected]
    assert (expected == 200) is site["page"].called  # what may not be read is not asked


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        (f"User-agent: {NAME}\nDisallow: /s/\n\nUser-agent: *\nAllow: /", "/s/acme", False),
        (f"User-agent: {NAME.upper()}\nAllow: /s/\n\nUser-agent: *\nDisallow: /", "/s/acme", True),
        ("User-agent: account\nDisallow: /", "/s/acme", True),
        (f"User-agent: {NAME}-plus\nDisallow: /", "/s/acme", True),
        (f"User-agent: {NAME}/2.0\nDisallow: /", "/s/acme", False),
        ("User-agent: other\nDisallow: /\n\nUser-agent: *\nAllow: /", "/s/acme", True),
        ("User-agent: other\nUser-agent: *\nDisallow: /", "/s/acme", False),
        (f"User-agent: other\nSitemap: /map.xml\nUser-agent: {NAME}\nDisallow: /", "/s/acme", False),
        ("User-agent: *\nDisallow: /a\n\nUser-agent: other\nAllow: /\n\nUser-agent: *\nDisallow: /s", "/s/acme", False),
        ("User-agent: *\nDisallow: /s\nAllow: /s/acme", "/s/acme", True),
        ("User-agent: *\nDisallow: /s/\nAllow: /s/", "/s/acme", True),
        ("User-agent: *\nDisallow: /*/acme$", "/s/acme", False),
        ("User-agent: *\nDisallow: /*/acme$", "/s/acme2", True),
        ("User-agent: *\nDisallow: /*before=", "/s/acme?before=3", False),
        ("User-agent: *\nDisallow: /s/caf%C3%A9", "/s/café", False),
        ("user agent *\ndissallow /", "/s/acme", False),
        ("Disallow: /", "/s/acme", True),
        (FORBIDS, "/robots.txt", True),
    ],
)
def test_the_rules_for_our_name_hold_else_those_for_all(text: str, path: str, allowed: bool) -> None:
    answers, _ = ask(router(file(text)), (Request(f"{SITE}{path}", page=True), NOW))
    assert came(answers) == [200 if allowed else Refusal.FORBIDDEN]


def test_what_is_kept_means_what_the_whole_file_means() -> None:
    agents = ["*", NAME, "other", f"{NAME}x"]
    texts = [
        f"User-agent: {one}\n{between}User-agent: {two}\nDisallow: /s\n{end}User-agent: {three}\nAllow: /s/a\n"
        for one in agents
        for two in agents
        for three in agents
        for between in ("", "Disallow: /x\n", "Crawl-delay: 3\n", "Sitemap: /m\n", "# nothing\n\n")
        for end in ("", "Allow: /s/acme\n")
    ]
    for text in texts:
        whole, part = Protego.parse(text), Protego.parse(ours(text, NAME))
        for path in ("/s/acme", "/s/b", "/x"):
            assert (text, part.can_fetch(SITE + path, NAME)) == (text, whole.can_fetch(SITE + path, NAME))
        assert (text, part.crawl_delay(NAME)) == (text, whole.crawl_delay(NAME))


@pytest.mark.parametrize(
    "text",
    [
        "".join(f"User-agent: bot{number}\n" for number in range(14_000)) + "Disallow: /x\n" * 18_000,
        "".join(f"User-agent: *\nUser-agent: {NAME}\n" for _ in range(9_000)) + "Disallow: /x$\n" * 8_000,
        "User-agent: *\n" + "Disallow: /$\n" * 38_000,
        "User-agent: *\nDisallow: /" + "*a" * 250_000,
    ],
    ids=["many agents", "ourselves again and again", "many rules", "many stars"],
)
def test_a_hostile_file_costs_little(text: str) -> None:
    """What does is read in the event loop: all other checks wait for it."""
    started = time.process_time()
    answers, _ = ask(router(file(text)), (PAGE, NOW))
    assert came(answers) == [200]
    assert time.process_time() - started < 3


def test_only_pages_ask_and_each_site_is_asked_once() -> None:
    site = router(file("User-agent: *\nDisallow: /closed"))
    closed = Request(f"{SITE}/closed/1", page=True)
    questions = [(Request(f"{SITE}/closed/api"), NOW), (PAGE, NOW), (PAGE, NOW + timedelta(hours=23)), (closed, NOW)]
    answers, learned = ask(site, *questions)
    assert came(answers) == [200, 200, 200, Refusal.FORBIDDEN]
    assert site["robots"].call_count == 1
    assert learned == {KEY: RobotsTxt("user-agent: *\nDisallow: /closed", NOW)}


def test_checks_at_the_same_time_share_one_question() -> None:
    site = router(file(""))

    async def run() -> None:
        transport = httpx.MockTransport(site.async_handler)
        async with Fetcher(FetchSettings(per_host=0), user_agent=NAME, transport=transport) as fetcher:
            await asyncio.gather(*(fetcher.send(PAGE, NOW) for _ in range(9)))

    asyncio.run(run())
    assert (site["robots"].call_count, site["page"].call_count) == (1, 9)


def test_other_ports_and_schemes_are_other_sites() -> None:
    router = respx.Router()
    router.route(path="/robots.txt", name="robots").mock(return_value=file(FORBIDS))
    sites = ("https://pages.example", "http://pages.example", "https://pages.example:8443")
    ask(router, *((Request(f"{site}/", page=True), NOW) for site in sites))
    assert [str(call.request.url) for call in router.calls] == [f"{site}/robots.txt" for site in sites]


def test_nothing_of_the_account_goes_along() -> None:
    site = router(file(""))
    request = Request(
        "https://lea:secret@pages.example/s/acme?key=1",
        headers={"accept": "text/html", "if-none-match": '"a"', "x-api-key": "k", "accept-language": "fr"},
        page=True,
    )
    ask(site, (request, NOW))
    asked = site["robots"].calls.last.request
    assert str(asked.url) == f"{SITE}/robots.txt"
    own = {"user-agent", "accept", "accept-encoding", "accept-language"}
    assert set(asked.headers) - {"host", "connection", "content-length"} == own


def test_a_page_that_a_redirect_leads_to_is_judged_by_its_own_site() -> None:
    router = respx.Router()
    router.route(host="pages.example", path="/robots.txt").mock(return_value=file(""))
    router.route(host="pages.example").respond(302, headers={"location": "https://other.example/s/acme"})
    router.route(host="other.example", path="/robots.txt").mock(return_value=file(FORBIDS))
    target = router.route(host="other.example").mock(return_value=httpx.Response(200))
    answers, _ = ask(router, (PAGE, NOW))
    assert came(answers) == [Refusal.FORBIDDEN]
    assert not target.called
    assert isinstance(answers[0], NoResponse)
    assert "other.example:443" in answers[0].detail


@pytest.mark.parametrize(("hops", "expected"), [(5, Refusal.FORBIDDEN), (6, 200)])
def test_five_redirects_of_robots_txt_are_followed(hops: int, expected: int | Refusal) -> None:
    router = respx.Router()
    for number in range(hops):
        path = "/robots.txt" if number == 0 else f"/r{number}"
        router.route(path=path).respond(301, headers={"location": f"https://pages.example/r{number + 1}"})
    router.route(path=f"/r{hops}").mock(return_value=file(FORBIDS))
    router.route().respond(200)
    answers, _ = ask(router, (PAGE, NOW))
    assert came(answers) == [expected]


def test_a_private_address_is_refused_as_ever_and_not_for_its_robots_txt() -> None:
    async def run() -> Response | NoResponse:
        async with Fetcher(FetchSettings(), user_agent=NAME) as fetcher:
            return await fetcher.send(Request("http://127.0.0.1:9/", page=True), NOW)

    answer = asyncio.run(run())
    assert isinstance(answer, NoResponse)
    assert answer.why == Refusal.BLOCKED_ADDRESS


@pytest.mark.parametrize(
    ("exempt", "expected"),
    [
        (["pages.example"], 200),
        (["example"], 200),
        (["ages.example"], Refusal.FORBIDDEN),
        (["a.pages.example"], Refusal.FORBIDDEN),
    ],
)
def test_domains_of_ones_own_are_exempt(exempt: list[str], expected: int | Refusal) -> None:
    site = router(file(FORBIDS))
    answers, _ = ask(site, (PAGE, NOW), exempt=exempt)
    assert came(answers) == [expected]
    assert (expected == 200) is not site["robots"].called


def test_a_refusal_says_what_where_and_what_to_do() -> None:
    answers, _ = ask(router(file(FORBIDS)), (PAGE, NOW))
    (answer,) = answers
    assert isinstance(answer, NoResponse)
    assert answer.answered
    for words in ("pages.example:443", "robots.txt", "[fetch] robots_exempt"):
        assert words in answer.detail
    assert len(answer.detail) < 200
