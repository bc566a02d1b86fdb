"""A document is read in the encoding of its bytes, whatever is declared; what they leave open, as it is declared."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.connect.documents.charset import as_utf8
from monitor.connect.documents.decode import decode, decode_plain
from monitor.model.http import Decode, Decoded, Format

TITLE = "Été à la plage – 5 €, œuvres et façades dévoilées"
BROKEN = "Été à la pl\ufffdge – 5 €, œuvres et façades dévoilées"
URL = "https://acme.example/feed"
MARK = "\ufeff"
TYPES = (
    "",
    "text/xml",
    "text/html; charset=iso-8859-1",
    "application/rss+xml; charset=utf-16",
    "application/xml; charset=UTF-8",
    'text/xml; charset="no such"',
)


def rss(declared: str | None = "UTF-8", title: str = TITLE) -> str:
    declaration = "" if declared is None else f'<?xml version="1.0" encoding="{declared}"?>\n'
    item = f"<item><title>{title}</title><link>https://acme.example/1</link><guid>1</guid></item>"
    return f'{declaration}<rss version="2.0"><channel><title>Acme</title>{item}</channel></rss>'


def title(body: bytes, content_type: str) -> str:
    request = Decode(Format.FEED, body, content_type, URL)
    decoded = decode_plain(request) or decode(request)
    assert isinstance(decoded, Decoded), decoded
    assert decoded.document["whole"]
    return str(decoded.document["items"][0]["title"])


@pytest.mark.parametrize("content_type", TYPES)
@pytest.mark.parametrize(
    "declared",
    ["UTF-8", "utf8", "UTF-8 ", "utf_8", "unicode", "", "utf-16", "UTF-32", "iso-8859-1", "us-ascii", "gb2312",
     "shift_jis", "iso-2022-jp", "rot13", "none", None],
)  # fmt: skip
@pytest.mark.parametrize("before", ["", MARK, MARK * 2, "\r\n \t", f"\n{MARK}\n"])
def test_utf8_is_seen_whatever_is_declared(before: str, declared: str | None, content_type: str) -> None:
    assert title((before + rss(declared)).encode(), content_type) == TITLE


@pytest.mark.parametrize("content_type", TYPES)
@pytest.mark.parametrize("declared", ["UTF-8", "utf-16", "iso-8859-1", None])
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("before", ["", "\r\n"])
def test_wide_characters_are_seen(before: str, encoding: str, declared: str | None, content_type: str) -> None:
    assert title((before + rss(declared)).encode(encoding), content_type) == TITLE


@pytest.mark.parametrize(
    ("encoding", "declared", "content_type"),
    [
        ("cp1252", "UTF-8", "application/xml; charset=utf-8"),  # declared what it cannot be
        ("cp1252", "iso-8859-1", ""),
        ("cp1252", "utf-16", ""),
        ("cp1252", None, "text/xml; charset=utf-16"),
        ("cp1252", None, ""),
        ("mac-roman", "macintosh", "text/xml"),
        ("iso8859-15", None, "text/xml; charset=iso-8859-15"),
        ("cp037", "cp037", ""),
    ],
)
def test_other_bytes_are_what_is_declared_or_usual(encoding: str, declared: str | None, content_type: str) -> None:
    words = "Été à la plage" if encoding in ("iso8859-15", "cp037") else TITLE
    assert title(rss(declared, words).encode(encoding), content_type) == words


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("shift_jis", "Shift_JIS"), ("euc-jp", "EUC-JP"), ("iso2022_jp", "ISO-2022-JP"), ("gb18030", "gb2312")],
)
@pytest.mark.parametrize("by_header", [False, True])
def test_an_encoding_that_only_a_declaration_can_tell(encoding: str, declared: str, by_header: bool) -> None:
    words = "本日のニュース"
    body = rss(None if by_header else declared, words).encode(encoding)
    assert title(body, f"text/xml; charset={declared}" if by_header else "") == words


@pytest.mark.parametrize("content_type", TYPES)
@pytest.mark.parametrize("declared", ["UTF-8", "iso-8859-1", None])
def test_a_few_broken_bytes_leave_the_rest_as_it_is(declared: str | None, content_type: str) -> None:
    assert title(rss(declared).encode().replace(b"plage", b"pl\xe2ge"), content_type) == BROKEN


def test_a_document_of_another_form_is_read_by_the_same_rules() -> None:
    sitemap = '<?xml version="1.0" encoding="utf-16"?><urlset><url><loc>https://acme.example/é</loc></url></urlset>'
    for body in (sitemap.encode(), f"\n{MARK}{sitemap}".encode(), sitemap.encode("cp1252"), sitemap.encode("utf-16")):
        read = decode(Decode(Format.XML, body, "text/xml; charset=utf-16"))
        assert isinstance(read, Decoded)
        assert read.document["url"][0]["loc"][0]["_text"] == "https://acme.example/é"


@pytest.mark.parametrize(
    ("body", "document"),
    [
        (json.dumps([TITLE], ensure_ascii=False).encode(), [TITLE]),
        (json.dumps([TITLE], ensure_ascii=False).encode("cp1252"), [TITLE]),
        (json.dumps([TITLE], ensure_ascii=False).encode("utf-16-be"), [TITLE]),
        (json.dumps([TITLE], ensure_ascii=False).encode().replace(b"plage", b"pl\xe2ge"), [BROKEN]),
        (f"\n{MARK}{MARK}[1]".encode(), [1]),
    ],
)
def test_json_too(body: bytes, document: Any) -> None:
    assert decode(Decode(Format.JSON, body)) == Decoded(document)


@given(st.binary(max_size=300), st.sampled_from(TYPES))
def test_any_bytes_become_utf8(body: bytes, content_type: str) -> None:
    as_utf8(body, content_type).decode()


@given(st.text(max_size=300), st.sampled_from(TYPES))
def test_utf8_keeps_each_character(words: str, content_type: str) -> None:
    text = "<rss>" + words.encode("utf-8", "replace").decode() + "</rss>"
    assert as_utf8(text.encode(), content_type).decode() == text
