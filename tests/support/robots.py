"""A site with a robots.txt, and what a Fetcher is answered there."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import httpx
import respx

from monitor.fetch.client import Fetcher
from monitor.model.http import NoResponse, Refusal, Request, Response, RobotsTxt
from monitor.model.settings import FetchSettings

NOW = datetime(2026, 6, 15, 10, tzinfo=UTC)
SITE = "https://pages.example"
KEY = f"{SITE}:443"
PAGE = Request(f"{SITE}/s/acme", page=True)
FORBIDS = "User-agent: *\nDisallow: /"
NAME = "account-health-monitor"


def router(robots: Any, page: Any = None) -> respx.Router:
    routes = respx.Router()
    asked = routes.route(host="pages.example", path="/robots.txt", name="robots")
    asked.mock(side_effect=robots) if isinstance(robots, list) else asked.mock(return_value=robots)
    routes.route(name="page").mock(return_value=page or httpx.Response(200, text="page"))
    return routes


def ask(
    site: respx.Router,
    *questions: tuple[Request, datetime],
    kept: Mapping[str, RobotsTxt] | None = None,
    exempt: Sequence[str] = (),
) -> tuple[list[Response | NoResponse], Mapping[str, RobotsTxt]]:
    """The answers to the questions, one after the other, and what was learned."""

    async def run() -> tuple[list[Response | NoResponse], Mapping[str, RobotsTxt]]:
        async with Fetcher(
            FetchSettings(per_host=0, robots_exempt=tuple(exempt)),
            user_agent=f"{NAME}/1.0 (+https://acme.example)",
            robots=kept,
            transport=httpx.MockTransport(site.async_handler),
        ) as fetcher:
            return [await fetcher.send(request, now) for request, now in questions], fetcher.robots

    return asyncio.run(run())


def came(answers: Sequence[Response | NoResponse]) -> list[int | Refusal]:
    return [answer.status if isinstance(answer, Response) else answer.why for answer in answers]


def file(text: str | bytes) -> httpx.Response:
    return httpx.Response(200, content=text)
