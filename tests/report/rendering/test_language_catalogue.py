"""The words of the mails: each language's files say the same things, and a French mail holds no English word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from jinja2 import Environment

from monitor.model.people import Decision
from monitor.report.contents.alert import AlertMessage
from monitor.report.contents.digest import Digest
from monitor.report.contents.director import DirectorReport
from monitor.report.rendering.render import render
from monitor.resources import folder
from support.account_status import NOW
from support.digest import make_digest, make_rollup, make_settings, make_statuses
from support.messages import make_alert

EMAIL = folder("templates") / "email"
FILES = sorted(path.name for path in (EMAIL / "en").glob("*.txt"))
WORD = re.compile(r"[^\W\d_]{2,}")
MACRO = re.compile(r"\{%-? *macro (\w+)\((.*?)\)")
SET = re.compile(r"^\{% set (\w+) = [{\[\"]", re.MULTILINE)

# What a French mail may hold of English, by the reason for it.
KEPT = {
    "the program's own name": "account health monitor",
    "networks, zones and answers of servers": "Mastodon Telegram Europe Paris HTTP Forbidden",
    "settings to copy, and where they stand": "owner publish lifecycle accounts toml",
    "commands named within a sentence": "discover SITE status",
}
COMMAND = re.compile(r"(?m)^ *(?:\$ )?monitor .*$")


def tokens(path: Path) -> Iterator[tuple[str, str]]:
    """(kind, text) of a template, comments and spaces left out."""
    found = [(kind, text) for _, kind, text in Environment().lex(path.read_text(encoding="utf-8"))]  # noqa: S701  # it reads, and renders nothing
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


REASON = "new shop opens"


def fullest() -> Digest:
    snoozed = Decision("acme-shop", "snooze", NOW, "nora", REASON, until=NOW.date())
    return make_digest(decisions=(snoozed,))


def test_each_language_has_the_same_files() -> None:
    assert sorted(path.name for path in (EMAIL / "fr").glob("*.txt")) == FILES


@pytest.mark.parametrize("name", FILES)
def test_each_language_says_the_same_things(name: str) -> None:
    """The same macros, with the same values to fill in, and the same tables; none is empty."""
    english, french = ((EMAIL / language / name).read_text(encoding="utf-8") for language in ("en", "fr"))
    assert public(MACRO.findall(french)) == public(MACRO.findall(english))
    assert public([(one, "") for one in SET.findall(french)]) == public([(one, "") for one in SET.findall(english)])
    empty = re.compile(r"macro \w+\([^)]*\) *-?%\}\s*\{%-? *endmacro|: *\"\"")
    assert empty.findall(english) + empty.findall(french) == []


def public(found: list[tuple[str, str]]) -> dict[str, str]:
    """Those that others use: what begins with "_" each language arranges for itself."""
    return {name: values.replace(" ", "") for name, values in found if not name.startswith("_")}


def names() -> set[str]:
    """What people called the sample's brands, accounts and posts, and gave as reasons."""
    account_statuses = make_statuses()
    said = [
        text
        for one in account_statuses
        for text in (one.account.id, one.record.facts.name, one.record.last_human_title)
    ]
    said += [pause.reason for one in account_statuses for pause in one.account.pauses]
    settings = make_settings()
    said += [one.name for one in settings.people.values()] + [one.name for one in settings.brands.values()]
    return words(" ".join(filter(None, [*said, settings.organisation, REASON])))


@pytest.mark.parametrize("kind", ["digest", "director", "alert"])
def test_no_english_word_stands_in_a_french_mail(kind: str) -> None:
    english = spoken("en") - spoken("fr") - names() - words(" ".join(KEPT.values()))
    assert {"decision", "silent", "nobody"} <= english  # it finds them where they are
    assert words(COMMAND.sub("", french()[kind])) & english == set()


def french() -> dict[str, str]:
    """Each kind of text, in French; of pages only what is read."""
    made: dict[str, Digest | DirectorReport | AlertMessage] = {
        "digest": fullest(),
        "director": make_rollup(make_statuses()),
        "alert": make_alert(),
    }
    messages = {kind: render(one, "fr") for kind, one in made.items()}
    pages = {
        kind: re.sub(r"<style.*?</style>|<[^>]*>", "\n", one.html, flags=re.DOTALL) for kind, one in messages.items()
    }
    return {kind: f"{one.subject}\n{one.text}\n{pages[kind]}" for kind, one in messages.items()}
