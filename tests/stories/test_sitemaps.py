"""New pages of a site by its sitemap: what is renamed is not new."""

from __future__ import annotations

from support.telling import SILENT, Tell

SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
HTML = {"Content-Type": "text/html"}


def urls(*pages: str) -> bytes:
    return f"<urlset {SPACE}>{''.join(f'<url><loc>{page}</loc></url>' for page in pages)}</urlset>".encode()


def index(*maps: str) -> bytes:
    found = "".join(f"<sitemap><loc>{each}</loc></sitemap>" for each in maps)
    return f"<sitemapindex {SPACE}>{found}</sitemapindex>".encode()


def pages(now: float, base: str = "https://acme.example") -> list[str]:
    """A page a week until day 21, beside some that always stood there."""
    return [f"{base}/", f"{base}/about", *(f"{base}/news/story-{week}" for week in range(8 + int(min(now, 21) // 7)))]


def test_a_corrected_address_is_no_post(tell: Tell) -> None:
    """S28: one slug is corrected on day 40."""
    told = tell(network="sitemap", path="/sitemap.xml")
    told.shows(
        lambda now: urls(*(page.replace("story-3", "story-three") if now >= 40 else page for page in pages(now)))
    )
    told.until(38)
    counted, act = told.counted, told.last_act
    assert counted == 3
    told.until(80, step=3)
    assert (told.counted, told.last_act) == (counted, act)
    assert told.status() in SILENT


def test_a_new_page_beside_a_corrected_one_is_a_post(tell: Tell) -> None:
    told = tell(network="sitemap", path="/sitemap.xml")

    def made(now: float) -> bytes:
        found = [page.replace("story-3", "story-three") if now >= 40 else page for page in pages(now)]
        return urls(*found, *(["https://acme.example/news/the-fair"] if now >= 40 else []))

    told.shows(made)
    told.until(38)
    counted = told.counted
    told.until(42)
    assert told.counted == counted + 1


def test_a_migration_of_all_addresses_counts_nothing(tell: Tell) -> None:
    told = tell(network="sitemap", path="/sitemap.xml")
    told.shows(
        lambda now: urls(
            *(
                page if now < 40 else page.replace("/news/", "/en/articles/").replace("story", "s")
                for page in pages(now)
            )
        )
    )
    told.until(38)
    counted, act = told.counted, told.last_act
    told.until(80, step=3)
    assert (told.counted, told.last_act) == (counted, act)


def test_an_index_is_followed_one_step_to_the_posts(tell: Tell) -> None:
    told = tell(network="sitemap", path="/sitemap_index.xml")
    base = told.site.base
    told.shows(lambda now: index(*(f"{base}/{name}-sitemap.xml" for name in ("page", "category", "post", "author"))))
    told.shows(lambda now: urls(*pages(now)), "/post-sitemap.xml")
    told.shows(lambda now: urls("https://acme.example/about"), "/page-sitemap.xml")
    told.shows(lambda now: urls("https://acme.example/category/news"), "/category-sitemap.xml")
    told.shows(lambda now: urls("https://acme.example/author/ada"), "/author-sitemap.xml")
    assert told.until(21, step=3)[-1] == "on_plan"
    assert told.counted == 3


def test_a_sitemap_that_is_not_there_is_an_address_to_mend(tell: Tell) -> None:
    told = tell(network="sitemap", path="/sitemap.xml")
    told.shows(lambda now: urls(*pages(now)) if now < 20 else (404, HTML, b"<h1>Not Found</h1>"))
    told.site.pages["/"] = (200, HTML, b"<!doctype html><title>Acme</title><p>Welcome to Acme.")
    told.until(18)
    found = told.until(40, step=2)
    assert "gone" not in found
    assert found[-1] == "blind"
