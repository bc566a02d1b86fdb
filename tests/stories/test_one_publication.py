"""Two feeds of one site that show the same addresses; feeds that are not the account's posts; pages among posts."""

from __future__ import annotations

import pytest

from support.telling import RSS, SILENT, Form, Item, Tell, atom, day, item, rss, weekly

NEWS = """
[[accounts]]
id = "news"
brand = "acme"
network = "feed"
url = "{base}/news.xml"
owner = "ada"
plan = { publish = "1 per week" }
"""


@pytest.mark.parametrize("form", [rss, atom])
@pytest.mark.parametrize("part", [1, 2])
def test_two_feeds_of_one_site_are_one_publication_seen_two_ways(tell: Tell, form: Form, part: int) -> None:
    """S25: all.xml holds everything, news.xml a part, the same addresses; neither is a copy of the other."""
    told = tell(path="/all.xml", more=NEWS)
    told.shows(lambda now: form(weekly(now, each=3.5)))
    told.shows(lambda now: form(weekly(now, each=3.5)[::part]), "/news.xml")
    told.until(60, step=3)
    for name in ("told", "news"):
        said = told.said(name)
        assert not said.verdict.state.flags & {"autopilot"}
        assert sum(each.copied for each in said.record.days.values()) == 0
        assert said.verdict.state.status == "on_plan"


def test_a_copy_elsewhere_is_a_copy_still(tell: Tell) -> None:
    """The same text on another site is what it was: a machine's."""
    told = tell(path="/all.xml", more=NEWS)
    texts = [f"Number {number} of the long letter that Acme writes to those who ride bicycles" for number in range(40)]

    def posts(now: float, site: str, minutes: float) -> list[Item]:
        return [
            item(number, day(number * 3.5 + minutes / 1440), site).but(title=texts[number], guid=f"{site}{number}")
            for number in range(int(now // 3.5), -1, -1)
        ]

    told.clock.now = day(10)
    told.shows(lambda now: rss(posts(now, "https://acme.example", 0)))
    told.shows(lambda now: rss(posts(now, "https://copy.example", 5), "Copy", "https://copy.example/"), "/news.xml")
    told.until(60, step=3)
    assert sum(each.copied for each in told.said("news").record.days.values()) > 5


def comments(now: float, anchor: str) -> bytes:
    """What visitors say below the posts of a site, one a day."""
    said = [
        item(number, day(number)).but(
            title=f"Re: Acme news by visitor {number}",
            link=f"https://acme.example/news/{number % 5}{anchor}{number}",
            guid=f"https://acme.example/news/{number % 5}{anchor}{number}",
        )
        for number in range(int(now), int(now) - 10, -1)
    ]
    return rss(said, title="Kommentare zu: Acme")


@pytest.mark.parametrize("anchor", ["/#comment-", "#comment-"])
def test_what_visitors_say_is_not_the_account(tell: Tell, anchor: str) -> None:
    """S26: told by the links, in whichever language the title is."""
    told = tell(path="/comments/feed/")
    told.shows(lambda now: comments(now, anchor))
    found = told.until(30, step=3)
    assert not set(found) & {"new", "on_plan", *SILENT}
    assert told.said().verdict.state.observation.outcome == "changed_format"
    assert told.last_act is None
    assert "acme.example" in told.why


@pytest.mark.parametrize("title", ["Comments on: About us", "Commentaires sur : À propos", "コメント: 会社概要"])
def test_the_empty_feed_of_a_page_is_not_the_account(tell: Tell, title: str) -> None:
    told = tell(path="/about/feed/")
    head = "<generator>https://wordpress.org/?v=6.8</generator>"
    told.shows(lambda now: rss([], title=title, home="https://acme.example/about/", head=head))
    found = told.until(30, step=3)
    assert not set(found) & {"new", "on_plan", *SILENT}
    assert told.said().verdict.state.observation.outcome == "changed_format"


@pytest.mark.parametrize(
    "date", ["Mon, 01 Jan 0001 00:00:00 +0000", "Thu, 01 Jan 1970 00:00:00 +0000", "0000-00-00 00:00:00", None]
)
def test_an_undated_page_that_appears_among_dated_posts_is_no_act(tell: Tell, date: str | None) -> None:
    """S27: about us, the imprint."""
    told = tell()
    page = item(1, day(0)).but(title="About us", link="https://acme.example/about/", guid="about", date=date)
    told.shows(lambda now: rss([*weekly(min(now, 14)), *([page] if now >= 20 else [])]))
    told.until(18)
    counted = told.counted
    assert told.until(70, step=4)[-1] == "dormant"
    assert (told.counted, told.last_act) == (counted, day(14))


def test_a_feed_without_any_date_is_read_as_before(tell: Tell) -> None:
    told = tell()
    told.shows(lambda now: rss([each.but(date=None) for each in weekly(now)]), X="1")
    told.until(30, step=2)
    assert told.site.asked
    assert RSS
