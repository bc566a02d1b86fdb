"""What a feed says of itself: that it has moved, that it is over."""

from __future__ import annotations

import pytest

from support.telling import SILENT, Document, Tell, Telling, json_feed, rss, weekly

pytestmark = pytest.mark.slow

MOVED = "/new.xml"


def heading(told: Telling, form: str) -> str:
    address = told.site.base + MOVED
    if form == "podcast":
        return f"<itunes:new-feed-url>{address}</itunes:new-feed-url>"
    return f"<redirect><newLocation>{address}</newLocation></redirect>"


def redirect(told: Telling, form: str, old: bytes) -> Document:
    if form == "redirect":
        return f"<redirect><newLocation>{told.site.base}{MOVED}</newLocation></redirect>".encode()
    if form == "301":
        return 301, {"Location": told.site.base + MOVED}, b""
    return old


@pytest.mark.parametrize("form", ["podcast", "redirect", "301"])
@pytest.mark.parametrize("known", [True, False])
def test_a_feed_that_names_its_new_address_is_read_there_or_has_moved(tell: Tell, form: str, known: bool) -> None:
    """S13: frozen at the old address, an episode a week at the new one."""
    told = tell()
    told.shows(
        lambda now: (
            rss(weekly(now)) if now < 20 else redirect(told, form, rss(weekly(20), head=heading(told, "podcast")))
        )
    )
    there = "https://acme.example" if known else "https://other.example"
    told.shows(
        lambda now: rss(
            weekly(now, 4 if not known else 10, site=there), title="Acme" if known else "Else", home=there + "/"
        ),
        MOVED,
    )
    if not known:
        told.shows(
            lambda now: rss(
                [each.but(title=f"Else {each.title}", guid=f"else-{each.guid}") for each in weekly(now, 4, site=there)],
                title="Else",
                home=there + "/",
            ),
            MOVED,
        )
    told.until(19)
    act = told.last_act
    found = told.until(60, step=3)
    if known:
        assert set(found) == {"on_plan"}
    else:
        assert found[-1] in ("moved", "blind")
        assert told.last_act in (act, told.last_act)
        assert not set(found) & set(SILENT)


def test_addresses_that_name_each_other_lead_nowhere_and_end(tell: Tell) -> None:
    told = tell()
    told.shows(lambda now: rss(weekly(min(now, 20)), head=heading(told, "podcast") if now >= 20 else ""))
    told.shows(
        lambda now: rss([], head=f"<itunes:new-feed-url>{told.site.base}{told.path}</itunes:new-feed-url>"), MOVED
    )
    told.until(20)
    before = len(told.site.asked)
    told.clock.forward(days=1)
    told.until(told.today)
    assert len(told.site.asked) - before <= 4


@pytest.mark.parametrize("form", ["itunes", "json"])
def test_a_series_that_is_over_is_not_asleep(tell: Tell, form: str) -> None:
    """It says so itself: nothing more is expected."""
    told = tell()

    def made(now: float) -> bytes:
        posts, over = weekly(min(now, 21)), now >= 22
        if form == "json":
            return json_feed(posts, expired=over)
        return rss(posts, head="<itunes:complete>Yes</itunes:complete>" if over else "")

    told.shows(made)
    told.until(22)
    found = told.until(200, step=9)
    assert not set(found) & {"dormant", "abandoned", "overdue"}
    assert not told.said().verdict.inanimate


def test_who_says_that_more_is_to_come_is_judged(tell: Tell) -> None:
    told = tell()
    told.shows(lambda now: rss(weekly(min(now, 21)), head="<itunes:complete>no</itunes:complete>"))
    assert told.until(100, step=4)[-1] == "dormant"
