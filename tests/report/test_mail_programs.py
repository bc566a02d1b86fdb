"""What mail programs lack, by the suite `caniemail`: something stands in the place of whatever the letters use."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser

from support.letters import letters

SUITE = Path(__file__).parents[2].parent / "shared" / "suites" / "caniemail" / "cases.jsonl"
READ_IN = ("gmail", "apple-mail", "outlook", "orange", "laposte", "sfr", "yahoo")

# What the letters use, as the suite names it; "" where it has no case for it.
ELEMENTS = {
    "a": "", "body": "", "br": "", "div": "", "head": "", "html": "", "meta": "html-meta-color-scheme", "p": "html-p",
    "h1": "html-h1-h6", "h2": "html-h1-h6", "span": "html-span", "strong": "", "style": "html-style",
    "table": "html-table", "tbody": "html-table", "td": "html-table", "th": "html-table", "tr": "html-table",
    "title": "",
}  # fmt: skip
ATTRIBUTES = {
    "align": "", "aria-hidden": "", "aria-label": "html-aria-label", "bgcolor": "", "border": "", "cellpadding": "",
    "cellspacing": "html-cellspacing", "charset": "", "class": "css-selector-class", "content": "",
    "height": "html-height", "href": "", "lang": "html-lang", "name": "", "role": "html-role", "scope": "",
    "style": "", "width": "",
}  # fmt: skip
PROPERTIES = {
    "background": "css-background-color", "border": "css-border", "border-color": "css-border",
    "border-left": "css-border", "border-left-color": "css-border", "border-top": "css-border",
    "border-radius": "css-border-radius", "color": "", "display": "css-display", "font-family": "css-font",
    "font-size": "css-font-size", "font-weight": "", "line-height": "css-line-height", "margin": "", "margin-top": "",
    "max-height": "css-max-height", "max-width": "css-max-width", "overflow": "",
    "overflow-wrap": "css-overflow-wrap", "padding": "css-padding", "padding-left": "css-padding",
    "table-layout": "css-table-layout", "text-align": "css-text-align", "text-decoration": "css-text-decoration",
    "text-wrap": "css-text-wrap", "vertical-align": "", "white-space": "", "width": "css-width", "word-break": "",
}  # fmt: skip
SHEET = {
    r"@media": "css-at-media",
    r"\[\w+=": "css-selector-attribute",
    r"\.\w[\w-]* \w": "css-selector-descendant",
    r"(?m)^\s*(a|h1|body)\b": "css-selector-type",
}


def bare(page: str) -> str:
    """The page as a program shows it that drops the style sheet."""
    return re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)


# Where one of the programs lacks what is used: what stands in its place, and whether it does.
FALLBACKS: dict[str, tuple[str, Callable[[str], bool]]] = {
    "html-style": ("every style that matters stands in the elements", lambda page: bare(page).count("style=") > 15),
    "css-at-media": (
        "one column that gives way by itself, and light colours",
        lambda page: "max-width: 100%" in bare(page) and "color: #17212f" in bare(page),
    ),
    "css-selector-class": ("as html-style", lambda page: "style=" in bare(page)),
    "css-selector-attribute": ("cells have bgcolor", lambda page: "class=\"strip\"" not in page or "bgcolor=" in page),
    "css-selector-descendant": ("as css-at-media", lambda page: "style=" in bare(page)),
    "css-selector-type": ("as css-at-media", lambda page: "style=" in bare(page)),
    "css-border-radius": ("corners are square", lambda page: True),
    "css-text-wrap": ("lines break where they break", lambda page: True),
    "css-overflow-wrap": (
        "what is long and unbroken is cut to a line when it is cleaned",
        lambda page: max(map(len, re.findall(r">([^<\s]+)", bare(page)))) <= 120,
    ),
    "css-table-layout": ("widths stand in the cells", lambda page: 'width="' in page),
    "css-max-height": ("what must not be seen is not displayed", lambda page: "font-size: 1px" in page),
    "css-text-decoration": ("a link's colour, or its bold name", lambda page: "font-weight: 700" in bare(page)),
    "html-meta-color-scheme": ("the sheet's own rules for the dark, or light colours", lambda page: "#ffffff" in page),
    "html-aria-label": (
        "each cell holds a sign, and the legend names it",
        lambda page: 'role="img"' not in page or "■" in bare(page),
    ),
    "html-role": ("elements have a meaning of their own: h1, h2, p, table", lambda page: "<h1" in page),
    "html-lang": ("the header Content-Language", lambda page: True),
}  # fmt: skip


def cases() -> dict[str, dict[str, Any]]:
    return {case["id"]: case for case in map(json.loads, SUITE.read_text(encoding="utf-8").splitlines())}


def used(page: str) -> set[str]:
    """The features that a page uses, as the suite names them. Fails for what no table knows."""
    found: set[str] = set()
    for node in LexborHTMLParser(page).css("*"):
        found.add(ELEMENTS[node.tag or ""])
        for name, value in node.attributes.items():
            found.add(ATTRIBUTES[name])
            declared = (value or "").split(";") if name == "style" else []
            found |= {PROPERTIES[one.partition(":")[0].strip()] for one in declared if ":" in one}
    sheet = "".join(re.findall(r"<style>(.*?)</style>", page, flags=re.DOTALL))
    found |= {PROPERTIES[name] for name in re.findall(r"([\w-]+)\s*:[^;{}]+;", sheet)}
    found |= {feature for form, feature in SHEET.items() if re.search(form, sheet)}
    return found - {""}


def lacking(case: dict[str, Any]) -> set[str]:
    """The programs that lack it somewhere."""
    return {name for name, word in case["support"].items() if word == "n" and name.partition("/")[0] in READ_IN}


@pytest.mark.shared
@pytest.mark.parametrize("name", list(letters()))
def test_nothing_is_lost_where_a_program_lacks_something(name: str, shared: Path) -> None:
    page, known = letters()[name], cases()
    without = {one for one in used(page) if known[one]["expect"]["class"] == "avoid" or lacking(known[one])}
    assert set() == without - FALLBACKS.keys()
    assert [] == [one for one in without if not FALLBACKS[one][1](page)]


@pytest.mark.shared
def test_no_fallback_is_stated_for_what_needs_none(shared: Path) -> None:
    known = cases()
    every = set().union(*(used(page) for page in letters().values()))
    assert FALLBACKS.keys() <= {one for one in every if known[one]["expect"]["class"] == "avoid" or lacking(known[one])}


def test_pictures_forms_and_scripts_are_not_used() -> None:
    assert not {"img", "svg", "video", "audio", "form", "input", "script", "link", "base"} & ELEMENTS.keys()
    for page in letters().values():
        used(page)  # every element, attribute and property is one that the tables know
