"""Something else answers where the account was: a bridge that fails, a stranger, or the brand at its new place."""

from __future__ import annotations

import pytest

from monitor.model.state import ObservationState
from support.telling import SILENT, Item, Tell, day, item, json_feed, rss, weekly

TROUBLES = {  # S08, and what other bridges say
    "Bridge returned error 403! (20604)": "https://bridge.example/",
    "Error: this account is not whitelisted": "https://front.example/acme",
    "RSS reader not yet whitelisted!": "https://front.example/rss",
    "Rate limit exceeded, please try again later": "https://bridge.example/",
}


def trouble(title: str, link: str, now: float) -> Item:
    return item(1, day(now)).but(title=title, link=link, guid=f"{link}?_error_time={now}")


@pytest.mark.parametrize("title", TROUBLES)
def test_an_item_that_tells_an_error_is_no_post(tell: Tell, title: str) -> None:
    told = tell()
    told.shows(
        lambda now: (
            rss(weekly(now))
            if now < 20
            else rss([trouble(title, TROUBLES[title], now)], title="Bridge failed", home="https://bridge.example/")
        )
    )
    told.until(20)
    act, counted = told.last_act, told.counted
    found = told.until(50, step=2)
    assert found[-1] == "blind"
    assert not set(found) & set(SILENT)
    (why,) = (each for each in told.said().verdict.reasons if each.rule == "blind")
    assert (why.values["kind"], why.values["said"]) == ("notice", title)
    assert (told.last_act, told.counted) == (act, counted)


def test_a_post_about_an_error_among_others_is_a_post(tell: Tell) -> None:
    told = tell()
    told.shows(lambda now: rss([item(5000, day(now)).but(title="Error 403: how we mended our site"), *weekly(now)]))
    told.until(0)
    assert told.last_act == day(0)
    assert told.last_check().complete


def casino(now: float) -> list[Item]:
    return [
        item(9000 + int(now) - back, day(int(now) - back), "https://casino.example").but(
            title=f"Best bonus of day {int(now) - back}", guid=f"https://casino.example/?p={int(now) - back}"
        )
        for back in range(10)
    ]


@pytest.mark.parametrize("form", ["rss", "json"])
def test_a_stranger_at_the_address_is_not_the_account(tell: Tell, form: str) -> None:
    """S09: title, home and the hosts of all links are others', no known id is left; a post a day."""
    told = tell()

    def made(now: float) -> bytes:
        if now < 20:
            return rss(weekly(now)) if form == "rss" else json_feed(weekly(now))
        if form == "rss":
            return rss(casino(now), title="Casino bonus", home="https://casino.example/")
        return json_feed(casino(now), "https://casino.example/", title="Casino bonus")

    told.shows(made)
    told.until(20, step=4)
    act, counted = told.last_act, told.counted
    told.clock.forward(days=1)
    assert told.until(told.today) == ["blind"]
    seen = told.said().verdict.state.observation
    assert (seen.state, str(seen.outcome)) == (ObservationState.BLIND, "identity_changed")
    assert told.until(80, step=5) == ["blind"]
    assert (told.last_act, told.counted) == (act, counted)


def test_the_stranger_counts_for_nothing_once_the_account_is_back(tell: Tell) -> None:
    told = tell()
    told.shows(
        lambda now: (
            rss(casino(now), title="Casino bonus", home="https://casino.example/")
            if 20 <= now < 30
            else rss(weekly(now))
        )
    )
    told.until(40, step=3)
    assert told.status() == "on_plan"
    assert told.last_act == day(35)


MOVES = {
    "ids are known": lambda each: each.but(link=each.link.replace("acme.example", "acme-cycles.example")),
    "titles are known": lambda each: each.but(
        guid=f"new-{each.guid}", link=each.link.replace("acme.example/news", "acme-cycles.example/blog")
    ),
    "only the title of the feed is another": lambda each: each,
}


@pytest.mark.parametrize("how", MOVES)
def test_a_brand_that_moves_its_own_site_raises_nothing(tell: Tell, how: str) -> None:
    told = tell()
    home = "https://acme-cycles.example/" if "known" in how else "https://acme.example/"
    told.shows(
        lambda now: (
            rss(weekly(now))
            if now < 20
            else rss([MOVES[how](each) for each in weekly(now)], title="Acme Cycles", home=home)
        )
    )
    assert set(told.until(60, step=3)) == {"on_plan"}
    assert told.last_act == day(56)


def test_a_title_that_many_have_makes_nobody_the_account(tell: Tell) -> None:
    told = tell()
    told.shows(
        lambda now: (
            rss(weekly(now), title="Home")
            if now < 20
            else rss(casino(now), title="Home", home="https://casino.example/")
        )
    )
    told.until(20, step=4)
    act, counted = told.last_act, told.counted
    assert told.until(40, step=5)[-1] == "blind"
    assert (told.last_act, told.counted) == (act, counted)
