"""What mail programs lack, by the suite `caniemail`: something stands in the place of whatever the mails use."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from selectolax.lexbor import LexborHTMLParser

from support.messages import messages

SUITE = Path(__file__).parents[3].parent / "shared" / "suites" / "caniemail" / "cases.jsonl"
READ_IN = ("gmail", "apple-mail", "outlook", "orange", "laposte", "sfr", "yahoo")

# What the mails use, as the suite names it; "" where it has no case for it.
ELEMENTS = {
    "a": "", "body": "", "br": "", "div": "", "head": "", "html": "", "meta": "html-meta-color-scheme", "p": "html-p",
    "h1": "html-h1-h6", "h2": "html-h1-h6", "span": "html-span", "strong": "", "style": "html-style",
    "table": "html-table", "tbody": "html-table", "td": "html-table", "th": "html-table", "tr": "html-table",
    "title": "",
}  # fmt: skip
ATTRIBUTES = {
    "align": "", "aria-hidden": "", "aria-label": "html-aria-label", "bgcolor": "", "border": "", "cellpadding": "",
    "cellspacing": "html-cellspacing", "charset": "", "colspan": "", "class": "css-selector-class", "content": "",
    "height": "html-height", "href": "", "lang": "html-lang", "name": "", "role": "html-role", "scope": "",
    "style": "", "width": "",
}  # fmt: skip
PROPERTIES = {
    "background": "css-background-color", "border": "css-border", "border-color": "css-border",
    "border-left": "css-border", "border-left-color": "css-border", "border-top": "css-border",
    "border-top-color": "css-border",
    "border-radius": "css-border-radius", "color": "", "display": "css-display", "font-family": "css-font",
    "font-size": "css-font-size",
    "float": "css-float", "font-weight": "", "line-height": "css-line-height", "margin": "", "margin-top": "",
    "max-height": "css-max-height", "max-width": "css-max-width", "overflow": "",
    "overflow-wrap": "css-overflow-wrap", "padding": "css-padding", "padding-left": "css-padding",
    "table-layout": "css-table-layout", "text-align": "css-text-align", "text-decoration": "css-text-decoration",
    "text-wrap": "css-text-wrap", "vertical-align": "", "white-space": "", "width": "css-width", "word-break": "",
    "word-wrap": "css-word-wrap",
}  # fmt: skip
OF_ATTRIBUTES = defaultdict(str, {"bgcolor": "background", "align": "float"})
SHEET = {
    r"@media": "css-at-media",
    r"\[\w+=": "css-selector-attribute",
    r"\.\w[\w-]* \w": "css-selector-descendant",
    r"(?m)^\s*(a|h1|body)\b": "css-selector-type",
}


def bare(page: str) -> str:
    """The page as a program shows it that drops the style sheet."""
    return re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)


def declared(style: str) -> list[str]:
    """The properties of a style."""
    return [one.partition(":")[0].strip() for one in style.split(";") if ":" in one]


def unset(page: str) -> list[tuple[str, str]]:
    """What a rule of a medium changes, selector and property, of an element that says nothing of it by itself."""
    sheet, found = "".join(re.findall(r"<style>(.*?)</style>", page, flags=re.DOTALL)), []
    for rules in re.findall(r"@media[^{]*\{(.*?\})\s*\}", sheet, flags=re.DOTALL):
        for selector, style in re.findall(r"([^{}]+)\{([^}]*)\}", rules):
            for node in LexborHTMLParser(bare(page)).css(selector.strip()):
                own = {*declared(node.attributes.get("style") or ""), *(OF_ATTRIBUTES[a] for a in node.attributes)}
                said = {*own, *(f"{one}-{part}" for one in own for part in ("color", "left"))}
                found += [(selector.strip(), changed) for changed in declared(style) if changed not in said]
    return found


def mailed(page: str) -> set[str]:
    """The addresses to which a link of the page prepares a mail, where the page does not show them."""
    addresses = {re.split("[?:]", one)[1] for one in re.findall(r'href="(mailto:[^"]+)"', page)}
    return {one for one in addresses if unquote(one) not in LexborHTMLParser(page).text()}


def styled(page: str, having: str) -> list[tuple[str, str]]:
    """The tag and the style of each element with such a property."""
    nodes = [(node.tag or "", node.attributes.get("style") or "") for node in LexborHTMLParser(page).css("[style]")]
    return [(tag, style) for tag, style in nodes if having in declared(style)]


# A telephone's rules may stack what stood side by side.
BLOCKS = {(".half, .other", "display")}

# Where one of the programs lacks what is used: what stands in its place, and whether it does.
FALLBACKS: dict[str, tuple[str, Callable[[str], bool]]] = {
    "html-style": ("every style that matters stands in the elements", lambda page: bare(page).count("style=") > 15),
    "css-at-media": (
        "one column that gives way by itself; each element has for itself what a rule of a medium changes",
        lambda page: "max-width: 100%" in bare(page) and set(unset(page)) <= BLOCKS,
    ),
    "css-selector-class": ("as css-at-media", lambda page: set(unset(page)) <= BLOCKS),
    "css-selector-attribute": ("cells have bgcolor", lambda page: "class=\"strip\"" not in page or "bgcolor=" in page),
    "css-selector-descendant": ("as css-at-media", lambda page: set(unset(page)) <= BLOCKS),
    "css-selector-type": ("as css-at-media", lambda page: set(unset(page)) <= BLOCKS),
    "css-border-radius": (
        "corners are square: what has them has a ground of its own",
        lambda page: all("background" in declared(style) for _, style in styled(page, "border-radius")),
    ),
    "css-text-wrap": (
        "a heading's lines break where they break",
        lambda page: {"h1"} >= {tag for tag, _ in styled(page, "text-wrap")},
    ),
    "css-float": (
        "it stands at the side by an attribute",
        lambda page: all('align="right"' in one for one in re.findall(r'<table class="strip heat"[^>]*>', page)),
    ),
    "css-word-wrap": ("as css-overflow-wrap", lambda page: "overflow-wrap" in bare(page)),
    "html-mailto-links": ("the address is there to be copied", lambda page: not mailed(page)),
    "html-doctype": (
        "what a table would not inherit stands in its cells",
        lambda page: all(
            {"font-size", "color"} <= set(declared(node.attributes["style"] or ""))
            for node in LexborHTMLParser(page).css("td.card-in, td.num, td.cell, td.under, td.in")
        ),
    ),
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
    "html-lang": ("the mail's own part says it again", lambda page: '<div role="main" lang="' in page),
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
            found |= {PROPERTIES[one] for one in declared(value or "")} if name == "style" else set()
            found |= {"html-mailto-links"} if name == "href" and (value or "").startswith("mailto:") else set()
    sheet = "".join(re.findall(r"<style>(.*?)</style>", page, flags=re.DOTALL))
    found |= {PROPERTIES[name] for name in re.findall(r"([\w-]+)\s*:[^;{}]+;", sheet)}
    found |= {feature for form, feature in SHEET.items() if re.search(form, sheet)}
    found |= {"html-doctype"} if page.lower().startswith("<!doctype") else set()
    return found - {""}


def lacking(case: dict[str, Any]) -> set[str]:
    """The programs that lack it somewhere."""
    return {name for name, word in case["support"].items() if word == "n" and name.partition("/")[0] in READ_IN}


@pytest.mark.shared
@pytest.mark.parametrize("name", list(messages()))
def test_nothing_is_lost_where_a_program_lacks_something(name: str, shared: Path) -> None:
    page, known = messages()[name], cases()
    without = {one for one in used(page) if known[one]["expect"]["class"] == "avoid" or lacking(known[one])}
    assert without - FALLBACKS.keys() == set()
    assert [one for one in without if not FALLBACKS[one][1](page)] == []


@pytest.mark.shared
def test_no_fallback_is_stated_for_what_needs_none(shared: Path) -> None:
    known = cases()
    every = set().union(*(used(page) for page in messages().values()))
    assert FALLBACKS.keys() <= {one for one in every if known[one]["expect"]["class"] == "avoid" or lacking(known[one])}


def test_pictures_forms_and_scripts_are_not_used() -> None:
    assert not {"img", "svg", "video", "audio", "form", "input", "script", "link", "base"} & ELEMENTS.keys()
    for page in messages().values():
        used(page)  # every element, attribute and property is one that the tables know
