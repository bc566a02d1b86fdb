"""An account told day by day: what its address shows, and what the program says of it.

A telling begins at NOON, day 0. A page is made anew at each check from the day on which it is asked, so that a story is
one function of the day. Posts are numbered, the newest last.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email.utils import format_datetime
from functools import cached_property
from html import escape
from pathlib import Path

from monitor.model.state import AccountStatus, CheckRow
from monitor.run.app import App
from monitor.run.judging.judging import judged_statuses
from monitor.run.tick import poll
from support.program import NOON, Clock, account, write_config
from support.site import Page, Site, serving

Document = bytes | Page
Form = Callable[..., bytes]  # of items: rss, atom, json_feed
NAME = "told"
SILENT = ("dormant", "abandoned", "late", "overdue")
RSS = {"Content-Type": "application/rss+xml"}


@dataclass(frozen=True)
class Item:
    """An entry as a feed writes it; `date` as it stands there, None: the entry has none."""

    title: str
    link: str
    guid: str | None
    date: str | None
    at: datetime

    def but(self, **changes: str | None) -> Item:
        return replace(self, **changes)  # type: ignore[arg-type]  # texts, as the fields are


def day(number: float) -> datetime:
    return NOON + timedelta(days=number)


def item(number: int, at: datetime, site: str = "https://acme.example") -> Item:
    """Post `number` of Acme; its id is a number of its own."""
    date = format_datetime(at, usegmt=True)
    return Item(f"Acme news, number {number}", f"{site}/news/{number}", f"acme-{number}", date, at)


def weekly(until: float, count: int = 10, each: float = 7, site: str = "https://acme.example") -> list[Item]:
    """The `count` newest posts on day `until`, one every `each` days since long ago, newest first."""
    last = int(until // each)
    return [item(1000 + number, day(number * each), site) for number in range(last, last - count, -1)]


def rss(items: Iterable[Item], title: str = "Acme", home: str = "https://acme.example/", head: str = "") -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">'
        f"<channel><title>{escape(title)}</title><link>{home}</link>{head}"
        f"{''.join(_rss_item(each) for each in items)}</channel></rss>"
    ).encode()


def _rss_item(each: Item) -> str:
    guid = "" if each.guid is None else f'<guid isPermaLink="false">{escape(each.guid)}</guid>'
    date = "" if each.date is None else f"<pubDate>{escape(each.date)}</pubDate>"
    return f"<item><title>{escape(each.title)}</title><link>{escape(each.link)}</link>{guid}{date}</item>"


def atom(items: Sequence[Item], title: str = "Acme", home: str = "https://acme.example/") -> bytes:
    entries = "".join(
        f"<entry><id>{escape(each.guid or each.link)}</id><title>{escape(each.title)}</title>"
        f'<link href="{escape(each.link)}"/>'
        f"<published>{each.at:%Y-%m-%dT%H:%M:%SZ}</published></entry>"
        for each in items
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><id>{home}</id>'
        f'<title>{escape(title)}</title><link href="{home}"/>'
        f"<updated>{NOON:%Y-%m-%dT%H:%M:%SZ}</updated>{entries}</feed>"
    ).encode()


def json_feed(items: Iterable[Item], home: str = "https://acme.example/", /, **more: object) -> bytes:
    entries = [
        {"id": each.guid or each.link, "url": each.link, "title": each.title, "date_published": each.at.isoformat()}
        for each in items
    ]
    document = {"version": "https://jsonfeed.org/version/1.1", "title": "Acme", "home_page_url": home} | more
    return json.dumps(document | {"items": entries}).encode()


@dataclass
class Telling:
    """One account of network `network` at `path` of a site of its own, checked every few days."""

    folder: Path
    network: str = "feed"
    path: str = "/feed.xml"
    plan: str = "1 per week"
    clock: Clock = field(default_factory=Clock)
    more: str = ""  # what else the file says, `{base}` for the site's address

    def __post_init__(self) -> None:
        self._open = ExitStack()
        self.site: Site = self._open.enter_context(serving())
        declared = account(NAME, self.site.base + self.path, network=self.network).replace("1 per week", self.plan)
        if not self.plan:
            declared = declared.replace('plan = { publish = "" }\n', "")
        declared += self.more.replace("{base}", self.site.base)
        self.file = write_config(self.folder, declared)

    def __enter__(self) -> Telling:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    @property
    def today(self) -> float:
        return (self.clock.now - NOON) / timedelta(days=1)

    def shows(self, made: Callable[[float], Document], path: str | None = None, **headers: str) -> None:
        """What the path answers, from the day on which it is asked."""
        usual = RSS | {name.replace("_", "-"): value for name, value in headers.items()}

        def page() -> Page:
            document = made(self.today)
            return (200, usual, document) if isinstance(document, bytes) else document

        self.site.pages[path or self.path] = page

    def until(self, last: float, step: float = 2) -> list[str]:
        """The statuses after each run up to that day, without repetitions."""
        found: list[str] = []
        while True:
            poll(self.app, allow_private=True)
            if (now := self.status()) not in found[-1:]:
                found.append(now)
            if self.today + step > last:
                return found
            self.clock.forward(days=step)

    def status(self, name: str = NAME) -> str:
        return self.said(name).verdict.state.status.value

    def said(self, name: str = NAME) -> AccountStatus:
        (found,) = judged_statuses(self.app.store, self.app.settings, [name], self.clock())
        return found

    @property
    def counted(self) -> int:
        """Acts counted so far, of whichever day of the last half-year."""
        return sum(each.human for each in self.said().record.days.values())

    def last_check(self, name: str = NAME) -> CheckRow:
        return self.app.store.check_rows(name, 1)[0]

    @property
    def why(self) -> str:
        return self.said().verdict.state.observation.detail

    @property
    def last_act(self) -> datetime | None:
        return self.said().record.last_human

    @cached_property
    def app(self) -> App:
        """The program on this configuration, as a daemon has it: opened once."""
        app = App(str(self.file), env={}, clock=self.clock)
        self._open.callback(app.close)
        return app


Tell = Callable[..., Telling]
