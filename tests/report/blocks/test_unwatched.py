"""What a digest says of the brands' own sites: in both languages, and only to the manager of the brand."""

from __future__ import annotations

import pytest

from monitor.model.discovery import Found, Orphans
from monitor.report.contents.digest import Digest
from monitor.report.rendering.render import render
from support.digest import make_digest

SITES = {
    "acme": Orphans(
        (
            Found("https://vimeo.com/acme", "vimeo", "acme", ("footer or header: https://acme.example/",), 0.7),
            Found("https://social.example/@acme", "mastodon", "@acme", ("rel=me: https://acme.example/",), 1.0, True),
            Found("javascript:alert(1)\r\nBcc: a@b.example", "odd\u202e", None, ("hub: x",), 0.5),
        ),
        ("acme-press", "nobody-s"),
    ),
    "zenith": Orphans((Found("https://vimeo.com/zenith", "vimeo", None, ("text: x",), 0.5),)),
    "forgotten": Orphans((Found("https://vimeo.com/forgotten", "vimeo", None, ("text: x",), 0.5),)),
}


def addresses(digest: Digest) -> list[str]:
    return [each.address for each in digest.unwatched.items]


def test_who_manages_a_brand_reads_the_surest_first() -> None:
    digest = make_digest(sites=SITES)
    assert addresses(digest)[:2] == ["https://social.example/@acme", "https://vimeo.com/acme"]
    assert [card.id for card in digest.unlinked.items] == ["acme-press"]


def test_nobody_else_reads_of_them() -> None:
    digest = make_digest(person="lea", sites={"acme": SITES["acme"]})
    assert (addresses(digest), digest.unlinked.items) == ([], ())


@pytest.mark.parametrize(
    ("language", "unwatched", "unlinked", "confirmed"),
    [
        ("en", "On your site, but not watched", "Watched, but not on your site", "it leads back to the site"),
        ("fr", "Sur votre site, mais pas suivis", "Suivis, mais absents de votre site", "renvoie vers le site"),
    ],
)
def test_it_stands_in_text_and_html(language: str, unwatched: str, unlinked: str, confirmed: str) -> None:
    message = render(make_digest(sites=SITES), language)
    for text in (" ".join(message.text.split()), message.html):
        assert all(said in text for said in (unwatched, unlinked, confirmed, "https://vimeo.com/acme"))
    assert 'href="https://vimeo.com/acme"' in message.html
    assert 'href="javascript' not in message.html
    assert "\nBcc" not in message.text


def test_without_a_site_nothing_is_said() -> None:
    message = render(make_digest(), "en")
    assert "On your site" not in message.text + message.html
