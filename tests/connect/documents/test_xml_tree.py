"""XML that is no feed, as plain values."""

from __future__ import annotations

import pytest

from monitor.connect.documents.decode import decode, decode_plain
from monitor.connect.manifests.expressions import Expression
from monitor.model.http import Decode, Decoded, DecodeError, Format

SITEMAP = b"""<?xml version="1.0" encoding="ISO-8859-1"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">
  <url kind="page"><loc> https://acme.example/a </loc><lastmod>2026-06-01</lastmod></url>
  <url><loc>https://acme.example/caf\xe9</loc><n:news><n:publication_date>2026-06-02</n:publication_date></n:news></url>
</urlset>"""


def document(body: bytes) -> object:
    answer = decode(Decode(Format.XML, body))
    assert isinstance(answer, Decoded)
    return answer.document


def read(expression: str, body: bytes = SITEMAP) -> object:
    return Expression.compile(expression).read(document(body))


def test_elements_are_lists_by_local_name_with_text_and_attributes() -> None:
    assert read("_name") == "urlset"
    assert read("url[].loc[0]._text") == ["https://acme.example/a", "https://acme.example/café"]
    assert read('url[0]."@kind"') == "page"
    assert read("url[].lastmod[0]._text") == ["2026-06-01"]
    assert read("url[1].news[0].publication_date[0]._text") == "2026-06-02"


def test_a_child_may_have_any_name() -> None:
    body = b"<a><name>Acme</name><text>Hello</text><_text>hidden</_text><_name/>world</a>"
    assert read("[_name, _text, name[0]._text, text[0]._text]", body) == ["a", "world", "Acme", "Hello"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "an empty answer instead of XML"),
        (b"<html><body>Hello<br></body></html>", "an HTML page instead of XML"),
        (b"<page>Hello<br></page>", "no XML: "),
        (b"<a><b></a>", "no XML: "),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "XML that declares entities"),
        (b'<!DOCTYPE a [<!ENTITY % b SYSTEM "file:///etc/hostname">%b;]><a/>', "XML that declares entities"),
        (b"<a>" * 200 + b"</a>" * 200, "XML nested too deeply"),
        (b"<a>" + b"<b/>" * 400_001 + b"</a>", "more than 400000 elements"),
    ],
)
def test_what_is_no_such_document_says_why(body: bytes, said: str) -> None:
    answer = decode(Decode(Format.XML, body))
    assert isinstance(answer, DecodeError)
    assert answer.detail.startswith(said)


def test_xml_is_read_where_it_may_be_killed() -> None:
    assert decode_plain(Decode(Format.XML, SITEMAP)) is None
