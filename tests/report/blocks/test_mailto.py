"""Mails to the operator that a digest prepares: what a mail program makes of the link, whatever stands in it."""

from __future__ import annotations

from urllib.parse import parse_qs, unquote, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from monitor.report.blocks.mailto import mailto
from monitor.report.rendering.language import LANGUAGES
from monitor.report.rendering.render import render
from support.digest import make_digest


def read(link: str) -> tuple[str, dict[str, list[str]]]:
    parts = urlsplit(link)
    assert parts.scheme == "mailto"
    return unquote(parts.path), parse_qs(parts.query, keep_blank_values=True)


def test_a_link_says_whom_and_what() -> None:
    link = mailto("monitor@acme.example", "Pause it: acme-blog", "Please:\n\nmonitor accounts pause acme-blog")
    assert link is not None and " " not in link and "\n" not in link
    assert read(link) == (
        "monitor@acme.example",
        {"subject": ["Pause it: acme-blog"], "body": ["Please:\r\n\r\nmonitor accounts pause acme-blog"]},
    )


def test_without_an_address_or_with_too_much_to_say_there_is_none() -> None:
    assert mailto("", "s", "b") is None
    assert mailto("monitor@acme.example", "s", "b" * 1000) is None


@given(st.text(max_size=40), st.text(max_size=100))
def test_no_text_adds_a_field_or_a_recipient(subject: str, body: str) -> None:
    link = mailto("o'brien+monitor@acme.example", subject, body)
    if link is not None:
        address, fields = read(link)
        assert (address, set(fields)) == ("o'brien+monitor@acme.example", {"subject", "body"})
        assert link.isascii() and not set(link) & set("\"'<> ")


def test_the_digest_asks_in_its_readers_language() -> None:
    digest = make_digest(operator="help@acme.example")
    for language, subject in zip(LANGUAGES, ("Put the decision off", "Remettre la décision à plus tard"), strict=True):
        message = render(digest, language)
        pieces = message.html.split('href="')[1:]
        links = [read(one.split('"')[0].replace("&amp;", "&")) for one in pieces if one.startswith("mailto")]
        assert {address for address, _ in links} == {"help@acme.example"}
        subjects = [fields["subject"][0] for _, fields in links]
        assert any(one.startswith(subject) for one in subjects), subjects
        assert not [fields for _, fields in links if "&#" in fields["body"][0]]
        assert any('--reason "…"' in fields["body"][0] for _, fields in links)
        assert len(links) == 7  # five actions, another day, no more
        assert "help@acme.example" in message.text
    assert "mailto" not in render(make_digest(), "en").html
