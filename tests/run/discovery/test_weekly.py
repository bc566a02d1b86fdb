"""The brands' own sites, read once a week: what they lead to stands in the digest, as long as it is so."""

from __future__ import annotations

from collections.abc import Callable
from email import policy
from email.parser import BytesParser

import pytest

from monitor.connect.discovery.brand_names import Site as BrandSite
from monitor.connect.manifests.catalogue import Catalogue
from monitor.model.account import Account, Lifecycle
from monitor.model.discovery import Discovery, Found, Orphans
from monitor.run.app import App
from monitor.run.discovery.drive import one_feed, orphans
from monitor.run.discovery.weekly import explore_due
from monitor.run.stopping import Stop
from support.program import Clock, Program
from support.site import Page, Site

HTML = {"Content-Type": "text/html"}
FOOTER = (
    '<footer><a href="https://vimeo.com/acme">Vimeo</a> <a href="https://vimeo.com/channels/acme">Films</a></footer>'
)
ACCOUNTS = """
[[accounts]]
id = "acme-tumblr"
brand = "acme"
url = "https://acme.tumblr.com"
lifecycle = "paused"

[[accounts]]
id = "acme-vimeo"
brand = "acme"
url = "http://www.vimeo.com/Acme/"
lifecycle = "paused"
"""


def account(url: str, network: str = "feed", lifecycle: Lifecycle = Lifecycle.ACTIVE) -> Account:
    return Account(url, "acme", network, url, lifecycle=lifecycle)


def found(url: str, network: str = "feed") -> Found:
    return Found(url, network, None, ("footer or header: https://acme.example/",), 0.7)


def orphans_of(discovery: Discovery, *accounts: Account) -> tuple[list[str], list[str]]:
    noted = orphans(discovery, accounts, Catalogue.load())
    return [each.url for each in noted.unwatched], list(noted.unlinked)


def text_of(program: Program) -> str:
    message = BytesParser(policy=policy.default).parsebytes(program.mails[-1].read_bytes())
    body = message.get_body(("plain",))
    assert body is not None
    return " ".join(str(body.get_content()).split())


def pages_asked(site: Site) -> int:
    return sum(path == "/" for path, _ in site.asked)


@pytest.fixture
def branded(site: Site, program: Callable[[str], Program]) -> Program:
    made = program(ACCOUNTS)
    text = made.path.read_text(encoding="utf-8")
    made.path.write_text(text.replace('manager = "ada"', f'manager = "ada"\nsite = "{site.base}/"'), encoding="utf-8")
    site.pages["/"] = (200, HTML, f"<html><body>{FOOTER}</body></html>".encode())
    return made


def test_orphans_are_named_in_the_digest_until_somebody_sees_to_them(
    branded: Program, site: Site, clock: Clock
) -> None:
    branded.run()
    clock.forward(days=7)
    branded.run()
    assert pages_asked(site) == 2
    digest = text_of(branded)
    assert "On your site, but not watched" in digest
    assert "https://vimeo.com/channels/acme" in digest
    assert "Watched, but not on your site" in digest
    assert "acme.tumblr.com" not in digest.partition("Watched, but not on your site")[0].partition("On your site")[2]

    text = branded.path.read_text(encoding="utf-8")
    adopted = (
        '\n[[accounts]]\nid = "films"\nbrand = "acme"\nurl = "https://vimeo.com/channels/acme"\nlifecycle = "paused"\n'
    )
    branded.path.write_text(text + adopted, encoding="utf-8")
    site.pages["/"] = (503, {}, b"later")
    clock.forward(days=7)
    branded.run()
    digest = text_of(branded)
    assert "On your site, but not watched" not in digest
    assert "Watched, but not on your site" in digest  # what was known, while the site cannot be read


def test_a_site_is_read_once_a_week_and_again_the_day_after_it_failed(
    branded: Program, site: Site, clock: Clock
) -> None:
    site.pages["/"] = (503, {}, b"later")
    branded.run()
    clock.forward(hours=6)
    branded.run()
    assert pages_asked(site) == 1
    site.pages["/"] = (200, HTML, f"<html><body>{FOOTER}</body></html>".encode())
    clock.forward(hours=18)
    branded.run()
    assert pages_asked(site) == 2
    clock.forward(days=6)
    branded.run()
    assert pages_asked(site) == 2
    clock.forward(days=1)
    branded.run()
    assert pages_asked(site) == 3


def test_what_robots_txt_forbids_is_not_read_and_nothing_is_said_of_it(
    branded: Program, site: Site, clock: Clock
) -> None:
    site.pages["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /\n")
    branded.run()
    assert pages_asked(site) == 0
    app = App(str(branded.path), env={}, clock=clock)
    noted = app.store.discoveries()["acme"]
    app.close()
    assert (True, noted.orphans) == ("robots.txt keeps programs from this page" in noted.failed, Orphans())


def test_what_is_linked_and_not_watched_is_an_orphan_and_so_is_the_reverse() -> None:
    site = Discovery(
        "https://acme.example/", (found("https://vimeo.com/acme", "vimeo"),), frozenset({"medium medium.com/@acme"})
    )
    assert orphans_of(
        site, account("https://acme.tumblr.com", "tumblr"), account("https://medium.com/@acme/", "medium")
    ) == (["https://vimeo.com/acme"], ["https://acme.tumblr.com"])
    assert orphans_of(site, account("vimeo.com/Acme", "vimeo")) == ([], [])
    assert orphans_of(
        site, account("https://acme.tumblr.com", "tumblr", Lifecycle.CLOSED), account("A stall on the market", "manual")
    ) == (["https://vimeo.com/acme"], [])


def test_a_site_that_could_not_be_read_makes_no_orphans() -> None:
    site = Discovery("https://acme.example/", failed="HTTP 503")
    assert orphans_of(site, account("https://acme.tumblr.com", "tumblr")) == ([], [])


def test_where_a_page_did_not_answer_nothing_is_missed() -> None:
    site = Discovery("https://acme.example/", (found("https://vimeo.com/acme", "vimeo"),), complete=False)
    assert orphans_of(site, account("https://acme.tumblr.com", "tumblr")) == (["https://vimeo.com/acme"], [])


def test_a_site_that_is_half_read_when_a_stop_is_asked_for_is_not_noted(
    branded: Program, site: Site, clock: Clock
) -> None:
    stop = Stop()

    def first_page() -> Page:
        stop.ask()
        return 200, HTML, b"<html><body>nothing yet</body></html>"

    site.pages["/"] = first_page
    app = App(str(branded.path), env={}, clock=clock)
    assert explore_due(app, allow_private=True, stop=stop) == 0
    assert app.store.discoveries() == {}
    app.close()
    assert [path for path, _ in site.asked] == ["/robots.txt", "/"]


def test_a_site_is_not_asked_to_link_to_itself() -> None:
    site = Discovery("https://www.acme.example/", (found("https://acme.example/feed/"),))
    assert orphans_of(site, account("https://acme.example/blog", "wordpress")) == ([], [])
    assert orphans_of(site) == (["https://acme.example/feed/"], [])


@pytest.mark.parametrize(
    ("feeds", "kept"),
    [
        (["acme.example/all.xml", "acme.example/news.xml", "acme.example/all.json"], [0]),
        (["acme.example/feed/", "acme.example/category/sport/feed/", "www.acme.example/?feed=rss2"], [0]),
        (["acme.example/feed", "blog.acme.example/feed"], [0, 1]),
        (["cast.example/acme/rss.xml", "cast.example/acme/atom.xml", "cast.example/two/rss"], [0, 2]),
    ],
)
def test_of_the_feeds_of_the_site_one_is_enough_and_elsewhere_one_of_each_format(
    feeds: list[str], kept: list[int]
) -> None:
    urls = [f"https://{feed}" for feed in feeds]
    site = BrandSite("https://www.acme.example/")
    assert [each.url for each in one_feed(map(found, urls), site)] == [urls[number] for number in kept]
