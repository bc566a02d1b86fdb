"""The rendered message: well formed, small, the same twice, and no text from outside is ever markup."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model.state import AccountStatus, Advice, Flag, ObservationState, Proposal, Reason, Status
from monitor.report.blocks.section_rows import ByHand, Card, Listing
from monitor.report.contents.digest import Digest
from monitor.report.mail.mime import Message, message_id, mime
from monitor.report.readers.sanitise import line, link
from monitor.report.rendering.language import LANGUAGES
from monitor.report.rendering.render import render
from monitor.report.rendering.templates import COLOURS, SIGNS, environment

SUITE = Path(__file__).parents[3].parent / "shared" / "suites" / "injection-strings" / "cases.jsonl"
VOID = {"meta", "br", "img", "hr", "link", "input"}

Make = Callable[..., AccountStatus]
Compose = Callable[..., Digest]


class Skeleton(HTMLParser):
    """The elements of a page, in order, with their attributes' names; faults are what a strict reader objects to."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, ...]] = []
        self.links: list[str] = []
        self.open: list[str] = []
        self.faults: list[str] = []
        self.feed(html)
        self.close()
        self.faults += [f"<{tag}> is never closed" for tag in self.open]

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, *(name for name, _ in attributes)))
        self.links += [value or "" for name, value in attributes if name in ("href", "src", "background", "action")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes something else at {self.getpos()}")


def as_mail(message: Message) -> bytes:
    return mime(
        message,
        sender="monitor@acme.example",
        to="nora@acme.example",
        language="fr",
        message_id=message_id("nora", "2026-W47", "acme.example"),
        date=datetime(2026, 11, 23, 6, tzinfo=UTC),
        list_id="digest.acme.example",
    )


def with_text(digest: Digest, text: str) -> Digest:
    """The digest with `text` in every field that something outside may fill, cleaned as compose cleans it.

    Without its heatmaps: they show no text, and a long one elsewhere leaves them no room in a mail.
    """
    short, clean = line(text, 40), line(text, 120)

    def dirty(card: Card) -> Card:
        return replace(
            card,
            name=f"a{short}b",
            network=f"a{short}b",
            owner=f"a{short}b",
            heat=None,
            last_title=f"a{clean}b",
            backup=f"a{short}b",
            by_hand=ByHand(date(2026, 11, 3), f"a{short}b"),
            reasons=(Reason("moved", {"since": "2026-11-01", "to": f"a{clean}b"}),),
        )

    changed: dict[str, Any] = {}
    for name in ("decide", "waiting", "watch", "autopilot", "unseen", "on_plan", "aside"):
        listing: Listing[Card] = getattr(digest, name)
        changed[name] = Listing(tuple(dirty(card) for card in listing.items[:1]), listing.more)
    return replace(digest, title=f"a{short}b", reader=f"a{short}b", **changed)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_well_formed(rich: Digest, language: str) -> None:
    page = Skeleton(render(rich, language).html)
    assert page.faults == []
    assert ("html", "lang") in page.elements


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_can_be_read_by_everybody(rich: Digest, language: str) -> None:
    html = render(rich, language).html
    assert f'<html lang="{language}">' in html
    assert html.count('role="main"') == 1
    assert re.search(r'<div class="hidden" aria-hidden="true"[^>]*>[^<]{20,}', html)
    assert len(re.findall(r"<table(?![^>]*role=)", html)) == 1  # the hours: a real table, with headings
    assert html.count('scope="col"') == 4
    assert html.count('role="img"') == html.count("aria-label=") > 8  # each strip says itself in words


def test_strips_read_without_colour() -> None:
    assert len(SIGNS) == len(set(SIGNS.values())) == len(set(COLOURS.values()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_dark_mode_and_narrow_screens_survive_the_inlining(language: str, rich: Digest) -> None:
    html = render(rich, language).html
    assert "prefers-color-scheme: dark" in html
    assert "max-width: 480px" in html
    for colour in COLOURS.values():
        assert f'td[bgcolor="{colour}"]' in html
    assert '<h1 style="' in html
    assert "{%" not in html and "{{" not in html and "<!--" not in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_fetched_from_elsewhere(language: str, rich: Digest) -> None:
    html = render(rich, language).html
    page = Skeleton(html)
    assert {element[0] for element in page.elements if {"href", "src", "background"} & set(element[1:])} == {"a"}
    assert not re.search(r"url\(|@import|<img|<link|<script|<form", html)
    assert page.links and all(found.startswith("https://social.example/") for found in page.links)


def test_the_same_digest_gives_the_same_message(rich: Digest) -> None:
    assert render(rich, "fr") == render(rich, "fr")
    assert as_mail(render(rich, "fr")) == as_mail(render(rich, "fr"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_plain_text_says_what_the_page_says(language: str, rich: Digest) -> None:
    message = render(rich, language)
    for card in (*rich.decide.items, *rich.waiting.items, *rich.unseen.items, *rich.on_plan.items):
        assert card.name in message.text and card.name in message.html
    for action in rich.actions:
        assert f"\n  {action.command.text}\n" in message.text and action.name in message.text
    assert all(len(text_line) <= 76 or " " not in text_line.strip() for text_line in message.text.splitlines())
    for command in (command for card in rich.decide.items for command in card.commands):
        assert f"\n   {'' if command.place else '$ '}{command.text}" in message.text
    assert "\n\n\n" not in message.text
    assert not [text_line for text_line in message.text.splitlines() if text_line != text_line.rstrip()]
    assert not re.search(r"&\w+;|</?\w+>", message.text.replace("<the lathe>", "").replace("<the", ""))


@pytest.mark.parametrize("language", LANGUAGES)
def test_five_hundred_accounts_fit_into_a_mail(language: str, account_status: Make, compose_digest: Compose) -> None:
    long = "Ünïcödé ■ " * 30
    proposal = Proposal(Advice.MERGE, Reason("merge_into_source", {"sources": [long] * 50}), -2.5)
    account_statuses = [
        account_status(
            f"{status}-{number}-{'x' * 60}",
            status,
            name=long,
            title=long,
            owner=None,
            detail=long,
            network=long,
            last=40,
            seen=ObservationState.FAILING,
            flags=frozenset({Flag.ORPHANED, Flag.AUTOPILOT}),
            reasons=(Reason("moved", {"since": "2026-11-01", "to": long}),) * 3,
            proposal=proposal,
        )
        for status in Status
        for number in range(24)
    ]
    digest = compose_digest(account_statuses=account_statuses, transitions=[], previous=None)
    message = render(digest, language)
    assert digest.numbers.total == 528
    assert len(as_mail(message)) < 90_000
    assert Skeleton(message.html).faults == []
    assert re.search(
        r"\b2[12][0-9] " if language == "en" else r"\b2[12][0-9] de plus", message.text
    )  # the rest is counted


def test_an_empty_week_is_short(account_status: Make, compose_digest: Compose) -> None:
    digest = compose_digest(account_statuses=[account_status("one")], transitions=[])
    text = render(digest, "en").text
    assert "needs a decision" not in text and "What you can do" not in text
    assert len(text.splitlines()) < 47


@given(st.text(max_size=60))
def test_no_text_from_outside_is_markup(text: str) -> None:
    """Through the layouts themselves, whatever the text: the page keeps the skeleton that harmless text gives."""
    template = environment("en", html=True).from_string(
        "{% import 'words.txt' as say %}<p title=\"{{ text }}\">{{ text }} {{ say.network(text) }}</p>"
        "{{ say.ownerless(o) }}{{ sentence(r) }}"
    )

    def made(value: str) -> Skeleton:
        o = {"why": "left", "card": {"owner": value, "backup": value}}
        return Skeleton(template.render(text=value, o=o, r=Reason("owner_left", {"owner": value})))

    assert made(line(text)).elements == made("harmless").elements


def injections() -> list[Any]:
    if not SUITE.is_file():
        return []
    cases = [json.loads(row) for row in SUITE.read_text("utf-8").splitlines()]
    return [pytest.param(injected(case), id=case["id"]) for case in cases]


def injected(case: Any) -> Any:
    """A case's value: stated as JSON, or as [prefix, "+",] part, how often, tail."""
    if "value_json" in case:
        return json.loads(case["value_json"])
    *head, part, count, tail = case["repeat"]
    return "".join(head[:1]) + part * count + tail


@pytest.mark.shared
@pytest.mark.parametrize("value", injections())
def test_injected_text_stays_text(value: object, rich: Digest) -> None:
    """F062: in a mail, what others wrote is text, and its headers are those of a clean one."""
    text = value if isinstance(value, str) else json.dumps(value)
    message, clean = render(with_text(rich, text), "fr"), render(with_text(rich, "harmless"), "fr")
    assert Skeleton(message.html).elements == Skeleton(clean.html).elements
    assert Skeleton(message.html).faults == []
    assert "\n" not in message.subject and message.subject.startswith("[a")
    head, _, _ = as_mail(message).partition(b"\r\n\r\n")
    names = [row.split(b":")[0] for row in head.split(b"\r\n") if not row.startswith((b" ", b"\t"))]
    clean_head, _, _ = as_mail(clean).partition(b"\r\n\r\n")
    assert [row.split(b":")[0] for row in clean_head.split(b"\r\n") if not row.startswith((b" ", b"\t"))] == names
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", message.text)
    assert "49" not in message.html or "49" in text  # nothing was calculated


@pytest.mark.shared
@pytest.mark.parametrize("value", [case for case in injections() if str(case.id).startswith("link")])
def test_injected_links_are_not_links(value: str) -> None:
    assert link(value, "https://social.example/@acme") is None


@pytest.mark.parametrize(
    ("url", "home", "expected"),
    [
        ("https://social.example/@acme/1", "", True),
        ("http://social.example:8080/1?a=b&c=d#e", "", True),
        ("https://xn--bcher-kva.example/", "", True),
        ("http://127.0.0.1:8000/1", "http://127.0.0.1:9000/@acme", True),
        ("http://intranet/1", "http://intranet/@acme", True),
        ("http://127.0.0.1:8000/1", "", False),
        ("http://2130706433/", "", False),
        ("http://0x7f.1/", "", False),
        ("http://intranet/1", "https://social.example/@acme", False),
        ("http://router.local/", "", False),
        ("http://[::1]/", "", False),
        ("https://user:secret@social.example/", "", False),
        ("javascript:alert(1)", "", False),
        ("data:text/html,x", "", False),
        ("//social.example/1", "", False),
        ("https://[social.example/", "", False),
        ("https://social.example/a b", "", False),
        ("https://social.example/\n", "", False),
        ("https://social.example/" + "a" * 600, "", False),
        (None, "", False),
    ],
)
def test_what_may_be_clicked(url: str | None, home: str, expected: bool) -> None:
    assert link(url, home) == (url if expected else None)


@given(st.text(), st.integers(2, 200))
def test_a_line_is_one_clean_line(text: str, limit: int) -> None:
    made = line(text, limit)
    assert len(made) <= limit
    assert "=?" not in made
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\ud800-\udfff]", made)
    assert made.encode().decode() == made
