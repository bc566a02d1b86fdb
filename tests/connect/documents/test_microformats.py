"""Pages with microformats: whose a property is, what is an entry, and how dates and addresses are written."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.connect.documents.decode import decode
from monitor.model.activity import Kind
from monitor.model.check import Outcome
from monitor.model.http import Decode, Decoded, DecodeError, Format

SITE = "https://site.example/notes"
HTML = {"content-type": "text/html; charset=utf-8"}
ENTRY = """<article class="h-entry">
  <a class="p-author h-card" href="/lea"><img src="/lea.png" alt="Léa"></a>
  {more}
  <a class="u-url" href="/notes/7">here</a> <span class="p-name">Seventh</span>
</article>"""
CLASSES = ("h-feed", "h-entry", "h-card", "hentry", "p-name", "u-url", "e-content", "dt-published", "p-author", "value")


def check(replay: Any, answer: Any, page: str) -> Any:
    return replay("hfeed", SITE, answer(SITE, page.encode(), 200, HTML))


def test_an_author_s_address_and_name_are_not_the_post_s(replay: Any, answer: Any) -> None:
    (act,) = check(replay, answer, ENTRY.format(more="")).seen.activities
    assert (act.id, act.url, act.title, act.author) == ("/notes/7", "https://site.example/notes/7", "Seventh", "Léa")


@pytest.mark.parametrize(
    ("more", "kind", "target"),
    [
        ('<a class="u-in-reply-to" href="https://acme.example/1"></a>', Kind.REPLY, "https://acme.example/1"),
        (
            '<div class="u-in-reply-to h-cite"><a class="p-name u-url" href="https://acme.example/1">x</a></div>',
            Kind.REPLY,
            "https://acme.example/1",
        ),
        (
            '<div class="u-repost-of h-cite"><a class="u-url" href="https://acme.example/1">x</a></div>',
            Kind.SHARE,
            None,
        ),
        (
            '<div class="u-comment h-entry"><a class="u-url" href="https://acme.example/c">so true</a></div>',
            Kind.POST,
            None,
        ),
    ],
)
def test_what_an_entry_holds_is_no_entry_of_the_page(
    replay: Any, answer: Any, more: str, kind: Kind, target: str | None
) -> None:
    (act,) = check(replay, answer, ENTRY.format(more=more)).seen.activities
    assert (act.id, act.kind, act.in_reply_to) == ("/notes/7", kind, target)


@pytest.mark.parametrize("kind", ["like-of", "follow-of", "tag-of"])
def test_to_like_to_follow_and_to_tag_is_no_post(replay: Any, answer: Any, kind: str) -> None:
    page = ENTRY.format(more=f'<a class="u-{kind}" href="https://acme.example/1"></a>')
    assert check(replay, answer, page).seen.activities == ()


@pytest.mark.parametrize(
    "written",
    [
        '<time class="dt-published" datetime="2026-06-14T21:30:00+02:00">yesterday</time>',
        '<span class="dt-published">2026-06-14T19:30:00Z</span>',
        '<abbr class="dt-published" title="2026-06-14T19:30:00Z">yesterday</abbr>',
        '<p class="dt-published"><b class="value">2026-06-14</b><b class="value">9:30pm</b><b class="value">+0200</b>',
        '<p class="dt-published"><time class="value" datetime="2026-06-14">x</time> <b class="value">19:30</b></p>',
    ],
)
def test_a_date_is_read_in_all_forms_of_the_specification(replay: Any, answer: Any, written: str) -> None:
    (act,) = check(replay, answer, ENTRY.format(more=written)).seen.activities
    assert (act.published, act.trusted) == (datetime(2026, 6, 14, 19, 30, tzinfo=UTC), True)


def test_a_feed_without_entries_is_empty_and_a_page_without_a_feed_has_changed(replay: Any, answer: Any) -> None:
    assert check(replay, answer, '<div class="h-feed"><p>Nothing yet.</p></div>').seen.activities == ()
    other = '<div class="h-card">Léa</div><div class="x-h-entry h-">no mark</div>'
    assert check(replay, answer, other).failed.outcome == Outcome.CHANGED_FORMAT


def test_addresses_are_those_of_the_page_s_base(replay: Any, answer: Any) -> None:
    (act,) = check(replay, answer, '<base href="https://blog.example/a/">' + ENTRY.format(more="")).seen.activities
    assert "https://blog.example/notes/7" == act.id == act.url


def test_an_empty_address_is_the_page_itself(replay: Any, answer: Any) -> None:
    (act,) = check(replay, answer, '<div class="h-entry"><a class="u-url" href="">Permalink</a></div>').seen.activities
    assert SITE == act.id == act.url


@pytest.mark.parametrize("around", ["<main>{}</main>", '<main class="h-feed"><p class="p-author">x</p>{}</main>'])
def test_a_page_belongs_to_the_first_card_outside_its_entries(replay: Any, answer: Any, around: str) -> None:
    card = '<footer><a class="h-card" href="/">Acme</a></footer>'
    facts = check(replay, answer, around.format(ENTRY.format(more="") + card)).seen.facts
    assert (facts.name, facts.url) == ("Acme", "https://site.example/")


def test_the_same_as_json(replay: Any, answer: Any) -> None:
    page = """{"items": [{"type": ["h-feed"], "properties": {}, "children": [{"type": ["h-entry"], "properties":
      {"url": ["https://site.example/1"], "published": ["2026-06-14"], "author": [{"type": ["h-card"],
       "properties": {"name": ["Léa"]}}]}}]}]}"""
    (act,) = check(replay, answer, page).seen.activities
    assert (act.id, act.author, act.published.year) == ("https://site.example/1", "Léa", 2026)


@given(st.recursive(st.sampled_from(["", "x", "<img alt=y>"]), lambda inner: st.builds(
    lambda mark, tag, parts: f'<{tag} class="{mark}" href="/a">{"".join(parts)}</{tag}>',
    st.sampled_from(CLASSES), st.sampled_from(["p", "a", "div", "template", "time"]), st.lists(inner, max_size=4),
), max_leaves=20))  # fmt: skip
def test_whatever_marks_stand_in_each_other_entries_are_items_and_their_properties_lists(page: str) -> None:
    read = decode(Decode(Format.MICROFORMATS, f"<main>{page}</main>".encode()))
    assert isinstance(read, Decoded)
    for entry in read.document["entries"]:
        assert "h-entry" in entry["type"]
        assert all(isinstance(value, str | dict) for values in entry["properties"].values() for value in values)


@pytest.mark.parametrize("body", [b"", b"text", b"[]", b"{}", b'{"items": 1}', b"<" * 9000, b"\xff\xfe\x00"])
def test_what_is_no_page_is_an_error_or_has_no_entries(body: bytes) -> None:
    read = decode(Decode(Format.MICROFORMATS, body))
    assert isinstance(read, DecodeError) or read.document == {"feed": False, "entries": [], "card": None}
    assert not isinstance(read, DecodeError) or "reader failed" not in read.detail


def test_a_page_is_read_however_deep_it_is() -> None:
    page = b'<div class="h-entry">' * 3000 + b"deep"
    read = decode(Decode(Format.MICROFORMATS, page))
    assert isinstance(read, Decoded)
    assert len(read.document["entries"]) == 1
