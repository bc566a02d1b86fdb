"""Whose list it is: domains that others took over, and brands that rename themselves or move, told apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.connect.checks.publication import SIGNS
from monitor.model.activity import Memory, face, key_number
from monitor.model.check import Failure, Observation, Outcome
from support.networks import NOW

URL = "https://velo.example/feed.xml"
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Feed:
    """A feed as it answers: whose, from which site, with links to which host, and its items' titles by path."""

    title: str | None = "Vélo Club"
    home: str | None = "https://velo.example/"
    links: str | None = "https://velo.example"
    items: Sequence[tuple[str, str]] = tuple((f"/rides/{n}", f"Ride {n} along the river") for n in range(8))
    ids: str = "velo"

    def rss(self) -> str:
        head = f"<title>{self.title}</title>" if self.title else ""
        head += f"<link>{self.home}</link>" if self.home else ""
        return f'<rss version="2.0"><channel>{head}{"".join(map(self._item, range(len(self.items))))}</channel></rss>'

    def _item(self, number: int) -> str:
        path, title = self.items[number]
        link = f"<link>{self.links}{path}</link>" if self.links else ""
        at = format_datetime(NOW - (number + 1) * DAY, usegmt=True)
        return (
            f'<item><guid isPermaLink="false">{self.ids}{path}</guid><title>{title}</title>{link}'
            f"<pubDate>{at}</pubDate></item>"
        )


OWN = Feed()
CASINO = Feed(
    "Casino bonus", "https://casino.example/", "https://casino.example",
    [(f"/{n}", f"Best slots {n}") for n in range(30, 40)], "casino",
)  # fmt: skip
Check = Callable[..., Observation | Failure]


@pytest.fixture
def check(replay: Any, answer: Any) -> Check:
    """One check of what answers at the address; what is known is what the store fills in."""

    def run(body: str, memory: Memory | None = None, network: str = "feed", url: str = URL) -> Observation | Failure:
        return replay(network, url, answer(url, body), memory, NOW).result  # type: ignore[no-any-return]

    return run


def remembered(seen: Observation | Failure) -> Memory:
    """What a connector is given at the next check."""
    assert isinstance(seen, Observation), seen
    known = {key_number(act) for act in seen.activities} | {face(act.title, act.url) for act in seen.activities}
    return replace(seen.memory, known=frozenset(number for number in known if number is not None))


def outcome(result: Observation | Failure) -> Outcome:
    return result.outcome


NEWCOMERS = {
    "a hijacked domain": CASINO,
    "spam in another language": Feed(
        "オンラインカジノ", "https://slots.example", "https://slots.example", [("/a", "無料スピン")], "x"
    ),
    "a parking service": Feed("velo.example is for sale", "https://parking.example/", "https://go.parking.example", [
        ("/lp?d=velo.example", "Bicycles"), ("/lp?d=velo.example&k=2", "Insurance")], "parked"),
    "an empty feed of another's": replace(CASINO, items=()),
    "a newcomer whose links are short ones": replace(CASINO, links="https://bit.ly"),
    "a newcomer behind a proxy of feeds": replace(CASINO, links="https://feedproxy.google.com/~r/casino/~3"),
    "a newcomer without a home": replace(CASINO, home=None),
    "a newcomer that names itself nothing": replace(CASINO, title=None),
    "a newcomer without links": replace(CASINO, links=None),
}  # fmt: skip


@pytest.mark.parametrize("kind", NEWCOMERS)
def test_another_publication_is_told_as_long_as_it_stays_and_never_learned(check: Check, kind: str) -> None:
    memory = remembered(check(OWN.rss()))
    for day in range(3):
        grown = [(f"/new{day}", f"News {day} of the newcomer"), *NEWCOMERS[kind].items] if NEWCOMERS[kind].items else ()
        result = check(replace(NEWCOMERS[kind], items=grown).rss(), memory)
        assert isinstance(result, Failure)
        assert (result.outcome, result.memory, result.facts.name) == (Outcome.IDENTITY_CHANGED, None, None)
        assert "another publication answers to this address" in result.detail
        assert "“Vélo Club” at velo.example" in result.detail
    back = check(OWN.rss(), memory)
    assert outcome(back) is Outcome.OK


MOVES = {
    "a new name": replace(OWN, title="Two wheels", items=[("/x", "A new start")], ids="n", links="https://cdn.example"),
    "the same name in other letters": replace(CASINO, title="VELO-CLUB"),
    "a new home": replace(OWN, home="https://two-wheels.example/", items=[("/x", "A new start")], ids="n"),
    "a part of its domain": replace(CASINO, home="https://blog.velo.example/"),
    "another domain with the old ids": replace(CASINO, items=[("/rides/0", "New"), *CASINO.items], ids="velo"),
    "another domain with the old paths and titles": replace(CASINO, items=[*CASINO.items, OWN.items[3]]),
    "another program with the old titles": replace(CASINO, items=[("/2026/07/ride-4", "Ride 4 along the river!")]),
    "links by a shortener": replace(OWN, links="https://bit.ly", items=[("/x1", "A"), ("/x2", "B")], ids="n"),
    "links to a network of delivery": replace(OWN, links="https://d1.cdn.example", items=[("/x1", "A")], ids="n"),
    "nothing but its title is another": Feed("Casino", None, None, [("/1", "Slots")], "n"),
    "nothing but its links are others'": Feed(None, None, "https://casino.example", [("/1", "Slots")], "n"),
}


@pytest.mark.parametrize("kind", MOVES)
def test_a_brand_that_renames_itself_or_moves_is_itself_and_is_remembered_as_it_is_now(check: Check, kind: str) -> None:
    seen = check(MOVES[kind].rss(), remembered(check(OWN.rss())))
    assert isinstance(seen, Observation), seen
    assert seen.memory.publication is not None
    assert seen.memory.publication.title == (MOVES[kind].title or OWN.title)
    assert outcome(check(MOVES[kind].rss(), remembered(seen))) is Outcome.OK


def test_two_proxies_are_no_common_host(check: Check) -> None:
    behind = replace(OWN, links="https://feedproxy.google.com/~r/velo")
    memory = remembered(check(behind.rss()))
    assert outcome(check(replace(CASINO, links="https://feedproxy.google.com/~r/c").rss(), memory)) is (
        Outcome.IDENTITY_CHANGED
    )


def test_an_empty_list_teaches_nothing(check: Check) -> None:
    memory = remembered(check(OWN.rss()))
    seen = check(replace(OWN, title="Another name", items=()).rss(), memory)
    assert isinstance(seen, Observation)
    assert seen.memory.publication == memory.publication


def test_an_answer_that_changed_nothing_keeps_what_is_known(replay: Any, answer: Any) -> None:
    first = replay("feed", URL, answer(URL, OWN.rss(), headers={"etag": '"1"'})).seen
    again = replay("feed", URL, answer(URL, status=304), remembered(first)).seen
    assert (again.not_modified, again.memory.publication) == (True, first.memory.publication)


def test_the_first_check_takes_whoever_answers(check: Check) -> None:
    assert outcome(check(CASINO.rss())) is Outcome.OK


def test_a_json_feed_that_others_took_over(check: Check) -> None:
    def document(title: str, host: str) -> str:
        return (
            f'{{"version": "https://jsonfeed.org/version/1.1", "title": "{title}", "home_page_url": "https://{host}/",'
            f' "items": [{{"id": "{host}/1", "url": "https://{host}/1", "title": "{title} one",'
            ' "date_published": "2026-11-01T10:00:00Z"}]}'
        )

    memory = remembered(check(document("Harbour news", "harbour.example")))
    assert outcome(check(document("Pills", "pills.example"), memory)) is Outcome.IDENTITY_CHANGED
    assert outcome(check(document("Port news", "harbour.example"), memory)) is Outcome.OK


def test_a_list_of_addresses_alone_never_says_so(check: Check) -> None:
    """A sitemap shows hosts, and nothing else of whose it is."""

    def sitemap(host: str) -> str:
        return (
            '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
            f"<url><loc>https://{host}/one</loc></url></urlset>"
        )

    address = "https://velo.example/sitemap.xml"
    memory = remembered(check(sitemap("velo.example"), network="sitemap", url=address))
    assert outcome(check(sitemap("casino.example"), memory, "sitemap", address)) is Outcome.OK


def test_a_page_of_posts_that_others_took_over(check: Check) -> None:
    def page(name: str, host: str) -> str:
        return (
            f'<html><body><div class="h-card"><a class="p-name u-url" href="https://{host}/">{name}</a></div>'
            f'<div class="h-feed"><div class="h-entry"><a class="u-url p-name" href="https://{host}/1">{name} one</a>'
            '<time class="dt-published" datetime="2026-11-01T10:00:00Z">1</time></div></div></body></html>'
        )

    address = "https://velo.example/notes"
    first = check(page("Velo", "velo.example"), network="hfeed", url=address)
    assert outcome(check(page("Pills", "pills.example"), remembered(first), "hfeed", address)) is (
        Outcome.IDENTITY_CHANGED
    )


def test_docs_health_states_each_sign() -> None:
    text = (Path(__file__).parents[3] / "docs" / "health.md").read_text(encoding="utf-8")
    section = text.split("## Whose list it is\n")[1].split("\n## ")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if line[:1] == "|"]
    assert rows[2:] == [[sign.name, sign.words] for sign in SIGNS]
