"""docs/health.md states a feed's own word as the tables of the code have it."""

from __future__ import annotations

import re
from pathlib import Path

from monitor.connect.checks import comment_feeds, feed_moves
from monitor.connect.checks.error_items import NOTICES, Notice
from monitor.connect.dates.zero_dates import ZERO_DATES

TEXT = (Path(__file__).parents[3] / "docs" / "health.md").read_text(encoding="utf-8")
SECTION = TEXT.split("## A feed's own word\n")[1].split("\n## ")[0]


def table(text: str, head: str) -> list[list[str]]:
    """The rows below the head that begins so."""
    lines = text[text.index(f"| {head}") :].split("\n\n")[0].splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def row(title: str, own: bool) -> Notice:
    return next(one for one in NOTICES if (own or not one.own) and one.title.match(title))


def test_its_notices_are_those_that_are_known() -> None:
    found = [
        (row(title, own), outcome)
        for cell, outcome in table(SECTION, "an entry says")
        for own, part in zip((False, True), f"{cell}linking nowhere:".split("linking nowhere:"), strict=False)
        for title in re.findall("“([^”]+)”", part)
    ]
    assert all(one.outcome == outcome for one, outcome in found)
    assert {one for one, _ in found} == set(NOTICES)


def test_its_rules_of_a_new_address_are_those_of_the_code() -> None:
    assert table(SECTION, "a new address") == table(feed_moves.__doc__ or "", "a new address")


def test_its_programs_of_comments_are_all() -> None:
    said = [name for [name] in table(SECTION, "comments of")]
    assert said == [*comment_feeds.ENTRIES, *comment_feeds.THREADS]


def test_its_zero_dates_are_all() -> None:
    written = {
        name: f"{'-' if year < 0 else ''}{abs(year):04}-{month:02}-{day:02}"
        for name, (year, month, day) in ZERO_DATES.items()
    }
    assert dict(table(SECTION, "zero date of")) == written
