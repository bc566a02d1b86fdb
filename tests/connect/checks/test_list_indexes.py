"""An index of sitemaps is followed one step: to the news, else to the posts, before pages and categories."""

from __future__ import annotations

from typing import Any

import pytest

from monitor.model.check import Outcome

SITE = "https://acme.example"
MAP = f"{SITE}/sitemap_index.xml"
PAGE = "<urlset><url><loc>https://acme.example/a</loc></url></urlset>"


def index(*names: str, site: str = SITE) -> str:
    """An index of sitemaps of these names, each with the day of its last change where one follows it."""
    parts = [name.partition(" ") for name in names]
    listed = [f"<loc>{site}/{name}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}" for name, _, day in parts]
    return f"<sitemapindex>{''.join(f'<sitemap>{one}</sitemap>' for one in listed)}</sitemapindex>"


@pytest.mark.parametrize(
    ("names", "read"),
    [
        (("page-sitemap.xml", "category-sitemap.xml", "post-sitemap.xml", "author-sitemap.xml"), "post-sitemap.xml"),
        (("wp-sitemap-posts-page-1.xml", "wp-sitemap-taxonomies-category-1.xml", "wp-sitemap-posts-post-1.xml"),
         "wp-sitemap-posts-post-1.xml"),
        (("sitemap-authors.xml", "sitemap-tags.xml", "sitemap-posts.xml", "sitemap-pages.xml"), "sitemap-posts.xml"),
        (("post-sitemap.xml", "news-sitemap.xml", "page-sitemap.xml"), "news-sitemap.xml"),
        (("sitemap_products_1.xml", "sitemap_pages_1.xml", "sitemap_blogs_1.xml"), "sitemap_blogs_1.xml"),
        (("post-sitemap2.xml", "post-sitemap10.xml", "post-sitemap9.xml"), "post-sitemap10.xml"),
        (("post-sitemap.xml 2026-06-14", "post-sitemap2.xml 2025-01-01"), "post-sitemap.xml"),
        (("s1.xml 2026-06-01T08:00:00+00:00", "s2.xml 2026-06-09T08:00:00+00:00", "s3.xml"), "s2.xml"),
        (("page-sitemap.xml", "author-sitemap.xml"), "page-sitemap.xml"),
        (("newsletter.xml", "actualites.xml"), "actualites.xml"),
    ],
)  # fmt: skip
def test_the_best_list_is_read(replay: Any, answer: Any, names: tuple[str, ...], read: str) -> None:
    played = replay(
        "sitemap", MAP, answer(MAP, index(*names), headers={"etag": '"i"'}) | answer(f"{SITE}/{read}", PAGE)
    )
    assert [act.id for act in played.seen.activities] == [f"{SITE}/a"]
    assert played.seen.memory.validators == {}  # an index that did not change says nothing of its lists


@pytest.mark.parametrize("body", [index(), index("posts.xml", site="https://elsewhere.example")])
def test_an_index_that_names_nothing_of_the_site_is_no_list(replay: Any, answer: Any, body: str) -> None:
    assert replay("sitemap", MAP, answer(MAP, body)).failed.outcome is Outcome.CHANGED_FORMAT


def test_an_index_of_indexes_is_followed_one_step(replay: Any, answer: Any) -> None:
    answers = answer(MAP, index("posts.xml")) | answer(f"{SITE}/posts.xml", index("deeper.xml"))
    assert replay("sitemap", MAP, answers).failed.outcome is Outcome.CHANGED_FORMAT


def test_a_list_that_is_not_there_is_never_an_account_that_is_gone(replay: Any, answer: Any) -> None:
    answers = answer(MAP, index("posts.xml")) | answer(f"{SITE}/posts.xml", "", 404)
    assert replay("sitemap", MAP, answers).failed.outcome is Outcome.CHANGED_FORMAT
