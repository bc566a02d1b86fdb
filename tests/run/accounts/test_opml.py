"""OPML: as feed readers write it, each in its own way, and as people mend it by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.connect.manifests.catalogue import Catalogue
from monitor.run.accounts.network_of_row import NetworkOfRow, place_of_feed
from monitor.run.accounts.opml import Outline, read_outlines, text_of

CATALOGUE = Catalogue.load()
FEED, HOME = "https://acme.example/feed", "https://acme.example/"
READERS = {
    "Feedly, Inoreader, Feedbin": f'<outline text="Acme" title="Acme"><outline type="rss" text="News" title="News"'
    f' xmlUrl="{FEED}" htmlUrl="{HOME}"/></outline>',
    "FreshRSS": f'<outline text="Acme"><outline text="News" type="rss" xmlUrl="{FEED}" htmlUrl="{HOME}"'
    ' description="All &quot;new&quot;" frss:priority="main" frss:cssFullContent="article &gt; p"/></outline>',
    "Miniflux": f'\n<outline text="Acme">\n  <outline title="News" text="News" xmlUrl="{FEED}" htmlUrl="{HOME}"'
    ' type="rss" description=""></outline>\n</outline>',
    "NewsBlur": f'<outline text="Acme" title="Acme"><outline htmlUrl="{HOME}" text="News" title="News" type="rss"'
    f' version="RSS" xmlUrl="{FEED}"/></outline>',
    "Tiny Tiny RSS": f'<outline text="Acme"><outline type="rss" text="News" xmlUrl="{FEED}" htmlUrl="{HOME}"'
    ' ttrssSortOrder="0" ttrssPurgeInterval="0"/></outline><outline text="tt-rss-prefs" schema-version="146">'
    '<outline pref-name="DIGEST_ENABLE" value="true"/></outline><outline text="tt-rss-filters">'
    '<outline filter-type="2"><![CDATA[{"title": "<outline xmlUrl=\\"https://no.example/\\"/>"}]]></outline></outline>',
    "Thunderbird": f'<outline title="Acme"><outline type="rss" title="News" text="News" version="RSS"'
    f' fz:quickMode="false" fz:options="{{&quot;version&quot;:2}}" xmlUrl="{FEED}" htmlUrl="{HOME}"/></outline>',
    "Overcast, with its episodes": f'<outline text="Acme"><outline type="rss" overcastId="7" text="News" title="News"'
    f' xmlUrl="{FEED}" htmlUrl="{HOME}" subscribed="1"><outline type="podcast-episode" overcastId="8" title="One"'
    ' url="https://acme.example/1" enclosureUrl="https://acme.example/1.mp3"/></outline></outline>',
    "one without quotes of its own kind": f"<OUTLINE TEXT='Acme'><OUTLINE TEXT='News' XMLURL='{FEED}'"
    f" HTMLURL='{HOME}'/></OUTLINE>",
    "one that somebody commented out": f'<!-- <outline xmlUrl="https://no.example/"/> --><outline text="Acme">'
    f'<outline text="News" xmlUrl="{FEED}" htmlUrl="{HOME}"/></outline>',
}


def opml(body: str, declaration: str = '<?xml version="1.0" encoding="UTF-8"?>\n') -> str:
    return f'{declaration}<opml version="2.0"><head><title>x</title></head><body>{body}</body></opml>'


@pytest.mark.parametrize("body", READERS.values(), ids=READERS.keys())
def test_each_reader_writes_the_same_feed(body: str) -> None:
    outlines = read_outlines(opml(body))
    assert [(each.title, each.folder, each.feed, each.home) for each in outlines.found] == [
        ("News", "Acme", FEED, HOME)
    ]
    assert outlines.left_out == []


@pytest.mark.parametrize(
    ("written", "feed"),
    [
        ("https://acme.example/feed?a=1&b=2", "https://acme.example/feed?a=1&b=2"),
        ("https://acme.example/feed?a=1&amp;b=2", "https://acme.example/feed?a=1&b=2"),
        ("https://acme.example/feed?a=1&copy=2&lang=fr", "https://acme.example/feed?a=1&copy=2&lang=fr"),
        ("https://acme.example/feed?a=1&#38;b=2&#x26;c=3", "https://acme.example/feed?a=1&b=2&c=3"),
        ("https://acme.example/feed?q=&nobody;", "https://acme.example/feed?q=&nobody;"),
        (" https://acme.example/feed\n ", "https://acme.example/feed"),
        ("feed:https://acme.example/feed", "https://acme.example/feed"),
        ("feed://acme.example/feed", "http://acme.example/feed"),
        ("pcast://acme.example/feed", "http://acme.example/feed"),
        ("itpc:https://acme.example/feed", "https://acme.example/feed"),
    ],
)
def test_an_address_as_it_is_meant(written: str, feed: str) -> None:
    assert [each.feed for each in read_outlines(opml(f'<outline xmlUrl="{written}"/>')).found] == [feed]


def test_an_outline_that_cannot_be_read_spoils_no_other() -> None:
    lines = (
        f'<outline text="one" xmlUrl="{FEED}/1"/>',
        f'<outline text="two" xmlUrl="{FEED}/2/>',
        f'<outline text="three" xmlUrl="{FEED}/3"/>',
        f"<outline text=four xmlUrl={FEED}/4/>",
        '<outline text="five" type="include" url="https://acme.example/more.opml"/>',
        f'<outline text="A & B < C > D &eacute;" xmlUrl="{FEED}/6"/>',
        f'<outline text="seven" xmlUrl="{FEED}/7"',
    )
    outlines = read_outlines("\n".join(lines))
    assert [each.title for each in outlines.found] == ["one", "three", "A & B < C > D é"]
    assert [line for line, _ in outlines.left_out] == [2, 4, 5, 7]
    assert outlines.left_out[0][1] == "this outline cannot be read: check its quotes; left out"
    assert outlines.left_out[2][1] == "this outline stands for another list: import that one by itself"


def test_folders_in_folders_and_pages_without_a_feed() -> None:
    body = (
        '<outline text="Acme"><outline text="Paris"><outline text="a" xmlUrl="https://a.example/feed"/></outline>'
        '<outline text="b" type="link" url="https://b.example/"/></outline></outline></outline>'
        '<outline htmlUrl="https://c.example/"/>'
    )
    assert read_outlines(opml(body)).found == [
        Outline(2, "a", "Paris", "https://a.example/feed"),
        Outline(2, "b", "Acme", "", "https://b.example/"),
        Outline(2, "", "", "", "https://c.example/"),
    ]


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("UTF-8", "utf-8"),
        ("UTF-8", "utf-8-sig"),
        ("UTF-16", "utf-16"),
        ("UTF-16", "utf-16-le"),
        ("ISO-8859-1", "cp1252"),
        ("UTF-8", "cp1252"),
        ("koi8-r", "koi8-r"),
        ("no-such-encoding", "utf-8"),
    ],
)
def test_encodings_as_they_are_and_not_as_they_are_said_to_be(declared: str, encoding: str) -> None:
    title = "Новости" if encoding == "koi8-r" else "Été à l’œuvre"
    text = opml(f'<outline text="{title}" xmlUrl="{FEED}"/>', f'<?xml version="1.0" encoding="{declared}"?>')
    assert [each.title for each in read_outlines(text_of(text.encode(encoding))).found] == [title]


def test_what_a_document_declares_is_not_carried_out() -> None:
    bomb = '<!DOCTYPE opml [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    outlines = read_outlines(bomb + opml('<outline text="&b;" xmlUrl="https://a.example/feed"/>'))
    assert [each.title for each in outlines.found] == ["&b;"]


@given(st.text(alphabet='<>/="outline xmlUrl&;!-\n', max_size=200))
def test_any_text_is_read(text: str) -> None:
    whole = f'{text}\n<outline xmlUrl="{FEED}"/>'
    outlines = read_outlines(whole)
    lines = whole.count("\n") + 1
    assert all(1 <= line <= lines for line, _ in outlines.left_out)
    if "<!" not in text and "<outline" not in text:
        assert outlines.found[-1] == Outline(lines, feed=FEED)


@pytest.mark.parametrize(
    ("feed", "home", "network", "url"),
    [
        (
            "https://social.example/@acme.rss",
            "https://social.example/@acme",
            "mastodon",
            "https://social.example/@acme",
        ),
        (
            "https://social.example/users/acme.atom",
            "https://social.example/@acme",
            "mastodon",
            "https://social.example/@acme",
        ),
        ("https://social.example/@acme.rss", "", "feed", "https://social.example/@acme.rss"),
        ("https://social.example/@acme.rss", "https://social.example/@lea", "feed", "https://social.example/@acme.rss"),
        ("https://acme.example/feed", "https://social.example/@acme", "feed", "https://acme.example/feed"),
        ("https://feeds.example/acme", "https://acme.example/", "feed", "https://feeds.example/acme"),
        ("https://codeberg.org/acme.rss", "https://codeberg.org/acme", "gitea", "https://codeberg.org/acme"),
    ],
)
def test_a_feed_beside_a_page(feed: str, home: str, network: str, url: str) -> None:
    found = place_of_feed(feed, home, CATALOGUE)
    assert (found.network, found.url, found.mistake) == (network, url, "")


def test_what_is_no_address_is_named() -> None:
    found: NetworkOfRow = place_of_feed("filter:~/bin/f:https://acme.example/rss", "", CATALOGUE)
    assert "no network is known by it" in found.mistake
