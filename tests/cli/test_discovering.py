"""`monitor discover`: a site on loopback, its accounts as a table, as JSON, as stanzas to append."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from support.program import write_config
from support.site import Site

Command = Callable[..., Result]
PAGE = b"""<html><head><link rel="alternate" type="application/rss+xml" href="/rss.xml">
<link rel="alternate" type="application/atom+xml" href="/atom.xml"></head>
<body><footer><a href="https://vimeo.com/acme">Vimeo</a> <a href="https://www.flickr.com/photos/acme/">Flickr</a></footer>"""


@pytest.fixture
def acme(site: Site) -> Site:
    site.pages["/"] = (200, {"Content-Type": "text/html"}, PAGE)
    return site


def found(result: Result) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(result.stdout)
    return document


def test_it_says_what_was_found_where_and_how_sure(acme: Site, monitor: Command) -> None:
    result = monitor("discover", "--json", "--allow-private", f"{acme.base}/")
    assert result.exit_code == 0, result.stderr
    document = found(result)
    vimeo = next(hit for hit in document["accounts"] if hit["network"] == "vimeo")
    assert vimeo == {
        "url": "https://vimeo.com/acme",
        "network": "vimeo",
        "handle": "acme",
        "where": [f"footer or header: {acme.base}/"],
        "confidence": 0.7,
        "confirmed": False,
        "proof": None,
    }
    assert {hit["url"] for hit in document["accounts"] if hit["confirmed"]} == {
        f"{acme.base}/rss.xml",
        f"{acme.base}/atom.xml",
    }
    assert (document["unwatched"], document["unlinked"]) == (None, None)


def test_a_person_reads_a_table(acme: Site, monitor: Command) -> None:
    lines = monitor("discover", "--allow-private", acme.base).stdout.splitlines()
    assert lines[0].split() == ["NETWORK", "ACCOUNT", "SURE", "CONFIRMED", "WHERE"]
    assert any(line.split()[:4] == ["flickr", "https://www.flickr.com/photos/acme", "70%", "-"] for line in lines)


def test_stanzas_can_be_appended_as_they_are(acme: Site, monitor: Command, tmp_path: Path) -> None:
    path = write_config(tmp_path, '[[accounts]]\nid = "acme-vimeo"\nbrand = "acme"\nurl = "https://medium.com/@acme"\n')
    text = path.read_text(encoding="utf-8").replace('name = "Acme"', f'name = "Acme"\nsite = "{acme.base}/"')
    path.write_text(text, encoding="utf-8")
    result = monitor("--config", str(path), "discover", "--toml", "--allow-private", "acme")
    assert [one["id"] for one in tomllib.loads(result.stdout)["accounts"]] == [
        "acme-feed",
        "acme-vimeo-2",
        "acme-flickr",
    ]
    path.write_text(text + "\n" + result.stdout, encoding="utf-8")
    assert monitor("--config", str(path), "config", "check").exit_code == 0
    again = found(monitor("--config", str(path), "discover", "--json", "--allow-private", "acme"))
    assert (again["unwatched"], again["unlinked"], again["brand"]) == ([], ["acme-vimeo"], "acme")


def test_of_the_feeds_of_a_site_the_first_that_is_no_comments_is_proposed(site: Site, monitor: Command) -> None:
    """All posts, one topic, and what visitors say below them."""
    links = "".join(
        f'<link rel="alternate" type="application/rss+xml" title="{title}" href="{href}">'
        for title, href in (
            ("Acme: comments", "/comments/feed/"),
            ("Acme", "/feed/"),
            ("Acme: sport", "/category/sport/feed/"),
            ("Acme: news", "/news.xml"),
        )
    )
    site.pages["/"] = (200, {"Content-Type": "text/html"}, f"<html><head>{links}</head><body></body></html>".encode())
    printed = monitor("discover", "--toml", "--allow-private", site.base).stdout
    assert [one["url"] for one in tomllib.loads(printed)["accounts"]] == [f"{site.base}/feed/"]


def test_a_site_that_is_not_there_is_reported(acme: Site, monitor: Command) -> None:
    acme.pages["/"] = (500, {}, b"")
    result = monitor("discover", "--json", "--allow-private", f"{acme.base}/")
    assert result.exit_code == 3
    assert found(result)["failed"] == f"{acme.base}/: HTTP 500"
    assert "HTTP 500" in result.stderr


def test_private_addresses_are_closed_unless_opened(acme: Site, monitor: Command) -> None:
    result = monitor("discover", acme.base)
    assert result.exit_code == 3
    assert acme.asked == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("not a site",), "is no web address"),
        (("--json", "--toml", "https://acme.example"), "choose one"),
        (("--brand", "other", "https://acme.example"), "has no brand 'other'"),
    ],
)
def test_what_is_wrong_is_reported_with_what_to_do(words: tuple[str, ...], said: str, monitor: Command) -> None:
    result = monitor("discover", *words)
    assert result.exit_code != 0
    assert said in result.stderr
