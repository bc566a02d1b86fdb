"""A feed of comments is no feed of its site's posts, in any language; its failure names the site's own feed."""

from __future__ import annotations

from typing import Any

import pytest

from monitor.model.activity import Memory
from monitor.model.check import Failure, Outcome
from support.feeds import item, post, rss

SITE = "https://acme.example"
DAY = "Mon, 15 Jun 2026 08:00:00 GMT"
WORDPRESS = "<generator>https://wordpress.org/?v=6.8</generator>"
POSTS = 'xmlns:wfw="http://wellformedweb.org/CommentAPI/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/"'


@pytest.mark.parametrize(
    ("url", "links", "own"),
    [
        (f"{SITE}/comments/feed/", [f"{SITE}/a/#comment-4", f"{SITE}/b/comment-page-2/#comment-12"], f"{SITE}/feed/"),
        (f"{SITE}/blog/comments/feed/", [f"{SITE}/blog/a/#comment-4"], f"{SITE}/blog/feed/"),
        (f"{SITE}/2026/a/feed/", [f"{SITE}/2026/a/#comment-4"], f"{SITE}/feed/"),
        (f"{SITE}/?feed=comments-rss2", [f"{SITE}/?p=3#comment-9"], f"{SITE}/?feed=rss2"),
        (f"{SITE}/feeds/comments/default?alt=rss", [f"{SITE}/a.html?showComment=178#c77"], "/feeds/posts/default"),
        (f"{SITE}/feed/rss2/comments", [f"{SITE}/post/2026/05/01/a#c1234"], f"{SITE}/feed/rss2"),
        (f"{SITE}/crss", [f"{SITE}/node/3#comment-18"], f"{SITE}/rss.xml"),
        (f"{SITE}/feeds/comments.rss2", [f"{SITE}/archives/3-a.html#c8"], f"{SITE}/feeds/index.rss2"),
        (f"{SITE}/spip.php?page=backend-forum", [f"{SITE}/article3#forum88"], f"monitor discover {SITE}/"),
        (f"{SITE}/isso/feed?uri=/a", [f"{SITE}/a#isso-3", f"{SITE}/a#isso-4"], f"monitor discover {SITE}/"),
    ],
)  # fmt: skip
def test_entries_that_are_comments_tell_it(replay: Any, answer: Any, url: str, links: list[str], own: str) -> None:
    body = rss([item(f"Par : une visiteuse {n}", link, DAY, link) for n, link in enumerate(links)])
    failed = replay("feed", url, answer(url, body)).failed
    assert (failed.outcome, own in failed.detail) == (Outcome.CHANGED_FORMAT, True), failed.detail


def test_the_site_is_the_one_that_the_feed_names(replay: Any, answer: Any) -> None:
    url = "https://proxy.example/comments/feed/"
    body = rss([item("By: a visitor", f"{SITE}/a/#comment-4", DAY, "4")], home=SITE)
    assert f"its own feed is {SITE}/feed/" in replay("feed", url, answer(url, body)).failed.detail


def test_ids_tell_it_where_the_links_do_not(replay: Any, answer: Any) -> None:
    url = f"{SITE}/about/feed/"
    body = rss([item("By: a visitor", f"{SITE}/about/", DAY, f"{SITE}/about/#comment-{n}") for n in (4, 5)])
    assert replay("feed", url, answer(url, body)).failed.outcome is Outcome.CHANGED_FORMAT


def test_a_topic_of_a_forum_is_what_everybody_says_below_it(replay: Any, answer: Any) -> None:
    url, topic = "https://forum.example/t/welcome/12.rss", "https://forum.example/t/welcome/12"
    body = rss([item("Welcome", f"{topic}/{n}", DAY, f"forum.example-post-12-{n}") for n in (1, 2)], home=topic)
    assert replay("feed", url, answer(url, body)).failed.outcome is Outcome.CHANGED_FORMAT


@pytest.mark.parametrize(
    ("url", "document"),
    [
        (f"{SITE}/about/feed/", rss(channel=WORDPRESS, home=SITE, title="Kommentare zu: Über uns")),
        (f"{SITE}/about/feed/", rss(channel=WORDPRESS, home=f"{SITE}/about/", title="Что нового")),
        (f"{SITE}/about/feed/", rss(home=f"{SITE}/about/", title="About us")),
        (f"{SITE}/a-propos/feed/", rss(home=SITE, title="Commentaires sur : À propos")),
        (f"{SITE}/about/feed/", rss(home=SITE, title="「会社概要」へのコメント")),
        (f"{SITE}/?page_id=2&feed=rss2", rss(channel=WORDPRESS, home=SITE, title="Comments on: About us")),
        (f"{SITE}/comments/feed/", rss(channel=WORDPRESS, home=SITE, title="Acme")),
        (f"{SITE}/feeds/comments/default", rss(home=SITE, title="Acme")),
    ],
)
def test_a_feed_where_nobody_commented_is_told_by_what_it_is(replay: Any, answer: Any, url: str, document: str) -> None:
    failed = replay("feed", url, answer(url, document)).failed
    assert (failed.outcome, "its own feed" in failed.detail) == (Outcome.CHANGED_FORMAT, True)


def test_the_feed_of_a_page_names_that_of_the_site(replay: Any, answer: Any) -> None:
    url = f"{SITE}/blog/about/feed/"
    body = rss(channel=WORDPRESS, home=f"{SITE}/blog", title="Comments on: About us")
    assert f"its own feed is {SITE}/blog/feed/" in replay("feed", url, answer(url, body)).failed.detail


@pytest.mark.parametrize(
    ("url", "document"),
    [
        (f"{SITE}/feed/", rss(channel=WORDPRESS, home=SITE)),
        (f"{SITE}/blog/feed/", rss(channel=f"{WORDPRESS}<language>en-GB</language>", home=f"{SITE}/blog", more=POSTS)),
        (f"{SITE}/category/news/feed/", rss(channel=f"{WORDPRESS}<language>fr-FR</language>", home=SITE, more=POSTS)),
        (f"{SITE}/feed.xml", rss(home=SITE)),
    ],
)
def test_a_new_site_without_a_post_is_no_feed_of_comments(replay: Any, answer: Any, url: str, document: str) -> None:
    assert replay("feed", url, answer(url, document)).seen.activities == ()


def test_a_feed_that_showed_posts_is_none_of_comments_when_it_is_empty(replay: Any, answer: Any) -> None:
    url = f"{SITE}/news/feed/"
    empty = answer(url, rss(home=f"{SITE}/news/"))
    assert isinstance(replay("feed", url, empty).result, Failure)
    assert not replay("feed", url, empty, Memory(seen_any=True)).seen.complete


def test_one_post_among_comments_makes_it_a_feed_of_posts(replay: Any, answer: Any) -> None:
    url = f"{SITE}/feed/"
    body = rss([item("Our answer", f"{SITE}/a/#comment-4", DAY, "c4"), post(14)])
    assert len(replay("feed", url, answer(url, body)).seen.activities) == 2
    changes = rss([item(f"Version {n}", f"{SITE}/changes#v{n}", DAY, f"v{n}") for n in (1, 2)])
    assert len(replay("feed", url, answer(url, changes)).seen.activities) == 2
