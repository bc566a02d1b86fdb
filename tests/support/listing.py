"""A feed that is checked again and again, with what is known of it kept and written down as the store does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

from monitor.connect.checks.observe import observe
from monitor.connect.manifests.catalogue import Catalogue
from monitor.connect.recordings.recording import driven
from monitor.model.activity import Memory, key_number
from monitor.model.check import Observation
from monitor.model.http import Response
from monitor.store import codec
from monitor.store.intake.known_posts import numbers_of

START = datetime(2026, 6, 1, 12, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
URL = "https://acme.example/feed.xml"


@dataclass(frozen=True)
class Item:
    """One item of the feed; `at` is in days after START."""

    name: str
    at: float | None
    title: str = ""
    path: str = ""

    @property
    def xml(self) -> str:
        date = "" if self.at is None else f"<pubDate>{format_datetime(START + self.at * DAY, usegmt=True)}</pubDate>"
        path = self.path or f"/{self.name}"
        return (
            f"<item><guid isPermaLink='false'>{self.name}</guid><title>{self.title or 'About ' + self.name}</title>"
            f"<link>https://acme.example{path}</link>{date}</item>"
        )


def post(number: int, at: float) -> Item:
    return Item(f"p{number}", at)


def weekly(first: int, last: int) -> list[Item]:
    """Posts of every seventh day, the newest first, as feeds have them."""
    return [post(number, 7 * number) for number in range(last, first - 1, -1)]


def document(items: Iterable[Item]) -> bytes:
    text = "".join(item.xml for item in items)
    home = "<title>Acme</title><link>https://acme.example/</link>"
    return f'<rss version="2.0"><channel>{home}{text}</channel></rss>'.encode()


@dataclass
class Listing:
    """`check` is one check, `day` days after START."""

    memory: Memory = field(default_factory=Memory)
    sent: Mapping[str, str] = field(default_factory=dict)

    def check(
        self, day: float, items: Iterable[Item], headers: Mapping[str, str] | None = None, status: int = 200
    ) -> Observation:
        manifest = Catalogue.load(networks={}).get("feed")
        assert manifest is not None

        def ask(request: Any) -> Response:
            self.sent = request.headers
            return Response(status, dict(headers or {}), b"" if status == 304 else document(items), URL)

        seen = driven(observe(manifest, URL, self.memory, START + day * DAY), ask)
        assert isinstance(seen, Observation), seen
        self.keep(seen)
        return seen

    def keep(self, seen: Observation) -> None:
        """What is known is that of the last observation that showed something new."""
        acts = {key_number(act): act for act in seen.activities}
        known = (
            self.memory.known
            if self.memory.known.issuperset(acts)
            else frozenset(numbers_of(list(acts.items())[:1000]))
        )
        read = codec.load_memory(codec.dump_memory(seen.memory))
        assert read == seen.memory
        self.memory = replace(read, known=known)
