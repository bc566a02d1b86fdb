"""Answers that say nothing: they are neither silence nor life. And good ones in bad company, which are read."""

from __future__ import annotations

import pytest

from monitor.model.state import ObservationState
from support.telling import RSS, SILENT, Document, Tell, atom, day, json_feed, rss, weekly


def test_a_feed_that_loses_its_items_is_not_seen_until_it_has_some_again(tell: Tell) -> None:
    """S01: valid, and empty from day 21 on."""
    told = tell()
    told.shows(lambda now: rss(weekly(now) if now < 21 or now >= 45 else []))
    assert told.until(21) == ["on_plan"]
    found = told.until(44)
    assert found[-1] == "blind"
    assert not set(found) & set(SILENT)
    seen = told.said().verdict.state.observation
    assert seen.state is ObservationState.BLIND
    assert seen.last_ok is not None
    assert seen.last_ok < day(21)
    assert "empty" in seen.detail
    assert told.until(47)[-1] == "on_plan"


@pytest.mark.parametrize("form", ["atom", "json", "sitemap"])
def test_nor_is_any_other_list_that_has_lost_all(tell: Tell, form: str) -> None:
    def made(now: float) -> Document:
        posts = weekly(now) if now < 20 else []
        if form == "sitemap":
            urls = "".join(
                f"<url><loc>{each.link}</loc><n:news><n:publication_date>{each.at:%Y-%m-%dT%H:%M:%SZ}"
                f"</n:publication_date><n:title>{each.title}</n:title></n:news></url>"
                for each in posts
            )
            space = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"'
            return f"<urlset {space}>{urls}</urlset>".encode()
        return atom(posts) if form == "atom" else json_feed(posts)

    told = tell(network="sitemap" if form == "sitemap" else "feed")
    told.shows(made)
    told.until(20)
    found = told.until(70, step=3)
    assert found[-1] == "blind"
    assert not set(found) & set(SILENT)


def test_an_old_copy_that_a_cache_keeps_is_not_seen_in_the_end(tell: Tell) -> None:
    told = tell()
    told.shows(lambda now: (200, RSS | {"Age": "0" if now < 14 else "250000"}, rss(weekly(min(now, 14)))))
    assert told.until(14)[-1] == "on_plan"
    found = told.until(90, step=4)
    assert found[-1] == "blind"
    assert not set(found) & set(SILENT)
    assert "cache" in told.why


def test_a_document_that_always_ends_too_early_and_brings_nothing_is_not_seen(tell: Tell) -> None:
    told = tell()
    told.shows(lambda now: rss(weekly(min(now, 14)))[: None if now < 16 else -400])
    told.until(14)
    assert told.until(60, step=3)[-1] == "blind"
    assert "cut" in told.why


def test_a_document_that_ends_too_early_but_brings_new_posts_is_alive(tell: Tell) -> None:
    told = tell()
    told.shows(lambda now: rss(weekly(now))[: None if now < 16 else -400])
    told.until(14)
    assert set(told.until(60, step=3)) == {"on_plan"}


@pytest.mark.parametrize(
    "before",
    [
        "<br />\n<b>Warning</b>: Undefined array key 3 in <b>/srv/x.php</b> on line <b>7</b><br />\n",
        "\ufeff\n\n<!-- served by cache-3 -->\n",
        "Notice: Undefined index: page in /srv/feed.php on line 12\n",
    ],
)
def test_what_a_program_spills_before_the_feed_hides_nothing(tell: Tell, before: str) -> None:
    """S02: every post is readable; the last one is of day 14."""
    told = tell()
    told.shows(lambda now: before.encode() + rss(weekly(min(now, 14))))
    found = told.until(60, step=4)
    assert found == ["on_plan", "late", "overdue", "dormant"]
    assert told.last_act == day(14)
