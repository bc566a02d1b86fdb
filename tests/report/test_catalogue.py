"""The words of the mails: each language's files say the same things, and a French mail holds no English word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from jinja2 import Environment

from monitor.model.plan import Decision
from monitor.report.digest import Digest
from monitor.report.render import render
from monitor.resources import folder
from support.digest import make_digest, make_rollup, make_standings
from support.standing import NOW

EMAIL = folder("templates") / "email"
FILES = sorted(path.name for path in (EMAIL / "en").glob("*.txt"))
WORD = re.compile(r"[^\W\d_]{2,}")
MACRO = re.compile(r"\{%-? *macro (\w+)\((.*?)\)")
SET = re.compile(r"^\{% set (\w+) = [{\[\"]", re.MULTILINE)

# Names, and what is copied as it stands; the sample's accounts are named in English.
NAMES = """
Acme Group Nora Sample Tom Léa Exemple Zenith tools jobs events press room shop podcast news club relay films lab blog
garden photos forum our workshop is open again come see the lathe new opens summer stocktaking Mastodon Telegram
account health monitor toml reports Europe Paris HTTP Forbidden site pauses reason from to owner lifecycle closing
accounts seen explain discover SITE TOML status closed on until per week month publish plan by hand over close snooze
"""


def tokens(path: Path) -> Iterator[tuple[str, str]]:
    """(kind, text) of a template, comments and spaces left out."""
    found = [(kind, text) for _, kind, text in Environment().lex(path.read_text(encoding="utf-8"))]  # noqa: S701
    return ((kind, text) for kind, text in found if kind not in ("whitespace", "comment"))


def codes() -> set[str]:
    """The words by which a template knows things: the keys of its tables."""
    keys = set()
    for path in EMAIL.glob("*/*.txt"):
        listed = list(tokens(path))
        keys |= {text for (kind, text), (_, after) in pairwise(listed) if kind == "string" and after == ":"}
    return {key.strip("\"'") for key in keys}


def spoken(language: str) -> set[str]:
    """The words that a language's files can say, in small letters."""
    known = codes()
    said = [
        text.strip("\"'") if kind == "string" else text
        for path in (EMAIL / language).glob("*.txt")
        for kind, text in tokens(path)
        if kind == "data" or (kind == "string" and text.strip("\"'") not in known)
    ]
    return words(" ".join(said))


def words(text: str) -> set[str]:
    return {word.lower() for word in WORD.findall(text)}


def fullest() -> Digest:
    snoozed = Decision("acme-shop", "snooze", NOW, "nora", "new shop opens", until=NOW.date())
    return make_digest(decisions=(snoozed,))


def test_each_language_has_the_same_files() -> None:
    assert FILES == sorted(path.name for path in (EMAIL / "fr").glob("*.txt"))


@pytest.mark.parametrize("name", FILES)
def test_each_language_says_the_same_things(name: str) -> None:
    """The same macros, with the same values to fill in, and the same tables; none is empty."""
    english, french = ((EMAIL / language / name).read_text(encoding="utf-8") for language in ("en", "fr"))
    assert public(MACRO.findall(english)) == public(MACRO.findall(french))
    assert public([(one, "") for one in SET.findall(english)]) == public([(one, "") for one in SET.findall(french)])
    empty = re.compile(r"macro \w+\([^)]*\) *-?%\}\s*\{%-? *endmacro|: *\"\"")
    assert [] == empty.findall(english) + empty.findall(french)


def public(found: list[tuple[str, str]]) -> dict[str, str]:
    """Those that others use: what begins with "_" each language arranges for itself."""
    return {name: values.replace(" ", "") for name, values in found if not name.startswith("_")}


@pytest.mark.parametrize("subject", ["digest", "director"])
def test_no_english_word_stands_in_a_french_mail(subject: str) -> None:
    letter = render(fullest() if subject == "digest" else make_rollup(make_standings()), "fr")
    english = spoken("en") - spoken("fr") - words(NAMES)
    assert {"account", "decision", "silent"} - words(NAMES) <= english  # it finds them where they are
    plain = re.sub(r"<style.*?</style>|<[^>]*>", " ", letter.html, flags=re.DOTALL)
    assert set() == words(f"{letter.subject} {letter.text} {plain}") & english
