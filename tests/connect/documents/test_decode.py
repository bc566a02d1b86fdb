"""Documents as plain values."""

from __future__ import annotations

import json
from functools import partial
from gzip import compress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.connect.documents.decode import decode
from monitor.connect.documents.text import ID_LENGTH, address, count, identifier, title
from monitor.connect.documents.unreadable import DEEPEST
from monitor.model.http import Decode, Decoded, DecodeError, Format

packed = partial(compress, mtime=0)  # the same bytes in every run
URL = "https://acme.example/blog/feed"
ITEM = "<item><guid>1</guid><title>t</title></item>"


def rss(items: str = ITEM, start: str = '<?xml version="1.0" encoding="UTF-8"?>') -> bytes:
    return f'{start}<rss version="2.0"><channel><title>Acme</title>{items}</channel></rss>'.encode()


def feed(body: bytes, content_type: str = "") -> Any:
    decoded = decode(Decode(Format.FEED, body, content_type, URL))
    assert isinstance(decoded, Decoded), decoded
    return decoded.document


def refused(body: bytes, form: Format = Format.FEED, selectors: Any = None) -> str:
    decoded = decode(Decode(form, body, "", URL, selectors or {}))
    assert isinstance(decoded, DecodeError), decoded
    return decoded.detail


@pytest.mark.parametrize(
    "body",
    [
        rss(),
        b"\n\n  " + rss(),
        b"\xef\xbb\xbf" + rss(),
        b"PHP Warning: x in y\n" + rss(),
        rss() + b"<script>ads()</script>",
        packed(rss()),
        rss(start="").decode().encode("utf-16"),
        rss(start='<?xml version="1.0" encoding="UTF-16"?>').decode().encode("utf-16"),
        rss(start="").decode().encode("utf-32"),
        rss(start='<?xml version="1.0" encoding="UTF-16"?>').decode().encode("utf-16-be"),
        rss(start='<?xml version="1.0" encoding="UTF-16"?>').decode().encode("utf-16-le"),
        rss(start='<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN" "http://site.invalid/">'),
        rss(start="<!-- <html> --><?xml-stylesheet href='x'?>"),
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><item><title>t</title></item></rdf:RDF>',
        b'<atom:feed xmlns:atom="http://www.w3.org/2005/Atom"><atom:entry><atom:id>1</atom:id></atom:entry></atom:feed>',
        b'<rss version="0.91"><channel><item><title>t</title></item></channel></rss>',
        b'{"version": "https://jsonfeed.org/version/1", "items": [{"id": 1}]}',
        b'\xef\xbb\xbf{"version": "https://jsonfeed.org/version/1", "items": [{"id": 1}]}',
        b'{"rss": {"version": "2.0", "channel": {"item": [{"guid": {"#value": "1"}, "title": "t"}]}}}',
    ],
)
@pytest.mark.parametrize("content_type", ["", "text/html", "application/octet-stream", "text/xml; charset=utf-8"])
def test_a_feed_in_any_wrapping_is_read(body: bytes, content_type: str) -> None:
    assert len(feed(body, content_type)["items"]) == 1


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (b"", "an empty answer instead of a feed"),
        (b" \n", "an empty answer instead of a feed"),
        (b"<!doctype html><html></html>", "an HTML page instead of a feed"),
        (b"\xff\xd8\xff\xe0JFIF", "a JPEG picture instead of a feed"),
        (b"%PDF-1.7", "a PDF instead of a feed"),
        (b"plain words", "no feed"),
        (b"/etc/passwd", "no feed"),
        (b"file:///etc/passwd", "no feed"),
        (b"https://acme.example/other", "no feed"),
        (b'{"error": "rate limited"}', "JSON, but no feed"),
        (b'{"version": "https://jsonfeed.org/version/1"}', "a JSON feed without a list of items"),
        (b'<rss version="2.0"><channel><title>cut', "a feed that is cut short before its first entry"),
    ],
)
def test_what_is_no_feed_is_reported(body: bytes, detail: str) -> None:
    assert refused(body) == detail


def test_the_bytes_of_a_path_open_no_file(tmp_path: Path) -> None:
    secret = tmp_path / "feed.xml"
    secret.write_bytes(rss())
    assert refused(str(secret).encode()) == "no feed"


def test_an_external_entity_is_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("canary")
    bomb = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "file://{secret}">]>'
    document = feed(rss("<item><guid>1</guid><title>&x;</title></item>", bomb))
    assert "canary" not in json.dumps(document)


def test_a_broken_gzip_file_is_reported() -> None:
    assert refused(b"\x1f\x8bbroken").startswith("a broken gzip file instead of a feed (")


def test_a_packed_bomb_is_refused() -> None:
    assert refused(packed(b"<rss>" + b" " * 21_000_000)) == "a packed feed of more than 20000000 bytes"


def test_a_feed_that_was_cut_short_is_not_whole() -> None:
    assert (feed(rss())["whole"], feed(rss()[:-20])["whole"]) == (True, False)


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        ("<guid>1</guid><link>/a</link>", ("1", "https://acme.example/a")),
        ("<guid isPermaLink='false'> 1 </guid>", ("1", None)),
        ("<guid>https://acme.example/g</guid>", ("https://acme.example/g", "https://acme.example/g")),
        ("<link>b</link>", ("b", "https://acme.example/blog/b")),
        ("<guid isPermaLink='false'>1</guid><link>javascript:alert(1)</link>", ("1", None)),
        ("<guid isPermaLink='false'>1</guid><link>//cdn.example/x</link>", ("1", "https://cdn.example/x")),
    ],
)
def test_ids_stand_as_written_and_links_are_resolved(item: str, expected: tuple[str, str | None]) -> None:
    (read,) = feed(rss(f"<item>{item}</item>"))["items"]
    assert (read["id"], read["url"]) == expected


def test_an_entry_without_id_and_link_is_known_by_what_it_says() -> None:
    first = feed(rss("<item><title>a</title></item><item><title>b</title></item>"))["items"]
    same = feed(rss("<item><title>a</title></item>"))["items"][0]
    assert first[0]["id"] == same["id"] != first[1]["id"]


@pytest.mark.parametrize(
    ("item", "kind"),
    [
        ("<title>RT someone</title>", "share"),
        ("<source url='https://elsewhere.example/feed'>x</source>", "share"),
        ("<source url='https://acme.example/other'>x</source>", "post"),
        ("<title>Start</title><link>https://elsewhere.example/</link>", "post"),
    ],
)
def test_only_what_says_so_is_a_share(item: str, kind: str) -> None:
    assert [each["kind"] for each in feed(rss(f"<item><guid>1</guid>{item}</item>"))["items"]] == [kind]


@pytest.mark.parametrize(
    ("body", "document"),
    [
        (b'{"a": NaN, "b": Infinity, "c": 1e999, "d": 1.5}', {"a": None, "b": None, "c": None, "d": 1.5}),
        (b"\xef\xbb\xbf[1]", [1]),
        ('["é"]'.encode("utf-16"), ["é"]),
        (b'"\\ud800"', "\ud800"),
    ],
)
def test_json(body: bytes, document: Any) -> None:
    assert decode(Decode(Format.JSON, body)) == Decoded(document)


def test_an_item_of_a_json_feed_without_authors_has_those_of_the_feed() -> None:
    items = [{"id": 1}, {"id": 2, "authors": [{"name": "Kim"}]}, {"id": 3, "author": {"name": "Tom"}}]
    feed = {"version": "https://jsonfeed.org/version/1.1", "authors": [{"name": "Lea"}], "items": items}
    read = decode(Decode(Format.FEED, json.dumps(feed).encode()))
    assert isinstance(read, Decoded)
    assert [item["author"] for item in read.document["items"]] == ["Lea", "Kim", "Tom"]


@pytest.mark.parametrize(
    "body", [b"[" * 100_000, b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1), b'{"a":' * 200 + b"1" + b"}" * 200]
)
def test_deep_json_is_refused(body: bytes) -> None:
    assert refused(body, Format.JSON) == "JSON nested too deeply"


def test_json_as_deep_as_allowed_is_read() -> None:
    assert isinstance(decode(Decode(Format.JSON, b"[" * DEEPEST + b"]" * DEEPEST)), Decoded)


@pytest.mark.parametrize("body", [b"", b"<html></html>", b"{", b"1" * 5000, b"\xff\xfe"])
def test_what_is_no_json_is_reported(body: bytes) -> None:
    assert refused(body, Format.JSON)


def test_html_by_selectors() -> None:
    page = '<title>é</title><div class="i" data-id="1" hidden><b>A</b> b</div><div class="i">'.encode()
    selectors = {
        "items": "div.i",
        "fields": {"id": "@data-id", "text": "b", "inner": "@html", "flag": "@hidden", "none": "i@x"},
        "page": {"title": "title", "missing": "nav@id"},
    }
    assert decode(Decode(Format.HTML, page, "text/html; charset=nonsense", URL, selectors)) == Decoded(
        {
            "items": [
                {"id": "1", "text": "A", "inner": "<b>A</b> b", "flag": "", "none": None},
                {"id": None, "text": None, "inner": "", "flag": None, "none": None},
            ],
            "page": {"title": "é", "missing": None},
        }
    )


def test_a_wrong_selector_and_an_empty_page_are_reported() -> None:
    assert refused(b"<html>", Format.HTML, {"items": "div["}).startswith("the manifest's selector is wrong")
    assert refused(b" ", Format.HTML) == "an empty answer instead of a page"
    assert refused(b"words", Format.HTML) == "no HTML"


@given(st.binary(max_size=200), st.sampled_from(list(Format)))
def test_any_bytes_are_a_document_or_an_error(body: bytes, form: Format) -> None:
    decoded = decode(Decode(form, body, "text/html", URL, {"items": "p", "fields": {"t": "@html"}}))
    assert isinstance(decoded, Decoded | DecodeError)


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (13, 13), ("12", 12), ("1,234", 1234), ("1 234", 1234), ("1.2K", 1200), ("1,5K", 1500), ("3M views", 3_000_000),
        ("10K subscribers", 10_000), (2.0, 2), ("12.5", None), ("-3", None), (-4, None), (True, None), (None, None),
        (float("inf"), None), (10**30, None), ("9" * 50, None), ("many", None),
    ],
)  # fmt: skip
def test_counts(value: Any, number: int | None) -> None:
    assert count(value) == number


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("<p>Hello<br>world</p>", "Hello world"),
        ("a &amp; b &lt;i&gt;", "a & b <i>"),
        ("<script>x()</script>a<style>b", "a"),
        ("5 < 6 and 7 > 2", "5 < 6 and 7 > 2"),
        ("a\x00b\ud800c\r\nd\u202ee", "abc de"),
        (" \t ", None),
        (None, None),
        (5, None),
        ("x" * 300, "x" * 199 + "…"),
    ],
)
def test_titles_are_plain_printable_text(value: Any, text: str | None) -> None:
    assert title(value) == text


def test_long_ids_that_begin_alike_stay_two() -> None:
    one, two = identifier("x" * 5000 + "1"), identifier("x" * 5000 + "2")
    assert one is not None and two is not None
    assert (len(one), len(two)) == (ID_LENGTH, ID_LENGTH)
    assert two != one
    assert identifier(" 5 ") == identifier(5) == "5"
    assert (identifier(None), identifier(True), identifier("  ")) == (None, None, None)
    assert identifier("e\u0301") != identifier("\u00e9")


@pytest.mark.parametrize(
    "value", ["http://[bad", "ftp://x/", "javascript:x", "", "http://a b/", "https://" + "x" * 3000, 5]
)
def test_only_web_addresses_are_addresses(value: Any) -> None:
    assert address(value, "") is None
