"""The same posts under other ids, links and dates: nobody wrote anything."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from support.telling import Item, Tell, day, item, rss, weekly

pytestmark = pytest.mark.slow

OLD = weekly(14)


def every_fetch(now: float) -> list[Item]:
    """S05: guid and date are those of the fetch."""
    return [each.but(guid=f"{each.guid}-{now}", date=item(0, day(now)).date) for each in OLD]


def session(now: float) -> list[Item]:
    """S06: no guid, a session in each link, dates in words."""
    return [each.but(guid=None, link=f"{each.link}?PHPSESSID={now}", date="yesterday") for each in OLD[1:]] + [
        OLD[0].but(guid=None, link=f"{OLD[0].link}?PHPSESSID={now}")
    ]


def session_in_the_path(now: float) -> list[Item]:
    return [each.but(guid=None, link=f"{each.link};jsessionid={now:.0f}A") for each in OLD]


def tracked(now: float) -> list[Item]:
    return [each.but(guid=f"{each.link}?utm_campaign={now}", link=f"{each.link}?utm_campaign={now}") for each in OLD]


def other_scheme(now: float) -> list[Item]:
    """S07: only the guids change, from http to https."""
    return [each.but(guid=f"http{'s' if now > 20 else ''}://acme.example/?p={each.guid}") for each in OLD]


def other_base(base: str) -> Callable[[float], list[Item]]:
    """S24: another base address; paths, titles and dates as before; guid = permalink."""

    def shown(now: float) -> list[Item]:
        links = {each: each.link if now < 20 else each.link.replace("https://acme.example", base) for each in OLD}
        return [each.but(guid=link, link=link) for each, link in links.items()]

    return shown


KINDS = {
    "every fetch": every_fetch,
    "session": session,
    "session in the path": session_in_the_path,
    "tracked": tracked,
    "other scheme": other_scheme,
    "http": other_base("http://acme.example"),
    "www": other_base("https://www.acme.example"),
    "domain": other_base("https://acme-cycles.example"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_it_counts_once(tell: Tell, kind: str) -> None:
    told = tell()
    told.clock.now = day(14)
    told.shows(lambda now: rss(KINDS[kind](now)))
    told.until(14)
    counted, act = told.counted, told.last_act
    found = told.until(80, step=3)
    assert (told.counted, told.last_act) == (counted, act)
    assert found[-1] == "dormant"


def test_a_new_site_with_other_ids_links_and_dates_but_the_same_titles_is_a_migration(tell: Tell) -> None:
    told = tell()

    def made(now: float) -> bytes:
        if now < 20:
            return rss(OLD)
        return rss([
            each.but(guid=f"urn:new:{at}", link=f"https://acme.example/a/{at}/", date=item(0, day(20 - at / 100)).date)
            for at, each in enumerate(OLD)
        ])  # fmt: skip

    told.clock.now = day(14)
    told.shows(made)
    told.until(14)
    act = told.last_act
    assert told.until(80, step=3)[-1] == "dormant"
    assert told.last_act == act


def test_what_is_written_after_such_a_change_counts(tell: Tell) -> None:
    told = tell()
    move = other_base("https://acme-cycles.example")

    def made(now: float) -> bytes:
        new = [item(2000, day(30), "https://acme-cycles.example")] if now >= 30 else []
        return rss([*new, *move(now)], home="https://acme.example/" if now < 20 else "https://acme-cycles.example/")

    told.clock.now = day(14)
    told.shows(made)
    told.until(28)
    before = told.counted
    told.until(32)
    assert told.counted == before + 1
    assert told.last_act == day(30)


def test_a_title_that_is_corrected_under_a_new_id_is_no_life(tell: Tell) -> None:
    """Dates without a clock, as many sites write them: the link is the same, title and guid are others."""
    told = tell()
    told.clock.now = day(14)

    def made(now: float) -> bytes:
        posts = [each.but(date=each.at.strftime("%d %b %Y 00:00:00 +0000")) for each in OLD]
        if now >= 60:
            posts[0] = posts[0].but(title="Acme wins", guid=f"{posts[0].link}#wins")
        return rss(posts)

    told.shows(made)
    assert told.until(70, step=4)[-1] == "dormant"
