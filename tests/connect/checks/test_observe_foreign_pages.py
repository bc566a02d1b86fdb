"""The number of a page that answered: the same from every host where one page answers for all, such as a portal's."""

from __future__ import annotations

from typing import Any

import pytest

from monitor.model.http import NoResponse, Refusal

PORTAL = (
    "<html><title>Welcome aboard</title><p>You asked for {url}.</p><p>{host} waits, session 8f2{host}, 12:0{number}</p>"
    '<a href="https://portal.example/?to={quoted}">Log in</a></html>'
)
HOSTS = ("acme.example", "www.other.example", "news.third.example")


def pages(replay: Any, answer: Any, body: str, status: int = 200) -> list[int | None]:
    found = []
    for number, host in enumerate(HOSTS):
        url = f"https://{host}/{number}/feed.xml?a=1&b=2"
        quoted = f"https%3A%2F%2F{host}%2F{number}%2Ffeed.xml%3Fa%3D1%26b%3D2"
        text = body.format(url=url.replace("&", "&amp;"), host=host, number=number, quoted=quoted)
        found.append(replay("feed", url, answer(url, text, status, final="https://portal.example/")).failed.page)
    return found


@pytest.mark.parametrize("status", [200, 403, 407, 503, 511])
def test_a_portal_has_one_number_whichever_host_was_asked(replay: Any, answer: Any, status: int) -> None:
    first, *others = pages(replay, answer, PORTAL, status)
    assert first is not None
    assert others == [first, first]


def test_a_portal_in_place_of_a_page_has_it_too(replay: Any, answer: Any) -> None:
    body = PORTAL.replace("Log in", "Go on")
    (first, *_) = pages(replay, answer, body)
    url = "https://t.me/acme"
    text = body.format(url="https://t.me/s/acme", host="t.me", number=7, quoted="https%3A%2F%2Ft.me%2Fs%2Facme")
    assert replay("telegram", url, answer("https://t.me/s/acme", text)).failed.page == first


def test_pages_that_hosts_wrote_themselves_differ(replay: Any, answer: Any) -> None:
    url = "https://acme.example/feed.xml"
    texts = ("<html>We are closed for repairs</html>", "<html>Back in a minute</html>", "Bad Gateway")
    numbers = {replay("feed", url, answer(url, text, 503)).failed.page for text in texts}
    assert len(numbers) == 3


def test_what_is_blank_or_no_page_has_none(replay: Any, answer: Any) -> None:
    url = "https://acme.example/feed.xml"
    assert replay("feed", url, answer(url, "  ", 500)).failed.page is None
    assert replay("feed", url, answer(url, "{}")).failed.page is None  # another document
    assert replay("feed", url, {url: NoResponse(Refusal.TIMEOUT, "no answer")}).failed.page is None


def test_what_stands_between_may_answer_without_a_word(replay: Any, answer: Any) -> None:
    pages = {
        replay("feed", url, answer(url, "", 502)).failed.page
        for url in ("https://acme.example/feed.xml", "https://other.example/rss")
    }
    assert len(pages) == 1
    assert pages != {None}
