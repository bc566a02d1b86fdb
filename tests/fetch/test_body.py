"""A body is decoded whole within its cap, or refused; never a part of it."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from functools import partial
from gzip import compress
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.fetch.body import Body, SpoiltBody
from monitor.model.http import Refusal

packed = partial(compress, mtime=0)  # the same bytes in every run
DOCUMENT = b"<rss>" + b"an item of a feed, much like the next one; " * 500 + b"</rss>"
RAW_DEFLATE = zlib.compressobj(9, zlib.DEFLATED, -15)
ENCODED = {
    "": DOCUMENT,
    "identity": DOCUMENT,
    "gzip": packed(DOCUMENT),
    "X-GZip": packed(DOCUMENT),
    " gzip , identity": packed(DOCUMENT),
    "deflate": zlib.compress(DOCUMENT),
    "Deflate": RAW_DEFLATE.compress(DOCUMENT) + RAW_DEFLATE.flush(),
}
MISNAMED = {  # Content-Encodings that name no coding, or another than the body's
    "aws-chunked": DOCUMENT,
    "UTF-8": DOCUMENT,
    "none": DOCUMENT,
    "binary, identity, utf-8": DOCUMENT,
    "gzip": DOCUMENT,
    "deflate": DOCUMENT,
    "gzip, gzip": DOCUMENT,
    "gzip,gzip": packed(DOCUMENT),
    "aws-chunked,gzip": packed(DOCUMENT),
    "8bit": packed(DOCUMENT),
    "x-gzip": zlib.compress(DOCUMENT),
    "deflate, identity": packed(DOCUMENT),
}


def _read(coding: str, *chunks: bytes, cap: int = 1_000_000, **headers: str) -> bytes:
    body = Body({"content-encoding": coding, **{name.replace("_", "-"): value for name, value in headers.items()}}, cap)
    for chunk in chunks:
        body.feed(chunk)
    return body.whole()


@pytest.mark.parametrize("coding", ENCODED)
@given(cuts=st.lists(st.integers(0, 2_000), max_size=6))
def test_every_coding_however_it_is_cut(coding: str, cuts: list[int]) -> None:
    wire = ENCODED[coding]
    chunks = [wire[start:end] for start, end in pairwise([0, *sorted(cuts), len(wire)])]
    assert _read(coding, *chunks) == DOCUMENT


def test_one_byte_at_a_time() -> None:
    for coding, wire in (ENCODED | MISNAMED).items():
        assert _read(coding, *(wire[at : at + 1] for at in range(len(wire)))) == DOCUMENT


@pytest.mark.parametrize("coding", MISNAMED)
@given(cuts=st.lists(st.integers(0, 2_000), max_size=6))
def test_a_wrong_name_hides_no_document(coding: str, cuts: list[int]) -> None:
    wire = MISNAMED[coding]
    chunks = [wire[start:end] for start, end in pairwise([0, *sorted(cuts), len(wire)])]
    assert _read(coding, *chunks) == DOCUMENT


@pytest.mark.parametrize("coding", ["aws-chunked", "gzip", "deflate"])
@pytest.mark.parametrize(
    "document",
    [
        b"{}",
        b"<rss>",
        b"\xef\xbb\xbf\n<feed/>",
        b"<br />\n<b>Warning</b>: x in y\n<rss/>",
        "<?xml version='1.0' encoding='utf-16'?><rss/>".encode("utf-16"),
        "<rss><title>\u30cb\u30e5\u30fc\u30b9</title></rss>".encode("iso-2022-jp"),
        "<rss>caf\u00e9</rss>".encode("latin-1"),
        b"<rss>" + b" " * 600 + bytes(9) + b"</rss>",
    ],
)
def test_any_text_is_read_as_it_stands(coding: str, document: bytes) -> None:
    assert _read(coding, document) == _read(coding, document[:1], document[1:]) == document


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=300))
def test_what_deflate_takes_for_text_was_text(words: str) -> None:
    coder = zlib.compressobj(9, zlib.DEFLATED, -15)
    assert _read("deflate", coder.compress(words.encode()) + coder.flush()) == words.encode()


def test_gzip_members_follow_one_another_and_padding_is_left() -> None:
    wire = packed(b"one") + packed(b"two") + bytes(16)
    for cut in range(len(wire)):
        assert _read("gzip", wire[:cut], wire[cut:]) == b"onetwo"


def test_padding_of_one_byte_is_left() -> None:
    assert _read("gzip", packed(b"one") + b"\x1f") == b"one"


@pytest.mark.parametrize("more", range(1, 20))
def test_what_is_left_inside_the_decoder_is_taken_out(more: int) -> None:
    body = bytes((1 << 20) + more)
    coder = zlib.compressobj(9, zlib.DEFLATED, -15)
    assert _read("deflate", coder.compress(body) + coder.flush(), cap=2_000_000) == body


def test_an_empty_body_is_empty_whatever_its_coding() -> None:
    assert [_read(coding) for coding in ENCODED] == [b""] * len(ENCODED)


@pytest.mark.parametrize("size", [1 << 20, (1 << 20) + 1, 5 * (1 << 20) - 7])
def test_a_body_larger_than_a_step_of_decoding_is_whole(size: int) -> None:
    assert _read("gzip", packed(bytes(size)), cap=size) == bytes(size)


@pytest.mark.parametrize(
    ("coding", "wire", "why"),
    [
        ("gzip", packed(DOCUMENT)[:-9], Refusal.BROKEN),
        ("gzip", packed(DOCUMENT)[:-4] + b"\0\0\0\0", Refusal.BROKEN),
        pytest.param("gzip", packed(b"one") + packed(b"two")[:-3], Refusal.BROKEN, id="gzip-second-member-cut"),
        ("deflate", zlib.compress(DOCUMENT)[:-5], Refusal.BROKEN),
        ("deflate", b"x\x9c", Refusal.BROKEN),
        ("gzip", b"words, and then \0\1\2", Refusal.BROKEN),
        ("aws-chunked", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Refusal.BROKEN),
        ("utf-8", packed(DOCUMENT)[:-9], Refusal.BROKEN),
        ("gzip, gzip", packed(packed(DOCUMENT)), Refusal.BROKEN),
        ("aws-chunked, gzip", packed(packed(DOCUMENT)), Refusal.BROKEN),
        (", ".join(["gzip"] * 50), DOCUMENT, Refusal.BROKEN),
        ("br", DOCUMENT, Refusal.BROKEN),
        ("aws-chunked, br", DOCUMENT, Refusal.BROKEN),
        ("zstd", DOCUMENT, Refusal.BROKEN),
        ("gzip", packed(b"") * 100, Refusal.TOO_LARGE),
        ("", bytes(1_000_001), Refusal.TOO_LARGE),
        ("gzip", packed(bytes(1_000_001)), Refusal.TOO_LARGE),
        ("gzip", packed(b"one") + bytes(1_000_000), Refusal.TOO_LARGE),
    ],
)
def test_what_is_refused(coding: str, wire: bytes, why: Refusal) -> None:
    with pytest.raises(SpoiltBody) as spoilt:
        _read(coding, wire)
    assert spoilt.value.why == why


def test_the_cap_is_the_last_size_taken() -> None:
    assert len(_read("gzip", packed(bytes(1_000_000)))) == 1_000_000


def test_a_stated_length_above_the_cap_needs_no_reading() -> None:
    with pytest.raises(SpoiltBody) as spoilt:
        Body({"content-length": "1000001"}, 1_000_000)
    assert spoilt.value.why == Refusal.TOO_LARGE


def test_a_bomb_takes_no_more_memory_than_the_cap(bomb: bytes, peak: Callable[[], int]) -> None:
    """F054: what is too much is never held."""
    with pytest.raises(SpoiltBody) as spoilt:
        _read("gzip", bomb, cap=10_000_000)
    assert spoilt.value.why == Refusal.TOO_LARGE
    assert peak() < 30_000_000
