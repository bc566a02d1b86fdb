"""The quick reader gives what feedparser gives, or leaves the document to it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from monitor.connect.documents.feeds import read_feed
from monitor.connect.documents.plain_feeds import read_plain_feed
from monitor.connect.documents.unreadable import Unreadable

SHARED = Path(__file__).parents[3].parent / "shared"
DOCUMENTS = sorted(
    path
    for folder in ("suites", "recorded")
    for path in (SHARED / folder).glob("**/*")
    if path.suffix in (".xml", ".atom", ".rss")
)
URL = "https://acme.example/feed"

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/">
<channel><title>Acme &amp; Co</title><link>https://acme.example/</link>
<item><title>Été</title><link>/one</link><guid>a-1</guid><pubDate>Mon, 16 Nov 2026 12:00:00 GMT</pubDate>
<dc:creator>Press</dc:creator><slash:comments>3</slash:comments><description><![CDATA[<b>x</b>]]></description></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Acme</title><link href="https://acme.example/"/>
<entry><id>tag:1</id><title type="html">One &amp;amp; two</title><link rel="self" href="/x"/><link href="https://acme.example/1"/>
<author><name>Press</name><uri>https://acme.example/p</uri></author>
<published>2026-11-16T12:00:00+01:00</published><updated>2026-11-17T12:00:00Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>x</p></div></content></entry></feed>"""


def by_feedparser(body: bytes) -> dict[str, Any] | None:
    """What the slow reader gives; its own reading of dates is needed only where the form is not a usual one."""
    try:
        feed = read_feed(body, "application/xml", URL)
    except Unreadable:
        return None
    for item in feed["items"]:
        item["guess"] = None
    return feed


@pytest.mark.parametrize("text", [RSS, ATOM], ids=["rss", "atom"])
def test_a_plain_feed_is_read_and_read_the_same(text: str) -> None:
    found = read_plain_feed(text.encode(), "application/xml", URL)
    assert found is not None
    assert len(found["items"]) == 1
    assert found == by_feedparser(text.encode())


DOUBTS = {
    "a doctype": RSS.replace("<rss", "<!DOCTYPE rss><rss", 1),
    "a version": RSS.replace('version="2.0"', 'version="0.92"'),
    "another encoding": RSS.replace("UTF-8", "iso-8859-1", 1),
    "Windows characters": RSS.replace("Été", "\x92Eté"),
    "text encoded twice": RSS.replace("Été", "Ã\xa9t"),
    "an unknown element": RSS.replace("<guid>", "<author>x</author><guid>"),
    "two ids": RSS.replace("<guid>", "<guid>b</guid><guid>"),
    "no id": RSS.replace("<guid>a-1</guid>", ""),
    "no title": RSS.replace("<title>Été</title>", ""),
    "no date": RSS.replace("<pubDate>Mon, 16 Nov 2026 12:00:00 GMT</pubDate>", ""),
    "an unusual date": RSS.replace("Mon, 16 Nov 2026 12:00:00 GMT", "16.11.2026"),
    "markup in a title": RSS.replace("Été", "<b>Été</b>"),
    "a base": ATOM.replace("<entry>", '<entry xml:base="https://other.example/">'),
    "two links": ATOM.replace('<link rel="self"', '<link href="/y"/><link rel="self"'),
    "a mail address": ATOM.replace("<uri>", "<email>x</email><uri>"),
    "a cut": RSS[:-20],
    "junk before it": "junk" + RSS,
    "no entries": RSS[: RSS.index("<item>")] + "</channel></rss>",
    "an xhtml title": ATOM.replace('type="html"', 'type="xhtml"'),
}


@pytest.mark.parametrize("name", DOUBTS)
def test_in_doubt_it_refuses(name: str) -> None:
    assert read_plain_feed(DOUBTS[name].encode(), "application/xml", URL) is None


def test_a_charset_of_http_that_is_another_is_a_doubt() -> None:
    assert read_plain_feed(RSS.encode(), "text/xml; charset=iso-8859-1", URL) is None
    assert read_plain_feed(RSS.encode(), 'text/xml; charset="UTF-8"', URL) is not None


@pytest.mark.shared
@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: "/".join(path.parts[-3:]))
def test_what_it_takes_of_the_recorded_documents_is_read_the_same(path: Path) -> None:
    body = path.read_bytes()
    found = read_plain_feed(body, "application/xml", URL)
    if found is not None:
        assert found == by_feedparser(body)


@pytest.mark.shared
@pytest.mark.skipif(not DOCUMENTS, reason="../shared is not beside the checkout")
def test_it_takes_a_fair_part_of_them() -> None:
    taken = sum(read_plain_feed(path.read_bytes(), "application/xml", URL) is not None for path in DOCUMENTS)
    assert taken > 200
