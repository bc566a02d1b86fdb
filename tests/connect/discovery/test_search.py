"""A brand's accounts found from its own site: sample sites of the project's own, and pages that were recorded."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.connect.discovery.search import MOST_PAGES
from monitor.model.http import NoResponse, Refusal, Response
from support.sites import SITES, explore_answers, sample

SHARED = Path(__file__).parents[3].parent / "shared" / "recorded" / "discovery"
ACME = "https://acme.example/"
SAMPLES = sorted(SITES.glob("*.toml"))
RECORDED = {  # a recorded page -> its address, and the accounts and feeds that are its site's
    "extruct_JSONLD_with_JS_comment.html": ("https://money.news.example/", []),
    "extruct_JSONLD_with_control_characters.html": ("https://lines.example/", []),
    "extruct_Portfolio_Niels_Lubberman.html": (
        "http://nielslubberman.nl/drupal/",
        [
            "feed http://nielslubberman.nl/drupal/?q=rss.xml",
            "linkedin-profile https://www.linkedin.com/in/niels-lubberman",
        ],
    ),
    "extruct_product.html": ("https://gallery.example/", []),
    "feedsearch_blog_with_feeds.html": (
        "https://blog.example/",
        [
            "feed https://blog.example/atom.xml",
            "feed https://blog.example/feed.json",
            "feed https://blog.example/rss.xml",
        ],
    ),
    "feedsearch_no_feeds.html": ("https://nofeeds.example/", []),
    "nnw_inessential.html": ("http://inessential.com/", ["feed http://inessential.com/xml/rss.xml"]),
    "nnw_sixcolors.html": (
        "https://sixcolors.com/",
        ["feed http://feedpress.me/sixcolors", "x https://x.com/bleedsixcolors"],
    ),
}


def page(body: str, url: str = ACME) -> dict[str, Response]:
    return {url: Response(200, {"content-type": "text/html"}, body.encode(), url)}


def accounts(body: str) -> list[str]:
    """What one page of acme.example gives, with nothing else on the site."""
    return explore_answers(ACME, page(body)).accounts


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_site_gives_its_accounts_and_no_others(path: Path) -> None:
    given = sample(path)
    seen = explore_answers(given.site, given.answers, ask_wikidata=given.wikidata)
    assert seen.accounts == given.expected
    proofs = {found.url.rstrip("/"): found.proof for found in seen.discovery.found}
    assert {url: proofs[url.rstrip("/")] for url in given.confirmed} == given.confirmed
    assert seen.discovery.failed == ""


def test_there_are_ten_sample_sites_at_least() -> None:
    assert len(SAMPLES) >= 10


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not beside the checkout")
@pytest.mark.parametrize("name", RECORDED)
def test_a_recorded_page_gives_its_accounts_and_no_others(name: str) -> None:
    url, expected = RECORDED[name]
    answer = Response(200, {"content-type": "text/html; charset=utf-8"}, (SHARED / name).read_bytes(), url)
    assert explore_answers(url, {url: answer}).accounts == expected


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not beside the checkout")
def test_every_recorded_page_is_judged() -> None:
    assert sorted(file.name for file in SHARED.iterdir()) == sorted(RECORDED)


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ('<footer><a href="https://x.com/forge_example">X</a></footer>', ["x https://x.com/forge_example"]),
        ('<p><a href="https://x.com/forge_example">X</a></p>', []),
        ('<p><a href="https://x.com/acme_news">X</a></p>', ["x https://x.com/acme_news"]),
        ('<p>Follow us: <a href="https://x.com/forge_example">X</a></p>', ["x https://x.com/forge_example"]),
        ('<p>Suivez-nous sur <a href="//x.com/forge_example">X</a></p>', ["x https://x.com/forge_example"]),
        ('<div class="social-links"><a href="https://x.com/forge_example"></a></div>', ["x https://x.com/forge_example"]),
        ('<div class="content-sidebar"><a href="https://x.com/forge_example">X</a></div>', []),
        ('<article><footer><a href="https://x.com/forge_example">X</a></footer></article>', []),
        ('<footer class="team"><a href="https://x.com/forge_example">X</a></footer>', []),
        ('<footer>Made by <a href="https://x.com/forge_example">Forge</a></footer>', []),
        ('<footer><a href="https://x.com/acme">A</a> <a href="https://x.com/forge_example">F</a></footer>',
         ["x https://x.com/acme"]),
        ('<footer><a href="https://x.com/acme">A</a> <a href="https://twitter.com/ACME/">F</a></footer>',
         ["x https://x.com/acme"]),
        ('<a href="//x.com/forge"></a><a href="//vimeo.com/forge"></a><a href="//tiktok.com/@forge">TikTok</a>',
         ["tiktok https://www.tiktok.com/@forge", "vimeo https://vimeo.com/forge", "x https://x.com/forge"]),
        (2 * '<p><a href="//x.com/ada"></a><a href="//vimeo.com/ada"></a><a href="//dev.to/ada"></a></p>', []),
        ('<p><a href="//x.com/ada">Ada</a> <a href="//vimeo.com/lea">Lea</a> <a href="//dev.to/tom">Tom</a></p>', []),
        ('<footer>Design by <a href="https://x.com/forge_example">F</a>, follow us: <a href="https://vimeo.com/f"></a>',
         ["vimeo https://vimeo.com/f"]),
        ('<div class="siteFooter"><a href="https://x.com/forge_example">X</a></div>', ["x https://x.com/forge_example"]),
        ('<nav><a href="https://shop.example/c/hammers">Hammers</a></nav>', []),
        ('<nav><a href="/@team">Team</a><a href="/c/hammers">Hammers</a></nav>', []),
        ('<a rel="me" href="https://social.example/@forge">M</a>', ["mastodon https://social.example/@forge"]),
        ('<div class="author"><a rel="me" href="https://social.example/@lea">M</a></div>', []),
    ],
)  # fmt: skip
def test_the_place_of_a_link_says_whose_account_it_leads_to(markup: str, expected: list[str]) -> None:
    assert accounts(f"<html><body>{markup}</body></html>") == expected


@pytest.mark.parametrize(
    "script",
    [
        '{"@type": "Organization", "sameAs": "https://x.com/forge_example"}',
        '{"@type": "Organization", "sameAs": ["https://x.com/forge_example"]}',
        '{"@type": "http://schema.org/NewsMediaOrganization", "sameAs": [{"@id": "https://x.com/forge_example"}]}',
        '[{"@type": "WebPage"}, {"@type": ["Thing", "LocalBusiness"], "sameAs": "https://x.com/forge_example"}]',
        '{"@graph": [{"@type": "Corporation", "sameAs": ["https://x.com/forge_example"]}]}',
        '<!-- {"@type": "Store", "sameAs": "https://x.com/forge_example"} -->',
        '/* <![CDATA[ */ {"@type": "Store", "sameAs": "https://x.com/forge_example",} /* ]]> */;',
        '{"@type": "Store", "text": "a\tb\nc // no remark", "sameAs": "https://x.com/forge_example"} // a remark',
        '{"@type": "Article", "publisher": {"@type": "Organization", "sameAs": "https://x.com/forge_example"}}',
        '{"@type": "Person", "sameAs": "https://x.com/forge_example https://acme.example/about"}',
    ],
)
def test_what_a_site_states_of_itself_counts_however_it_is_written(script: str) -> None:
    body = f'<html><head><script type="application/ld+json">{script}</script></head></html>'
    assert accounts(body) == ["x https://x.com/forge_example"]


@pytest.mark.parametrize(
    "script",
    [
        '{"@type": "Article", "author": {"@type": "Organization", "sameAs": "https://x.com/forge_example"}}',
        '{"@type": "Organization", "url": "https://forge.example", "sameAs": "https://x.com/forge_example"}',
        '[{"@type": "Organization"}, {"@type": "Person", "sameAs": "https://x.com/forge_example"}]',
        '{"@type": "Organization", "sameAs": "https://x.com/forge_example"',
        '{"@type": "Product", "brand": {"@type": "Brand", "sameAs": "https://x.com/forge_example"}}',
        '{"@type": 5, "sameAs": [null, 7, {"@id": []}]}',
        '[[["https://x.com/forge_example"]]]',
        "7",
        "[" * 100_000,
    ],
)
def test_what_is_stated_of_others_does_not(script: str) -> None:
    assert accounts(f'<html><head><script type="application/ld+json">{script}</script></head></html>') == []


def test_a_page_on_how_to_reach_the_brand_names_its_own_accounts() -> None:
    home = page('<html><a href="/contact">Contact</a></html>')
    body = '<html><p>Post: 1 Forge Lane. X: <a href="https://x.com/forge_example">here</a></p></html>'
    assert explore_answers(ACME, home | page(body, f"{ACME}contact")).accounts == ["x https://x.com/forge_example"]


def test_a_site_that_cannot_be_read_is_reported_and_says_nothing_of_its_accounts() -> None:
    forbidden = NoResponse(Refusal.FORBIDDEN, "robots.txt keeps programs from this page", answered=True)
    seen = explore_answers(ACME, {ACME: forbidden})
    assert seen.discovery.failed == f"{ACME}: robots.txt keeps programs from this page"
    assert [request.url for request in seen.requests] == [ACME]
    gone = explore_answers(ACME, {ACME: Response(410, {}, b"", ACME)}).discovery
    assert gone.failed == f"{ACME}: HTTP 410"
    empty = explore_answers(ACME, page("")).discovery
    assert empty.failed == f"{ACME}: an empty answer instead of a page"


def test_a_page_that_robots_txt_forbids_is_only_a_problem() -> None:
    body = '<html><a href="/contact">Contact</a><footer><a href="https://x.com/acme">X</a></footer></html>'
    forbidden = NoResponse(Refusal.FORBIDDEN, "robots.txt keeps programs from this page", answered=True)
    seen = explore_answers(ACME, {**page(body), f"{ACME}contact": forbidden})
    assert seen.accounts == ["x https://x.com/acme"]
    assert seen.discovery.problems == (f"{ACME}contact: robots.txt keeps programs from this page",)
    assert (seen.discovery.pages, seen.discovery.complete) == ((ACME,), True)
    for answer in (NoResponse(Refusal.TIMEOUT, "no answer in 8 s"), Response(503, {}, b"", ACME)):
        seen = explore_answers(ACME, {**page(body), f"{ACME}contact": answer})
        assert (len(seen.discovery.problems), seen.discovery.complete) == (1, False)


def test_a_site_is_asked_for_few_pages_each_of_them_as_a_page() -> None:
    links = "".join(f'<a href="/about/{number}">About</a>' for number in range(100))
    urls = [ACME, *(f"{ACME}about/{number}" for number in range(100))]
    pages = {url: answer for url in urls for answer in page(f"<html><body>{links}</body></html>", url).values()}
    seen = explore_answers(ACME, pages)
    asked = [request for request in seen.requests if request.page]
    assert 1 < len(asked) <= MOST_PAGES
    assert all(request.page for request in seen.requests if request.url in pages)
    assert len(seen.requests) < 40


def test_only_the_site_itself_is_asked_as_the_operators_own() -> None:
    body = (
        '<html><link rel="me" href="https://social.example/@acme"><footer><a href="https://linktr.ee/acme">L</a>'
        '<a href="https://bit.ly/acme">B</a></footer></html>'
    )
    seen = explore_answers(ACME, page(body), ask_wikidata=True)
    hosts = {request.url.split("/")[2] for request in seen.requests if not request.own}
    assert hosts == {"social.example", "linktr.ee", "bit.ly", "www.wikidata.org", "public.api.bsky.app"}
    assert {request.url.split("/")[2] for request in seen.requests if request.own} == {"acme.example"}


def test_an_address_without_a_domain_vouches_for_nothing() -> None:
    url = "http://127.0.0.1:8080/"
    seen = explore_answers(url, page('<footer><a href="https://x.com/acme">X</a></footer>', url), ask_wikidata=True)
    assert seen.accounts == ["x https://x.com/acme"]
    assert {request.url.split("/")[2] for request in seen.requests} == {"127.0.0.1:8080"}


def test_a_blog_on_a_networks_own_domain_is_an_account_itself() -> None:
    url = "https://acme-news.substack.com/"
    seen = explore_answers(url, page("<html><title>Acme</title></html>", url))
    assert seen.accounts == ["substack https://acme-news.substack.com"]
    assert (seen.discovery.found[0].confirmed, seen.discovery.found[0].confidence) == (True, 1.0)


def test_a_link_hub_lends_no_accounts_of_its_own() -> None:
    hub = '<html><a href="https://www.instagram.com/linktr.ee">us</a><a href="https://x.com/forge_example">X</a></html>'
    site = page('<html><body><p>All is at <a href="https://linktr.ee/acme">our links</a></p></body></html>')
    assert explore_answers(ACME, {**site, **page(hub, "https://linktr.ee/acme")}).accounts == [
        "x https://x.com/forge_example"
    ]


@given(st.binary(max_size=300), st.text(max_size=200))
def test_whatever_a_site_answers_is_an_answer(body: bytes, href: str) -> None:
    markup = (
        f'<html><head><script type="application/ld+json">{href}</script><meta name="twitter:site" content="{href}">'
    )
    markup += (
        f'</head><a href="{href}" rel="me">{href}</a><link rel="alternate" type="application/rss+xml" href="{href}">'
    )
    seen = explore_answers(ACME, {ACME: Response(200, {}, markup.encode("utf-8", "replace") + body, ACME)})
    assert seen.discovery.failed == ""
