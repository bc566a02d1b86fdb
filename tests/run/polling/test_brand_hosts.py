"""A feed that names a host of its brand has moved there: the brand's site, its other feeds, what its site leads to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from email.utils import format_datetime

from monitor.model.discovery import Found, Noted, Orphans
from monitor.run.app import App
from support.program import NOON, Clock, Program, account
from support.site import Site

NEW_SITE = "https://two-wheels.example"


def serve(site: Site, title: str, home: str, word: str) -> None:
    items = "".join(
        f"<item><title>{word} {n}</title><link>{home}/{word}/{n}</link><guid>{home}/{word}/{n}</guid>"
        f"<pubDate>{format_datetime(NOON - timedelta(days=n), usegmt=True)}</pubDate></item>"
        for n in range(1, 6)
    )
    body = f'<rss version="2.0"><channel><title>{title}</title><link>{home}</link>{items}</channel></rss>'
    site.pages["/a.xml"] = (200, {"Content-Type": "application/rss+xml"}, body.encode())


def moved(site: Site, program: Program, clock: Clock) -> str:
    """The status of the account after its feed has become that of the new site, with nothing left of the old one."""
    serve(site, "Acme", "https://acme.example", "news")
    program.poll()
    assert program.status("a") == "on_plan"
    serve(site, "Two wheels", NEW_SITE, "rides")
    clock.forward(hours=7)
    program.poll()
    return program.status("a")


def test_a_host_that_nobody_names_is_anothers(site: Site, program: Callable[[str], Program], clock: Clock) -> None:
    assert moved(site, program(account("a", f"{site.base}/a.xml")), clock) == "blind"


def test_the_site_in_the_file_is_the_brands(site: Site, program: Callable[[str], Program], clock: Clock) -> None:
    running = program(account("a", f"{site.base}/a.xml"))
    text = running.path.read_text().replace("[brands.acme]", f'[brands.acme]\nsite = "{NEW_SITE}"')
    running.path.write_text(text)
    assert moved(site, running, clock) == "on_plan"


def test_so_is_the_address_of_another_feed(site: Site, program: Callable[[str], Program], clock: Clock) -> None:
    other = account("b", f"{NEW_SITE}/feed.xml")
    assert moved(site, program(account("a", f"{site.base}/a.xml") + other), clock) == "on_plan"


def test_but_never_the_accounts_own_address(site: Site, program: Callable[[str], Program], clock: Clock) -> None:
    running = program(account("a", f"{site.base}/a.xml"))
    serve(site, "Acme", "https://acme.example", "news")
    running.poll()
    serve(site, "Casino", site.base, "slots")  # at the address of the feed itself
    clock.forward(hours=7)
    running.poll()
    assert running.status("a") == "blind"


def test_so_is_a_feed_that_the_brands_site_leads_to(
    site: Site, program: Callable[[str], Program], clock: Clock
) -> None:
    running = program(account("a", f"{site.base}/a.xml"))
    home = "https://acme.example"
    running.path.write_text(running.path.read_text().replace("[brands.acme]", f'[brands.acme]\nsite = "{home}"'))
    app = App(str(running.path), env={}, clock=clock)
    found = Found(f"{NEW_SITE}/feed.xml", "feed", None, ("alternate: home",), 1.0)
    app.store.note_discovery("acme", Noted(home, NOON + timedelta(days=7), NOON, Orphans((found,))))
    app.close()
    assert moved(site, running, clock) == "on_plan"
