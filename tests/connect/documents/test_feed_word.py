"""Wherever a feed is cut, no half of an entry is read; a document that only says where the feed is says so."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.connect.documents.decode import decode
from monitor.model.http import Decode, Decoded, Format
from support.feeds import post, rss

URL = "https://acme.example/feed.xml"
ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>Acme</title><link href="https://acme.example/"/>{}</feed>'
).format("".join(
    f'<entry><id>tag:acme.example,2026:{n}00</id><title>Post {n}00</title><link href="https://acme.example/p/{n}00"/>'
    f"<updated>2026-06-0{n}T08:00:00Z</updated></entry>"
    for n in (1, 2, 3)
))  # fmt: skip
RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
    "<channel><title>Acme</title><link>https://acme.example/</link></channel>{}</rdf:RDF>"
).format("".join(f"<item><title>Post {n}00</title><link>https://acme.example/p/{n}00</link></item>" for n in (1, 2, 3)))
WHOLE = [rss(map(post, (10, 11, 12))), ATOM, RDF, ATOM.replace("</entry>", "\n </entry>\n")]


def read(body: str) -> Any:
    decoded = decode(Decode(Format.FEED, body.encode(), "application/xml", URL))
    return decoded.document if isinstance(decoded, Decoded) else {"items": [], "whole": False}


@given(st.sampled_from(WHOLE), st.data())
def test_whatever_is_cut_off_no_entry_is_read_that_is_not_in_the_whole(whole: str, data: st.DataObject) -> None:
    cut = read(whole[: data.draw(st.integers(1, len(whole)))])
    entries = read(whole)["items"]
    assert cut["items"] == entries[: len(cut["items"])]


@pytest.mark.parametrize("whole", WHOLE)
def test_what_is_cut_behind_an_entry_keeps_it(whole: str) -> None:
    last = max(whole.rfind("</item>") + len("</item>"), whole.rfind("</entry>") + len("</entry>"))
    for end in (last, last + 2):
        cut = read(whole[:end])
        assert (len(cut["items"]), cut["whole"]) == (3, False)
    inside = read(whole[: last - 12])
    assert (len(inside["items"]), inside["whole"]) == (2, False)


@pytest.mark.parametrize(
    ("body", "moved_to"),
    [
        ("<redirect><newLocation>https://new.example/feed</newLocation></redirect>", "https://new.example/feed"),
        ("<?xml version='1.0'?><!-- moved --><redirect>\n<newLocation> /feed?a=1&amp;b=2 </newLocation></redirect>",
         "https://acme.example/feed?a=1&b=2"),
        ("<redirect><newLocation><![CDATA[https://new.example/]]></newLocation></redirect>", "https://new.example/"),
    ],
)  # fmt: skip
def test_a_redirect_in_xml(body: str, moved_to: str) -> None:
    assert (read(body)["items"], read(body)["moved_to"]) == ([], moved_to)


@pytest.mark.parametrize(
    "body", ["<redirect/>", "<redirect><newLocation>javascript:x</newLocation></redirect>", "<redirects/>"]
)
def test_a_redirect_to_nowhere_is_no_feed(body: str) -> None:
    assert "moved_to" not in read(body)
