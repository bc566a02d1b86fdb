"""What a site lets programs such as this one read of its pages: robots.txt (RFC 9309), matched by Protego.

    what robots.txt answers                       what holds for the site's pages
    2xx                                           its rules for our product's name, else those for "*"
    4xx, too many redirects or one not followed   there are no rules: every page may be read
    429, 5xx, nothing                             the rules of before, if known; else no page is read for now

What was read is good for a day, and for a month while nothing newer can be had. A site whose rules never could be had
stays unread: its accounts turn blind, which is reported, and its owner may exempt it ([fetch] robots_exempt). Of the
first 500 KiB only the groups that speak to us are kept, so that neither reading nor keeping it costs much.
"""

from __future__ import annotations

import asyncio
import re
from collections import ChainMap, defaultdict
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from monitor.fetch.headers import for_other_host
from monitor.fetch.redirects import Hop
from monitor.model.http import NoResponse, Refusal, Response, RobotsTxt

if TYPE_CHECKING:
    from protego import Protego

Ask = Callable[[Hop, datetime], Awaitable[Response | NoResponse]]

FRESH = timedelta(days=1)
LASTING = timedelta(days=30)
AGAIN = timedelta(minutes=10)  # after it could not be read
LIMIT = 500 * 1024  # bytes
LONGEST_DELAY = 10.0  # seconds that a Crawl-delay may ask for: more would hold up a whole run
_PATH = "/robots.txt"
_PASSED_ON = frozenset((Refusal.HELD, Refusal.BLOCKED_ADDRESS))  # the page's own request would end so too
_LEADS_NOWHERE = frozenset((Refusal.REDIRECTS, Refusal.BLOCKED_ADDRESS))
_PRODUCT = re.compile(r"[a-z_-]+", re.IGNORECASE)
_GROUP = re.compile(r"\s*user[ -]?agent\s*[:\s]\s*([a-z_-]+|\*(?=[\s#]|$))?", re.IGNORECASE)
_RULE = re.compile(r"\s*(?:allow|di[sal]+[ao]w|crawl[- ]delay)\b", re.IGNORECASE)  # as they are written, and miswritten


class Robots:
    """The rules of the sites that one Fetcher asks, each asked for once; what is learned stands in `learned`.

    `agent` is the User-Agent, `exempt` the domains whose pages are read in any case, `kept` what earlier sessions
    learned, by site ("https://name:port").
    """

    def __init__(self, agent: str, exempt: Collection[str], kept: Mapping[str, RobotsTxt]) -> None:
        product = _PRODUCT.match(agent)
        self._product = product[0].lower() if product else agent
        self._exempt = tuple(exempt)
        self._kept: ChainMap[str, RobotsTxt] = ChainMap({}, dict(kept))
        self._failed: dict[str, tuple[datetime, NoResponse]] = {}
        self._rules: dict[str, tuple[RobotsTxt, Protego]] = {}
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    @property
    def learned(self) -> Mapping[str, RobotsTxt]:
        return dict(self._kept.maps[0])

    async def admit(self, hop: Hop, now: datetime, ask: Ask) -> Hop | NoResponse:
        """The request for a page as it may be sent, slower where the site wants that; or why it may not be."""
        if any(hop.target.host == name or hop.target.host.endswith(f".{name}") for name in self._exempt):
            return hop
        site = f"{hop.target.scheme}://{hop.target.at}"
        async with self._locks[site]:
            kept = await self._of(site, hop, now, ask)
        if isinstance(kept, NoResponse):
            return kept
        rules = self._read(site, kept)
        if not rules.can_fetch(hop.target.url, self._product):
            return NoResponse(
                Refusal.FORBIDDEN,
                f"{hop.target.at}: robots.txt keeps programs from this page, so it was not asked."
                " Ask the site for permission; if it is yours: [fetch] robots_exempt",
                answered=True,
            )
        delay = min(rules.crawl_delay(self._product) or 0.0, LONGEST_DELAY)
        return hop if delay == 0 else replace(hop, per_host=min(1 / delay, hop.per_host or 1 / delay))

    async def _of(self, site: str, hop: Hop, now: datetime, ask: Ask) -> RobotsTxt | NoResponse:
        """What the site's robots.txt says, asked for where what is known is too old."""
        kept = self._kept.get(site)
        if kept is not None and _within(FRESH, kept.at, now):
            return kept
        before = self._failed.get(site)
        if before is None or not _within(AGAIN, before[0], now):
            answer = await ask(_question(hop), now)
            text = _text(answer)
            if text is not None:
                self._kept[site] = kept = RobotsTxt(ours(text, self._product), now)
                return kept
            failure = _failure(hop.target.at, answer)
            if failure.why in _PASSED_ON:
                return failure
            before = self._failed[site] = (now, failure)
        return kept if kept is not None and _within(LASTING, kept.at, now) else before[1]

    def _read(self, site: str, kept: RobotsTxt) -> Protego:
        from protego import Protego

        known = self._rules.get(site)
        if known is None or known[0] is not kept:
            known = self._rules[site] = (kept, Protego.parse(kept.text))
        return known[1]


def ours(text: str, product: str) -> str:
    """The groups of a robots.txt for `product` and for "*"; of the others' agents nothing but that they are others.

    Protego's work grows with the agents of a group times its rules, which a hostile file has by the thousand.
    """
    kept: list[str] = []
    speaks = False  # the group that is being read speaks to us
    naming = False  # and its agents are still being named
    for line in text.splitlines():
        if group := _GROUP.match(line):
            name = (group[1] or "").lower()
            if not naming:
                speaks, naming = False, True
            if name in ("*", product):
                speaks = True
                kept.append(f"user-agent: {name}")
        elif _RULE.match(line):
            naming = False
            if speaks:
                kept.append(line.partition("#")[0].strip())
    return "\n".join(kept)


def _question(hop: Hop) -> Hop:
    """The request for the robots.txt beside a page. Nothing of the account's goes along: neither key nor validator."""
    target = replace(hop.target, path=_PATH, userinfo=None)
    headers = for_other_host(hop.headers) | {"accept": "text/plain, */*;q=0.5"}
    return replace(hop, method="GET", target=target, headers=headers, body=None, page=False)


def _text(answer: Response | NoResponse) -> str | None:
    """The rules, "" where there are none, None where nobody knows."""
    if isinstance(answer, NoResponse):
        return "" if answer.answered and answer.why in _LEADS_NOWHERE else None
    if answer.status == 429 or answer.status >= 500:
        return None
    return answer.body[:LIMIT].decode("utf-8-sig", "replace") if 200 <= answer.status < 300 else ""


def _failure(at: str, answer: Response | NoResponse) -> NoResponse:
    if isinstance(answer, NoResponse) and answer.why in _PASSED_ON:
        return answer
    said = answer.detail if isinstance(answer, NoResponse) else f"HTTP {answer.status}"
    detail = f"{at}: robots.txt cannot be read ({said}), so no page is; asked again later"
    answered = isinstance(answer, Response) or answer.answered
    return NoResponse(Refusal.RULES_UNKNOWN, detail, answered, answer.retry_at)


def _within(time: timedelta, since: datetime, now: datetime) -> bool:
    """A clock that was set back makes nothing last longer."""
    return timedelta(0) <= now - since < time
